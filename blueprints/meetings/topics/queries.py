"""Topics as pages show them: the backlog of a table, one topic, and what became of each."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from blueprints.meetings.topics.rules import SUBMITTING
from models.actors import Actor
from models.bodies import Body, Bylaws
from models.files import File
from models.item_outcomes import ItemOutcome
from models.meetings import AgendaItem, Meeting, MeetingState
from models.open_items import FELL_THROUGH, KNOWN_OUTCOME, TOOK_PLACE
from models.organisations import Organisation
from models.people import Person
from models.rounds import Round, RoundKind
from models.seats import Seat
from models.standing import in_force
from models.topics import OURS_ALONE, Topic, TopicAudience, TopicGuest, TopicState
from models.words import N_

PAGE: Final = 40


class Fate(enum.Enum):
    """What became of a topic; of an accepted one its item and the meeting say it. Derived, never stored."""

    NEW = "new"
    PUT_BACK = "put-back"
    PUT_OFF = "put-off"
    OFF_AGENDA = "off-agenda"
    PLANNED = "planned"
    FELL_THROUGH = "fell-through"
    TOOK_PLACE = "took-place"
    ADJOURNED = "adjourned"
    TAKEN_OFF = "taken-off"
    DEALT_WITH = "dealt-with"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return FATE_WORDS[self]


FATE_WORDS: Final = {
    Fate.NEW: N_("new: the coordination decides"),
    Fate.PUT_BACK: N_("put back, without a meeting so far"),
    Fate.PUT_OFF: N_("put off to a meeting"),
    Fate.OFF_AGENDA: N_("accepted, waits for a place on the agenda"),
    Fate.PLANNED: N_("on the agenda"),
    Fate.FELL_THROUGH: N_("waits again: the meeting does not take place"),
    Fate.TOOK_PLACE: N_("stood on the agenda; the meeting has taken place"),
    Fate.ADJOURNED: N_("put off in the meeting"),
    Fate.TAKEN_OFF: N_("taken off in the meeting"),
    Fate.DEALT_WITH: N_("dealt with"),
    Fate.REFUSED: N_("refused"),
    Fate.WITHDRAWN: N_("withdrawn"),
}
SETTLED_STATES: Final = {
    TopicState.SUBMITTED: Fate.NEW,
    TopicState.PUT_BACK: Fate.PUT_BACK,
    TopicState.PUT_OFF: Fate.PUT_OFF,
    TopicState.REFUSED: Fate.REFUSED,
    TopicState.WITHDRAWN: Fate.WITHDRAWN,
}


NOTED: Final = {
    ItemOutcome.DEALT_WITH: Fate.DEALT_WITH,
    ItemOutcome.PUT_OFF: Fate.ADJOURNED,
    ItemOutcome.TAKEN_OFF: Fate.TAKEN_OFF,
}


def fate_of(topic: Topic, meeting: Meeting | None, outcome: ItemOutcome | None = None) -> Fate:
    """What became of it, as far as the meeting, and what was noted of its item there, is known."""
    if topic.state is not TopicState.ACCEPTED:
        return SETTLED_STATES[topic.state]
    if topic.item_id is None:
        return Fate.OFF_AGENDA
    if outcome is not None:
        return NOTED[outcome]
    state = meeting.state if meeting is not None else None
    if state in FELL_THROUGH:
        return Fate.FELL_THROUGH
    return Fate.TOOK_PLACE if state in TOOK_PLACE else Fate.PLANNED


class Which(enum.Enum):
    """Which topics a list shows."""

    OPEN = "open"
    NEW = "new"
    AGENDA = "agenda"
    DONE = "done"
    ENDED = "ended"
    ALL = "all"

    @property
    def label(self) -> str:
        return WHICH_WORDS[self]


WHICH_WORDS: Final = {
    Which.OPEN: N_("open"),
    Which.NEW: N_("new"),
    Which.AGENDA: N_("on an agenda"),
    Which.DONE: N_("has had its meeting"),
    Which.ENDED: N_("refused or withdrawn"),
    Which.ALL: N_("all"),
}
ON_AGENDA: Final = and_(Topic.state == TopicState.ACCEPTED, Topic.item_id.is_not(None))
HELD: Final = Meeting.state.in_(TOOK_PLACE)
OPEN: Final = or_(
    Topic.state.in_((TopicState.SUBMITTED, TopicState.PUT_OFF, TopicState.PUT_BACK)),
    and_(Topic.state == TopicState.ACCEPTED, Topic.item_id.is_(None)),
    and_(ON_AGENDA, KNOWN_OUTCOME.is_(None), Meeting.state.in_(FELL_THROUGH)),
)
LIES_AHEAD: Final = or_(Meeting.id.is_(None), Meeting.state.not_in((*TOOK_PLACE, *FELL_THROUGH)))
CHOSEN: Final[dict[Which, ColumnElement[bool]]] = {
    Which.OPEN: OPEN,
    Which.NEW: Topic.state == TopicState.SUBMITTED,
    Which.AGENDA: and_(ON_AGENDA, KNOWN_OUTCOME.is_(None), LIES_AHEAD),
    Which.DONE: and_(ON_AGENDA, or_(KNOWN_OUTCOME.is_not(None), HELD)),
    Which.ENDED: Topic.state.in_(OURS_ALONE),
    Which.ALL: Topic.id.is_not(None),
}


def table_for(reading: Session, table_id: int, by: Actor) -> Body | None:
    """The table, for whoever fills a seat there or coordinates it; those who only read see no topics."""
    if table_id not in by.member_of | by.coordinates:
        return None
    return reading.scalar(select(Body).where(Body.id == table_id))


@dataclass(frozen=True, kw_only=True)
class Line:
    """One topic as a list shows it. `institution` is empty for the coordination's own. Meeting and item only
    as far as the reader may see them."""

    topic: Topic
    institution: str
    is_ours: bool
    fate: Fate
    meeting: Meeting | None
    item_id: int | None


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """One page of the topics of a table."""

    lines: Sequence[Line]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


LINES: Final[Any] = (
    select(
        Topic,
        Meeting,
        Organisation.name.label("institution"),
        AgendaItem.id.label("seen_item_id"),
        KNOWN_OUTCOME.label("outcome"),
        func.count().over().label("total"),
    )
    .outerjoin(Seat, Seat.id == Topic.seat_id)
    .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    .outerjoin(Meeting, Meeting.id == Topic.meeting_id)
    .outerjoin(AgendaItem, AgendaItem.id == Topic.item_id)
)


def backlog(
    reading: Session, table_id: int, which: Which, by: Actor, page: int, *, seat_id: int | None = None
) -> Backlog:
    """The topics of a table that the reader may see: her own institutions' first, then the oldest.

    `seat_id`: of this institution only; 0 stands for the coordination.
    """
    mine = case((Topic.seat_id.in_(by.seat_ids), 0), else_=1)
    wanted = LINES.where(Topic.body_id == table_id, CHOSEN[which])
    if seat_id is not None:
        wanted = wanted.where(Topic.seat_id == seat_id if seat_id else Topic.seat_id.is_(None))
    rows = reading.execute(
        wanted.order_by(mine, Topic.submitted_at, Topic.id).offset((page - 1) * PAGE).limit(PAGE),
        _writers(by),
    ).all()
    return Backlog(lines=[_line(row, by) for row in rows], total=rows[0].total if rows else 0, page=page)


def _writers(by: Actor) -> dict[str, list[int]]:
    return {"coordinates": sorted(by.coordinates), "records": sorted(by.records)}


def _line(row: Any, by: Actor) -> Line:
    topic: Topic = row.Topic
    return Line(
        topic=topic,
        institution=row.institution or "",
        is_ours=topic.seat_id in by.seat_ids,
        fate=fate_of(topic, row.Meeting, row.outcome),
        meeting=row.Meeting,
        item_id=row.seen_item_id,
    )


@dataclass(frozen=True, kw_only=True)
class Whole:
    """One topic with what its page shows. `guests`, `named` and `who` only for the coordination and the
    institution itself; `named` are the institutions that a confidential topic names."""

    line: Line
    body: Body
    files: Sequence[File]
    guests: Sequence[TopicGuest]
    named: Sequence[tuple[int, str]]
    who: str


def whole(reading: Session, topic_id: int, by: Actor) -> Whole | None:
    """One topic; None for whoever may not see it."""
    row = reading.execute(LINES.where(Topic.id == topic_id), _writers(by)).first()
    body = reading.scalar(select(Body).where(Body.id == row.Topic.body_id)) if row else None
    if row is None or body is None:
        return None
    line = _line(row, by)
    inside = line.is_ours or body.id in by.coordinates
    files = select(File).where(File.topic_id == topic_id).order_by(File.id)
    guests = select(TopicGuest).where(TopicGuest.topic_id == topic_id).order_by(TopicGuest.id)
    return Whole(
        line=line,
        body=body,
        files=reading.scalars(files).all(),
        guests=reading.scalars(guests).all(),
        named=_named(reading, topic_id) if inside else (),
        who=_who(reading, line.topic) if inside else "",
    )


def _named(reading: Session, topic_id: int) -> list[tuple[int, str]]:
    rows = reading.execute(
        select(Seat.id, Organisation.name)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .join(TopicAudience, TopicAudience.seat_id == Seat.id)
        .where(TopicAudience.topic_id == topic_id)
        .order_by(Organisation.folded, Seat.id)
    )
    return [(row.id, row.name) for row in rows]


def _who(reading: Session, topic: Topic) -> str:
    by_id = topic.submitted_by_id or topic.recorded_by_id
    return reading.scalar(select(Person.name).where(Person.id == by_id)) or ""


def submitting_seats(reading: Session, table_id: int, on: date) -> list[tuple[int, str]]:
    """The institutions of a day that may submit topics, by name, for a choice."""
    rows = reading.execute(
        select(Seat.id, Organisation.name)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.body_id == table_id, Seat.kind.in_(SUBMITTING), in_force(Seat, on))
        .order_by(Organisation.folded, Seat.id)
    )
    return [(row.id, row.name) for row in rows]


def meetings_ahead(reading: Session, table_id: int) -> list[Meeting]:
    """The meetings of a table that a topic may be meant for, as far as the reader may know of them."""
    states = (MeetingState.PLANNED, MeetingState.SCHEDULED, MeetingState.INVITED)
    query = select(Meeting).where(Meeting.body_id == table_id, Meeting.state.in_(states))
    return list(reading.scalars(query.order_by(Meeting.held_on, Meeting.id)))


def running_call(reading: Session, table_id: int, on: date, meeting_id: int | None = None) -> Round | None:
    """The call for topics that runs at a table; of several that for this meeting, else the one that ends
    first."""
    mine = (Round.body_id == table_id) & (Round.kind == RoundKind.TOPICS) & Round.closed_at.is_(None)
    return reading.scalar(
        select(Round)
        .where(mine, Round.due_on >= on)
        .order_by(case((Round.meeting_id == meeting_id, 0), else_=1), Round.due_on, Round.id)
        .limit(1)
    )


def bylaws_of(reading: Session, table_id: int) -> Bylaws | None:
    return reading.scalar(select(Bylaws).where(Bylaws.body_id == table_id))
