"""Vague dates: understood as people write them, printed as given, in order of time, stored as such."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text

from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate, FuzzyDateType, Season

at_leisure = settings(deadline=None, database=None)  # the machine may be busy; nothing is written beside
some_years = st.integers(1000, 2999)
vague_dates = st.one_of(
    st.just(FuzzyDate.unknown()),
    st.builds(FuzzyDate.of_year, some_years, since=st.booleans()),
    st.builds(FuzzyDate.of_month, some_years, st.integers(1, 12), since=st.booleans()),
    st.builds(FuzzyDate.of_season, some_years, st.sampled_from(Season), since=st.booleans()),
    st.builds(
        FuzzyDate.of_day,
        st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)),
        since=st.booleans(),
    ),
)

UNDERSTOOD = [
    ("08.09.2022", "2022-09-08", "08.09.2022", "8 September 2022"),
    ("8.9.2022", "2022-09-08", "08.09.2022", "8 September 2022"),
    ("8. 9. 2022", "2022-09-08", "08.09.2022", "8 September 2022"),
    ("8. September 2022", "2022-09-08", "08.09.2022", "8 September 2022"),
    ("8 Sept. 2022", "2022-09-08", "08.09.2022", "8 September 2022"),
    ("September 8th, 2022", "2022-09-08", "08.09.2022", "8 September 2022"),
    ("2022-09-08", "2022-09-08", "08.09.2022", "8 September 2022"),
    ("am 23. März 2021", "2021-03-23", "23.03.2021", "23 March 2021"),
    ("23. Ma\u0308rz 2021", "2021-03-23", "23.03.2021", "23 March 2021"),
    ("September 2021", "2021-09", "September 2021", "September 2021"),
    ("09/2021", "2021-09", "September 2021", "September 2021"),
    ("9.2021", "2021-09", "September 2021", "September 2021"),
    ("2021-09", "2021-09", "September 2021", "September 2021"),
    ("Okt. 2021", "2021-10", "Oktober 2021", "October 2021"),
    ("Herbst 2021", "2021-23", "Herbst 2021", "autumn 2021"),
    ("  im   HERBST 2021 ", "2021-23", "Herbst 2021", "autumn 2021"),
    ("fall 2021", "2021-23", "Herbst 2021", "autumn 2021"),
    ("Frühjahr 2022", "2022-21", "Frühjahr 2022", "spring 2022"),
    ("Frühling 2022", "2022-21", "Frühjahr 2022", "spring 2022"),
    ("Sommer 2022", "2022-22", "Sommer 2022", "summer 2022"),
    ("Winter 2021", "2021-24", "Winter 2021", "winter 2021"),
    ("Winter 2021/22", "2021-28", "Winter 2021/22", "winter 2021/22"),
    ("Winter 1999/2000", "1999-28", "Winter 1999/00", "winter 1999/00"),
    ("1995", "1995", "1995", "1995"),
    ("im Jahr 1995", "1995", "1995", "1995"),
    ("seit 1995", "1995/..", "seit 1995", "since 1995"),
    ("since 1995", "1995/..", "seit 1995", "since 1995"),
    ("seit dem Frühjahr 2022", "2022-21/..", "seit Frühjahr 2022", "since spring 2022"),
    ("seit 01.06.2001", "2001-06-01/..", "seit 01.06.2001", "since 1 June 2001"),
    ("29.02.2024", "2024-02-29", "29.02.2024", "29 February 2024"),
    ("", "XXXX", "unbekannt", "unknown"),
    ("Unbekannt", "XXXX", "unbekannt", "unknown"),
    ("unknown", "XXXX", "unbekannt", "unknown"),
]

IN_ORDER = [
    "seit 1994",
    "1995",
    "seit 1995",
    "1995-01",
    "01.01.1995",
    "02.01.1995",
    "Februar 1995",
    "2021",
    "28.02.2021",
    "Frühjahr 2021",
    "März 2021",
    "01.03.2021",
    "Sommer 2021",
    "August 2021",
    "Herbst 2021",
    "September 2021",
    "23.09.2021",
    "30.11.2021",
    "Winter 2021",
    "Winter 2021/22",
    "Dezember 2021",
    "31.12.2021",
    "2022",
    "Januar 2022",
    "Frühjahr 2022",
    "22.06.2022",
    "unbekannt",
]


@pytest.mark.parametrize(("typed", "canonical", "german", "english"), UNDERSTOOD)
def test_what_people_write_is_understood_and_printed_as_given(typed, canonical, german, english):
    found = FuzzyDate.parse(typed)
    assert (found.canonical, found.words("de"), found.words("en")) == (canonical, german, english)


def test_nothing_typed_is_unknown():
    assert FuzzyDate.parse(None) == FuzzyDate.unknown() == FuzzyDate()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("bald", "not understood"),
        ("seit", "not understood"),
        ("seit unbekannt", "not understood"),
        ("Anfang 2021", "not understood"),
        ("Herbst", "not understood"),
        ("Herbst 2021/22", "not understood"),
        ("Winter 2021/23", "not understood"),
        ("09/08/2022", "not understood"),
        ("2011/12", "not understood"),
        ("8. September 2022 oder später", "not understood"),
        ("١٩٩٥", "not understood"),
        ("8.9.22", "four digits"),
        ("8. Sept. 22", "four digits"),
        ("31.02.2022", "does not exist"),
        ("29.02.2023", "does not exist"),
        ("00.09.2022", "does not exist"),
        ("2021-00", "does not exist"),
        ("13/2021", "does not exist"),
        ("0999", "between 1000 and 2999"),
        ("01.01.9999", "between 1000 and 2999"),
    ],
)
def test_what_is_no_date_is_refused_with_words_beside_its_field(typed, words):
    with pytest.raises(RuleBroken) as refused:
        FuzzyDate.parse(typed, field="held_on")
    assert words in str(refused.value)
    assert refused.value.field == "held_on"


@pytest.mark.parametrize(
    "wrong", ["1995-13", "2021-32", "1995-00", "1995-02-30", "unbekannt", "95", "", "2021-23-01"]
)
def test_what_was_not_stored_by_us_is_not_read(wrong):
    with pytest.raises(ValueError, match=r".+"):
        FuzzyDate.from_canonical(wrong)


@pytest.mark.parametrize(
    "parts",
    [
        {"month": 3},
        {"since": True},
        {"year": 999},
        {"year": 2021, "day_of_month": 3},
        {"year": 2021, "month": 3, "season": Season.SPRING},
        {"year": 2021, "month": 0},
    ],
)
def test_parts_that_make_no_date_are_refused(parts):
    with pytest.raises(ValueError, match=r".+"):
        FuzzyDate(**parts)


@at_leisure
@given(vague_dates, st.sampled_from(["de", "en", "de_DE"]))
def test_printed_words_are_understood_as_the_same_date(vague, language):
    assert FuzzyDate.parse(vague.words(language)) == vague


@at_leisure
@given(vague_dates)
def test_the_stored_form_is_read_as_the_same_date(vague):
    stored = FuzzyDateType().process_bind_param(vague, None)
    assert len(stored) <= 40
    assert FuzzyDateType().process_result_value(stored, None) == vague


@at_leisure
@given(vague_dates, vague_dates, vague_dates)
def test_the_order_is_total(one, two, three):
    assert [one < two, one == two, one > two].count(True) == 1
    assert (one <= two) == (not one > two)
    if one <= two <= three:
        assert one <= three
    assert (one < two) == (one.sort_key < two.sort_key)
    assert (one == two) == (hash(one) == hash(two) and one.sort_key == two.sort_key)


@at_leisure
@given(vague_dates, vague_dates)
def test_an_earlier_first_day_comes_first(one, two):
    if one.first_day and two.first_day and one.first_day < two.first_day:
        assert one < two


def test_vague_dates_stand_in_their_place():
    dates = [FuzzyDate.parse(typed) for typed in IN_ORDER]
    assert all(earlier < later for earlier, later in pairwise(dates))
    assert [vague.words() for vague in sorted(dates)][-1] == "unbekannt"


@at_leisure
@given(vague_dates)
def test_nothing_is_padded(vague):
    """A day is only named where one was given, so no year ever shows as the first of January."""
    assert vague.is_day == (vague.day is not None)
    if not vague.day_of_month:
        assert vague.day is None
        assert "01." not in vague.words()
        assert vague.words().count(".") == 0


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("Herbst 2021", date(2021, 9, 1), date(2021, 11, 30)),
        ("Frühjahr 2022", date(2022, 3, 1), date(2022, 5, 31)),
        ("Winter 2023", date(2023, 12, 1), date(2024, 2, 29)),
        ("Winter 2023/24", date(2023, 12, 1), date(2024, 2, 29)),
        ("Februar 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("1995", date(1995, 1, 1), date(1995, 12, 31)),
        ("seit 1995", date(1995, 1, 1), None),
        ("22.06.2022", date(2022, 6, 22), date(2022, 6, 22)),
        ("unbekannt", None, None),
    ],
)
def test_bounds_are_the_earliest_and_the_last_possible_day(typed, first, last):
    vague = FuzzyDate.parse(typed)
    assert (vague.first_day, vague.last_day) == (first, last)


def test_only_a_single_known_day_is_a_day():
    assert FuzzyDate.parse("22.06.2022").day == date(2022, 6, 22)
    assert FuzzyDate.parse("seit 22.06.2022").day is None
    assert not FuzzyDate.unknown().is_known


def test_the_database_keeps_and_orders_vague_dates(engine):
    columns = (Column("id", Integer, primary_key=True), Column("at", FuzzyDateType()))
    table = Table("vague", MetaData(), *columns, prefixes=["TEMPORARY"])
    dates = [FuzzyDate.parse(typed) for typed in IN_ORDER]
    with engine.connect() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"at": vague} for vague in reversed(dates)])
        found = connection.scalars(select(table.c.at).order_by(table.c.at)).all()
        after = connection.scalars(select(table.c.at).where(table.c.at > FuzzyDate.parse("2022"))).all()
        stored = connection.execute(text("SELECT at FROM vague ORDER BY id LIMIT 1")).scalar()
        connection.rollback()
    assert found == dates
    assert set(after) == {vague for vague in dates if vague > FuzzyDate.of_year(2022)}
    assert stored == "9999999999 XXXX"


def test_only_a_vague_date_can_be_stored():
    with pytest.raises(TypeError):
        FuzzyDateType().process_bind_param(date(2022, 6, 22), None)
