"""A calendar reply read line by line (RFC 5545, 5546): forgiving, with firm limits, without foreign zones.

A full parser would keep zones that a mail defines and use them for later mails; here nothing is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from models.incoming_mail import Attending, CalendarReply
from plumbing.clock import BERLIN
from plumbing.mail_parts import ADDRESS, ODD_SIGNS

MOST_SIGNS: Final = 256 * 1024
MOST_LINES: Final = 4000
MOST_ATTENDEES: Final = 50
LONGEST_TEXT: Final = 8000
FOLD: Final = re.compile(r"(?:\r\n|\n|\r)[ \t]")
LINES: Final = re.compile(r"\r\n|\n|\r")
NAME: Final = re.compile(r"[A-Za-z0-9-]{1,60}")
PARAMETER: Final = re.compile(r';([A-Za-z0-9-]{1,60})=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
INSTANT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)")
ESCAPED: Final = re.compile(r"\\([\\;,nN])")
ZONES: Final = {
    "w. europe standard time": BERLIN,
    "central european standard time": BERLIN,
    "romance standard time": ZoneInfo("Europe/Paris"),
    "europe/berlin": BERLIN,
    "europe/vienna": BERLIN,
    "europe/zurich": BERLIN,
    "gmt standard time": ZoneInfo("Europe/London"),
    "europe/london": ZoneInfo("Europe/London"),
    "utc": UTC,
    "etc/utc": UTC,
}
"""Zones by the names of calendar programs; of any other zone a time is not taken."""


@dataclass(frozen=True)
class ContentLine:
    """One line of the object: its name in capitals, its parameters, its value as written."""

    name: str
    value: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)[:LONGEST_TEXT]

    @property
    def address(self) -> str:
        return bare_address(self.value)

    def parameter(self, name: str) -> str:
        return self.parameters.get(name, "")


@dataclass(frozen=True)
class CalendarObject:
    """METHOD and program of a calendar object, and the lines of its first event."""

    method: str
    program: str
    lines: tuple[ContentLine, ...]

    def first(self, name: str) -> ContentLine | None:
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str:
        line = self.first(name)
        return line.text.strip() if line else ""

    @property
    def is_microsofts(self) -> bool:
        """Outlook and Exchange put what a person typed, and nothing else, into the text of the mail."""
        return "microsoft" in self.program.lower()


def calendar_object(text: str) -> CalendarObject:
    """The object in a text, as far as it is one; never raises."""
    method = program = ""
    inside: list[str] = []
    lines: list[ContentLine] = []
    done = False
    for line in _content_lines(text):
        if line.name == "BEGIN":
            inside.append(line.value.strip().upper()[:20])
            del inside[20:]
        elif line.name == "END":
            done = done or inside[-1:] == ["VEVENT"]
            del inside[-1:]
        elif inside[-1:] == ["VEVENT"] and not done:
            lines.append(line)
        elif line.name == "METHOD" and not method:
            method = line.value.strip().upper()[:20]
        elif line.name == "PRODID":
            program = line.value[:200]
    return CalendarObject(method, program, tuple(lines))


def reply_in(found: CalendarObject) -> CalendarReply | None:
    """What the object answers; None where it names no meeting."""
    uid = found.text("UID")[:255]
    if not uid:
        return None
    attendees = [_attending(line) for line in found.lines if line.name == "ATTENDEE"]
    organizer, sequence = found.first("ORGANIZER"), found.text("SEQUENCE")
    is_counter = found.method == "COUNTER"
    return CalendarReply(
        uid=uid,
        sequence=int(sequence) if re.fullmatch(r"\d{1,6}", sequence) else None,
        stamp=_instant(found.first("DTSTAMP")),
        attendees=tuple(each for each in attendees if each.address)[:MOST_ATTENDEES],
        organizer=organizer.address if organizer else "",
        comment=found.text("COMMENT"),
        is_one_of_series=found.first("RECURRENCE-ID") is not None,
        starts_at=_instant(found.first("DTSTART")) if is_counter else None,
        ends_at=_instant(found.first("DTEND")) if is_counter else None,
    )


def _content_lines(text: str) -> Iterator[ContentLine]:
    unfolded = FOLD.sub("", ODD_SIGNS.sub("", text[:MOST_SIGNS]))
    for line in LINES.split(unfolded)[:MOST_LINES]:
        name = NAME.match(line)
        if name is None:
            continue
        at, parameters = name.end(), {}
        while found := PARAMETER.match(line, at):
            parameters[found[1].upper()] = found[2].replace('"', "")[:LONGEST_TEXT]
            at = found.end()
        if line[at : at + 1] == ":":
            yield ContentLine(name[0].upper(), line[at + 1 :], parameters)


def _attending(line: ContentLine) -> Attending:
    return Attending(
        address=line.address,
        partstat=line.parameter("PARTSTAT").strip().upper()[:20],
        name=line.parameter("CN").strip()[:200],
        sent_by=bare_address(line.parameter("SENT-BY")),
        delegated_to=bare_address(line.parameter("DELEGATED-TO")),
        delegated_from=bare_address(line.parameter("DELEGATED-FROM")),
        comment=line.parameter("X-RESPONSE-COMMENT").strip(),
    )


def bare_address(value: str) -> str:
    """`mailto:Name@Example.org` as name@example.org; of several the first, empty where there is none."""
    value = re.sub(r"(?i)\A\s*mailto:\s*", "", value.partition(",")[0])
    found = ADDRESS.fullmatch(value.strip().strip("<>"))
    return found[0].lower() if found else ""


def _instant(line: ContentLine | None) -> datetime | None:
    """A moment whose zone is known; whole days and times of an unknown zone are none."""
    found = INSTANT.fullmatch(line.value.strip()) if line else None
    if line is None or found is None:
        return None
    zone = UTC if found[7] else ZONES.get(line.parameter("TZID").strip().lower())
    if zone is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(each) for each in found.groups()[:6])
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
