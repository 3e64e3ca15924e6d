"""Calendar parts of every kind, judged by ical.js and vobject; and that these judges do complain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models.calendar_events import CalendarEvent
from plumbing.calendar import calendar_part
from tests import needs
from tests.judging import Sent, complaints_about
from tests.letters.post_office import cancelling, event

CHANGES_OF_THE_CLOCK = [
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2026, 10, 24, 21, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 2, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 9, 0, tzinfo=UTC),
    datetime(2045, 7, 3, 8, 0, tzinfo=UTC),
]
"""Without the hour that comes twice: programs differ about it, and nobody meets at night."""
TWO_HOURS = timedelta(hours=2)


def sent(said: CalendarEvent, *tampered: tuple[str, str]) -> Sent:
    who = {"organizer": "termine@tisch.example", "attendee": "polizei@musterstadt.example"}
    raw = calendar_part(said, **who, name='Ämter, "Süd"; Haus: 5')
    for old, new in tampered:
        assert old.encode() in raw
        raw = raw.replace(old.encode(), new.encode())
    return Sent(said, **who, name="", raw=raw)


def test_other_programs_read_every_kind_of_part():
    words = {
        "summary": "Runder Tisch; Übung, Teil 1",
        "location": "Rathaus, Raum 3\nHof",
        "description": "a\\b",
    }
    kinds = [
        event(),
        event(ends_at=None),
        event(**words),
        event(role="OPT-PARTICIPANT", sequence=3),
        event(delegated_from="leitung@musterstadt.example"),
        event(partstat="DELEGATED", delegated_to="vertretung@musterstadt.example"),
        cancelling(),
        cancelling(for_one=True),
    ]
    kinds += [event(starts_at=at, ends_at=at + TWO_HOURS) for at in CHANGES_OF_THE_CLOCK]
    assert complaints_about([sent(each) for each in kinds]) == []


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ("T100000", "T110000", "starts"),
        ("SEQUENCE:0", "SEQUENCE:1", "sequence"),
        ("METHOD:REQUEST", "METHOD:PUBLISH", "method"),
        ("END:VEVENT", "ATTENDEE:mailto:evil@b.example\r\nEND:VEVENT", "attendees"),
        ("BYDAY=-1SU", "BYDAY=1SU", "starts"),
    ],
)
def test_judges_complain_about_a_part_that_says_something_else(old, new, fact):
    said = event()
    if "BYDAY" in old:
        at = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
        said = replace(said, starts_at=at, ends_at=at + TWO_HOURS)
    complaints = complaints_about([sent(said, (old, new))])
    readers = {each.partition(":")[0] for each in complaints if f" {fact} is " in each}
    assert readers == {"vobject", "ical.js"} if needs.NODE else {"vobject"}
