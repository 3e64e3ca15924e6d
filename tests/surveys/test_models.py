"""Surveys: who sees which, what a row refuses, which version counts, how respondents stand."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from blueprints.surveys.queries import counting_sheets, respondents
from models.errors import RuleBroken
from models.rounds import Channel
from models.survey_answers import AnswerSheet, AnswerStanding, AnswerValue, SurveyAnswer
from models.survey_questions import NumberStrength, QuestionKind, SurveyQuestion
from models.survey_states import SurveyState
from models.surveys import Respondent, Survey, SurveyTable
from models.visibility import Visibility
from tests import build
from tests.surveys import making


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def asked(house, table):
    """A survey that asks two of three seats, with one question; both have answered."""
    about = making.survey(house, table.body)
    about.one = making.question(house, about)
    about.first, about.second = making.opened(house, about, table.seats[:2])
    for each in (about.first, about.second):
        making.sheet(house, each, {about.one.id: AnswerValue.NONE_SEEN})
    return about


def seen(read_as, house, person, cls=Survey):
    return len(read_as(build.actor(house, person)).scalars(select(cls)).all())


def test_a_draft_is_the_coordinations_alone(house, table, read_as):
    making.question(house, making.survey(house, table.body))
    assert seen(read_as, house, table.coordinator) == 1
    for person in (*table.mains, table.reader):
        assert seen(read_as, house, person) == seen(read_as, house, person, SurveyQuestion) == 0


@pytest.mark.parametrize(
    ("level", "not_asked"),
    [(Visibility.INTERNAL, 1), (Visibility.CONFIDENTIAL, 0), (Visibility.COORDINATION, 0)],
)
def test_whoever_is_asked_sees_the_survey_others_by_its_level(house, table, asked, read_as, level, not_asked):
    asked.visibility = level
    assert seen(read_as, house, table.mains[0]) == seen(read_as, house, table.deputies[1]) == 1
    assert seen(read_as, house, table.mains[0], SurveyQuestion) == 1
    assert seen(read_as, house, table.mains[2]) == not_asked
    assert seen(read_as, house, table.reader) == seen(read_as, house, build.table(house).mains[0]) == 0


def test_single_answers_are_ones_own_and_the_coordinations(house, table, asked, read_as):
    making.close(house, asked)
    for cls in (AnswerSheet, SurveyAnswer):
        assert seen(read_as, house, table.coordinator, cls) == 2
        assert seen(read_as, house, table.mains[0], cls) == 1
        assert seen(read_as, house, table.mains[2], cls) == 0
    asked.shows_answers = True
    assert seen(read_as, house, table.mains[2], SurveyAnswer) == 2
    asked.visibility = Visibility.CONFIDENTIAL
    assert seen(read_as, house, table.mains[0], SurveyAnswer) == 2
    assert seen(read_as, house, table.mains[2], SurveyAnswer) == 0


def test_nothing_of_others_is_shown_before_it_is_closed(house, table, asked, read_as):
    asked.shows_answers = True
    assert seen(read_as, house, table.mains[0], AnswerSheet) == 1
    assert seen(read_as, house, table.mains[0], Respondent) == 1
    making.close(house, asked)
    assert seen(read_as, house, table.mains[0], AnswerSheet) == 2
    assert seen(read_as, house, table.mains[0], Respondent) == 2


def test_a_draft_of_an_answer_is_the_institutions_own(house, table, asked, read_as):
    making.sheet(house, asked.first, released_at=None, channel=None)
    assert seen(read_as, house, table.mains[0], AnswerSheet) == 2
    assert seen(read_as, house, table.deputies[0], AnswerSheet) == 2
    assert seen(read_as, house, table.coordinator, AnswerSheet) == 2, "the two that were released"


def test_of_an_anonymous_survey_nobody_sees_single_answers(house, table, asked, read_as):
    asked.anonymous = True
    assert seen(read_as, house, table.mains[0], AnswerSheet) == 1, "her own, until it is closed"
    assert seen(read_as, house, table.coordinator, AnswerSheet) == 0
    assert seen(read_as, house, table.mains[2], Respondent) == 0
    making.close(house, asked)
    for each in house.query(AnswerSheet):
        each.respondent_id = each.channel = None
    for person in (table.coordinator, table.mains[0], table.mains[2]):
        assert seen(read_as, house, person, AnswerSheet) == 0


def test_a_further_table_sees_what_asks_it(house, table, asked, read_as):
    other = build.table(house)
    build.added(house, SurveyTable(survey_id=asked.id, body_id=other.body.id))
    assert seen(read_as, house, other.mains[0]) == seen(read_as, house, other.coordinator) == 1
    assert seen(read_as, house, other.coordinator, AnswerSheet) == 2


def test_the_state_is_derived(house, table):
    about = making.survey(house, table.body)
    assert about.state(build.TODAY) is SurveyState.DRAFT
    making.opened(house, about, table.seats)
    assert about.state(making.DUE) is SurveyState.OPEN
    assert about.takes(making.DUE)
    assert about.state(making.DUE.replace(month=10)) is SurveyState.OVERDUE
    making.close(house, about)
    assert about.state(build.TODAY) is SurveyState.CLOSED
    about.evaluated_at = about.reported_at = build.NOW
    assert about.state(build.TODAY) is SurveyState.REPORTED


def test_the_newest_released_version_counts(house, table, asked):
    again = making.sheet(house, asked.first, {asked.one.id: AnswerValue.YES})
    making.sheet(house, asked.first, {asked.one.id: AnswerValue.NO_STATEMENT}, released_at=None, channel=None)
    counting = counting_sheets(house, asked.id)
    assert {each.respondent_id for each in counting} == {asked.first.id, asked.second.id}
    mine = next(each for each in counting if each.respondent_id == asked.first.id)
    assert (mine.id, mine.answers[0].value) == (again.id, AnswerValue.YES)


def test_silences_are_told_apart(house, table, asked):
    silent = making.respondent(house, asked, "Schweigt")
    undocumented = making.respondent(house, asked, "Ohne Einzelangabe", not_documented_at=build.NOW)
    unasked = making.respondent(house, asked, "Nicht gefragt", asked_at=None)
    found = {each.respondent.id: each.standing for each in respondents(house, house, asked, build.TODAY)}
    assert found == {
        asked.first.id: AnswerStanding.ANSWERED,
        asked.second.id: AnswerStanding.ANSWERED,
        silent.id: AnswerStanding.NO_ANSWER,
        undocumented.id: AnswerStanding.NOT_DOCUMENTED,
        unasked.id: AnswerStanding.NOT_ASKED,
    }


def test_a_respondent_whose_seat_sleeps_is_void_unless_it_has_answered(house, table):
    about = making.survey(house, table.body)
    making.opened(house, about, table.seats)
    build.dormancy(house, table.seats[0])
    stood = [each.standing for each in respondents(house, house, about, build.TODAY)]
    assert sorted(each.value for each in stood if each) == ["no-answer", "no-answer", "void"]


def test_the_database_takes_one_draft_and_each_version_once(house, table, asked):
    making.sheet(house, asked.first, released_at=None, channel=None)
    with pytest.raises(IntegrityError):
        making.sheet(house, asked.first, released_at=None, channel=None)
    house.rollback()


def test_the_database_refuses_numbers_without_strength_and_doubled_institutions(house, table, asked):
    more = making.question(house, asked, QuestionKind.NUMBER, unit="Fälle")
    with pytest.raises(IntegrityError), house.begin_nested():
        making.sheet(house, asked.first, {more.id: {"number": 3}})
    with pytest.raises(IntegrityError), house.begin_nested():
        making.respondent(house, asked, organisation_id=table.seats[0].organisation_id)
    with pytest.raises(IntegrityError), house.begin_nested():
        making.sheet(house, asked.first, channel=None)
    fine = {"number": 3, "strength": NumberStrength.ESTIMATE}
    assert making.sheet(house, asked.first, {more.id: fine}, channel=Channel.COORDINATION).number == 2


def test_an_anonymous_survey_shows_no_answers_and_results_are_never_public(house, table):
    with pytest.raises(RuleBroken):
        Survey(body_id=1, title="x", created_at=build.NOW, anonymous=True, shows_answers=True).judge()
    with pytest.raises(RuleBroken):
        Survey(body_id=1, title="x", created_at=build.NOW, visibility=Visibility.PUBLIC).judge()
