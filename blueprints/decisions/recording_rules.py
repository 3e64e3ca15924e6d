"""What the coordination writes down of the voices that it was told: never over an institution's own word."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.decisions.letters import RECORDED, send
from blueprints.decisions.rules import day_of, may_decide
from blueprints.decisions.voting_rules import asked_of, keep, role_of
from blueprints.meetings.recipient_queries import asked_today
from models.actors import Actor
from models.decisions import Decision
from models.errors import NotAllowed, RuleBroken
from models.meetings import Meeting
from models.rounds import AskedSeat, Channel, Round
from models.seats import AppointmentRole
from models.stances import SaidBy, Stance, StanceValue
from models.words import N_


def record_stance(
    house: Session,
    table_id: int,
    decision_id: int,
    *,
    asked_id: int,
    person_id: int | None,
    said_by: SaidBy,
    said_on: date,
    over: int = 0,
    value: StanceValue,
    reason: str = "",
    special_opinion: str = "",
    provisional: bool = False,
    by: Actor,
    now: datetime,
) -> Stance:
    """The coordination writes down what was said for the institution, which is told and can change it.
    `over` is the stance that the institution had last said itself when the form was opened (0: none): what it
    has said since is never recorded over unseen.
    """
    if not may_decide(by, table_id):
        raise NotAllowed
    found, asking, asked = asked_of(house, table_id, decision_id, asked_id)
    _judge_day(house, found, asking, said_on, day_of(now))
    _leave_its_own_word(house, found, asking, asked, over, day_of(now))
    person, role = _speaker(house, asked.seat_id, person_id, day_of(now))
    stance = Stance(
        asked_seat_id=asked.id,
        seat_id=asked.seat_id,
        person_id=person,
        role=role,
        value=value,
        channel=Channel.COORDINATION,
        cast_at=now,
        reason=reason,
        special_opinion=special_opinion,
        provisional=provisional,
        recorded_by_id=by.person_id,
        said_by=said_by,
        said_on=said_on,
    )
    _tell_recorded(house, found, asking, keep(house, found, asked, stance, by, now), now)
    return stance


def _judge_day(house: Session, found: Decision, asking: Round, said_on: date, today: date) -> None:
    """In the room a wording may be decided before it is put down; else it is put first."""
    found.must_be_open()
    meeting = house.get(Meeting, found.meeting_id) if found.meeting_id and not found.circular else None
    if said_on > today:
        raise RuleBroken(N_("This day has not come yet."), field="said_on")
    if said_on < day_of(asking.opened_at) and (meeting is None or said_on != meeting.held_on.day):
        raise RuleBroken(N_("The wording had not been put to the institutions then."), field="said_on")
    if found.circular and said_on > asking.due_on:
        raise RuleBroken(N_("The last day had passed then."), field="said_on")


def _leave_its_own_word(
    house: Session, found: Decision, asking: Round, asked: AskedSeat, over: int, today: date
) -> None:
    """What it has said since the form was opened stands; and after the last day whatever it said itself: it
    could change nothing that is recorded over that."""
    own = last_own_words(house, [asked.id]).get(asked.id, 0)
    if own and found.circular and today > asking.due_on:
        raise RuleBroken(N_("The last day has passed. The answer that the institution gave itself stands."))
    if own != over:
        raise RuleBroken(
            N_("The institution has answered itself in the meantime. Please compare and save again."),
            field="value",
        )


def last_own_words(house: Session, asked_ids: Sequence[int]) -> dict[int, int]:
    """The stance that each asked institution has last said itself, by asked seat; none where it has not."""
    own = Stance.asked_seat_id.in_(asked_ids) & (Stance.channel == Channel.SITE)
    rows = house.execute(
        select(Stance.asked_seat_id, func.max(Stance.id).label("last"))
        .where(own)
        .group_by(Stance.asked_seat_id)
        .order_by(Stance.asked_seat_id)
    )
    return {row.asked_seat_id: row.last for row in rows}


def _speaker(house: Session, seat_id: int, person_id: int | None, on: date) -> tuple[int, AppointmentRole]:
    """Who said it and in which role; refused for somebody who does not act for the institution."""
    role = role_of(house, seat_id, person_id, on)
    if role is None or person_id is None:
        told = N_("This person does not act for the institution.")
        raise RuleBroken(told if person_id else N_("Please choose who said it."), field="person_id")
    return person_id, role


def _tell_recorded(house: Session, found: Decision, asking: Round, kept: Stance, now: datetime) -> None:
    today = day_of(now)
    people = asked_today(house, found.body_id, today, first=today, last=today)
    theirs = [each for each in people if each.seat_id == kept.seat_id]
    purpose = f"recorded-{kept.id}"
    send(house, found, asking, theirs, template=RECORDED, purpose=purpose, now=now)
