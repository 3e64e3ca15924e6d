"""Who is invited, and by which round: read by the house."""

from collections.abc import Sequence
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.invitations import Invitation
from models.organisations import Organisation
from models.people import Person
from models.rounds import AskedSeat, Round, RoundKind
from models.seats import Seat


def invitations(house: Session, meeting_id: int) -> list[Invitation]:
    """All that stand (not withdrawn), in the order of sending."""
    return [each for each in all_invitations(house, meeting_id) if each.withdrawn_at is None]


def all_invitations(house: Session, meeting_id: int) -> list[Invitation]:
    """Also those that were withdrawn: whoever left stays in the history of the answers."""
    query = select(Invitation).where(Invitation.meeting_id == meeting_id)
    return list(house.scalars(query.order_by(Invitation.id)))


def reply_round(house: Session, meeting_id: int) -> Round | None:
    """The asking that belongs to the meeting's invitation."""
    return house.scalar(
        select(Round)
        .where(Round.meeting_id == meeting_id, Round.kind == RoundKind.REPLY)
        .order_by(Round.id.desc())
    )


def institutions_of(house: Session, standing: Sequence[Invitation]) -> dict[int, str]:
    """For each invitation the institution that is asked, or that of a guest."""
    by_seat = select(Seat.id, Organisation.name).join(Seat.organisation)
    by_person = select(Person.id, Organisation.name).join(
        Organisation, Organisation.id == Person.organisation_id
    )
    seats = {each.seat_id for each in standing if each.seat_id is not None}
    people = {each.person_id for each in standing if each.seat_id is None and each.person_id is not None}
    of_seats = {row.id: row.name for row in house.execute(by_seat.where(Seat.id.in_(seats)))}
    of_people = {row.id: row.name for row in house.execute(by_person.where(Person.id.in_(people)))}
    found = ((each.id, of_seats.get(each.seat_id) or of_people.get(each.person_id)) for each in standing)
    return {invitation: name for invitation, name in found if name}


def own_invitations(house: Session, meeting_id: int, by: Actor) -> list[Invitation]:
    """The standing invitations by which this person may answer: her own, one for each of her seats."""
    mine = [each for each in invitations(house, meeting_id) if each.person_id == by.person_id]
    return [each for each in mine if each.seat_id is None or each.seat_id in by.seat_ids]


def own_institutions(house: Session, meeting_id: int, by: Actor) -> list[tuple[int, str]]:
    """Her own invitations by the names of the institutions for which she is asked."""
    names = select(AskedSeat.seat_id, AskedSeat.name).join(Round, Round.id == AskedSeat.round_id)
    asked = {row.seat_id: row.name for row in house.execute(names.where(Round.meeting_id == meeting_id))}
    mine = own_invitations(house, meeting_id, by)
    return sorted(
        ((each.id, asked[each.seat_id]) for each in mine if each.seat_id in asked), key=itemgetter(1)
    )


def asked_name(house: Session, meeting_id: int, seat_id: int | None) -> str:
    """The institution's name as it was asked; empty for guests."""
    query = select(AskedSeat.name).join(Round, Round.id == AskedSeat.round_id)
    return house.scalar(query.where(Round.meeting_id == meeting_id, AskedSeat.seat_id == seat_id)) or ""
