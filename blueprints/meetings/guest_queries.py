"""What a guest is told behind her link: her item, when it is planned, who invites. Read by the house."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.meetings.link_queries import LinkQuestion
from blueprints.tables.queries import coordination_name
from models.files import File
from models.guests import ItemGuest, Slot
from models.invitations import Invitation
from models.meetings import AgendaItem, Meeting
from models.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class GuestItem:
    """The one item for which a guest is asked; of its papers only how many she will find after signing in.

    A letter may have been passed on: the title of a confidential item is empty here, she reads it signed in.
    """

    title: str
    slot: Slot | None
    papers: int
    host: str


TOLD_BY_LINK = (Visibility.PUBLIC, Visibility.INTERNAL)
PAPERS = (
    select(func.count(File.name.distinct()))
    .where(File.item_id == AgendaItem.id, File.visibility != Visibility.COORDINATION)
    .correlate(AgendaItem)
    .scalar_subquery()
)


def guest_item(house: Session, question: LinkQuestion, on: date) -> GuestItem | None:
    """The item of a guest's question; None for all others."""
    if not question.is_guest:
        return None
    row = house.execute(
        select(AgendaItem.title, AgendaItem.visibility, ItemGuest, Meeting, PAPERS)
        .join(Invitation, Invitation.item_id == AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(
            ItemGuest, (ItemGuest.item_id == AgendaItem.id) & (ItemGuest.person_id == Invitation.person_id)
        )
        .where(Invitation.id == question.invitation_id)
    ).first()
    if row is None:
        return None
    title, level, guest, meeting, papers = row
    return GuestItem(
        title=title if level in TOLD_BY_LINK else "",
        slot=guest.slot_in(meeting) if guest else None,
        papers=papers,
        host=coordination_name(house, meeting.body_id, on),
    )
