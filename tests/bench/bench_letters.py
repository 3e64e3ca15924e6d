"""Letters: queued in one request, delivered beside a bare smtplib loop; the command that delivers them."""

import smtplib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from models.letters import Letter, post
from models.outbox import LetterBytes
from plumbing import clock, database
from plumbing.delivery import deliver_waiting
from tests import build
from tests.bench.figures import Figure
from tests.bench.stage import DATABASES, an_office, database_of, server_elsewhere, timed, worker
from tests.databases import TestHouseSession
from tests.letters.post_office import facts, invitation

LETTERS = 300
RUNS = 5
CPU_OF_ONE = 3.5
"""Milliseconds for one letter: one transaction and what the mail server is told."""


def measure() -> list[Figure]:
    figures = []
    for name in DATABASES:
        with database_of(name) as (engine, folder):
            figures += [queueing(name, engine, folder), *delivering(name, engine, folder)]
            figures += working(name, engine, folder)
    return figures


def queue(number: int) -> None:
    """What one request does for so many invitations of one meeting."""
    with database.job() as house:
        meeting_id = build.meeting(house, build.body(house)).id
        for each in range(number):
            said = facts(token=f"{meeting_id:08}{each:035}")
            post(
                house,
                **invitation(to=f"p{each}@b.example", facts=said, meeting_id=meeting_id, now=clock.now()),
            )


def queueing(name: str, engine: Engine, folder: Path) -> Figure:
    with an_office(engine, folder).app_context():
        queue(10)
        cpu = sorted(timed(lambda: queue(LETTERS))[0] for _ in range(RUNS))[RUNS // 2]
    _empty(engine)
    return Figure(
        name=f"{LETTERS} letters queued in one request, {name}",
        value=cpu,
        unit="ms CPU",
        at_most=0.6 * LETTERS,
    )


def _empty(engine: Engine) -> None:
    with TestHouseSession(engine) as session:
        session.query(LetterBytes).delete()
        session.query(Letter).delete()
        session.commit()


def delivering(name: str, engine: Engine, folder: Path) -> list[Figure]:
    """Ours notes each letter for good: what became of it, and that the next one goes out. What the disk takes
    for that is shown beside it: as many rows, each committed."""
    with server_elsewhere() as server, an_office(engine, folder, server.url).app_context():
        queue(LETTERS)
        with TestHouseSession(engine) as session:
            rows = session.execute(
                select(Letter.sender, Letter.recipient, LetterBytes.raw).join(LetterBytes)
            ).all()
        bare = timed(lambda: bare_loop(server.url, rows))
        noting = timed(lambda: bare_loop(server.url, rows, _noting(engine)))
        before = server.connections
        ours = timed(deliver_waiting)
        connections = server.connections - before
    of = f"{LETTERS} letters delivered, {name}"
    return [
        Figure(f"{of}: by us", _rate(ours), "a second", against=f"{_rate(bare):.0f} by a bare smtplib loop"),
        Figure(
            f"{of}: wall clock",
            ours[1] / bare[1],
            "times",
            against=f"a bare loop, {ours[1] / noting[1]:.1f} times one that notes each",
        ),
        Figure(f"{of}: CPU", ours[0] / LETTERS, "ms each", CPU_OF_ONE, f"{bare[0] / LETTERS:.2f} bare"),
        Figure(f"{of}: connections", connections, "", 1),
    ]


def _rate(spent: tuple[float, float]) -> float:
    return LETTERS / spent[1] * 1000


def bare_loop(url: str, rows: Iterable[Any], note: Callable[[], None] = lambda: None) -> None:
    """The least that anybody can do: one connection, and nothing noted, or one commit for each letter."""
    with smtplib.SMTP("127.0.0.1", int(url.rpartition(":")[2])) as connection:
        for sender, recipient, raw in rows:
            connection.sendmail(sender, [recipient], raw)
            note()


def _noting(engine: Engine) -> Callable[[], None]:
    """One row written and committed, by nothing but the driver."""
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE noted (id INTEGER)")

    def note() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO noted VALUES (1)")

    return note


def working(name: str, engine: Engine, folder: Path) -> list[Figure]:
    """The command as it is started in earnest: how long until it is ready, how much memory it takes."""
    with server_elsewhere() as server:
        with an_office(engine, folder).app_context():
            worker(engine, server.url, folder)  # the first start compiles; an installed site has done that
            idle = worker(engine, server.url, folder)[0]
            queue(LETTERS)
        memory = worker(engine, server.url, folder)[1]
    return [
        Figure(name=f"worker starts and finds nothing to do, {name}", value=idle, unit="s CPU", at_most=1.5),
        Figure(name=f"worker after {LETTERS} letters, {name}", value=memory, unit="MiB", at_most=90),
    ]
