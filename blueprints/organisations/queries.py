"""What the pages of the directory read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload, undefer_group
from sqlalchemy.sql import ColumnElement

from blueprints.organisations.choice_queries import institutions
from models.actors import Actor
from models.bodies import Body, Coordination
from models.folding import folded
from models.organisations import FormerName, Organisation, OrganisationKind, Succession, existing_on
from models.people import Person
from models.seats import Appointment, Seat
from models.standing import in_force

PAGE_SIZE = 50
MOST_PAGES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of the directory, and how many institutions were found in all.

    `formerly` and `ahead` tell by which names institutions were found that are called otherwise now: those
    that they bore, and the one from a day to come on.
    """

    organisations: list[Organisation]
    total: int
    page: int
    formerly: dict[int, list[str]] = field(default_factory=dict)
    ahead: dict[int, tuple[str, date]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def directory(
    reading: Session, words: str = "", kind: OrganisationKind | None = None, page: int = 1
) -> Found:
    """Institutions one of whose names holds all the words, in order of their names; `page` counts from 1,
    and is the last one where there are not so many."""
    page = min(max(1, page), MOST_PAGES)
    ahead = _ahead(reading, words)
    statement = _page(words, kind, list(ahead)) if words or kind else WHOLE
    rows = reading.execute(statement, {"before": (page - 1) * PAGE_SIZE}).all()
    if not rows and page > 1:
        wanted = _wanted(select(func.count(Organisation.id)), words, kind, list(ahead))
        return directory(reading, words, kind, max(1, -(-(reading.scalar(wanted) or 0) // PAGE_SIZE)))
    total = rows[0][1] if rows else 0
    found = [row[0] for row in rows]
    otherwise = [row.id for row in found if not _all_stand_in(words, row.folded)]
    formerly = _formerly(reading, otherwise, words)
    shown = {id: ahead[id] for id in otherwise if id in ahead}
    return Found(organisations=found, total=total, page=page, formerly=formerly, ahead=shown)


def _ahead(reading: Session, words: str) -> dict[int, tuple[str, date]]:
    """Institutions whose name from a day to come on holds all the words. There are never many such names."""
    if not words.strip():
        return {}
    named = select(
        Organisation.id, Organisation.next_name, Organisation.next_short_name, Organisation.next_name_on
    ).where(Organisation.next_name_on.is_not(None))
    return {
        each.id: (each.next_name, each.next_name_on)
        for each in reading.execute(named.order_by(Organisation.id))
        if _all_stand_in(words, folded(f"{each.next_name} {each.next_short_name}"))
    }


def _all_stand_in(words: str, name: str) -> bool:
    return all(word in name for word in folded(words).split())


def _page(words: str, kind: OrganisationKind | None, ahead: Sequence[int] = ()) -> Select[Any]:
    """One page of what is wanted; beside each row stands how many are wanted in all."""
    count = _wanted(select(func.count(Organisation.id)), words, kind, ahead)
    return (
        _wanted(select(Organisation, count.correlate(None).scalar_subquery()), words, kind, ahead)
        .order_by(Organisation.folded, Organisation.id)
        .limit(PAGE_SIZE)
        .offset(bindparam("before", type_=Integer()))
    )


def _wanted(
    statement: Select[Any], words: str, kind: OrganisationKind | None, ahead: Sequence[int]
) -> Select[Any]:
    if words.strip():
        formerly = select(FormerName.organisation_id).where(_holds(FormerName, words))
        otherwise = or_(Organisation.id.in_(formerly), Organisation.id.in_(ahead))
        statement = statement.where(or_(_holds(Organisation, words), otherwise))
    return statement if kind is None else statement.where(Organisation.kind == kind)


def _holds(named: Any, words: str) -> ColumnElement[bool]:
    """SQL: the folded name of the row holds all the words."""
    return and_(True, *(named.folded.contains(word, autoescape=True) for word in folded(words).split()))


def _formerly(reading: Session, by_old_name: list[int], words: str) -> dict[int, list[str]]:
    if not by_old_name:
        return {}
    found: dict[int, list[str]] = defaultdict(list)
    for former in reading.scalars(
        select(FormerName)
        .where(FormerName.organisation_id.in_(by_old_name), _holds(FormerName, words))
        .order_by(FormerName.until)
    ):
        found[former.organisation_id].append(former.name)
    return dict(found)


WHOLE = _page("", None)


def organisation(reading: Session, organisation_id: int) -> Organisation | None:
    """One institution with the one it belongs to and the names that it bore."""
    return reading.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .options(
            joinedload(Organisation.parent),
            selectinload(Organisation.former_names),
            undefer_group("coming"),
        )
    )


@dataclass(frozen=True, kw_only=True)
class Kin:
    """What belongs to an institution, what it came from, and what it became."""

    parts: list[Organisation]
    predecessors: list[Organisation]
    successors: list[Organisation]


def kin_of(reading: Session, organisation_id: int) -> Kin:
    before = select(Succession.predecessor_id).where(Succession.successor_id == organisation_id)
    after = select(Succession.successor_id).where(Succession.predecessor_id == organisation_id)
    part = Organisation.parent_id == organisation_id
    earlier, later = Organisation.id.in_(before), Organisation.id.in_(after)
    rows = reading.execute(
        select(Organisation, earlier.label("earlier"), later.label("later"))
        .where(or_(part, earlier, later))
        .order_by(Organisation.folded, Organisation.id)
    ).all()
    return Kin(
        parts=[row[0] for row in rows if row[0].parent_id == organisation_id and row[0].ended_on is None],
        predecessors=[row[0] for row in rows if row.earlier],
        successors=[row[0] for row in rows if row.later],
    )


@dataclass(frozen=True, kw_only=True)
class Representative:
    """A person who acts for the institution, as the reader may see her, and at which tables."""

    name: str
    function: str
    email: str | None
    bodies: tuple[str, ...]


def people_of(reading: Session, organisation_id: int, on: date, by: Actor) -> list[Representative]:
    """Who fills the institution's seats at the tables that the reader belongs to.

    As on the page of a table: members know names, whoever only reads knows functions; addresses only if
    released, or for the coordination.
    """
    rows = reading.scalars(
        select(Appointment)
        .join(Appointment.seat)
        .join(Seat.body)
        .join(Appointment.person)
        .where(
            Seat.organisation_id == organisation_id,
            Seat.body_id.in_(by.readable),
            in_force(Seat, on),
            in_force(Appointment, on),
        )
        .options(
            contains_eager(Appointment.seat).contains_eager(Seat.body), contains_eager(Appointment.person)
        )
        .order_by(Person.name, Person.id, Body.name)
    )
    grouped: dict[int, list[Appointment]] = defaultdict(list)
    for each in rows:
        grouped[each.person_id].append(each)
    return [_representative(each, by) for each in grouped.values()]


def _representative(held: list[Appointment], by: Actor) -> Representative:
    person, tables = held[0].person, {each.seat.body_id for each in held}
    named = bool(tables & (by.member_of | by.coordinates)) or person.id == by.person_id
    contact = named and (person.contact_released or bool(tables & by.coordinates))
    return Representative(
        name=person.name if named else "",
        function=person.function or ("" if named else held[0].role.label),
        email=person.email if contact else None,
        bodies=tuple(dict.fromkeys(each.seat.body.name for each in held)),
    )


def coordinated_by(reading: Session, organisation_id: int, on: date) -> list[Body]:
    """The bodies that the institution coordinates, as far as the reader may know of them."""
    return list(
        reading.scalars(
            select(Body)
            .join(Body.coordinations)
            .where(
                Coordination.organisation_id == organisation_id,
                in_force(Coordination, on),
            )
            .order_by(Body.name)
        )
    )


def bodies_to_admit_it_to(reading: Session, organisation: Organisation, on: date, by: Actor) -> list[Body]:
    """The reader's tables at which the institution has no seat yet: for the way from its page to a seat."""
    own = by.coordinates - by.dissolved
    if not own or not organisation.exists_on(on):
        return []
    seated = select(Seat.body_id).where(
        Seat.organisation_id == organisation.id, or_(Seat.ends_on.is_(None), Seat.ends_on >= on)
    )
    return list(
        reading.scalars(
            select(Body).where(Body.id.in_(own), Body.id.not_in(seated)).order_by(Body.name, Body.id)
        )
    )


def named(reading: Session, name: str | None) -> Organisation | None:
    """The institution of this name, if there is one already."""
    alike = select(Organisation).where(Organisation.folded.startswith(folded(name or ""), autoescape=True))
    same = (each for each in reading.scalars(alike) if each.name.casefold() == (name or "").casefold())
    return next(same, None) if name else None


def to_choose(
    reading: Session, on: date, without: int | None = None, keep: int | None = None
) -> list[tuple[int, str]]:
    """All institutions that exist on a day but one, for a choice; `keep` is offered whatever became of it."""
    kept = or_(existing_on(on), Organisation.id == (keep or 0))
    return institutions(reading, Organisation.id != (without or 0), kept)


def may_see_owed(by: Actor, organisation_id: int, seats: list[Seat]) -> bool:
    """What an institution owes is for its own people, and for the coordination of its tables."""
    own = organisation_id in {seat.organisation_id for seat in by.seats if seat.role != "reader"}
    return own or any(seat.body_id in by.coordinates for seat in seats)
