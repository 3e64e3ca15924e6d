"""Deadlines by §§ 187, 188, 193 BGB, with the public holidays of the table's Land."""

import calendar
import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from models.words import N_

BERLIN = ZoneInfo("Europe/Berlin")


class Land(enum.Enum):
    """The Länder by their codes (ISO 3166-2:DE); each has holidays of its own."""

    BB = "BB"
    BE = "BE"
    BW = "BW"
    BY = "BY"
    HB = "HB"
    HE = "HE"
    HH = "HH"
    MV = "MV"
    NI = "NI"
    NW = "NW"
    RP = "RP"
    SH = "SH"
    SL = "SL"
    SN = "SN"
    ST = "ST"
    TH = "TH"

    @property
    def label(self) -> str:
        return LAND_WORDS[self]


LAND_WORDS = {
    Land.BB: N_("Brandenburg"),
    Land.BE: N_("Berlin"),
    Land.BW: N_("Baden-Württemberg"),
    Land.BY: N_("Bavaria"),
    Land.HB: N_("Bremen"),
    Land.HE: N_("Hesse"),
    Land.HH: N_("Hamburg"),
    Land.MV: N_("Mecklenburg-Western Pomerania"),
    Land.NI: N_("Lower Saxony"),
    Land.NW: N_("North Rhine-Westphalia"),
    Land.RP: N_("Rhineland-Palatinate"),
    Land.SH: N_("Schleswig-Holstein"),
    Land.SL: N_("Saarland"),
    Land.SN: N_("Saxony"),
    Land.ST: N_("Saxony-Anhalt"),
    Land.TH: N_("Thuringia"),
}


@lru_cache(maxsize=256)
def _holidays(land: Land, year: int, language: str = "de", only: str = "public") -> dict[date, str]:
    """Public holidays in the whole Land, by their names: those of single places are another category."""
    return dict(_germany()(subdiv=land.value, years=year, categories=(only,), language=language))


@cache
def _germany() -> Any:
    """What the library says of Germany, from this file of it alone: by its front door come those of 250
    countries, 8 MiB for each worker and a tenth of a second."""
    import holidays

    file = Path(holidays.__file__).parent / "countries" / "germany.py"
    spec = spec_from_file_location("holidays.countries.germany", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Germany


def is_working_day(day: date, land: Land) -> bool:
    """Neither Saturday nor Sunday nor a public holiday of the Land (the days of § 193 BGB)."""
    return day.weekday() < calendar.SATURDAY and day not in _holidays(land, day.year)


def holiday_name(day: date, land: Land, language: str = "de") -> str:
    """What the public holiday of the Land is called; empty on every other day."""
    return _holidays(land, day.year, _spoken(language)).get(day, "")


def local_holiday_name(day: date, land: Land, language: str = "de") -> str:
    """A holiday of single places, as of Catholic municipalities; in the whole Land it is a working day."""
    if holiday_name(day, land) or land not in WITH_LOCAL_HOLIDAYS:
        return ""
    return _holidays(land, day.year, _spoken(language), "catholic").get(day, "")


WITH_LOCAL_HOLIDAYS = (Land.BY, Land.SN, Land.TH)


def _spoken(language: str) -> str:
    return "de" if language.startswith("de") else "en_US"


def _working_days(day: date, land: Land, step: int) -> Iterator[date]:
    """Working days from this day on (itself, if it is one), backward with step -1."""
    while True:
        if is_working_day(day, land):
            yield day
        day += timedelta(days=step)


def next_working_day(day: date, land: Land) -> date:
    """This day, if it is a working day, else the next one (§ 193 BGB)."""
    return next(_working_days(day, land, 1))


def previous_working_day(day: date, land: Land) -> date:
    """This day, if it is a working day, else the last one before it."""
    return next(_working_days(day, land, -1))


def counted_forward(
    from_day: date,
    *,
    days: int | None = None,
    weeks: int | None = None,
    months: int | None = None,
    land: Land,
) -> date:
    """The last day of a period that begins with an event on `from_day`; exactly one unit is given.

    The day of the event does not count (§ 187 (1)). Weeks and months end on the day of the same name or
    number, in a shorter month on its last day (§ 188 (2), (3)). An end on a Saturday, Sunday or public
    holiday moves to the next working day (§ 193).
    """
    given = [number for number in (days, weeks, months) if number is not None]
    if len(given) != 1 or given[0] < 0:
        raise ValueError("a period is a number of days, of weeks or of months")
    if months is not None:
        return next_working_day(months_later(from_day, months), land)
    return next_working_day(from_day + timedelta(days=days or 0, weeks=weeks or 0), land)


def months_later(day: date, months: int) -> date:
    """The day with the same number; where the month has none, its last day (§ 188 (3) BGB)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def counted_back(from_day: date, days: int, land: Land) -> date:
    """The last day to act, `days` days before `from_day`, which itself does not count.

    If it is no working day, it moves to the working day before: a period before an event must not get
    shorter, so § 193 BGB does not push it forward (rulings: deadlines).
    """
    if days < 0:
        raise ValueError("a period has no negative number of days")
    return previous_working_day(from_day - timedelta(days=days), land)


def working_days_before(day: date, n: int, land: Land) -> date:
    """The n-th working day before `day`; n from 1."""
    return _nth(day, n, land, -1)


def working_days_after(day: date, n: int, land: Land) -> date:
    """The n-th working day after `day`, which does not count; n from 1."""
    return _nth(day, n, land, 1)


def _nth(day: date, n: int, land: Land, step: int) -> date:
    if n < 1:
        raise ValueError("working days are counted from one")
    found = _working_days(day + timedelta(days=step), land, step)
    for _ in range(n - 1):
        next(found)
    return next(found)


def end_instant(day: date) -> datetime:
    """The instant (UTC) at which a deadline on this day is over: 24:00 in Berlin, no longer part of it."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=BERLIN).astimezone(UTC)


def reminder_reached(
    asked_at: datetime, due_on: date, working_days: Iterable[int], land: Land, today: date
) -> date | None:
    """The latest day of reminding the silent since they were asked: so many working days before the last day.

    None before the first one and after the last day. Days that were missed are made up by one reminder.
    """
    if today > due_on:
        return None
    asked_on = asked_at.astimezone(BERLIN).date()
    days = [working_days_before(due_on, n, land) for n in working_days]
    return max((day for day in days if asked_on < day <= today), default=None)


def objections_until(sent_on: date, days: int, land: Land) -> date:
    """The last day for objections to minutes; the day of dispatch does not count."""
    return counted_forward(sent_on, days=days, land=land)


class Upcoming(NamedTuple):
    """A deadline that lies ahead, in a marked word."""

    label: str
    day: date


@dataclass(frozen=True)
class MeetingDeadlines:
    """What has to be done by when before a meeting on a known day, each the last day to do it."""

    topic_call_on: date
    agenda_closes_on: date
    invitation_due_on: date
    replies_due_on: date
    reply_reminders_on: tuple[date, ...]

    def upcoming(self, on: date, *, invited: bool, called: bool = False) -> "Upcoming | None":
        """What is due next; what was done with the invitation is not, nor is the call for topics once they
        were `called` for."""
        preparing = (
            *(() if called else (Upcoming(N_("call for topics"), self.topic_call_on),)),
            Upcoming(N_("closing of the agenda"), self.agenda_closes_on),
            Upcoming(N_("invitation"), self.invitation_due_on),
        )
        asking = (
            *(Upcoming(N_("reminder of open replies"), day) for day in self.reply_reminders_on),
            Upcoming(N_("last day for replies"), self.replies_due_on),
        )
        steps = asking if invited else (*preparing, *asking)
        return min((step for step in steps if step.day >= on), key=lambda step: step.day, default=None)

    @classmethod
    def of(
        cls,
        meeting_day: date,
        land: Land,
        *,
        topic_call_weeks: int = 6,
        agenda_weeks: int = 4,
        notice_days: int = 14,
        reply_days: int = 7,
        reminder_working_days: tuple[int, ...] = (7, 3),
        replies_due_on: date | None = None,
    ) -> Self:
        """Counted back from the meeting; `replies_due_on` is the announced day, which then holds."""
        due = replies_due_on or counted_back(meeting_day, reply_days, land)
        return cls(
            topic_call_on=counted_back(meeting_day, 7 * topic_call_weeks, land),
            agenda_closes_on=counted_back(meeting_day, 7 * agenda_weeks, land),
            invitation_due_on=counted_back(meeting_day, notice_days, land),
            replies_due_on=due,
            reply_reminders_on=tuple(
                sorted(working_days_before(due, n, land) for n in set(reminder_working_days))
            ),
        )
