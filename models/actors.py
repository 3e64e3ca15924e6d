"""Who acts or reads, with the standing of that day: seats, coordinations, single items."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any


@dataclass(frozen=True, kw_only=True)
class HeldSeat:
    """A seat that the person fills today, since a known day. `role` and `kind` are values of their enums."""

    seat_id: int
    body_id: int
    organisation_id: int
    kind: str
    role: str
    rank: int
    may_sign: bool
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person with the rights of this moment. Made anew for each request, so that a revoked right is gone.

    `coordinates`: bodies; `reads`: bodies with read access only; `guest_items`: agenda items one is
    invited to, `guest_meetings` their meetings; `records`: meetings whose minutes one takes;
    `guest_bodies`: the bodies of both, whose name one may know; `dissolved`: those one coordinated to the
    end, and may still read as such; `undeclared`: appointments that give no rights before one has given the
    confidentiality declaration; `handovers`: new coordinations with which an office of one's own comes or
    ends, which gives no right either; `signs_outside`: positions that one was invited
    to sign for an institution without a seat there; `on`: the day whose standing this is.
    """

    person_id: int
    name: str
    on: date = date.max
    language: str = "de"
    organisation_id: int | None = None
    is_admin: bool = False
    is_privacy_officer: bool = False
    coordinates: frozenset[int] = frozenset()
    reads: frozenset[int] = frozenset()
    seats: tuple[HeldSeat, ...] = ()
    guest_items: frozenset[int] = frozenset()
    guest_meetings: frozenset[int] = frozenset()
    guest_bodies: frozenset[int] = frozenset()
    dissolved: frozenset[int] = frozenset()
    records: frozenset[int] = frozenset()
    undeclared: frozenset[int] = frozenset()
    handovers: frozenset[int] = frozenset()
    signs_outside: frozenset[int] = frozenset()
    account: Any = field(default=None, compare=False, repr=False)

    @cached_property
    def is_coordinator(self) -> bool:
        """Whether one coordinates any body that still is: such people keep the directory."""
        return bool(self.coordinates - self.dissolved)

    @cached_property
    def member_of(self) -> frozenset[int]:
        """Bodies at which one fills a seat with more than reading."""
        return frozenset(seat.body_id for seat in self.seats if seat.role != "reader")

    @cached_property
    def readable(self) -> frozenset[int]:
        """Bodies whose released papers one may read."""
        return self.reads | self.coordinates | frozenset(seat.body_id for seat in self.seats)

    @cached_property
    def bodies(self) -> frozenset[int]:
        return self.readable | self.guest_bodies

    @cached_property
    def seat_ids(self) -> frozenset[int]:
        """Seats for which one acts: named organisations of confidential things are meant by seat."""
        return frozenset(seat.seat_id for seat in self.seats if seat.role != "reader")

    @cached_property
    def held_seats(self) -> frozenset[int]:
        """Seats that one fills in any role: whoever only reads for one reads no more than it does."""
        return frozenset(seat.seat_id for seat in self.seats)

    @cached_property
    def main_seats(self) -> frozenset[int]:
        """Seats that one represents as the first."""
        return frozenset(seat.seat_id for seat in self.seats if seat.role == "main")

    @property
    def needs_factor(self) -> bool:
        """Coordination, administration, data protection and whoever may sign show a second factor."""
        duties = self.is_admin or self.is_privacy_officer or bool(self.coordinates)
        return duties or bool(self.signs_outside) or any(seat.may_sign for seat in self.seats)

    def coordinates_body(self, body_id: int) -> bool:
        """Whether one may act for its coordination; for a dissolved body nobody acts any more."""
        return body_id in self.coordinates and body_id not in self.dissolved

    def seats_at(self, body_id: int) -> tuple[HeldSeat, ...]:
        """One person may hold several seats at a table, one for each institution."""
        return tuple(seat for seat in self.seats if seat.body_id == body_id and seat.role != "reader")
