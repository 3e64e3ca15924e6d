"""Evaluation of a survey of 500 institutions with 20 questions: page, preview of an issue, workbook, PDF."""

import tracemalloc
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import Engine, insert, select

from blueprints.accounts import rules as account_rules
from models.rounds import Channel
from models.survey_answers import AnswerSheet, AnswerValue, ChosenChoice, SurveyAnswer
from models.survey_questions import NumberStrength, QuestionKind, SurveyQuestion
from models.surveys import Respondent, Survey
from plumbing import clock
from tests import build
from tests.bench.bench_pages import LINES, bare_page, counted, in_turn
from tests.bench.figures import Figure, cpu_ms
from tests.bench.stage import DATABASES, a_site, database_of, url_of
from tests.databases import TestHouseSession
from tests.minutes import savers
from tests.surveys import making

INSTITUTIONS, ANSWERED = 500, 430
QUESTIONS = (
    *(8 * [QuestionKind.YES]),
    *(5 * [QuestionKind.NUMBER]),
    *(5 * [QuestionKind.CHOICE]),
    *(2 * [QuestionKind.TEXT]),
)
SAID = (AnswerValue.YES, AnswerValue.YES, AnswerValue.NONE_SEEN, AnswerValue.NO_STATEMENT, AnswerValue.YES)
MEBI = 1024 * 1024


def measure() -> list[Figure]:
    return [figure for name in DATABASES for figure in on_database(name)]


def on_database(name: str) -> list[Figure]:
    """All figures on one of the two databases."""
    with database_of(name) as (engine, _), clock.frozen(build.NOW):
        site = a_site(url_of(engine))
        with TestHouseSession(engine) as house:
            table = build.table(house)
            path = fill(house, table, INSTITUTIONS, ANSWERED)
            account = account_rules.create_account(house, table.coordinator, now=build.NOW)
            given: dict[str, Any] = {"browser": "Bench", "factor_at": build.NOW, "now": build.NOW}
            key = account_rules.open_session(house, account, **given)
            house.commit()
        return _figures(name, engine, site, path, key)


def fill(house: Any, table: Any, institutions: int, answered: int) -> str:
    """A closed survey with answers of so many; returns the address of its evaluation."""
    about: Survey = making.survey(house, table.body)
    questions = [_question(house, about, at, kind) for at, kind in enumerate(QUESTIONS)]
    questions[1].paired_with_id = questions[0].id
    questions[3].paired_with_id = questions[2].id
    making.opened(house, about, table.seats)
    house.execute(
        insert(Respondent),
        [
            {
                "survey_id": about.id,
                "name": f"Beratungsstelle {at:03}",
                "asked_at": build.NOW,
                "stands_for": 1,
            }
            for at in range(institutions)
        ],
    )
    outside = house.scalars(select(Respondent.id).where(Respondent.survey_id == about.id)).all()[
        -institutions:
    ]
    way = {"survey_id": about.id, "released_at": build.NOW, "channel": Channel.LINK, "number": 1}
    rows = [way | {"respondent_id": each} for each in outside[:answered]]
    house.execute(insert(AnswerSheet), [each | {"oral": False, "reason": "", "version": 1} for each in rows])
    sheets = house.scalars(select(AnswerSheet.id).where(AnswerSheet.survey_id == about.id)).all()
    house.execute(
        insert(SurveyAnswer),
        [_answer(sheet, question, at) for sheet in sheets for at, question in enumerate(questions)],
    )
    _choose(house, questions)
    making.close(house, about)
    house.commit()
    return f"/round-tables/{about.body_id}/surveys/{about.id}"


def _question(house: Any, about: Survey, at: int, kind: QuestionKind) -> SurveyQuestion:
    choices = ("vormittags", "abends", "nachts") if kind is QuestionKind.CHOICE else ()
    return making.question(house, about, kind, wording=f"Frage {at}: Kam das Thema vor?", choices=choices)


def _answer(sheet_id: int, question: SurveyQuestion, at: int) -> dict[str, Any]:
    value = SAID[(sheet_id + 3 * at) % len(SAID)]
    if question.paired_with_id:
        value = AnswerValue.NONE_SEEN
    counts = value is AnswerValue.YES and question.kind is QuestionKind.NUMBER
    return {
        "sheet_id": sheet_id,
        "question_id": question.id,
        "value": value,
        "note": "Vereinzelt, vor allem am Abend." if value is AnswerValue.YES else "",
        "number": 1 + (sheet_id * 7 + at) % 40 if counts else None,
        "strength": list(NumberStrength)[sheet_id % 3] if counts else None,
    }


def _choose(house: Any, questions: list[SurveyQuestion]) -> None:
    ids = [each.id for each in questions if each.kind is QuestionKind.CHOICE]
    first = {each.id: house.get(SurveyQuestion, each.id) for each in questions if each.id in ids}
    for each in first.values():
        house.refresh(each, ["choices"])
    answers = house.execute(
        select(SurveyAnswer.id, SurveyAnswer.question_id).where(
            SurveyAnswer.question_id.in_(ids), SurveyAnswer.value == AnswerValue.YES
        )
    )
    house.execute(
        insert(ChosenChoice),
        [
            {"answer_id": row.id, "choice_id": first[row.question_id].choices[row.id % 3].id}
            for row in answers.all()
        ],
    )


def _figures(name: str, engine: Engine, site: Flask, path: str, key: str) -> list[Figure]:
    browser = site.test_client()
    savers.enter(site, browser, key)
    show = partial(browser.get, f"{path}/evaluation")
    ahead, workbook = partial(browser.get, f"{path}/publish"), partial(browser.get, f"{path}/exports/xlsx")
    for each in (show, ahead, workbook):
        assert each().status_code == 200
    bare = bare_page(engine, select(SurveyAnswer), LINES, ["x"] * INSTITUTIONS).test_client()
    took, plain = in_turn(show, partial(bare.get, "/"))
    size = f"{INSTITUTIONS} institutions, {len(QUESTIONS)} questions"
    return [
        Figure(f"{name}: evaluation of {size}", took, "ms CPU", None, f"bare {plain:.1f}, with all answers"),
        Figure(f"{name}: its statements", counted(site, show), "", 16),
        Figure(f"{name}: preview of what is published", cpu_ms(ahead, 5), "ms CPU", None),
        Figure(f"{name}: its workbook", cpu_ms(workbook, 3), "ms CPU", 5000),
        Figure(f"{name}: memory for it at most", peak(workbook), "MiB", 60),
        Figure(f"{name}: its PDF", cpu_ms(partial(browser.get, f"{path}/evaluation.pdf"), 3), "ms CPU", None),
    ]


def peak(work: Any) -> float:
    """MiB that were taken at once while it ran."""
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / MEBI
