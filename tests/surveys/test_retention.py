"""Single answers are deleted a year after the report; what was frozen stays; it was told before."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from blueprints.office.deadlines import STEPS
from blueprints.requests import report_rules
from blueprints.surveys import (
    answer_rules,
    check_rules,
    closing_rules,
    evaluation_rules,
    issue_queries,
    queries,
    retention_rules,
    rules,
)
from models.answer_checks import AnswerCheck
from models.errors import RuleBroken
from models.outbox import Letter, LetterBytes
from models.respondent_links import RespondentLink
from models.survey_answers import AnswerSheet, SurveyAnswer
from models.survey_issues import AnswerRelease, SurveyIssue
from models.surveys import Respondent
from plumbing.letters import render_waiting
from tests import build
from tests.surveys.conftest import NONE_SEEN, YES
from tests.surveys.test_evaluation_issues import Evaluating

LAST = date(2027, 9, 1)
"""A year after the report of build.TODAY."""


@pytest.fixture
def reported(house):
    """Twelve have answered, one of them was quoted and asked back; a report was released."""
    made = Evaluating(house)
    made.answer(made.seated, YES, note="Vereinzelt, ohne Bezug.")
    made.answer(made.outside, NONE_SEEN)
    made.outside[0].email = "haus@frauenhaus.example"
    made.close()
    made.release()
    given = {"question": "Stimmt das?"} | made.chief()
    check_rules.ask_back(*made.place, made.seated[1].id, **given)
    evaluation_rules.give_on(*made.place, **made.chief())
    made.about.reported_at = build.NOW
    link = {"respondent_id": made.outside[0].id, "address": "haus@frauenhaus.example"}
    build.added(house, RespondentLink(token_hash="0" * 64, issued_at=build.NOW, **link))
    house.commit()
    return made


def run(house, day):
    """The two steps of a night, in their order."""
    now = build.NOW + (day - build.TODAY)
    return [STEPS[each](house, day, now) for each in STEPS if "answers" in each and "survey" in each]


def left(house):
    house.expire_all()
    rows = (AnswerSheet, SurveyAnswer, AnswerRelease, AnswerCheck, RespondentLink)
    return sum(house.query(each).count() for each in rows)


def test_they_are_announced_two_weeks_before_and_deleted_after_the_last_day(house, reported):
    before = left(house)
    assert run(house, LAST - timedelta(days=15)) == [0, 0]
    assert run(house, LAST - timedelta(days=14)) == [1, 0]
    told = house.query(Letter).filter_by(template="surveys/deletion_ahead").all()
    assert [each.recipient for each in told] == [reported.table.coordinator.email]
    assert reported.about.title not in str([vars(each) for each in told])
    assert run(house, LAST) == [0, 0]
    assert left(house) == before
    assert run(house, LAST + timedelta(days=1)) == [0, 1]
    assert left(house) == 0
    assert run(house, LAST + timedelta(days=2)) == [0, 0]
    assert house.get(Respondent, reported.outside[0].id).email is None


def test_nothing_is_deleted_that_was_not_announced_in_time(house, reported):
    late = LAST + timedelta(days=100)
    assert run(house, late) == [1, 0]
    assert run(house, late + timedelta(days=14)) == [0, 0]
    assert run(house, late + timedelta(days=15)) == [0, 1]


TWO_YEARS = date(2028, 9, 1)
"""Two years after closing on build.TODAY."""


@pytest.fixture
def unreported(house, reported):
    """The same without a report, and without anything that was frozen of it."""
    issues = house.query(SurveyIssue)
    for each in issues.all():
        house.delete(each)
    reported.about.reported_at = None
    house.commit()
    return reported


def test_without_a_report_they_go_two_years_after_closing_and_that_is_announced_too(app, house, unreported):
    before = left(house)
    assert run(house, LAST + timedelta(days=30)) == [0, 0]
    assert run(house, TWO_YEARS - timedelta(days=15)) == [0, 0]
    assert run(house, TWO_YEARS - timedelta(days=14)) == [1, 0]
    with app.test_request_context():
        render_waiting(house)
    mails = [message_from_bytes(each.raw, policy=default) for each in house.query(LetterBytes)]
    mail = next(each for each in mails if "Einzelantworten" in each["Subject"])
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "kein Bericht" in text
    assert "01.09.2028" in text
    assert run(house, TWO_YEARS) == [0, 0]
    assert left(house) == before
    assert run(house, TWO_YEARS + timedelta(days=1)) == [0, 1]
    assert left(house) == 0


def test_what_was_never_frozen_is_frozen_before_it_is_deleted(house, unreported):
    figures = unreported.ahead()
    run(house, TWO_YEARS - timedelta(days=14))
    run(house, TWO_YEARS + timedelta(days=1))
    house.commit()
    about = queries.survey(house, unreported.about.body_id, unreported.about.id)
    after = issue_queries.published_data(house, about, TWO_YEARS)
    assert {name: after[name] for name in figures} == figures
    assert after["participation"]["answered"] == 12


def test_a_report_or_a_new_opening_begins_the_period_anew_also_once_it_was_announced(house, unreported):
    run(house, TWO_YEARS - timedelta(days=14))
    later = build.NOW + (TWO_YEARS - build.TODAY)
    about = rules.held(house, unreported.about.body_id, unreported.about.id)
    report_rules.reported(house, about, **(unreported.chief() | {"now": later}))
    house.flush()
    assert run(house, TWO_YEARS + timedelta(days=1)) == [0, 0]
    assert retention_rules.last_day_kept(unreported.about) == date(2029, 9, 1)


def test_what_is_open_again_is_not_deleted(house, unreported):
    run(house, TWO_YEARS - timedelta(days=14))
    given = {"due_on": TWO_YEARS + timedelta(days=30)} | unreported.chief()
    closing_rules.reopen(*unreported.place, **(given | {"now": build.NOW + (TWO_YEARS - build.TODAY)}))
    house.flush()
    assert run(house, TWO_YEARS + timedelta(days=1)) == [0, 0]
    assert retention_rules.last_day_kept(unreported.about) is None


def test_what_was_frozen_is_all_that_is_read_then(house, reported, sign_in, stop_clock):
    figures = reported.ahead()
    run(house, LAST - timedelta(days=14))
    run(house, LAST + timedelta(days=1))
    house.commit()
    stop_clock(build.NOW + timedelta(days=367))
    about = queries.survey(house, reported.about.body_id, reported.about.id)
    after = issue_queries.published_data(house, about, LAST + timedelta(days=1))
    assert {name: after[name] for name in figures} == figures
    home = f"/round-tables/{about.body_id}/surveys/{about.id}"
    chief = sign_in(reported.table.coordinator)
    page = " ".join(chief.get(home).text.split())
    assert "ihre Einzelantworten sind gelöscht" in page
    assert "keine Rückmeldung" not in page, "that is another thing"
    result = " ".join(chief.get(f"{home}/evaluation").text.split())
    assert "12 von 12 Befragten haben geantwortet." in result
    assert "Vereinzelt, ohne Bezug." in result, "it was quoted with a release"
    assert chief.get(f"{home}/exports/answers").status_code == 404
    for tail in ("evaluation.pdf", "exports/xlsx", "exports/csv", "publish", "quotes"):
        assert chief.get(f"{home}/{tail}").status_code == 200
    given = {"given": [], "oral": False, "said_on": None, "based_on": 0, "reason": "Verspätet"}
    with pytest.raises(RuleBroken):
        answer_rules.record_answer(*reported.place, reported.seated[0].id, **given, **reported.chief())


def test_the_coordination_reads_until_when_they_are_kept(house, reported, sign_in):
    home = f"/round-tables/{reported.about.body_id}/surveys/{reported.about.id}"
    assert "01.09.2027" in sign_in(reported.table.coordinator).get(home).text
    assert retention_rules.last_day_kept(reported.about) == LAST
