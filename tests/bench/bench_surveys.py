"""Surveys: 200 answers that arrive at once, on both databases."""

import time
from typing import Any

from plumbing import clock
from tests import build
from tests.bench.figures import Figure
from tests.bench.stage import DATABASES, a_site, database_of, url_of
from tests.databases import TestHouseSession
from tests.surveys import at_once

ANSWERS, QUESTIONS = 200, 20


def measure() -> list[Figure]:
    return [figure for name in DATABASES for figure in _answers(name)]


def _answers(name: str) -> list[Figure]:
    with database_of(name) as (engine, _):
        site: Any = a_site(url_of(engine), WTF_CSRF_ENABLED=False)
        with clock.frozen(build.NOW), TestHouseSession(engine) as house:
            urls = at_once.asked(house, ANSWERS, QUESTIONS)
            cpu, wall = time.process_time(), time.perf_counter()
            codes = at_once.send(site, urls, questions=QUESTIONS)
            cpu, wall = (time.process_time() - cpu) * 1000, time.perf_counter() - wall
            came = at_once.counted(house, codes)
    of = f"{ANSWERS} answers of {QUESTIONS} questions at once, {name}"
    return [
        Figure(f"{of}: lost", ANSWERS - came.respondents, "answers", 0, str(came.codes)),
        Figure(f"{of}: doubled", came.sheets - came.respondents, "answers", 0),
        Figure(f"{of}: CPU", cpu / ANSWERS, "ms each"),
        Figure(f"{of}: all done after", wall, "s"),
    ]
