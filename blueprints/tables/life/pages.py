"""What the page of a body shows beside its members and meetings: its life, its groups, its shelf."""

from typing import Any

from blueprints.tables import rules as table_rules
from blueprints.tables.delegates import queries as delegate_queries
from blueprints.tables.life import group_rules, queries, rules
from blueprints.tables.shelf import queries as shelf_queries
from models.bodies import Body
from plumbing.access import me
from plumbing.clock import today
from plumbing.database import reading


def life_page(body: Body) -> dict[str, Any]:
    """Each part as the reader may see it."""
    by = me()
    has_shelf = shelf_queries.has_shelf(by, body)
    own_seat = delegate_queries.own(reading(), body, today(), by)
    return {
        "own_seat": own_seat,
        "may_sit": own_seat is None and delegate_queries.sits_elsewhere(reading(), body, by),
        "today": today(),
        "phase": queries.present_phase(reading(), body),
        "may_keep": table_rules.may_keep(by, body),
        "may_step": rules.may_step(by, body),
        "may_found": group_rules.may_found(by, body),
        "has_shelf": has_shelf,
        "newest": shelf_queries.newest(reading(), body.id) if has_shelf else [],
    }
