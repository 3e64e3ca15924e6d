"""A calendar of three hundred meetings, and the answer that nothing is new, beside icalendar's own work."""

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import icalendar

from app import create_app
from blueprints.accounts import rules as account_rules
from blueprints.calendars import rules
from models.feeds import FeedKind
from models.history import record
from models.invitations import Invitation, InvitationKind, Reply
from models.meetings import MeetingState
from models.rounds import Channel, Coming, Round, RoundKind
from plumbing import clock, database
from tests import build
from tests.bench.bench_pages import counted, in_turn
from tests.bench.figures import Figure
from tests.databases import TestHouseSession
from tests.databases import build as build_schema

MEETINGS = 300
CALENDAR_GOAL, SAME_GOAL, STATEMENTS = 10.0, 2.0, 3


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        engine = database.make_engine(url)
        build_schema(engine)
        with TestHouseSession(engine) as house:
            path = _calendar(house)
        secret = "for the bench only " * 2
        site = create_app({"SECRET_KEY": secret, "DATABASE_URL": url, "BASE_URL": "http://localhost"})
        client = site.test_client()
        first = client.get(path)
        parsed: Any = icalendar.Calendar.from_ical(first.data)
        assert len(parsed.walk("VEVENT")) == MEETINGS, len(parsed.walk("VEVENT"))
        known = {"If-None-Match": first.headers["ETag"]}
        assert client.get(path, headers=known).status_code == 304
        whole, same, bare = in_turn(
            partial(client.get, path), partial(client.get, path, headers=known), parsed.to_ical
        )
        return [
            Figure(
                name=f"calendar of {MEETINGS} meetings, CPU",
                value=whole,
                unit="ms",
                at_most=CALENDAR_GOAL,
                against=f"icalendar alone writes them in {bare:.1f} ms",
            ),
            Figure(name="nothing new (304), CPU", value=same, unit="ms", at_most=SAME_GOAL),
            Figure(
                name="calendar: statements",
                value=counted(site, partial(client.get, path)),
                unit="statements",
                at_most=STATEMENTS,
            ),
        ]


def _calendar(house: TestHouseSession) -> str:
    """A member who was invited to all meetings, with her deputy, and has answered most."""
    table, now = build.table(house, seats=9), clock.now()
    seat, people = table.seats[0], (table.mains[0], table.deputies[0])
    for place in range(MEETINGS):
        meeting = build.meeting(house, table.body, in_days=120 + 7 * place, state=MeetingState.INVITED)
        assert meeting.starts_at is not None
        meeting.invited_at = meeting.revised_at = now
        asking = Round(
            kind=RoundKind.REPLY,
            body_id=table.body.id,
            opened_at=now,
            due_on=clock.today(),
            meeting_id=meeting.id,
        )
        build.added(house, asking)
        for person, kind in zip(people, (InvitationKind.MAIN, InvitationKind.DEPUTY), strict=True):
            facts: dict[str, Any] = {"meeting_id": meeting.id, "seat_id": seat.id}
            invitation = build.added(
                house,
                Invitation(
                    kind=kind, address=str(person.email), name=person.name, person_id=person.id, **facts
                ),
            )
            if place % 3:
                house.add(
                    Reply(
                        round_id=asking.id,
                        invitation_id=invitation.id,
                        coming=Coming.YES,
                        channel=Channel.LINK,
                        answered_at=now,
                        starts_at=meeting.starts_at,
                        **facts,
                    )
                )
    member = people[0]
    account = account_rules.create_account(house, member, now=now)
    by = build.actor(house, member, account=account.id)
    token = rules.make(house, kind=FeedKind.MEETINGS, device="bench", by=by, now=now)
    record(house, "load", table.body, by=None, now=now)
    house.commit()
    return f"/calendars/{token}.ics"
