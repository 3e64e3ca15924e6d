"""Many respondents answer by their links in the same moment: set up, sent, counted."""

import contextvars
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from werkzeug.test import Client

from models.history import record, seal_entries
from models.respondent_links import RespondentLink
from models.rounds import AskedLink
from models.survey_answers import AnswerSheet, SurveyAnswer
from tests import build
from tests.surveys import making

WORKERS = 8
"""So many `make run` takes in hand at once (two processes of four threads); the others wait at its door."""


class Came(NamedTuple):
    """What became of the answers: by status how many, and what stands in the database."""

    codes: dict[int, int]
    sheets: int
    respondents: int
    answers: int


def asked(house: Any, number: int, questions: int = 3) -> list[str]:
    """An open survey of so many respondents outside; the addresses of their links."""
    table = build.table(house, seats=1)
    about = making.survey(house, table.body)
    for _ in range(questions):
        making.question(house, about)
    making.opened(house, about, table.seats)
    urls = []
    for place in range(number):
        one = making.respondent(house, about, f"Befragte {place}", email=f"b{place}@musterstadt.example")
        token, hashed = AskedLink.new_token()
        house.add(
            RespondentLink(
                token_hash=hashed, respondent_id=one.id, address=str(one.email), issued_at=build.NOW
            )
        )
        urls.append(f"/r/{token}")
    record(house, "begin", about, by=None, now=build.NOW)
    seal_entries(house)  # a site whose history has begun: its head is one row that all wait for
    house.commit()
    return urls


def send(app: Any, urls: list[str], *, times: int = 1, questions: int = 3) -> dict[int, int]:
    """Each link answers `times` over, all at once; by status how often it came back."""
    answer = {f"q{place}-value": "none-seen" for place in range(1, questions + 1)}
    fields = {**answer, "based_on": "0", "way": "release"}

    def one(url: str, key: int) -> int:
        sent = {**fields, "form_key": f"{url}-{key}"}
        return int(Client(app, app.response_class).post(url, data=sent).status_code)

    with ThreadPoolExecutor(WORKERS) as workers:
        waiting = [
            workers.submit(contextvars.copy_context().run, one, url, key)
            for key in range(times)
            for url in urls
        ]
        return dict(Counter(each.result() for each in waiting))


def counted(house: Any, codes: dict[int, int]) -> Came:
    """What stands in the database afterwards, in the versions that were released."""
    house.rollback()
    house.expire_all()
    sheets = house.query(AnswerSheet).filter(AnswerSheet.released_at.is_not(None)).all()
    return Came(
        codes=codes,
        sheets=len(sheets),
        respondents=len({each.respondent_id for each in sheets}),
        answers=house.query(SurveyAnswer).count(),
    )
