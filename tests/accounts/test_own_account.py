"""One's own account: profile, password, data; never anybody else's."""

import json

from blueprints.accounts import passwords
from blueprints.accounts.own_data_queries import own_data
from models.people import Person
from tests import build

NEW = "Wolke-Ziegel-9-Farn"


def test_a_profile_is_corrected_by_its_owner(house, sign_in):
    person = build.person(house)
    browser = sign_in(person)
    facts = {"based_on": "1", "name": "Leitung Klinik", "salutation": "Guten Tag,", "language": "en"}
    answer = browser.post("/accounts/profile", data=facts | {"contact_released": "y"})
    assert answer.status_code == 303
    house.refresh(person)
    assert (person.name, person.language, person.contact_released) == ("Leitung Klinik", "en", True)
    assert 'lang="en"' in browser.get("/accounts/profile").text


def test_a_profile_takes_nobody_elses_id_and_no_rights(house, sign_in, account):
    other = build.person(house, "Andere Vertretung")
    browser = sign_in(account)
    facts = {
        "based_on": "1",
        "name": "Neu",
        "language": "de",
        "id": str(other.id),
        "person_id": str(other.id),
    }
    facts |= {"is_admin": "1", "account_id": "1", "organisation_id": "1", "email": "a@b.example"}
    assert browser.post("/accounts/profile", data=facts).status_code == 303
    house.expire_all()
    assert other.name == "Andere Vertretung"
    assert not account.is_admin
    assert account.email != "a@b.example"
    assert house.get(Person, account.person_id).organisation_id is None


def test_a_profile_that_changed_meanwhile_is_shown_beside_what_was_typed(house, sign_in):
    person = build.person(house)
    browser = sign_in(person)
    person.name = "Inzwischen Anders"
    facts = {"based_on": "1", "name": "Leitung Klinik", "language": "de"}
    answer = browser.post("/accounts/profile", data=facts)
    assert answer.status_code == 409
    assert "Inzwischen Anders" in answer.text
    assert "Leitung Klinik" in answer.text


def test_bad_profiles_are_refused_with_words(house, sign_in):
    person = build.person(house)
    browser = sign_in(person)
    for wrong in ({"name": ""}, {"name": "x" * 121}, {"language": "xx"}, {"salutation": "x" * 121}):
        facts = {"based_on": "1", "name": "Leitung", "language": "de"} | wrong
        assert browser.post("/accounts/profile", data=facts).status_code == 422
    house.refresh(person)
    assert person.version == 1


def test_changing_the_password_needs_the_current_one_and_ends_the_other_sessions(house, sign_in, account):
    first, second = sign_in(account), sign_in(account)
    with first.session_transaction() as cookie:
        before = cookie["_user_id"]
    page = first.get("/accounts/password")
    wrong = first.submit(page, current="falsch", password=NEW, again=NEW)
    assert wrong.status_code == 422
    weak = first.submit(page, current="Kutsche-Nebel-Lampe-7", password="kurz", again="kurz")
    assert weak.status_code == 422
    house.expire_all()
    assert passwords.fits("Kutsche-Nebel-Lampe-7", account.password_hash)
    done = first.submit(page, current="Kutsche-Nebel-Lampe-7", password=NEW, again=NEW)
    assert done.status_code == 303
    with first.session_transaction() as cookie:
        assert cookie["_user_id"] != before
    assert (first.get("/overview").status_code, second.get("/overview").status_code) == (200, 302)
    house.expire_all()
    assert passwords.fits(NEW, account.password_hash)


def test_guessing_the_current_password_is_limited(sign_in, account):
    browser = sign_in(account)
    page = browser.get("/accounts/password")
    told = [browser.submit(page, current="falsch", password=NEW, again=NEW).status_code for _ in range(11)]
    assert told == [422] * 10 + [429]


def test_own_data_come_as_a_file_and_hold_nothing_of_others(house, sign_in):
    table = build.table(house)
    browser = sign_in(table.mains[0])
    assert browser.get("/accounts/data.json").status_code == 405
    answer = browser.post("/accounts/data.json")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    told = json.loads(answer.text)
    assert told["person"][0]["email"] == table.mains[0].email
    assert told["appointment"][0]["body"] == table.body.name
    for other in (*table.mains[1:], *table.deputies, table.coordinator, table.reader):
        assert other.email not in answer.text
        assert other.name not in answer.text


def test_own_data_tell_no_secret(house, sign_in, account):
    told = sign_in(account).post("/accounts/data.json").text
    assert account.password_hash not in told
    assert "hash" not in told


def test_of_what_somebody_did_only_when_and_to_what_is_told(house):
    """Rights end, and then what one once wrote down may be for others only."""
    table = build.table(house)
    meeting = build.meeting(house, table.body, minute_taker_id=table.mains[0].id, title="Nur im Kreis")
    build.item_guest(house, build.agenda_item(house, meeting), table.mains[0])
    told = own_data(house, table.mains[0].id)
    assert {"person", "appointment", "meeting", "item_guest"} <= set(told)
    assert all(key in ("as", "id") or key.endswith("_at") for key in told["meeting"][0])
    assert "Nur im Kreis" not in json.dumps(told)
