"""What the pages of procedures read through the reader's session, in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from blueprints.procedures.step_rules import contacts_for
from models.actors import Actor
from models.bodies import Body
from models.contact_points import ContactPoint
from models.editions import Edition, EditionKind
from models.links import LinkKind, ends_of_each
from models.offers import HelpOffer
from models.organisations import Organisation
from models.people import Person
from models.procedure_comments import ProcedureComment
from models.procedure_steps import ProcedureStep, StepContact, StepOffer
from models.procedures import Procedure, ProcedureAudience, ProcedureParty, ProcedureVersion
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


def procedure(reading: Session, table_id: int, procedure_id: int) -> Procedure | None:
    """One procedure with its table and its versions."""
    return reading.scalar(
        select(Procedure)
        .where(Procedure.id == procedure_id, Procedure.body_id == table_id)
        .options(
            joinedload(Procedure.body), selectinload(Procedure.versions).joinedload(ProcedureVersion.round)
        )
    )


def wording(reading: Session, version: ProcedureVersion) -> TextVersion | None:
    """The newest wording of a version that the reader may see."""
    rows = select(TextVersion).where(TextVersion.text_id == version.text_id)
    return reading.scalar(rows.order_by(TextVersion.number.desc()).limit(1))


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

    @property
    def places(self) -> dict[int, int]:
        """The number of each step, by its id."""
        return {each.id: each.place for each in self.steps}


def path(reading: Session, version_id: int, *options: Any) -> Path:
    """All steps of a version: four statements, however many there are; `options` load more of each."""
    rows = (
        select(ProcedureStep)
        .where(ProcedureStep.version_id == version_id)
        .options(
            joinedload(ProcedureStep.seat).joinedload(Seat.organisation),
            selectinload(ProcedureStep.branches),
            selectinload(ProcedureStep.offers).joinedload(StepOffer.offer).joinedload(HelpOffer.organisation),
            *options,
        )
        .order_by(ProcedureStep.place, ProcedureStep.id)
    )
    return Path(steps=list(reading.scalars(rows)), contacts=contacts(reading, version_id))


def path_to_compare(reading: Session, version_id: int) -> Path:
    """The same, each step with the contact point that it names, as far as the reader may see it."""
    return path(reading, version_id, selectinload(ProcedureStep.contact))


def contacts(reading: Session, version_id: int) -> dict[int, Contact]:
    """The contact points of a version's steps that the reader may see, by the ids of the steps."""
    rows = reading.execute(
        select(StepContact.step_id, ContactPoint, Organisation.name)
        .join(ProcedureStep, ProcedureStep.id == StepContact.step_id)
        .outerjoin(ContactPoint, ContactPoint.id == StepContact.contact_id)
        .outerjoin(Organisation, Organisation.id == ContactPoint.organisation_id)
        .where(ProcedureStep.version_id == version_id)
    )
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


def annexes(reading: Session, found: Procedure) -> list[ShelfDocument]:
    """The documents of the shelf that are annexed, as far as the reader may see them."""
    ends = ends_of_each(reading, [found], LinkKind.CITES).get(found.id, [])
    return [each for each in ends if isinstance(each, ShelfDocument)]


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


def contacts_to_choose(reading: Session, table_id: int) -> list[tuple[str, list[tuple[int, str]]]]:
    """The contact points that a step may name, under their institutions."""
    rows = reading.execute(
        select(ContactPoint.id, ContactPoint.name, Organisation.name.label("institution"))
        .join(Organisation, Organisation.id == ContactPoint.organisation_id)
        .where(ContactPoint.id.in_(contacts_for(table_id)))
        .order_by(Organisation.folded, ContactPoint.name, ContactPoint.id)
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        found.setdefault(row.institution, []).append((row.id, row.name))
    return list(found.items())


def offers_to_choose(reading: Session) -> list[tuple[int, str]]:
    """The help offers of the directory, for a choice."""
    rows = reading.execute(
        select(HelpOffer.id, HelpOffer.title, Organisation.name)
        .join(HelpOffer.organisation)
        .order_by(Organisation.folded, HelpOffer.title, HelpOffer.id)
    )
    return [(row.id, f"{row.name}: {row.title}") for row in rows]


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


def comments(reading: Session, version_id: int) -> list[ProcedureComment]:
    """What was said to a version in consultation, oldest first."""
    rows = select(ProcedureComment).where(ProcedureComment.version_id == version_id)
    return list(reading.scalars(rows.order_by(ProcedureComment.commented_at, ProcedureComment.id)))


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
