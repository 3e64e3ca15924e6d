"""What is called for or submitted goes with its meeting: to another last day, to its end, back to waiting."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.queries import deadlines_of
from blueprints.meetings.recipient_queries import asked_today
from blueprints.meetings.topics.letters import MOVED, send_call
from models.actors import Actor
from models.bodies import Bylaws
from models.deadlines import BERLIN
from models.files import take_files_along
from models.history import record
from models.links import LinkKind, link
from models.meetings import AgendaItem, Meeting
from models.rounds import Round, RoundKind
from models.topics import Topic, TopicState


def follow_move(house: Session, meeting: Meeting, was: date | None, now: datetime) -> int:
    """Move the last day for topics with the meeting, and tell everybody who was asked; returns the letters.

    It is computed anew, but never earlier than today: for nobody a period that runs is over at once.
    """
    day, today = meeting.held_on.day, now.astimezone(BERLIN).date()
    asking = running_call(house, meeting.id)
    if asking is None or day is None or day == was:
        return 0
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == meeting.body_id)).one()
    closes: date = deadlines_of(day, bylaws).agenda_closes_on
    asking.due_on = min(max(closes, today), day)
    house.flush()
    to = asked_today(house, meeting.body_id, today, first=day, last=day)
    purpose = f"moved-{now:%Y%m%dT%H%M%S}"
    letters = send_call(house, asking, to, template=MOVED, purpose=purpose, now=now)
    record(house, "move-call", asking, by=None, now=now, meeting=meeting.id, letters=letters)
    return letters


def end_call(house: Session, meeting: Meeting, now: datetime) -> None:
    """Nobody is asked any more for a meeting that is not going to take place, or has."""
    asking = running_call(house, meeting.id)
    if asking is not None:
        asking.closed_at = now


def let_go(house: Session, meeting: Meeting, *, by: Actor, now: datetime) -> None:
    """Let what was put off to a meeting that does not take place wait again, for whichever comes. What stood
    on its agenda is proposed for the next one as an item, and its topic follows it there."""
    states = (TopicState.ACCEPTED, TopicState.PUT_OFF)
    mine = (Topic.meeting_id == meeting.id) & Topic.state.in_(states) & Topic.item_id.is_(None)
    for topic in house.scalars(select(Topic).where(mine).order_by(Topic.id)).all():
        topic.state, topic.decided_at, topic.meeting_id = TopicState.PUT_BACK, now, None
        record(house, "wait-again", topic, by=by, now=now, meeting=meeting.id)


def follow_item(house: Session, was: AgendaItem, item: AgendaItem, *, by: Actor, now: datetime) -> None:
    """Let a topic go with its item to a later agenda, its files with it; those of the earlier one stay."""
    topic = house.scalar(select(Topic).where(Topic.item_id == was.id))
    if topic is not None:
        topic.item_id, topic.meeting_id = item.id, item.meeting_id
        take_files_along(house, topic.id, item.id)
        link(house, LinkKind.FOLLOWS_FROM, item, topic)
        record(house, "go-on", topic, by=by, now=now, meeting=item.meeting_id, item=item.id)


def running_call(house: Session, meeting_id: int) -> Round | None:
    """The call for a meeting that still takes answers."""
    mine = (Round.meeting_id == meeting_id) & (Round.kind == RoundKind.TOPICS) & Round.closed_at.is_(None)
    return house.scalar(select(Round).where(mine).order_by(Round.id.desc()).limit(1))
