"""Everything that was asked and answered for one meeting, as one statement."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, bindparam, func, select, true

from models.constants import fixed
from models.invitations import Invitation, Reply, SupportNeed
from models.meetings import Meeting
from models.organisation_names import NAMED_ON, called_on, name_on
from models.organisations import Organisation
from models.rounds import AskedSeat, Round, RoundKind
from models.seats import Seat
from models.standing import dormant


@dataclass(frozen=True)
class Asked:
    """A seat that was asked, with what its institution was called on the day of the meeting, its period, and
    whether it sleeps on that day."""

    name: str
    seat_id: int
    organisation_id: int
    starts_on: date | None
    ends_on: date | None
    short: str
    sleeps: bool


NEWEST_ROUND = (
    select(func.max(Round.id))
    .where(Round.meeting_id == bindparam("meeting_id"), Round.kind == RoundKind.REPLY)
    .scalar_subquery()
)
ASKED = select(AskedSeat.id, AskedSeat.seat_id).where(AskedSeat.round_id == NEWEST_ROUND).subquery()
INVITED = (
    select(Invitation.id, Invitation.seat_id)
    .where(Invitation.meeting_id == bindparam("meeting_id"))
    .subquery()
)
PAIRS = (
    select(ASKED.c.id.label("asked_id"), INVITED.c.id.label("invitation_id"))
    .select_from(ASKED.join(INVITED, INVITED.c.seat_id == ASKED.c.seat_id, full=True))
    .subquery()
)
EVERYTHING = fixed(
    select(
        *(Round.due_on, AskedSeat.id, name_on(NAMED_ON), AskedSeat.seat_id, AskedSeat.organisation_id),
        *(Seat.starts_on, Seat.ends_on, called_on(NAMED_ON)),
        dormant(bindparam("meets_on", type_=Date())),
        *(Invitation, Reply, SupportNeed.text),
    )
    .select_from(Meeting)
    .outerjoin(Round, Round.id == NEWEST_ROUND)
    .outerjoin(PAIRS, true())
    .outerjoin(AskedSeat, AskedSeat.id == PAIRS.c.asked_id)
    .outerjoin(Seat, Seat.id == AskedSeat.seat_id)
    .outerjoin(Organisation, Organisation.id == AskedSeat.organisation_id)
    .outerjoin(Invitation, Invitation.id == PAIRS.c.invitation_id)
    .outerjoin(Reply, Reply.invitation_id == Invitation.id)
    .outerjoin(SupportNeed, SupportNeed.invitation_id == Invitation.id)
    .where(Meeting.id == bindparam("meeting_id"))
)
"""Of one meeting the newest asking, asked seats with or without invitations, invitations of seats and of
guests, every reply, support needs: all in one table, so that the page asks for them once."""
