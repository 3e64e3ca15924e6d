"""What tests of projects ask for by name."""

import re
from html import unescape

import pytest

from blueprints.lobbying import appearance_rules, mandate_rules, rules, station_rules
from models.fuzzy_dates import FuzzyDate
from models.visibility import Visibility
from tests import build


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2, name="Runder Tisch Musterstadt")


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


@pytest.fixture
def follow(house, table):
    """`follow(title, **facts)` follows an internal law of the Bund."""

    def made(title="Beispielgesetz", **facts):
        given = {"visibility": Visibility.INTERNAL} | facts
        return rules.keep(house, table.body.id, title=title, **given, **by(house, table))

    return made


@pytest.fixture
def enter(house, table):
    """`enter(project, kind, on, **facts)` notes a phase or a date as the coordination."""

    def made(project, kind, on="", who=None, **facts):
        given = by(house, table) | ({"by": build.actor(house, who)} if who else {})
        found = station_rules.add(house, project.id, kind=kind, held_on=FuzzyDate.parse(on), **facts, **given)
        house.flush()
        return found

    return made


@pytest.fixture
def note(house, table):
    """`note(title, on, **facts)` notes a hearing as the coordination."""

    def made(title="Anhörung", on="", **facts):
        held_on = FuzzyDate.parse(on)
        return appearance_rules.note(
            house, table.body.id, title=title, held_on=held_on, **facts, **by(house, table)
        )

    return made


@pytest.fixture
def give(house, table):
    """`give(appearance, person, **facts)` sends somebody by order of an association."""

    def made(appearance, person=None, **facts):
        given = {"person_id": person.id if person else None, "principal_name": "Verband B"} | facts
        return mandate_rules.give(house, appearance.id, **given, **by(house, table))

    return made


def by(house, table):
    return {"by": build.actor(house, table.coordinator), "now": build.NOW}


def address(table, rest=""):
    return f"/round-tables/{table.body.id}/projects{rest}"


def words(answer):
    """What is read on the page, white space folded."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
