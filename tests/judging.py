"""Every calendar part that any test makes is judged by two parsers that are not ours: ical.js and vobject."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject

from models.calendar_events import CalendarEvent, CalendarMethod
from plumbing import letters
from plumbing.calendar import calendar_part
from tests import needs

JUDGE = Path(__file__).parent / "judges" / "judge.mjs"
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Sent:
    """A finished part, and what it was to say."""

    event: CalendarEvent
    organizer: str
    attendee: str
    name: str
    raw: bytes

    @property
    def kind(self) -> Any:
        """The same for parts that differ in nothing but their numbers."""
        who = (self.organizer, self.attendee, self.name)
        return replace(self.event, uid="", stamp=self.event.starts_at), [DIGITS.sub("", each) for each in who]

    def expected(self) -> dict[str, Any]:
        """What any reader must find."""
        said, asks = self.event, self.event.method is CalendarMethod.REQUEST
        ends = said.ends_at if said.ends_at and said.ends_at > said.starts_at else None
        attendee = {
            "value": f"mailto:{self.attendee}",
            "cutype": "INDIVIDUAL",
            "role": said.role,
            "partstat": said.partstat,
        }
        attendee |= {"rsvp": "TRUE"} if asks and said.partstat != "DELEGATED" else {}
        for way in ("delegated_from", "delegated_to"):
            if address := getattr(said, way):
                attendee[way.replace("_", "-")] = f"mailto:{address}"
        return {
            "method": said.method.value,
            "uid": said.uid,
            "sequence": said.sequence,
            "stamp": _second(said.stamp),
            "starts": _second(said.starts_at),
            "ends": _second(ends),
            "summary": said.summary,
            "location": said.location or None,
            "description": said.description or None,
            "status": "CONFIRMED" if asks else None if said.for_one else "CANCELLED",
            "organizers": [{"value": f"mailto:{self.organizer}"}],
            "attendees": [attendee],
        }


@pytest.fixture(scope="session", autouse=True)
def outgoing() -> Iterator[None]:
    """Collects what the tests of this worker make; judged when they have ended."""
    seen: dict[str, Sent] = {}

    def watching(event: CalendarEvent, *, organizer: str, attendee: str, name: str) -> bytes:
        raw = calendar_part(event, organizer=organizer, attendee=attendee, name=name)
        sent = Sent(event, organizer, attendee, name, raw)
        seen.setdefault(repr(sent.kind), sent)
        return raw

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letters, "calendar_part", watching)
        yield
    complaints = complaints_about(list(seen.values()))
    assert not complaints, "Calendar parts that other programs misread:\n" + "\n".join(complaints)


def complaints_about(parts: list[Sent]) -> list[str]:
    """What a reader understands otherwise than it was meant: a line for each."""
    readings = [("vobject", [_vobjects(part) for part in parts])]
    if needs.NODE and parts:
        readings.append(("ical.js", _ical_js(parts)))
    return [
        f"{reader}: {fact} is {found.get(fact)!r}, not {value!r}: {part}"
        for reader, answers in readings
        for part, found in zip(parts, answers, strict=True)
        for fact, value in part.expected().items()
        if found.get(fact) != value
    ]


def events_in(feed: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """What parsers that are not ours find in a feed, by parser: identity, revision, stamp, beginning, title
    of each entry, and whatever nobody may find there (a method, people, alarms)."""
    vobject.icalendar.__dict__["__tzidMap"].pop("Europe/Berlin", None)
    calendar = vobject.readOne(feed.decode())
    calendar.validate(raiseException=True)
    found = {
        "vobject": [
            (
                *(each.uid.value, int(each.sequence.value), _second(each.dtstamp.value)),
                *(each.dtstart.value.isoformat()[:19], each.summary.value),
                [name for name in ("attendee", "organizer", "valarm") if name in each.contents],
            )
            for each in calendar.vevent_list
        ]
    }
    assert "method" not in calendar.contents
    if needs.NODE:
        asked = json.dumps(feed.decode())
        ran = subprocess.run(
            [needs.NODE, str(JUDGE)], input=asked, capture_output=True, text=True, check=True
        )
        told = json.loads(ran.stdout)
        assert told["method"] is None
        found["ical.js"] = [
            (
                *(each["uid"], each["sequence"], each["stamp"], each["day"][:19], each["summary"]),
                [name for name in each["names"] if name in ("attendee", "organizer")]
                + each["alarms"] * ["valarm"],
            )
            for each in told["events"]
        ]
    return found


def _second(at: datetime | None) -> int | None:
    return int(at.timestamp()) if at else None


def _ical_js(parts: list[Sent]) -> list[dict[str, Any]]:
    asked = "\n".join(json.dumps(part.raw.decode()) for part in parts)
    assert needs.NODE
    told = subprocess.run([needs.NODE, str(JUDGE)], input=asked, capture_output=True, text=True, check=True)
    return [_of_one(json.loads(line)) for line in told.stdout.splitlines()]


def _of_one(told: dict[str, Any]) -> dict[str, Any]:
    """The facts of the one event; CN is looked at by tests of names."""
    events = told.pop("events", [])
    found = told | (events[0] if len(events) == 1 else {"events": len(events)})
    for line in found.get("attendees", []):
        line.pop("cn", None)
    return found


def _vobjects(part: Sent) -> dict[str, Any]:
    zones = vobject.icalendar.__dict__["__tzidMap"]
    zones.pop("Europe/Berlin", None)  # else the zone of the first part would do for all that follow
    calendar = vobject.readOne(part.raw.decode())
    (entry,) = calendar.vevent_list

    def first(name: str) -> Any:
        return entry.contents[name][0].value if name in entry.contents else None

    def lines(name: str) -> list[dict[str, Any]]:
        found = []
        for line in entry.contents.get(name, []):
            parameters = {key.lower(): value[0] for key, value in line.params.items() if key != "CN"}
            found.append({"value": line.value} | parameters)
        return found

    return {
        "method": calendar.method.value,
        "uid": first("uid"),
        "sequence": int(first("sequence")),
        "stamp": _second(first("dtstamp")),
        "starts": _second(first("dtstart").astimezone(UTC)),
        "ends": _second(first("dtend")),
        "summary": first("summary"),
        "location": first("location"),
        "description": first("description"),
        "status": first("status"),
        "organizers": lines("organizer"),
        "attendees": lines("attendee"),
    }
