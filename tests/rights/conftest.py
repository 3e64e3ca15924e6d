"""The world of the rights tests, and how each of its roles asks."""

import pytest
from flask import g
from flask.testing import FlaskClient
from sqlalchemy import event

from blueprints.accounts import sessions
from models.history import seal_entries
from plumbing import database, errors
from tests import build, choosing
from tests.rights import states as things
from tests.rights import world as worlds
from tests.rights.matrix import ROLES

KEPT_APART = ("form_key", "sign_in_session", "sign_in_attempt")
"""What a request notes about itself: no gesture."""


@pytest.fixture
def keeps_nothing(monkeypatch):
    """Gestures run to their end, but their one commit takes everything back: the world stays as it is."""

    def take_back(work, *, ends=False):
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
def cheap_refusals(monkeypatch):
    """Each reader's page of a refusal is made once: it knows nothing but the status and who reads.

    test_matrix.py::test_a_refusal_says_the_same_whatever_was_asked_for proves that.
    """
    made, page = {}, errors.page

    def once(code):
        reader = g.get("actor")
        key = reader.person_id if reader else None, code
        if key not in made:
            made[key] = page(code)
        return made[key]

    monkeypatch.setattr(errors, "page", once)


@pytest.fixture
def cheap_sign_in(monkeypatch):
    """Who stands behind a cookie is asked once: nothing changes it in a world that keeps nothing.

    That it is asked anew at each request, test_revocation.py proves.
    """
    found, ask = {}, sessions.session_of

    def once(house, token, on):
        if token not in found:
            found[token] = ask(house, token, on)
        return found[token]

    monkeypatch.setattr(sessions, "session_of", once)


@pytest.fixture
def site(make_app):
    return make_app(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)


@pytest.fixture
def wholly(request, engine):
    """`wholly("postgresql")`: whether a walk goes every way here. With --pages-once it does so on that
    database only; on the other it goes each way once that leads through and once that does not."""
    return lambda name: engine.dialect.name == name or not choosing.is_once(request.config)


@pytest.fixture
def world(site, house, stop_clock, beginning):
    """Made once for each database; every test gets a copy that it may change."""
    stop_clock(build.NOW)

    def make():
        house.expire_on_commit = False
        with site.app_context():
            made = worlds.make(house)
            house.commit()
        house.expunge_all()
        house.expire_on_commit, made.house = True, None
        return made

    made = beginning("rights", make)
    made.house = house
    return made


@pytest.fixture
def ask(site, world):
    """`ask(role, method, path)` as a browser that has just signed in: no answer changes its cookie."""
    signer = site.session_interface.get_signing_serializer(site)
    cookies = {role: signer.dumps({"_user_id": world.tokens[role]}) for role in ROLES if role != "anonymous"}
    browser = FlaskClient(site, site.response_class, use_cookies=False)

    def ask(role, method, path, data=None, **given):
        headers = {"Cookie": f"session={cookies[role]}"} if role in cookies else {}
        return browser.open(path, method=method, headers=headers, data=data, **given)

    return ask


@pytest.fixture
def states(site, world, beginning):
    """The world with all states of all things beside it; made once, a copy for every test."""

    def make():
        with site.app_context():
            made = things.make(world)
            world.house.commit()
        return made

    return beginning("rights-states", make)


@pytest.fixture
def written(engine):
    """The statements that have changed something, by the table they name."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        words = statement.split(None, 3)
        if words[0] in ("INSERT", "UPDATE", "DELETE"):
            table = words[1 if words[0] == "UPDATE" else 2].strip('"')
            if table not in KEPT_APART:
                seen.append(table)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def attempt(site, world, ask, keeps_nothing, cheap_refusals, cheap_sign_in, written, monkeypatch):
    """`attempt(role, path, fields)` sends a form; whether something was changed for good, and the answer."""
    kept, take_back = [], database.Work.commit

    def commit(work, *, ends=False):
        take_back(work, ends=ends)
        kept.extend(written)

    monkeypatch.setattr(database.Work, "commit", commit)

    def send(role, path, fields, **given):
        kept.clear()
        written.clear()
        if isinstance(fields, dict):
            fields = {name: value() if callable(value) else value for name, value in fields.items()}
        answer = ask(role, "POST", path, data=fields, **given)
        return bool(kept), answer

    return send
