"""Date findings in each of their states, at the world's table."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from blueprints.meetings.dates import change_rules as date_change_rules
from blueprints.meetings.dates import rules as date_rules
from models.date_findings import DateOption, Times
from models.rounds import AskedSeat
from tests import build
from tests.rights.world import World


def make(world: World) -> dict[str, dict[str, Any]]:
    found = {state: _offered(world) for state in ("running", "overdue", "chosen", "closed")}
    for state, (asking, names) in found.items():
        given = (world.house, world.ids["table_id"], asking.id)
        if state == "overdue":
            asking.due_on = build.TODAY - timedelta(days=1)
        if state == "chosen":
            date_change_rules.choose(*given, names["option_id"], number=90, **world.as_coordinator())
        if state == "closed":
            date_change_rules.close_without(*given, reason="Zu wenige können", **world.as_coordinator())
    return {state: names for state, (_, names) in found.items()}


def _offered(world: World) -> tuple[Any, dict[str, Any]]:
    """Three dates, for the member's institution, too."""
    first = build.NOW + timedelta(days=45)
    asking, _ = date_rules.ask(
        world.house,
        world.ids["table_id"],
        times=[Times(first + timedelta(days=each)) for each in range(3)],
        due_on=build.TODAY + timedelta(days=14),
        **world.as_coordinator(),
    )
    options = select(DateOption.id).where(DateOption.round_id == asking.id).order_by(DateOption.id)
    mine = (AskedSeat.round_id == asking.id) & (AskedSeat.seat_id == world.ids["seat_id"])
    names = {
        "round_id": asking.id,
        "option_id": world.house.scalars(options).first(),
        "asked_id": world.house.scalar(select(AskedSeat.id).where(mine)),
    }
    return asking, names
