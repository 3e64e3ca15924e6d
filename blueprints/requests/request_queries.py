"""What the pages of requests read: all through the reader's session, in a constant number of statements."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, not_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from blueprints.requests.reminder_rules import UNSETTLED
from blueprints.requests.tie_rules import BEFORE, TIED
from models.bodies import Body
from models.consultations import Consultation
from models.folding import folded
from models.fuzzy_dates import FuzzyDate
from models.links import Linked, linked_from, linked_to
from models.meetings import ANNOUNCED, AgendaItem, ItemKind, Meeting
from models.organisations import Organisation, existing_on
from models.papers import Paper
from models.positions import Position
from models.requests import ExternalRequest, RequestReply
from models.seats import Appointment, Seat
from models.surveys import Survey
from models.words import N_

PAGE_SIZE: Final = 25


class Which(enum.Enum):
    """Which requests a list shows."""

    OPEN = "open"
    SETTLED = "settled"
    ALL = "all"

    @property
    def label(self) -> str:
        return WHICH_WORDS[self]


WHICH_WORDS: Final = {
    Which.OPEN: N_("a reply is owed"),
    Which.SETTLED: N_("settled"),
    Which.ALL: N_("all"),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; all of it must hold."""

    text: str = ""
    table_id: int | None = None
    which: Which = Which.ALL
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class FoundRequests:
    """One page of requests, and how many were found in all."""

    requests: Sequence[ExternalRequest]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def search(reading: Session, wanted: Wanted) -> FoundRequests:
    """The requests that the reader may see, of all tables: newest first, undated ones last."""
    criteria = list(_criteria(wanted))
    total = reading.scalar(select(func.count(ExternalRequest.id)).where(*criteria)) or 0
    page = min(max(1, wanted.page), max(1, -(-total // PAGE_SIZE)))
    undated = ExternalRequest.asked_on == FuzzyDate.unknown()
    rows: Select[Any] = (
        select(ExternalRequest)
        .where(*criteria)
        .options(joinedload(ExternalRequest.body), *SHOWN)
        .order_by(undated, ExternalRequest.asked_on.desc(), ExternalRequest.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return FoundRequests(requests=reading.scalars(rows).all(), total=total, page=page)


SHOWN: Final = (
    joinedload(ExternalRequest.committee),
    joinedload(ExternalRequest.organisation),
    joinedload(ExternalRequest.due_meeting).joinedload(Meeting.body),
    joinedload(ExternalRequest.seat).joinedload(Seat.organisation),
    selectinload(ExternalRequest.replies),
    selectinload(ExternalRequest.followed_by),
)
"""What lines about requests say: who asks, until when, who has the lead, how it stands."""


def _criteria(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [ExternalRequest.folded.contains(word, autoescape=True) for word in folded(wanted.text).split()]
    if wanted.table_id is not None:
        found.append(ExternalRequest.body_id == wanted.table_id)
    if wanted.which is not Which.ALL:
        found.append(UNSETTLED if wanted.which is Which.OPEN else not_(UNSETTLED))
    return found


def tables_with_requests(reading: Session) -> list[tuple[int, str]]:
    """The tables by which the reader's requests can be narrowed."""
    ids = set(reading.scalars(select(ExternalRequest.body_id).distinct()))
    rows = reading.execute(select(Body.id, Body.name).where(Body.id.in_(ids)))
    return sorted(((row.id, row.name) for row in rows), key=lambda each: (folded(each[1]), each[0]))


def request(reading: Session, table_id: int, request_id: int) -> ExternalRequest | None:
    """One request with its table, replies and their papers, what it follows from and what follows from it."""
    appointed = joinedload(ExternalRequest.appointment).joinedload(Appointment.person)
    return reading.scalar(
        select(ExternalRequest)
        .where(ExternalRequest.id == request_id, ExternalRequest.body_id == table_id)
        .options(
            joinedload(ExternalRequest.body),
            joinedload(ExternalRequest.follows),
            selectinload(ExternalRequest.replies).joinedload(RequestReply.paper),
            *SHOWN,
            appointed,
        )
    )


def tied(reading: Session, found: ExternalRequest) -> tuple[list[Any], list[Any]]:
    """What it comes from, and what it led to, as far as the reader may see it."""

    def things(linked: list[Linked]) -> list[Any]:
        return [each.thing for each in linked if each.thing.__tablename__ in TIED]

    return things(linked_from(reading, found)), things(linked_to(reading, found))


def with_sessions(reading: Session, things: list[Any]) -> dict[tuple[str, int], Any]:
    """Of consultations their committee and paper, of items their meeting: read at once."""
    of = {each: [thing.id for thing in things if thing.__tablename__ == each] for each in TIED}
    consultations = (
        select(Consultation)
        .where(Consultation.id.in_(of["consultation"]))
        .options(
            joinedload(Consultation.committee),
            joinedload(Consultation.meeting),
            joinedload(Consultation.paper),
        )
    )
    items = (
        select(AgendaItem).where(AgendaItem.id.in_(of["agenda_item"])).options(joinedload(AgendaItem.meeting))
    )
    found: dict[tuple[str, int], Any] = {
        ("consultation", each.id): each for each in reading.scalars(consultations)
    }
    found |= {("agenda_item", each.id): each for each in reading.scalars(items)}
    return found


Options = list[tuple[str, list[tuple[str, Any]]]]
"""What may be tied, by kind: what a choice sends, and the row that its words are made of."""


def to_tie(reading: Session, table_id: int) -> Options:
    """All of the table that may be tied to a request, and the reader sees; the latest first. Formal items, as
    the welcome of each meeting, deal with nothing."""
    of_meetings = select(Meeting).where(Meeting.body_id == table_id, Meeting.state.in_(ANNOUNCED))
    statements: dict[str, Any] = {
        "paper": select(Paper).where(Paper.body_id == table_id).order_by(Paper.id.desc()),
        "consultation": select(Consultation)
        .where(Consultation.body_id == table_id)
        .options(
            joinedload(Consultation.committee),
            joinedload(Consultation.meeting),
            joinedload(Consultation.paper),
        )
        .order_by(Consultation.id.desc()),
        "survey": select(Survey).where(Survey.body_id == table_id).order_by(Survey.id.desc()),
        "meeting": of_meetings.order_by(Meeting.held_on.desc(), Meeting.id.desc()),
        "agenda_item": select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.body_id == table_id, AgendaItem.kind != ItemKind.FORMAL)
        .options(joinedload(AgendaItem.meeting))
        .order_by(Meeting.held_on.desc(), AgendaItem.id),
        "position": select(Position).where(Position.body_id == table_id).order_by(Position.id.desc()),
    }
    return [
        (name, [(f"{name}-{row.id}", row) for row in reading.scalars(statement.limit(200))])
        for name, statement in statements.items()
    ]


def comes_before(name: str) -> bool:
    """Whether a request follows from such a thing, and not it from the request."""
    return name in BEFORE


def reply(reading: Session, request_id: int, reply_id: int) -> RequestReply | None:
    return reading.scalar(
        select(RequestReply)
        .where(RequestReply.id == reply_id, RequestReply.request_id == request_id)
        .options(joinedload(RequestReply.paper))
    )


def papers_of(reading: Session, table_id: int) -> list[Paper]:
    """The papers of the table, the latest first."""
    rows = select(Paper).where(Paper.body_id == table_id).order_by(Paper.id.desc()).limit(200)
    return list(reading.scalars(rows))


def earlier(reading: Session, table_id: int, but: int | None) -> list[tuple[int, str]]:
    """The other requests of the table, for a choice."""
    rows = reading.execute(
        select(ExternalRequest.id, ExternalRequest.title)
        .where(ExternalRequest.body_id == table_id, ExternalRequest.id != (but or 0))
        .order_by(ExternalRequest.id.desc())
    )
    return [(row.id, row.title) for row in rows]


def institutions(reading: Session, on: date) -> list[tuple[int, str]]:
    """The institutions of the directory that are there on a day, for a choice."""
    rows = reading.execute(
        select(Organisation.id, Organisation.name)
        .where(existing_on(on))
        .order_by(Organisation.folded, Organisation.id)
    )
    return [(row.id, row.name) for row in rows]
