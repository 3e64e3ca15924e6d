"""Main pages beside a bare Flask page with one query and a template of the same size, in one run."""

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

import models.every  # noqa: F401 - the whole schema
from blueprints.accounts import rules
from models.bodies import Body
from models.meetings import Meeting, MeetingState
from plumbing import clock, database
from tests import build
from tests.bench.figures import Figure
from tests.databases import TestHouseSession
from tests.databases import build as build_schema

ROUNDS = 60
GOAL = 3.0
LONG_GOAL = 5.0
STATEMENTS = 6


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        engine = database.make_engine(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        build_schema(engine)
        with TestHouseSession(engine) as house:
            table = build.table(house, seats=9)
            coordinator, member = table.coordinator, table.mains[0]
            for number in range(300):
                build.meeting(house, table.body, in_days=7 * (number + 1), state=MeetingState.INVITED)
            first = house.query(Meeting).order_by(Meeting.id).first()
            assert first is not None
            for _ in range(8):
                build.agenda_item(house, first, "Ein Punkt der Tagesordnung")
            house.commit()
            pages = {
                "overview, 300 meetings": ("/overview", LONG_GOAL),
                "table, 300 meetings": (f"/round-tables/{table.body.id}", LONG_GOAL),
                "meeting": (f"/meetings/{first.id}", GOAL),
                "directory": ("/organisations/", GOAL),
            }
            tokens = {
                person: token(house, who)
                for person, who in (("member", member), ("coordinator", coordinator))
            }
        return [figure for who, key in tokens.items() for figure in compared(engine, who, key, pages)]


def token(house: TestHouseSession, person: Any) -> str:
    account = rules.create_account(house, person, now=clock.now())
    made = rules.open_session(house, account, browser="bench", now=clock.now())
    house.commit()
    return made


def compared(engine: Engine, who: str, key: str, pages: dict[str, tuple[str, float]]) -> list[Figure]:
    from app import create_app

    url = engine.url.render_as_string(hide_password=False)
    site = create_app(
        {"SECRET_KEY": "for the bench only " * 2, "DATABASE_URL": url, "BASE_URL": "http://localhost"}
    )
    client = site.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = key, True
    figures = []
    for name, (path, goal) in pages.items():
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        bare = bare_page(engine, answer.get_data(as_text=True)).test_client()
        ours, theirs = in_turn(partial(client.get, path), partial(bare.get, "/"))
        figures.append(
            Figure(
                name=f"{name}, {who}: CPU against a bare page",
                value=ours / theirs,
                unit="times",
                at_most=goal,
                against=f"{ours:.1f} ms",
            )
        )
        asked = counted(site, partial(client.get, path))
        figures.append(Figure(name=f"{name}, {who}: statements", value=asked, unit="statements"))
    return figures


def bare_page(engine: Engine, content: str) -> Flask:
    """A site of one page: one ORM query, and a template of the same size with a value for each line."""
    site = Flask("bare")
    site.jinja_loader = DictLoader({"page.html": "{% for line in lines %}{{ line }}{% endfor %}{{ names }}"})
    lines = content.splitlines()

    @site.get("/")
    def page() -> str:
        with Session(engine.execution_options(writing=False)) as session:
            names = [body.name for body in session.scalars(select(Body))]
        return render_template("page.html", lines=lines, names=names)

    return site


def in_turn(ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[float, float]:
    """Median CPU milliseconds of both, measured in turn after warming up."""
    for _ in range(5):
        ours(), theirs()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for call, kept in zip((ours, theirs), times, strict=True):
            start = time.process_time()
            call()
            kept.append((time.process_time() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def counted(site: Flask, call: Callable[[], Any]) -> int:
    """How many statements one request asks, transaction words left out."""
    seen: list[str] = []
    with site.app_context():
        engine = database.engine()

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    call()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)
