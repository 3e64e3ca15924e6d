"""A table whose coordinator invites, and calendars as programs read them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from blueprints.accounts import rules as account_rules
from blueprints.calendars import rules as feed_rules
from blueprints.meetings import invitation_rules, reply_rules
from models.accounts import Account
from models.bodies import Bylaws
from models.feeds import FeedKind
from models.invitations import Invitation
from tests import build


@pytest.fixture(autouse=True)
def _stopped(stop_clock):
    stop_clock(build.NOW)


@pytest.fixture
def feed_of(house):
    """`feed_of(person)` makes an address for her and says its path."""

    def make(person, kind=FeedKind.MEETINGS):
        account = house.scalar(select(Account).where(Account.person_id == person.id))
        account = account or account_rules.create_account(house, person, now=build.NOW)
        by = build.actor(house, person, account=account.id)
        token = feed_rules.make(house, kind=kind, device="Telefon", by=by, now=build.NOW)
        house.commit()
        return f"/calendars/{token}.ics"

    return make


@dataclass(frozen=True)
class Read:
    """A calendar as it was read: its entries by identity, and by title."""

    answer: Any

    @property
    def calendar(self):
        return icalendar.Calendar.from_ical(self.answer.data)

    @property
    def events(self):
        return list(self.calendar.walk("VEVENT"))

    @property
    def titles(self):
        return [str(event["SUMMARY"]) for event in self.events]

    @property
    def only(self):
        assert len(self.events) == 1, self.titles
        return self.events[0]


@pytest.fixture
def read(client):
    """`read(path)` as a calendar program does: without a cookie, and it gets one calendar."""

    def ask(path):
        answer = client.get(path)
        assert answer.status_code == 200
        return Read(answer)

    return ask


class Room:
    """A table with two institutions; the coordinator's gestures in short."""

    def __init__(self, house, **body):
        self.house, self.now = house, build.NOW
        self.table = build.table(house, seats=2, **body)
        self.member, self.deputy = self.table.mains[0], self.table.deputies[0]
        self.by = build.actor(house, self.table.coordinator)

    def switch_on_names(self):
        self.house.query(Bylaws).filter_by(body_id=self.table.body.id).one().names_in_calendar = True

    def meeting(self, **facts):
        return build.meeting(self.house, self.table.body, **facts)

    def invited(self, **facts):
        made = self.meeting(**facts)
        self.invite(made)
        return made

    def invite(self, meeting):
        day = meeting.held_on.day - timedelta(days=8)
        invitation_rules.invite(self.house, meeting.id, due_on=day, by=self.by, now=self.now)
        self.house.commit()

    def move(self, meeting, days=7):
        start = meeting.starts_at + timedelta(days=days)
        facts = {"starts_at": start, "ends_at": start + timedelta(hours=2), "place": meeting.place}
        facts |= {"due_on": start.date() - timedelta(days=8), "reason": "Streik"}
        invitation_rules.move(self.house, meeting.id, **facts, by=self.by, now=self.now)
        self.house.commit()

    def cancel(self, meeting):
        invitation_rules.cancel(self.house, meeting.id, reason="Streik", by=self.by, now=self.now)
        self.house.commit()

    def answers(self, meeting, person, coming, **facts):
        invitation = self.house.scalars(
            select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.person_id == person.id)
        ).one()
        by = build.actor(self.house, person)
        given = reply_rules.Given(coming=coming, **facts)
        reply_rules.answer(self.house, invitation.id, given, by=by, now=self.now)
        self.house.commit()


@pytest.fixture
def room(house):
    return Room(house, name="Tisch Kieselweg")
