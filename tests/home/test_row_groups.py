"""A long overview is read in parts: late, soon, later, without a date."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from blueprints.home.row_groups import SHORT, in_parts
from blueprints.home.rows import Row

TODAY = date(2026, 11, 28)
LINE = Row(due=None, title="", detail="", table_name="", hue=0, action_label="", url="/")


def lines(*days: int | None) -> list[Row]:
    return [replace(LINE, due=None if day is None else TODAY + timedelta(days=day)) for day in days]


@pytest.fixture
def parts(app: Flask) -> list[tuple[str, list[int | None]]]:
    with app.test_request_context("/"):
        found = in_parts(lines(None, 29, 0, 8, -1, 28, 7, None), TODAY)
    return [
        (heading, [None if each.due is None else (each.due - TODAY).days for each in rows])
        for heading, rows in found
    ]


def test_each_line_stands_under_the_heading_of_its_deadline(parts: object) -> None:
    assert parts == [
        ("Überfällig", [-1]),
        ("In den nächsten sieben Tagen", [0, 7]),
        ("In einer bis vier Wochen", [8, 28]),
        ("Später", [29]),
        ("Ohne Termin", [None, None]),
    ]


def test_a_short_list_needs_no_heading_and_an_empty_one_no_part() -> None:
    ((heading, found),) = in_parts(lines(None, 40, *[1] * (SHORT - 2)), TODAY)
    assert heading == ""
    assert [each.due for each in found[-2:]] == [TODAY + timedelta(days=40), None]
    assert in_parts([], TODAY) == []
