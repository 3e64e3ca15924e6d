"""What the pages of papers read: all through the reader's session, in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.actors import Actor
from models.bodies import Body
from models.consultations import Consultation
from models.files import File
from models.folding import folded
from models.fuzzy_dates import FuzzyDate
from models.meetings import ANNOUNCED, Meeting
from models.organisations import Organisation
from models.paper_numbers import is_number, number_key, same_number
from models.papers import Paper, PaperAudience, PaperKind
from models.seats import Seat
from models.standing import in_force

PAGE_SIZE = 25
NEWEST_FIRST = (Paper.dated == FuzzyDate.unknown(), Paper.dated.desc(), Paper.id.desc())
"""Undated papers come last."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; all of it must hold. `issuer`: the id of a body, or a name in words."""

    text: str = ""
    table_id: int | None = None
    kind: PaperKind | None = None
    year: int | None = None
    issuer: int | str = ""
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class FoundPapers:
    """One page of papers, and how many were found in all."""

    papers: Sequence[Paper]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, kw_only=True)
class Choices:
    """By what papers can be narrowed: the tables that keep some, and who issued them, in order."""

    tables: list[tuple[int, str]]
    issuers: list[tuple[str, str]]


def search(reading: Session, wanted: Wanted) -> FoundPapers:
    """The papers that the reader may see, of all tables: newest first."""
    criteria = list(_criteria(wanted))
    total = reading.scalar(select(func.count(Paper.id)).where(*criteria)) or 0
    page = min(max(1, wanted.page), max(1, -(-total // PAGE_SIZE)))
    rows: Select[Any] = (
        select(Paper)
        .where(*criteria)
        .options(joinedload(Paper.body), joinedload(Paper.issuer))
        .order_by(*NEWEST_FIRST)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return FoundPapers(papers=reading.scalars(rows).all(), total=total, page=page)


def _criteria(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        words = [Paper.folded.contains(word, autoescape=True) for word in folded(wanted.text).split()]
        found.append(or_(and_(*words), _of_number(wanted.text)) if is_number(wanted.text) else and_(*words))
    if wanted.table_id is not None:
        found.append(Paper.body_id == wanted.table_id)
    if wanted.kind is not None:
        found.append(Paper.kind == wanted.kind)
    if wanted.year is not None:
        from_year, next_year = FuzzyDate.of_year(wanted.year), FuzzyDate.of_year(wanted.year + 1)
        found += [Paper.dated >= from_year, Paper.dated < next_year]
    if isinstance(wanted.issuer, int):
        found.append(Paper.issuer_id == wanted.issuer)
    elif wanted.issuer:
        found.append(Paper.issuer_name == wanted.issuer)
    return found


def _of_number(typed: str) -> ColumnElement[bool]:
    return Paper.number_key.contains(number_key(typed), autoescape=True)


def narrowing(reading: Session) -> Choices:
    """What the reader's papers can be narrowed by."""
    rows = reading.execute(select(Paper.body_id, Paper.issuer_id, Paper.issuer_name).distinct()).all()
    ids = {each for row in rows for each in (row.body_id, row.issuer_id) if each}
    names = {row.id: row.name for row in reading.execute(select(Body.id, Body.name).where(Body.id.in_(ids)))}
    tables = {(row.body_id, names[row.body_id]) for row in rows if row.body_id in names}
    issuers = {(str(row.issuer_id), names[row.issuer_id]) for row in rows if row.issuer_id in names}
    issuers |= {(row.issuer_name, row.issuer_name) for row in rows if row.issuer_name}
    return Choices(
        tables=sorted(tables, key=lambda each: (folded(each[1]), each[0])),
        issuers=sorted(issuers, key=lambda each: (folded(each[1]), each[0])),
    )


def paper(reading: Session, table_id: int, paper_id: int) -> Paper | None:
    """One paper with its table, issuer and files."""
    return reading.scalar(
        select(Paper)
        .where(Paper.id == paper_id, Paper.body_id == table_id)
        .options(
            joinedload(Paper.body),
            joinedload(Paper.issuer),
            joinedload(Paper.moved_by),
            selectinload(Paper.files),
        )
    )


def file(reading: Session, paper_id: int, file_id: int) -> File | None:
    """One file of a paper."""
    return reading.scalar(select(File).where(File.id == file_id, File.paper_id == paper_id))


def consultation(reading: Session, paper_id: int, consultation_id: int) -> Consultation | None:
    """One consultation of a paper with its body and session."""
    return reading.scalar(
        select(Consultation)
        .where(Consultation.id == consultation_id, Consultation.paper_id == paper_id)
        .options(joinedload(Consultation.committee), joinedload(Consultation.meeting))
    )


def of_same_number(reading: Session, found: Paper) -> tuple[list[Paper], list[Paper]]:
    """Other papers of the table with the same number: of the same issuer, and of others."""
    if not found.number_key:
        return [], []
    rows = reading.scalars(
        select(Paper)
        .where(Paper.body_id == found.body_id, Paper.number_key == found.number_key, Paper.id != found.id)
        .options(joinedload(Paper.issuer))
        .order_by(*NEWEST_FIRST)
    )
    twins = [each for each in rows if same_number(each.number, found.number)]
    same = [each for each in twins if _issuer(each) == _issuer(found)]
    return same, [each for each in twins if _issuer(each) != _issuer(found)]


def _issuer(found: Paper) -> tuple[int | None, str]:
    return found.issuer_id, folded(found.issuer_name)


def named(reading: Session, found: Paper) -> list[tuple[int, str]]:
    """The seats that a confidential paper names, by their institutions."""
    rows = reading.execute(
        select(Seat.id, Organisation.name)
        .join(Seat.organisation)
        .join(PaperAudience, PaperAudience.seat_id == Seat.id)
        .where(PaperAudience.paper_id == found.id)
        .order_by(Organisation.folded)
    )
    return [(row.id, row.name) for row in rows]


def seats_to_name(reading: Session, table_id: int, on: date) -> list[tuple[int, str]]:
    """The seats of a day, for a choice."""
    rows = reading.execute(
        select(Seat.id, Organisation.name)
        .join(Seat.organisation)
        .where(Seat.body_id == table_id, in_force(Seat, on))
        .order_by(Organisation.folded)
    )
    return [(row.id, row.name) for row in rows]


def bodies_outside(reading: Session) -> list[tuple[int, str]]:
    """The bodies that others coordinate, for a choice."""
    rows = reading.execute(select(Body.id, Body.name).where(Body.is_external)).all()
    return sorted(((row.id, row.name) for row in rows), key=lambda each: (folded(each[1]), each[0]))


def sessions(reading: Session, table_id: int, by: Actor) -> list[tuple[str, list[tuple[int, FuzzyDate]]]]:
    """The recorded sessions of the table and of bodies outside, under their names; the latest first."""
    ours = or_(Meeting.body_id == table_id, Body.is_external)
    rows = reading.execute(
        select(Body.name, Meeting.id, Meeting.held_on)
        .join(Meeting.body)
        .where(ours, Meeting.state.in_(ANNOUNCED))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    found: dict[str, list[tuple[int, FuzzyDate]]] = {}
    for row in rows:
        found.setdefault(row.name, []).append((row.id, row.held_on))
    return sorted(found.items(), key=lambda each: folded(each[0]))


def session(reading: Session, table_id: int, meeting_id: int) -> Meeting | None:
    """One session of a body."""
    return reading.scalar(select(Meeting).where(Meeting.id == meeting_id, Meeting.body_id == table_id))


def sessions_of(reading: Session, table_id: int) -> list[Meeting]:
    """The recorded sessions of a body, the latest first."""
    rows = select(Meeting).where(Meeting.body_id == table_id)
    return list(reading.scalars(rows.order_by(Meeting.held_on.desc(), Meeting.id.desc())))


def others(reading: Session, found: Paper) -> list[Paper]:
    """The other papers of the same table, for a choice."""
    rows = select(Paper).where(Paper.body_id == found.body_id, Paper.id != found.id).order_by(*NEWEST_FIRST)
    return list(reading.scalars(rows))
