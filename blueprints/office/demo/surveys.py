"""The two surveys of which a source tells: what it says was answered, and nothing that it leaves out."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.facts import NETWORK
from blueprints.office.demo.sources import S3, source
from blueprints.surveys import (
    answer_rules,
    closing_rules,
    question_rules,
    release_rules,
    respondent_rules,
    rules,
)
from blueprints.surveys.evaluation_queries import questions_of
from blueprints.surveys.writing_rules import Given
from models.bodies import Body
from models.fuzzy_dates import FuzzyDate
from models.masking import families
from models.meetings import Meeting
from models.organisations import Organisation
from models.people import Person
from models.standing import actor_of
from models.survey_answers import AnswerValue
from models.survey_questions import QuestionKind, SurveyQuestion
from models.surveys import Survey

DAY: Final = date(2022, 6, 22)
WORDING: Final = "Der Wortlaut der Frage ist in der Quelle nicht genannt; er ist nach dem Ergebnis gebildet."
SAID: Final = (AnswerValue.YES, AnswerValue.NONE_SEEN)
NAMED: Final = (
    *("Polizei", "Verein der Integrationslotsen", "Jugendamt"),
    *("Erziehungsberatungsstelle", "Schwangerenberatungsstellen"),
)
"""In whose work the theme came up, though never in connection with trafficking."""
OTHERS: Final = "übrige Anwesende"
UNDOCUMENTED: Final = ("Staatsanwaltschaft", "(Gewalt)Beratungsstellen", "Migrationsberatungsstellen")
"""They sit in the network; what they said, if they were there, stands nowhere singly."""
IN_THE_NETWORK: Final[dict[str, Any]] = {
    "title": "Bedarf an aufsuchender Beratung im Kontext von Zwangsprostitution und Menschenhandel",
    "purpose": "Bitte des Sozialausschusses vom 23.09.2021, weitere Erkenntnisse zu sammeln. Befragt wurden "
    "die Anwesenden nach ihren Arbeitszusammenhängen. Wie viele anwesend waren, ist in der Quelle nicht "
    "genannt; ein Dunkelfeld ist nach ihr unbestritten vorhanden.",
    "held": FuzzyDate.of_day(DAY),
    "source": source(S3, "Lediglich bei der Polizei, dem Verein der Integrationslotsen"),
    "quote": "jedoch in keinem Fall in Zusammenhang mit Zwangsprostitution und Menschenhandel",
}
AMONG_COMMISSIONERS: Final[dict[str, Any]] = {
    "title": "Umfrage bei den Gleichstellungsbeauftragten der Regionalkonferenz Weser-Ems Nord",
    "purpose": "Auf welchem Weg und wie viele befragt wurden, ist in der Quelle nicht genannt.",
    "held": FuzzyDate.parse("Frühjahr 2022"),
    "source": source(S3, "Umfrage bei den Gleichstellungsbeauftragten der Regionalkonferenz Weser-Ems Nord"),
    "quote": "ergab keine derartige Personalstelle in keiner der Kommunen",
}
PUBLISHED: Final = "in der Quelle mit Namen veröffentlicht"
COMMISSIONERS: Final = "Gleichstellungsbeauftragte der Regionalkonferenz Weser-Ems Nord"
NO: Final = "nein"
ANSWERED: Final = (
    (
        (
            "Gibt es in den Kommunen des ehemaligen Regierungsbezirkes Weser-Ems Nord eine derartige "
            "Personalstelle?"
        ),
        "„keine derartige Personalstelle in keiner der Kommunen“",
    ),
    (
        (
            "Sehen die anwesenden Gleichstellungsbeauftragten die Notwendigkeit bzw. eine Aussicht auf "
            "Erfolg einer aufsuchenden Beratung?"
        ),
        "„keine der anwesenden Gleichstellungsbeauftragten sah die Notwendigkeit“",
    ),
)


def load(
    house: Session,
    bodies: Mapping[str, Body],
    organisations: Mapping[str, Organisation],
    coordination: Person,
    now: datetime,
) -> dict[str, int]:
    """Both are recorded by the network's coordination and closed; by title their ids."""
    chief: dict[str, Any] = {"by": actor_of(house, coordination, now.date()), "now": now}
    table_id = bodies[NETWORK].id
    found = (
        _in_the_network(house, table_id, organisations, chief),
        _among_commissioners(house, table_id, chief),
    )
    return {each.title: each.id for each in found}


def _begun(house: Session, table_id: int, chief: dict[str, Any], facts: dict[str, Any]) -> Survey:
    return rules.begin(house, table_id, retold=True, shows_answers=True, **facts, **chief)


def _asks(
    house: Session, about: Survey, chief: dict[str, Any], wording: str, kind: QuestionKind, **facts: Any
) -> SurveyQuestion:
    given: dict[str, Any] = {"paired_with_id": None, "labels": (), "period": "", "unit": ""} | facts
    given |= {"strength": None, "several": False, "definition": WORDING}
    table_id, survey_id = about.body_id, about.id
    return question_rules.add(house, table_id, survey_id, wording=wording, kind=kind, **given, **chief)


def _asked(
    house: Session,
    about: Survey,
    chief: dict[str, Any],
    name: str,
    organisations: Mapping[str, Organisation] | None = None,
) -> int:
    """An institution of the directory, else a group by its name."""
    known = organisations[name].id if organisations and name in organisations else None
    given: dict[str, Any] = {"organisation_id": known, "name": "" if known else name, "stands_for": None}
    return respondent_rules.add(house, about.body_id, about.id, email=None, **given, **chief).id


def _in_the_network(
    house: Session, table_id: int, organisations: Mapping[str, Organisation], chief: dict[str, Any]
) -> Survey:
    """Said in the meeting of that day, and written down from what the source tells of it."""
    held = (Meeting.body_id == table_id) & (Meeting.held_on == FuzzyDate.of_day(DAY))
    meeting_id = house.scalars(select(Meeting.id).where(held)).one()
    about = _begun(house, table_id, chief, {**IN_THE_NETWORK, "meeting_id": meeting_id})
    first = _asks(
        house,
        about,
        chief,
        "Sind im Arbeitskontext Themen rund um „Prostitution“ aufgetreten?",
        QuestionKind.YES,
    )
    second = _asks(
        house,
        about,
        chief,
        "In Zusammenhang mit Zwangsprostitution und Menschenhandel?",
        QuestionKind.YES,
        paired_with_id=first.id,
    )
    none = (AnswerValue.NONE_SEEN, AnswerValue.NONE_SEEN)
    for name, values in (*((name, SAID) for name in NAMED), (OTHERS, none)):
        one = _asked(house, about, chief, name, organisations)
        given = [
            Given(question_id=question.id, value=value)
            for question, value in zip((first, second), values, strict=True)
        ]
        _recorded(house, about, one, given, chief, oral=True, said_on=DAY)
    for name in UNDOCUMENTED:
        one = _asked(house, about, chief, name, organisations)
        respondent_rules.note_undocumented(house, table_id, about.id, one, undocumented=True, **chief)
    closing_rules.close(house, table_id, about.id, **chief)
    return about


def _among_commissioners(house: Session, table_id: int, chief: dict[str, Any]) -> Survey:
    """Both answers are a no of all, whose number nobody knows."""
    about = _begun(house, table_id, chief, AMONG_COMMISSIONERS)
    given = []
    for wording, note in ANSWERED:
        question = _asks(house, about, chief, wording, QuestionKind.CHOICE, labels=("ja", NO))
        house.refresh(question, ["choices"])
        chosen = tuple(each.id for each in question.choices if each.label == NO)
        given.append(Given(question_id=question.id, note=note, choice_ids=chosen))
    one = _asked(house, about, chief, COMMISSIONERS)
    _recorded(house, about, one, given, chief, oral=False, said_on=None)
    closing_rules.close(house, table_id, about.id, **chief)
    return about


def _recorded(
    house: Session, about: Survey, one: int, given: list[Given], chief: dict[str, Any], **way: Any
) -> None:
    """What was said, with a name that the source itself has published."""
    where: dict[str, Any] = {"table_id": about.body_id, "survey_id": about.id, "respondent_id": one}
    answer_rules.record_answer(house, **where, given=given, based_on=0, **way, **chief)
    for question_id in families(questions_of(about)):
        given_on: dict[str, Any] = {"question_id": question_id, "said_how": PUBLISHED}
        release_rules.record_quote(house, **where, **given_on, **chief)
