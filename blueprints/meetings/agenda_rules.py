"""What the coordination does with an agenda: its items, their order, who is named, who is a guest."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import flag_modified

from blueprints.meetings.agenda_statement import INVESTIGATORS
from blueprints.meetings.rules import locked
from models.actors import Actor
from models.audiences import OPEN
from models.citations import cite
from models.decisions import Decision
from models.enclosures import withdraw
from models.errors import NotAllowed, RuleBroken
from models.files import File, discard
from models.history import record
from models.invitations import Invitation
from models.links import unlink
from models.meetings import (
    BERLIN,
    AgendaItem,
    ItemAudience,
    Meeting,
    MeetingState,
)
from models.minutes import ItemMinutes
from models.numbering import BLOCKS
from models.organisations import Organisation, OrganisationKind
from models.seats import Seat
from models.tasks import Task
from models.topic_levels import leave_agenda
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_

CHANGEABLE: Final = (MeetingState.PLANNED, MeetingState.SCHEDULED, MeetingState.INVITED, MeetingState.HELD)


def may_change_agenda(by: Actor, meeting: Meeting) -> bool:
    """The coordination, until the minutes are out."""
    return by.coordinates_body(meeting.body_id) and meeting.state in CHANGEABLE


def may_remove_item(by: Actor, meeting: Meeting) -> bool:
    """What was on the agenda of a meeting that took place stays on it."""
    return by.coordinates_body(meeting.body_id) and meeting.is_open


def add_item(
    house: Session,
    meeting_id: int,
    *,
    title: str,
    seat_ids: Iterable[int] = (),
    without_investigators: bool = False,
    visibility: Visibility = Visibility.INTERNAL,
    cites: Collection[str] = (),
    by: Actor,
    now: datetime,
    **facts: Any,
) -> AgendaItem:
    """Put an item at the end of its part of the agenda."""
    meeting = changeable(house, meeting_id, by)
    seats = _named(house, meeting, visibility, seat_ids, without_investigators, now)
    _judge_submitter(house, facts.get("submitter_id"))
    last = house.scalar(select(func.max(AgendaItem.place)).where(AgendaItem.meeting_id == meeting_id))
    item = AgendaItem(
        meeting_id=meeting_id, place=(last or 0) + 1, title=title, visibility=visibility, **facts
    )
    house.add(item)
    house.flush()
    house.add_all(ItemAudience(item_id=item.id, seat_id=seat) for seat in seats)
    cite(house, item, cites, meeting.body_id, by)
    record(house, "add", item, by=by, now=now, body_id=meeting.body_id, meeting=meeting_id)
    return item


def edit_item(
    house: Session,
    item_id: int,
    *,
    based_on: int | None,
    seat_ids: Iterable[int] = (),
    without_investigators: bool = False,
    cites: Collection[str] | None = None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> AgendaItem:
    """Change an item. Whoever is no longer named loses it at once."""
    meeting, item = item_of(house, item_id, by)
    must_be(item, based_on)
    visibility = facts.get("visibility", item.visibility)
    seats = _named(house, meeting, visibility, seat_ids, without_investigators, now)
    _judge_submitter(house, facts.get("submitter_id"))
    _judge_files(house, item, visibility)
    changed = [name for name, value in facts.items() if getattr(item, name) != value]
    for name in changed:
        setattr(item, name, facts[name])
    if _name(item, seats):
        changed.append("audience")
    if visibility not in OPEN:
        withdraw(house, house.scalars(select(File.id).where(File.item_id == item.id)))
    if cites is not None:
        cite(house, item, cites, meeting.body_id, by)
    record(house, "edit", item, by=by, now=now, body_id=meeting.body_id, changed=changed)
    return item


def _name(item: AgendaItem, seats: list[int]) -> bool:
    """Let an item name these seats and no others; whether that changes anything."""
    before = {each.seat_id for each in item.audience}
    if before == set(seats):
        return False
    kept = [each for each in item.audience if each.seat_id in seats]
    item.audience = kept + [
        ItemAudience(item_id=item.id, seat_id=seat) for seat in seats if seat not in before
    ]
    flag_modified(item, "visibility")
    return True


def move_item(house: Session, item_id: int, *, to: int, by: Actor, now: datetime) -> None:
    """Give an item another place (from 1) within its part of the agenda: open, named, coordination.

    Places are no facts of the item, so its version stays: who edits its words meanwhile is not disturbed.
    """
    meeting, item = item_of(house, item_id, by)
    rows = house.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id))
    block = [row for row in rows if BLOCKS[row.visibility] == BLOCKS[item.visibility]]
    block.sort(key=lambda row: (row.place, row.id))
    places = sorted(row.place for row in block)
    if len(set(places)) < len(places):
        places = list(range(1, len(places) + 1))
    order = [row.id for row in block if row is not item]
    order.insert(max(0, to - 1), item.id)
    if order == [row.id for row in block]:
        return
    house.execute(
        update(AgendaItem)
        .where(AgendaItem.id.in_(order))
        .values(place=case(dict(zip(order, places, strict=True)), value=AgendaItem.id))
        .execution_options(synchronize_session=False)
    )
    house.expire_all()
    record(house, "reorder", item, by=by, now=now, body_id=meeting.body_id, to=to)


def remove_item(house: Session, item_id: int, *, by: Actor, now: datetime) -> Meeting:
    """Take an item off the agenda for good, its files with it; those of a topic stay with that."""
    meeting, item = item_of(house, item_id, by)
    if not may_remove_item(by, meeting):
        raise RuleBroken(N_("This meeting took place: what was on its agenda stays."))
    if house.scalar(select(Invitation.id).where(Invitation.item_id == item_id).limit(1)) is not None:
        raise RuleBroken(N_("Guests have been invited for this item. It can be changed, but not removed."))
    if house.scalar(select(ItemMinutes.id).where(ItemMinutes.item_id == item_id)) is not None:
        raise RuleBroken(N_("The minutes of this item have been begun. It can be changed, but not removed."))
    if house.scalar(select(Task.id).where(Task.item_id == item_id).limit(1)) is not None:
        raise RuleBroken(N_("Tasks have come from this item. It can be changed, but not removed."))
    if house.scalar(select(Decision.id).where(Decision.item_id == item_id).limit(1)) is not None:
        raise RuleBroken(N_("A decision belongs to this item. It can be changed, but not removed."))
    leave_agenda(house, item_id)
    discard(house, File.item_id == item_id)
    unlink(house, item)
    house.delete(item)
    record(house, "remove", meeting, by=by, now=now, item=item_id)
    return meeting


def changeable(house: Session, meeting_id: int, by: Actor) -> Meeting:
    """The meeting, held until the end, if its agenda may still be changed."""
    meeting = locked(house, meeting_id, by)
    if not may_change_agenda(by, meeting):
        raise RuleBroken(N_("This agenda can't be changed any more."))
    return meeting


def item_of(house: Session, item_id: int, by: Actor) -> tuple[Meeting, AgendaItem]:
    """An item with all that hangs on it, and its meeting, both held until the end."""
    item = house.scalar(
        select(AgendaItem)
        .where(AgendaItem.id == item_id)
        .options(selectinload(AgendaItem.audience), selectinload(AgendaItem.guests))
    )
    if item is None:
        raise NotAllowed
    return changeable(house, item.meeting_id, by), item


def _named(
    house: Session,
    meeting: Meeting,
    visibility: Visibility,
    seat_ids: Iterable[int],
    without_investigators: bool,
    now: datetime,
) -> list[int]:
    """The seats that a confidential item names; none for every other level."""
    if visibility is not Visibility.CONFIDENTIAL:
        return []
    kinds = seats_on(house, meeting.body_id, now.astimezone(BERLIN).date())
    if without_investigators:
        chosen = [seat for seat, kind in kinds.items() if kind not in INVESTIGATORS]
    else:
        chosen = list(dict.fromkeys(seat_ids))
    if not set(chosen) <= kinds.keys():
        raise RuleBroken(N_("Please choose among the institutions of this table."), field="seat_ids")
    if not chosen:
        raise RuleBroken(N_("Name at least one institution that may see this item."), field="seat_ids")
    return chosen


def seats_on(house: Session, table_id: int, on: date) -> dict[int, OrganisationKind]:
    """The seats that hold on a day, with the kind of their institution."""
    rows = house.execute(
        select(Seat, Organisation.kind)
        .join(Seat.organisation)
        .where(Seat.body_id == table_id)
        .order_by(Seat.id)
    )
    return {seat.id: kind for seat, kind in rows if seat.holds_on(on)}


def _judge_submitter(house: Session, organisation_id: int | None) -> None:
    if organisation_id is not None and house.get(Organisation, organisation_id) is None:
        raise RuleBroken(N_("There is no such institution."), field="submitter_id")


def _judge_files(house: Session, item: AgendaItem, visibility: Visibility) -> None:
    """A confidential file stays with those its item names."""
    if visibility is Visibility.CONFIDENTIAL:
        return
    kept = select(File.id).where(File.item_id == item.id, File.visibility == Visibility.CONFIDENTIAL)
    if house.scalar(kept.limit(1)) is not None:
        raise RuleBroken(N_("Confidential files hang on this item. Remove them first."), field="visibility")
