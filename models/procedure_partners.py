"""Which procedures lose a partner or a contact point when an institution leaves a table."""

from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select

from models.contact_points import ContactPoint
from models.procedure_steps import ProcedureStep, StepContact
from models.procedures import Procedure, ProcedureParty, ProcedureVersion
from models.seats import Seat


def standing(on: date) -> ColumnElement[bool]:
    """SQL: the procedure is not repealed by that day."""
    return or_(Procedure.repealed_on.is_(None), Procedure.repealed_on > on)


def followed(on: date) -> ColumnElement[bool]:
    """SQL: the version is not replaced by that day."""
    return or_(ProcedureVersion.replaced_on.is_(None), ProcedureVersion.replaced_on > on)


def losing(seat: Seat, on: date) -> Select[Procedure]:
    """SQL: those still standing that day that have the seat as a core party or in the lead, let it act in a
    step, or name a contact point of its institution; by title."""
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
    return (
        select(Procedure)
        .where(
            Procedure.body_id == seat.body_id,
            standing(on),
            or_(
                Procedure.lead_seat_id == seat.id,
                *(Procedure.id.in_(each) for each in (core, acting, contact)),
            ),
        )
        .order_by(Procedure.title, Procedure.id)
    )
