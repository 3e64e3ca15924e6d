"""Fixtures of the letters' tests: the small site, its mail server, posting and delivering."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from models.letters import Letter, post
from plumbing import database
from plumbing.clock import frozen
from tests.databases import TestHouseSession
from tests.letters.post_office import NOW, Mailroom, Server, site


@pytest.fixture
def mailroom() -> Mailroom:
    return Mailroom()


@pytest.fixture
def server(mailroom: Mailroom) -> Iterator[Server]:
    running = Server(mailroom)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def office(engine: Engine, server: Server, tmp_path: Path) -> Iterator[Flask]:
    """The site with the mail server, its context pushed, its clock stopped at NOW."""
    url = engine.url.render_as_string(hide_password=False)
    app = site(url, tmp_path, engine, SMTP_URL=server.url)
    with app.app_context(), frozen(NOW):
        yield app


@pytest.fixture
def paper_office(engine: Engine, tmp_path: Path) -> Iterator[Flask]:
    """The same without a mail server: letters become files."""
    url = engine.url.render_as_string(hide_password=False)
    app = site(url, tmp_path, engine)
    with app.app_context(), frozen(NOW):
        yield app


@pytest.fixture
def posted(engine: Engine) -> Callable[..., int]:
    """Posts a letter and commits; returns its id."""

    def do(**words: Any) -> int:
        with database.job() as house:
            letter = post(house, **words)
            house.flush()
            return letter.id

    return do


@pytest.fixture
def look(engine: Engine) -> Callable[[int], Letter]:
    """The letter as it was committed."""

    def do(letter_id: int) -> Letter:
        with TestHouseSession(engine) as session:
            found = session.scalar(select(Letter).where(Letter.id == letter_id))
            assert found is not None
            session.expunge(found)
            return found

    return do
