"""What a calendar entry in a letter says: plain values, decided before anything is rendered."""

import enum
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal


class CalendarMethod(enum.Enum):
    """METHOD of the object and of its MIME part (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """One revision of one meeting, as one recipient's calendar shall show it.

    `sequence` and `stamp` are the stored SEQUENCE and DTSTAMP of the revision. `summary`, `location` and
    `description` are as neutral as the table wants them and never hold a link; an empty `summary` is told
    by a neutral word in the recipient's language. `for_one` takes one person off the list: a CANCEL
    without STATUS (RFC 5546 3.2.5).
    """

    method: CalendarMethod
    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime | None
    summary: str
    location: str = ""
    description: str = ""
    role: Literal["REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT"] = "REQ-PARTICIPANT"
    partstat: str = "NEEDS-ACTION"
    for_one: bool = False
    delegated_from: str | None = None
    delegated_to: str | None = None

    def at(self, starts_at: datetime | None) -> "CalendarEvent":
        """The same for whoever knows of another beginning."""
        if starts_at is None or starts_at == self.starts_at:
            return self
        length = self.ends_at - self.starts_at if self.ends_at else None
        return replace(self, starts_at=starts_at, ends_at=starts_at + length if length else None)


@dataclass(frozen=True, kw_only=True)
class FeedEvent:
    """One entry of a feed (RFC 5545): for one reader, without organizer and attendees.

    `day` for what lasts a whole day, else `starts_at` and, if it is known, `ends_at`. `stamp` is the last
    change of what is told here, never the moment of telling, so that equal content gives equal bytes.
    """

    uid: str
    sequence: int
    stamp: datetime
    summary: str
    url: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    day: date | None = None
    location: str = ""
    description: str = ""
    status: Literal["CONFIRMED", "TENTATIVE", "CANCELLED"] = "CONFIRMED"
    is_busy: bool = True
