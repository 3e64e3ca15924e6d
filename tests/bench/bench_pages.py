"""Main pages beside a bare Flask page with one query and a template of the same size, in one run.

The yardstick is a page *of the same make*, in plain Flask without anything of ours: one ORM query that loads
the rows which our page lists, whole; a Jinja template made of our answer, in which every word between two
tags is a printed, escaped value and every address of ours is built by `url_for`, the rest is text. No
sign-in, no rights, no translation, no further query. For comparison stands beside it a page that builds no
address and prints our answer line by line after one query of one row.
"""

import re
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from flask.testing import FlaskClient
from jinja2 import DictLoader
from sqlalchemy import Engine, Select, event, select
from sqlalchemy.orm import Session

from blueprints.accounts import rules
from blueprints.meetings import invitation_rules, reply_rules
from models.bodies import Body
from models.invitations import Invitation, Reply
from models.meetings import AgendaItem, Meeting, MeetingState
from models.organisations import Organisation
from models.rounds import Coming
from plumbing import clock, database
from tests import build
from tests.bench.figures import Figure
from tests.databases import TestHouseSession
from tests.databases import build as build_schema

ROUNDS = 60
ADDRESS = re.compile(r'((?:href|action)=")/[^"]*')
WORDS = re.compile(r"(?<=>)[^<>]*[^<>\s][^<>]*(?=<)")
GOAL = 3.0
LONG_GOAL = 5.0
STATEMENTS = 6


@dataclass(frozen=True)
class Page:
    """A main page, the rows that it lists, and how many times a bare page it may take."""

    name: str
    path: str
    rows: Select[Any]
    goal: float


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
            lively = answered_meeting(house, table)
            for meeting in (first, lively):
                for _ in range(8):
                    build.agenda_item(house, meeting, "Ein Punkt der Tagesordnung")
            house.commit()
            coming = select(Meeting).where(Meeting.starts_at >= clock.now()).order_by(Meeting.starts_at)
            meetings = select(Meeting).where(Meeting.body_id == table.body.id)
            items = select(AgendaItem).where(AgendaItem.meeting_id == first.id)
            institutions = select(Organisation).order_by(Organisation.folded).limit(50)
            pages = [
                Page("overview, 300 meetings", "/overview", coming.limit(10), LONG_GOAL),
                Page("table, 300 meetings", f"/round-tables/{table.body.id}", meetings, LONG_GOAL),
                Page("meeting", f"/meetings/{first.id}", items, GOAL),
                Page("meeting with answers", f"/meetings/{lively.id}", answers_of(lively.id), GOAL),
                Page("directory", "/organisations/", institutions, GOAL),
            ]
            tokens = {
                person: token(house, who)
                for person, who in (("member", member), ("coordinator", coordinator))
            }
        return [figure for who, key in tokens.items() for figure in compared(engine, who, key, pages)]


def answered_meeting(house: TestHouseSession, table: Any) -> Meeting:
    """Nine institutions were invited, with their deputies; six have answered, two of them twice."""
    meeting = build.meeting(house, table.body, in_days=150)
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, meeting.id, due_on=clock.today(), by=by, now=clock.now())
    for person in (*table.mains[:6], *table.deputies[:2]):
        asked = select(Invitation.id).where(
            Invitation.meeting_id == meeting.id, Invitation.person_id == person.id
        )
        given = reply_rules.Given(coming=Coming.YES)
        by = build.actor(house, person)
        reply_rules.answer(house, house.scalars(asked).one(), given, by=by, now=clock.now())
    return meeting


def answers_of(meeting_id: int) -> Any:
    return select(Invitation, Reply).outerjoin(Reply).where(Invitation.meeting_id == meeting_id)


def token(house: TestHouseSession, person: Any) -> str:
    account = rules.create_account(house, person, now=clock.now())
    made = rules.open_session(house, account, browser="bench", factor_at=clock.now(), now=clock.now())
    house.commit()
    return made


def compared(engine: Engine, who: str, key: str, pages: list[Page]) -> list[Figure]:
    from app import create_app

    url = engine.url.render_as_string(hide_password=False)
    site = create_app(
        {"SECRET_KEY": "for the bench only " * 2, "DATABASE_URL": url, "BASE_URL": "http://localhost"}
    )
    client = site.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = key, True
    return [figure for page in pages for figure in figures_of(site, client, engine, who, page)]


def figures_of(site: Flask, client: FlaskClient, engine: Engine, who: str, page: Page) -> list[Figure]:
    answer = client.get(page.path)
    assert answer.status_code == 200, (page.path, answer.status_code)
    html = answer.get_data(as_text=True)
    like = bare_page(engine, page.rows, *template_of(html)).test_client()
    lines = bare_page(engine, select(Body), LINES, html.splitlines()).test_client()
    ours, same, plain = in_turn(
        partial(client.get, page.path), partial(like.get, "/"), partial(lines.get, "/")
    )
    name = f"{page.name}, {who}"
    return [
        Figure(
            name=f"{name}: CPU against a page of the same make",
            value=ours / same,
            unit="times",
            at_most=page.goal,
            against=f"{ours:.1f} ms against {same:.1f} ms",
        ),
        Figure(
            name=f"{name}: against one that prints lines",
            value=ours / plain,
            unit="times",
            against=f"{plain:.1f} ms",
        ),
        Figure(
            name=f"{name}: statements",
            value=counted(site, partial(client.get, page.path)),
            unit="statements",
            at_most=STATEMENTS,
        ),
    ]


LINES = "{% for line in values %}{{ line }}{% endfor %}{{ rows }}"


def template_of(html: str) -> tuple[str, list[str]]:
    """Our answer as a Jinja template: its words as values to be printed, its addresses to be built."""
    words: list[str] = []

    def word(found: re.Match[str]) -> str:
        words.append(unescape(found[0]))
        return f"{{{{ values[{len(words) - 1}] }}}}"

    text = WORDS.sub(word, html)
    return ADDRESS.sub(r"\1{{ url_for('thing', thing_id=7) }}", text), words


def bare_page(engine: Engine, rows: Select[Any], template: str, values: list[str]) -> Flask:
    """A site of one page: one ORM query of whole rows, then a template over the values that are handed in."""
    site = Flask("bare")
    site.jinja_loader = DictLoader({"page.html": template})
    bind = engine.execution_options(writing=False)

    @site.get("/")
    def page() -> str:
        with Session(bind) as session:
            found = session.execute(rows).all()
            return render_template("page.html", values=values, rows=len(found))

    @site.get("/things/<int:thing_id>")
    def thing(thing_id: int) -> str:
        return str(thing_id)

    return site


def in_turn(*calls: Callable[[], Any]) -> list[float]:
    """Median CPU milliseconds of each, measured in turn after warming up."""
    for _ in range(5):
        for call in calls:
            call()
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, kept in zip(calls, times, strict=True):
            start = time.process_time()
            call()
            kept.append((time.process_time() - start) * 1000)
    return [statistics.median(kept) for kept in times]


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
