"""A table that decides: three voting institutions, a proposal, and short ways to put it and to answer."""

import pytest
from flask_babel import force_locale, gettext

from blueprints.decisions import closing_rules, rules, voting_rules
from models.decisions import Decision, DecisionKind
from models.rounds import AskedSeat
from models.stances import StanceValue
from plumbing.letters import render_waiting
from tests import build

DUE = "2026-09-30"


class Deciding:
    """Gestures by the table's people, at the table's decision."""

    def __init__(self, house, table):
        self.house, self.table = house, table
        self.decision_id = 0

    @property
    def decision(self):
        return self.house.get(Decision, self.decision_id, populate_existing=True)

    def by(self, person, now=build.NOW):
        return {"by": build.actor(self.house, person), "now": now}

    def chief(self, now=build.NOW):
        return self.by(self.table.coordinator, now)

    def propose(self, **facts):
        given = {
            "title": "Gemeinsamer Flyer",
            "wording": "Der Tisch gibt einen Flyer heraus.",
            "kind": DecisionKind.SUBSTANCE,
        } | facts
        made = rules.propose(self.house, self.table.body.id, **given, **self.chief(), render=str)
        self.house.flush()
        self.decision_id = made.id
        return made

    def put(self, due_on=None):
        given = {"due_on": due_on, "based_on": self.decision.version}
        return rules.put(self.house, self.table.body.id, self.decision_id, **given, **self.chief())

    def asked(self, place=0):
        mine = {"round_id": self.decision.round_id, "seat_id": self.table.seats[place].id}
        return self.house.query(AskedSeat).filter_by(**mine).one().id

    def cast(self, place=0, value="agree", *, person=None, now=build.NOW, **facts):
        who = person or self.table.mains[place]
        return voting_rules.cast(
            self.house,
            self.table.body.id,
            self.decision_id,
            asked_id=self.asked(place),
            value=StanceValue(value),
            **facts,
            **self.by(who, now),
        )

    def close(self, now=build.NOW):
        return closing_rules.close(self.house, self.table.body.id, self.decision_id, **self.chief(now))

    def url(self, rest=""):
        return f"/round-tables/{self.table.body.id}/decisions/{self.decision_id}{rest}"


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 3, name="Runder Tisch Wehr")


@pytest.fixture
def deciding(house, table):
    made = Deciding(house, table)
    made.propose()
    return made


@pytest.fixture
def post_out(house, app):
    """Letters that wait become bytes, as at a commit."""

    def render():
        with app.app_context():
            render_waiting(house)

    return render


@pytest.fixture
def word(app):
    """A message as the German page says it."""

    def german(message, **values):
        with app.test_request_context(), force_locale("de"):
            return gettext(message, **values)

    return german
