"""The address with which one signs in: the new mailbox proves it, the old one may take it back."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from blueprints.accounts import address_rules, passwords
from models.accounts import AccountLink
from models.address_changes import AddressChange
from models.errors import NotAllowed
from models.history import Entry, record
from models.letters import Letter
from models.outbox import LetterBytes
from models.people import Person
from tests import build
from tests.accounts.conftest import PASSWORD

NEW = "neu@neustadt.example"
LINK = re.compile(r"http://localhost(/accounts/[\w/-]+)")


@pytest.fixture(autouse=True)
def stopped(stop_clock):
    stop_clock(build.NOW)


def link_in_newest(house, template):
    """The link of the last letter of its kind, as its reader finds it."""
    letter = house.query(Letter).filter_by(template=template).order_by(Letter.id.desc()).first()
    raw = house.get(LetterBytes, letter.id).raw.decode().replace("=\r\n", "").replace("=3D", "=")
    return LINK.search(raw)[1].strip(), letter.recipient


def ask(browser, address=NEW):
    return browser.submit(browser.get("/accounts/address"), email=address)


@pytest.fixture
def changed(house, sign_in, account, new_client):
    """An account whose address has been changed; its link to undo it."""
    old = account.email
    ask(sign_in(account))
    path, _ = link_in_newest(house, "accounts/address_confirm")
    stranger = new_client()
    assert stranger.submit(stranger.get(path)).status_code == 303
    house.expire_all()
    undo, to = link_in_newest(house, "accounts/address_changed")
    assert to == old
    return old, undo


def test_the_new_address_counts_once_its_mailbox_has_confirmed(house, sign_in, new_client, account, enter):
    browser, old = sign_in(account), account.email
    assert ask(browser).status_code == 303
    house.expire_all()
    assert account.email == old
    path, to = link_in_newest(house, "accounts/address_confirm")
    assert to == NEW
    stranger = new_client()
    for _ in range(2):
        assert stranger.get(path).status_code == 200
    house.expire_all()
    assert account.email == old
    assert stranger.submit(stranger.get(path)).status_code == 303
    assert enter(new_client(), NEW).status_code == 303
    assert enter(new_client(), old).status_code == 422
    assert browser.get("/overview").status_code == 302
    assert stranger.get(path).status_code == 404
    assert house.get(Person, account.person_id).email == NEW


def test_a_link_lives_a_day(house, sign_in, client, account, stop_clock):
    ask(sign_in(account))
    path, _ = link_in_newest(house, "accounts/address_confirm")
    stop_clock(build.NOW + timedelta(hours=24, seconds=1))
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_a_newer_wish_ends_the_older_one(house, sign_in, client, account):
    browser = sign_in(account)
    ask(browser)
    older, _ = link_in_newest(house, "accounts/address_confirm")
    ask(browser, "noch-neuer@neustadt.example")
    assert client.get(older).status_code == 404


def test_a_taken_address_is_answered_like_a_free_one(house, sign_in, account):
    other = sign_in(build.person(house, email="vergeben@neustadt.example"))
    browser = sign_in(account)
    free, taken = ask(browser), ask(browser, "VERGEBEN@neustadt.example")
    assert (
        (free.status_code, free.location) == (taken.status_code, taken.location) == (303, "/accounts/profile")
    )
    letter = house.query(Letter).filter_by(template="accounts/address_taken").one()
    assert letter.recipient.lower() == "vergeben@neustadt.example"
    assert (letter.person_id, letter.name) == (None, "")
    assert other.get("/overview").status_code == 200


def test_an_address_that_was_taken_meanwhile_is_refused_at_the_end(house, sign_in, client, account):
    ask(sign_in(account))
    path, _ = link_in_newest(house, "accounts/address_confirm")
    sign_in(build.person(house, email=NEW))
    old = account.email
    assert client.post(path).status_code == 422
    house.expire_all()
    assert account.email == old


@pytest.mark.parametrize(
    "wrong", ["", "kein at", "a@b@c.example", "x" * 300 + "@a.example", "a\r\nBcc: b@c.example"]
)
def test_bad_addresses_are_refused_with_words(house, sign_in, account, wrong):
    assert ask(sign_in(account), wrong).status_code == 422
    assert house.query(AddressChange).count() == 0


def test_the_own_address_is_no_change(house, sign_in, account):
    assert ask(sign_in(account), account.email.upper()).status_code == 422


def test_no_mailbox_is_flooded(house, sign_in, account):
    browser = sign_in(account)
    told = [ask(browser, f"neu{n}@neustadt.example").status_code for n in range(5)]
    assert told == [303, 303, 303, 422, 422]
    assert house.query(Letter).count() == 3


def test_only_hashes_of_the_links_are_stored(house, changed):
    _, undo = changed
    confirm, _ = link_in_newest(house, "accounts/address_confirm")
    for token in (undo.split("/")[-2], confirm.rpartition("/")[2]):
        for table in ("address_change", "account", "history", "letter", "form_key"):
            assert token not in str(house.execute(text(f"SELECT * FROM {table}")).all())


def test_the_history_tells_no_address(house, changed):
    lines = house.query(Entry).filter(Entry.gesture.in_(("ask-address", "change-address"))).all()
    assert len(lines) == 2
    assert NEW not in str([line.facts for line in lines])


# undoing


def test_the_old_mailbox_takes_the_change_back(house, new_client, account, enter, changed):
    old, undo = changed
    thief = new_client()
    assert enter(thief, NEW).status_code == 303
    owner = new_client()
    assert owner.get(undo).status_code == 200
    assert owner.submit(owner.get(undo)).status_code == 303
    house.expire_all()
    assert account.email == house.get(Person, account.person_id).email == old
    assert not passwords.fits(PASSWORD, account.password_hash)
    assert thief.get("/overview").status_code == 302
    assert enter(new_client(), old).status_code == 422
    link, to = link_in_newest(house, "accounts/reset")
    assert to == old
    word = "Wolke-Ziegel-9-Farn"
    assert owner.submit(owner.get(link), password=word, again=word).status_code == 303
    assert owner.get(undo).status_code == 404


def test_undoing_works_for_seven_days(new_client, changed, stop_clock):
    for days, status in ((7, 200), (8, 404)):
        stop_clock(build.NOW + timedelta(days=days))
        assert new_client().get(changed[1]).status_code == status


def test_undoing_leaves_the_factor_alone(house, new_client, account, changed, with_factor):
    with_factor(account)
    client = new_client()
    client.post(changed[1])
    link, _ = link_in_newest(house, "accounts/reset")
    word = "Wolke-Ziegel-9-Farn"
    answer = client.submit(client.get(link), password=word, again=word)
    assert answer.location.startswith("/accounts/second-step")


def test_who_changed_twice_cannot_take_the_undoing_back(house, new_client, sign_in, account, changed):
    """A thief who went on to a third address holds an undo link of the second: it must not work any more."""
    old, undo = changed
    ask(sign_in(account), "dritte@neustadt.example")
    path, _ = link_in_newest(house, "accounts/address_confirm")
    new_client().post(path)
    of_thief, to = link_in_newest(house, "accounts/address_changed")
    assert to == NEW
    assert new_client().post(undo).status_code == 303
    assert new_client().post(of_thief).status_code == 404
    house.expire_all()
    assert account.email == old


def test_links_in_the_old_mailbox_end_with_the_change(house, sign_in, new_client, account, link_of):
    reset = link_of(account)
    ask(sign_in(account))
    path, _ = link_in_newest(house, "accounts/address_confirm")
    new_client().post(path)
    assert new_client().get(reset).status_code == 404
    assert house.query(AccountLink).one().used_at is not None


@pytest.mark.parametrize("link", ["accounts/address_confirm", "accounts/address_changed"])
def test_links_of_a_locked_account_do_not_work(house, client, sign_in, account, changed, link):
    ask(sign_in(account), "dritte@neustadt.example")
    path, _ = link_in_newest(house, link)
    assert client.get(path).status_code == 200
    account.locked_at = build.NOW
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_a_link_of_one_kind_does_nothing_of_another(house, client, sign_in, account, changed, link_of):
    ask(sign_in(account), "dritte@neustadt.example")
    confirm = link_in_newest(house, "accounts/address_confirm")[0].rpartition("/")[2]
    undo, password = changed[1].split("/")[-2], link_of(account).rpartition("/")[2]
    for path in (
        f"/accounts/links/{confirm}",
        f"/accounts/links/{undo}",
        f"/accounts/addresses/{undo}",
        f"/accounts/addresses/{password}",
        f"/accounts/addresses/{confirm}/undo",
        f"/accounts/addresses/{password}/undo",
    ):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


# somebody lost mailbox and password


def noted(house, account, by):
    person = house.get(Person, account.person_id)
    person.email = NEW
    record(house, "correct", person, by=by, now=build.NOW)


def test_the_account_follows_what_the_coordination_noted(house, sign_in, new_client, account, enter):
    coordinator = build.actor(house, build.coordinator_of(house, build.body(house)))
    noted(house, account, coordinator)
    admin = sign_in(build.person(house), is_admin=True)
    assert NEW in admin.get("/accounts/").text
    page = admin.get(f"/accounts/{account.id}/address")
    assert admin.submit(page, "Link zusenden").status_code == 303
    path, to = link_in_newest(house, "accounts/address_confirm")
    assert to == NEW
    new_client().post(path)
    assert enter(new_client(), NEW).status_code == 303


def test_nobody_lets_an_account_follow_what_she_noted_herself(house, sign_in, account):
    person = build.person(house)
    admin = sign_in(person, is_admin=True)
    noted(house, account, build.actor(house, person))
    assert "zwei Personen" in admin.get(f"/accounts/{account.id}/address").text
    assert admin.post(f"/accounts/{account.id}/address").status_code == 404
    assert house.query(AddressChange).count() == 0


def test_without_a_line_in_the_log_nothing_is_followed(house, sign_in, account):
    house.get(Person, account.person_id).email = NEW
    admin = sign_in(build.person(house), is_admin=True)
    assert admin.post(f"/accounts/{account.id}/address").status_code == 404


def test_the_rule_asks_for_itself_who_acts(house, account):
    by = build.actor(house, build.person(house))
    with pytest.raises(NotAllowed):
        address_rules.follow(house, account.id, by=by, now=build.NOW)
