"""Confidentiality declarations that wait: what a person without any right at the table yet may be told."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.bodies import Body, Bylaws
from models.organisations import Organisation
from models.seats import Appointment, AppointmentRole, DeclarationWording, Seat


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A declaration that is asked for: by which table, for which institution, from when one will act.

    `wording` is the table's own; empty where it takes the standard one. `starts_on` only where it lies ahead.
    """

    appointment_id: int
    table_id: int
    table_name: str
    hue: int
    institution: str
    role: AppointmentRole
    wording: str
    starts_on: date | None = None


def waiting(house: Session, by: Actor, on: date) -> list[Asked]:
    """The declarations that this person has still to give, at most one for each table and institution."""
    if not by.undeclared:
        return []
    rows = house.execute(
        select(Appointment, Seat, Body, Bylaws.declaration, Organisation.name)
        .join(Seat, Seat.id == Appointment.seat_id)
        .join(Body, Body.id == Seat.body_id)
        .join(Bylaws, Bylaws.body_id == Body.id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Appointment.id.in_(by.undeclared), Appointment.person_id == by.person_id)
        .order_by(Body.name, Appointment.id)
    )
    return [
        Asked(
            appointment_id=appointment.id,
            table_id=body.id,
            table_name=body.name,
            hue=body.hue,
            institution=institution,
            role=appointment.role,
            wording=wording,
            starts_on=max(
                (day for day in (appointment.starts_on, seat.starts_on) if day and day > on), default=None
            ),
        )
        for appointment, seat, body, wording, institution in rows
    ]


def asked(house: Session, table_id: int, appointment_id: int, by: Actor, on: date) -> Asked | None:
    """One of them; for everybody else it does not exist."""
    found = (each for each in waiting(house, by, on) if each.appointment_id == appointment_id)
    return next((each for each in found if each.table_id == table_id), None)


def hashed(wording: str) -> str:
    return DeclarationWording.hashed(wording)
