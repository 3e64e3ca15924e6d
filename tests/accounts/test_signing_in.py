"""Signing in: the way through the password, limits that hold in every worker, and where it leads."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.accounts import passwords, proofs, rules, sign_in_rules
from models.accounts import FAILURES_OF_CLIENT, SignInAttempt, SignInSession, hashed
from plumbing import clock
from tests import build

WRONG = "falsch-falsch-falsch"
NOBODY = "niemand@musterstadt.example"


def test_right_password_leads_to_the_overview(client, account, enter):
    answer = enter(client, account.email)
    assert (answer.status_code, answer.location) == (303, "/overview")
    assert client.get("/overview").status_code == 200


@pytest.mark.parametrize("typed", [str.upper, str.title, "  {} ".format])
def test_address_may_be_typed_in_any_case(client, account, enter, typed):
    assert enter(client, typed(account.email)).status_code == 303


def test_wrong_password_and_unknown_address_get_the_same_answer(new_client, account, enter):
    wrong = enter(new_client(), account.email, WRONG)
    unknown = enter(new_client(), NOBODY, WRONG)
    assert wrong.status_code == unknown.status_code == 422
    assert bare(wrong, account.email) == bare(unknown, NOBODY)


def bare(page, address):
    """A page's words without the address and the keys of its forms."""
    lines = page.text.replace(address, "").splitlines()
    return [line for line in lines if "csrf_token" not in line and "form_key" not in line]


@pytest.mark.parametrize("state", ["locked", "without a password", "unknown"])
def test_whoever_may_not_enter_hears_what_a_wrong_password_hears(house, new_client, account, enter, state):
    wrong = enter(new_client(), account.email, WRONG)
    if state == "locked":
        account.locked_at = build.NOW
    if state == "without a password":
        account.password_hash = None
    address = NOBODY if state == "unknown" else account.email
    refused = enter(new_client(), address)
    assert refused.status_code == 422
    assert bare(refused, address) == bare(wrong, account.email)
    assert house.query(SignInSession).count() == 0


def test_unknown_addresses_take_as_long_as_known_ones(
    house, app, account, password, monkeypatch, real_hasher
):
    """Through all of the judging, in the time of this process: what others do meanwhile does not count."""
    monkeypatch.setattr(sign_in_rules, "FAILURES_OF_ADDRESS", 1000)
    monkeypatch.setattr(sign_in_rules, "FAILURES_OF_CLIENT", 1000)
    address, account.password_hash = account.email, passwords.hash_of(password)
    house.commit()

    def took(address):
        with app.test_request_context("/accounts/sign-in", method="POST"):
            start = time.process_time()
            assert proofs.prove(address, WRONG) is None
            return time.process_time() - start

    took(address), took(NOBODY)
    pairs = [(took(address), took(NOBODY)) for _ in range(9)]
    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert abs(known - unknown) < 0.008


def test_the_same_is_asked_of_the_database_for_unknown_addresses(house, client, account, enter, statements):
    pages = [client.get("/accounts/sign-in") for _ in range(2)]
    counted = []
    for page, address in zip(pages, (account.email, NOBODY), strict=True):
        with statements() as seen:
            client.submit(page, email=address, password=WRONG)
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_overlong_passwords_never_reach_the_hash(client, account, enter, monkeypatch):
    class Untouchable:
        def verify(self, *_):
            raise AssertionError("the hash was asked")

        hash = verify

    page = client.get("/accounts/sign-in")
    monkeypatch.setattr(passwords, "_hasher", Untouchable())
    assert client.submit(page, email=account.email, password="x" * 201).status_code == 422
    assert client.submit(page, email=account.email, password="x" * 1_000_000).status_code == 422


def test_ten_failures_close_the_door_for_a_quarter_of_an_hour(house, new_client, stop_clock, account, enter):
    stop_clock(build.NOW)
    address = account.email
    for _ in range(10):
        assert enter(new_client(), address, WRONG).status_code == 422
    refused = enter(new_client(), address.upper())
    assert refused.status_code == 429
    assert house.query(SignInAttempt).count() == 10
    stop_clock(build.NOW + timedelta(minutes=16))
    assert enter(new_client(), address).status_code == 303


def test_the_limit_is_the_same_for_addresses_that_nobody_has(new_client, enter, monkeypatch):
    monkeypatch.setattr(sign_in_rules, "FAILURES_OF_ADDRESS", 2)
    told = [enter(new_client(), NOBODY, WRONG).status_code for _ in range(3)]
    assert told == [422, 422, 429]


def test_a_client_that_tries_many_addresses_is_stopped(house, client, account, enter, stop_clock):
    stop_clock(build.NOW)
    page = client.get("/accounts/sign-in")
    client.submit(page, email=NOBODY, password=WRONG)
    known = house.query(SignInAttempt).one()
    for n in range(FAILURES_OF_CLIENT - 1):
        house.add(
            SignInAttempt(
                address_hash=hashed(str(n)),
                client_hash=known.client_hash,
                tried_at=build.NOW,
                succeeded=False,
            )
        )
    assert client.submit(page, email=account.email, password=WRONG).status_code == 429


def test_success_is_not_counted(house, new_client, account, enter):
    address = account.email
    for _ in range(12):
        assert enter(new_client(), address).status_code == 303
    assert {row.succeeded for row in house.query(SignInAttempt)} == {True}


def test_a_crowd_of_parallel_tries_gets_no_more_than_ten(house, app, account, monkeypatch):
    """Tries are noted before they are judged; every worker counts the rows of all."""
    asked = []
    monkeypatch.setattr(passwords, "fits", lambda *_: asked.append(1) and False)
    address = account.email
    house.commit()

    def attempt(_):
        browser = FlaskClient(app, app.response_class)
        return browser.post("/accounts/sign-in", data={"email": address, "password": WRONG}).status_code

    app.config["WTF_CSRF_ENABLED"] = False
    with ThreadPoolExecutor(8) as crowd:
        told = sorted(crowd.map(attempt, range(24)))
    assert len(asked) <= 10
    assert told.count(429) >= 14


def test_addresses_and_clients_are_kept_only_as_keyed_hashes(house, client, account, enter):
    enter(client, account.email, WRONG)
    row = house.query(SignInAttempt).one()
    assert row.address_hash != hashed(account.email)
    assert row.client_hash != hashed("127.0.0.1")
    assert len(row.address_hash) == len(row.client_hash) == 64


def test_signing_in_needs_the_form_of_this_browser(client, new_client, account, password):
    facts = {"email": account.email, "password": password}
    assert client.post("/accounts/sign-in", data=facts, csrf=False).status_code == 400
    foreign = {**facts, "csrf_token": new_client().csrf_token()}
    assert client.post("/accounts/sign-in", data=foreign).status_code == 400
    assert client.get("/overview").status_code == 302


def test_demo_accounts_work_only_on_a_loopback_address_without_mail(house, make_app, account, enter):
    account.is_demo = True
    places = (
        ({"BASE_URL": "https://tische.example"}, "https://tische.example", 422),
        ({"SMTP_URL": "smtp://127.0.0.1:2525"}, "http://localhost", 422),
        ({}, "http://localhost", 303),
    )
    for settings, base, expected in places:
        browser = make_app(**settings).test_client()
        browser.house = house
        browser.environ_base |= {"HTTP_REFERER": base + "/"}
        page = browser.get("/accounts/sign-in", base_url=base)
        token = page.text.split('name="csrf_token" type="hidden" value="')[-1].split('"')[0]
        data = {"email": account.email, "password": "Kutsche-Nebel-Lampe-7", "csrf_token": token}
        assert browser.post("/accounts/sign-in", data=data, base_url=base).status_code == expected


def test_a_session_of_the_demo_is_worth_nothing_at_a_real_address(house, make_app, account):
    account.is_demo = True
    token = rules.open_session(house, account, now=clock.now())
    for settings, expected in (({}, 200), ({"SMTP_URL": "smtp://127.0.0.1:2525"}, 302)):
        browser = make_app(**settings).test_client()
        browser.house = house
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
        assert browser.get("/accounts/profile").status_code == expected


FOREIGN = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "///evil.example",
    "http:evil.example",
    "//evil.example/%2e%2e",
    "//user@evil.example",
    "/overview@evil.example",
    "https://localhost@evil.example",
    "javascript:alert(1)",
    "https:/evil.example",
    "/%09/evil.example",
    "/..//evil.example",
    "/nowhere",
    "/static/site.css",
    "/accounts/sign-out",
]


@pytest.mark.parametrize("wanted", FOREIGN)
def test_after_signing_in_nobody_is_led_elsewhere(house, client, account, password, wanted):
    page = client.get("/accounts/sign-in", query_string={"next": wanted})
    facts = {"email": account.email, "password": password}
    answer = client.post("/accounts/sign-in", query_string={"next": wanted}, data=facts)
    assert page.status_code == 200
    assert (answer.status_code, answer.location) == (303, "/overview")
    again = client.get("/accounts/sign-in", query_string={"next": wanted})
    assert (again.status_code, again.location) == (302, "/overview")


@pytest.mark.parametrize("wanted", ["/accounts/profile", "/organisations/?q=a+b%26c", "/meetings/7"])
def test_one_is_led_on_to_the_page_that_was_asked_for(client, account, enter, wanted):
    first = client.get(wanted)
    assert first.status_code == 302
    assert enter(client, account.email, to=first.location).location == wanted
