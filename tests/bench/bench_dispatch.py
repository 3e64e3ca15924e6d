"""A large dispatch: invited in one request, delivered by one worker, watched on its page.

Each memory is the peak of a process of its own, so that no figure hides behind an earlier one.
"""

import secrets
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, func, select, update

from models.letters import Letter, LetterState
from plumbing import clock, database
from tests import build
from tests.bench.bench_pages import counted, in_turn, token
from tests.bench.figures import Figure
from tests.bench.stage import (
    DATABASES,
    a_site,
    database_of,
    in_a_process,
    largest_memory,
    server_elsewhere,
    timed,
    url_of,
    worker,
)
from tests.browsing import Client
from tests.databases import TestHouseSession, watched

RECIPIENTS = 1_000
FEW, MANY, MORE_MEMORY = 500, 5_000, 40
Sent = dict[str, float]
Meeting = tuple[int, str]
"""Its number, and the session of somebody who may invite to it."""


def measure() -> list[Figure]:
    figures = []
    for name in DATABASES:
        with database_of(name) as (engine, _):
            half, whole = (_table(engine, number) for number in (RECIPIENTS // 2, RECIPIENTS))
            sent = [in_a_process(invited, url_of(engine), _table(engine, 10), each) for each in (half, whole)]
            figures += [*_request(name, *sent), *_watched(name, engine, whole)]
        figures += _memory(name)
    return figures


def _request(name: str, half: Sent, whole: Sent) -> list[Figure]:
    of = f"{RECIPIENTS} invited in one request, {name}"
    more = whole["statements"] - half["statements"]
    return [
        Figure(f"{of}: CPU", whole["cpu"], "ms", RECIPIENTS),
        Figure(f"{of}: statements", whole["statements"], "statements"),
        Figure(f"{of}: more than for half of them", more, "statements", RECIPIENTS // 50),
    ]


def _watched(name: str, engine: Engine, meeting: Meeting) -> list[Figure]:
    """The page of a dispatch of which a third is on its way still."""
    with TestHouseSession(engine) as house:
        letters = list(house.scalars(select(Letter.id).where(Letter.meeting_id == meeting[0])))
        gone = update(Letter).where(Letter.id.in_(letters[RECIPIENTS // 3 :]))
        house.execute(gone.values(state=LetterState.ACCEPTED, sent_at=clock.now()))
        house.commit()
    site = a_site(url_of(engine))
    page = partial(_client(site, meeting[1]).get, f"/office/dispatches/{letters[0]}")
    assert f'max="{RECIPIENTS}"' in page().get_data(as_text=True)
    of = f"page of a dispatch to {RECIPIENTS}, {name}"
    return [
        Figure(f"{of}: CPU", in_turn(page)[0], "ms", 50),
        Figure(f"{of}: statements", counted(site, page), "statements", 10),
    ]


def _memory(name: str) -> list[Figure]:
    """Of the process that invites, and of the worker that delivers."""
    peaks = {}
    for number in (FEW, MANY):
        with database_of(name) as (engine, folder), server_elsewhere() as server:
            first, meeting = _table(engine, 10), _table(engine, number)
            sent = in_a_process(invited, url_of(engine), first, meeting)
            peaks[number] = sent["memory"], _delivered(engine, server.url, folder)
    return [
        Figure(
            f"memory of {what}, {name}: {MANY} instead of {FEW}",
            many - few,
            "MiB more",
            MORE_MEMORY,
            f"{few:.0f} MiB for {FEW}, {many:.0f} MiB for {MANY}",
        )
        for what, few, many in zip(("inviting", "delivering"), peaks[FEW], peaks[MANY], strict=True)
    ]


def _delivered(engine: Engine, smtp_url: str, folder: Path) -> float:
    """The worker's peak in MiB, once it has sent everything."""
    peak = worker(engine, smtp_url, folder)[1]
    with TestHouseSession(engine) as house:
        left = house.scalar(select(func.count(Letter.id)).where(Letter.state != LetterState.ACCEPTED))
    assert not left, f"{left} letters are left"
    return peak


def invited(url: str, first: Meeting, meeting: Meeting) -> Sent:
    """Post the form that invites to a meeting, after the first one, so that everything is loaded; how many
    ms of CPU, statements and, at most, MiB that took."""
    site = a_site(url)
    site.test_client_class = Client
    with site.app_context():
        engine = database.engine()
    with TestHouseSession(engine) as house:
        assert not house.scalar(select(func.count(Letter.id)).where(Letter.meeting_id == meeting[0]))
    _send(site, *first)
    with watched(engine) as seen:
        cpu, _ = timed(partial(_send, site, *meeting))
    return {"cpu": cpu, "statements": len(seen), "memory": largest_memory()}


def _table(engine: Engine, recipients: int) -> Meeting:
    """A meeting whose table has so many representatives and deputies."""
    with TestHouseSession(engine) as house:
        table = build.table(house, seats=recipients // 2)
        starts_at = clock.now() + timedelta(days=60)
        meeting = build.meeting(house, table.body, starts_at=starts_at)
        return meeting.id, token(house, table.coordinator)


def _client(site: Flask, key: str) -> Any:
    client = site.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = key, True
    return client


def _send(site: Flask, meeting_id: int, key: str) -> None:
    said = {"due_on": clock.today().isoformat(), "form_key": secrets.token_hex(16)}
    answer = _client(site, key).post(f"/meetings/{meeting_id}/invite", data=said)
    assert answer.status_code == 303, answer.status_code
