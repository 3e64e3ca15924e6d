"""Which procedures lose a partner or a contact point when an institution leaves a table."""

from sqlalchemy import Select, or_, select

from models.contact_points import ContactPoint
from models.procedure_steps import ProcedureStep, StepContact
from models.procedures import Procedure, ProcedureParty, ProcedureVersion
from models.seats import Seat


def losing(seat: Seat) -> Select[Procedure]:
    """SQL: those still standing that have the seat as a core party or in the lead, let it act in a step, or
    name a contact point of its institution; by title."""
    theirs = ContactPoint.organisation_id == seat.organisation_id
    contact = (
        select(StepContact.procedure_id)
        .join(ContactPoint, ContactPoint.id == StepContact.contact_id)
        .where(theirs)
    )
    acting = (
        select(ProcedureVersion.procedure_id)
        .join(ProcedureStep, ProcedureStep.version_id == ProcedureVersion.id)
        .where(ProcedureStep.seat_id == seat.id, ProcedureVersion.replaced_on.is_(None))
    )
    core = select(ProcedureParty.procedure_id).where(ProcedureParty.seat_id == seat.id)
    return (
        select(Procedure)
        .where(
            Procedure.body_id == seat.body_id,
            Procedure.repealed_on.is_(None),
            or_(
                Procedure.lead_seat_id == seat.id,
                *(Procedure.id.in_(each) for each in (core, acting, contact)),
            ),
        )
        .order_by(Procedure.title, Procedure.id)
    )
