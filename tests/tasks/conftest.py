"""What tests of tasks ask for by name."""

from datetime import date

import pytest

from blueprints.tasks import rules
from plumbing.letters import render_waiting
from tests import build

DUE = date(2026, 9, 22)


@pytest.fixture
def table(house, stop_clock):
    """A table with three seats, at a clock that stands."""
    stop_clock(build.NOW)
    return build.table(house, 3, name="Runder Tisch Kanal")


@pytest.fixture
def coordinator(table, sign_in):
    """A browser of the table's coordination."""
    return sign_in(table.coordinator)


@pytest.fixture
def post_out(house, app):
    """Letters that wait become bytes, as at a commit; gives their secrets by address."""

    def render():
        house.flush()
        tokens = {each.letter.recipient: each.facts.get("token") for each in house.info.get("unrendered", ())}
        with app.app_context():
            render_waiting(house)
        house.commit()
        return tokens

    return render


@pytest.fixture
def give(house, table):
    """`give(place=0, ...)` gives a task to the institution at that place; None is the coordination."""

    def give(title="Flyer prüfen", place=0, now=build.NOW, **facts):
        source = {name: facts.pop(name) for name in ("item_id", "meeting_id") if name in facts}
        wanted = rules.Wanted(**({"title": title, "due_on": DUE} | facts))
        seat_id = None if place is None else table.seats[place].id
        by = build.actor(house, table.coordinator)
        return rules.create(house, table.body.id, wanted, seat_id=seat_id, **source, by=by, now=now)

    return give
