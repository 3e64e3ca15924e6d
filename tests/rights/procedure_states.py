"""Procedures of the rights tests: in the world one of each level, and one in each of its states."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from blueprints.procedures import (
    adoption_rules,
    comment_rules,
    deciding_rules,
    paper_rules,
    review_rules,
    rules,
    step_rules,
    version_rules,
)
from models.procedures import Procedure, ProcedureVersion
from models.rounds import AskedSeat
from models.stances import StanceValue
from models.visibility import Visibility
from tests import build

INSIDE = ("member", "deputy", "advisory", "reader", "of_sleeping_seat", "of_two_houses", "coordinator")
NAMED = ("member", "deputy", "coordinator")
DUE = build.TODAY + timedelta(days=20)


def furnish(world: Any) -> None:
    """One that was decided for all at the table, with a contact point that only its coordination sees; one
    that names one institution; a draft."""
    shown = _procedure(world, "Achatweg", INSIDE, contacts_visibility=Visibility.COORDINATION)
    step = _step(world, shown, "Achatschritt", INSIDE, contact_id=world.ids["contact_id"])
    _decide(world, shown)
    stance = _adopt(world, shown)
    named = _procedure(
        world,
        "Berylweg",
        NAMED,
        visibility=Visibility.CONFIDENTIAL,
        seat_ids=[world.ids["seat_id"]],
    )
    _step(world, named, "Berylschritt", NAMED)
    _consult(world, named)
    made = _comment(world, named, NAMED)
    draft = _procedure(world, "Citrinweg", ("coordinator",))
    _step(world, draft, "Citrinschritt", ("coordinator",))
    world.ids |= {
        "procedure_id": shown.id,
        "named_procedure": named.id,
        "drafted_procedure": draft.id,
        "number": 1,
        "step_id": step.id,
        "comment_id": made.id,
        "adoption_asked": stance.asked_seat_id,
        "procedure_paper": _paper(world, shown),
    }


def _procedure(world: Any, word: str, readers: tuple[str, ...] = (), **facts: Any) -> Procedure:
    """With an open first version; its words are marked where `readers` says who may read them."""

    def marked(part: str) -> str:
        return world.mark(f"{part}-{word}", *readers) if readers else f"{part} {word}"

    given: dict[str, Any] = {"seat_ids": [], "core_ids": [], **facts}
    table_id = world.ids["table_id"]
    made = rules.create(
        world.house,
        table_id,
        title=marked("Absprache"),
        scope=marked("Zweck"),
        **given,
        **world.as_coordinator(),
    )
    version_rules.begin(world.house, table_id, made.id, **world.as_coordinator(), render=str)
    version_rules.word(
        *(world.house, table_id, made.id, 1),
        markdown=marked("Wortlaut"),
        based_on=0,
        **world.as_coordinator(),
        render=str,
    )
    world.house.flush()
    return made


def _step(world: Any, about: Procedure, word: str, readers: tuple[str, ...] = (), **facts: Any) -> Any:
    given: dict[str, Any] = {"contact_id": None, "offer_ids": [], "branches": [], "ends": True, **facts}
    action = world.mark(f"Handlung-{word}", *readers) if readers else word
    given |= {"after": 99, "action": action, **world.as_coordinator()}
    return step_rules.add(world.house, world.ids["table_id"], about.id, 1, **given)


def _consult(world: Any, about: Procedure) -> None:
    place = (world.ids["table_id"], about.id, 1)
    version_rules.consult(world.house, *place, comments_until=DUE, **world.as_coordinator())


def _comment(world: Any, about: Procedure, readers: tuple[str, ...] = ()) -> Any:
    text = world.mark(f"Anmerkung-{about.id}", *readers) if readers else "Anmerkung."
    by = build.actor(world.house, world.people["member"])
    given: dict[str, Any] = {"step_key": None, "seat_id": world.ids["seat_id"], "text": text, "proposal": ""}
    return comment_rules.comment(
        world.house, world.ids["table_id"], about.id, 1, **given, by=by, now=build.NOW
    )


def _decide(world: Any, about: Procedure, number: int = 1) -> None:
    days: dict[str, Any] = {"decided_on": build.TODAY, "begins_on": None, "due_on": DUE, "decided_in": ""}
    days |= {"seat_ids": [world.ids["seat_id"]], **world.as_coordinator()}
    deciding_rules.decide(world.house, world.ids["table_id"], about.id, number, **days)
    world.house.flush()


def _asked(world: Any, about: Procedure, number: int) -> int:
    of = select(AskedSeat.id).join(ProcedureVersion, ProcedureVersion.round_id == AskedSeat.round_id)
    mine = (ProcedureVersion.procedure_id == about.id) & (ProcedureVersion.number == number)
    asked: int = world.house.scalars(of.where(mine)).one()
    return asked


def _adopt(world: Any, about: Procedure, number: int = 1, *, provisional: bool = True) -> Any:
    answer = adoption_rules.Answer(value=StanceValue.ADOPTED, provisional=provisional)
    by = build.actor(world.house, world.people["member"])
    given: dict[str, Any] = {"asked_id": _asked(world, about, number), "answer": answer, "by": by}
    place = (world.ids["table_id"], about.id, number)
    made = adoption_rules.adopt(world.house, *place, **given, now=build.NOW)
    world.house.flush()
    return made


def _paper(world: Any, about: Procedure) -> int:
    """Frozen for the member's institution."""
    by = build.actor(world.house, world.people["member"])
    place = (world.ids["table_id"], about.id, 1)
    return paper_rules.compile_paper(world.house, *place, by=by, now=build.NOW).id


def make(world: Any) -> dict[str, dict[str, Any]]:
    """By state: the ids that an address names then."""
    states: dict[str, dict[str, Any]] = {}
    given: dict[str, Any] = {"seat_ids": [], "core_ids": [], **world.as_coordinator()}
    bare = rules.create(world.house, world.ids["table_id"], title="Noch ohne Fassung", **given)
    states["bare"] = {"procedure_id": bare.id}
    for state in ("draft", "consultation", "decided"):
        about = _procedure(world, state)
        _step(world, about, "Erstens", ends=False)
        step = _step(world, about, "Zweitens")
        names = {"procedure_id": about.id, "number": 1, "step_id": step.id}
        if state == "consultation":
            _consult(world, about)
            names["comment_id"] = _comment(world, about).id
        if state == "decided":
            _decide(world, about)
            names["asked_id"] = _adopt(world, about).asked_seat_id
        states[state] = names
    return states


def make_annexed(world: Any) -> dict[str, dict[str, Any]]:
    """One with an annex."""
    about = _procedure(world, "mit Anlage")
    document = world.ids["document_id"]
    table_id = world.ids["table_id"]
    rules.annex(world.house, table_id, about.id, document_id=document, **world.as_coordinator())
    return {"always": {"procedure_id": about.id, "document_id": document}}


def make_binding(world: Any) -> dict[str, dict[str, Any]]:
    """In force: with one version, with a later one beside it, and under review."""
    states: dict[str, dict[str, Any]] = {}
    for state in ("in force", "with a later one", "under review"):
        about = _procedure(world, f"bindend {state}")
        step = _step(world, about, "Melden")
        _decide(world, about)
        place, chief = (world.ids["table_id"], about.id), world.as_coordinator()
        _adopt(world, about, provisional=False)
        if state == "with a later one":
            version_rules.begin(world.house, *place, **chief, render=str)
            words = {"markdown": "Anders.", "based_on": 1, "render": str, **chief}
            version_rules.word(world.house, world.ids["table_id"], about.id, 2, **words)
            _decide(world, about, 2)
            _adopt(world, about, 2, provisional=False)
        if state == "under review":
            review_rules.begin_review(world.house, *place, **chief)
        states[state] = {"procedure_id": about.id, "number": 1, "step_id": step.id}
    return states
