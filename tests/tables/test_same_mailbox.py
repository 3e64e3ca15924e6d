"""A known address under another name: who may know is asked, its holder decides, nobody else learns."""

from datetime import timedelta

import pytest

from blueprints.accounts.passwords import hash_of
from blueprints.meetings import invitation_rules, reply_rules
from blueprints.meetings.invitation_queries import invitations
from blueprints.tables.people import mailbox_queries, mailbox_rules
from blueprints.tables.people import rules as people_rules
from models.accounts import Account, AccountLink
from models.bodies import Office, OfficeKind
from models.errors import NotAllowed
from models.history import Entry
from models.known_people import KnownPerson
from models.minutes import Attendance, AttendanceState, Minutes
from models.outbox import Letter
from models.people import Person
from models.rounds import Coming
from models.seats import Appointment, AppointmentRole
from tests import build
from tests.conftest import account_of


def appoint_page(table, seat):
    return f"/round-tables/{table.body.id}/seats/{seat.id}/appointments/new"


@pytest.fixture
def holder(house):
    """Somebody of another table, who signs in with her address."""
    person = build.table(house, 1).mains[0]
    person.name = "Anna Geheim"
    house.commit()
    return person


@pytest.fixture
def entered(house, table, holder):
    """The coordination of this table has entered her under another name."""
    seat = build.seat(house, table.body)
    made = build.person(house, "A. Anders", email=holder.email.upper())
    build.appointment(house, seat, made)
    house.commit()
    return made


def test_who_knows_her_is_asked_and_says_yes(house, table, coordinator):
    seat, known = build.seat(house, table.body), table.mains[0]
    house.commit()
    typed = {"name": "Anders geschrieben", "email": known.email.upper(), "role": "main"}
    asked = coordinator.submit(coordinator.get(appoint_page(table, seat)), "Benennen", **typed)
    assert asked.status_code == 422
    assert "Ist es dieselbe Person?" in asked.text
    assert known.name in asked.text
    assert "Anders geschrieben" in asked.text
    assert house.query(Appointment).filter_by(seat_id=seat.id).count() == 0
    assert coordinator.submit(asked, "Benennen", same="yes").status_code == 303
    assert house.query(Appointment).filter_by(seat_id=seat.id).one().person_id == known.id


def test_who_knows_her_says_that_it_is_somebody_else(house, table, coordinator):
    seat, known = build.seat(house, table.body), table.mains[0]
    house.commit()
    typed = {"name": "Zweite am Postfach", "email": known.email, "role": "main"}
    asked = coordinator.submit(coordinator.get(appoint_page(table, seat)), "Benennen", **typed)
    assert coordinator.submit(asked, "Benennen", same="no").status_code == 303
    made = house.get_one(Person, house.query(Appointment).filter_by(seat_id=seat.id).one().person_id)
    assert (made.id != known.id, made.name) == (True, "Zweite am Postfach")


def test_a_nomination_asks_too(house, table, coordinator):
    known = table.mains[1]
    nomination = build.nomination(house, table.seats[0], table.mains[0], name="Anders", email=known.email)
    house.commit()
    page = f"/round-tables/{table.body.id}/nominations/{nomination.id}"
    asked = coordinator.submit(coordinator.get(page), "Bestätigen")
    assert asked.status_code == 422
    assert "Ist es dieselbe Person?" in asked.text
    assert coordinator.submit(asked, "Bestätigen", same="yes").status_code == 303
    house.refresh(nomination)
    assert house.get_one(Appointment, nomination.appointment_id).person_id == known.id


def test_a_stranger_sees_no_difference(house, table, coordinator, holder):
    """Neither on the form nor in what is said afterwards: an address tells nobody whose it is."""
    account_of(house, holder)
    seats = [build.seat(house, table.body) for _ in range(4)]
    house.commit()
    told = []
    for seat, address in zip(seats, (holder.email, "niemand@amt.example") * 2, strict=True):
        typed = {"name": "Neue Vertretung", "email": address, "role": "main"}
        answer = coordinator.submit(coordinator.get(appoint_page(table, seat)), "Benennen", **typed)
        assert answer.status_code == 303
        said = coordinator.get(answer.location).text
        told.append(
            [line.strip() for line in said.splitlines() if "Zugangslink" in line and "ist benannt" in line]
        )
    assert [line.replace(holder.email, "x") for line in told[0]] == [
        line.replace("niemand@amt.example", "x") for line in told[1]
    ]
    assert [line.replace(holder.email, "x") for line in told[2]] == [
        line.replace("niemand@amt.example", "x") for line in told[3]
    ]
    letters = house.query(Letter).filter(Letter.recipient.in_([holder.email, "niemand@amt.example"])).all()
    assert sorted((each.recipient, each.template) for each in letters) == sorted(
        [(holder.email, "accounts/invitation"), ("niemand@amt.example", "accounts/invitation")]
    )
    correction = f"/round-tables/{table.body.id}/persons/{table.mains[0].id}/edit"
    elsewhere = build.table(house, 1).mains[0].email
    house.commit()
    assert coordinator.submit(coordinator.get(correction), email=elsewhere).status_code == 303


def test_whoever_has_not_set_up_her_account_gets_its_link(house, table, holder):
    house.add(Account(person_id=holder.id, email=holder.email, created_at=build.NOW))
    seat = build.seat(house, table.body)
    by = {"by": build.actor(house, table.coordinator), "now": build.NOW}
    facts = {"role": AppointmentRole.MAIN, "rank": None, "send_link": True}
    person = {"name": "A. Anders", "email": holder.email}
    people_rules.appoint(house, table.body.id, seat.id, person=person, **facts, **by)
    assert house.query(AccountLink).count() == 1


def test_the_holder_is_asked_and_it_is_hers_at_once(house, table, holder, entered, sign_in):
    house.add(KnownPerson(body_id=table.body.id, person_id=entered.id))
    house.add(KnownPerson(body_id=table.body.id, person_id=holder.id))
    house.commit()
    client = sign_in(holder)
    where = f"/round-tables/{table.body.id}"
    assert client.get(where).status_code == 404
    page = client.get("/round-tables/same-mailbox")
    assert "A. Anders" in page.text
    assert table.body.name not in page.text, "the table does not name itself in letters"
    assert client.submit(page, "Ja, das bin ich A. Anders").status_code == 303
    house.expire_all()
    assert house.query(Person).filter_by(name="A. Anders").count() == 0
    assert house.query(KnownPerson).one().person_id == holder.id
    assert client.get(where).status_code == 200
    assert "A. Anders" not in client.get("/round-tables/same-mailbox").text
    lines = house.query(Entry).filter_by(gesture="recognise").all()
    assert [(each.subject, each.body_id) for each in lines] == [("appointment", table.body.id)]


def test_signing_in_leads_to_the_question(house, table, holder, entered, client, app):
    house.query(Appointment).filter_by(person_id=holder.id).one().may_sign = False
    account_of(house, holder).password_hash = hash_of("ein sehr langes Passwort 7")
    house.commit()
    page = client.get("/accounts/sign-in")
    typed = {"email": holder.email, "password": "ein sehr langes Passwort 7"}
    assert client.submit(page, **typed).location == "/round-tables/same-mailbox"
    assert (
        client.submit(client.get("/round-tables/same-mailbox"), "Ja, das bin ich A. Anders").status_code
        == 303
    )
    client.post("/accounts/sign-out")
    assert client.submit(client.get("/accounts/sign-in"), **typed).location == "/overview"


def test_invitations_and_answers_go_along(house, table, holder, entered):
    by = {"by": build.actor(house, table.coordinator), "now": build.NOW}
    meeting = build.meeting(house, table.body)
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY + timedelta(days=9), **by)
    mine = next(each for each in invitations(house, meeting.id) if each.person_id == entered.id)
    given = reply_rules.Given(coming=Coming.YES)
    reply_rules.answer(house, mine.id, given, by=build.actor(house, entered), now=build.NOW)
    account = account_of(house, holder)
    before = house.query(Letter).count()
    actor = build.actor(house, holder, account=account.id)
    mailbox_rules.recognise(house, entered.id, by=actor, now=build.NOW)
    house.refresh(mine)
    assert (mine.person_id, mine.withdrawn_at) == (holder.id, None)
    assert house.query(Letter).count() == before, "the same mailbox has the invitation already"


def test_the_holder_says_that_it_is_somebody_else(house, table, holder, entered, sign_in, coordinator):
    client = sign_in(holder)
    page = client.get("/round-tables/same-mailbox")
    assert client.submit(page, "Nein, jemand anderes mit diesem Postfach A. Anders").status_code == 303
    house.refresh(entered)
    assert entered.apart_from_id == holder.id
    assert "A. Anders" not in client.get("/round-tables/same-mailbox").text
    seat = house.query(Appointment).filter_by(person_id=entered.id).one().seat_id
    assert "gehört" in coordinator.get(f"/round-tables/{table.body.id}/seats/{seat}").text
    assert client.get(f"/round-tables/{table.body.id}").status_code == 404


def test_nobody_takes_what_was_not_entered_with_her_mailbox(house, table, holder, entered, sign_in):
    other = sign_in(table.mains[1])
    for person in (entered, table.mains[0]):
        answer = other.post("/round-tables/same-mailbox", data={"person_id": person.id, "answer": "me"})
        assert answer.status_code == 404
    holder.email = "neu@amt.example"
    account = account_of(house, table.mains[1])
    table.mains[1].email = entered.email
    house.flush()
    actor = build.actor(house, table.mains[1], account=account.id)
    assert mailbox_queries.entered(house, actor, build.TODAY) == [], "the profile proves no mailbox"
    with pytest.raises(NotAllowed):
        mailbox_rules.recognise(house, entered.id, by=actor, now=build.NOW)


def test_what_one_person_may_not_hold_is_refused_with_a_sentence(house, table, holder, sign_in):
    mine = build.appointment(house, table.seats[1], holder, AppointmentRole.DEPUTY, rank=5)
    twice = build.person(house, "A. Anders", email=holder.email)
    build.appointment(house, table.seats[1], twice, AppointmentRole.DEPUTY, rank=6)
    house.commit()
    client = sign_in(holder)
    answer = client.submit(client.get("/round-tables/same-mailbox"), "Ja, das bin ich A. Anders")
    assert "bereits" in client.get(answer.location).text
    house.expire_all()
    assert house.get_one(Person, twice.id)
    account = account_of(house, holder)
    account.is_admin = True
    build.office(house, table.body, twice, OfficeKind.COORDINATION)
    house.delete(mine)
    house.commit()
    client.submit(client.get("/round-tables/same-mailbox"), "Ja, das bin ich A. Anders")
    assert house.query(Office).filter_by(person_id=twice.id).count() == 1


def test_a_nonsense_answer_changes_nothing(house, holder, entered, sign_in):
    client = sign_in(holder)
    client.get("/round-tables/same-mailbox")
    answer = client.post("/round-tables/same-mailbox", data={"person_id": entered.id, "answer": "vielleicht"})
    assert answer.status_code in (303, 400)
    house.refresh(entered)
    assert entered.apart_from_id is None


def test_who_stands_twice_in_the_same_minutes_was_there_once(house, table, holder, entered):
    """Two lines for one guest were refused by the database: her answer came back each time."""
    meeting = build.meeting(house, table.body)
    minutes = build.added(house, Minutes(meeting_id=meeting.id, body_id=table.body.id, begun_at=build.NOW))
    for person, state in ((holder, AttendanceState.OPEN), (entered, AttendanceState.PRESENT)):
        facts = {"minutes_id": minutes.id, "person_id": person.id, "institution": ""}
        build.added(house, Attendance(**facts, names=person.name, state=state))
    actor = build.actor(house, holder, account=account_of(house, holder).id)
    mailbox_rules.recognise(house, entered.id, by=actor, now=build.NOW)
    line = house.query(Attendance).one()
    assert (line.person_id, line.state) == (holder.id, AttendanceState.PRESENT)
