"""A year of meetings: the days that a rhythm gives, and what stands against each of them."""

import calendar
import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from models.deadlines import Land, holiday_name, is_working_day, local_holiday_name, next_working_day
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.words import N_

MOST_MEETINGS: Final = 60
YEARS_AHEAD: Final = 3
LONGEST_RHYTHM: Final = 26
"""Weeks between two meetings: more is no rhythm within one year."""


class RhythmKind(enum.Enum):
    MONTHS = "months"
    WEEKS = "weeks"
    LISTED = "listed"

    @property
    def label(self) -> str:
        return RHYTHM_WORDS[self]


RHYTHM_WORDS = {
    RhythmKind.MONTHS: N_("On a certain weekday of certain months"),
    RhythmKind.WEEKS: N_("Every so many weeks, from a first day on"),
    RhythmKind.LISTED: N_("On days that I write down myself"),
}


class Nth(enum.Enum):
    """Which of a month's Mondays, Tuesdays ...; each month has a first to fourth and a last."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"
    LAST = "last"

    @property
    def label(self) -> str:
        return NTH_WORDS[self]

    @classmethod
    def of(cls, day: date) -> "Nth":
        """Which one a day is; a fifth is the last."""
        count = (day.day - 1) // 7 + 1
        return cls(str(count)) if count < 5 else cls.LAST


NTH_WORDS = {
    Nth.FIRST: N_("on the first"),
    Nth.SECOND: N_("on the second"),
    Nth.THIRD: N_("on the third"),
    Nth.FOURTH: N_("on the fourth"),
    Nth.LAST: N_("on the last"),
}


def nth_weekday(year: int, month: int, weekday: int, nth: Nth) -> date:
    """The second Wednesday of a month, its last Thursday ...; `weekday` from 0, Monday."""
    first, length = calendar.monthrange(year, month)
    days = range(1 + (weekday - first) % 7, length + 1, 7)
    return date(year, month, days[-1] if nth is Nth.LAST else days[int(nth.value) - 1])


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How the meetings of one year lie. Only what its kind needs is looked at."""

    kind: RhythmKind
    year: int
    nth: Nth = Nth.FIRST
    weekday: int = 0
    months: tuple[int, ...] = ()
    first_on: date | None = None
    weeks: int | None = None
    listed: str = ""

    def days(self, today: date) -> list[date]:
        """The days of the year in their order, without those that have passed; working days or not."""
        if not today.year <= self.year <= today.year + YEARS_AHEAD:
            raise RuleBroken(
                N_("Please give a year from %(first)s to %(last)s."),
                field="year",
                first=today.year,
                last=today.year + YEARS_AHEAD,
            )
        found = sorted(set(self._found()))
        if len(found) > MOST_MEETINGS:
            raise RuleBroken(
                N_("At most %(most)s meetings can be planned at once."), self.field, most=MOST_MEETINGS
            )
        ahead = [day for day in found if day > today]
        if not ahead:
            raise RuleBroken(N_("All of these days have passed."), self.field)
        return ahead

    @property
    def field(self) -> str:
        """Where a person says what decides about the days."""
        return {RhythmKind.MONTHS: "months", RhythmKind.WEEKS: "first_on"}.get(self.kind, "listed")

    def _found(self) -> Iterator[date]:
        if self.kind is RhythmKind.MONTHS:
            return self._by_months()
        return self._by_weeks() if self.kind is RhythmKind.WEEKS else self._as_listed()

    def _by_months(self) -> Iterator[date]:
        if not self.months:
            raise RuleBroken(N_("Please choose at least one month."), field="months")
        for month in self.months:
            yield nth_weekday(self.year, month, self.weekday, self.nth)

    def _by_weeks(self) -> Iterator[date]:
        if self.weeks is None or not 1 <= self.weeks <= LONGEST_RHYTHM:
            raise RuleBroken(
                N_("Between %(least)s and %(most)s."), field="weeks", least=1, most=LONGEST_RHYTHM
            )
        if self.first_on is None or self.first_on.year != self.year:
            raise RuleBroken(N_("Please give a day of the year that is planned."), field="first_on")
        day = self.first_on
        while day.year == self.year:
            yield day
            day += timedelta(weeks=self.weeks)

    def _as_listed(self) -> Iterator[date]:
        lines = [line.strip() for line in re.split(r"[\n;]", self.listed)]
        if not any(lines):
            raise RuleBroken(N_("Please write down at least one day."), field="listed")
        for line in filter(None, lines):
            yield self._day_of(line)

    def _day_of(self, line: str) -> date:
        """One typed line: "10.3.", "10.03.2027", "Mi, 10. März"; without a year it is the planned one."""
        words = re.sub(r"^[^\W\d]+\.?,?\s+(?=\d)", "", line)
        if not re.search(r"\d{4}", words):
            words = f"{words}. {self.year}" if re.search(r"\.\s*\d+$", words) else f"{words} {self.year}"
        try:
            day = FuzzyDate.parse(words).day
        except RuleBroken:
            day = None
        if day is None or day.year != self.year:
            raise RuleBroken(
                N_("“%(line)s” is no day of the year %(year)s."), "listed", line=line[:60], year=self.year
            )
        return day


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What the calendar of a Land says about a day that is to be a day of meeting.

    `holiday` closes the whole Land, `local_holiday` single places; `bridges` is the holiday to which a
    bridge day leads; `season` is a marked word. `proposals` are other working days, the best one first;
    a day that works needs none.
    """

    day: date
    works: bool
    holiday: str = ""
    local_holiday: str = ""
    bridges: str = ""
    season: str = ""
    proposals: tuple[date, ...] = ()


def outlook(
    day: date, land: Land, *, today: date, taken: Iterable[date] = (), language: str = "de"
) -> Outlook:
    """What stands against a day; days in `taken` are not proposed."""
    works = is_working_day(day, land)
    closed = set(taken)
    return Outlook(
        day=day,
        works=works,
        holiday=holiday_name(day, land, language),
        local_holiday=local_holiday_name(day, land, language),
        bridges=_bridged(day, land, language) if works else "",
        season=_season(day) if works else "",
        proposals=() if works else tuple(_proposals(day, land, closed, today)),
    )


def _proposals(day: date, land: Land, closed: set[date], today: date) -> Iterator[date]:
    """The same weekday a week later, the next working day, the same weekday a week earlier."""
    week = timedelta(weeks=1)
    wanted = dict.fromkeys((day + week, next_working_day(day, land), day - week))
    for other in wanted:
        if other.year == day.year and other > today and other not in closed and is_working_day(other, land):
            yield other


def _bridged(day: date, land: Land, language: str) -> str:
    """A Friday after a holiday and a Monday before one: many are not there."""
    beside = {calendar.FRIDAY: -1, calendar.MONDAY: 1}.get(day.weekday())
    return holiday_name(day + timedelta(days=beside), land, language) if beside else ""


def _season(day: date) -> str:
    if (day.month, day.day) == (12, 24):
        return N_("Christmas Eve")
    if day.month == 12 and 27 <= day.day <= 30:
        return N_("between Christmas and New Year")
    return N_("New Year’s Eve") if (day.month, day.day) == (12, 31) else ""


def rhythm_of(days: Iterable[date]) -> tuple[Nth, int, list[int]] | None:
    """The weekday on which meetings mostly were, and their months: what the next year will most likely be."""
    known = sorted(days)
    if not known:
        return None
    seen = [(Nth.of(day), day.weekday()) for day in known if day.weekday() < calendar.SATURDAY]
    if not seen:
        return None
    nth, weekday = max(seen, key=lambda each: (seen.count(each), -seen.index(each)))
    return nth, weekday, sorted({day.month for day in known})
