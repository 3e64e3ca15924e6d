"""Surveys for tests, with quiet defaults: each function adds one thing to a house session and flushes it."""

from datetime import date
from typing import Any

from models.rounds import AskedSeat, Channel, Round, RoundKind
from models.survey_answers import AnswerSheet, AnswerValue, ChosenChoice, SurveyAnswer
from models.survey_questions import QuestionKind, SurveyChoice, SurveyQuestion
from models.surveys import Respondent, RespondentSeat, Survey
from tests import build

DUE = date(2026, 9, 30)


def survey(house: Any, body: Any, **facts: Any) -> Survey:
    """A draft without questions."""
    given: dict[str, Any] = {"title": f"Erhebung {build.number()}", "created_at": build.NOW} | facts
    made: Survey = build.added(house, Survey(body_id=body.id, **given))
    return made


def question(
    house: Any, about: Survey, kind: QuestionKind = QuestionKind.YES, *, choices: Any = (), **facts: Any
) -> SurveyQuestion:
    """A question at the end of the survey."""
    place = house.query(SurveyQuestion).filter_by(survey_id=about.id).count() + 1
    given: dict[str, Any] = {"place": place, "wording": f"Frage {build.number()}?"} | facts
    made: SurveyQuestion = build.added(house, SurveyQuestion(survey_id=about.id, kind=kind, **given))
    for number, label in enumerate(choices, 1):
        build.added(house, SurveyChoice(question_id=made.id, place=number, label=label))
    return made


def respondent(house: Any, about: Survey, name: str = "", **facts: Any) -> Respondent:
    """One outside the tables, asked NOW; `asked_at=None`: not asked."""
    given: dict[str, Any] = {"name": name or f"Befragte Stelle {build.number()}", "asked_at": build.NOW}
    made: Respondent = build.added(house, Respondent(survey_id=about.id, **(given | facts)))
    return made


def opened(house: Any, about: Survey, seats: Any, due_on: date = DUE) -> list[Respondent]:
    """Put the survey to these seats; the letters are the rules' own."""
    asking = build.added(
        house,
        Round(kind=RoundKind.SURVEY, body_id=about.body_id, opened_at=build.NOW, due_on=due_on),
    )
    about.round_id, about.opened_at, about.due_on = asking.id, build.NOW, due_on
    found = []
    for each in seats:
        name = f"Institution am Platz {each.id}"
        facts = {"seat_id": each.id, "organisation_id": each.organisation_id, "name": name}
        asked = build.added(house, AskedSeat(round_id=asking.id, **facts))
        made = respondent(house, about, name, organisation_id=each.organisation_id)
        build.added(house, RespondentSeat(asked_seat_id=asked.id, respondent_id=made.id))
        found.append(made)
    return found


def sheet(house: Any, of: Respondent, values: dict[Any, Any] | None = None, **facts: Any) -> AnswerSheet:
    """A released sheet, the next version of the respondent; `released_at=None` leaves it a draft.

    `values`: by the id of a question a value, or a dict with the fields of the answer (`chosen`: choices).
    """
    number = house.query(AnswerSheet).filter_by(respondent_id=of.id).count() + 1
    given: dict[str, Any] = {"number": number, "released_at": build.NOW, "channel": Channel.SITE} | facts
    made: AnswerSheet = build.added(house, AnswerSheet(survey_id=of.survey_id, respondent_id=of.id, **given))
    for each, value in (values or {}).items():
        said = value if isinstance(value, dict) else {"value": value}
        chosen = said.pop("chosen", ())
        row = SurveyAnswer(sheet_id=made.id, question_id=each, **({"value": AnswerValue.YES} | said))
        build.added(house, row)
        for choice in chosen:
            build.added(house, ChosenChoice(answer_id=row.id, choice_id=choice.id))
    return made


def close(house: Any, about: Survey) -> None:
    """The round takes no answers any more."""
    about.closed_at = build.NOW
    if about.round_id:
        house.get(Round, about.round_id).closed_at = build.NOW
    house.flush()
