"""Positions: putting 200 amendments into a text of thirty pages, and the page of one that has 300."""

import time
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select

from blueprints.accounts import rules as account_rules
from blueprints.positions import amendment_rules, answer_rules, merging_rules, rules, section_rules
from blueprints.positions.version_rules import open_for_amendments
from models.amendments import Amendment, AmendmentAnswer
from models.position_texts import PositionSection
from models.positions import Position, PositionKind
from models.texts import Text, version
from plumbing import clock
from plumbing.markdown import render
from tests import build
from tests.bench.bench_pages import LINES, bare_page, counted, in_turn
from tests.bench.figures import Figure
from tests.bench.stage import DATABASES, a_site, database_of, url_of
from tests.databases import TestHouseSession
from tests.minutes import savers

SECTIONS, PARAGRAPHS = 10, 25
SENTENCE = "Die Institutionen des Tisches sehen einen Bedarf, der sich nicht von allein erledigt, Nummer {}. "
PAGE = 2500
"""Signs on a printed page: ten sections of 25 paragraphs of three sentences are about thirty."""
MERGED, SHOWN = 200, 300


def measure() -> list[Figure]:
    return [figure for name in DATABASES for figure in _on(name)]


def _on(name: str) -> list[Figure]:
    with database_of(name) as (engine, _), clock.frozen(build.NOW):
        site = a_site(url_of(engine))
        with TestHouseSession(engine) as house:
            table = build.table(house, 9)
            position = _position(house, table)
            _amend(house, table, position, MERGED)
            signs = sum(len(_words(house, each)) for each in _sections(house, position))
            spent, taken = _merge(house, table, position)
            busy = _position(house, table)
            _amend(house, table, busy, SHOWN)
            house.commit()
            account = account_rules.create_account(house, table.mains[0], now=build.NOW)
            given: dict[str, Any] = {"browser": "Bench", "factor_at": build.NOW, "now": build.NOW}
            key = account_rules.open_session(house, account, **given)
            house.commit()
            ids = (busy.body_id, busy.id)
        pages = signs / PAGE
        merged = f"{name}: {taken} amendments into {pages:.0f} pages"
        return [Figure(merged, spent, "s CPU", 3.0), *_page(name, engine, site, ids, key)]


def _page(name: str, engine: Engine, site: Flask, ids: tuple[int, int], key: str) -> list[Figure]:
    browser = site.test_client()
    savers.enter(site, browser, key)
    path = f"/round-tables/{ids[0]}/positions/{ids[1]}"
    show = partial(browser.get, path)
    assert show().status_code == 200
    bare = bare_page(engine, select(Amendment).limit(SHOWN), LINES, ["x"] * 300).test_client()
    took, plain = in_turn(show, partial(bare.get, "/"))
    return [
        Figure(
            f"{name}: page of a position with {SHOWN} amendments", took, "ms CPU", None, f"bare {plain:.1f}"
        ),
        Figure(f"{name}: its statements", counted(site, show), "", 14),
    ]


def _who(house: Any, person: Any) -> dict[str, Any]:
    return {"by": build.actor(house, person), "now": build.NOW}


def _position(house: Any, table: build.Table) -> Position:
    who = _who(house, table.coordinator)
    headings = [f"Abschnitt {number}" for number in range(SECTIONS)]
    facts: dict[str, Any] = {"title": "Position", "kind": PositionKind.PAPER, "headings": headings}
    position = rules.begin(house, table.body.id, **facts, **who)
    for section in _sections(house, position):
        words = "\n\n".join(SENTENCE.format(number) * 3 for number in range(PARAGRAPHS))
        given: dict[str, Any] = {
            "heading": section.heading,
            "heading_based_on": section.version,
            "render": render,
        }
        section_rules.write_section(house, section.id, markdown=words, based_on=0, **given, **who)
    open_for_amendments(house, position.id, until=build.TODAY + timedelta(days=9), **who)
    return position


def _sections(house: Any, position: Position) -> list[PositionSection]:
    mine = select(PositionSection).where(PositionSection.position_id == position.id)
    return list(house.scalars(mine.order_by(PositionSection.place)))


def _words(house: Any, section: PositionSection) -> str:
    text = house.get_one(Text, section.text_id)
    found = version(house, text, text.latest)
    return found.markdown if found else ""


def _amend(house: Any, table: build.Table, position: Position, count: int) -> None:
    """One institution after the other, each another paragraph as long as there are any."""
    sections = _sections(house, position)
    texts = [_words(house, each) for each in sections]
    for number in range(count):
        place, paragraph = number % SECTIONS, number // SECTIONS % PARAGRAPHS
        old = f"Nummer {paragraph}. "
        words = texts[place].replace(old, f"Nummer {paragraph} und mehr. ", 1)
        person = table.mains[number % len(table.mains)]
        own = table.seats[number % len(table.mains)].organisation_id
        given: dict[str, Any] = {"organisation_id": own, "markdown": words, "reason": "Genauer."}
        amendment_rules.propose(house, position.id, sections[place].id, **given, **_who(house, person))
        house.flush()


def _merge(house: Any, table: build.Table, position: Position) -> tuple[float, int]:
    who = _who(house, table.coordinator)
    said: dict[str, Any] = {"answer": AmendmentAnswer.TAKEN, "reason": "", "markdown": ""}
    for each in house.scalars(select(Amendment).where(Amendment.position_id == position.id)).all():
        answer_rules.answer(house, each.id, **said, by_meeting=False, based_on=each.version, **who)
    house.commit()
    start = time.process_time()
    taken, left = merging_rules.take_in(house, position.id, render=render, **who)
    house.commit()
    assert not left
    return time.process_time() - start, len(taken)
