"""What tests ask for by name: the databases, the site, its client, the clock. See README.md here."""

import gc
import os
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import hypothesis.configuration
import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine, select

from blueprints.accounts import passwords, rules
from models.accounts import Account
from models.actors import Actor
from models.people import Person
from models.visibility import ReaderSession
from plumbing import clock, compiled
from tests import build, choosing, cluster, needs, sites
from tests.browsing import Client
from tests.databases import Stores, TestHouseSession, watched
from tests.judging import outgoing as outgoing

gc.disable()  # until all tests are collected: what is loaded stays, and is a million things
DATABASES = ["sqlite", "postgresql"] if needs.POSTGRESQL else ["sqlite"]


@cache
def server() -> cluster.Cluster:
    assert needs.POSTGRESQL
    return cluster.Cluster(needs.POSTGRESQL).start()


REAL_HASHER, QUICK_HASHER = passwords._hasher, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashing a password takes long on purpose: not in tests, except in those of that purpose."""


def pytest_configure(config: pytest.Config) -> None:
    needs.missing()
    passwords._hasher = QUICK_HASHER
    compiled.KEPT = 10_000
    if not hasattr(config, "workerinput"):
        sites.compile_words()
    hypothesis.configuration.set_hypothesis_home_dir(
        Path(tempfile.gettempdir()) / f"hypothesis-{os.getuid()}"
    )
    hypothesis.settings.register_profile("house", deadline=None, database=None, derandomize=True)
    hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    choosing.add_option(parser)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if choosing.is_once(config) and len(DATABASES) == 2:
        left = choosing.left_to_the_other(items)
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left])
        items[:] = [item for item in items if item.nodeid not in left]
    items[:] = choosing.in_order(items)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if choosing.is_once(config):
        terminalreporter.write_line("Each test of pages ran on one database: with CI=true it runs on both.")
    for what in needs.missing():
        terminalreporter.write_line(f"Left out: {what}", yellow=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that is skipped proves nothing: it fails. What a machine lacks is left out before, and said."""
    report = yield
    if report.skipped:
        report.outcome, report.longrepr = "failed", f"{item.name} was skipped: mend it or delete it"
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """With several workers: one server for all, started by the one who starts them, who collects nothing."""
    gc.enable()
    if needs.POSTGRESQL:
        node.workerinput["postgresql"] = server().url("postgres")


def pytest_unconfigure(config: pytest.Config) -> None:
    if server.cache_info().currsize:
        server().stop()
        server.cache_clear()


@pytest.fixture(scope="session")
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """Both databases with their schema, each built at its first use, once for all workers."""
    given, own = getattr(request.config, "workerinput", {}), tmp_path_factory.getbasetemp()
    shared = (own.parent if given else own) / "shared"
    shared.mkdir(exist_ok=True)
    made = Stores(
        folder=tmp_path_factory.mktemp("databases"),
        shared=shared,
        server_url=lambda: given.get("postgresql") or server().url("postgres"),
        worker=given.get("workerid", "alone"),
    )
    yield made
    made.close()


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, stores: Stores) -> Engine:
    """An empty database with the whole schema; the test runs once on SQLite and once on PostgreSQL."""
    begins_elsewhere = "beginning" in request.fixturenames
    return stores.of(request.param).engine if begins_elsewhere else stores.fresh(request.param)


@pytest.fixture
def house(engine: Engine) -> Iterator[TestHouseSession]:
    """A session of the house, to prepare and to look at what was committed."""
    with TestHouseSession(engine) as session:
        yield session
        session.rollback()


@pytest.fixture
def read_as(engine: Engine, house: TestHouseSession) -> Iterator[Callable[[Actor | None], ReaderSession]]:
    """`read_as(actor)` commits `house` and looks through that reader's eyes, in a second session."""
    with ExitStack() as stack:

        def look(reader: Actor | None) -> ReaderSession:
            house.commit()
            return stack.enter_context(ReaderSession(engine.execution_options(writing=False), reader=reader))

        yield look


@pytest.fixture
def beginning(
    engine: Engine, house: TestHouseSession, stores: Stores, tmp_path: Path
) -> Callable[[str, Callable[[], Any]], Any]:
    """`beginning("demo", make)`: what `make()` wrote into database and instance, made once for all workers.

    It returns what `make()` returned, or a copy of that. For large beginnings that many tests share and each
    may change.
    """

    begun = [""]

    def begin(state: str, make: Callable[[], Any]) -> Any:
        house.commit()
        house.close()
        made = partial(stores.keep, engine.dialect.name, state, upon=begun[-1], instance=tmp_path)
        answer, last = made(lambda: (make(), build.number()))
        begun.append(state)
        build.go_on_after(last)
        return answer

    return begin


@pytest.fixture
def make_app(engine: Engine, tmp_path: Path) -> Callable[..., Flask]:
    """The site on the test's database; settings (without prefix) may be given by name."""

    def make(**given: Any) -> Flask:
        made = sites.made(engine, **given)
        made.instance_path = str(tmp_path)
        return made

    return make


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The site with the settings of most tests. It is used again by others: make one that you change."""
    return make_app()


@pytest.fixture
def new_client(app: Flask, house: TestHouseSession) -> Callable[[], Client]:
    """Makes further clients: another person, another browser."""

    def make() -> Client:
        made = app.test_client()
        assert isinstance(made, Client)
        made.house = house
        return made

    return make


@pytest.fixture
def client(new_client: Callable[[], Client]) -> Client:
    """A browser without script that has not signed in; every page it fetches is checked."""
    return new_client()


@pytest.fixture
def sign_in(house: TestHouseSession, new_client: Callable[[], Client]) -> Callable[..., Client]:
    """`sign_in(person_or_account)` makes a client of that person's, without the way through the password.

    It counts as one that has shown its second factor; `factor=False` leaves it half signed in. A person
    without an account gets one; `is_admin=True` and the like are the new account's.
    """

    def enter(who: Person | Account, *, factor: bool = True, **facts: Any) -> Client:
        account, now = account_of(house, who, **facts), clock.now()
        shown = now if factor else None
        token = rules.open_session(house, account, browser="Test", factor_at=shown, now=now)
        made = new_client()
        with made.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        return made

    return enter


def account_of(house: TestHouseSession, who: Person | Account, **facts: Any) -> Account:
    if isinstance(who, Account):
        return who
    house.flush()
    found = house.scalar(select(Account).where(Account.person_id == who.id))
    address = who.email or f"person{who.id}@musterstadt.example"
    return found or rules.create_account(house, who, email=address, now=clock.now(), **facts)


@pytest.fixture
def real_hasher(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are hashed as on a site: slowly."""
    monkeypatch.setattr(passwords, "_hasher", REAL_HASHER)
    passwords._nobodys_hash.cache_clear()
    yield
    passwords._nobodys_hash.cache_clear()


@pytest.fixture
def stop_clock() -> Iterator[Callable[[datetime], datetime]]:
    """`stop_clock(at)` stops the site's clock at an instant until the test ends, or until the next call."""
    with ExitStack() as stack:
        yield lambda at: stack.enter_context(clock.frozen(at))


@pytest.fixture
def statements(engine: Engine) -> Callable[[], Any]:
    """`with statements() as seen:` notes what the database was asked; `len(seen)` is how often."""
    return lambda: watched(engine)
