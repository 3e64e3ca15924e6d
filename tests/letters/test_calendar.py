"""Calendar parts: judged by two other parsers, and by the zone data of the system."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical  # type: ignore[import-untyped]

from plumbing.calendar import VTIMEZONE, calendar_part
from tests.letters.post_office import NOW, STARTS_AT, cancelling, event

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(1996, 10, 27, 1, tzinfo=UTC)


def part(said=None, name="Vertretung Polizei", organizer="termine@tisch.example"):
    return calendar_part(
        said or event(), organizer=organizer, attendee="polizei@musterstadt.example", name=name
    )


def lines(raw: bytes) -> list[str]:
    return raw.replace(b"\r\n ", b"").decode().split("\r\n")


def attendee(raw: bytes) -> str:
    (found,) = [line for line in lines(raw) if line.startswith("ATTENDEE")]
    return found


def test_time_zone_agrees_with_the_law_from_1996_to_2037():
    """Every six hours, and each second around every change of the clock."""
    ours = tzical(io.StringIO(f"BEGIN:VCALENDAR\r\n{VTIMEZONE}END:VCALENDAR\r\n")).get()
    moments = [FIRST + timedelta(hours=6 * n) for n in range(4 * 365 * 41)]
    for year in range(1997, 2038):
        for month in (3, 10):
            last = max(day for day in range(25, 32) if datetime(year, month, day, tzinfo=UTC).weekday() == 6)
            change = datetime(year, month, last, 1, tzinfo=UTC)
            moments += [change - timedelta(seconds=1), change, change + timedelta(seconds=1)]
    wrong = [
        at
        for at in moments
        if at.astimezone(ours).replace(tzinfo=None) != at.astimezone(BERLIN).replace(tzinfo=None)
    ]
    assert wrong == []


def test_request_says_what_calendar_programs_need_for_their_buttons():
    raw = part()
    calendar = icalendar.Calendar.from_ical(raw)
    (entry,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], calendar["CALSCALE"], calendar["VERSION"]) == ("REQUEST", "GREGORIAN", "2.0")
    assert entry["UID"] == event().uid
    assert entry["SEQUENCE"] == 0
    assert entry["DTSTAMP"].dt == NOW
    assert entry["DTSTART"].dt == STARTS_AT
    assert entry["DTEND"].dt == STARTS_AT + timedelta(hours=2)
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["ORGANIZER"] == "mailto:termine@tisch.example"
    assert attendee(raw) == (
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;"
        'CN="Vertretung Polizei":mailto:polizei@musterstadt.example'
    )
    assert not entry.errors
    assert b"DTSTART;TZID=Europe/Berlin:20260929T100000\r\n" in raw
    assert b"DTSTAMP:20260901T080000Z\r\n" in raw


def test_second_parser_reads_the_same():
    entry = vobject.readOne(part().decode()).vevent
    assert entry.dtstart.value.astimezone(UTC) == STARTS_AT
    assert entry.summary.value == "Sitzung"
    assert entry.attendee.value == "mailto:polizei@musterstadt.example"


def test_cancellation_raises_the_sequence_and_asks_nothing():
    raw = part(cancelling())
    (entry,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert b"METHOD:CANCEL\r\n" in raw
    assert (entry["STATUS"], entry["SEQUENCE"], entry["SUMMARY"]) == ("CANCELLED", 1, "Sitzung")
    assert entry["DTSTART"].dt == STARTS_AT
    assert "RSVP" not in attendee(raw)
    assert b"VALARM" not in raw


def test_taking_one_person_off_the_list_does_not_cancel_the_meeting():
    assert b"\r\nSTATUS" not in part(cancelling(for_one=True))


def test_meeting_without_end_has_no_empty_length():
    for end in (None, STARTS_AT):
        assert b"DTEND" not in part(event(ends_at=end))


def test_calendar_holds_no_link_and_no_name_of_the_table():
    raw = part()
    assert b"http" not in raw
    assert b"LOCATION" not in raw
    assert b"DESCRIPTION" not in raw
    assert b"\r\nURL" not in raw


def test_place_and_title_are_written_where_the_table_wants_them():
    (entry,) = icalendar.Calendar.from_ical(
        part(
            event(summary="Runder Tisch; Übung, Teil 1", location="Rathaus, Raum 3\nHof", description="a\\b")
        )
    ).walk("VEVENT")
    assert entry["SUMMARY"] == "Runder Tisch; Übung, Teil 1"
    assert entry["LOCATION"] == "Rathaus, Raum 3\nHof"
    assert entry["DESCRIPTION"] == "a\\b"


def test_delegates_are_named_on_both_sides():
    raw = part(event(partstat="DELEGATED", delegated_to="a@b.example", delegated_from="c@d.example"))
    assert 'DELEGATED-FROM="mailto:c@d.example";DELEGATED-TO="mailto:a@b.example"' in attendee(raw)
    (entry,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert entry["ATTENDEE"].params["DELEGATED-TO"] == "mailto:a@b.example"


@pytest.mark.parametrize(
    "name", ['Ämter, "Süd"; Haus: 5', "a^b", "x\r\nATTENDEE:mailto:evil@b.example", "ß" * 120, ""]
)
def test_names_stay_inside_their_line(name):
    raw = part(name=name)
    calendar = icalendar.Calendar.from_ical(raw)
    (entry,) = calendar.walk("VEVENT")
    assert entry["ATTENDEE"] == "mailto:polizei@musterstadt.example"
    assert len([line for line in lines(raw) if line.startswith("ATTENDEE")]) == 1
    assert "^" not in attendee(raw)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_all_recipients_of_a_revision_get_the_same_but_their_own_line():
    other = calendar_part(event(), organizer="t@tisch.example", attendee="a@b.example", name="A")
    assert [line for line in lines(part()) if "mailto" not in line] == [
        line for line in lines(other) if "mailto" not in line
    ]
