"""Are these still your people: asked once a year, answered by link or on the site; nothing ends by it."""

import re
from datetime import date, timedelta

import pytest

from blueprints.tables.checks import rules as check_rules
from blueprints.tables.concerns.queries import concerns, to_settle
from models.bodies import Bylaws
from models.concerns import ConcernKind
from models.history import Entry
from models.organisations import Organisation
from models.outbox import Letter, LetterBytes
from models.people_checks import PeopleAnswer, PersonAnswer
from models.rounds import AskedLink, AskedSeat, Channel, Round, RoundKind
from models.seats import Appointment
from plumbing.letters import render_waiting
from tests import build

TODAY = build.TODAY
DUE = date(2026, 9, 22)


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2, name="Runder Tisch Wehr")


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


@pytest.fixture
def post_out(house, app):
    """Letters that wait become bytes, as at a commit."""

    def render():
        with app.app_context():
            render_waiting(house)

    return render


@pytest.fixture
def asked(house, table, post_out):
    """The question is out; gives the links' secrets by address."""
    by = build.actor(house, table.coordinator)
    check_rules.ask(house, table.body.id, due_on=DUE, by=by, now=build.NOW)
    tokens = {each.letter.recipient: each.facts["token"] for each in house.info["unrendered"]}
    post_out()
    house.commit()
    return tokens


def url(table, rest=""):
    return f"/round-tables/{table.body.id}/people-checks{rest}"


def link(table, asked, place=0):
    return f"/round-tables/r/{asked[table.mains[place].email]}"


def answers(house):
    house.expire_all()
    return house.query(PeopleAnswer).order_by(PeopleAnswer.id).all()


def appointments(house, table, place=0):
    rows = house.query(Appointment).filter_by(seat_id=table.seats[place].id).order_by(Appointment.id)
    return [each.id for each in rows]


def asked_id(house, table, place=0):
    return house.query(AskedSeat).filter_by(seat_id=table.seats[place].id).one().id


def test_one_letter_for_each_institution_after_a_preview(house, table, coordinator):
    empty = build.seat(house, table.body)
    build.dormancy(house, table.seats[1])
    third = build.seat(house, table.body)
    build.appointment(house, third, build.person(house, "Ohne Adresse", email=None))
    name = house.get_one(Organisation, third.organisation_id).name
    page = coordinator.get(url(table, "/new"))
    assert "1 Institution erhält diese Nachricht" in page.text
    assert table.mains[0].email in page.text
    assert table.mains[1].email not in page.text
    assert name in page.text.split("Ohne Adresse;")[1]
    assert house.query(Letter).count() == house.query(Round).count() == 0
    assert coordinator.submit(page).status_code == 303
    letter = house.query(Letter).one()
    raw = house.get_one(LetterBytes, letter.id).raw.decode()
    assert letter.recipient == table.mains[0].email
    assert "Wehr" not in raw
    assert table.deputies[0].name not in raw
    asking = house.query(Round).one()
    assert (asking.kind, asking.due_on, asking.meeting_id) == (RoundKind.PEOPLE, DUE, None)
    seats = {each.seat_id for each in house.query(AskedSeat)}
    assert seats == {table.seats[0].id, third.id}
    assert empty.id not in seats


def test_without_a_representative_the_function_mailbox_gets_it(house, table, coordinator):
    house.query(Appointment).filter_by(person_id=table.mains[0].id).one().ends_on = TODAY - timedelta(days=1)
    organisation = house.get_one(Organisation, table.seats[0].organisation_id)
    organisation.mailbox = "poststelle@amt.example"
    coordinator.submit(coordinator.get(url(table, "/new")))
    recipients = {each.recipient for each in house.query(Letter)}
    assert recipients == {"poststelle@amt.example", table.mains[1].email}


def test_the_link_shows_the_own_people_and_nothing_else(house, table, asked, client):
    page = client.get(link(table, asked)).text
    for shown in (table.mains[0].name, table.deputies[0].name, "Runder Tisch Wehr"):
        assert shown in page
    for hidden in (table.mains[1], table.deputies[1], table.coordinator, table.reader):
        assert f">{hidden.name}<" not in page
        assert str(hidden.email) not in page
    assert answers(house) == []
    assert house.query(AskedLink).filter_by(token_hash=asked[table.mains[0].email]).count() == 0


def test_the_short_address_of_the_letter_leads_there(house, table, asked, client):
    token = asked[table.mains[0].email]
    for answer in (client.get(f"/r/{token}"), client.post(f"/r/{token}", data={"unchanged": "1"})):
        assert (answer.status_code, answer.location) == (302, link(table, asked))
    assert client.get("/r/" + "x" * 43).status_code == 404
    assert answers(house) == []


def test_all_unchanged_is_one_click(house, table, asked, client, coordinator):
    page = client.get(link(table, asked))
    assert client.submit(page, unchanged="1").status_code == 303
    (given,) = answers(house)
    assert (given.channel, given.person_id, given.address) == (Channel.LINK, None, table.mains[0].email)
    assert [each.still for each in house.query(PersonAnswer)] == [True, True]
    assert concerns(house, {table.body.id}, TODAY) == []
    seat = coordinator.get(f"/round-tables/{table.body.id}/seats/{table.seats[0].id}").text
    assert "am 01.09.2026, über den Link an" in re.sub(r"\s+", " ", seat)
    line = house.query(Entry).filter_by(subject="people_answer").one()
    assert line.facts == {"channel": "link", "changed": 0}


def test_not_any_more_is_told_to_the_coordination_and_ends_nothing(house, table, asked, client, coordinator):
    main, deputy = appointments(house, table)
    data = {
        f"still_{main}": "yes",
        f"successor_{main}": "niemand",
        f"still_{deputy}": "no",
        f"successor_{deputy}": "Frau Nachfolge, Leitung",
    }
    assert client.post(link(table, asked), data=data).status_code == 303
    told = next(each for each in concerns(house, {table.body.id}, TODAY))
    assert (told.kind, told.appointment_id) == (ConcernKind.DENIED, deputy)
    page = coordinator.get(f"/round-tables/{table.body.id}").text
    assert f"stimmt nicht mehr: {table.deputies[0].name}." in page
    assert "Zur Nachfolge heißt es: „Frau Nachfolge, Leitung“" in page
    house.expire_all()
    assert house.get_one(Appointment, deputy).ends_on is None
    assert house.query(PersonAnswer).filter_by(appointment_id=main).one().successor == ""
    asking = house.query(Round).one()
    assert "Frau Nachfolge" in coordinator.get(url(table, f"/{asking.id}")).text
    client.submit(client.get(link(table, asked)), unchanged="1")
    assert concerns(house, {table.body.id}, TODAY) == []
    house.get_one(Appointment, deputy).ends_on = TODAY
    client.post(link(table, asked), data=data)
    assert ConcernKind.DENIED not in {each.kind for each in concerns(house, {table.body.id}, TODAY)}


def test_incomplete_and_odd_answers_are_refused_and_kept(house, table, asked, client):
    main, deputy = appointments(house, table)
    typed = {f"still_{main}": "no", f"successor_{main}": "Wer folgt, weiß noch niemand"}
    answer = client.post(link(table, asked), data=typed)
    assert answer.status_code == 422
    assert "Wer folgt, weiß noch niemand" in answer.text
    assert "Bitte wählen Sie aus." in answer.text
    for odd in (
        {f"still_{deputy}": "vielleicht"},
        {f"successor_{deputy}": "x" * 301, f"still_{deputy}": "no"},
    ):
        assert client.post(link(table, asked), data=typed | odd).status_code == 422
    foreign = appointments(house, table, 1)[0]
    assert client.post(link(table, asked), data={f"still_{foreign}": "no"}).status_code == 422
    assert answers(house) == []


def test_a_link_ends_with_its_person_its_seat_and_its_round(house, table, asked, client, coordinator):
    main = house.get_one(Appointment, appointments(house, table)[0])
    main.ends_on = TODAY - timedelta(days=1)
    house.commit()
    assert client.get(link(table, asked)).status_code == 404
    main.ends_on = None
    table.seats[0].ends_on = TODAY - timedelta(days=1)
    house.commit()
    assert client.post(link(table, asked), data={"unchanged": "1"}).status_code == 404
    table.seats[0].ends_on = None
    house.commit()
    assert client.get(link(table, asked)).status_code == 200
    asking = house.query(Round).one()
    close = url(table, f"/{asking.id}/close")
    assert coordinator.post(close).status_code == 303
    assert client.get(link(table, asked)).status_code == 404
    assert client.get("/round-tables/r/" + "x" * 43).status_code == 404
    coordinator.post(close)
    assert "bereits geschlossen" in coordinator.get(url(table, f"/{asking.id}")).text
    assert answers(house) == []


def test_the_representative_answers_on_the_site_the_coordination_records(house, table, asked, sign_in):
    first, second = asked_id(house, table), asked_id(house, table, 1)
    path = f"/round-tables/{table.body.id}/people-questions"
    main = sign_in(table.mains[0])
    assert f"{path}/{first}" in main.get("/overview").text
    for client in (main, sign_in(table.deputies[1]), sign_in(table.reader)):
        assert client.get(f"{path}/{second}").status_code == 404
        assert client.post(f"{path}/{second}", data={"unchanged": "1"}).status_code == 404
    assert main.submit(main.get(f"{path}/{first}"), unchanged="1").status_code == 303
    assert f"{path}/{first}" not in main.get("/overview").text
    coordinator = sign_in(table.coordinator)
    assert "1 Antwort auf „Sind das noch Ihre Leute?“ fehlt" in coordinator.get("/overview").text
    coordinator.post(f"{path}/{second}", data={"unchanged": "1"})
    given = answers(house)
    assert [each.channel for each in given] == [Channel.SITE, Channel.COORDINATION]
    assert [each.person_id for each in given] == [table.mains[0].id, None]
    assert given[1].recorded_by_id == table.coordinator.id
    assert "Leute?“ fehlt" not in coordinator.get("/overview").text
    other = build.table(house, 1)
    assert sign_in(other.coordinator).get(f"{path}/{second}").status_code == 404
    wrong = f"/round-tables/{other.body.id}/people-questions/{second}"
    assert coordinator.get(wrong).status_code == 404


def test_the_silent_are_reminded_once_a_day_and_late_rounds_close(house, table, asked, post_out):
    """Due on Tuesday, 22 September: seven working days before is Friday 11, three is Thursday 17."""
    check_rules.answer_by_link(
        house,
        asked[table.mains[0].email],
        dict.fromkeys(appointments(house, table), (True, "")),
        now=build.NOW,
    )

    def run(day):
        at = build.NOW + (day - TODAY)
        sent = check_rules.remind_due(house, day, at)
        post_out()
        return sent

    assert [run(day) for day in (TODAY, date(2026, 9, 10))] == [0, 0]
    assert [run(date(2026, 9, 11)), run(date(2026, 9, 11)), run(date(2026, 9, 12))] == [1, 0, 0]
    assert [run(date(2026, 9, 17)), run(date(2026, 9, 23))] == [1, 0]
    reminders = house.query(Letter).filter_by(template="tables/people_check_reminder").all()
    assert {each.recipient for each in reminders} == {table.mains[1].email}
    assert check_rules.close_late(house, DUE + timedelta(weeks=4), build.NOW) == 0
    assert check_rules.close_late(house, DUE + timedelta(weeks=4, days=1), build.NOW) == 1
    assert check_rules.close_late(house, DUE + timedelta(weeks=5), build.NOW) == 0


def test_proposed_a_year_after_the_last_time_or_the_first_invitation(house, table, coordinator):
    def proposed(on):
        house.flush()
        return len(to_settle(house, {table.body.id}, on).to_ask)

    assert proposed(TODAY + timedelta(days=4000)) == 0
    meeting = build.meeting(house, table.body)
    reply = {"kind": RoundKind.REPLY, "body_id": table.body.id, "meeting_id": meeting.id, "due_on": TODAY}
    house.add(Round(**reply, opened_at=build.NOW - timedelta(days=400)))
    assert proposed(TODAY) == 1
    assert "Die Institutionen fragen: Sind das noch Ihre Leute?" in coordinator.get("/overview").text
    bylaws = house.query(Bylaws).filter_by(body_id=table.body.id).one()
    bylaws.people_check_months = 14
    assert proposed(TODAY) == 0
    bylaws.people_check_months = 12
    coordinator.submit(coordinator.get(url(table, "/new")))
    assert proposed(TODAY) == 0
    assert "Die Institutionen fragen" not in coordinator.get("/overview").text
    assert proposed(TODAY + timedelta(days=364)) == 0
    assert proposed(TODAY + timedelta(days=370)) == 1


def test_asked_anew_the_former_question_closes(house, table, asked, coordinator):
    page = coordinator.get(url(table, "/new"))
    assert "Die Abfrage vom 01.09.2026 läuft noch" in page.text
    coordinator.submit(page)
    states = [each.closed_at is None for each in house.query(Round).order_by(Round.id)]
    assert states == [False, True]


@pytest.mark.parametrize("due_on", ["", "bald", "2026-09-01", "2026-08-01"])
def test_bad_days_are_refused(house, table, coordinator, due_on):
    assert coordinator.post(url(table, "/new"), data={"due_on": due_on}).status_code == 422
    assert house.query(Round).count() == 0


def test_pages_ask_as_often_for_many_as_for_few(
    house, table, asked, coordinator, client, sign_in, statements
):
    asking = house.query(Round).one()
    main = sign_in(table.mains[0])
    pages = [
        (coordinator, url(table, f"/{asking.id}")),
        (coordinator, url(table, "/new")),
        (coordinator, "/overview"),
        (main, "/overview"),
    ]

    def count(browser, page):
        browser.get(page)
        with statements() as seen:
            assert browser.get(page).status_code == 200
        return len(seen)

    client.submit(client.get(link(table, asked)), unchanged="1")
    few = [count(*each) for each in pages]
    for _ in range(12):
        seat = build.seat(house, table.body)
        row = build.appointment(house, seat)
        name = house.get_one(Organisation, seat.organisation_id).name
        facts = {"round_id": asking.id, "seat_id": seat.id, "organisation_id": seat.organisation_id}
        asked_seat = build.added(house, AskedSeat(**facts, name=name))
        given = {"asked_seat_id": asked_seat.id, "seat_id": seat.id, "channel": Channel.LINK}
        answer = build.added(house, PeopleAnswer(**given, answered_at=build.NOW, address="a@b.example"))
        build.added(house, PersonAnswer(answer_id=answer.id, appointment_id=row.id, still=False))
    assert [count(*each) for each in pages] == few
