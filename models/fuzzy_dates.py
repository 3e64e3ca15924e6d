"""Dates as exactly as they are known: a day, a month, a season, a year, "seit 1995", unknown."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering
from typing import Self

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from models.date_words import MONTHS_DE, MONTHS_EN, SEASONS_DE, SEASONS_EN, UNKNOWN_WORDS, Season, numbers_in
from models.errors import RuleBroken
from models.words import N_

__all__ = ["FuzzyDate", "FuzzyDateType", "Season"]

FIRST_YEAR, LAST_YEAR = 1000, 2999
NOT_OUR_TIME = N_("The year must lie between 1900 and 2199.")
UNKNOWN = "XXXX"
CANONICAL = re.compile(r"(?P<year>\d{4})(?:-(?P<second>\d\d)(?:-(?P<day>\d\d))?)?(?P<open>/\.\.)?", re.ASCII)


def is_of_our_time(day: date) -> bool:
    """Whether a known day is one of this or the neighbouring centuries, and not mistyped."""
    return 1900 <= day.year <= 2199


@total_ordering
@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date with the precision it is known with; nothing is ever added to it.

    In order of time, by its first day; at the same first day the vaguer comes first; "seit 1995" follows
    "1995"; unknown comes last.
    """

    year: int | None = None
    season: Season | None = None
    month: int | None = None
    day_of_month: int | None = None
    since: bool = False

    def __post_init__(self) -> None:
        if self.year is None:
            if (self.season, self.month, self.day_of_month, self.since) != (None, None, None, False):
                raise ValueError("without a year nothing is known")
        elif not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}")
        elif (self.season and self.month is not None) or (self.day_of_month is not None and not self.month):
            raise ValueError("a season has no month, a day needs one")
        else:
            month, day = self.month, self.day_of_month
            date(self.year, 1 if month is None else month, 1 if day is None else day)

    @classmethod
    def unknown(cls) -> Self:
        return cls()

    @classmethod
    def of_day(cls, day: date, since: bool = False) -> Self:
        return cls(year=day.year, month=day.month, day_of_month=day.day, since=since)

    @classmethod
    def of_month(cls, year: int, month: int, since: bool = False) -> Self:
        return cls(year=year, month=month, since=since)

    @classmethod
    def of_season(cls, year: int, season: Season, since: bool = False) -> Self:
        return cls(year=year, season=season, since=since)

    @classmethod
    def of_year(cls, year: int, since: bool = False) -> Self:
        return cls(year=year, since=since)

    @classmethod
    def parse(cls, typed: str | None, field: str | None = None) -> Self:
        """What a person typed, in German or English; nothing typed means unknown. Else RuleBroken."""
        text = " ".join(unicodedata.normalize("NFC", typed or "").lower().split())
        if text in UNKNOWN_WORDS:
            return cls.unknown()
        since, found = numbers_in(text, field)
        if not FIRST_YEAR <= found["year"] <= LAST_YEAR:
            raise RuleBroken(
                N_("The year must lie between %(first)s and %(last)s."),
                field,
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        season = found.get("season")
        try:
            return cls(
                year=found["year"],
                season=Season(season) if season else None,
                month=found.get("month"),
                day_of_month=found.get("day"),
                since=since,
            )
        except ValueError:
            raise RuleBroken(N_("This date does not exist in the calendar."), field) from None

    @classmethod
    def from_canonical(cls, text: str) -> Self:
        """The reverse of `canonical`; ValueError for anything else."""
        if text == UNKNOWN:
            return cls.unknown()
        found = CANONICAL.fullmatch(text)
        if not found:
            raise ValueError(f"not a date as we store it: {text!r}")
        year, second, day = (None if part is None else int(part) for part in found.group(1, 2, 3))
        since = bool(found["open"])
        if second is not None and second > 12:
            return cls(year=year, season=Season(second), day_of_month=day, since=since)
        return cls(year=year, month=second, day_of_month=day, since=since)

    @property
    def canonical(self) -> str:
        """As EDTF (ISO 8601-2): 2022-09-08, 2021-09, 2021-23 (autumn), 1995, 1995/.. (since), XXXX."""
        if self.year is None:
            return UNKNOWN
        second = self.season.value if self.season else self.month
        parts = [f"{part:02}" for part in (second, self.day_of_month) if part]
        return "-".join([f"{self.year}", *parts]) + ("/.." if self.since else "")

    @property
    def sort_key(self) -> str:
        """Ten digits whose order as text is the order of the dates, on any database and collation."""
        if self.year is None:
            return "9" * 10
        month = self.season.first_month if self.season else self.month or 0
        tie = 2 * (self.season is Season.WINTER_OF_TWO_YEARS) + self.since
        return f"{self.year}{month:02}{int(bool(self.month))}{self.day_of_month or 0:02}{tie}"

    def __lt__(self, other: object) -> bool:
        return self.sort_key < other.sort_key if isinstance(other, FuzzyDate) else NotImplemented

    @property
    def is_known(self) -> bool:
        return self.year is not None

    @property
    def is_day(self) -> bool:
        """Whether it is one known day (not "since" it): only then may it become a calendar entry."""
        return self.day_of_month is not None and not self.since

    @property
    def day(self) -> date | None:
        """The known day, else None; never a day that nobody named."""
        return self.first_day if self.is_day else None

    @property
    def first_day(self) -> date | None:
        """Its earliest possible day: for comparisons, never shown."""
        if self.year is None:
            return None
        month = self.season.first_month if self.season else self.month
        return date(self.year, month or 1, self.day_of_month or 1)

    @property
    def last_day(self) -> date | None:
        """Its last possible day: for comparisons, never shown. None where it is open or unknown."""
        if self.year is None or self.since:
            return None
        if self.day_of_month:
            return self.first_day
        if self.season:
            count = self.year * 12 + self.season.first_month + 1
            year, month = count // 12, count % 12 + 1
        else:
            year, month = self.year, self.month or 12
        return date(year, month, calendar.monthrange(year, month)[1])

    def words(self, language: object = "de") -> str:
        """As people write it in this language (`de`, else English); `parse` understands it again."""
        german = str(language).lower().startswith("de")
        if self.year is None:
            return "unbekannt" if german else "unknown"
        written = self._in_german(self.year) if german else self._in_english(self.year)
        if not self.since:
            return written
        return f"seit {written}" if german else f"since {written}"

    def _in_german(self, year: int) -> str:
        if self.season:
            return f"{SEASONS_DE[self.season]} {self._years(year)}"
        if not self.month:
            return f"{year}"
        if not self.day_of_month:
            return f"{MONTHS_DE[self.month - 1]} {year}"
        return f"{self.day_of_month:02}.{self.month:02}.{year}"

    def _in_english(self, year: int) -> str:
        if self.season:
            return f"{SEASONS_EN[self.season]} {self._years(year)}"
        if not self.month:
            return f"{year}"
        return f"{self.day_of_month or ''} {MONTHS_EN[self.month - 1]} {year}".strip()

    def _years(self, year: int) -> str:
        return f"{year}/{(year + 1) % 100:02}" if self.season is Season.WINTER_OF_TWO_YEARS else f"{year}"

    def __str__(self) -> str:
        return self.words()


class FuzzyDateType(TypeDecorator[FuzzyDate]):
    """Column of a FuzzyDate: sort key, space, EDTF ("2021090000 2021-23").

    The sort key in front makes plain ORDER BY, < and >= right in SQL and lets an index serve them.
    """

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: FuzzyDate | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, FuzzyDate):
            raise TypeError(f"not a FuzzyDate: {value!r}")
        return f"{value.sort_key} {value.canonical}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> FuzzyDate | None:
        return None if value is None else _stored(value)


@lru_cache(maxsize=4096)
def _stored(value: str) -> FuzzyDate:
    """The date in a column; dates never change, and most are met again and again."""
    return FuzzyDate.from_canonical(value.partition(" ")[2])
