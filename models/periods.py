"""Periods in days: both ends belong to them, an open end has no limit."""

from datetime import date, timedelta
from typing import Protocol

from models.errors import RuleBroken
from models.words import N_


class Period(Protocol):
    """A row that holds from `starts_on` to `ends_on`."""

    starts_on: date | None
    ends_on: date | None


def holds(starts_on: date | None, ends_on: date | None, on: date) -> bool:
    """Whether a period holds on a day."""
    return (starts_on is None or starts_on <= on) and (ends_on is None or on <= ends_on)


def overlap(
    starts_on: date | None, ends_on: date | None, other_starts_on: date | None, other_ends_on: date | None
) -> bool:
    """Whether two periods share a day."""
    begins_in_time = ends_on is None or other_starts_on is None or other_starts_on <= ends_on
    ends_late_enough = other_ends_on is None or starts_on is None or starts_on <= other_ends_on
    return begins_in_time and ends_late_enough


def end(row: Period, without_from: date) -> None:
    """End a row's period so that `without_from` is the first day on which it does not hold any more."""
    if row.starts_on and without_from < row.starts_on:
        raise RuleBroken(N_("The end lies before the beginning."), field="ends_on")
    last_day = without_from - timedelta(days=1)
    if row.ends_on is not None and row.ends_on <= last_day:
        raise RuleBroken(N_("This has already ended."))
    cut(row, last_day)


def cut(row: Period, last_day: date) -> None:
    """Let a period reach no further than a day; one that begins later never begins."""
    row.ends_on = last_day if row.ends_on is None else min(row.ends_on, last_day)
    row.starts_on = min(row.starts_on, row.ends_on) if row.starts_on else None


def judge(row: Period) -> None:
    """Refuse a period that ends before it begins."""
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise RuleBroken(N_("The end lies before the beginning."), field="ends_on")
