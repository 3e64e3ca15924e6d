"""Sessions are rows: what ends them, what the cookie carries, and that a right taken away is gone at once."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from blueprints.accounts import sign_in_rules
from blueprints.accounts.queries import session_of
from blueprints.accounts.sessions import browser_name
from models.accounts import SignInSession
from models.seats import Appointment, Seat
from tests import build


def test_only_the_hash_of_a_session_is_stored(house, client, account, enter):
    enter(client, account.email)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert session_of(house.connection(), token, build.TODAY) is not None
    for table in ("sign_in_session", "account", "history", "form_key", "sign_in_attempt"):
        rows = house.execute(text(f"SELECT * FROM {table}")).all()
        assert token not in str(rows)


def test_the_cookie_carries_the_secret_and_nothing_about_the_person(client, account, enter):
    enter(client, account.email)
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"_user_id", "csrf_token", "language"}
        assert len(cookie["_user_id"]) >= 43


def test_signing_in_gives_a_new_secret_and_a_new_form_token(client, account, enter):
    def secrets():
        with client.session_transaction() as cookie:
            return cookie["_user_id"], cookie["csrf_token"]

    enter(client, account.email)
    client.get("/overview")
    first = secrets()
    client.post("/accounts/sign-out")
    enter(client, account.email)
    client.get("/overview")
    assert not set(first) & set(secrets())


@pytest.mark.parametrize("planted", ["x", "0" * 43, "1", "", "' OR 1=1 --", "\u0000"])
def test_an_invented_secret_opens_nothing(house, client, account, planted):
    house.add(account)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = planted
    assert client.get("/overview").status_code == 302


@pytest.mark.parametrize(
    ("who", "idle", "lives"),
    [
        ("coordination", 29, True),
        ("coordination", 31, False),
        ("administration", 31, False),
        ("member", 31, True),
        ("member", 479, True),
        ("member", 481, False),
    ],
)
def test_sessions_end_when_idle(house, sign_in, stop_clock, who, idle, lives):
    stop_clock(build.NOW)
    person = build.coordinator_of(house, build.body(house)) if who == "coordination" else build.person(house)
    browser = sign_in(person, is_admin=who == "administration")
    stop_clock(build.NOW + timedelta(minutes=idle))
    assert browser.get("/overview").status_code == (200 if lives else 302)


def test_use_keeps_a_session_awake(house, sign_in, stop_clock):
    stop_clock(build.NOW)
    browser = sign_in(build.coordinator_of(house, build.body(house)))
    for minutes in (25, 50, 75):
        stop_clock(build.NOW + timedelta(minutes=minutes))
        assert browser.get("/overview").status_code == 200


def test_sessions_end_after_twelve_hours_however_busy(house, sign_in, stop_clock):
    stop_clock(build.NOW)
    browser = sign_in(build.person(house))
    for hours in (4, 8, 11):
        stop_clock(build.NOW + timedelta(hours=hours))
        assert browser.get("/overview").status_code == 200
    stop_clock(build.NOW + timedelta(hours=12, minutes=1))
    assert browser.get("/overview").status_code == 302


def test_reading_notes_the_last_use_at_most_once_a_minute(house, sign_in, stop_clock):
    stop_clock(build.NOW)
    browser = sign_in(build.person(house))
    for seconds, seen in ((30, 0), (70, 70), (100, 70)):
        stop_clock(build.NOW + timedelta(seconds=seconds))
        browser.get("/overview")
        house.expire_all()
        assert house.query(SignInSession).one().seen_at == build.NOW + timedelta(seconds=seen)
        house.commit()


def test_a_session_that_ended_meanwhile_is_not_brought_back(house, account):
    sign_in_rules.open_session(house, account, now=build.NOW)
    house.flush()
    row = house.query(SignInSession).one()
    row.ended_at = build.NOW
    house.flush()
    sign_in_rules.note_seen(house, row.id, build.NOW + timedelta(minutes=5))
    house.expire_all()
    assert (row.seen_at, row.ended_at) == (build.NOW, build.NOW)


def test_a_page_asks_only_few_questions_about_who_reads(house, sign_in, statements):
    browser = sign_in(build.table(house).mains[0])
    browser.get("/accessibility")
    with statements() as seen:
        browser.get("/accessibility")
    assert len(seen) == 1


def test_signing_out_needs_a_post_and_ends_the_session(house, sign_in):
    browser = sign_in(build.person(house))
    assert browser.get("/accounts/sign-out").status_code == 405
    assert browser.post("/accounts/sign-out", csrf=False).status_code == 400
    assert browser.get("/overview").status_code == 200
    answer = browser.post("/accounts/sign-out")
    assert answer.status_code == 303
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert house.query(SignInSession).one().ended_at is not None
    assert browser.get("/overview").status_code == 302


def test_a_kept_cookie_is_worth_nothing_after_signing_out(house, sign_in, new_client):
    browser, thief = sign_in(build.person(house)), new_client()
    with browser.session_transaction() as cookie, thief.session_transaction() as copy:
        copy["_user_id"] = cookie["_user_id"]
    assert thief.get("/overview").status_code == 200
    browser.post("/accounts/sign-out")
    assert thief.get("/overview").status_code == 302


def test_whoever_is_not_signed_in_may_sign_out(client):
    assert client.post("/accounts/sign-out").status_code == 303


def test_a_session_that_was_ended_elsewhere_is_worth_nothing(house, sign_in):
    person = build.person(house)
    first, second = sign_in(person), sign_in(person)
    page = first.get("/accounts/profile")
    assert page.text.count("/end") >= 1
    rows = house.query(SignInSession).order_by(SignInSession.id).all()
    first.post(f"/accounts/sessions/{rows[1].id}/end")
    assert second.get("/overview").status_code == 302
    assert first.get("/overview").status_code == 200


def test_all_other_sessions_can_be_ended_at_once(house, sign_in):
    person = build.person(house)
    this, *others = [sign_in(person) for _ in range(3)]
    stranger = sign_in(build.person(house))
    this.post("/accounts/sessions/end-others")
    assert [each.get("/overview").status_code for each in (this, *others, stranger)] == [200, 302, 302, 200]


def test_nobody_ends_the_session_of_somebody_else(house, sign_in):
    mine, theirs = sign_in(build.person(house), is_admin=True), sign_in(build.person(house))
    house.flush()
    other = house.query(SignInSession).order_by(SignInSession.id.desc()).first()
    assert mine.post(f"/accounts/sessions/{other.id}/end").status_code == 404
    assert mine.post("/accounts/sessions/99999/end").status_code == 404
    assert theirs.get("/overview").status_code == 200


def test_a_locked_account_is_out_at_the_next_request(house, sign_in, account):
    browser = sign_in(account)
    assert browser.get("/overview").status_code == 200
    account.locked_at = build.NOW
    assert browser.get("/overview").status_code == 302
    assert browser.post("/accounts/profile").status_code == 401


@pytest.mark.parametrize("kind", [Appointment, Seat])
def test_a_right_that_ended_is_gone_at_the_next_request(house, sign_in, stop_clock, kind):
    stop_clock(build.NOW)
    table = build.table(house)
    browser = sign_in(table.mains[0])
    page = f"/round-tables/{table.body.id}"
    assert browser.get(page).status_code == 200
    rows = {Appointment: {"person_id": table.mains[0].id}, Seat: {"id": table.seats[0].id}}
    house.query(kind).filter_by(**rows[kind]).one().ends_on = build.TODAY - timedelta(days=1)
    assert browser.get(page).status_code == 404


def test_the_administration_taken_away_is_gone_at_the_next_request(house, sign_in, account):
    account.is_admin = True
    browser = sign_in(account)
    assert browser.get("/accounts/").status_code == 200
    account.is_admin = False
    assert browser.get("/accounts/").status_code == 404


def test_cookies_are_guarded(make_app):
    plain = make_app().test_client().get("/accounts/sign-in").headers["Set-Cookie"]
    assert plain.startswith("session=")
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    secure = make_app(BASE_URL="https://tische.example").test_client()
    cookie = secure.get("/accounts/sign-in", base_url="https://tische.example").headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


WINDOWS, KIT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64", "AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)"


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        (f"{WINDOWS}; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Windows"),
        (f"{WINDOWS}) {KIT} Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0", "Edge, Windows"),
        (f"{IPHONE} {KIT} Version/17.5 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        (f"Mozilla/5.0 (Linux; Android 14) {KIT} Chrome/128.0 Safari/537.36", "Chrome, Android"),
        ("curl/8", ""),
        ("", ""),
        ("x" * 100_000, ""),
    ],
)
def test_browsers_are_called_as_people_call_them(sent, name):
    assert browser_name(sent) == name


def test_whoever_uses_an_account_of_the_demo_is_told_so(sign_in, account):
    account.is_demo = True
    assert 'class="banner"' in sign_in(account).get("/accounts/profile").text
    account.is_demo = False
    assert 'class="banner"' not in sign_in(account).get("/accounts/profile").text
