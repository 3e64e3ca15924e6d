"""Tasks of the rights tests: in the world one of each level, and one in each of its states."""

from datetime import timedelta
from typing import Any

from blueprints.tasks import report_rules, rules
from models.tasks import TaskState
from models.visibility import Visibility
from tests import build

SEEN = ("member", "deputy", "coordinator")


def furnish(world: Any) -> None:
    """One for the member's institution that all may see, one that names it, one that comes from an item."""
    everybody = ("advisory", "of_sleeping_seat", "of_two_houses", "reader", *SEEN)
    internal = _given(world, world.mark("Aufgabe-Kies", *everybody), text=world.mark("Text-Kies", *everybody))
    named = _given(
        world, world.mark("Aufgabe-Tuff", *SEEN), visibility=Visibility.COORDINATION, due_on=build.TODAY
    )
    from_item = _given(
        world,
        world.mark("Aufgabe-Mergel", *everybody, "minute_taker"),
        item_id=world.ids["circulated_item"],
    )
    note = world.mark("Stand-Kies", *everybody)
    said = report_rules.Said(state=TaskState.IN_PROGRESS, note=note)
    by = build.actor(world.house, world.people["member"])
    report_rules.report(world.house, internal.id, said, based_on=internal.version, by=by, now=build.NOW)
    member = world.people["member"].email
    waiting = [each for each in world.house.info["unrendered"] if each.letter.recipient == member]
    world.tokens["task_link"] = waiting[-1].facts["token"]
    world.ids |= {"task_id": internal.id, "named_task": named.id, "task_from_item": from_item.id}


def _given(world: Any, title: str, **facts: Any) -> Any:
    source = {"item_id": facts.pop("item_id")} if "item_id" in facts else {}
    wanted = rules.Wanted(title=title, **facts)
    return rules.create(
        world.house,
        world.ids["table_id"],
        wanted,
        seat_id=world.ids["seat_id"],
        **source,
        **world.as_coordinator(),
    )


def make(world: Any) -> dict[str, dict[str, Any]]:
    """By state: the id that an address names then."""
    states = {}
    for state in TaskState:
        task = _given(world, f"Aufgabe {state.value}", due_on=build.TODAY + timedelta(days=9))
        if state is not TaskState.OPEN:
            said = report_rules.Said(state=state, note="So ist es.", waiting_for="andere")
            report_rules.report(world.house, task.id, said, based_on=task.version, **world.as_coordinator())
        states[state.value] = {"task_id": task.id}
    own = rules.create(
        *(world.house, world.ids["table_id"], rules.Wanted(title="Eigenes")),
        seat_id=None,
        **world.as_coordinator(),
    )
    return states | {"of the coordination": {"task_id": own.id}}
