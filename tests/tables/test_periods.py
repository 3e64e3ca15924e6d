"""Periods: both ends belong to them; they are cut, ended and compared by days."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import periods
from models.errors import RuleBroken

DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))
ENDS = st.none() | DAYS
ALL_DAYS = [date(2025, 12, 1) + timedelta(days=n) for n in range(90)]


def period(starts_on=None, ends_on=None):
    return SimpleNamespace(starts_on=starts_on, ends_on=ends_on)


def days_of(row):
    return {day for day in ALL_DAYS if periods.holds(row.starts_on, row.ends_on, day)}


@given(ENDS, ENDS, ENDS, ENDS)
def test_periods_overlap_if_they_share_a_day(starts_on, ends_on, other_starts_on, other_ends_on):
    first, second = period(starts_on, ends_on), period(other_starts_on, other_ends_on)
    if days_of(first) and days_of(second):
        shared = bool(days_of(first) & days_of(second))
        assert periods.overlap(starts_on, ends_on, other_starts_on, other_ends_on) is shared


@given(ENDS, ENDS, DAYS)
def test_ended_period_holds_up_to_the_day_before(starts_on, ends_on, without_from):
    row = period(starts_on, ends_on)
    before = days_of(row)
    try:
        periods.end(row, without_from)
    except RuleBroken:
        assert days_of(row) == before
        return
    assert not any(day >= without_from for day in days_of(row))
    assert {day for day in before if day < without_from} <= days_of(row)


@given(ENDS, ENDS, DAYS)
def test_cut_period_can_be_stored(starts_on, ends_on, last_day):
    row = period(starts_on, ends_on)
    periods.cut(row, last_day)
    assert row.ends_on <= last_day
    assert row.starts_on is None or row.starts_on <= row.ends_on


def test_period_does_not_end_before_it_begins():
    with pytest.raises(RuleBroken, match="before the beginning"):
        periods.judge(period(date(2026, 1, 2), date(2026, 1, 1)))
    periods.judge(period(date(2026, 1, 1), date(2026, 1, 1)))
