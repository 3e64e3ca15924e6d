"""Topics of the rights tests: in the world one of each level and a call; one topic in each of its states."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select

from blueprints.meetings import agenda_rules
from blueprints.meetings import rules as meeting_rules
from blueprints.meetings.topics import call_rules, fate_rules, rules
from models.rounds import AskedSeat, Round, RoundKind
from models.topics import Topic, TopicState
from models.visibility import Visibility
from tests import build

TEXT = "text/plain"

SEEN = ("member", "deputy", "coordinator")
SEATED = ("advisory", "of_sleeping_seat", "of_two_houses", *SEEN)


def furnish(world: Any) -> None:
    """One that every member sees, one that names nobody else, and a call that runs."""
    open_ = _submitted(
        world,
        title=world.mark("Thema-Lava", *SEATED),
        text=world.mark("Thementext-Lava", *SEATED),
        guests=[rules.GuestWish(name=world.mark("Wunschgast-Lava", *SEEN))],
    )
    named = _submitted(world, title=world.mark("Thema-Bims", *SEEN), visibility=Visibility.COORDINATION)
    own = rules.submit(
        world.house,
        world.ids["table_id"],
        rules.Wanted(title=world.mark("Thema-Jade", "coordinator"), visibility=Visibility.COORDINATION),
        seat_id=None,
        **world.as_coordinator(),
    )
    meeting = _planned(world, 9)
    due_on = build.TODAY + timedelta(days=20)
    call_rules.call(world.house, meeting.id, due_on=due_on, **world.as_coordinator())
    asked = (
        select(AskedSeat.id)
        .join(Round, Round.id == AskedSeat.round_id)
        .where(Round.kind == RoundKind.TOPICS, AskedSeat.seat_id == world.ids["seat_id"])
    )
    world.ids |= {
        "topic_id": open_.id,
        "named_topic": named.id,
        "coordination_topic": own.id,
        "topic_file": _file(world, open_.id),
        "topic_asked": world.house.scalar(asked),
        "called_meeting": meeting.id,
    }


def _planned(world: Any, number: int) -> Any:
    return meeting_rules.schedule(
        world.house,
        world.ids["table_id"],
        starts_at=build.NOW + timedelta(days=70),
        number=number,
        **world.as_coordinator(),
    )


def _submitted(world: Any, **facts: Any) -> Topic:
    by = build.actor(world.house, world.people["member"])
    wanted, seat_id = rules.Wanted(**facts), world.ids["seat_id"]
    return rules.submit(world.house, world.ids["table_id"], wanted, seat_id=seat_id, by=by, now=build.NOW)


def _file(world: Any, topic_id: int) -> int:
    by = build.actor(world.house, world.people["member"])
    sent: dict[str, Any] = {
        "name": "zahlen.txt",
        "content_type": "text/plain",
        "stream": BytesIO(b"Zahlen\n"),
    }
    return rules.add_topic_file(world.house, topic_id, **sent, by=by, now=build.NOW).id


def make(world: Any) -> dict[str, dict[str, Any]]:
    """By state: the ids that an address names then."""
    meeting = _planned(world, 60)
    states = {}
    for state in (*TopicState, "off agenda"):
        topic = _submitted(world, title=f"Thema {state}")
        names = {"topic_id": topic.id, "file_id": _file(world, topic.id)}
        _bring(world, topic, state, meeting.id)
        states[state if isinstance(state, str) else state.value] = names
    own = rules.submit(
        *(world.house, world.ids["table_id"], rules.Wanted(title="Eigenes")),
        seat_id=None,
        **world.as_coordinator(),
    )
    with_file: dict[str, Any] = {
        "name": "a.txt",
        "content_type": "text/plain",
        "stream": BytesIO(b"Zahlen\n"),
    }
    file = rules.add_topic_file(world.house, own.id, **with_file, **world.as_coordinator())
    return states | {"of the coordination": {"topic_id": own.id, "file_id": file.id}}


def _bring(world: Any, topic: Topic, state: Any, meeting_id: int) -> None:
    given = {"based_on": topic.version, **world.as_coordinator()}
    if state in (TopicState.ACCEPTED, "off agenda"):
        item = fate_rules.accept(world.house, topic.id, meeting_id=meeting_id, **given)
        if state == "off agenda":
            agenda_rules.remove_item(world.house, item.id, **world.as_coordinator())
            world.house.flush()
            world.house.refresh(topic)
    elif state is TopicState.PUT_OFF:
        fate_rules.put_off(world.house, topic.id, meeting_id=meeting_id, **given)
    elif state is TopicState.PUT_BACK:
        fate_rules.put_back(world.house, topic.id, **given)
    elif state is TopicState.REFUSED:
        fate_rules.refuse(world.house, topic.id, reason="Gehört nicht hierher.", **given)
    elif state is TopicState.WITHDRAWN:
        by = build.actor(world.house, world.people["member"])
        rules.withdraw(world.house, topic.id, based_on=topic.version, by=by, now=build.NOW)
