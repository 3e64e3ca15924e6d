"""The one question about an agenda: its items with submitter, papers, named seats and guests."""

from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from models.constants import fixed
from models.files import File
from models.guests import ItemGuest, Slot, slot_within
from models.item_outcomes import ItemOutcome
from models.meetings import AgendaItem, ItemAudience, ItemKind, Meeting
from models.organisation_names import NAMED_ON, called_on, name_on
from models.organisations import Organisation, OrganisationKind
from models.people import Person
from models.seats import Seat
from models.visibility import Visibility

INVESTIGATORS: Final = (OrganisationKind.POLICE, OrganisationKind.JUSTICE)
"""Authorities that must act on offences they hear of (§§ 152, 163 StPO)."""


FILES: Final = (
    select(func.count(File.name.distinct()))
    .where(File.item_id == AgendaItem.id)
    .correlate(AgendaItem)
    .scalar_subquery()
)
"""How many papers hang on an item, as far as the reader may know; versions of one are one."""
OPEN_SEATS: Final = (
    select(func.count(Seat.id))
    .join(Organisation, Organisation.id == Seat.organisation_id)
    .where(Seat.body_id == bindparam("table_id"), Seat.ends_on.is_(None))
)
OTHER_SEATS: Final = OPEN_SEATS.where(Organisation.kind.not_in(INVESTIGATORS))
SUBMITTER, NAMED, OF_GUEST = (aliased(Organisation) for _ in range(3))


class Item(NamedTuple):
    """What is read of an item."""

    id: int
    title: str
    place: int
    kind: ItemKind
    text: str
    minutes_planned: int
    visibility: Visibility
    source: str
    outcome: ItemOutcome | None
    put_off_to_id: int | None


class Seated(NamedTuple):
    """A seat that an item names, with its institution as it was called on the meeting's day."""

    seat_id: int
    ends_on: date | None
    kind: OrganisationKind
    folded: str
    name: str
    called: str


class Invited(NamedTuple):
    """A guest of an item, and her institution as it was called on the meeting's day."""

    person_id: int
    starts_at: datetime | None
    ends_at: datetime | None
    name: str
    institution: str

    def slot_in(self, meeting: Meeting) -> Slot | None:
        return slot_within(meeting, self.starts_at, self.ends_at)


ITEMS: Final = fixed(
    select(
        *(AgendaItem.id, AgendaItem.title, AgendaItem.place, AgendaItem.kind, AgendaItem.text),
        *(AgendaItem.minutes_planned, AgendaItem.visibility, AgendaItem.source),
        *(AgendaItem.outcome, AgendaItem.put_off_to_id),
        *(FILES, OPEN_SEATS.scalar_subquery(), OTHER_SEATS.scalar_subquery()),
        *(name_on(NAMED_ON, SUBMITTER), called_on(NAMED_ON, SUBMITTER)),
        *(ItemAudience.seat_id, Seat.ends_on, NAMED.kind, NAMED.folded),
        *(name_on(NAMED_ON, NAMED), called_on(NAMED_ON, NAMED)),
        *(ItemGuest.person_id, ItemGuest.starts_at, ItemGuest.ends_at),
        *(Person.name, name_on(NAMED_ON, OF_GUEST)),
    )
    .outerjoin(SUBMITTER, SUBMITTER.id == AgendaItem.submitter_id)
    .outerjoin(ItemAudience, ItemAudience.item_id == AgendaItem.id)
    .outerjoin(Seat, Seat.id == ItemAudience.seat_id)
    .outerjoin(NAMED, NAMED.id == Seat.organisation_id)
    .outerjoin(ItemGuest, ItemGuest.item_id == AgendaItem.id)
    .outerjoin(Person, Person.id == ItemGuest.person_id)
    .outerjoin(OF_GUEST, OF_GUEST.id == Person.organisation_id)
    .where(AgendaItem.meeting_id == bindparam("meeting_id"))
)
"""All of an agenda in one question, a line for each pair of a named seat and a guest of an item. Columns, not
objects: these cost as much as all the rest of the page."""
