"""Administration of accounts, on the site and from the command line: inviting, locking, what is shown."""

import re

import pytest

from blueprints.accounts import rules
from models.accounts import Account, AccountLink
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import Letter
from models.people import Person
from tests import build
from tests.accounts.conftest import Phone

LINK = re.compile(r"http://localhost/accounts/links/[\w-]{43}")


@pytest.fixture
def admin(house, sign_in):
    return sign_in(build.person(house, "Systemadministration"), is_admin=True)


def invite(admin, **facts):
    return admin.submit(admin.get("/accounts/invite"), **facts)


def test_administration_sees_accounts_without_content(house, admin, account):
    table = build.table(house, name="Runder Tisch Kiesel")
    page = admin.get("/accounts/")
    assert account.email in page.text
    assert table.body.name not in page.text


def test_locking_ends_sessions_and_unlocking_opens_the_door_again(house, admin, sign_in, account):
    victim = sign_in(account)
    page = admin.get(f"/accounts/{account.id}/lock")
    assert "sofort überall abgemeldet" in page.text
    assert victim.get("/overview").status_code == 200
    assert admin.submit(page, "Konto sperren").status_code == 303
    assert victim.get("/overview").status_code == 302
    admin.post(f"/accounts/{account.id}/unlock")
    assert victim.get("/overview").status_code == 302
    assert sign_in(account).get("/overview").status_code == 200
    lines = house.query(Entry).filter_by(subject="account", subject_id=account.id).order_by(Entry.id)
    assert [row.gesture for row in lines][-2:] == [
        "lock",
        "unlock",
    ]


def test_an_account_that_is_none_cannot_be_locked(admin):
    assert admin.get("/accounts/999999/lock").status_code == 404
    assert admin.post("/accounts/999999/lock").status_code == 404


def test_nobody_locks_herself_out(house, admin):
    own = house.query(Account).filter_by(is_admin=True).one()
    assert admin.post(f"/accounts/{own.id}/lock").status_code == 422
    house.refresh(own)
    assert own.locked_at is None


def test_somebody_new_is_invited_and_the_link_is_shown_once(house, admin, new_client):
    answer = invite(admin, name="Koordination Neustadt", email="koordination@neustadt.example")
    assert answer.status_code == 303
    page = admin.get("/accounts/")
    found = LINK.search(page.text)
    assert found
    assert not LINK.search(admin.get("/accounts/").text)
    assert new_client().get(found[0]).status_code == 200
    account = house.query(Account).filter_by(email="koordination@neustadt.example").one()
    assert not account.is_admin
    assert house.query(Letter).filter_by(template="accounts/invitation").one().recipient == account.email


def test_whoever_has_a_seat_gets_the_link_by_letter_only(house, admin):
    """The administration sets up accounts, but must not sign in as a member."""
    table = build.table(house)
    answer = invite(admin, name="Egal", email=table.mains[0].email.upper())
    assert answer.status_code == 303
    assert not LINK.search(admin.get("/accounts/").text)
    account = house.query(Account).filter_by(person_id=table.mains[0].id).one()
    assert house.get(Person, account.person_id).name != "Egal"
    assert house.query(Letter).one().recipient.lower() == table.mains[0].email


def test_new_links_are_sent_and_never_shown(house, admin, account):
    admin.post(f"/accounts/{account.id}/link")
    assert not LINK.search(admin.get("/accounts/").text)
    assert house.query(Letter).one().template == "accounts/reset"
    assert house.query(AccountLink).one().used_at is None


def test_a_locked_account_gets_no_new_link(house, admin, account):
    account.locked_at = build.NOW
    assert admin.post(f"/accounts/{account.id}/link").status_code == 422
    assert house.query(AccountLink).count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "kein at"},
        {"name": ""},
        {"name": "x" * 121},
        {"email": "x" * 300 + "@a.example"},
    ],
)
def test_bad_invitations_are_refused_with_words(house, admin, wrong):
    before = house.query(Person).count()
    assert invite(admin, **{"name": "Neu", "email": "neu@neustadt.example"} | wrong).status_code == 422
    assert house.query(Person).count() == before


def test_one_address_has_one_account(house, admin, account):
    answer = invite(admin, name="Neu", email=account.email.upper())
    assert answer.status_code == 422
    assert house.query(Account).filter_by(email_key=account.email).count() == 1


def test_a_second_click_on_inviting_sends_one_letter(house, admin):
    page = admin.get("/accounts/invite")
    for _ in range(2):
        assert admin.submit(page, name="Neu", email="neu@neustadt.example").status_code == 303
    assert house.query(Letter).count() == 1


def test_rules_ask_for_themselves_who_acts(house, account):
    by = build.actor(house, build.person(house))
    facts = {"by": by, "now": build.NOW}
    for gesture in (rules.lock, rules.unlock, rules.renew_link):
        with pytest.raises(NotAllowed):
            gesture(house, account.id, **facts)
    with pytest.raises(NotAllowed):
        rules.invite(house, email="neu@neustadt.example", name="Neu", **facts)


def test_a_person_has_one_account(house, account):
    person = house.get(Person, account.person_id)
    with pytest.raises(RuleBroken):
        rules.create_account(house, person, email="zweite@musterstadt.example", now=build.NOW)


def test_the_command_invites_and_prints_one_link(house, app, client):
    house.commit()
    words = ["accounts", "invite", "Verwaltung@neustadt.example", "--name", "Systemadministration", "--admin"]
    told = app.test_cli_runner().invoke(args=words)
    assert told.exit_code == 0
    assert LINK.fullmatch(told.output.strip())
    assert house.query(Account).one().is_admin
    done = client.submit(
        client.get(told.output.strip()), password="Wolke-Ziegel-9-Farn", again="Wolke-Ziegel-9-Farn"
    )
    assert done.status_code == 303
    assert client.get("/accounts/").status_code == 302
    page = client.get(done.location, follow_redirects=True)
    assert client.submit(page, "Einrichten", proof=Phone.reading(page).code()).status_code == 200
    assert client.get("/accounts/").status_code == 200


def test_the_command_prints_a_new_link_for_an_account_that_exists(house, app, account, client):
    address = account.email
    house.commit()
    told = app.test_cli_runner().invoke(args=["accounts", "invite", address, "--name", "Egal"])
    assert LINK.fullmatch(told.output.strip())
    assert house.query(Account).count() == 1
    assert client.get(told.output.strip()).status_code == 200


@pytest.mark.parametrize("words", [["kein at"], ["a@b.example", "--name", "x" * 200]])
def test_the_command_says_what_is_wrong(house, app, words):
    house.commit()
    told = app.test_cli_runner().invoke(args=["accounts", "invite", *words])
    assert told.exit_code == 1
    assert "Error" in told.output
    assert house.query(Account).count() == 0


def test_the_command_gives_nobody_administration_afterwards(house, app, account):
    address = account.email
    account.locked_at = None
    house.commit()
    told = app.test_cli_runner().invoke(args=["accounts", "invite", address, "--admin"])
    assert told.exit_code == 1
    house.expire_all()
    assert not account.is_admin
