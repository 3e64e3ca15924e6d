"""Surveys of the practice table: one that runs, with every kind of answer and of silence, and one closed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.practice import DOMAIN, Practice
from blueprints.office.demo.practice_letters import went_out
from blueprints.office.demo.practice_meetings import at
from blueprints.surveys import (
    answer_rules,
    asking_rules,
    check_rules,
    closing_rules,
    evaluation_rules,
    question_rules,
    respondent_rules,
    rules,
)
from blueprints.surveys.respondent_queries import askable
from blueprints.surveys.writing_rules import Given
from models.rounds import AskedSeat
from models.survey_answers import AnswerSheet, AnswerValue, basis_of
from models.survey_questions import NumberStrength, QuestionKind
from models.surveys import Respondent, RespondentSeat

YES, NONE_SEEN = AnswerValue.YES, AnswerValue.NONE_SEEN
NO_STATEMENT, NOT_RESPONSIBLE = AnswerValue.NO_STATEMENT, AnswerValue.NOT_RESPONSIBLE
COUNT, ESTIMATE, IMPRESSION = NumberStrength
RUNNING: Final = {
    "title": "Übung: Beratung am Abend und am Wochenende",
    "purpose": "Der Ausschuss für Soziales möchte wissen, ob Beratung zu Zeiten gefragt ist, zu denen heute "
    "niemand da ist. (Übungsangabe)",
    "period": "die letzten zwölf Monate",
}
OVER: Final = {
    "title": "Übung: Sprachmittlung in der Erstberatung",
    "purpose": "Grundlage der gemeinsamen Stellungnahme. (Übungsangabe)",
    "period": "das letzte Kalenderjahr",
    "shows_answers": True,
}
EARLIER: Final = {
    "title": "Übung: Wege in die Beratung",
    "purpose": "Der Ausschuss für Soziales fragt, ob die Wege bekannt genug sind. (Übungsangabe)",
    "period": "die letzten zwölf Monate",
}
QUESTIONS: Final[tuple[dict[str, Any], ...]] = (
    {
        "wording": "Sind Anfragen nach Beratung außerhalb der Öffnungszeiten aufgetreten?",
        "kind": QuestionKind.YES,
        "definition": "Gemeint sind Anfragen nach 18 Uhr oder am Wochenende, gleich auf welchem Weg.",
    },
    {
        "wording": "Darunter Anfragen, die nicht bis zum nächsten Werktag warten konnten?",
        "kind": QuestionKind.YES,
    },
    {
        "wording": "Wie viele solche Anfragen waren es?",
        "kind": QuestionKind.NUMBER,
        "unit": "Anfragen",
    },
    {
        "wording": "Was würde am meisten helfen?",
        "kind": QuestionKind.CHOICE,
        "labels": ("Rufbereitschaft", "feste Abendzeiten", "ein gemeinsames Telefon", "mehr Sprachmittlung"),
        "several": True,
    },
)
"""The second narrows the first."""
Said = Sequence[Mapping[str, Any]]
NOTHING: Final[Said] = ({"value": NONE_SEEN},) * 3 + ({"value": NO_STATEMENT},)
SITE: Final[dict[str, Said]] = {
    "fachberatung": (
        {"value": YES, "note": "Vor allem telefonisch, meist am frühen Abend."},
        {"value": YES},
        {"number": 46, "strength": COUNT},
        {"chosen": (0, 3)},
    ),
    "frauenhaus": (
        {"value": YES},
        {"value": YES, "note": "Regelmäßig auch nachts."},
        {"number": 120, "strength": ESTIMATE},
        {"chosen": (0,)},
    ),
    "gesundheitsamt": NOTHING,
    "ordnungsamt": (
        {"value": NOT_RESPONSIBLE},
        {"value": NOT_RESPONSIBLE},
        {"value": NOT_RESPONSIBLE},
        {"chosen": (2,)},
    ),
}
"""Jugendamt has a draft, the police has answered orally, the others have said nothing yet."""
ORAL: Final[Said] = (
    {"value": YES},
    {"value": NONE_SEEN},
    {"number": 15, "strength": IMPRESSION},
    {"chosen": (0, 2)},
)
DRAFT: Final[Said] = ({"value": YES, "note": "Wird im Haus noch abgestimmt."}, {}, {}, {})
DOUBT: Final = "Sind in der geschätzten Zahl auch Anrufe enthalten, die an Sie verwiesen wurden?"
OUTSIDE: Final = ("Bahnhofsmission Musterstadt (Übung)", f"bahnhofsmission@{DOMAIN}")
ENDED: Final[dict[str, Said]] = {
    "fachberatung": ({"value": YES}, {"number": 64, "strength": COUNT}),
    "frauenhaus": ({"value": YES}, {"number": 40, "strength": ESTIMATE}),
    "gesundheitsamt": ({"value": YES}, {"number": 12, "strength": COUNT}),
    "jugendamt": ({"value": NONE_SEEN}, {"value": NONE_SEEN}),
    "jugendhilfe": ({"value": YES}, {"number": 9, "strength": IMPRESSION}),
    "ordnungsamt": ({"value": NOT_RESPONSIBLE}, {"value": NOT_RESPONSIBLE}),
}
"""The police and the prosecution have not answered."""

SPOKEN: Final[tuple[dict[str, Any], ...]] = (
    {"wording": "Wurde Sprachmittlung gebraucht?", "kind": QuestionKind.YES},
    {"wording": "In wie vielen Gesprächen?", "kind": QuestionKind.NUMBER, "unit": "Gespräche"},
)
KNOWN: Final[tuple[dict[str, Any], ...]] = (
    {"wording": "Kamen Menschen erst über Umwege zu Ihnen?", "kind": QuestionKind.YES},
)
ANSWERED: Final[dict[str, Said]] = {
    **dict.fromkeys(("fachberatung", "frauenhaus", "jugendhilfe", "gesundheitsamt"), ({"value": YES},)),
    **dict.fromkeys(("jugendamt", "polizei", "ordnungsamt"), ({"value": NONE_SEEN},)),
}


def tell(house: Session, table: Practice, today: date) -> None:
    """Two were closed; the other has run for nine days and goes on for twelve."""
    _closed(house, table, OVER, SPOKEN, ENDED, today - timedelta(days=60))
    _closed(house, table, EARLIER, KNOWN, ANSWERED, today - timedelta(days=125))
    asked = today - timedelta(days=9)
    survey_id = _begun(house, table, RUNNING, asked, QUESTIONS)
    _outside(house, table, survey_id, asked)
    _open(house, table, survey_id, today + timedelta(days=12), asked)
    for place, (who, said) in enumerate(SITE.items()):
        _answer(house, table, survey_id, who, said, at(asked + timedelta(days=2 + place), 10))
    _answer(house, table, survey_id, "jugendamt", DRAFT, at(today - timedelta(days=1), 15), save=True)
    day = today - timedelta(days=3)
    _record(house, table, survey_id, "polizei", ORAL, at(day, 11))
    _asked_back(house, table, survey_id, at(day, 12))
    went_out(house, at(day, 12, 5), of="surveys/")


def _asked_back(house: Session, table: Practice, survey_id: int, now: datetime) -> None:
    """The police confirms what was recorded for it; about another answer a question is open."""
    of_it = (house, table.body.id, survey_id)
    confirmed = _respondent(house, table, survey_id, "polizei")
    said: dict[str, Any] = {"is_right": True, "reply": ""} | _as(house, table, "polizei", now)
    check_rules.check_answer(*of_it, confirmed.id, **said)
    doubtful = _respondent(house, table, survey_id, "frauenhaus")
    check_rules.ask_back(*of_it, doubtful.id, question=DOUBT, **_as(house, table, "koordination", now))


def _as(house: Session, table: Practice, who: str, now: datetime) -> dict[str, Any]:
    return {"by": table.actor(house, who, now.date()), "now": now}


def _begun(
    house: Session, table: Practice, facts: dict[str, Any], day: date, questions: Sequence[dict[str, Any]]
) -> int:
    chief = _as(house, table, "koordination", at(day, 9))
    made = rules.begin(house, table.body.id, **facts, **chief)
    first: int | None = None
    for place, words in enumerate(questions):
        given: dict[str, Any] = {"definition": "", "period": "", "unit": "", "strength": None} | words
        given |= {"several": words.get("several", False), "paired_with_id": first if place == 1 else None}
        if given["kind"] is not QuestionKind.YES:
            given["paired_with_id"] = None
        question = question_rules.add(house, table.body.id, made.id, **given, **chief)
        first = first or question.id
    return made.id


def _outside(house: Session, table: Practice, survey_id: int, day: date) -> None:
    """A house without a seat gets a link."""
    name, email = OUTSIDE
    given: dict[str, Any] = {"organisation_id": None, "name": name, "stands_for": 1, "email": email}
    chief = _as(house, table, "koordination", at(day, 9, 20))
    respondent_rules.add(house, table.body.id, survey_id, **given, **chief)


def _open(house: Session, table: Practice, survey_id: int, due_on: date, day: date) -> None:
    about = rules.held(house, table.body.id, survey_id)
    seats = [each.seat_id for each in askable(house, about, day) if not each.sleeps and not each.is_guest]
    given: dict[str, Any] = {"due_on": due_on, "seat_ids": seats, "based_on": about.version}
    chief = _as(house, table, "koordination", at(day, 9, 30))
    asking_rules.open_survey(house, table.body.id, survey_id, **given, **chief)
    went_out(house, at(day, 9, 31), of="surveys/")


def _respondent(house: Session, table: Practice, survey_id: int, who: str) -> Respondent:
    found = (
        select(Respondent)
        .join(RespondentSeat, RespondentSeat.respondent_id == Respondent.id)
        .join(AskedSeat, AskedSeat.id == RespondentSeat.asked_seat_id)
        .where(Respondent.survey_id == survey_id, AskedSeat.seat_id == table.seats[who].id)
    )
    return house.scalars(found).one()


def _given(house: Session, table: Practice, survey_id: int, said: Said) -> list[Given]:
    questions = rules.held(house, table.body.id, survey_id).questions
    given = []
    for question, words in zip(questions, said, strict=True):
        facts = dict(words)
        chosen = tuple(question.choices[each].id for each in facts.pop("chosen", ()))
        given.append(Given(question_id=question.id, choice_ids=chosen, **facts))
    return given


def _answer(
    house: Session,
    table: Practice,
    survey_id: int,
    who: str,
    said: Said,
    now: datetime,
    *,
    save: bool = False,
) -> None:
    one = _respondent(house, table, survey_id, who)
    sheets = house.scalars(select(AnswerSheet).where(AnswerSheet.respondent_id == one.id)).all()
    gesture = answer_rules.save if save else answer_rules.release
    given: dict[str, Any] = {"given": _given(house, table, survey_id, said), "based_on": basis_of(sheets)}
    gesture(house, table.body.id, survey_id, one.id, **given, **_as(house, table, who, now))


def _record(house: Session, table: Practice, survey_id: int, who: str, said: Said, now: datetime) -> None:
    """Told to the coordination on the way."""
    one = _respondent(house, table, survey_id, who)
    given: dict[str, Any] = {"given": _given(house, table, survey_id, said), "based_on": 0}
    way: dict[str, Any] = {"oral": True, "said_on": now.date()}
    chief = _as(house, table, "koordination", now)
    answer_rules.record_answer(house, table.body.id, survey_id, one.id, **given, **way, **chief)


def _closed(
    house: Session,
    table: Practice,
    facts: dict[str, Any],
    questions: Sequence[dict[str, Any]],
    answers: Mapping[str, Said],
    day: date,
) -> None:
    """Some have answered, others have not; it is evaluated."""
    survey_id = _begun(house, table, facts, day, questions)
    _open(house, table, survey_id, day + timedelta(days=21), day)
    for place, (who, said) in enumerate(answers.items()):
        _answer(house, table, survey_id, who, said, at(day + timedelta(days=3 + place), 9))
    chief = _as(house, table, "koordination", at(day + timedelta(days=22), 9))
    closing_rules.close(house, table.body.id, survey_id, **chief)
    chief = _as(house, table, "koordination", at(day + timedelta(days=24), 10))
    evaluation_rules.evaluate(house, table.body.id, survey_id, **chief)
