"""Calendar objects for mail (RFC 5545, 5546, 6047): what Outlook, Gmail, Apple and Thunderbird all take."""

import re
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from models.calendar_events import CalendarEvent, CalendarMethod
from plumbing.clock import BERLIN

if TYPE_CHECKING:
    import icalendar

VTIMEZONE: Final = (
    "BEGIN:VTIMEZONE\r\n"
    "TZID:Europe/Berlin\r\n"
    "BEGIN:DAYLIGHT\r\n"
    "DTSTART:19810329T020000\r\n"
    "TZOFFSETFROM:+0100\r\n"
    "TZOFFSETTO:+0200\r\n"
    "TZNAME:CEST\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    "END:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\n"
    "DTSTART:19961027T030000\r\n"
    "TZOFFSETFROM:+0200\r\n"
    "TZOFFSETTO:+0100\r\n"
    "TZNAME:CET\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
    "END:STANDARD\r\n"
    "END:VTIMEZONE\r\n"
)
"""By hand: a generated one holds RDATE lists, which Outlook ignores, and is an hour late in spring."""

NOT_IN_NAMES: Final = re.compile(r'["^\\\x00-\x1f\x7f-\x9f\u2028\u2029]')


def calendar_part(event: CalendarEvent, *, organizer: str, attendee: str, name: str) -> bytes:
    """The finished object for one recipient: CRLF, folded at 75 octets, one ATTENDEE."""
    lines = _organizer_line(organizer) + _attendee_line(event, attendee, name)
    return _common_part(event).replace(b"END:VEVENT\r\n", lines + b"END:VEVENT\r\n")


@lru_cache(maxsize=256)
def _common_part(event: CalendarEvent) -> bytes:
    """What all recipients of a revision share; kept, because a meeting is sent to many at once."""
    frame = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Runde Tische//Letters//DE\r\nCALSCALE:GREGORIAN\r\n"
        f"METHOD:{event.method.value}\r\n{VTIMEZONE}"
    )
    vevent: bytes = _vevent(event).to_ical()
    return frame.encode() + vevent + b"END:VCALENDAR\r\n"


def _vevent(event: CalendarEvent) -> "icalendar.Event":
    import icalendar

    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.stamp)
    made.add("last-modified", event.stamp)
    made.add("dtstart", in_berlin(event.starts_at))
    if event.ends_at is not None and event.ends_at > event.starts_at:
        made.add("dtend", in_berlin(event.ends_at))
    made.add("summary", event.summary)
    for name in ("location", "description"):
        if value := getattr(event, name):
            made.add(name, value)
    if event.method is CalendarMethod.REQUEST:
        made.add("status", "CONFIRMED")
        made.add("transp", "OPAQUE")
    elif not event.for_one:
        made.add("status", "CANCELLED")
    return made


def in_berlin(at: datetime) -> datetime:
    """Wall-clock time with its zone: what people read in their calendar after any change of the clock."""
    return at.astimezone(BERLIN).replace(microsecond=0)


@lru_cache(maxsize=16)
def _organizer_line(address: str) -> bytes:
    return _folded(f"ORGANIZER:mailto:{address}")


def _attendee_line(event: CalendarEvent, address: str, name: str) -> bytes:
    asked = event.method is CalendarMethod.REQUEST and event.partstat != "DELEGATED"
    parts = ["ATTENDEE", "CUTYPE=INDIVIDUAL", f"ROLE={event.role}", f"PARTSTAT={event.partstat}"]
    parts += ["RSVP=TRUE"] if asked else []
    parts += [f'DELEGATED-FROM="mailto:{event.delegated_from}"'] if event.delegated_from else []
    parts += [f'DELEGATED-TO="mailto:{event.delegated_to}"'] if event.delegated_to else []
    parts.append(f'CN="{NOT_IN_NAMES.sub(" ", name).strip() or address}"')
    return _folded(";".join(parts) + f":mailto:{address}")


def _folded(line: str) -> bytes:
    from icalendar.parser import Contentline

    return bytes(Contentline(line).to_ical()) + b"\r\n"  # type: ignore[no-untyped-call]
