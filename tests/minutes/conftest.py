"""A meeting that was held: three institutions, items of every level, a guest, a minute taker from outside."""

from datetime import timedelta

import pytest
from flask_babel import force_locale, gettext

from blueprints.meetings import invitation_rules
from blueprints.minutes import circulation_rules, rules
from models.meetings import AgendaItem
from models.people import Person
from models.visibility import Visibility
from plumbing.markdown import render
from tests import build

AFTER = build.NOW + timedelta(days=29)


class Room:
    """Rows by name, and the gestures of the coordination in short. `after` is the day after the meeting."""

    after = AFTER

    def __init__(self, house, **body):
        self.house = house
        self.table = build.table(house, seats=3, name="Runder Tisch für Klient*innen", **body)
        self.taker = build.person(house, "Protokollführung von außen", function="Protokoll")
        self.meeting = build.meeting(house, self.table.body, minute_taker_id=self.taker.id, number=12)
        first = self.table.seats[0]
        self.open_item = build.agenda_item(house, self.meeting, "Begrüßung")
        self.named_item = build.agenda_item(
            house, self.meeting, "Nur erste", visibility=Visibility.CONFIDENTIAL, seats=[first]
        )
        self.guest_item = build.agenda_item(house, self.meeting, "Fachvortrag")
        self.own_item = build.agenda_item(
            house, self.meeting, "Nachbesetzung", visibility=Visibility.COORDINATION
        )
        self.guest = build.item_guest(
            house, self.guest_item, build.person(house, "Gast Klinik", function="Vortrag")
        )
        self.coordinator = self.table.coordinator
        self.by = build.actor(house, self.coordinator)
        self.elsewhere = build.table(house, seats=1)
        self.ids = {item.title: item.id for item in house.query(AgendaItem)}
        self.meeting_id, self.body_id = self.meeting.id, self.table.body.id
        invitation_rules.invite(
            house, self.meeting.id, due_on=build.TODAY + timedelta(days=20), by=self.by, now=build.NOW
        )
        house.commit()

    def begin(self, by=None):
        return rules.begin(self.house, self.meeting_id, by=by or self.by, now=AFTER)

    def write(self, item, markdown, based_on=0, by=None):
        facts = {"based_on": based_on, "by": by or self.by, "now": AFTER, "render": render}
        return rules.write_item(self.house, item.id, markdown, **facts)

    def written(self):
        """Minutes with a text in every item."""
        self.begin()
        for item in (self.open_item, self.named_item, self.guest_item, self.own_item):
            self.write(item, f"Ergebnis **{item.title}**")
        return self

    def circulate(self):
        rules.note_attendance(self.house, self.meeting_id, {}, by=self.by, now=AFTER)
        rules.confirm(self.house, self.meeting_id, by=self.by, now=AFTER)
        sent = circulation_rules.circulate(self.house, self.meeting_id, by=self.by, now=AFTER)
        self.house.commit()
        return sent

    def person(self, person_id):
        return self.house.get_one(Person, person_id)

    def screen(self, title):
        """Where the text of an item is written."""
        return f"/agenda-items/{self.ids[title]}/minutes"

    def url(self, rest=""):
        return f"/meetings/{self.meeting_id}/minutes{rest}"


@pytest.fixture
def room(house, app, stop_clock):
    with app.app_context():
        stop_clock(build.NOW)
        made = Room(house)
    stop_clock(AFTER)
    return made


@pytest.fixture
def word(app):
    """A message as the German page says it."""

    def german(message, **values):
        with app.test_request_context(), force_locale("de"):
            return gettext(message, **values)

    return german
