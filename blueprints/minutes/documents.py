"""An edition in words: what its page and its paper show, from its content alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from flask_babel import get_locale, gettext
from markupsafe import Markup

from blueprints.minutes.attendance_words import attendance_word
from blueprints.minutes.correction_words import correction_of, corrects, guest_of, statement_of
from blueprints.minutes.outcome_words import Outcomes, outcomes_of
from blueprints.minutes.said_attendance import times_of
from models.deadlines import BERLIN
from models.editions import Edition, EditionKind
from models.fuzzy_dates import FuzzyDate
from models.item_outcomes import ItemOutcome
from models.meetings import ItemKind
from models.minutes import AttendanceState
from models.visibility import Visibility
from models.words import N_
from plumbing.markdown import render
from plumbing.pages import clock_time, weekday

Facts = list[tuple[str, str]]
UNNAMED: Final = N_("what was said is recorded, not who said it and for whom")
NO_SLOT: Final = {"starts_at": None}
"""Minutes name no times of guests: they tell who was there."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item as the reader of this edition gets it. `html` is safe."""

    number: str
    title: str
    kind: str
    minutes: int
    visibility: Visibility
    named: list[str]
    facts: Facts
    html: Markup
    outcomes: Outcomes


class Attended(NamedTuple):
    """One institution: who came for it, and whether."""

    institution: str
    names: str
    state: AttendanceState
    came_at: datetime | None = None
    left_at: datetime | None = None
    left_for: Sequence[str] = ()

    @property
    def word(self) -> str:
        return attendance_word(self.state, self.came_at, self.left_at, self.left_for)

    @property
    def more(self) -> str:
        """What there is beyond the state: times, and items that one left the room for."""
        return self.word.removeprefix(gettext(self.state.label)).removeprefix(", ")


def _attended(row: dict[str, Any]) -> Attended:
    """What an edition says of one institution."""
    state = AttendanceState(row["state"])
    return Attended(row["institution"], row["names"], state, *times_of(row), row.get("left_for", ()))


@dataclass(frozen=True, kw_only=True)
class Document:
    """A finished document."""

    edition: Edition
    heading: str
    body: str
    visibility: Visibility
    facts: Facts
    notice: str
    attendance: list[Attended]
    items: list[Item]
    apart: Outcomes
    """Of no item: among them what was decided in circulation."""
    corrections: Facts
    """Day and items of each correction with its reason."""
    statements: list[tuple[str, str]]
    """Statements for the record: whose, and the words as they were typed."""

    @property
    def version(self) -> str:
        """Agendas go by their day: numbers would tell of compilations that others got (rulings.md 9)."""
        day = _compiled_on(self.edition)
        if self.edition.kind is EditionKind.AGENDA:
            return gettext("Version of %(day)s", day=day)
        return gettext("Version %(number)s of %(day)s", number=self.edition.version, day=day)

    @property
    def objections_until(self) -> date | None:
        day = self.edition.data.get("objections_until")
        return date.fromisoformat(day) if day else None


def document_of(edition: Edition) -> Document:
    """In the language of the page; what is frozen stays as it was typed."""
    data = edition.data
    minutes = edition.kind is EditionKind.MINUTES
    return Document(
        edition=edition,
        heading=_heading(edition.kind, data),
        body=data["body"],
        visibility=Visibility(data["visibility"]),
        facts=_facts(data, _compiled_on(edition)) + corrects(edition),
        notice=_notice(data) if minutes else "",
        attendance=[_attended(row) for row in data.get("attendance", [])],
        items=[_item(item, minutes) for item in data["items"]],
        apart=outcomes_of(data),
        corrections=[correction_of(each) for each in data.get("corrections", [])],
        statements=[statement_of(each) for each in data.get("statements", [])],
    )


def version_words(edition: Edition, *, numbered: bool) -> str:
    """Which of the agendas of a meeting this is: as invited, a Nachtrag, or sent with a new date.

    `numbered`: for the coordination, who sees every Nachtrag.
    """
    day = _compiled_on(edition)
    if edition.addendum and not numbered:
        return gettext("Addendum of %(day)s", day=day)
    if edition.addendum:
        return gettext("Addendum %(number)s of %(day)s", number=edition.addendum, day=day)
    if edition.number == 1:
        return gettext("As invited on %(day)s", day=day)
    return gettext("With the new date of %(day)s", day=day)


def _heading(kind: EditionKind, data: dict[str, Any]) -> str:
    number = data["number"]
    if kind is EditionKind.AGENDA:
        return gettext("Agenda of meeting no. %(number)s", number=number) if number else gettext("Agenda")
    if data["extract"]:
        extract = gettext("Extract from the minutes")
        return (
            gettext("Extract from the minutes of meeting no. %(number)s", number=number)
            if number
            else extract
        )
    words = gettext("Result minutes of meeting no. %(number)s", number=number)
    return words if number else gettext("Result minutes")


def _facts(data: dict[str, Any], compiled_on: str) -> Facts:
    level = Visibility(data["visibility"])
    guests = [guest_of(guest) for guest in data.get("guests", [])]
    pairs = [
        (gettext("Date"), day_words(data)),
        (gettext("Time"), time_words(data)),
        (gettext("Place"), data["place"]),
        (gettext("Chair"), data["chair"]),
        (gettext("Minute taker"), data.get("minute_taker", "")),
        (gettext("Guests"), "; ".join(guests)),
        (gettext("Addendum"), compiled_on if data.get("addendum") else ""),
        (gettext("What has changed"), _changes(data)),
        (gettext("Invitation of"), _iso_day(data["invited_on"])),
        (gettext("Confidentiality"), f"{gettext(level.label)} ({level.tlp})"),
        (gettext("Status"), _status(data)),
    ]
    return [(name, value) for name, value in pairs if value]


def _changes(data: dict[str, Any]) -> str:
    """How a Nachtrag differs from what its readers had before, in one line."""
    changes = data.get("changes")
    if not changes:
        return ""
    parts = [
        (gettext("Added:"), changes["added"]),
        (gettext("Taken off:"), changes["removed"]),
        (gettext("Changed:"), changes["changed"]),
    ]
    told = [f"{word} {'; '.join(titles)}" for word, titles in parts if titles]
    return ". ".join(
        [*told, *([gettext("The order is another one.").rstrip(".")] if changes["reordered"] else [])]
    )


def day_words(data: dict[str, Any]) -> str:
    """The day of the meeting, as exactly as it is known, with its weekday."""
    held_on = FuzzyDate.from_canonical(data["held_on"])
    words = held_on.words(get_locale().language)
    return f"{weekday(held_on.day)}, {words}" if held_on.day else words


def time_words(data: dict[str, Any]) -> str:
    if not data["starts_at"]:
        return ""
    start = clock_time(datetime.fromisoformat(data["starts_at"]))
    if not data["ends_at"]:
        return gettext("%(start)s o’clock", start=start)
    end = clock_time(datetime.fromisoformat(data["ends_at"]))
    return gettext("%(start)s to %(end)s o’clock", start=start, end=end)


def _day(day: date) -> str:
    """In the language of the document, which is not always that of the page."""
    return FuzzyDate.of_day(day).words(get_locale().language)


def _compiled_on(edition: Edition) -> str:
    return _day(edition.compiled_at.astimezone(BERLIN).date())


def _iso_day(day: str | None) -> str:
    return _day(date.fromisoformat(day)) if day else ""


def _status(data: dict[str, Any]) -> str:
    if "circulated_at" not in data:
        return ""
    sent = _day(datetime.fromisoformat(data["circulated_at"]).astimezone(BERLIN).date())
    return gettext(
        "sent on %(day)s, objections until %(due)s", day=sent, due=_iso_day(data["objections_until"])
    )


def _notice(data: dict[str, Any]) -> str:
    if data["extract"]:
        return gettext("This extract records results. It contains nothing about clients.")
    return gettext("These minutes record results. They contain nothing about clients.")


def _with_slot(guest: str, slot: dict[str, Any]) -> str:
    """A guest with the time for which she was invited, if one was named."""
    time = time_words(slot) if slot["starts_at"] else ""
    return ", ".join(part for part in (guest, time) if part)


def _item(item: dict[str, Any], minutes: bool) -> Item:
    slots = [NO_SLOT] * len(item["guests"]) if minutes else item["slots"]
    guests = [_with_slot(*each) for each in zip(item["guests"], slots, strict=True)]
    facts = [
        (gettext("What became of it"), _outcome(item)),
        (gettext("Submitted by"), item["submitter"]),
        (gettext("Guests"), "; ".join(filter(None, guests))),
        (gettext("Confidential to"), ", ".join(item["named"])),
        (gettext("Chatham House rule"), gettext(UNNAMED) if item.get("chatham_house") else ""),
    ]
    return Item(
        number=item["number"],
        title=item["title"],
        kind=gettext(ItemKind(item["kind"]).label),
        minutes=item["minutes_planned"],
        visibility=Visibility(item["visibility"]),
        named=item["named"],
        facts=[(name, value) for name, value in facts if value],
        html=Markup(item["html"]) if minutes else _rendered(item["text"]),  # noqa: S704 - cleaned when saved
        outcomes=outcomes_of(item),
    )


def _outcome(item: dict[str, Any]) -> str:
    """Put off or taken off; of what was dealt with the text tells."""
    outcome, to = item.get("outcome"), item.get("put_off_to")
    if outcome not in (ItemOutcome.PUT_OFF.value, ItemOutcome.TAKEN_OFF.value):
        return ""
    if to is None:
        return gettext(ItemOutcome(outcome).label)
    return gettext("put off to the meeting of %(day)s", day=day_words(to))


@lru_cache(maxsize=256)
def _rendered(markdown: str) -> Markup:
    """The same frozen text is made into HTML once in each process, not for each reader."""
    return render(markdown)
