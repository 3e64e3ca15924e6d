"""Who may have an agenda drafted, and how what was chosen comes onto it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.agenda_rules import add_item, changeable, may_change_agenda, seats_on
from blueprints.meetings.drafting.queries import Group, Proposal, carried_over, proposals
from blueprints.meetings.topics.fate_rules import accept_waiting
from blueprints.meetings.topics.following_rules import follow_item
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.links import LinkKind, ends_of_each, link
from models.meetings import BERLIN, AgendaItem, ItemKind, Meeting
from models.numbering import BLOCKS
from models.visibility import Visibility
from models.words import N_

CLOSING: Final = (
    "verschiedenes",
    "sonstiges",
    "anfragen",
    "mitteilungen",
    "termin",
    "abschluss",
)
"""How the titles begin of formal items that stand at the end of an agenda."""


def may_draft(by: Actor, meeting: Meeting) -> bool:
    """The coordination, for a meeting that lies ahead."""
    return may_change_agenda(by, meeting) and meeting.is_open


def add_drafted(
    house: Session, meeting_id: int, titles: Mapping[str, str], *, by: Actor, now: datetime
) -> int:
    """Put the chosen proposals onto the agenda, before what stands at its end; returns how many.

    `titles` are by the keys of the proposals. What stands there meanwhile is left out.
    """
    meeting = changeable(house, meeting_id, by)
    if not may_draft(by, meeting):
        raise RuleBroken(N_("This agenda can't be changed any more."))
    if not titles:
        raise RuleBroken(N_("Please choose at least one item."), field="keys")
    before = _open_block(house, meeting_id)
    chosen = [each for each in proposals(house, meeting) if each.key in titles]
    made = [_drafted(house, meeting, each, titles[each.key], by=by, now=now) for each in chosen]
    _place(before, [item for item in made if not BLOCKS[item.visibility]])
    house.flush()
    return len(made)


def _drafted(
    house: Session, meeting: Meeting, proposal: Proposal, title: str, *, by: Actor, now: datetime
) -> AgendaItem:
    """A proposal as an item; a topic is accepted by it, and that of an earlier item goes on with it."""
    if proposal.group is Group.TOPICS:
        return accept_waiting(house, proposal.about, meeting, by=by, now=now)
    item = add_proposed(house, meeting, proposal, title, by=by, now=now)
    if proposal.group is Group.LEFT_OPEN:
        follow_item(house, proposal.about, item, by=by, now=now)
    return item


def copy_item(house: Session, item_id: int, to_meeting_id: int, *, by: Actor, now: datetime) -> AgendaItem:
    """Put an item onto the agenda of another meeting of its table too; what came of it stays where it is."""
    item = house.get(AgendaItem, item_id)
    of = house.get(Meeting, item.meeting_id) if item else None
    meeting = changeable(house, to_meeting_id, by)
    if item is None or of is None or of.body_id != meeting.body_id:
        raise NotAllowed
    if of.id == meeting.id:
        raise RuleBroken(N_("Please choose another meeting of this table."), field="to_meeting_id")
    house.refresh(item, ["audience"])
    about = ends_of_each(house, [item], LinkKind.CITES).get(item.id, [])
    return add_proposed(house, meeting, carried_over(item, of, about), item.title, by=by, now=now)


def add_proposed(
    house: Session, meeting: Meeting, proposal: Proposal, title: str, *, by: Actor, now: datetime
) -> AgendaItem:
    """One proposal as an item, linked with what it comes from. Whom it named sees it again if the seat still
    holds; if none does, it is for the coordination first."""
    holding = seats_on(house, meeting.body_id, now.astimezone(BERLIN).date())
    seats = [each for each in proposal.seats if each in holding]
    nobody = proposal.visibility is Visibility.CONFIDENTIAL and not seats
    item = add_item(
        house,
        meeting.id,
        title=title[:200],
        kind=proposal.kind,
        visibility=Visibility.COORDINATION if nobody else proposal.visibility,
        seat_ids=seats,
        **proposal.facts,
        by=by,
        now=now,
    )
    for kind, thing in proposal.links:
        link(house, kind, item, thing)
    return item


def _open_block(house: Session, meeting_id: int) -> list[AgendaItem]:
    rows = house.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.place, AgendaItem.id)
    )
    return [item for item in rows if not BLOCKS[item.visibility]]


def _place(before: list[AgendaItem], made: Iterable[AgendaItem]) -> None:
    """The new items between what stood there and what closes the agenda; new closing items at its end."""
    end = len(before)
    while end and _closes(before[end - 1]):
        end -= 1
    new = list(made)
    order = [
        *before[:end],
        *(item for item in new if not _closes(item)),
        *before[end:],
        *(item for item in new if _closes(item)),
    ]
    for place, item in enumerate(order, 1):
        item.place = place


def _closes(item: AgendaItem) -> bool:
    if item.kind is ItemKind.OTHER_BUSINESS:
        return True
    return item.kind is ItemKind.FORMAL and item.title.casefold().startswith(CLOSING)
