"""Letters: queued in one request, delivered beside a bare smtplib loop; workers killed at their work."""

import multiprocessing
import os
import re
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine, select

import models.every  # noqa: F401 - the whole schema
from models.letters import Letter, post
from models.outbox import LetterBytes
from plumbing import clock, database
from plumbing.delivery import deliver_waiting
from tests import build, cluster
from tests.bench.figures import Figure
from tests.databases import TestHouseSession
from tests.databases import build as build_schema
from tests.letters.killing import Count, count, kill_while_delivering, post_many
from tests.letters.post_office import ROOT, Mailroom, Server, facts, invitation, site

LETTERS = 300
KILLS = 50
RUNS = 5


def measure() -> list[Figure]:
    figures = []
    for name in ("SQLite", "PostgreSQL"):
        with database_of(name) as (engine, folder):
            figures += [queueing(name, engine, folder), *delivering(name, engine, folder)]
            figures += working(name, engine, folder)
        with database_of(name) as (engine, folder):
            figures += killing(name, engine, folder)
    return figures


@contextmanager
def database_of(name: str) -> Iterator[tuple[Engine, Path]]:
    with tempfile.TemporaryDirectory() as place:
        server = cluster.Cluster(_programs()).start() if name == "PostgreSQL" else None
        url = server.url("postgres") if server else f"sqlite:///{place}/roundtable.sqlite"
        engine = database.make_engine(url)
        try:
            build_schema(engine)
            yield engine, Path(place)
        finally:
            engine.dispose()
            if server:
                server.stop()


def _programs() -> Path:
    found = cluster.programs()
    assert found, "PostgreSQL is missing"
    return found


def an_office(engine: Engine, folder: Path, smtp_url: str = "") -> Flask:
    return site(engine.url.render_as_string(hide_password=False), folder, engine, SMTP_URL=smtp_url)


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


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall-clock milliseconds of one run."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


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
    with server_elsewhere() as url, an_office(engine, folder, url).app_context():
        queue(LETTERS)
        with TestHouseSession(engine) as session:
            rows = session.execute(
                select(Letter.sender, Letter.recipient, LetterBytes.raw).join(LetterBytes)
            ).all()
        bare = timed(lambda: bare_loop(url, [(sender, to, raw) for sender, to, raw in rows]))
        ours = timed(deliver_waiting)
    return [
        Figure(
            name=f"{LETTERS} letters delivered, {name}: {what}",
            value=mine / other,
            unit="times",
            against=f"{mine:.0f} ms against {other:.0f} ms of a bare smtplib loop",
        )
        for what, mine, other in (("CPU", ours[0], bare[0]), ("wall clock", ours[1], bare[1]))
    ]


def bare_loop(url: str, rows: list[tuple[str, str, bytes]]) -> None:
    """The least that anybody can do: one connection, no database, nothing noted."""
    with smtplib.SMTP("127.0.0.1", int(url.rpartition(":")[2])) as connection:
        for sender, recipient, raw in rows:
            connection.sendmail(sender, [recipient], raw)


@contextmanager
def server_elsewhere() -> Iterator[str]:
    """A mail server in a process of its own, so that its work is not counted as ours."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve_mail, args=(theirs,), daemon=True)
    process.start()
    yield str(ours.recv())
    ours.send("stop")
    process.join(10)


def serve_mail(connection: Connection) -> None:
    server = Server(Mailroom())
    server.start()
    connection.send(server.url)
    connection.recv()
    server.stop()


def working(name: str, engine: Engine, folder: Path) -> list[Figure]:
    """The command as it is started in earnest: how long until it is ready, how much memory it takes."""
    with server_elsewhere() as url:
        with an_office(engine, folder).app_context():
            _worker(engine, url, folder)  # the first start compiles; an installed site has done that
            idle = _worker(engine, url, folder)[0]
            queue(LETTERS)
        memory = _worker(engine, url, folder)[1]
    return [
        Figure(name=f"worker starts and finds nothing to do, {name}", value=idle, unit="s CPU", at_most=1.5),
        Figure(name=f"worker after {LETTERS} letters, {name}", value=memory, unit="MiB", at_most=90),
    ]


def _worker(engine: Engine, smtp_url: str, folder: Path) -> tuple[float, float]:
    """CPU seconds and largest memory of one `flask letters deliver`."""
    said = {"DATABASE_URL": engine.url.render_as_string(hide_password=False), "SMTP_URL": smtp_url}
    given = {f"ROUNDTABLE_{key}": value for key, value in (said | {"SECRET_KEY": "x" * 40}).items()}
    words = [sys.executable, "-m", "flask", "--app", "app", "letters", "deliver"]
    surroundings = os.environ | given | compiled_in(folder)
    process = subprocess.Popen(words, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL)
    largest, ended = 0.0, 0
    while not ended:
        largest = largest_memory(process.pid) or largest
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
        time.sleep(0.01)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_utime + used.ru_stime, largest


def compiled_in(folder: Path) -> dict[str, str]:
    """Python keeps there what it compiled, as an installed site does beside its modules, even where the
    surroundings forbid that: reading two hundred modules anew at each start costs half a second."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def largest_memory(pid: int) -> float:
    """MiB that a process held at most; `ru_maxrss` also counts those of the process that began it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def killing(name: str, engine: Engine, folder: Path) -> list[Figure]:
    room = Mailroom()
    room.say("DATA", *[0.005 * (number % 5) for number in range(2 * LETTERS)])
    server = Server(room)
    server.start()
    app = an_office(engine, folder, server.url)
    with app.app_context():
        post_many(LETTERS)
    app.extensions.pop("engines")
    kill_while_delivering(engine, server, room, folder, kills=KILLS)
    server.stop()
    return killed(name, count(engine, room, KILLS))


def killed(name: str, found: Count) -> list[Figure]:
    after = f"{KILLS} kill -9, {name}"
    doubt = f"{found.in_doubt_but_arrived} of them had arrived"
    return [
        Figure(name=f"{after}: lost", value=len(found.lost), unit="letters", at_most=0),
        Figure(
            name=f"{after}: doubled in silence", value=len(found.doubled_content), unit="letters", at_most=0
        ),
        Figure(name=f"{after}: same letter again", value=len(found.doubled), unit="letters", at_most=KILLS),
        Figure(name=f"{after}: shown as in doubt", value=found.in_doubt, unit="letters", against=doubt),
    ]
