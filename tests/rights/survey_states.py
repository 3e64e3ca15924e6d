"""Surveys of the rights tests: in the world one of each level, and one in each of its states."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from blueprints.surveys import (
    answer_rules,
    asking_rules,
    closing_rules,
    question_rules,
    respondent_rules,
    rules,
)
from blueprints.surveys.respondent_queries import askable
from blueprints.surveys.writing_rules import Given
from models.respondent_links import RespondentLink
from models.rounds import AskedLink, AskedSeat
from models.survey_answers import AnswerValue
from models.survey_questions import QuestionKind, SurveyQuestion
from models.surveys import Respondent, RespondentSeat
from models.visibility import Visibility
from tests import build

OWN = ("member", "deputy", "coordinator")
INSIDE = ("advisory", "of_sleeping_seat", "of_two_houses", *OWN)
DUE = build.TODAY + timedelta(days=21)


def furnish(world: Any) -> None:
    """One for the table that the member's house has answered, with a respondent by link; one of the asked
    alone; a draft; one that is closed and shows what each institution has said; an anonymous one."""
    shown = _begun(world, "Zirkon", INSIDE)
    linked = _outside(world, shown, email="haus@frauenhaus.example")
    _opened(world, shown, _all_seats(world, shown))
    _said(world, shown, world.mark("Antwort-Zirkon", *OWN))
    silent = _respondent(world, shown, "advisory")
    alone = _begun(world, "Zinnober", OWN, visibility=Visibility.CONFIDENTIAL)
    _opened(world, alone, [world.ids["seat_id"]])
    draft = _begun(world, "Zoisit", ("coordinator",))
    closed = _begun(world, "Zeolith", INSIDE, shows_answers=True)
    _opened(world, closed, [world.ids["seat_id"]])
    _said(world, closed, world.mark("Antwort-Zeolith", *INSIDE))
    closing_rules.close(world.house, world.ids["table_id"], closed, **world.as_coordinator())
    world.tokens["survey_link"] = _known_link(world, linked)
    world.ids |= {
        "survey_id": shown,
        "named_survey": alone,
        "draft_survey": draft,
        "closed_survey": closed,
        "question_id": _question(world, draft),
        "respondent_id": _respondent(world, shown),
        "silent_respondent": silent,
        "closed_respondent": _respondent(world, closed),
        "group_respondent": _outside(world, shown, name="Übrige Anwesende", stands_for=None),
    }


def _begun(world: Any, word: str, readers: tuple[str, ...], **facts: Any) -> int:
    """A draft with one question, whose words only these may read."""
    given: dict[str, Any] = {"title": world.mark(f"Erhebung-{word}", *readers)} | facts
    made = rules.begin(world.house, world.ids["table_id"], **given, **world.as_coordinator())
    _asks(world, made.id, world.mark(f"Frage-{word}", *readers))
    return made.id


def _asks(world: Any, survey_id: int, wording: str) -> None:
    facts: dict[str, Any] = {"kind": QuestionKind.YES, "paired_with_id": None, "several": False}
    facts |= {"wording": wording, "definition": "", "period": "", "unit": "", "strength": None}
    question_rules.add(world.house, world.ids["table_id"], survey_id, **facts, **world.as_coordinator())


def _all_seats(world: Any, survey_id: int) -> list[int]:
    """Every seat that may be asked; one that sleeps may not."""
    about = rules.held(world.house, world.ids["table_id"], survey_id)
    found = askable(world.house, about, build.TODAY)
    return [each.seat_id for each in found if not each.sleeps]


def _opened(world: Any, survey_id: int, seats: list[int]) -> None:
    about = rules.held(world.house, world.ids["table_id"], survey_id)
    given: dict[str, Any] = {"due_on": DUE, "seat_ids": seats, "based_on": about.version}
    asking_rules.open_survey(world.house, world.ids["table_id"], survey_id, **given, **world.as_coordinator())


def _outside(world: Any, survey_id: int, **facts: Any) -> int:
    given: dict[str, Any] = {"organisation_id": None, "name": "Frauenhaus", "stands_for": 1} | facts
    given |= {"email": facts.get("email")}
    return respondent_rules.add(
        world.house, world.ids["table_id"], survey_id, **given, **world.as_coordinator()
    ).id


def _known_link(world: Any, respondent_id: int) -> str:
    """A secret in place of the one in the letter."""
    token, hashed = AskedLink.new_token()
    one = world.house.get_one(Respondent, respondent_id)
    world.house.add(
        RespondentLink(token_hash=hashed, respondent_id=one.id, address=one.email or "", issued_at=build.NOW)
    )
    world.house.flush()
    return token


def _question(world: Any, survey_id: int) -> int:
    of_it = select(SurveyQuestion.id).where(SurveyQuestion.survey_id == survey_id)
    return int(world.house.scalars(of_it.order_by(SurveyQuestion.id)).first() or 0)


def _respondent(world: Any, survey_id: int, role: str = "member") -> int:
    """The respondent for which somebody in this role speaks."""
    seats = build.actor(world.house, world.people[role]).seat_ids
    found = (
        select(Respondent.id)
        .join(RespondentSeat, RespondentSeat.respondent_id == Respondent.id)
        .join(AskedSeat, AskedSeat.id == RespondentSeat.asked_seat_id)
        .where(Respondent.survey_id == survey_id, AskedSeat.seat_id.in_(seats))
        .order_by(Respondent.id)
    )
    return int(world.house.scalars(found).one())


def _said(world: Any, survey_id: int, note: str) -> None:
    """The member's house answers."""
    of_it = (world.house, world.ids["table_id"], survey_id)
    one = _respondent(world, survey_id)
    given = [Given(question_id=_question(world, survey_id), value=AnswerValue.YES, note=note)]
    who: dict[str, Any] = {"by": build.actor(world.house, world.people["member"]), "now": build.NOW}
    answer_rules.release(*of_it, one, given=given, based_on=0, **who)


SURVEYS = ("draft", "being recorded", "open", "over", "closed", "reported")


def make(world: Any) -> dict[str, dict[str, Any]]:
    """A survey in each of its states; nobody has answered. One that is being recorded has a respondent."""
    return {state: _in_state(world, state) for state in SURVEYS}


def _in_state(world: Any, state: str) -> dict[str, Any]:
    retold = state == "being recorded"
    survey_id = _begun(world, f"Stand {state}", (*INSIDE, "coordinator"), retold=retold)
    names: dict[str, Any] = {"survey_id": survey_id, "question_id": _question(world, survey_id)}
    if retold:
        _asks(world, survey_id, "Und sonst?")
        return names | {"respondent_id": _outside(world, survey_id)}
    if state == "draft":
        return names
    _opened(world, survey_id, [world.ids["seat_id"]])
    names["respondent_id"] = _respondent(world, survey_id)
    about = rules.held(world.house, world.ids["table_id"], survey_id)
    if state == "over":
        asking_rules.set_due(about, build.TODAY - timedelta(days=1))
    if state in ("closed", "reported"):
        closing_rules.close(world.house, world.ids["table_id"], survey_id, **world.as_coordinator())
    if state == "reported":
        rules.held(world.house, world.ids["table_id"], survey_id).reported_at = build.NOW
    world.house.flush()
    return names


def make_outside(world: Any) -> dict[str, dict[str, Any]]:
    """A respondent without a seat: only entered, and one that was written to."""
    found = {}
    for state, email in (("entered", None), ("written to", "haus@frauenhaus.example")):
        names = _in_state(world, "open")
        found[state] = names | {"respondent_id": _outside(world, names["survey_id"], email=email)}
    return found
