"""Decisions of the rights tests: in the world one of each level, and one in each of its states."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from blueprints.decisions import closing_rules, rules, voting_rules
from models.decisions import DecisionKind
from models.rounds import AskedSeat, Round
from models.stances import StanceValue
from tests import build

SEEN = ("member", "deputy", "coordinator")
DUE = build.TODAY + timedelta(days=21)


def furnish(world: Any) -> None:
    """One in circulation that all at the table see, one that was decided and that those with read access
    see too, one that is only proposed, one of a confidential item."""
    everybody = ("advisory", "of_sleeping_seat", "of_two_houses", *SEEN)
    shown = _proposed(
        world, world.mark("Beschluss-Gneis", *everybody), world.mark("Wortlaut-Gneis", *everybody), True
    )
    _put(world, shown, DUE)
    reason = world.mark("Grund-Gneis", *everybody)
    stance = _cast(world, shown, "concern", reason=reason, provisional=True)
    after = (*everybody, "reader")
    done = _proposed(
        world, world.mark("Beschluss-Granit", *after), world.mark("Wortlaut-Granit", *after), False
    )
    _put(world, done)
    _cast(world, done, "concern", reason=world.mark("Grund-Granit", *after))
    closing_rules.close(world.house, world.ids["table_id"], done.id, **world.as_coordinator())
    hidden = _proposed(world, world.mark("Vorschlag-Quarz", "coordinator"), "Noch nicht vorgelegt.", False)
    readers = (*SEEN, "minute_taker")
    named = _proposed(
        world,
        world.mark("Beschluss-Basalt", *readers),
        world.mark("Wortlaut-Basalt", *readers),
        False,
        item_id=world.ids["named_item"],
    )
    _put(world, named)
    world.ids |= {
        "decision_id": shown.id,
        "decided": done.id,
        "proposed_decision": hidden.id,
        "named_decision": named.id,
        "decision_asked": _asked(world, shown),
        "provisional_stance": stance.id,
    }


def _proposed(world: Any, title: str, wording: str, circular: bool, **facts: Any) -> Any:
    given: dict[str, Any] = {"kind": DecisionKind.SUBSTANCE, "circular": circular} | facts
    return rules.propose(
        world.house,
        world.ids["table_id"],
        title=title,
        wording=wording,
        **given,
        **world.as_coordinator(),
        render=str,
    )


def _put(world: Any, found: Any, due_on: Any = None) -> None:
    world.house.flush()
    given = {"due_on": due_on, "based_on": found.version}
    rules.put(world.house, world.ids["table_id"], found.id, **given, **world.as_coordinator())
    world.house.flush()


def _asked(world: Any, found: Any) -> int:
    """The member's institution among those that this one asks."""
    mine = (AskedSeat.round_id == found.round_id) & (AskedSeat.seat_id == world.ids["seat_id"])
    asked: int = world.house.scalars(select(AskedSeat.id).where(mine)).one()
    return asked


def _cast(world: Any, found: Any, value: str, **facts: Any) -> Any:
    return voting_rules.cast(
        world.house,
        world.ids["table_id"],
        found.id,
        asked_id=_asked(world, found),
        value=StanceValue(value),
        **facts,
        by=build.actor(world.house, world.people["member"]),
        now=build.NOW,
    )


def make(world: Any) -> dict[str, dict[str, Any]]:
    """By state: the ids that an address names then."""
    table_id, chief = world.ids["table_id"], world.as_coordinator()
    states: dict[str, dict[str, Any]] = {}
    for state in (
        *("proposal", "circular proposal", "open", "circulating", "overdue"),
        *("came about", "failed", "adjourned", "provisional", "provisional in circulation"),
    ):
        circular = "circul" in state or state == "overdue"
        found = _proposed(world, f"Beschluss {state}", "Der Wortlaut.", circular)
        names = {"decision_id": found.id, "asked_id": world.ids["decision_asked"]}
        states[state] = names | {"stance_id": world.ids["provisional_stance"]}
        if "proposal" in state:
            continue
        _put(world, found, DUE if circular else None)
        states[state]["asked_id"] = _asked(world, found)
        if "provisional" in state:
            states[state]["stance_id"] = _cast(world, found, "agree", provisional=True).id
        if state == "came about":
            _cast(world, found, "agree")
        if state in ("came about", "failed", "provisional"):
            closing_rules.close(world.house, table_id, found.id, **chief)
        if state == "adjourned":
            closing_rules.adjourn(world.house, table_id, found.id, note="Zu spät", **chief)
        if state == "overdue":
            world.house.get_one(Round, found.round_id).due_on = build.TODAY - timedelta(days=1)
    return states
