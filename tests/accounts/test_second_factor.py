"""The second factor: set up by a first code, shown when signing in, each code once, codes for a loss."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from sqlalchemy import text

from blueprints.accounts import factor_rules, factors, proofs, rules
from models.accounts import HALF, SignInAttempt, SignInSession
from models.history import Entry
from models.letters import Letter
from models.people import Person
from models.second_factors import RecoveryCode, SecondFactor
from plumbing import clock, database
from tests import build
from tests.accounts.conftest import HASH, Phone

CODE = "abcd-efgh-jkmn-pqrs"


@pytest.fixture(autouse=True)
def stopped(stop_clock):
    stop_clock(build.NOW)


@pytest.fixture
def coordinator(house):
    """Somebody whose duties need a second factor, with an account and its password."""
    person = build.coordinator_of(house, build.body(house))
    return rules.create_account(house, person, now=build.NOW, password_hash=HASH)


def second_step(client, answer, typed):
    return client.submit(client.get(answer.location), "Anmelden", proof=typed)


def gestures(house):
    return [row.gesture for row in house.query(Entry).order_by(Entry.id)]


# setting up


def set_up(client, page="/accounts/factor/set-up"):
    """The way of a person: the page, the app, the first code. Returns the phone and the page of the codes."""
    shown = client.get(page, follow_redirects=True)
    phone = Phone.reading(shown)
    return phone, client.submit(shown, "Einrichten", proof=phone.code())


def recovery_codes(page):
    return re.findall(r"<code>((?:[a-z2-9]{4}-){3}[a-z2-9]{4})</code>", page.text)


def test_whoever_likes_sets_up_a_factor_by_a_first_code(house, sign_in, account):
    this, other = sign_in(account), sign_in(account)
    _, page = set_up(this)
    assert page.status_code == 200
    assert len(set(recovery_codes(page))) == 10
    assert this.get("/overview").status_code == 200
    assert other.get("/overview").status_code == 302
    assert house.query(RecoveryCode).count() == 10
    assert "set-up-factor" in gestures(house)
    assert house.query(Letter).one().template == "accounts/factor_set_up"


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_secret(house, sign_in, account):
    browser = sign_in(account)
    page = browser.get("/accounts/factor/set-up")
    phone = Phone.reading(page)
    refused = browser.submit(page, "Einrichten", proof="000000")
    assert refused.status_code == 422
    assert Phone.reading(refused) == phone
    assert house.query(SecondFactor).count() == 0
    assert (
        browser.submit(refused, "Einrichten", proof=f" {phone.code()[:3]} {phone.code()[3:]}").status_code
        == 200
    )


@pytest.mark.parametrize("planted", ["", "x", "forged.offer.here"])
def test_only_an_offer_of_ours_is_set_up(house, sign_in, account, planted):
    browser = sign_in(account)
    page = browser.get("/accounts/factor/set-up")
    assert (
        browser.submit(page, "Einrichten", seed=planted, proof=Phone.reading(page).code()).status_code == 422
    )
    assert house.query(SecondFactor).count() == 0


def test_an_offer_works_for_its_account_only(house, app, account):
    with app.app_context():
        offer = proofs.offered_seed(account.id)
        assert proofs.seed_in(offer, account.id)
        assert proofs.seed_in(offer, account.id + 1) is None


def test_the_picture_says_what_the_text_says(sign_in, account):
    page = sign_in(account).get("/accounts/factor/set-up")
    address = factors.address_of(Phone.reading(page).secret, account.email)
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parse_qs(parts.query) == {"secret": [Phone.reading(page).secret], "issuer": ["Runde Tische"]}
    path = segno.make(address, error="m", micro=False).svg_inline(border=4, omitsize=True).split(' d="')[-1]
    assert path.split('"')[0] in page.text
    assert "style=" not in page.text


def test_the_secret_is_stored_nowhere(house, sign_in, account):
    phone, page = set_up(sign_in(account))
    stored = ""
    for table in ("second_factor", "recovery_code", "account", "history", "sign_in_session", "letter_bytes"):
        stored += str(house.execute(text(f"SELECT * FROM {table}")).all())
    assert phone.secret not in stored
    assert not [code for code in recovery_codes(page) if code in stored or factors.plain(code) in stored]


def test_own_data_tell_that_there_is_a_factor_and_nothing_of_it(house, sign_in, account, with_factor):
    with_factor(account)
    told = sign_in(account).post("/accounts/data.json").text
    row = house.query(SecondFactor).one()
    assert "second_factor" in told
    assert row.seed not in told
    assert "last_step" not in told


# signing in


def test_the_password_alone_opens_nothing(house, client, account, enter, with_factor):
    phone = with_factor(account)
    answer = enter(client, account.email)
    assert answer.location == "/accounts/second-step?next=/overview"
    assert client.get("/overview").location.startswith("/accounts/sign-in?next=")
    assert client.get("/accounts/sign-in?next=/tables").location.startswith("/accounts/second-step?next=")
    assert client.post("/accounts/profile").status_code == 401
    done = second_step(client, answer, phone.code())
    assert (done.status_code, done.location) == (303, "/overview")
    assert client.get("/overview").status_code == 200


def test_the_way_leads_on_to_the_page_that_was_asked_for(client, account, enter, with_factor):
    phone = with_factor(account)
    first = client.get("/organisations/?q=a+b%26c")
    answer = enter(client, account.email, to=first.location)
    assert second_step(client, answer, phone.code()).location == "/organisations/?q=a+b%26c"


FOREIGN = ["//evil.example", "https://evil.example", "/\\evil.example", "/nowhere", "javascript:alert(1)"]


@pytest.mark.parametrize("wanted", FOREIGN)
def test_no_step_leads_elsewhere(client, sign_in, account, enter, with_factor, stop_clock, wanted):
    phone, asked = with_factor(account), {"next": wanted}
    enter(client, account.email)
    answer = client.post("/accounts/second-step", query_string=asked, data={"proof": phone.code()})
    assert (answer.status_code, answer.location) == (303, "/overview")
    assert client.get("/accounts/second-step", query_string=asked).location == "/overview"
    told = client.post("/accounts/confirm", query_string=asked, data={"proof": phone.code(1)})
    assert (told.status_code, told.location) == (303, "/overview")
    page = client.get("/accounts/factor/set-up", query_string=asked)
    codes = client.submit(page, "Einrichten", proof=Phone.reading(page).code())
    assert 'class="button primary" href="/overview"' in codes.text


def test_the_second_step_gives_a_new_secret_and_the_old_cookie_is_worth_nothing(
    client, new_client, account, enter, with_factor
):
    phone, thief = with_factor(account), new_client()
    answer = enter(client, account.email)
    with client.session_transaction() as cookie, thief.session_transaction() as copy:
        copy["_user_id"] = cookie["_user_id"]
    second_step(client, answer, phone.code())
    assert client.get("/overview").status_code == 200
    assert thief.get("/overview").status_code == 302
    assert thief.get("/accounts/second-step").location.startswith("/accounts/sign-in")


def test_a_second_click_arrives_where_the_first_did(client, new_client, account, enter, with_factor):
    """It is sent with the cookie from before the first click; the browser has the new one by then."""
    phone = with_factor(account)
    answer = enter(client, account.email)
    page = client.get(answer.location)
    late = new_client()
    with client.session_transaction() as cookie, late.session_transaction() as copy:
        copy.update(cookie)
    assert client.submit(page, "Anmelden", proof=phone.code()).status_code == 303
    second = late.submit(page, "Anmelden", proof=phone.code())
    assert (second.status_code, second.location) == (303, "/overview")
    assert late.get("/overview").status_code == 302


def test_a_second_click_on_setting_up_leads_to_the_page_for_new_codes(sign_in, new_client, account):
    browser, late = sign_in(account), new_client()
    page = browser.get("/accounts/factor/set-up")
    proof = Phone.reading(page).code()
    with browser.session_transaction() as cookie, late.session_transaction() as copy:
        copy.update(cookie)
    assert len(recovery_codes(browser.submit(page, "Einrichten", proof=proof))) == 10
    second = late.submit(page, "Einrichten", proof=proof)
    assert (second.status_code, second.location) == (303, "/accounts/factor/recovery-codes")
    assert browser.get(second.location).status_code == 200
    assert late.get(second.location).status_code == 302


def test_a_session_that_waits_too_long_is_over(client, account, enter, with_factor, stop_clock):
    phone = with_factor(account)
    answer = enter(client, account.email)
    page = client.get(answer.location)
    stop_clock(build.NOW + HALF + timedelta(seconds=1))
    answer = client.submit(page, "Anmelden", proof=phone.code())
    assert answer.location == "/accounts/sign-in?next=/overview"
    assert client.get("/overview").status_code == 302


def test_a_code_works_once_even_in_another_session(house, new_client, account, enter, with_factor):
    phone = with_factor(account)
    first, second = new_client(), new_client()
    one, two = enter(first, account.email), enter(second, account.email)
    assert second_step(first, one, phone.code()).status_code == 303
    assert second_step(second, two, phone.code()).status_code == 422
    assert second_step(second, two, phone.code(-1)).status_code == 422
    assert second_step(second, two, phone.code(1)).status_code == 303


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_clocks_may_differ_by_one_step(client, account, enter, with_factor, steps, status):
    phone = with_factor(account)
    assert second_step(client, enter(client, account.email), phone.code(steps)).status_code == status


def test_the_code_that_set_the_factor_up_does_not_sign_in(sign_in, new_client, account, enter):
    phone, _ = set_up(sign_in(account))
    fresh = new_client()
    assert second_step(fresh, enter(fresh, account.email), phone.code()).status_code == 422


def test_of_a_crowd_with_one_code_one_enters(house, app, account, with_factor):
    """Both databases let only one of the parallel tries change the row."""
    phone, account_id = with_factor(account), account.id
    step, code = factors.step_of(phone.secret, phone.code(), build.NOW), CODE
    house.commit()

    def take(_):
        with app.app_context(), database.job() as unit:
            return factor_rules.take_step(unit, account_id, step), factor_rules.take_recovery_code(
                unit, account_id, code, now=build.NOW
            )

    with ThreadPoolExecutor(8) as crowd:
        steps, codes = zip(*crowd.map(take, range(8)), strict=True)
    assert (steps.count(True), codes.count(True)) == (1, 1)


@pytest.mark.parametrize("typed", [CODE, CODE.upper(), CODE.replace("-", ""), CODE.replace("-", " ")])
def test_a_recovery_code_works_once(house, new_client, account, enter, with_factor, typed):
    with_factor(account)
    first, second = new_client(), new_client()
    assert second_step(first, enter(first, account.email), typed).status_code == 303
    assert second_step(second, enter(second, account.email), typed).status_code == 422
    assert "use-recovery-code" in gestures(house)
    assert house.query(Letter).filter_by(template="accounts/recovery_code_used").count() == 1


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "１２３４５６", "abcdef", "x" * 61, "x" * 5000, "'--", "000 000"]
)
def test_nonsense_is_refused_with_words(house, client, account, enter, with_factor, typed):
    with_factor(account)
    answer = second_step(client, enter(client, account.email), typed)
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert house.query(SignInSession).one().factor_at is None


def test_five_wrong_codes_close_the_door_for_a_quarter_of_an_hour(
    house, new_client, account, enter, with_factor, stop_clock
):
    phone, address = with_factor(account), account.email
    client = new_client()
    answer = enter(client, address)
    told = [second_step(client, answer, "000000").status_code for _ in range(5)]
    assert told == [422] * 5
    assert second_step(client, answer, phone.code()).status_code == 429
    another = new_client()
    assert second_step(another, enter(another, address), CODE).status_code == 429
    assert house.query(SignInAttempt).filter_by(succeeded=False).count() == 5
    stop_clock(build.NOW + timedelta(minutes=16))
    assert second_step(client, answer, phone.code()).status_code == 303


def test_right_codes_are_not_counted(new_client, account, enter, with_factor, stop_clock):
    phone, address = with_factor(account), account.email
    for n in range(8):
        stop_clock(build.NOW + timedelta(minutes=n))
        client = new_client()
        assert second_step(client, enter(client, address), phone.code()).status_code == 303


def test_a_locked_account_takes_no_second_step(client, account, enter, with_factor):
    phone = with_factor(account)
    answer = enter(client, account.email)
    page = client.get(answer.location)
    account.locked_at = build.NOW
    assert client.submit(page, "Anmelden", proof=phone.code()).status_code == 302
    assert client.get("/overview").status_code == 302


def test_signing_out_half_way_ends_the_session(house, client, account, enter, with_factor):
    with_factor(account)
    page = client.get(enter(client, account.email).location)
    assert client.submit(page, "Abbrechen und abmelden").status_code == 303
    assert house.query(SignInSession).one().ended_at is not None


def test_a_new_password_by_letter_does_not_switch_the_factor_off(client, account, link_of, with_factor):
    phone = with_factor(account)
    new = "Wolke-Ziegel-9-Farn"
    answer = client.submit(client.get(link_of(account)), password=new, again=new)
    assert answer.location == "/accounts/second-step?next=/overview"
    assert client.get("/overview").status_code == 302
    assert second_step(client, answer, phone.code()).status_code == 303


# who must


def roles(house):
    table = build.table(house)
    signing = build.appointment(house, build.seat(house, table.body), may_sign=True)
    other = build.appointment(house, build.seat(house, table.body))
    return {
        "coordination": (table.coordinator, {}, True),
        "administration": (build.person(house), {"is_admin": True}, True),
        "data protection": (build.person(house), {"is_privacy_officer": True}, True),
        "signing": (house.get_one(Person, signing.person_id), {}, True),
        "member": (house.get_one(Person, other.person_id), {}, False),
        "deputy": (table.deputies[0], {}, False),
        "reader": (table.reader, {}, False),
    }


@pytest.mark.parametrize(
    "role", ["coordination", "administration", "data protection", "signing", "member", "deputy", "reader"]
)
def test_whoever_has_duties_must_set_one_up_before_anything_else(house, sign_in, role):
    person, duties, must = roles(house)[role]
    browser = sign_in(person, factor=False, **duties)
    answer = browser.get("/overview", follow_redirects=True)
    assert ("/accounts/factor/set-up" in answer.request.path) is must
    if must:
        for path in ("/accounts/profile", "/accounts/data.json", "/accounts/password", "/round-tables/"):
            assert browser.post(path).status_code in (401, 404, 405)
        set_up(browser)
    assert browser.get("/overview").status_code == 200


def test_a_right_to_sign_that_has_ended_needs_no_factor(house, sign_in):
    table = build.table(house)
    ended = build.TODAY - timedelta(days=1)
    gone = build.appointment(house, build.seat(house, table.body), may_sign=True, ends_on=ended)
    person = house.get_one(Person, gone.person_id)
    assert sign_in(person, factor=False).get("/overview").status_code == 200


def test_duties_that_come_during_a_session_ask_for_the_factor_at_the_next_request(house, sign_in, account):
    browser = sign_in(account, factor=False)
    assert browser.get("/overview").status_code == 200
    account.is_admin = True
    assert browser.get("/overview").status_code == 302
    assert browser.get("/accounts/").status_code == 302


def test_nobody_sets_up_a_second_one_over_the_first_without_showing_it(
    house, client, account, enter, with_factor
):
    """The order of steps cannot be turned round: the password alone does not lead to a new factor."""
    with_factor(account)
    account.is_admin = True
    enter(client, account.email)
    seed = house.query(SecondFactor).one().seed
    assert client.get("/accounts/factor/set-up").location.startswith("/accounts/sign-in")
    assert client.post("/accounts/factor/set-up").location.startswith("/accounts/sign-in")
    house.expire_all()
    assert house.query(SecondFactor).one().seed == seed


def test_the_demo_asks_for_no_factor_but_takes_one_that_is_there(
    house, new_client, coordinator, enter, with_factor
):
    coordinator.is_demo = True
    assert enter(new_client(), coordinator.email).location == "/overview"
    phone, client = with_factor(coordinator), new_client()
    answer = enter(client, coordinator.email)
    assert answer.location.startswith("/accounts/second-step")
    assert second_step(client, answer, phone.code()).status_code == 303


# living with it


def test_a_new_device_takes_the_place_of_the_old_one(
    house, sign_in, coordinator, with_factor, new_client, enter
):
    old = with_factor(coordinator)
    new, page = set_up(sign_in(coordinator))
    assert len(recovery_codes(page)) == 10
    client = new_client()
    answer = enter(client, coordinator.email)
    assert second_step(client, answer, old.code(1)).status_code == 422
    assert second_step(client, answer, CODE).status_code == 422
    assert second_step(client, answer, new.code(1)).status_code == 303


def test_new_recovery_codes_replace_the_old_ones(house, sign_in, account, with_factor):
    with_factor(account)
    browser = sign_in(account)
    page = browser.submit(browser.get("/accounts/factor/recovery-codes"), "Neue Codes erzeugen")
    assert len(recovery_codes(page)) == 10
    assert house.query(RecoveryCode).count() == 10
    assert not factor_rules.take_recovery_code(house, account.id, CODE, now=build.NOW)
    assert "10" in browser.get("/accounts/profile").text


def test_whoever_needs_none_may_do_without(house, sign_in, account, with_factor):
    with_factor(account)
    this, other = sign_in(account), sign_in(account)
    assert this.submit(this.get("/accounts/factor/remove"), "Entfernen").status_code == 303
    assert house.query(SecondFactor).count() == house.query(RecoveryCode).count() == 0
    assert (this.get("/overview").status_code, other.get("/overview").status_code) == (200, 302)
    assert "remove-factor" in gestures(house)
    assert house.query(Letter).one().template == "accounts/factor_removed"


def test_whoever_needs_one_keeps_it(house, sign_in, coordinator, with_factor):
    with_factor(coordinator)
    browser = sign_in(coordinator)
    assert "Auf ein anderes Gerät wechseln" in browser.get("/accounts/factor/remove").text
    assert browser.post("/accounts/factor/remove").status_code == 422
    assert house.query(SecondFactor).count() == 1


# lost


def test_administration_resets_a_lost_factor(house, sign_in, coordinator, with_factor):
    with_factor(coordinator)
    admin = sign_in(build.person(house), is_admin=True)
    victim = sign_in(coordinator)
    page = admin.get(f"/accounts/{coordinator.id}/factor/reset")
    assert admin.submit(page, "Zurücksetzen").status_code == 303
    assert victim.get("/overview").status_code == 302
    assert house.query(SecondFactor).count() == 0
    assert "reset-factor" in gestures(house)
    letter = house.query(Letter).one()
    assert (letter.template, letter.recipient) == ("accounts/factor_reset", coordinator.email)


def test_nobody_resets_her_own_factor(house, sign_in, account, with_factor):
    account.is_admin = True
    with_factor(account)
    admin = sign_in(account)
    assert admin.post(f"/accounts/{account.id}/factor/reset").status_code == 422
    assert house.query(SecondFactor).count() == 1


def test_the_host_resets_a_factor_from_the_command_line(house, app, account, sign_in, with_factor):
    with_factor(account)
    browser, address = sign_in(account), account.email
    house.commit()
    told = app.test_cli_runner().invoke(args=["accounts", "reset-factor", address.upper()])
    assert told.exit_code == 0, told.output
    assert house.query(SecondFactor).count() == 0
    assert browser.get("/overview").status_code == 302
    for words in (address, "niemand@musterstadt.example"):
        again = app.test_cli_runner().invoke(args=["accounts", "reset-factor", words])
        assert again.exit_code == 1


def test_a_secret_is_of_its_account_and_its_site():
    secret = factors.secret_of("a" * 40, 1, "seed")
    assert len(secret) == 32
    assert len({secret, factors.secret_of("b" * 40, 1, "seed"), factors.secret_of("a" * 40, 2, "seed")}) == 3
    assert factors.secret_of("a" * 40, 1, "seed") == secret
    assert clock.now() == build.NOW
