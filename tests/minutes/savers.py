"""Many people who save the text of the same item at once, each in a browser of her own, through HTTP."""

import secrets
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from blueprints.accounts import rules as account_rules
from blueprints.minutes import rules
from models.bodies import OfficeKind
from models.meetings import MeetingState
from models.minutes import ItemMinutes
from models.texts import TextVersion
from plumbing import clock
from plumbing.markdown import render
from tests import build


@dataclass(frozen=True)
class Item:
    """An item whose text has a paragraph for each two of those who write it; `keys` are their sessions."""

    id: int
    keys: Sequence[str]

    @property
    def url(self) -> str:
        return f"/agenda-items/{self.id}/minutes"


@dataclass(frozen=True)
class Answer:
    """What one of them got: `line` is what only she typed."""

    line: str
    status: int
    page: str


def paragraphs(people: int) -> list[str]:
    return [f"Absatz {number}" for number in range(people // 2)]


def an_item(house: Session, people: int) -> Item:
    """Minutes of yesterday's meeting, at a table that so many people coordinate."""
    table = build.table(house)
    meeting = build.meeting(
        house, table.body, starts_at=clock.now() - timedelta(days=1), state=MeetingState.HELD
    )
    item = build.agenda_item(house, meeting, "Bericht")
    by: dict[str, Any] = {"by": build.actor(house, table.coordinator, clock.today()), "now": clock.now()}
    rules.begin(house, meeting.id, **by)
    text = "\n\n".join(paragraphs(people))
    rules.write_item(house, item.id, text, based_on=0, render=render, **by)
    writers = [build.person(house) for _ in range(people)]
    for each in writers:
        build.office(house, table.body, each, OfficeKind.COORDINATION)
    keys = [_session_of(house, each) for each in writers]
    found = Item(item.id, keys)
    house.commit()  # whoever reads on holds the only lock of an SQLite file
    return found


def _session_of(house: Session, person: Any) -> str:
    account = account_rules.create_account(house, person, now=clock.now())
    now = clock.now()
    return account_rules.open_session(house, account, browser="Savers", factor_at=now, now=now)


def save_at_once(app: Flask, item: Item) -> list[Answer]:
    """Each changes one paragraph in what she read at the beginning; two each have chosen the same one."""
    together = threading.Barrier(len(item.keys))
    sent = [_sent(app, key, at, len(item.keys)) for at, key in enumerate(item.keys)]

    def save(each: tuple[str, dict[str, str], str]) -> Answer:
        line, headers, body = each
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        together.wait()
        connection.request("POST", item.url, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        return Answer(line, answer.status, page)

    with _served(app) as port, ThreadPoolExecutor(len(sent)) as pool:
        return list(pool.map(save, sent))


def _sent(app: Flask, key: str, at: int, people: int) -> tuple[str, dict[str, str], str]:
    browser = app.test_client()
    token = enter(app, browser, key)
    found = browser.get_cookie("session")
    assert found is not None
    text, line = paragraphs(people), f"Zeile-{at}-{secrets.token_hex(4)}"
    text[at % len(text)] = line
    fields = {
        "markdown": "\n\n".join(text),
        "based_on": "1",
        "form_key": secrets.token_hex(8),
        "csrf_token": token,
    }
    headers = {"Cookie": f"session={found.value}", "Content-Type": "application/x-www-form-urlencoded"}
    return line, headers, urlencode(fields)


def enter(app: Flask, browser: FlaskClient, key: str) -> str:
    """Give a browser the cookie of a session; returns the token of its forms."""
    raw = secrets.token_hex(20)
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"], cookie["csrf_token"] = key, True, raw
    return str(URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(raw))


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def _served(app: Flask) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def lost(house: Session, item: Item, answers: Sequence[Answer]) -> list[Answer]:
    """Those whose line stands neither in the text as it is now, nor, not saved, on the page they got."""
    newest = house.scalar(
        select(TextVersion.markdown)
        .join(ItemMinutes, ItemMinutes.text_id == TextVersion.text_id)
        .where(ItemMinutes.item_id == item.id)
        .order_by(TextVersion.number.desc())
        .limit(1)
    )
    house.rollback()
    kept = (newest or "").split("\n\n")
    return [each for each in answers if not _is_kept(each, kept)]


def _is_kept(answer: Answer, kept: Sequence[str]) -> bool:
    if answer.status == 303:
        return answer.line in kept
    return answer.status == 409 and f"{answer.line}" in answer.page.partition("<textarea")[2]
