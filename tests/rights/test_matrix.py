"""Every address is walked as every role, on both databases: what opens is what the table of rights says."""

import pytest
from flask.testing import FlaskClient

from models.accounts import SignInSession
from tests.conftest import DATABASES
from tests.pages import FRESH
from tests.rights.matrix import DECIDED, ROLES, Row
from tests.rights.walking import addresses, outcome, requests

MEANT = (
    "home.reply",
    "accounts.accept",
    "accounts.own_data",
)
"""Whoever has the secret of the address is meant; and at which tables one once was is one's own to know."""


def test_every_address_is_decided_on(site):
    decided = {name.partition(",")[0] for name in DECIDED}
    known = set(addresses(site))
    undecided, gone = sorted(known - decided), sorted(decided - known)
    assert not undecided, f"decide in tests/rights/matrix.py who may come in: {undecided}"
    assert not gone, f"these addresses no longer exist, take their rows out of the table: {gone}"


def test_every_role_gets_what_the_table_says_and_no_word_that_is_not_meant_for_it(
    site, world, ask, keeps_nothing, cheap_refusals, cheap_sign_in
):
    """Titles, texts and names are marked; they are looked for in every answer, refusals and errors too."""
    wrong, told = [], []
    for name, row in DECIDED.items():
        for method, path in requests(site, world, name, row):
            for role in ROLES:
                answer = ask(role, method, path)
                got, expected = outcome(answer), row.expected(role)
                if got != expected:
                    wrong.append(f"{name} ({method} {path}) as {role}: {got}, not {expected}")
                if not name.startswith(MEANT):
                    told += [
                        f"{name} ({method} {path}) tells {role} {word}"
                        for word in secret(world, role, answer)
                    ]
    assert not wrong + told, "\n".join(["", *wrong, *told])


def secret(world, role, answer):
    """The marked words of an answer that its reader must not see."""
    content = answer.get_data()
    return [word for word, readers in world.marks.items() if role not in readers and word.encode() in content]


@pytest.mark.parametrize("role", ["stranger", "guest", "administrator"])
def test_a_refusal_says_the_same_whatever_was_asked_for(site, world, ask, role):
    """Word for word: neither an id nor a method is told in it."""
    shut = ("minutes.write", "tables.edit", "office.letter", "tables.show_import", "minutes.confirm")
    paths = [each for name in shut for each in requests(site, world, name, Row(()))]
    answers = [(path, ask(role, "GET", path).get_data(as_text=True)) for _, path in paths]
    place = ' aria-current="page"'
    said = {FRESH.sub("", answer).replace(path, "").replace(place, "") for path, answer in answers}
    assert len(paths) > 5
    assert len(said) == 1


def test_ids_of_other_places_open_nothing(site, world, ask, keeps_nothing, cheap_refusals, cheap_sign_in):
    """Each id alone is walked far beyond what there is, as somebody who may do much."""
    opened = []
    for rules in addresses(site).values():
        for rule in rules:
            numbers = [each for each in rule.arguments if each.endswith("_id")]
            for number, value in ((n, v) for n in numbers for v in (0, 987_654, 2**31 - 1, 2**63)):
                values = {each: world.ids.get(each, "x") for each in rule.arguments} | {number: value}
                path = rule.rule
                for argument, given in values.items():
                    path = path.replace(f"<int:{argument}>", str(given)).replace(f"<string:{argument}>", "x")
                method = "POST" if "POST" in rule.methods else "GET"
                got = outcome(ask("coordinator", method, path))
                if got not in ("404",):
                    opened.append(f"{method} {path}: {got}")
    assert not opened, "\n".join(["", *opened])


ONE_CLICK = "office.reminders"
"""A mail program's one click (RFC 8058) brings no token: the secret of the address is the proof."""


@pytest.mark.parametrize("engine", DATABASES[:1], indirect=True)
def test_every_form_needs_its_token(make_app, house, world):
    """All gestures are refused without a token, with an invented one and with somebody else's: before any
    database is asked, so one of them is enough."""
    site = make_app()
    browser, other = (FlaskClient(site, site.response_class) for _ in range(2))
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = world.tokens["coordinator"]
    page = other.get("/accounts/sign-in").get_data(as_text=True)
    foreign = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    accepted = []
    for name, row in DECIDED.items():
        if name.startswith(ONE_CLICK):
            continue
        for method, path in requests(site, world, name, row):
            for token in (None, "invented", foreign) if method == "POST" else ():
                data = {} if token is None else {"csrf_token": token}
                if browser.post(path, data=data).status_code != 400:
                    accepted.append(f"{path} with {token}")
    assert not accepted, accepted
    assert house.query(SignInSession).filter(SignInSession.ended_at.is_not(None)).count() == 0


def test_a_page_that_asks_to_sign_in_leads_back_to_itself(world, ask):
    answer = ask("anonymous", "GET", f"/meetings/{world.ids['meeting_id']}?x=1")
    assert answer.location == f"/accounts/sign-in?next=/meetings/{world.ids['meeting_id']}?x%3D1"
