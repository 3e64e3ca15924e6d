"""Procedures: the page of one with 60 steps and 40 institutions, and its pocket card."""

from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select

from blueprints.accounts import rules as account_rules
from blueprints.procedures import (
    adoption_rules,
    deciding_rules,
    paper_rules,
    rules,
    step_rules,
    version_rules,
)
from models.contact_points import ContactPoint
from models.editions import Edition
from models.procedure_steps import ProcedureStep
from models.rounds import AskedSeat
from models.seats import Appointment
from models.stances import StanceValue
from plumbing import clock
from tests import build
from tests.bench.bench_pages import LINES, bare_page, counted, in_turn
from tests.bench.figures import Figure, cpu_ms
from tests.bench.stage import DATABASES, a_site, database_of, url_of
from tests.databases import TestHouseSession
from tests.minutes import savers

STEPS, INSTITUTIONS = 60, 40


def measure() -> list[Figure]:
    return [figure for name in DATABASES for figure in on_database(name)]


def on_database(name: str) -> list[Figure]:
    """All figures on one of the two databases."""
    with database_of(name) as (engine, _), clock.frozen(build.NOW):
        site = a_site(url_of(engine))
        with TestHouseSession(engine) as house:
            table = build.table(house, INSTITUTIONS)
            place = _procedure(house, table)
            member = build.actor(house, table.mains[0])
            paper = paper_rules.compile_paper(house, *place, 1, by=member, now=build.NOW)
            house.commit()
            account = account_rules.create_account(house, table.mains[0], now=build.NOW)
            given: dict[str, Any] = {"browser": "Bench", "factor_at": build.NOW, "now": build.NOW}
            key = account_rules.open_session(house, account, **given)
            house.commit()
            return _figures(name, engine, site, place, paper, key)


def _figures(
    name: str, engine: Engine, site: Flask, place: tuple[int, int], paper: Edition, key: str
) -> list[Figure]:
    browser = site.test_client()
    savers.enter(site, browser, key)
    path = f"/round-tables/{place[0]}/procedures/{place[1]}"
    show = partial(browser.get, path)
    assert show().status_code == 200
    bare = bare_page(engine, select(ProcedureStep), LINES, ["x"] * STEPS).test_client()
    took, plain = in_turn(show, partial(bare.get, "/"))
    card = cpu_ms(partial(browser.get, f"{path}/papers/{paper.id}/card.pdf"), 5)
    size = f"{STEPS} steps and {INSTITUTIONS} institutions"
    return [
        Figure(f"{name}: page of a procedure with {size}", took, "ms CPU", None, f"bare {plain:.1f}"),
        Figure(f"{name}: its statements", counted(site, show), "", 22),
        Figure(f"{name}: its pocket card", card, "ms CPU", None),
    ]


def _procedure(house: Any, table: build.Table) -> tuple[int, int]:
    who: dict[str, Any] = {"by": build.actor(house, table.coordinator), "now": build.NOW}
    made = rules.create(
        house, table.body.id, title="Absprache", seat_ids=[], core_ids=[table.seats[0].id], **who
    )
    house.flush()
    place = (table.body.id, made.id)
    version_rules.begin(house, *place, **who, render=str)
    of = table.seats[0].organisation_id
    point = build.added(house, ContactPoint(organisation_id=of, name="Wache", phone="0231 555 0100"))
    for at in range(STEPS):
        facts: dict[str, Any] = {
            "action": f"Schritt {at}: aufnehmen, klären und an die nächste Stelle übergeben.",
            "seat_id": table.seats[at % INSTITUTIONS].id,
            "time_limit": "binnen zwei Stunden",
            "without_consent": "Nichts.",
            "ends": at == STEPS - 1,
            "contact_id": point.id,
        }
        step_rules.add(house, *place, 1, after=99, offer_ids=[], branches=[], **facts | who)
    days = {"decided_on": build.TODAY, "begins_on": None, "due_on": build.TODAY + timedelta(days=20)}
    asked = [each.id for each in table.seats]
    deciding_rules.decide(house, *place, 1, decided_in="", seat_ids=asked, **days | who)
    house.query(Appointment).filter_by(role="main").update({"may_sign": True})
    answer = adoption_rules.Answer(value=StanceValue.ADOPTED)
    seats = {each.seat_id: each.id for each in house.scalars(select(AskedSeat))}
    for seat, main in list(zip(table.seats, table.mains, strict=True))[:30]:
        said: dict[str, Any] = {"by": build.actor(house, main), "now": build.NOW}
        adoption_rules.adopt(house, *place, 1, asked_id=seats[seat.id], answer=answer, **said)
    house.flush()
    return place
