"""While the letters of a table are stopped every page that writes some says so, and so does the overview."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.meetings import invitation_rules
from models.gathering import RESTS_FOR
from models.letters import Letter, LetterState
from models.organisations import Organisation
from models.seats import Seat
from models.sending_pauses import pause_table, release_table
from tests import build

DAY = timedelta(days=1)
WAITS = "Die Koordination hat den Versand angehalten"
NEW = {"day": (build.TODAY + 40 * DAY).isoformat(), "due_on": (build.TODAY + 30 * DAY).isoformat()}


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def at_rest(house, table, by):
    pause_table(house, table.body.id, by=by, now=build.NOW)
    house.commit()


def invited(house, meeting, by):
    due_on = meeting.held_on.day - 7 * DAY
    invitation_rules.invite(house, meeting.id, due_on=due_on, by=by, now=build.NOW)
    house.commit()


def test_inviting_says_before_and_after_that_the_letters_wait(house, table, meeting, at_rest, sign_in):
    client = sign_in(table.coordinator)
    page = client.get(f"/meetings/{meeting.id}/invite")
    assert WAITS in page.text
    assert client.submit(page, "4 Nachrichten versenden").status_code == 303
    assert "4 Nachrichten sind geschrieben und warten" in client.get(f"/meetings/{meeting.id}").text


def test_moving_reminding_and_cancelling_say_it_too(house, table, meeting, by, at_rest, sign_in):
    invited(house, meeting, by)
    client = sign_in(table.coordinator)
    for rest in ("move", "remind", "invitations"):
        assert WAITS in client.get(f"/meetings/{meeting.id}/{rest}").text, rest
    for each in house.scalars(select(Letter)):
        each.accept(build.NOW)
    house.commit()
    page = client.get(f"/meetings/{meeting.id}/cancel")
    assert WAITS in page.text
    client.submit(page, "Absagen und 4 Nachrichten versenden", reason="Keine Themen.")
    shown = client.get(f"/meetings/{meeting.id}").text
    assert "Die Sitzung ist abgesagt." in shown
    assert "unterwegs" not in shown


def test_a_cancellation_that_nobody_is_told_of_counts_no_letters(house, table, meeting, sign_in):
    client = sign_in(table.coordinator)
    page = client.get(f"/meetings/{meeting.id}/cancel")
    client.submit(page, "Sitzung absagen", reason="Keine Themen.")
    assert "Die Sitzung ist abgesagt. Es geht keine Nachricht hinaus." in client.get("/overview").text


def test_the_overview_reminds_the_coordination_of_it_and_nobody_else(house, table, by, at_rest, sign_in):
    assert "Der Versand ist angehalten" in sign_in(table.coordinator).get("/overview").text
    assert "Der Versand ist angehalten" not in sign_in(table.mains[0]).get("/overview").text
    release_table(house, table.body.id, by=by, now=build.NOW)
    house.commit()
    assert "Der Versand ist angehalten" not in sign_in(table.coordinator).get("/overview").text


def test_the_page_of_a_meeting_says_when_resting_letters_go(house, table, meeting, by, sign_in, stop_clock):
    invited(house, meeting, by)
    for each in house.scalars(select(Letter)):
        each.accept(build.NOW)
    house.commit()
    client = sign_in(table.coordinator)
    page = client.submit(client.get(f"/meetings/{meeting.id}/move"), "Weiter: Nachrichten ansehen", **NEW)
    client.submit(page, "Verlegen und 4 Nachrichten versenden")
    until = (build.NOW + RESTS_FOR).astimezone()
    assert "Versand um " in client.get(f"/meetings/{meeting.id}").text
    stop_clock(until + DAY)
    assert "Versand um " not in client.get(f"/meetings/{meeting.id}").text


def test_what_could_not_be_delivered_leads_to_where_its_address_is_corrected(house, table, meeting, sign_in):
    place = house.get_one(Organisation, table.seats[1].organisation_id)
    place.mailbox = "poststelle@amt.example"
    house.commit()
    client = sign_in(table.coordinator)
    assert client.submit(client.get(f"/meetings/{meeting.id}/invite"), "5 Nachrichten versenden")
    for letter in house.scalars(select(Letter)).all():
        page = client.get(f"/office/letters/{letter.id}").text
        assert "Adresse prüfen" not in page
        letter.note(550, "5.1.1", "unknown user")
        letter.refuse(build.NOW)
        house.commit()
        page = client.get(f"/office/letters/{letter.id}").text
        where = f"/persons/{letter.person_id}/edit" if letter.person_id else f"/organisations/{place.id}"
        assert where in page
        assert f"Adresse prüfen: {letter.name or letter.recipient}" in page
    assert house.scalars(select(Letter.state).distinct()).all() == [LetterState.FAILED]
    assert house.get_one(Seat, table.seats[1].id).organisation_id == place.id
