"""A password that is used in a browser new to the account is reported by a letter without content."""

from blueprints.accounts import notices as letters
from models.accounts import SignInSession
from models.letters import Letter
from plumbing.letters import render_waiting
from tests import build


def notices(house):
    return house.query(Letter).filter_by(template="accounts/new_device").all()


def test_the_first_sign_in_is_no_news(house, client, account, enter):
    enter(client, account.email)
    assert notices(house) == []


def test_a_browser_that_is_known_is_no_news(house, client, account, enter):
    for _ in range(3):
        enter(client, account.email)
        client.post("/accounts/sign-out")
    assert notices(house) == []


def test_a_new_browser_is_told_to_the_owner_once(house, client, new_client, account, enter, stop_clock):
    stop_clock(build.NOW)
    address, another = account.email, new_client()
    enter(client, address)
    for _ in range(2):
        enter(another, address)
        another.post("/accounts/sign-out")
    letter = notices(house)[0]
    assert len(notices(house)) == 1
    assert letter.recipient == address


def test_each_new_browser_has_a_letter_of_its_own(house, new_client, account, enter):
    address = account.email
    for _ in range(3):
        enter(new_client(), address)
    assert len(notices(house)) == 2


def test_the_letter_comes_as_soon_as_the_password_was_right(
    house, client, new_client, account, enter, with_factor
):
    """Whoever has stolen a password and stands before the second step has been noticed already."""
    with_factor(account)
    address = account.email
    enter(client, address)
    enter(new_client(), address)
    assert len(notices(house)) == 1


def test_the_cookie_opens_nothing_and_rows_do_not_tell_who_shares_a_browser(house, client, account, enter):
    enter(client, account.email)
    cookie = client.get_cookie("device")
    assert cookie is not None
    assert cookie.http_only
    client.post("/accounts/sign-out")
    assert client.get("/overview").status_code == 302
    assert cookie.value not in str(house.query(SignInSession).one().device_hash)


def test_an_invented_cookie_is_replaced(house, client, account, enter):
    for planted in ("x", "x" * 500, "' OR 1=1 --"):
        client.set_cookie("device", planted)
        assert enter(client, account.email).status_code == 303
        assert client.get_cookie("device").value != planted
        client.post("/accounts/sign-out")


def test_the_letter_says_when_and_in_which_browser_and_nothing_else(app, house, account):
    with app.app_context():
        letters.post_notice(house, account, "accounts/new_device", browser="Firefox, Windows", now=build.NOW)
        waiting = house.info["unrendered"][0]
        assert set(waiting.facts) == {"happened_at", "browser"}
        render_waiting(house)
