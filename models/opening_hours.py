"""When something is open: weekdays and clock times in Berlin, with the holidays of a Land."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Dialect, String
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column
from sqlalchemy.types import TypeDecorator

from models.deadlines import BERLIN, Land, holiday_name
from models.errors import RuleBroken
from models.words import N_

DAY: Final = 24 * 60
HOLIDAY: Final = 7
EVERY_DAY: Final = tuple(range(8))
LONGEST: Final = 20
"""So many lines at most."""
NAMES: Final = {
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So", "Feiertage"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "holidays"),
}
DAILY: Final = {"de": "täglich", "en": "daily"}
SPELLED: Final = (
    *(("mo", "mon", "montag", "monday"), ("di", "tue", "tues", "dienstag", "tuesday")),
    *(("mi", "wed", "mittwoch", "wednesday"), ("do", "thu", "thur", "thurs", "donnerstag", "thursday")),
    *(("fr", "fri", "freitag", "friday"), ("sa", "sat", "samstag", "sonnabend", "saturday")),
    *(("so", "sun", "sonntag", "sunday"), ("feiertag", "feiertage", "feiertagen", "holiday", "holidays")),
)
KNOWN: Final = {name: day for day, names in enumerate(SPELLED) for name in names}
EVERY: Final = ("täglich", "daily", "every day")
AROUND_THE_CLOCK: Final = ("rund um die uhr", "24/7", "around the clock")
LINE: Final = re.compile(r"(?P<days>\D+?):?\s*(?P<times>\d.*)")
TIMES: Final = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?(?: ?uhr)? ?(?:-|bis|to) ?(\d{1,2})(?:[:.](\d{2}))?(?: ?uhr)?"
)
AND: Final = re.compile(r" ?(?:[,;+/&]|\bund\b|\band\b) ?")
NOT_UNDERSTOOD: Final = N_("“%(line)s” was not understood. Please write for example: Mon–Fri 09:00–17:00.")


@dataclass(frozen=True)
class Span:
    """Open on these days from one minute of the day to another; it may end on the next morning.

    `days`: 0 to 6 from Monday on, 7 a public holiday, on which no weekday holds. `closes` is up to 1440; one
    that does not lie after `opens` is of the next day.
    """

    days: tuple[int, ...]
    opens: int
    closes: int

    def words(self, language: str) -> str:
        """In words that `hours_in` understands."""
        if self == ALWAYS:
            return ROUND_THE_CLOCK[language]
        days = DAILY[language] if self.days == EVERY_DAY else _day_words(self.days, language)
        return f"{days} {_clock(self.opens)}–{_clock(self.closes)}"


ALWAYS: Final = Span(EVERY_DAY, 0, DAY)
ROUND_THE_CLOCK: Final = {"de": "rund um die Uhr", "en": "around the clock"}
Hours = tuple[Span, ...]


def hours_in(text: str) -> Hours:
    """What was typed, a line for each rule: “Mon–Fri 9–12, 14–17”, “Sat, holidays 10–14”, “daily 22–6”.

    Raises `RuleBroken` with the line that was not understood.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > LONGEST:
        raise RuleBroken(N_("At most %(most)s lines."), most=LONGEST)
    return tuple(span for line in lines for span in _spans(line))


def _spans(line: str) -> list[Span]:
    plain = re.sub(r"\s+", " ", line.casefold().replace("–", "-").replace("—", "-")).strip(" .")
    if plain in AROUND_THE_CLOCK:
        return [ALWAYS]
    found = LINE.fullmatch(plain)
    days = _days(found["days"].strip(" .,")) if found else ()
    times = [TIMES.fullmatch(part.strip()) for part in AND.split(found["times"])] if found else []
    if not days or not times or None in times:
        raise RuleBroken(NOT_UNDERSTOOD, line=line[:60])
    return [_span(days, each.groups(), line) for each in times if each]


def _span(days: tuple[int, ...], given: Any, line: str) -> Span:
    opens, closes = (int(given[at]) * 60 + int(given[at + 1] or 0) for at in (0, 2))
    minutes = [int(given[at] or 0) for at in (1, 3)]
    if opens >= DAY or not 0 <= closes <= DAY or max(minutes) > 59 or opens == closes:
        raise RuleBroken(NOT_UNDERSTOOD, line=line[:60])
    return Span(days, opens, closes)


def _days(text: str) -> tuple[int, ...]:
    if text in EVERY:
        return EVERY_DAY
    found: set[int] = set()
    for part in AND.split(text):
        ends = [KNOWN.get(_bare(name)) for name in re.split(r" ?(?:-|\bbis\b|\bto\b) ?", part)]
        if None in ends or len(ends) > 2 or (len(ends) == 2 and HOLIDAY in ends):
            return ()
        first, last = ends[0] or 0, ends[-1] or 0
        found.update(
            [first] if first == last else [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        )
    return tuple(sorted(found))


def _bare(name: str) -> str:
    """Without the dot of an abbreviation, the s of “montags”, and “an”, “on” before it."""
    word = re.sub(r"^(?:an |on )", "", name.strip(" ."))
    return word if word in KNOWN else word.removesuffix("s")


def _day_words(days: tuple[int, ...], language: str) -> str:
    """Three and more in a row as a range."""
    names = NAMES[language]
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1 and day != HOLIDAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    told = [
        f"{names[run[0]]}–{names[run[-1]]}" if len(run) > 2 else ", ".join(names[day] for day in run)
        for run in runs
    ]
    return ", ".join(told)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def is_holiday(day: date, land: Land | None) -> bool:
    """A public holiday of the Land; where none is known, one of all of them."""
    return all(holiday_name(day, each) for each in ([land] if land else Land))


def is_open(hours: Iterable[Span], at: datetime, land: Land | None) -> bool:
    """Whether it is open at that instant, as clocks in Berlin show it, also after midnight."""
    local = at.astimezone(BERLIN)
    minute, today = local.hour * 60 + local.minute, local.date()
    kinds = {
        day: HOLIDAY if is_holiday(day, land) else day.weekday() for day in (today, today - timedelta(1))
    }
    for each in hours:
        overnight = each.closes <= each.opens
        if kinds[today] in each.days and each.opens <= minute and (overnight or minute < each.closes):
            return True
        if overnight and kinds[today - timedelta(1)] in each.days and minute < each.closes:
            return True
    return False


class HoursType(TypeDecorator[Hours]):
    """Hours in a column, as "01234 540-1020|7 600-720"; empty: nothing is said."""

    impl = String(1000)
    cache_ok = True

    def process_bind_param(self, value: Hours | str | None, dialect: Dialect) -> str | None:
        return canonical(value) if isinstance(value, tuple) else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Hours:
        return from_canonical(value or "")

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        return String()


def canonical(hours: Hours) -> str:
    return "|".join(f"{''.join(map(str, each.days))} {each.opens}-{each.closes}" for each in hours)


def from_canonical(text: str) -> Hours:
    found = []
    for part in text.split("|") if text else ():
        days, _, times = part.partition(" ")
        opens, _, closes = times.partition("-")
        found.append(Span(tuple(map(int, days)), int(opens), int(closes)))
    return tuple(found)


def hours_words(hours: Hours, language: str) -> str:
    """A line for each rule; what `hours_in` reads again."""
    return "\n".join(each.words("de" if language.startswith("de") else "en") for each in hours)


class OpeningHours(MappedAsDataclass, kw_only=True):
    """Columns of what is open at times: the hours, and the Land whose holidays count (none: those of all).

    What no rule can say stays in free words beside them.
    """

    open_hours: Mapped[Hours] = mapped_column(HoursType(), default=())
    land: Mapped[Land | None] = mapped_column(default=None)

    def is_open(self, at: datetime) -> bool:
        """Whether the hours say so; where nothing is said nobody knows."""
        return is_open(self.open_hours, at, self.land)

    def hours_words(self, language: str) -> str:
        return hours_words(self.open_hours, language)
