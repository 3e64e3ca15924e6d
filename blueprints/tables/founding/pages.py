"""What the administration's pages about bodies show: read by the house, for no reader sees all bodies."""

from blueprints.tables.founding import queries, rules
from blueprints.tables.founding.queries import Known
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import house


def known_bodies() -> list[Known]:
    """Every body by name, for the administration; plain values, and nothing of what is in them."""
    return queries.all_bodies(house(), now()) if rules.may_create(me()) else []


def orphaned_body(table_id: int) -> Known | None:
    """A body that nobody can coordinate any more."""
    body = queries.one_body(house(), table_id, now())
    return body if body is not None and body.is_orphaned else None
