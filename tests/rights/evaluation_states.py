"""Results of surveys for the rights tests: what is published and quoted, in the world and in each state."""

from typing import Any

from blueprints.surveys import answer_rules, closing_rules, evaluation_rules, release_rules
from blueprints.surveys.writing_rules import Given
from models.bodies import Body
from models.survey_answers import AnswerValue
from tests import build
from tests.rights.survey_states import INSIDE, _begun, _opened, _outside, _question, _respondent, _said


def furnish(world: Any) -> None:
    """A survey whose results are public, with an answer that somebody without account has given; and one
    answer of the member's house that it has released."""
    closed = world.ids["closed_survey"]
    world.ids |= {
        "shown_question": _question(world, world.ids["survey_id"]),
        "closed_question": _question(world, closed),
        "release_id": _released(world, closed),
    }
    issued = _published(world)
    world.ids |= {
        "issued_survey": issued,
        "issued_question": _question(world, issued),
    }


def _published(world: Any) -> int:
    """Its title and question are public, and the name of the table, which in this world only few may know."""
    survey_id = _begun(world, "Aquamarin", INSIDE)
    del world.marks["Erhebung-Aquamarin"], world.marks["Frage-Aquamarin"]
    world.ids["told_respondent"] = _outside(world, survey_id, name="Gefragte Stelle")
    _opened(world, survey_id, [world.ids["seat_id"]])
    _said(world, survey_id, world.mark("Antwort-Aquamarin", "member", "deputy", "coordinator"))
    _told(world, survey_id, world.ids["told_respondent"])
    of_it = (world.house, world.ids["table_id"], survey_id)
    closing_rules.close(*of_it, **world.as_coordinator())
    table = world.house.get_one(Body, world.ids["table_id"])
    name, table.name = table.name, "Runder Tisch für alle"
    evaluation_rules.publish(*of_it, **world.as_coordinator())
    table.name = name
    return survey_id


def _told(world: Any, survey_id: int, respondent_id: int) -> None:
    """The coordination records what it was told."""
    facts: dict[str, Any] = {"oral": False, "said_on": None, "based_on": 0, "reason": "Nachgetragen"}
    facts["given"] = [Given(question_id=_question(world, survey_id), value=AnswerValue.NONE_SEEN)]
    table_id = world.ids["table_id"]
    answer_rules.record_answer(
        world.house, table_id, survey_id, respondent_id, **facts, **world.as_coordinator()
    )


def _released(world: Any, survey_id: int) -> int:
    of_it = (world.house, world.ids["table_id"], survey_id)
    which = (_respondent(world, survey_id), _question(world, survey_id))
    who: dict[str, Any] = {"by": build.actor(world.house, world.people["member"]), "now": build.NOW}
    return release_rules.release_quote(*of_it, *which, **who).id


RESULTS = ("open", "closed", "evaluated", "published", "withdrawn")


def make(world: Any) -> dict[str, dict[str, Any]]:
    """A survey that the member's house has answered, in each state of its results."""
    return {state: _in_state(world, state) for state in RESULTS}


def _in_state(world: Any, state: str) -> dict[str, Any]:
    survey_id = _begun(world, f"Ergebnis {state}", INSIDE)
    outside = _outside(world, survey_id, name="Weitere Stelle")
    _opened(world, survey_id, [world.ids["seat_id"]])
    _said(world, survey_id, "Vereinzelt.")
    _told(world, survey_id, outside)
    of_it = (world.house, world.ids["table_id"], survey_id)
    if state != "open":
        closing_rules.close(*of_it, **world.as_coordinator())
    if state == "evaluated":
        evaluation_rules.evaluate(*of_it, **world.as_coordinator())
    if state in ("published", "withdrawn"):
        evaluation_rules.publish(*of_it, **world.as_coordinator())
    if state == "withdrawn":
        evaluation_rules.withdraw_publication(*of_it, **world.as_coordinator())
    world.house.flush()
    return {
        "survey_id": survey_id,
        "respondent_id": _respondent(world, survey_id),
        "question_id": _question(world, survey_id),
        "outside": outside,
    }


RELEASES = ("answered", "released", "published with the name")


def make_releases(world: Any) -> dict[str, dict[str, Any]]:
    """An answer of the member's house in each state of being quoted."""
    return {state: _quoted(world, state) for state in RELEASES}


def _quoted(world: Any, state: str) -> dict[str, Any]:
    names = _in_state(world, "closed")
    names["release_id"] = _released(world, names["survey_id"]) if state != "answered" else 0
    if state.startswith("published"):
        of_it = (world.house, world.ids["table_id"], names["survey_id"])
        evaluation_rules.publish(*of_it, **world.as_coordinator())
    return names


def make_told(world: Any) -> dict[str, dict[str, Any]]:
    """An answer of somebody without account: as it was told, and with its release recorded."""
    return {state: _of_somebody(world, state) for state in ("told", "recorded")}


def _of_somebody(world: Any, state: str) -> dict[str, Any]:
    names = _in_state(world, "closed")
    names["respondent_id"] = names["outside"]
    if state == "recorded":
        which = (names["survey_id"], names["respondent_id"], names["question_id"])
        how: dict[str, Any] = {"said_how": "am Telefon"} | world.as_coordinator()
        release_rules.record_quote(world.house, world.ids["table_id"], *which, **how)
    return names
