"""Every address is walked as every role, on both databases: what opens is what the table of rights says."""

import pytest
from flask.testing import FlaskClient

from models.accounts import SignInSession
from models.history import seal_entries
from plumbing import database
from tests import build
from tests.rights import world as worlds
from tests.rights.matrix import DECIDED, ROLES

MEANT = ("meetings.reply_by_link", "accounts.accept", "accounts.own_data")
"""Whoever has the secret of the address is meant; and at which tables one once was is one's own to know."""


@pytest.fixture
def keeps_nothing(monkeypatch):
    """Gestures run to their end, but their one commit takes everything back: the world stays as it is."""

    def take_back(work):
        for step in database.before_commit:
            step(work.house)
        work.house.flush()
        seal_entries(work.house)
        work.house.flush()
        work.transaction.rollback()
        work.house.info.clear()
        work.house.expunge_all()
        work.transaction = work.connection.begin()

    monkeypatch.setattr(database.Work, "commit", take_back)


@pytest.fixture
def site(make_app):
    return make_app(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)


@pytest.fixture
def world(site, house, stop_clock):
    stop_clock(build.NOW)
    with site.app_context():
        made = worlds.make(house)
        house.commit()
    house.close()
    return made


@pytest.fixture
def ask(site, world):
    """`ask(role, method, path)` as a browser that has just signed in: no answer changes its cookie."""
    signer = site.session_interface.get_signing_serializer(site)
    cookies = {role: signer.dumps({"_user_id": world.tokens[role]}) for role in ROLES if role != "anonymous"}
    browser = FlaskClient(site, site.response_class, use_cookies=False)

    def ask(role, method, path):
        headers = {"Cookie": f"session={cookies[role]}"} if role in cookies else {}
        return browser.open(path, method=method, headers=headers)

    return ask


def addresses(site):
    """The rules of all addresses, by endpoint."""
    found = {}
    for rule in site.url_map.iter_rules():
        if rule.endpoint != "static":
            found.setdefault(rule.endpoint, []).append(rule)
    return found


def requests(site, world, name, row):
    """The requests that a row decides on: path and method."""
    for rule in addresses(site).get(name.partition(",")[0], ()):
        values = {}
        for argument in rule.arguments:
            thing = row.things.get(argument, argument)
            values[argument] = world.ids.get(thing) or world.tokens.get(thing, thing)
        path = site.url_map.bind("localhost").build(rule.endpoint, values)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield method, path


def outcome(answer):
    """What an answer means for whoever asked."""
    leads_to_sign_in = answer.status_code == 302 and "/accounts/sign-in?next=" in answer.location
    if answer.status_code == 401 or leads_to_sign_in:
        return "sign-in"
    if answer.status_code in (403, 404) or answer.status_code >= 500:
        return str(answer.status_code)
    return "page"


def test_every_address_is_decided_on(site):
    decided = {name.partition(",")[0] for name in DECIDED}
    known = set(addresses(site))
    undecided, gone = sorted(known - decided), sorted(decided - known)
    assert not undecided, f"decide in tests/rights/matrix.py who may come in: {undecided}"
    assert not gone, f"these addresses no longer exist, take their rows out of the table: {gone}"


def test_every_role_gets_what_the_table_says_and_no_word_that_is_not_meant_for_it(
    site, world, ask, keeps_nothing
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


def test_ids_of_other_places_open_nothing(site, world, ask, keeps_nothing):
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


def test_every_form_needs_its_token(make_app, house, world):
    """All gestures are refused without a token, with an invented one and with somebody else's."""
    site = make_app()
    browser, other = (FlaskClient(site, site.response_class) for _ in range(2))
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = world.tokens["coordinator"]
    page = other.get("/accounts/sign-in").get_data(as_text=True)
    foreign = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    accepted = []
    for name, row in DECIDED.items():
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
