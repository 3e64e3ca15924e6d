"""What twenty-five years leave behind: a body of sixty seats, an institution in forty bodies.

As the main pages (bench_pages.py): each beside a page of the same make that lists the same rows.
"""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.bodies import BodyState
from models.body_life import BodyName, BodyPhase
from models.fuzzy_dates import FuzzyDate
from models.organisations import FormerName
from models.seats import Appointment, AppointmentRole, Seat
from plumbing import clock, database
from tests import build
from tests.bench.bench_pages import LONG_GOAL, Page, compared, token
from tests.bench.figures import Figure
from tests.databases import TestHouseSession
from tests.databases import build as build_schema

SEATS, BODIES, YEARS = 60, 40, range(2001, 2026)
OF_THE_INSTITUTION = 13
"""Statements of its page, which tells of eight kinds of rows and asks who keeps the entry."""


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        engine = database.make_engine(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        build_schema(engine)
        with TestHouseSession(engine) as house:
            table = _old_table(house)
            kept = _in_many_bodies(house, table.coordinator)
            house.commit()
            sits = select(Seat).where(Seat.body_id == table.body.id)
            holds = select(Seat).where(Seat.organisation_id == kept.id)
            own = f"/round-tables/{table.body.id}"
            pages = [
                Page("body of 60 seats after 25 years", own, sits, LONG_GOAL),
                Page("its list of people", f"{own}/people", sits, LONG_GOAL),
                Page("institution in 40 bodies", f"/organisations/{kept.id}", holds, LONG_GOAL),
            ]
            tokens = {
                who: token(house, person)
                for who, person in (("member", table.mains[0]), ("coordinator", table.coordinator))
            }
        figures = [figure for who, key in tokens.items() for figure in compared(engine, who, key, pages)]
    return [_own_goal(each) for each in figures]


def _own_goal(figure: Figure) -> Figure:
    """The page of an institution is no main page: its statements have a bound of their own, its CPU none."""
    if not figure.name.startswith("institution"):
        return figure
    return replace(figure, at_most=OF_THE_INSTITUTION if figure.unit == "statements" else None)


def _old_table(house: TestHouseSession) -> Any:
    """Each year another representative and deputy on each seat, another name, a paper."""
    table = build.table(house, seats=SEATS)
    people = [build.person(house) for _ in range(SEATS)]
    for year in YEARS:
        begins, ends = date(year, 1, 1), date(year, 12, 31)
        for seat, person in zip(table.seats, people, strict=True):
            past: dict[str, Any] = {
                "seat_id": seat.id,
                "person_id": person.id,
                "starts_on": begins,
                "ends_on": ends,
            }
            house.add_all([Appointment(**past), Appointment(**past, role=AppointmentRole.DEPUTY)])
        house.add(BodyName(body_id=table.body.id, name=f"Tisch {year}", until=FuzzyDate.of_day(ends)))
        phase: dict[str, Any] = {
            "state": BodyState.ACTIVE,
            "since": begins,
            "reason": "Übung",
            "noted_at": clock.now(),
        }
        house.add(BodyPhase(body_id=table.body.id, **phase))
        left = build.organisation(house)
        build.seat(house, table.body, left, starts_on=begins, ends_on=ends)
    return table


def _in_many_bodies(house: TestHouseSession, coordinator: Any) -> Any:
    """Today in forty bodies, formerly in forty others, each with a representative."""
    kept = build.organisation(house)
    for number in range(BODIES):
        build.appointment(house, build.seat(house, build.body(house, by=coordinator), kept))
        ended = clock.today() - timedelta(days=365 * (number % 25) + 1)
        build.seat(house, build.body(house, by=coordinator), kept, ends_on=ended)
    for year in YEARS:
        until = FuzzyDate.of_day(date(year, 12, 31))
        house.add(FormerName(organisation_id=kept.id, name=f"Amt {year}", until=until))
    return kept
