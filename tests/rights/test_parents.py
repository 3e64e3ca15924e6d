"""An address that names a thing and its place opens only where the two belong together."""

from blueprints.meetings import agenda_rules
from blueprints.meetings import rules as meeting_rules
from tests import build
from tests.rights.matrix import DECIDED
from tests.rights.walking import addresses, outcome, requests


def test_the_things_of_one_table_are_not_found_under_another_of_the_same_coordination(
    site, house, world, ask, keeps_nothing, cheap_refusals
):
    """Every address with two ids or more, walked with the outer one of a table that she coordinates, too."""
    other = beside(house, world)
    house.commit()
    crossed, opened = 0, []
    for name, row in DECIDED.items():
        for rule in addresses(site).get(name.partition(",")[0], ()):
            ids = [each for each in rule.arguments if each.endswith("_id")]
            outer = next((each for each in other if each in ids), None)
            if len(ids) < 2 or outer is None or "coordinator" not in row.roles:
                continue
            things = {**row.things, outer: f"other_{outer}"}
            world.ids[f"other_{outer}"] = other[outer]
            for method, path in requests(site, world, name, type(row)(row.roles, row.is_public, things)):
                crossed += 1
                if outcome(ask("coordinator", method, path)) != "404":
                    opened.append(f"{name}: {method} {path}")
    assert not opened, "\n".join(["", *opened])
    assert crossed > 60


def beside(house, world):
    """A second table of the coordinator's with a meeting and an item, and an institution."""
    by = world.people["coordinator"]
    table = build.body(house, "Zweiter Tisch", by=by)
    facts = {"by": build.actor(house, by), "now": build.NOW}
    meeting = meeting_rules.schedule(
        house, table.id, starts_at=build.NOW.replace(month=10), ends_at=None, number=1, **facts
    )
    agenda_rules.add_item(house, meeting.id, title="Anderes", **facts)
    return {
        "table_id": table.id,
        "meeting_id": meeting.id,
        "organisation_id": build.organisation(house).id,
    }
