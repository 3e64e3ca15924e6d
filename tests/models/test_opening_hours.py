"""Hours as people type them, and whether it is open: at night, on holidays, when clocks change."""

from datetime import datetime

import pytest

from models.deadlines import BERLIN, Land
from models.errors import RuleBroken
from models.opening_hours import canonical, from_canonical, hours_in, hours_words, is_open

READ = {
    "Mo-Fr 9-17": "Mo–Fr 09:00–17:00",
    "Montag bis Freitag, 9:00 bis 17:00 Uhr": "Mo–Fr 09:00–17:00",
    "montags 9.30 Uhr - 12 Uhr": "Mo 09:30–12:00",
    "Di, Do: 9–12, 14–17": "Di, Do 09:00–12:00\nDi, Do 14:00–17:00",
    "Sa–Mo 22–6": "Mo, Sa, So 22:00–06:00",
    "Mo-So und Feiertage 8-20": "täglich 08:00–20:00",
    "an Feiertagen 10-12": "Feiertage 10:00–12:00",
    "Rund um die Uhr": "rund um die Uhr",
    "täglich 0-24": "rund um die Uhr",
    "Mon–Wed, Fri 8–13": "Mo–Mi, Fr 08:00–13:00",
    "\n Do 14-18 \n\n Fr 9-12 \n": "Do 14:00–18:00\nFr 09:00–12:00",
    "": "",
}
REFUSED = (
    *("nach Vereinbarung", "Mo-Fr", "9-17", "Mo 25-26", "Mo 9-9", "Mo 9:75-10", "Mo 9-24:30", "Xy 9-10"),
    *("Mo-Mi-Fr 9-10", "Mo-Feiertage 9-10", "Mo 9-10 oder 12", "Mo 9-17\n" * 21),
)


@pytest.mark.parametrize("typed", READ)
def test_hours_are_read_as_people_write_them(typed):
    hours = hours_in(typed)
    assert hours_words(hours, "de") == READ[typed]
    assert from_canonical(canonical(hours)) == hours
    for language in ("de", "en"):
        assert hours_in(hours_words(hours, language)) == hours


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_rule_is_refused_with_its_line(typed):
    with pytest.raises(RuleBroken):
        hours_in(typed)


OPEN = [
    ("Mo-Fr 9-17", "2026-09-01 09:00", True),
    ("Mo-Fr 9-17", "2026-09-01 16:59", True),
    ("Mo-Fr 9-17", "2026-09-01 17:00", False),
    ("Mo-Fr 9-17", "2026-09-05 10:00", False),
    ("Fr 22-6", "2026-09-05 03:00", True),
    ("Fr 22-6", "2026-09-04 03:00", False),
    ("Fr 22-6", "2026-09-05 06:00", False),
    ("So 22-6", "2026-09-07 03:00", True),
    ("täglich 0-24", "2026-12-25 03:00", True),
    ("Mo-So 0-24", "2026-12-25 03:00", False),
    ("Feiertage 10-12", "2026-12-25 11:00", True),
    ("Feiertage 22-6", "2026-12-27 03:00", True),
    ("Mo-Fr 9-17", "2026-11-01 10:00", False),
    ("Sa 0-24", "2026-10-31 10:00", True),
    ("So 1-4", "2026-10-25 02:30", True),
    ("", "2026-09-01 09:00", False),
]


@pytest.mark.parametrize(("hours", "at", "expected"), OPEN)
def test_it_is_open_as_clocks_in_berlin_show(hours, at, expected):
    local = datetime.fromisoformat(at).replace(tzinfo=BERLIN)
    assert is_open(hours_in(hours), local, Land.NW) is expected


def test_holidays_are_those_of_the_land():
    reformation = datetime(2026, 10, 31, 10, tzinfo=BERLIN)
    saturdays = hours_in("Sa 9-12")
    assert is_open(saturdays, reformation, Land.NW)
    assert not is_open(saturdays, reformation, Land.NI)
    assert is_open(saturdays, reformation, None), "without a Land only holidays of all Länder count"
    assert not is_open(hours_in("Fr 9-12"), datetime(2026, 12, 25, 10, tzinfo=BERLIN), None)
