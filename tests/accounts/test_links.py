"""One-time links: they set a password once, expire, and opening them changes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from blueprints.accounts import passwords, rules
from models.accounts import AccountLink, LinkPurpose, SignInSession
from models.errors import NotAllowed
from models.letters import Letter
from tests import build

NEW = "Wolke-Ziegel-9-Farn"


def ask_for_reset(client, address):
    answer = client.submit(client.get("/accounts/reset"), email=address)
    answer.close()  # what happens once the answer is out happens now
    return answer


def test_a_link_sets_the_password_once_and_opening_it_changes_nothing(
    house, client, new_client, stop_clock, account, link_of
):
    stop_clock(build.NOW)
    url = link_of(account)
    for _ in range(2):
        assert client.get(url).status_code == 200
    assert client.head(url).status_code == 200
    assert house.query(AccountLink).one().used_at is None
    done = client.submit(client.get(url), password=NEW, again=NEW)
    assert (done.status_code, done.location) == (303, "/overview")
    assert client.get("/overview").status_code == 200
    assert new_client().get(url).status_code == 404
    house.expire_all()
    assert passwords.fits(NEW, account.password_hash)


def test_a_link_is_used_up_at_its_first_use(house, account, link_of):
    token = link_of(account).rpartition("/")[2]
    rules.use_link(house, token, NEW, now=build.NOW)
    house.flush()
    with pytest.raises(NotAllowed):
        rules.use_link(house, token, NEW, now=build.NOW)


@pytest.mark.parametrize(
    ("purpose", "after", "works"),
    [
        (LinkPurpose.RESET, timedelta(minutes=59), True),
        (LinkPurpose.RESET, timedelta(minutes=61), False),
        (LinkPurpose.INVITATION, timedelta(days=13), True),
        (LinkPurpose.INVITATION, timedelta(days=15), False),
    ],
)
def test_links_expire(client, stop_clock, account, link_of, purpose, after, works):
    url = link_of(account, purpose)
    stop_clock(build.NOW + after)
    assert client.get(url).status_code == (200 if works else 404)
    assert client.post(url, data={"password": NEW, "again": NEW}).status_code == (303 if works else 404)


def test_links_of_locked_accounts_and_older_links_do_not_work(house, client, stop_clock, account, link_of):
    stop_clock(build.NOW)
    older, newer = link_of(account), link_of(account)
    assert client.get(older).status_code == 404
    assert client.get(newer).status_code == 200
    account.locked_at = build.NOW
    assert client.get(newer).status_code == 404
    assert client.post(newer, data={"password": NEW, "again": NEW}).status_code == 404


def test_used_forged_and_expired_links_look_alike(client, account, link_of, stop_clock):
    stop_clock(build.NOW + timedelta(days=15))
    expired, forged = link_of(account), "/accounts/links/" + "x" * 43
    assert account.email not in client.get(expired).text
    assert bare(client, expired) == bare(client, forged)


def bare(client, url):
    """A refusal's words without the link itself and without the form's token."""
    page = client.get(url)
    assert page.status_code == 404
    return [line for line in page.text.replace(url, "").splitlines() if "csrf_token" not in line]


def test_only_the_hash_of_a_link_is_stored(house, account, link_of):
    token = link_of(account).rpartition("/")[2]
    assert len(token) >= 43
    for table in ("account_link", "account", "history", "letter"):
        assert token not in str(house.execute(text(f"SELECT * FROM {table}")).all())


def test_a_new_password_by_link_ends_all_sessions(house, client, sign_in, stop_clock, account, link_of):
    stop_clock(build.NOW)
    before = sign_in(account)
    client.submit(client.get(link_of(account)), password=NEW, again=NEW)
    assert before.get("/overview").status_code == 302
    assert house.query(SignInSession).filter_by(ended_at=None).count() == 1


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("kurz", "kurz"),
        ("Passwort123456", "Passwort123456"),
        (NEW, NEW + "x"),
        (NEW, ""),
        ("x" * 201, "x" * 201),
    ],
)
def test_a_weak_or_mistyped_password_leaves_the_link_as_it_is(
    house, client, stop_clock, account, link_of, typed, again
):
    stop_clock(build.NOW)
    url = link_of(account)
    answer = client.submit(client.get(url), password=typed, again=again)
    assert answer.status_code == 422
    assert typed not in answer.text
    assert client.get(url).status_code == 200
    assert passwords.fits("Kutsche-Nebel-Lampe-7", account.password_hash)


def test_asking_for_a_reset_says_the_same_for_everybody(house, new_client, account, stop_clock):
    stop_clock(build.NOW)
    known = ask_for_reset(new_client(), account.email.upper())
    unknown = ask_for_reset(new_client(), "niemand@musterstadt.example")
    assert (
        (known.status_code, known.location)
        == (unknown.status_code, unknown.location)
        == (303, "/accounts/sign-in")
    )
    assert house.query(AccountLink).count() == 1
    letter = house.query(Letter).one()
    assert (letter.template, letter.recipient) == ("accounts/reset", account.email)


def test_the_answer_is_out_before_anything_is_looked_up(house, client, account, statements):
    """So that its time tells nothing: link and letter are made once the answer has been sent."""
    page = client.get("/accounts/reset")
    with statements() as seen:
        answer = client.submit(page, email=account.email)
    assert not [each for each in seen if "account_link" in each or "letter" in each]
    with statements() as seen:
        answer.close()
    assert [each for each in seen if each.startswith("INSERT INTO account_link")]


@pytest.mark.parametrize("state", ["locked", "demo"])
def test_no_reset_goes_to_whoever_may_not_enter(house, client, account, state):
    account.locked_at = build.NOW if state == "locked" else None
    account.is_demo = state == "demo"
    assert ask_for_reset(client, account.email).status_code == 303
    assert house.query(Letter).count() == 0


def test_whoever_never_set_a_password_gets_the_invitation_anew(house, client, account):
    account.password_hash = None
    ask_for_reset(client, account.email)
    assert house.query(Letter).one().template == "accounts/invitation"


def test_a_mailbox_is_not_flooded_with_resets(house, new_client, account, stop_clock):
    stop_clock(build.NOW)
    for _ in range(6):
        ask_for_reset(new_client(), account.email)
    assert house.query(Letter).count() == rules.RESETS_AN_HOUR
    stop_clock(build.NOW + timedelta(minutes=61))
    ask_for_reset(new_client(), account.email)
    assert house.query(Letter).count() == rules.RESETS_AN_HOUR + 1


def test_asking_for_resets_is_limited_but_does_not_close_the_door(new_client, account, enter, stop_clock):
    stop_clock(build.NOW)
    address = account.email
    told = [ask_for_reset(new_client(), address).status_code for _ in range(11)]
    assert told == [303] * 10 + [429]
    assert enter(new_client(), address).status_code == 303
