"""Calendar feeds (RFC 5545, 7986): the same entries give the same bytes, so that a program asks cheaply."""

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from models.calendar_events import FeedEvent
from plumbing.calendar import VTIMEZONE, in_berlin

if TYPE_CHECKING:
    import icalendar

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
ASK_AGAIN: Final = timedelta(hours=4)


def feed(name: str, entries: Iterable[bytes]) -> bytes:
    """The finished calendar: CRLF, folded at 75 octets, no METHOD, nobody to answer to."""
    return b"".join([_head(name), *entries, b"END:VCALENDAR\r\n"])


@lru_cache(maxsize=16)
def _head(name: str) -> bytes:
    import icalendar

    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Runde Tische//Feeds//DE")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", icalendar.vDuration(ASK_AGAIN), {"VALUE": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(ASK_AGAIN))
    lines: bytes = made.to_ical(sorted=False)
    return lines.removesuffix(b"END:VCALENDAR\r\n") + VTIMEZONE.encode()


@lru_cache(maxsize=4096)
def entry(event: FeedEvent) -> bytes:
    """An entry's text, kept with what it says."""
    import icalendar

    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.stamp)
    made.add("last-modified", event.stamp)
    _add_time(made, event)
    made.add("summary", event.summary)
    for name in ("location", "description"):
        if value := getattr(event, name):
            made.add(name, value)
    made.add("url", event.url)
    made.add("status", event.status)
    made.add("transp", "OPAQUE" if event.is_busy else "TRANSPARENT")
    made.add("class", "PRIVATE")
    lines: bytes = made.to_ical()
    return lines


def _add_time(made: "icalendar.Event", event: FeedEvent) -> None:
    if event.day is not None:
        made.add("dtstart", event.day)
        made.add("dtend", event.day + timedelta(days=1))
    elif event.starts_at is not None:
        made.add("dtstart", in_berlin(event.starts_at))
        if event.ends_at is not None and event.ends_at > event.starts_at:
            made.add("dtend", in_berlin(event.ends_at))
