"""Before what matters one shows again who one is: pages lead there and back, forms are asked on the spot."""

import json
from datetime import timedelta
from io import BytesIO

import pytest

from models.accounts import Account, SignInSession
from models.bodies import Office
from models.files import File, store
from models.meetings import AgendaItem
from tests import build
from tests.accounts.conftest import PASSWORD

WRONG = "falsch-falsch-falsch"
LATER = build.NOW + timedelta(minutes=11)


@pytest.fixture
def lapsed(house, sign_in, account, stop_clock):
    """A session whose last proof is eleven minutes old."""
    stop_clock(build.NOW)
    browser = sign_in(account)
    stop_clock(LATER)
    return browser


@pytest.fixture
def lapsed_admin(account, lapsed):
    account.is_admin = True
    return lapsed


def test_a_page_leads_to_the_question_and_back(lapsed_admin):
    asked = lapsed_admin.get("/accounts/invite?x=1")
    assert (asked.status_code, asked.location) == (302, "/accounts/confirm?next=/accounts/invite?x%3D1")
    page = lapsed_admin.get(asked.location)
    assert lapsed_admin.submit(page, "Weiter", proof=WRONG).status_code == 422
    answer = lapsed_admin.submit(page, "Weiter", proof=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/accounts/invite?x=1")
    assert lapsed_admin.get(answer.location).status_code == 200


def test_a_proof_holds_for_ten_minutes(lapsed_admin, stop_clock):
    page = lapsed_admin.get("/accounts/confirm")
    lapsed_admin.submit(page, "Weiter", proof=PASSWORD)
    stop_clock(LATER + timedelta(minutes=10))
    assert lapsed_admin.get("/accounts/invite").status_code == 200
    stop_clock(LATER + timedelta(minutes=10, seconds=1))
    assert lapsed_admin.get("/accounts/invite").status_code == 302


def test_a_form_is_asked_on_the_spot_and_loses_nothing(house, lapsed_admin):
    facts = {"name": 'Leitung <Klinik> & "Co"', "email": "neu@neustadt.example", "is_privacy_officer": "y"}
    asked = lapsed_admin.post("/accounts/invite", data=facts)
    assert asked.status_code == 422
    assert house.query(Account).count() == 1
    refused = lapsed_admin.submit(asked, "Weiter", proof=WRONG)
    assert refused.status_code == 422
    assert house.query(Account).count() == 1
    assert lapsed_admin.submit(refused, "Weiter", proof=PASSWORD).status_code == 303
    made = house.query(Account).filter_by(email="neu@neustadt.example").one()
    assert (made.is_privacy_officer, made.is_admin) == (True, False)


def test_whoever_has_a_factor_is_asked_for_it_and_not_for_the_password(house, lapsed, account, with_factor):
    phone = with_factor(account)
    asked = lapsed.post("/accounts/data.json")
    assert asked.status_code == 422
    assert account.email not in asked.text
    assert lapsed.submit(asked, "Weiter", proof=PASSWORD).status_code == 422
    told = lapsed.submit(asked, "Weiter", proof=phone.code())
    assert json.loads(told.text)["person"]
    assert lapsed.post("/accounts/data.json").mimetype == "application/json"


def test_a_code_that_was_shown_is_not_a_fresh_proof_again(house, lapsed, account, with_factor, stop_clock):
    phone = with_factor(account)
    page = lapsed.get("/accounts/confirm")
    assert lapsed.submit(page, "Weiter", proof=phone.code()).status_code == 303
    assert lapsed.submit(page, "Weiter", proof=phone.code()).status_code == 422


def test_passwords_are_never_sent_back(lapsed):
    asked = lapsed.post(
        "/accounts/data.json", data={"password": "Geheim-1", "current": "Geheim-2", "x": "bleibt"}
    )
    assert "Geheim" not in asked.text
    assert "bleibt" in asked.text


def test_the_question_itself_is_limited(lapsed):
    page = lapsed.get("/accounts/confirm")
    told = [lapsed.submit(page, "Weiter", proof=WRONG).status_code for _ in range(11)]
    assert told == [422] * 10 + [429]


def test_the_question_needs_its_form_token(lapsed):
    assert lapsed.post("/accounts/data.json", data={"proof": PASSWORD}, csrf=False).status_code == 400


def test_another_persons_proof_is_none(house, lapsed, account):
    """The question takes no address: it is asked about the account of this session."""
    other = build.person(house)
    answer = lapsed.post("/accounts/confirm", data={"proof": WRONG, "email": other.email, "account_id": "1"})
    assert answer.status_code == 422
    assert house.query(SignInSession).one().proved_at == build.NOW


NEED_ONE = {
    "accounts.own_data",
    "accounts.invite",
    "accounts.set_up_factor",
    "accounts.renew_recovery_codes",
    "accounts.remove_factor",
    "accounts.reset_factor",
    "accounts.set_duties",
    "accounts.change_address",
    "accounts.follow_address",
    "tables.create",
    "tables.give_office",
    "tables.end_office",
    "tables.pass_on",
}


def test_rights_exports_and_factors_need_a_fresh_proof(app):
    found = {name for name, view in app.view_functions.items() if getattr(view, "is_fresh", False)}
    assert found >= NEED_ONE


def test_nothing_of_them_happens_without(house, sign_in, stop_clock):
    stop_clock(build.NOW)
    table = build.table(house)
    office = house.query(Office).filter_by(person_id=table.reader.id).one()
    browser = sign_in(table.coordinator)
    stop_clock(LATER)
    path = f"/round-tables/{table.body.id}/offices/{office.id}/end"
    assert browser.get(path).location.startswith("/accounts/confirm?next=")
    assert browser.post(path, data={"ends_on": "2026-09-02"}).status_code == 422
    house.refresh(office)
    assert office.ends_on is None


def test_an_item_is_taken_off_with_its_papers_only_with_a_fresh_proof(house, sign_in, stop_clock):
    """A line of an agenda can be typed again, a stored file can't."""
    stop_clock(build.NOW)
    table = build.table(house)
    meeting = build.meeting(house, table.body)
    bare, with_paper = build.agenda_item(house, meeting), build.agenda_item(house, meeting)
    facts = {"name": "a.txt", "content_type": "text/plain", "uploaded_at": build.NOW}
    store(house, File(item_id=with_paper.id, **facts), BytesIO(b"x"))
    browser = sign_in(table.coordinator)
    stop_clock(LATER)
    place = f"/meetings/{meeting.id}/items"
    assert browser.post(f"{place}/{with_paper.id}/remove").status_code == 422
    assert browser.get(f"{place}/{with_paper.id}/remove").status_code == 302
    assert browser.post(f"{place}/{bare.id}/remove").status_code == 303
    assert house.query(AgendaItem.id).all() == [(with_paper.id,)]


def test_whoever_gets_or_loses_an_office_signs_in_anew(house, sign_in, stop_clock):
    stop_clock(build.NOW)
    table = build.table(house)
    office = house.query(Office).filter_by(person_id=table.reader.id).one()
    coordinator, reader = sign_in(table.coordinator), sign_in(table.reader)
    assert reader.get("/overview").status_code == 200
    path = f"/round-tables/{table.body.id}/offices/{office.id}/end"
    answer = coordinator.submit(coordinator.get(path), ends_on="2026-09-02")
    assert answer.status_code == 303
    assert reader.get("/overview").status_code == 302
    assert coordinator.get("/overview").status_code == 200
