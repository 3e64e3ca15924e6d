"""A table with a procedure, and short ways to draft, decide and adopt it."""

from datetime import timedelta

import pytest

from blueprints.procedures import adoption_rules, deciding_rules, rules, step_rules, version_rules
from models.procedure_words import LegalForm
from models.procedures import Procedure, ProcedureVersion
from models.rounds import AskedSeat
from models.seats import Appointment
from models.stances import StanceValue
from models.visibility import Visibility
from tests import build

DUE = build.TODAY + timedelta(days=28)


class Agreeing:
    """Gestures by the table's people, at the table's procedure."""

    def __init__(self, house, table):
        self.house, self.table = house, table
        self.id = 0

    def by(self, person, now=build.NOW):
        return {"by": build.actor(self.house, person), "now": now}

    def chief(self, now=build.NOW):
        return self.by(self.table.coordinator, now)

    @property
    def about(self):
        return self.house.get(Procedure, self.id, populate_existing=True)

    def create(self, **facts):
        given = {
            "title": "Vorgehen in der Nacht",
            "scope": "Wenn nachts jemand Schutz sucht.",
            "legal_form": LegalForm.AGREEMENT,
            "visibility": Visibility.INTERNAL,
            "contacts_visibility": Visibility.INTERNAL,
            "seat_ids": [],
            "core_ids": [self.table.seats[0].id],
        } | facts
        made = rules.create(self.house, self.table.body.id, **given, **self.chief())
        self.house.flush()
        self.id = made.id
        return made

    def begin(self):
        made = version_rules.begin(self.house, *self.place, **self.chief(), render=str)
        self.house.flush()
        return made

    @property
    def place(self):
        return self.table.body.id, self.id

    def version(self, number=1):
        return self.house.query(ProcedureVersion).filter_by(procedure_id=self.id, number=number).one()

    def step(self, action="Aufnehmen", number=1, *, after=99, by=None, **facts):
        given = {"contact_id": None, "offer_ids": [], "branches": [], "seat_id": None} | facts
        who = by or self.chief()
        made = step_rules.add(self.house, *self.place, number, after=after, action=action, **given, **who)
        self.house.flush()
        return made

    def consult(self, number=1):
        until = build.TODAY + timedelta(days=14)
        version_rules.consult(self.house, *self.place, number, comments_until=until, **self.chief())

    def decide(self, number=1, seats=None, **facts):
        asked = self.table.seats if seats is None else seats
        given = {"decided_on": build.TODAY, "decided_in": "", "begins_on": None, "due_on": DUE} | facts
        found = deciding_rules.decide(
            self.house, *self.place, number, seat_ids=[each.id for each in asked], **given, **self.chief()
        )
        self.house.flush()
        return found

    def asked(self, seat=0, number=1):
        mine = {"round_id": self.version(number).round_id, "seat_id": self.table.seats[seat].id}
        return self.house.query(AskedSeat).filter_by(**mine).one().id

    def adopt(self, seat=0, value="adopted", number=1, *, person=None, now=build.NOW, **facts):
        self.sign(seat)
        answer = adoption_rules.Answer(value=StanceValue(value), **facts)
        who = person or self.table.mains[seat]
        made = adoption_rules.adopt(
            self.house,
            *self.place,
            number,
            asked_id=self.asked(seat, number),
            answer=answer,
            **self.by(who, now),
        )
        self.house.flush()
        return made

    def sign(self, seat, may=True):
        """Let the main representative sign."""
        main = self.table.mains[seat].id
        mine = {"seat_id": self.table.seats[seat].id, "person_id": main}
        self.house.query(Appointment).filter_by(**mine).one().may_sign = may
        self.house.flush()

    def url(self, rest=""):
        return f"/round-tables/{self.table.body.id}/procedures/{self.id}{rest}"


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 3, name="Runder Tisch Musterstadt")


@pytest.fixture
def agreeing(house, table):
    made = Agreeing(house, table)
    made.create()
    return made


@pytest.fixture
def drafted(agreeing):
    """Its first version with two steps; the second one ends it."""
    agreeing.begin()
    agreeing.step("Aufnehmen und sichern", seat_id=agreeing.table.seats[0].id)
    agreeing.step("Beratung anbieten", seat_id=agreeing.table.seats[1].id, ends=True)
    return agreeing


@pytest.fixture
def decided(drafted):
    drafted.decide()
    return drafted
