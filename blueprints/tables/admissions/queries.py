"""Proposals for admission as the pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from blueprints.tables.admissions import rules
from models.actors import Actor
from models.admissions import Admission, AdmissionState
from models.bodies import Body
from models.likeness import Names
from models.organisations import FormerName, Organisation
from models.seats import Seat

ADMISSIONS = (
    select(Admission)
    .where(Admission.body_id == bindparam("table_id"))
    .options(joinedload(Admission.organisation))
    .order_by(Admission.id.desc())
)
MOST_LIKE = 5


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """An institution that was proposed and nobody has decided on yet: one line on the overview."""

    admission_id: int
    body_id: int
    institution: str
    table_name: str
    hue: int


def proposed_from(row: Any) -> Proposed:
    """Of a row with proposal, body and the name of the institution."""
    return Proposed(
        admission_id=row.admission_id,
        body_id=row.body_id,
        institution=row.proposed,
        table_name=row.table_name,
        hue=row.hue,
    )


def admissions_of(reading: Session, table_id: int) -> Sequence[Admission]:
    """All proposals at a table that the reader may see, the newest first."""
    return reading.scalars(ADMISSIONS, {"table_id": table_id}).all()


def own_admissions(reading: Session, table_id: int, by: Actor) -> Sequence[Admission]:
    """What the reader's institutions have proposed; the coordination's part is read elsewhere."""
    if by.coordinates_body(table_id) or not rules.may_propose(by, table_id):
        return []
    return admissions_of(reading, table_id)


def open_admission(reading: Session, table_id: int, admission_id: int) -> Admission | None:
    """One that waits for a decision."""
    return reading.scalar(
        select(Admission)
        .where(
            Admission.id == admission_id,
            Admission.body_id == table_id,
            Admission.state == AdmissionState.OPEN,
        )
        .options(joinedload(Admission.organisation))
    )


def proposed_by(reading: Session, admission: Admission) -> str:
    """The institution for which it was proposed; empty for the coordination."""
    if admission.seat_id is None:
        return ""
    named = select(Organisation.name).join(Seat, Seat.organisation_id == Organisation.id)
    return reading.scalar(named.where(Seat.id == admission.seat_id)) or ""


def sides(reading: Session, table_id: int, by: Actor) -> list[tuple[int | str, str]]:
    """For whom the person can propose at this table, by seat; the coordination has none and comes first."""
    held = [each.seat_id for each in rules.proposing_seats(by, table_id)]
    rows = reading.execute(
        select(Seat.id, Organisation.name)
        .join(Seat.organisation)
        .where(Seat.id.in_(held))
        .order_by(Organisation.folded)
    )
    return [(each.id, each.name) for each in rows]


def similar(reading: Session, name: str) -> list[tuple[int, str]]:
    """Institutions of the directory whose present or former name is like this one, the likest first."""
    names, known = Names(), {}
    for row in reading.execute(select(Organisation.id, Organisation.name, Organisation.short_name)):
        known[row.id] = row.name
        names.add(row.id, row.name)
        names.add(row.id, row.short_name)
    for former in reading.execute(select(FormerName.organisation_id, FormerName.name)):
        names.add(former.organisation_id, former.name)
    return [(each, known[each]) for each in names.like(name)[:MOST_LIKE]]


def place(reading: Session, table_id: int, by: Actor) -> Body | None:
    """The table, for whoever may propose there; for all others, and where nobody here decides, none."""
    found = reading.get(Body, table_id) if rules.may_propose(by, table_id) else None
    return found if found and not found.is_external else None
