"""Which procedures lose a partner or a contact point when an institution leaves, and what heals that."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import Session

from models.contact_points import ContactPoint
from models.procedure_steps import ProcedureStep, StepContact
from models.procedures import Procedure, ProcedureParty, ProcedureVersion
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import in_force


def standing(on: date) -> ColumnElement[bool]:
    """SQL: the procedure is not repealed by that day."""
    return or_(Procedure.repealed_on.is_(None), Procedure.repealed_on > on)


def followed(on: date) -> ColumnElement[bool]:
    """SQL: the version is not replaced by that day."""
    return or_(ProcedureVersion.replaced_on.is_(None), ProcedureVersion.replaced_on > on)


def relies_on(seat: Any, on: date) -> ColumnElement[bool]:
    """SQL: the procedure still stands that day and has the seat (a row, or `Seat` itself in a statement about
    seats) as a core party or in the lead, lets it act in a step, or names a contact point of its institution.
    """
    steps = select(ProcedureVersion.procedure_id).join(
        ProcedureStep, ProcedureStep.version_id == ProcedureVersion.id
    )
    acting = steps.where(ProcedureStep.seat_id == seat.id, followed(on))
    contact = (
        steps.join(StepContact, StepContact.step_id == ProcedureStep.id)
        .join(ContactPoint, ContactPoint.id == StepContact.contact_id)
        .where(ContactPoint.organisation_id == seat.organisation_id, followed(on))
    )
    core = select(ProcedureParty.procedure_id).where(ProcedureParty.seat_id == seat.id)
    named = (Procedure.id.in_(each) for each in (core, acting, contact))
    return and_(
        Procedure.body_id == seat.body_id, standing(on), or_(Procedure.lead_seat_id == seat.id, *named)
    )


def purpose_of(procedure_id: int, kind: str, row_id: int) -> str:
    """What the task about a loss is for: of a "seat", of an "appointment", or of the contact of a "step"."""
    return f"procedure-{procedure_id}-{kind}-{row_id}"


def is_healed(session: Session, purpose: str, on: date) -> bool:
    """Whether the procedure has by that day again what a task with this purpose is about: another one
    was named, somebody speaks for the institution again, or the procedure is over."""
    _, procedure_id, kind, row_id = purpose.split("-")
    about = select(Procedure.id).where(Procedure.id == int(procedure_id))
    if kind == "step":
        lost = StepContact.contact_id.is_(None) & (StepContact.step_id == int(row_id))
        about = (
            about.join(ProcedureVersion, ProcedureVersion.procedure_id == Procedure.id)
            .join(ProcedureStep, ProcedureStep.version_id == ProcedureVersion.id)
            .join(StepContact, StepContact.step_id == ProcedureStep.id)
            .where(lost, standing(on), followed(on))
        )
        return session.scalar(about.limit(1)) is None
    of_seat = Seat.id == int(row_id)
    if kind == "appointment":
        gone = select(Appointment.seat_id).where(Appointment.id == int(row_id)).scalar_subquery()
        main = Appointment.role == AppointmentRole.MAIN
        speaks = exists().where(Appointment.seat_id == Seat.id, main, in_force(Appointment, on))
        of_seat = and_(Seat.id == gone, not_(speaks))
    about = about.join(Seat, Seat.body_id == Procedure.body_id).where(of_seat, relies_on(Seat, on))
    return session.scalar(about.limit(1)) is None
