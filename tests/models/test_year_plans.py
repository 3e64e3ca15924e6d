"""The days of a year: the rhythm's arithmetic, and what the calendar of each Land has against a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.deadlines import Land, holiday_name, is_working_day, local_holiday_name
from models.errors import RuleBroken
from models.year_plans import Nth, Rhythm, RhythmKind, nth_weekday, outlook, rhythm_of

TODAY = date(2026, 10, 5)
WEDNESDAY, THURSDAY = 2, 3


def months(year, nth, weekday, *chosen, today=TODAY):
    return Rhythm(kind=RhythmKind.MONTHS, year=year, nth=nth, weekday=weekday, months=chosen).days(today)


def listed(text, year=2027):
    return Rhythm(kind=RhythmKind.LISTED, year=year, listed=text).days(TODAY)


def weeks(first_on, count, year=2027):
    return Rhythm(kind=RhythmKind.WEEKS, year=year, first_on=first_on, weeks=count).days(TODAY)


def refused(field):
    return pytest.raises(RuleBroken, check=lambda broken: broken.field == field)


def test_second_wednesdays_are_second_wednesdays():
    assert months(2027, Nth.SECOND, WEDNESDAY, 3, 6, 9, 12) == [
        date(2027, 3, 10),
        date(2027, 6, 9),
        date(2027, 9, 8),
        date(2027, 12, 8),
    ]
    assert nth_weekday(2028, 3, WEDNESDAY, Nth.SECOND) == date(2028, 3, 8)  # the 1st is a Wednesday
    assert nth_weekday(2028, 2, 1, Nth.LAST) == date(2028, 2, 29)
    assert nth_weekday(2027, 2, 6, Nth.LAST) == date(2027, 2, 28)


@given(st.integers(1990, 2190), st.integers(1, 12), st.integers(0, 6), st.sampled_from(list(Nth)))
def test_every_month_has_a_first_to_fourth_and_a_last_of_each_weekday(year, month, weekday, nth):
    day = nth_weekday(year, month, weekday, nth)
    assert (day.year, day.month, day.weekday()) == (year, month, weekday)
    week = timedelta(weeks=1)
    if nth is Nth.LAST:
        assert (day + week).month != month
    else:
        assert (day - int(nth.value) * week).month != month
        assert (day - (int(nth.value) - 1) * week).month == month
    assert Nth.of(day) in (nth, Nth.FOURTH)


def test_a_rhythm_of_weeks_stays_in_its_year_and_goes_over_a_leap_day():
    assert weeks(date(2027, 1, 20), 6) == [
        date(2027, 1, 20) + timedelta(weeks=6 * count) for count in range(9)
    ]
    assert date(2028, 2, 29) in weeks(date(2028, 2, 15), 2, year=2028)


def test_days_are_written_down_as_people_write_them():
    assert listed("Mi, 10. März\n29.4.\n 3.6; 2027-09-08\n8 December\n10.03.2027") == [
        date(2027, 3, 10),
        date(2027, 4, 29),
        date(2027, 6, 3),
        date(2027, 9, 8),
        date(2027, 12, 8),
    ]
    assert listed("29.2.", year=2028) == [date(2028, 2, 29)]


@pytest.mark.parametrize("line", ["29.2.", "März", "31.4.", "10.3.2028", "bald", "10.3.27", "<script>"])
def test_what_is_no_day_of_the_year_is_named(line):
    with refused("listed") as told:
        listed(f"10.3.\n{line}")
    assert line in str(told.value)


def test_a_year_without_days_or_beyond_all_plans_is_refused():
    with refused("months"):
        months(2027, Nth.FIRST, 0)
    for first_on in (None, date(2026, 12, 30), date(2028, 1, 3)):
        with refused("first_on"):
            weeks(first_on, 6)
    for count in (None, 0, -1, 27):
        with refused("weeks"):
            weeks(date(2027, 1, 4), count)
    with refused("listed"):
        listed(" \n ")
    for year in (2025, 2030, 0, 99999):
        with refused("year"):
            months(year, Nth.FIRST, 0, 3)
    days = (date(2027, 1, 1) + timedelta(days=count) for count in range(61))
    with refused("listed"):
        listed("\n".join(day.isoformat() for day in days))


def test_days_that_have_passed_are_left_out():
    assert months(2026, Nth.SECOND, WEDNESDAY, 3, 6, 9, 12) == [date(2026, 12, 9)]
    assert months(2026, Nth.FIRST, 0, 10, 11) == [date(2026, 11, 2)]  # today is the first Monday
    with refused("months"):
        months(2026, Nth.SECOND, WEDNESDAY, 3)


# What the calendar says


def look(day, land, **more):
    return outlook(day, land, today=TODAY, **more)


def test_reformation_day_is_a_holiday_in_lower_saxony_and_not_in_nrw():
    day = date(2028, 10, 31)
    assert look(day, Land.NI).holiday == "Reformationstag"
    assert look(day, Land.NI).proposals == (date(2028, 11, 7), date(2028, 11, 1), date(2028, 10, 24))
    assert look(day, Land.NW).works
    assert look(day, Land.NW).proposals == ()


def test_corpus_christi_differs_by_land_and_by_place():
    day = date(2027, 5, 27)
    assert look(day, Land.NW).holiday == "Fronleichnam"
    assert look(day, Land.NW, language="en").holiday == "Corpus Christi"
    assert look(day, Land.NI).works
    assert (look(day, Land.SN).works, look(day, Land.SN).local_holiday) == (True, "Fronleichnam")
    assert local_holiday_name(day, Land.NW) == ""


def test_proposals_work_are_free_and_stay_in_the_year():
    christmas = date(2029, 12, 25)
    assert look(christmas, Land.NW).proposals == (date(2029, 12, 27), date(2029, 12, 18))
    taken = [date(2029, 12, 27)]
    assert look(christmas, Land.NW, taken=taken).proposals == (date(2029, 12, 18),)
    saturday = date(2027, 3, 27)
    assert look(saturday, Land.NW).holiday == ""
    assert look(saturday, Land.NW).proposals == (date(2027, 3, 30),)  # Easter Monday lies between


@given(st.dates(date(2026, 10, 6), date(2029, 12, 31)), st.sampled_from(list(Land)))
def test_whatever_is_proposed_is_a_working_day(day, land):
    found = look(day, land)
    assert found.works is is_working_day(day, land)
    assert bool(found.holiday) <= (not found.works)
    assert all(is_working_day(each, land) and each != day for each in found.proposals)
    assert (found.holiday or "") == holiday_name(day, land)


def test_bridge_days_and_the_days_around_christmas_are_told():
    assert look(date(2027, 5, 7), Land.NW).bridges == "Christi Himmelfahrt"
    assert look(date(2028, 10, 30), Land.NI).bridges == "Reformationstag"
    assert look(date(2028, 10, 30), Land.NW).bridges == ""
    assert look(date(2026, 12, 24), Land.NW).season == "Christmas Eve"
    assert look(date(2026, 12, 29), Land.NW).season == "between Christmas and New Year"
    assert look(date(2026, 12, 31), Land.NW).season == "New Year’s Eve"


def test_the_rhythm_of_a_year_is_seen_in_its_days():
    days = [date(2026, 3, 11), date(2026, 6, 10), date(2026, 9, 10), date(2026, 12, 9)]
    assert rhythm_of(days) == (Nth.SECOND, WEDNESDAY, [3, 6, 9, 12])
    assert rhythm_of([date(2026, 4, 30), date(2026, 1, 29)]) == (Nth.LAST, THURSDAY, [1, 4])
    assert rhythm_of([]) is None
    assert rhythm_of([date(2026, 3, 7)]) is None  # a Saturday
