"""Everything that was asked and answered for one meeting, as one statement."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, bindparam, func, select, true

from models.constants import fixed
from models.invitations import Invitation, InvitationKind, Reply, SupportNeed
from models.meetings import Meeting
from models.organisation_names import NAMED_ON, called_on, name_on
from models.organisations import Organisation
from models.rounds import AskedSeat, Channel, Coming, Round, RoundKind
from models.seats import Seat
from models.standing import dormant


class Asked(NamedTuple):
    """A seat that was asked, with what its institution was called on the day of the meeting, its period, and
    whether it sleeps on that day."""

    name: str
    seat_id: int
    organisation_id: int
    starts_on: date | None
    ends_on: date | None
    short: str
    sleeps: bool


class Invited(NamedTuple):
    """An invitation, as far as its answer is concerned."""

    id: int
    kind: InvitationKind
    name: str
    seat_id: int | None
    person_id: int | None
    item_id: int | None
    withdrawn_at: datetime | None


class Given(NamedTuple):
    """One reply that was ever given."""

    id: int
    invitation_id: int | None
    seat_id: int | None
    coming: Coming
    channel: Channel
    answered_at: datetime
    starts_at: datetime
    note: str
    substitute: str
    substitute_address: str | None


def invited_of(row: Sequence[Any]) -> Invited | None:
    """The invitation of a row of EVERYTHING, if it has one."""
    return None if row[9] is None else Invited(*row[9:16])


def given_of(row: Sequence[Any]) -> Given | None:
    """The reply of a row of EVERYTHING, if it has one."""
    return None if row[16] is None else Given(*row[16:26])


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
        *(getattr(Invitation, name) for name in Invited._fields),
        *(getattr(Reply, name) for name in Given._fields),
        SupportNeed.text.label("need"),
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
