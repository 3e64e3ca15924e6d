"""The call for topics: a round of its own, until the agenda closes; its answers, its reminder, its end."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, exists, not_, select
from sqlalchemy.orm import Session

from blueprints.meetings import rules as meeting_rules
from blueprints.meetings.queries import deadlines_of
from blueprints.meetings.recipient_queries import Recipient, asked_today
from blueprints.meetings.round_queries import running_rounds
from blueprints.meetings.round_rules import open_round
from blueprints.meetings.topics.following_rules import running_call
from blueprints.meetings.topics.letters import CALL, REMIND, send_call
from blueprints.meetings.topics.rules import SUBMITTING
from models.actors import Actor
from models.bodies import Bylaws
from models.consequences import consequence
from models.deadlines import BERLIN, reminder_reached
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import Meeting
from models.rounds import AskedSeat, Channel, Round, RoundKind
from models.seats import Seat
from models.topic_calls import SUBMITTED
from models.topics import NoTopics
from models.words import N_

REMINDED: Final = (3,)
"""So many working days before the last day the silent are reminded (domain.md 6)."""
NOTHING: Final[ColumnElement[bool]] = exists().where(NoTopics.asked_seat_id == AskedSeat.id)
SILENT: Final[ColumnElement[bool]] = not_(SUBMITTED) & not_(NOTHING)
"""SQL: an institution that was asked has neither submitted anything since nor said that it has nothing."""


def may_call(by: Actor, meeting: Meeting) -> bool:
    """As the note that topics were called for: until the invitation goes out, for a day that is fixed."""
    return meeting_rules.may_note_topics(by, meeting) and meeting.starts_at is not None


def proposed_due_on(meeting: Meeting, bylaws: Bylaws, today: date) -> date | None:
    """The day on which the agenda closes, as the bylaws make it; none where that has passed."""
    assert meeting.held_on.day is not None
    closes: date = deadlines_of(meeting.held_on.day, bylaws).agenda_closes_on
    return closes if closes >= today else None


def call(house: Session, meeting_id: int, *, due_on: date, by: Actor, now: datetime) -> int:
    """Ask every member, voting or advisory, for topics until a day, which is thereby announced.

    Returns the letters; whoever has no address is asked, too, and sees it on the overview.
    """
    meeting = meeting_rules.locked(house, meeting_id, by)
    if not may_call(by, meeting):
        raise RuleBroken(N_("Topics can be called for between fixing the day and inviting."))
    if running_call(house, meeting_id) is not None:
        raise RuleBroken(N_("Topics have been called for already."))
    today, day = now.astimezone(BERLIN).date(), meeting.held_on.day
    assert day is not None
    judge_due(due_on, day, today)
    asking = Round(
        kind=RoundKind.TOPICS, body_id=meeting.body_id, meeting_id=meeting_id, opened_at=now, due_on=due_on
    )
    only = [Seat.kind.in_(SUBMITTING)]
    if not open_round(house, asking, holds_on=(today, day), awake_on=day, only=only):
        raise RuleBroken(N_("There is nobody to ask yet: no institution may submit topics."))
    letters = send_call(
        house, asking, reached_by(house, meeting, today), template=CALL, purpose="call", now=now
    )
    meeting.topics_called_on = today
    record(house, "ask-topics", meeting, by=by, now=now, round=asking.id, letters=letters)
    return letters


def reached_by(house: Session, meeting: Meeting, today: date) -> list[Recipient]:
    """Main, deputies and mailbox of every seat that may submit, of those that are awake on the day."""
    day = meeting.held_on.day
    assert day is not None
    members = set(
        house.scalars(select(Seat.id).where(Seat.body_id == meeting.body_id, Seat.kind.in_(SUBMITTING)))
    )
    found = asked_today(house, meeting.body_id, today, first=day, last=day)
    return [each for each in found if each.seat_id in members]


def judge_due(due_on: date, meets_on: date, today: date) -> None:
    if due_on < today:
        raise RuleBroken(N_("The last day for topics lies in the past."), field="due_on")
    if due_on >= meets_on:
        raise RuleBroken(N_("The last day for topics must lie before the meeting."), field="due_on")


def say_nothing(house: Session, asked_id: int, *, by: Actor, now: datetime) -> None:
    """Nothing from us this time: for one's own institution, or by the coordination for it."""
    asked = house.get(AskedSeat, asked_id)
    asking = house.get(Round, asked.round_id, with_for_update=True) if asked else None
    if asked is None or asking is None or asking.kind is not RoundKind.TOPICS:
        raise NotAllowed
    ours = asked.seat_id in by.seat_ids
    if not may_say_nothing(by, asking.body_id, asked.seat_id):
        raise NotAllowed
    if asking.closed_at is not None:
        raise RuleBroken(N_("This call for topics has ended."))
    if house.get(NoTopics, asked_id) is not None:
        return
    said = NoTopics(
        asked_seat_id=asked_id,
        seat_id=asked.seat_id,
        channel=Channel.SITE if ours else Channel.COORDINATION,
        answered_at=now,
        person_id=by.person_id if ours else None,
        recorded_by_id=None if ours else by.person_id,
    )
    house.add(said)
    house.flush()
    record(house, "no-topics", asking, by=by, now=now, seat=asked.seat_id, channel=said.channel.value)


def may_say_nothing(by: Actor, table_id: int, seat_id: int) -> bool:
    """The institution that was asked; the coordination records it."""
    return seat_id in by.seat_ids or by.coordinates_body(table_id)


def silent_seats(house: Session, asking: Round) -> set[int]:
    """Who was asked and has said nothing yet."""
    rows = select(AskedSeat.seat_id).join(Round, Round.id == AskedSeat.round_id)
    return set(house.scalars(rows.where(Round.id == asking.id, SILENT)))


@consequence
def follow_calls(house: Session, body_id: int | None, now: datetime) -> int:
    """Send the call to whoever acts by now for an asked institution that is silent, and has not got it.
    Returns letters."""
    today, letters = now.astimezone(BERLIN).date(), 0
    mine = running_calls(today) if body_id is None else running_calls(today).where(Round.body_id == body_id)
    for asking, _, meeting in house.execute(mine).all():
        if not meeting.is_open or meeting.held_on.day is None:
            continue
        silent = silent_seats(house, asking)
        to = [each for each in reached_by(house, meeting, today) if each.seat_id in silent]
        sent = send_call(house, asking, to, template=CALL, purpose="call", now=now)
        if sent:
            record(house, "follow-call", asking, by=None, now=now, meeting=meeting.id, letters=sent)
        letters += sent
    return letters


def running_calls(today: date) -> Select[Round, Bylaws, Meeting]:
    """SQL: calls that still run, each with the bylaws and its meeting."""
    running = running_rounds(RoundKind.TOPICS, today)
    return running.add_columns(Meeting).join(Meeting, Meeting.id == Round.meeting_id)


def remind_due(house: Session, today: date, now: datetime) -> int:
    """Remind the silent as the last day comes near; as often as one likes, once a day. A body at rest reminds
    nobody. Returns the letters."""
    sent = 0
    for asking, bylaws, meeting in house.execute(running_calls(today)).all():
        day = reminder_reached(asking.opened_at, asking.due_on, REMINDED, bylaws.land, today)
        if day is not None and meeting.is_open and meeting.held_on.day is not None:
            silent = silent_seats(house, asking)
            to = [each for each in reached_by(house, meeting, today) if each.seat_id in silent]
            sent += send_call(house, asking, to, template=REMIND, purpose=f"remind-{day}", now=now)
    return sent


def close_due(house: Session, today: date, now: datetime) -> int:
    """End the calls whose last day has passed; topics are taken all the same. Returns how many."""
    mine = (Round.kind == RoundKind.TOPICS) & Round.closed_at.is_(None) & (Round.due_on < today)
    ended = house.scalars(select(Round).where(mine).order_by(Round.id).with_for_update()).all()
    for asking in ended:
        asking.closed_at = now
        record(house, "close-call", asking, by=None, now=now)
    return len(ended)
