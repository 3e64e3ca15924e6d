"""Deadlines by the BGB: counting, ends on free days, holidays of each Land, midnight in Berlin."""

import calendar
from datetime import UTC, date, datetime, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from models import deadlines
from models.deadlines import (
    Land,
    MeetingDeadlines,
    counted_back,
    counted_forward,
    end_instant,
    is_working_day,
    next_working_day,
    objections_until,
    previous_working_day,
    working_days_after,
    working_days_before,
)

NW, NI, BY, BE, SN = Land.NW, Land.NI, Land.BY, Land.BE, Land.SN
at_leisure = settings(deadline=None, database=None)  # the machine may be busy; nothing is written beside
some_days = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))
lands = st.sampled_from([NW, NI])


@pytest.mark.parametrize(
    ("day", "land", "works"),
    [
        (date(2025, 10, 31), NI, False),  # Reformation Day, a Friday
        (date(2025, 10, 31), NW, True),
        (date(2017, 10, 31), NW, False),  # once everywhere
        (date(2027, 11, 1), NW, False),  # All Saints, a Monday
        (date(2027, 11, 1), NI, True),
        (date(2026, 4, 3), NW, False),  # Good Friday
        (date(2026, 4, 6), NI, False),  # Easter Monday
        (date(2026, 5, 14), NW, False),  # Ascension
        (date(2026, 6, 4), NW, False),  # Corpus Christi
        (date(2026, 6, 4), NI, True),
        (date(2026, 5, 1), NW, False),
        (date(2025, 10, 3), NI, False),
        (date(2026, 12, 24), NW, True),
        (date(2026, 12, 31), NI, True),
        (date(2026, 12, 25), NW, False),
        (date(2025, 12, 26), NI, False),
        (date(2026, 3, 8), NW, False),  # a Sunday
        (date(2026, 3, 7), NW, False),  # a Saturday
        (date(2027, 3, 8), BE, False),  # Women's Day
        (date(2027, 3, 8), NW, True),
        (date(2026, 11, 18), SN, False),  # Day of Prayer and Repentance
        (date(2026, 11, 18), NI, True),
        (date(2024, 2, 29), NW, True),
    ],
)
def test_each_land_has_its_own_working_days(day, land, works):
    assert is_working_day(day, land) is works


@pytest.mark.parametrize("day", [date(2025, 8, 8), date(2024, 8, 8)])
def test_a_holiday_of_one_town_is_a_working_day(day):
    """The Peace Festival is a holiday in Augsburg only."""
    assert is_working_day(day, BY)


def test_a_holiday_of_catholic_villages_is_a_working_day():
    """Assumption Day depends on the village in Bavaria, Corpus Christi on the one in Saxony."""
    assert is_working_day(date(2025, 8, 15), BY)
    assert is_working_day(date(2026, 6, 4), SN)
    assert not is_working_day(date(2025, 8, 15), Land.SL)


def test_holidays_are_those_the_library_tells_by_its_front_door():
    for land in Land:
        for language, only in (("de", "public"), ("en_US", "public"), ("de", "catholic")):
            told = country_holidays(
                "DE", subdiv=land.value, years=2026, language=language, categories=(only,)
            )
            assert deadlines._holidays(land, 2026, language, only) == dict(told)


def test_every_land_is_known_to_the_calendar_of_holidays():
    assert len(Land) == 16
    for land in Land:
        assert land.label
        assert not is_working_day(date(2025, 10, 3), land)


@pytest.mark.parametrize(
    ("start", "period", "land", "end"),
    [
        # § 187 (1): the day of the event does not count
        (date(2026, 9, 1), {"days": 14}, NW, date(2026, 9, 15)),
        (date(2026, 9, 1), {"days": 1}, NW, date(2026, 9, 2)),
        # § 188 (2): the day of the same name or number
        (date(2026, 9, 1), {"weeks": 2}, NW, date(2026, 9, 15)),
        (date(2026, 9, 1), {"months": 1}, NW, date(2026, 10, 1)),
        (date(2026, 9, 15), {"months": 4}, NW, date(2027, 1, 15)),
        (date(2026, 9, 15), {"months": 24}, NW, date(2028, 9, 15)),
        # § 188 (3): where the month has no such day, its last one
        (date(2025, 1, 31), {"months": 1}, NW, date(2025, 2, 28)),
        (date(2024, 1, 31), {"months": 1}, NW, date(2024, 2, 29)),
        (date(2024, 2, 29), {"months": 12}, NW, date(2025, 2, 28)),
        (date(2025, 8, 31), {"months": 1}, NW, date(2025, 9, 30)),
        (date(2025, 2, 28), {"months": 1}, NW, date(2025, 3, 28)),
        # § 193: Saturday, Sunday, holiday move to the next working day
        (date(2026, 8, 29), {"days": 14}, NW, date(2026, 9, 14)),
        (date(2026, 8, 30), {"days": 14}, NW, date(2026, 9, 14)),
        (date(2025, 10, 17), {"days": 14}, NW, date(2025, 10, 31)),
        (date(2025, 10, 17), {"days": 14}, NI, date(2025, 11, 3)),
        (date(2025, 10, 18), {"days": 14}, NW, date(2025, 11, 3)),
        (date(2027, 10, 18), {"days": 14}, NW, date(2027, 11, 2)),
        (date(2027, 10, 18), {"days": 14}, NI, date(2027, 11, 1)),
        (date(2026, 3, 20), {"days": 14}, NW, date(2026, 4, 7)),  # Good Friday to Tuesday after Easter
        (date(2026, 12, 10), {"days": 14}, NW, date(2026, 12, 24)),
        (date(2026, 12, 11), {"days": 14}, NW, date(2026, 12, 28)),
        (date(2026, 12, 17), {"days": 14}, NI, date(2026, 12, 31)),
        (date(2026, 12, 18), {"days": 14}, NI, date(2027, 1, 4)),
    ],
)
def test_a_period_counted_forward_ends_by_the_code(start, period, land, end):
    assert counted_forward(start, land=land, **period) == end


def test_objections_end_on_reformation_day_in_one_land_and_after_it_in_the_other():
    """Case 21: 31 October is a holiday in Niedersachsen, not in NRW."""
    sent = date(2025, 10, 17)
    assert objections_until(sent, 14, NW) == date(2025, 10, 31)
    assert objections_until(sent, 14, NI) == date(2025, 11, 3)


@pytest.mark.parametrize("period", [{}, {"days": 1, "weeks": 1}, {"days": -1}, {"months": -1}])
def test_a_period_has_exactly_one_unit(period):
    with pytest.raises(ValueError, match="period"):
        counted_forward(date(2026, 9, 1), land=NW, **period)


@pytest.mark.parametrize(
    ("meeting", "days", "land", "last"),
    [
        (date(2026, 9, 29), 7, NW, date(2026, 9, 22)),
        (date(2026, 9, 29), 14, NW, date(2026, 9, 15)),
        (date(2025, 11, 7), 7, NW, date(2025, 10, 31)),
        (date(2025, 11, 7), 7, NI, date(2025, 10, 30)),
        (date(2026, 4, 13), 7, NW, date(2026, 4, 2)),  # Easter Monday to Maundy Thursday
        (date(2026, 3, 14), 7, NW, date(2026, 3, 6)),  # a Saturday to the Friday before
        (date(2027, 1, 8), 7, NW, date(2026, 12, 31)),
        (date(2024, 3, 7), 7, NW, date(2024, 2, 29)),
    ],
)
def test_a_period_counted_back_ends_on_a_working_day_before(meeting, days, land, last):
    assert counted_back(meeting, days, land) == last


def test_counting_back_refuses_a_negative_period():
    with pytest.raises(ValueError, match="negative"):
        counted_back(date(2026, 9, 1), -1, NW)


def test_working_days_are_counted_over_weekends_and_holidays():
    assert working_days_before(date(2026, 4, 8), 1, NW) == date(2026, 4, 7)
    assert working_days_before(date(2026, 4, 8), 2, NW) == date(2026, 4, 2)
    assert working_days_after(date(2026, 4, 1), 2, NW) == date(2026, 4, 7)
    assert working_days_after(date(2026, 4, 4), 1, NW) == date(2026, 4, 7)
    assert working_days_before(date(2025, 11, 3), 1, NI) == date(2025, 10, 30)
    assert working_days_before(date(2025, 11, 3), 1, NW) == date(2025, 10, 31)
    with pytest.raises(ValueError, match="from one"):
        working_days_after(date(2026, 4, 1), 0, NW)


@at_leisure
@given(some_days, lands)
def test_moving_finds_the_nearest_working_day(day, land):
    later, earlier = next_working_day(day, land), previous_working_day(day, land)
    assert earlier <= day <= later
    assert is_working_day(later, land)
    assert is_working_day(earlier, land)
    assert (earlier == later) == is_working_day(day, land)
    between = [earlier + timedelta(days=n) for n in range(1, (later - earlier).days)]
    assert not any(is_working_day(one, land) for one in between)


@at_leisure
@given(some_days, st.integers(1, 12), lands)
def test_working_days_there_and_back_lead_home(day, n, land):
    start = next_working_day(day, land)
    end = working_days_after(start, n, land)
    assert working_days_before(end, n, land) == start
    between = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    assert sum(is_working_day(one, land) for one in between) == n


@at_leisure
@given(some_days, st.integers(0, 120), lands)
def test_months_end_on_the_same_number_or_the_last_day(day, months, land):
    end = counted_forward(day, months=months, land=land)
    count = day.year * 12 + day.month - 1 + months
    last = calendar.monthrange(count // 12, count % 12 + 1)[1]
    assert end == next_working_day(date(count // 12, count % 12 + 1, min(day.day, last)), land)


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 15, 23, tzinfo=UTC)),
        (date(2026, 7, 15), datetime(2026, 7, 15, 22, tzinfo=UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),  # 23 hours long
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),  # 25 hours long
        (date(2026, 12, 31), datetime(2026, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_a_deadline_ends_at_midnight_in_berlin_summer_and_winter(day, instant):
    assert end_instant(day) == instant
    assert end_instant(day).tzinfo is UTC


def test_a_meeting_computes_its_deadlines():
    due = MeetingDeadlines.of(date(2026, 9, 29), NW)
    assert due.topic_call_on == date(2026, 8, 18)
    assert due.agenda_closes_on == date(2026, 9, 1)
    assert due.invitation_due_on == date(2026, 9, 15)
    assert due.replies_due_on == date(2026, 9, 22)
    assert due.reply_reminders_on == (date(2026, 9, 11), date(2026, 9, 17))


def test_what_comes_next_leaves_out_what_has_passed_or_was_done():
    due = MeetingDeadlines.of(date(2026, 9, 29), NW)
    told = [
        due.upcoming(date(2026, 8, 1), invited=False),
        due.upcoming(due.topic_call_on + timedelta(days=1), invited=False),
        due.upcoming(due.agenda_closes_on, invited=True),
        due.upcoming(due.replies_due_on, invited=True),
    ]
    assert [each.label for each in told if each] == [
        "call for topics",
        "closing of the agenda",
        "reminder of open replies",
        "last day for replies",
    ]
    assert due.upcoming(due.replies_due_on + timedelta(days=1), invited=False) is None


def test_a_meeting_after_holidays_moves_its_deadlines_back():
    """Seven days before lies Reformation Day, then a weekend lies in the way of the reminders."""
    due = MeetingDeadlines.of(date(2025, 11, 7), NI)
    assert due.replies_due_on == date(2025, 10, 30)
    assert due.reply_reminders_on == (date(2025, 10, 21), date(2025, 10, 27))
    assert MeetingDeadlines.of(date(2025, 11, 7), NW).replies_due_on == date(2025, 10, 31)


def test_the_numbers_of_the_bylaws_count():
    due = MeetingDeadlines.of(
        date(2026, 9, 29),
        NW,
        topic_call_weeks=2,
        agenda_weeks=1,
        notice_days=3,
        reply_days=1,
        reminder_working_days=(2,),
    )
    assert due == MeetingDeadlines(
        topic_call_on=date(2026, 9, 15),
        agenda_closes_on=date(2026, 9, 22),
        invitation_due_on=date(2026, 9, 25),
        replies_due_on=date(2026, 9, 28),
        reply_reminders_on=(date(2026, 9, 24),),
    )


def test_the_announced_day_holds_against_the_computed_one():
    due = MeetingDeadlines.of(date(2026, 9, 29), NW, replies_due_on=date(2026, 9, 24))
    assert due.replies_due_on == date(2026, 9, 24)
    assert due.reply_reminders_on == (date(2026, 9, 15), date(2026, 9, 21))
    assert due.invitation_due_on == date(2026, 9, 15)
