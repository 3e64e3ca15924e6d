"""A table that asks: three institutions, a draft with two paired questions, short ways to the gestures."""

import pytest

from blueprints.surveys import answer_rules, asking_rules, closing_rules, question_rules, rules
from blueprints.surveys.queries import own_respondents, respondents
from blueprints.surveys.writing_rules import Given
from models.rounds import AskedSeat
from models.survey_answers import AnswerSheet, AnswerValue, basis_of
from models.survey_questions import QuestionKind
from models.surveys import Respondent, RespondentSeat, Survey
from tests import build
from tests.surveys.making import DUE

YES, NONE_SEEN = AnswerValue.YES, AnswerValue.NONE_SEEN


class Asking:
    """Gestures by the table's people, at the table's survey."""

    def __init__(self, house, table):
        self.house, self.table = house, table
        self.survey_id = 0

    @property
    def survey(self):
        return self.house.get(Survey, self.survey_id, populate_existing=True)

    @property
    def of_it(self):
        return self.house, self.table.body.id, self.survey_id

    def by(self, person, now=build.NOW):
        return {"by": build.actor(self.house, person), "now": now}

    def chief(self, now=build.NOW):
        return self.by(self.table.coordinator, now)

    def begin(self, **facts):
        given = {"title": "Bedarf an aufsuchender Beratung"} | facts
        self.survey_id = rules.begin(self.house, self.table.body.id, **given, **self.chief()).id
        return self.survey

    def ask(self, wording="Kam das Thema vor?", kind=QuestionKind.YES, **facts):
        given = {"wording": wording, "kind": kind, "definition": "", "period": "", "unit": ""}
        given |= {"strength": None, "several": False, "paired_with_id": None} | facts
        return question_rules.add(*self.of_it, **given, **self.chief())

    def pair(self):
        """Two questions, the second of which narrows the first."""
        wider = self.ask("Kam das Thema überhaupt vor?")
        return wider, self.ask("Im Zusammenhang mit Menschenhandel?", paired_with_id=wider.id)

    def open(self, *seats, due_on=DUE, now=build.NOW, **facts):
        chosen = seats or self.table.seats
        given = {"due_on": due_on, "seat_ids": [each.id for each in chosen]} | facts
        return asking_rules.open_survey(*self.of_it, based_on=self.survey.version, **given, **self.chief(now))

    def respondent(self, place):
        found = (
            self.house.query(Respondent)
            .join(RespondentSeat, RespondentSeat.respondent_id == Respondent.id)
            .join(AskedSeat, AskedSeat.id == RespondentSeat.asked_seat_id)
            .filter(Respondent.survey_id == self.survey_id, AskedSeat.seat_id == self.table.seats[place].id)
        )
        return found.one()

    def questions(self):
        return rules.held(self.house, self.table.body.id, self.survey_id).questions

    def given(self, *values):
        """What is said to the questions in their order: a value, or a dict of what was given."""
        pairs = zip(self.questions(), values, strict=False)
        return [
            Given(question_id=each.id, **(value if isinstance(value, dict) else {"value": value}))
            for each, value in pairs
        ]

    def basis(self, one):
        rows = self.house.query(AnswerSheet).filter_by(respondent_id=one.id).order_by(AnswerSheet.number)
        return basis_of(rows.all())

    def say(self, place, *values, person=None, now=build.NOW, save=False, **facts):
        one = self.respondent(place)
        gesture = answer_rules.save if save else answer_rules.release
        given = {"given": self.given(*values), "based_on": self.basis(one)} | facts
        who = person or self.table.mains[place]
        return gesture(*self.of_it, one.id, **given, **self.by(who, now))

    def record(self, one, *values, based_on=0, now=build.NOW, **facts):
        given = {"given": self.given(*values), "oral": True, "said_on": None, "based_on": based_on} | facts
        return answer_rules.record_answer(*self.of_it, one.id, **given, **self.chief(now))

    def close(self, now=build.NOW):
        closing_rules.close(*self.of_it, **self.chief(now))

    def standings(self):
        """By name how each stands."""
        rows = respondents(self.house, self.house, self.survey, build.TODAY)
        return {each.name: each.standing.value if each.standing else None for each in rows}

    def owns(self, person):
        return own_respondents(self.house, build.actor(self.house, person))


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def asking(house, table):
    """A draft with a pair of questions."""
    made = Asking(house, table)
    made.begin()
    made.pair()
    return made
