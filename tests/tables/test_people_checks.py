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
    return f"/r/{asked[table.mains[place].email]}"


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
    assert name in page.text.split("Ohne jede Adresse")[1]
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


def test_the_deputy_is_asked_where_neither_representative_nor_mailbox_has_an_address(
    house, table, coordinator
):
    table.mains[0].email = None
    page = coordinator.get(url(table, "/new"))
    assert table.deputies[0].email in page.text
    assert "Ohne jede Adresse" not in page.text
    coordinator.submit(page)
    assert {each.recipient for each in house.query(Letter)} == {
        table.deputies[0].email,
        table.mains[1].email,
    }


def test_not_asked_is_not_silent(house, table, coordinator):
    """Hard rule 8: whoever got no letter is shown apart, counts nowhere as silent, and is not reminded."""
    third = build.seat(house, table.body)
    build.appointment(house, third, build.person(house, "Ohne Adresse", email=None))
    name = house.get_one(Organisation, third.organisation_id).name
    coordinator.submit(coordinator.get(url(table, "/new")))
    asking = house.query(Round).one()
    page = coordinator.get(url(table, f"/{asking.id}")).text
    assert page.count("noch keine Antwort") > 0
    assert "nicht befragt: keine Adresse" in page
    assert "von 2 Befragten" in re.sub(r"(<[^>]+>|\s)+", " ", page)
    overview = coordinator.get("/overview").text
    assert "2 Antworten auf „Sind das noch Ihre Leute?“ fehlen" in overview
    assert f"nicht befragt, weil eine Adresse fehlt: {name}" in overview
    assert name not in coordinator.get(url(table, f"/{asking.id}/close")).text
    house.get_one(Organisation, third.organisation_id).mailbox = "neu@amt.example"
    house.flush()
    assert check_rules.remind_due(house, date(2026, 9, 11), build.NOW + timedelta(days=10)) == 2
    house.rollback()
    asked = house.query(AskedSeat).filter_by(seat_id=third.id).one().id
    coordinator.post(f"/round-tables/{table.body.id}/people-questions/{asked}", data={"unchanged": "1"})
    page = coordinator.get(url(table, f"/{asking.id}")).text
    assert "nicht befragt" not in page


def test_whoever_has_answered_lately_is_left_out_unless_wanted(
    house, table, asked, client, coordinator, sign_in, stop_clock
):
    client.submit(client.get(link(table, asked)), unchanged="1")
    page = coordinator.get(url(table, "/new"))
    assert "1 Institution hat kürzlich geantwortet" in page.text
    coordinator.submit(page)
    last = house.query(Round).order_by(Round.id.desc()).first()
    assert [each.seat_id for each in house.query(AskedSeat).filter_by(round_id=last.id)] == [
        table.seats[1].id
    ]
    coordinator.submit(coordinator.get(url(table, "/new")), again="y")
    last = house.query(Round).order_by(Round.id.desc()).first()
    assert house.query(AskedSeat).filter_by(round_id=last.id).count() == 2
    coordinator.post(
        f"/round-tables/{table.body.id}/people-questions/"
        f"{house.query(AskedSeat).filter_by(round_id=last.id, seat_id=table.seats[1].id).one().id}",
        data={"unchanged": "1"},
    )
    answer = coordinator.post(url(table, "/new"), data={"due_on": DUE.isoformat()})
    assert answer.status_code == 422
    assert "Alle Institutionen haben kürzlich geantwortet" in answer.text
    stop_clock(build.NOW + timedelta(days=120))
    assert "kürzlich geantwortet" not in sign_in(table.coordinator).get(url(table, "/new")).text


def test_what_was_told_stands_on_the_page_and_one_change_is_one_click(
    house, table, asked, client, coordinator
):
    _, deputy = appointments(house, table)
    said = {f"still_{deputy}": "no", f"successor_{deputy}": "Frau Nachfolge"}
    answer = client.submit(client.get(link(table, asked)), **said)
    assert (answer.status_code, answer.location) == (303, link(table, asked))
    page = client.get(link(table, asked)).text
    assert "Ihre Antwort vom 01.09.2026" in page
    assert "<strong>nicht mehr</strong>. Nachfolge: Frau Nachfolge" in page
    assert [each.still for each in house.query(PersonAnswer).order_by(PersonAnswer.id)] == [True, False]
    coordinator.submit(coordinator.get(url(table, "/new")), again="y")
    letters = house.query(Letter).filter_by(recipient=table.mains[0].email).count()
    assert letters == 2
    new = house.query(AskedSeat).filter_by(seat_id=table.seats[0].id).order_by(AskedSeat.id.desc()).first()
    page = coordinator.get(f"/round-tables/{table.body.id}/people-questions/{new.id}")
    assert f"Sie haben am 01.09.2026 mitgeteilt: {table.deputies[0].name} nicht mehr." in page.text
    assert page.text.index("Antwort absenden") < page.text.index("Alles unverändert")
    assert coordinator.submit(page).status_code == 303
    last = house.query(PersonAnswer).filter_by(appointment_id=deputy).order_by(PersonAnswer.id.desc()).first()
    assert (last.still, last.successor) == (False, "Frau Nachfolge")


def test_who_follows_stands_at_the_link_only_if_it_was_typed_there(
    house, table, asked, client, coordinator, sign_in
):
    """The letter may have been passed on. What the link does not show stays all the same."""
    _, deputy = appointments(house, table)
    page = f"/round-tables/{table.body.id}/people-questions/{asked_id(house, table)}"
    typed = {f"still_{deputy}": "no", f"successor_{deputy}": "Frau Nachfolge"}
    own = sign_in(table.mains[0])
    assert own.submit(own.get(page), "Antwort absenden", **typed).status_code == 303
    shown = client.get(link(table, asked))
    assert "Nachfolge: Frau" not in shown.text
    assert "Frau Nachfolge" not in shown.text
    assert "Wer folgt, ist schon vermerkt" in shown.text
    assert client.submit(shown, "Antwort absenden").status_code == 303
    last = house.query(PersonAnswer).filter_by(appointment_id=deputy).order_by(PersonAnswer.id.desc()).first()
    assert (last.still, last.successor) == (False, "Frau Nachfolge")
    client.submit(client.get(link(table, asked)), "Antwort absenden", **{f"successor_{deputy}": "Herr Neu"})
    assert "Nachfolge: Herr Neu" in client.get(link(table, asked)).text
    assert "Nachfolge: Herr Neu" in coordinator.get(page).text


def test_the_link_shows_the_own_people_and_nothing_else(house, table, asked, client):
    page = client.get(link(table, asked)).text
    for shown in (table.mains[0].name, table.deputies[0].name, "Runder Tisch Wehr"):
        assert shown in page
    for hidden in (table.mains[1], table.deputies[1], table.coordinator, table.reader):
        assert f">{hidden.name}<" not in page
        assert str(hidden.email) not in page
    assert answers(house) == []
    assert house.query(AskedLink).filter_by(token_hash=asked[table.mains[0].email]).count() == 0


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
    page = coordinator.get(close)
    assert "2 Institutionen haben nicht geantwortet" in page.text
    assert client.get(link(table, asked)).status_code == 200, "looking closes nothing"
    assert coordinator.submit(page).status_code == 303
    assert client.get(link(table, asked)).status_code == 404
    assert client.get("/r/" + "x" * 43).status_code == 404
    answer = coordinator.post(close)
    assert answer.status_code == 422
    assert "bereits geschlossen" in answer.text
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


@pytest.mark.parametrize("due_on", ["", "bald", "2026-09-01", "2026-08-01", "2027-03-03", "2199-01-01"])
def test_bad_days_are_refused(house, table, coordinator, due_on):
    refused = coordinator.post(url(table, "/new"), data={"due_on": due_on})
    assert refused.status_code == 422
    assert 'id="due_on-error"' in refused.text
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
