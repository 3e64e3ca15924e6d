"""Which procedures lose a partner or a contact point when an institution leaves a table."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from models.contact_points import ContactPoint
from models.procedure_steps import ProcedureStep, StepContact
from models.procedures import Procedure, ProcedureParty, ProcedureVersion


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
