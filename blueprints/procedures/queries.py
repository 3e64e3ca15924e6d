"""What the pages of procedures read through the reader's session, in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.actors import Actor
from models.bodies import Body
from models.citations import LINKS
from models.constants import fixed
from models.contact_points import ContactPoint
from models.decisions import Decision
from models.editions import Edition, EditionKind
from models.links import LinkKind
from models.offers import HelpOffer
from models.organisations import Organisation
from models.people import Person
from models.procedure_comments import ProcedureComment
from models.procedure_steps import ProcedureStep, StepContact, StepOffer
from models.procedures import Procedure, ProcedureAudience, ProcedureParty, ProcedureVersion
from models.results import CAME_ABOUT
from models.seats import Appointment, Seat
from models.shelf import ShelfDocument
from models.standing import in_force
from models.texts import TextVersion
from models.visibility import ids_where


def table_of(reading: Session, table_id: int, by: Actor) -> Body | None:
    """The table for whoever may read there."""
    if table_id not in by.readable:
        return None
    return reading.scalar(select(Body).where(Body.id == table_id, Body.is_external.is_(False)))


def procedures_of(reading: Session, table_id: int) -> list[Procedure]:
    """All that the reader may see at a table, with their versions, by title."""
    rows = (
        select(Procedure)
        .where(Procedure.body_id == table_id)
        .options(selectinload(Procedure.versions))
        .order_by(Procedure.title, Procedure.id)
    )
    return list(reading.scalars(rows))


PROCEDURE: Final = (
    select(Procedure)
    .where(Procedure.id == bindparam("procedure_id"), Procedure.body_id == bindparam("table_id"))
    .options(joinedload(Procedure.body), selectinload(Procedure.versions).joinedload(ProcedureVersion.round))
)


def procedure(reading: Session, table_id: int, procedure_id: int) -> Procedure | None:
    """One procedure with its table and its versions."""
    return reading.scalar(PROCEDURE, {"procedure_id": procedure_id, "table_id": table_id})


WORDING: Final = (
    select(TextVersion)
    .where(TextVersion.text_id == bindparam("text_id"))
    .order_by(TextVersion.number.desc())
    .limit(1)
)


def wording(reading: Session, version: ProcedureVersion) -> TextVersion | None:
    """The newest wording of a version that the reader may see."""
    return reading.scalar(WORDING, {"text_id": version.text_id})


@dataclass(frozen=True, kw_only=True)
class Contact:
    """The contact point of a step, as far as the reader may see it; none where it was deleted since."""

    point: ContactPoint | None
    institution: str


@dataclass(frozen=True, kw_only=True)
class Path:
    """The steps of a version in their order, and their contact points by the ids of the steps."""

    steps: list[ProcedureStep]
    contacts: dict[int, Contact] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[int, int]:
        """The number of each step, by its id."""
        return {each.id: each.place for each in self.steps}


STEPS: Final = (
    select(ProcedureStep)
    .where(ProcedureStep.version_id == bindparam("version_id"))
    .options(
        joinedload(ProcedureStep.seat).joinedload(Seat.organisation),
        selectinload(ProcedureStep.branches),
        selectinload(ProcedureStep.offers).joinedload(StepOffer.offer).joinedload(HelpOffer.organisation),
    )
    .order_by(ProcedureStep.place, ProcedureStep.id)
)
STEPS_TO_COMPARE: Final = STEPS.options(selectinload(ProcedureStep.contact))


def path(reading: Session, version_id: int, steps: Any = STEPS) -> Path:
    """All steps of a version: four statements, however many there are."""
    found = reading.scalars(steps, {"version_id": version_id})
    return Path(steps=list(found), contacts=contacts(reading, version_id))


def path_to_compare(reading: Session, version_id: int) -> Path:
    """The same, each step with the contact point that it names, as far as the reader may see it."""
    return path(reading, version_id, STEPS_TO_COMPARE)


CONTACTS: Final = (
    select(StepContact.step_id, ContactPoint, Organisation.name)
    .join(ProcedureStep, ProcedureStep.id == StepContact.step_id)
    .outerjoin(ContactPoint, ContactPoint.id == StepContact.contact_id)
    .outerjoin(Organisation, Organisation.id == ContactPoint.organisation_id)
    .where(ProcedureStep.version_id == bindparam("version_id"))
    .order_by(StepContact.step_id)
)


def contacts(reading: Session, version_id: int) -> dict[int, Contact]:
    """The contact points of a version's steps that the reader may see, by the ids of the steps."""
    rows = reading.execute(CONTACTS, {"version_id": version_id})
    return {row.step_id: Contact(point=row.ContactPoint, institution=row.name or "") for row in rows}


def step(reading: Session, version: ProcedureVersion, step_id: int) -> ProcedureStep | None:
    """One step of a version with all that hangs on it."""
    return reading.scalar(
        select(ProcedureStep)
        .where(ProcedureStep.id == step_id, ProcedureStep.version_id == version.id)
        .options(
            selectinload(ProcedureStep.branches),
            selectinload(ProcedureStep.offers),
            joinedload(ProcedureStep.contact),
        )
    )


ANNEXES: Final = fixed(
    select(ShelfDocument)
    .join(LINKS, and_(LINKS.c.to_table == ShelfDocument.__tablename__, LINKS.c.to_id == ShelfDocument.id))
    .where(
        LINKS.c.kind == LinkKind.CITES,
        LINKS.c.from_table == Procedure.__tablename__,
        LINKS.c.from_id == bindparam("procedure_id"),
    )
    .order_by(LINKS.c.id)
)


def annexes(reading: Session, found: Procedure) -> list[ShelfDocument]:
    """The documents of the shelf that are annexed to a procedure that the reader sees, as far as she may see
    them, in the order in which they were annexed."""
    return list(reading.scalars(ANNEXES, {"procedure_id": found.id}))


def documents_to_annex(reading: Session, found: Procedure) -> list[tuple[int, str]]:
    """The documents on the table's shelf, for a choice."""
    rows = reading.execute(
        select(ShelfDocument.id, ShelfDocument.title)
        .where(ShelfDocument.body_id == found.body_id, ShelfDocument.replaced_by_id.is_(None))
        .order_by(ShelfDocument.title, ShelfDocument.id)
    )
    return [(row.id, row.title) for row in rows]


def named(reading: Session, procedure_id: int, kind: Any) -> list[tuple[int, str]]:
    """The seats that a procedure names for its confidential parts (`ProcedureAudience`) or that are its core
    parties (`ProcedureParty`), by their institutions."""
    assert kind in (ProcedureAudience, ProcedureParty)
    rows = reading.execute(
        select(Seat.id, Organisation.name)
        .join(Seat.organisation)
        .join(kind, kind.seat_id == Seat.id)
        .where(kind.procedure_id == procedure_id)
        .order_by(Organisation.folded)
    )
    return [(row.id, row.name) for row in rows]


def numbers(versions: Sequence[ProcedureVersion]) -> dict[int, ProcedureVersion]:
    """The versions by their numbers."""
    return {each.number: each for each in versions}


def institution_of(reading: Session, seat_id: int) -> str:
    """The name of a seat's institution."""
    name = reading.scalar(
        select(Organisation.name)
        .join(Seat, Seat.organisation_id == Organisation.id)
        .where(Seat.id == seat_id)
    )
    return str(name or "")


def name_of(reading: Session, person_id: int) -> str:
    return str(reading.scalar(select(Person.name).where(Person.id == person_id)) or "")


def documents(reading: Session, ids: Sequence[int]) -> list[ShelfDocument]:
    """Documents of the shelf by their ids, as far as the reader may see them."""
    rows = select(ShelfDocument).where(ShelfDocument.id.in_(ids)).order_by(ShelfDocument.id)
    return list(reading.scalars(rows))


def outline(reading: Session, version_id: int) -> list[ProcedureStep]:
    """The steps of a version in their order, without what hangs on them."""
    rows = select(ProcedureStep).where(ProcedureStep.version_id == version_id)
    return list(reading.scalars(rows.order_by(ProcedureStep.place, ProcedureStep.id)))


def signing_people(house: Session, seat_id: int, on: date) -> list[tuple[int, str]]:
    """Who may sign for a seat on a day, for a choice of the coordination."""
    return signing_people_of(house, [seat_id], on).get(seat_id, [])


def signing_people_of(house: Session, seat_ids: Sequence[int], on: date) -> dict[int, list[tuple[int, str]]]:
    """The same for several seats, by seat."""
    rows = house.execute(
        select(Appointment.seat_id, Person.id, Person.name)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.seat_id.in_(seat_ids), Appointment.may_sign.is_(True), in_force(Appointment, on))
        .order_by(Appointment.seat_id, Person.name, Person.id)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for row in rows:
        found.setdefault(row.seat_id, []).append((row.id, row.name))
    return found


COMMENTS: Final = (
    select(ProcedureComment)
    .where(ProcedureComment.version_id == bindparam("version_id"))
    .order_by(ProcedureComment.commented_at, ProcedureComment.id)
)


def decisions_to_name(reading: Session, table_id: int) -> list[Decision]:
    """The decisions of a table that came about, the newest first."""
    rows = select(Decision).where(Decision.body_id == table_id, Decision.result.in_(CAME_ABOUT))
    newest = (Decision.decided_on.desc(), Decision.number.desc(), Decision.id.desc())
    return list(reading.scalars(rows.options(joinedload(Decision.item)).order_by(*newest).limit(60)))


def comments(reading: Session, version_id: int) -> list[ProcedureComment]:
    """What was said to a version in consultation, oldest first."""
    return list(reading.scalars(COMMENTS, {"version_id": version_id}))


def edition(reading: Session, table_id: int, procedure_id: int, edition_id: int, by: Actor) -> Edition | None:
    """One paper of a procedure, while the reader still may see the version, and the contact points in it."""
    found = reading.scalar(
        select(Edition).where(
            Edition.id == edition_id, Edition.body_id == table_id, Edition.kind == EditionKind.PROCEDURE
        )
    )
    if found is None or found.data.get("procedure") != procedure_id:
        return None
    wanted = [ProcedureVersion.procedure_id == procedure_id, ProcedureVersion.number == found.number]
    if any(each["contact"] for each in found.data["steps"]):
        level = or_(Procedure.drafted_by(by), Procedure.of_level(by, "contacts_visibility"))
        wanted.append(ProcedureVersion.procedure_id.in_(ids_where(Procedure, level)))
    return found if reading.scalar(select(ProcedureVersion.id).where(*wanted)) else None
