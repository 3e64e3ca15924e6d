"""While answers are taken: the silent are reminded, further members asked, wrong addresses corrected."""

from datetime import timedelta

import pytest

from blueprints.surveys import answer_rules, asking_rules, closing_rules, reminder_rules, respondent_rules
from models.errors import NotAllowed, RuleBroken
from models.outbox import Letter, LetterState
from models.respondent_links import RespondentLink
from models.rounds import AskedLink
from models.seats import AppointmentRole
from tests import build
from tests.surveys.conftest import NONE_SEEN, YES, Asking
from tests.surveys.making import DUE
from tests.surveys.test_asking import outsider

LATER = build.NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def stopped(stop_clock):
    stop_clock(build.NOW)


def letters(house, template):
    return house.query(Letter).filter_by(template=f"surveys/{template}").order_by(Letter.id).all()


def remind(asking, now=build.NOW, person=None):
    return reminder_rules.remind(*asking.of_it, **asking.by(person or asking.table.coordinator, now))


def home_of(asking, tail=""):
    return f"/round-tables/{asking.table.body.id}/surveys/{asking.survey_id}{tail}"


def words(page):
    return " ".join(page.get_data(as_text=True).split())


def test_only_the_silent_are_reminded_by_hand_and_nobody_twice_a_day(house, table, asking):
    outsider(asking, email="haus@frauenhaus.example")
    asking.open()
    asking.say(0, YES, NONE_SEEN)
    assert remind(asking) == 5
    told = {each.recipient for each in letters(house, "reminder")}
    assert "haus@frauenhaus.example" in told
    assert not told & {table.mains[0].email, table.deputies[0].email}
    with pytest.raises(RuleBroken):
        remind(asking)
    assert remind(asking, LATER) == 5
    with pytest.raises(NotAllowed):
        remind(asking, person=table.mains[0])


def test_nobody_is_reminded_after_the_last_day_or_once_all_have_answered(house, asking):
    asking.open()
    for place in range(3):
        asking.say(place, YES, NONE_SEEN)
    with pytest.raises(RuleBroken):
        remind(asking)
    over = build.NOW + (DUE - build.TODAY) + timedelta(days=1)
    with pytest.raises(RuleBroken):
        remind(asking, over)
    assert letters(house, "reminder") == []


def test_the_page_lists_whom_a_reminder_reaches_and_when_reminders_go(house, table, asking, sign_in):
    asking.open()
    asking.say(0, YES, NONE_SEEN)
    house.commit()
    client = sign_in(table.coordinator)
    assert "von selbst am 23.09.2026 und 28.09.2026" in words(client.get(home_of(asking)))
    page = client.open(home_of(asking, "/remind"))
    listed = words(page)
    assert table.mains[1].email in listed
    assert table.mains[0].email not in listed
    assert f"/surveys/{asking.survey_id}</" in listed or f"/surveys/{asking.survey_id}\n" in page.text
    assert "/r/" not in listed, "the letter leads members to the page behind the sign-in"
    asking.say(1, YES, NONE_SEEN)
    house.commit()
    assert "Seit Sie die Liste angesehen haben" in words(client.submit(page)), "the list is shown anew"
    assert client.submit(client.open(home_of(asking, "/remind"))).status_code == 303
    assert len(letters(house, "reminder")) == 2
    assert "zuletzt am 01.09.2026" in words(client.get(home_of(asking)))


def test_an_institution_admitted_while_it_runs_is_asked_too(house, table, asking, sign_in):
    asking.open(*table.seats[:2])
    new = build.seat(house, table.body)
    person = build.person(house)
    build.appointment(house, new, person)
    house.commit()
    client = sign_in(table.coordinator)
    page = client.open(home_of(asking, "/ask-more"))
    assert person.email in words(page), "it is proposed"
    assert asking.standings()[table.seats[2].organisation.name] == "not-asked"
    assert client.submit(page, seat_ids=[]).status_code == 422
    away = client.open(home_of(asking, "/ask-more"))
    build.appointment(house, new, build.person(house), role=AppointmentRole.DEPUTY)
    house.commit()
    late = client.submit(away)
    assert late.status_code == 422, "a deputy has come who was not on the list"
    assert "geändert" in words(late)
    assert not [each for each in letters(house, "opened") if each.recipient == person.email]
    assert client.submit(late).status_code == 303, "now she has been looked at"
    house.expire_all()
    assert person.email in {each.recipient for each in letters(house, "opened")}
    table.seats.append(new), table.mains.append(person)
    asking.say(len(table.seats) - 1, YES, NONE_SEEN)
    assert list(asking.standings().values()).count("answered") == 1


def test_a_member_that_was_left_out_is_asked_later_and_counts_as_asked(house, table, asking):
    asking.open(*table.seats[:2])
    given = {"seat_ids": [table.seats[2].id]} | asking.chief(LATER)
    assert asking_rules.ask_more(*asking.of_it, **given) == 2
    assert asking.standings()[table.seats[2].organisation.name] == "no-answer"
    for wrong in ([table.seats[2].id], [table.seats[0].id], [build.table(house).seats[0].id], []):
        with pytest.raises(RuleBroken):
            asking_rules.ask_more(*asking.of_it, **(given | {"seat_ids": wrong}))
    closing_rules.close(*asking.of_it, **asking.chief(LATER))
    with pytest.raises(RuleBroken):
        asking_rules.ask_more(*asking.of_it, **given)


def test_a_corrected_address_gets_a_new_link_and_the_old_one_is_dead(house, table, asking, sign_in, client):
    one = outsider(asking, email="falsch@haus.example")
    asking.open()
    token, hashed = AskedLink.new_token()
    link = {"respondent_id": one.id, "address": "falsch@haus.example", "issued_at": build.NOW}
    build.added(house, RespondentLink(token_hash=hashed, **link))
    house.commit()
    assert client.get(f"/r/{token}").status_code == 200
    chief = sign_in(table.coordinator)
    page = chief.open(home_of(asking, f"/respondents/{one.id}/address"))
    assert chief.submit(page, email="").status_code == 422
    assert chief.submit(page, email="richtig@haus.example").status_code == 303
    assert client.get(f"/r/{token}").status_code == 404
    house.expire_all()
    by_address = {each.recipient: each.state for each in letters(house, "opened")}
    assert by_address["falsch@haus.example"] is LetterState.SUPERSEDED
    assert by_address["richtig@haus.example"] is LetterState.QUEUED
    with pytest.raises(NotAllowed):
        answer_rules.release_by_link(house, token, given=asking.given(YES, YES), based_on=0, now=build.NOW)


def test_addresses_of_members_are_not_corrected_here(house, table, asking):
    asking.open()
    given = {"email": "neu@haus.example"} | asking.chief()
    with pytest.raises(RuleBroken):
        respondent_rules.readdress(*asking.of_it, asking.respondent(0).id, **given)
    other = Asking(house, build.table(house))
    other.begin()
    foreign = outsider(other)
    with pytest.raises(NotAllowed):
        respondent_rules.readdress(*asking.of_it, foreign.id, **given)


@pytest.mark.parametrize("gesture", ["open", "extend", "reopen"])
def test_letters_go_to_those_whom_the_page_has_shown(house, table, asking, sign_in, gesture):
    if gesture != "open":
        asking.open()
    if gesture == "reopen":
        asking.close()
    house.commit()
    client = sign_in(table.coordinator)
    page = client.open(home_of(asking, f"/{gesture}"))
    assert table.mains[0].email in words(page), "the page lists whom it tells"
    before = house.query(Letter).count()
    table.mains[0].email = "neu@example.org"
    house.commit()
    late = client.submit(page)
    assert late.status_code == 422
    assert "neu@example.org" in words(late)
    assert house.query(Letter).count() == before
    assert client.submit(late).status_code == 303
    house.expire_all()
    assert "neu@example.org" in {each.recipient for each in house.query(Letter)}
