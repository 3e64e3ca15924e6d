"""Who can be asked by a survey, and whom its letters reach."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import Recipient, asked_today
from models.bodies import Body
from models.organisations import Organisation
from models.rounds import AskedSeat
from models.seats import Seat, SeatKind
from models.standing import dormant, in_force
from models.surveys import Respondent, RespondentSeat, Survey


@dataclass(frozen=True, kw_only=True)
class Askable:
    """A seat in force at one of the asked tables; one that sleeps is not asked. `is_collective`: the
    directory's entry is a group named together (Sammelbezeichnung), of nobody knows how many."""

    seat_id: int
    body_id: int
    organisation_id: int
    name: str
    table_name: str
    is_guest: bool
    is_collective: bool
    sleeps: bool


def body_ids(about: Survey) -> list[int]:
    """The tables whose seats are asked, the keeping one first; its `tables` must be loaded."""
    return [about.body_id, *(each.body_id for each in about.tables)]


def askable(house: Session, about: Survey, on: date) -> list[Askable]:
    """Every seat of that day, the keeping table's first, by institution."""
    tables = body_ids(about)
    rows = house.execute(
        select(
            Seat,
            Organisation.name,
            Organisation.is_collective,
            Body.name.label("table_name"),
            dormant(on).label("sleeps"),
        )
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .join(Body, Body.id == Seat.body_id)
        .where(Seat.body_id.in_(tables), in_force(Seat, on))
        .order_by(Organisation.folded, Seat.id)
    )
    found = [
        Askable(
            seat_id=row.Seat.id,
            body_id=row.Seat.body_id,
            organisation_id=row.Seat.organisation_id,
            name=row.name,
            table_name=row.table_name,
            is_guest=row.Seat.kind is SeatKind.GUEST,
            is_collective=row.is_collective,
            sleeps=bool(row.sleeps),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: tables.index(each.body_id))


def not_asked(house: Session, about: Survey, on: date) -> list[Askable]:
    """The seats of that day that it does not ask, as long as they do not sleep."""
    asked = asked_seats(house, about)
    return [each for each in askable(house, about, on) if each.seat_id not in asked and not each.sleeps]


def people_of(house: Session, bodies: Sequence[int], seats: Collection[int], on: date) -> list[Recipient]:
    """Representative, deputies and mailbox of these seats; one mailbox of one seat once."""
    found: list[Recipient] = []
    for body_id in bodies:
        people = asked_today(house, body_id, on, first=on, last=on)
        found += [each for each in people if each.seat_id in seats]
    return found


def asked_seats(house: Session, about: Survey, respondents: Collection[int] | None = None) -> dict[int, int]:
    """By asked seat its respondent; only of these respondents if they are given."""
    rows = (
        select(AskedSeat.seat_id, RespondentSeat.respondent_id)
        .join(RespondentSeat, RespondentSeat.asked_seat_id == AskedSeat.id)
        .join(Respondent, Respondent.id == RespondentSeat.respondent_id)
        .where(Respondent.survey_id == about.id)
        .order_by(AskedSeat.id)
    )
    found = {row.seat_id: row.respondent_id for row in house.execute(rows)}
    return {key: value for key, value in found.items() if respondents is None or value in respondents}


def organisations_of(house: Session, about: Survey) -> set[int | None]:
    """The institutions of its respondents, asked or kept as not asked."""
    rows = select(Respondent.organisation_id).where(Respondent.survey_id == about.id)
    return set(house.scalars(rows.order_by(Respondent.id)))


def outside(house: Session, about: Survey) -> list[Respondent]:
    """Those who are asked without a seat, by name."""
    seated = select(RespondentSeat.respondent_id)
    rows = (
        select(Respondent)
        .where(Respondent.survey_id == about.id, Respondent.id.not_in(seated))
        .order_by(Respondent.name, Respondent.id)
    )
    return list(house.scalars(rows))


def institutions_to_choose(reading: Session, about: Survey, on: date) -> list[tuple[int, str]]:
    """Institutions of the directory that are not asked yet and have no seat at the asked tables."""
    seated = select(Seat.organisation_id).where(Seat.body_id.in_(body_ids(about)), in_force(Seat, on))
    asked = select(Respondent.organisation_id).where(
        Respondent.survey_id == about.id, Respondent.organisation_id.is_not(None)
    )
    rows = (
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.not_in(seated), Organisation.id.not_in(asked), Organisation.ended_on.is_(None))
        .order_by(Organisation.folded, Organisation.id)
    )
    return [(row.id, row.name) for row in reading.execute(rows)]
