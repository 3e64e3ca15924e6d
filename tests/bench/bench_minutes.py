"""Minutes: what saving one item takes, and fifty people who save the same item at once."""

import time
from functools import partial
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select

from models.bodies import Body
from tests.bench.bench_pages import LINES, bare_page, counted, in_turn
from tests.bench.figures import Figure
from tests.bench.stage import DATABASES, a_site, database_of, url_of
from tests.databases import TestHouseSession
from tests.minutes import savers

PEOPLE = 50
GOAL = 4.0
"""Times a bare page: 8 ms where that takes 2 (rulings.md 27)."""
SHORT, LONG = 400, 90_000


def measure() -> list[Figure]:
    return [figure for name in DATABASES for figure in _on(name)]


def _on(name: str) -> list[Figure]:
    with database_of(name) as (engine, _):
        site = a_site(url_of(engine))
        return [*_one_save(name, engine, site), *_at_once(name, engine, site)]


class Writer:
    """One writer with script: every save of hers is another text of the same length."""

    def __init__(self, site: Flask, item: savers.Item, length: int) -> None:
        self.url, self.length, self.number = item.url, length, count()
        self.based_on = 1
        self.browser = site.test_client()
        self.token = savers.enter(site, self.browser, item.keys[0])

    def save(self) -> None:
        text = f"Ergebnis {next(self.number)} ".ljust(self.length, "x").replace("xxxxxxxxx", "xxxxxxxx ")
        given: dict[str, Any] = {"markdown": text, "based_on": self.based_on, "csrf_token": self.token}
        answer = self.browser.post(self.url, data=given, headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
        self.based_on = answer.get_json()["number"]


def _one_save(name: str, engine: Engine, site: Flask) -> list[Figure]:
    with TestHouseSession(engine) as house:
        writers = [Writer(site, savers.an_item(house, 2), length) for length in (SHORT, LONG)]
    bare = bare_page(engine, select(Body), LINES, ["x"] * 300).test_client()
    short, plain = in_turn(writers[0].save, partial(bare.get, "/"))
    (long,) = in_turn(writers[1].save)
    asked = [counted(site, each.save) for each in writers]
    return [
        Figure(
            f"one item saved, {name}: CPU", short / plain, "times", GOAL, f"{short:.1f} ms to {plain:.1f}"
        ),
        Figure(f"one item of {LONG} characters saved, {name}: CPU", long, "ms"),
        Figure(f"one item saved, {name}: statements", asked[0], "statements"),
        Figure(f"one item of {LONG} characters, {name}: more statements", asked[1] - asked[0], "more", 0),
    ]


def _at_once(name: str, engine: Engine, site: Flask) -> list[Figure]:
    with TestHouseSession(engine) as house:
        item = savers.an_item(house, PEOPLE)
        begun = time.perf_counter()
        answers = savers.save_at_once(site, item)
        took = time.perf_counter() - begun
        gone = savers.lost(house, item, answers)
    merged = sum(each.status == 303 for each in answers)
    of = f"{PEOPLE} people save the same item at once, {name}"
    return [
        Figure(f"{of}: lines lost", len(gone), "lines", 0, f"{merged} merged, {len(answers) - merged} asked"),
        Figure(f"{of}: all answered", took, "s"),
    ]
