"""What several benchmarks stand on: both databases, a small office, a mail server in a process of its own."""

import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from plumbing import database, processes
from tests import cluster
from tests.databases import build as build_schema
from tests.letters.post_office import ROOT, Mailroom, Server, site

DATABASES = ("SQLite", "PostgreSQL")


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


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@processes.starting()
def an_office(engine: Engine, folder: Path, smtp_url: str = "") -> Flask:
    """A small site, begun as the whole one is."""
    return site(url_of(engine), folder, engine, SMTP_URL=smtp_url)


def a_site(url: str, **given: Any) -> Flask:
    from app import create_app

    said = {"SECRET_KEY": "for the bench only " * 2, "DATABASE_URL": url, "BASE_URL": "http://localhost"}
    return create_app(said | given)


def in_a_process(work: Any, *given: Any) -> Any:
    """What it returns, called in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(work, *given).result()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall-clock milliseconds of one run."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


@dataclass(frozen=True)
class ServerElsewhere:
    """A mail server in a process of its own, so that its work is not counted as ours."""

    url: str
    ask: Callable[[str], Any]

    @property
    def connections(self) -> int:
        """How many were opened since it began."""
        found: int = self.ask("connections")
        return found


@contextmanager
def server_elsewhere() -> Iterator[ServerElsewhere]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve_mail, args=(theirs,), daemon=True)
    process.start()

    def ask(question: str) -> Any:
        ours.send(question)
        return ours.recv()

    yield ServerElsewhere(str(ours.recv()), ask)
    ask("stop")
    process.join(10)


def serve_mail(connection: Connection) -> None:
    room = Mailroom()
    server = Server(room)
    server.start()
    connection.send(server.url)
    while connection.recv() == "connections":
        connection.send(room.connections)
    server.stop()
    connection.send("stopped")


def worker(engine: Engine, smtp_url: str, folder: Path) -> tuple[float, float]:
    """CPU seconds and largest memory of one `flask letters deliver`."""
    said = {"DATABASE_URL": url_of(engine), "SMTP_URL": smtp_url}
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


def largest_memory(pid: int | str = "self") -> float:
    """MiB that a process held at most; `ru_maxrss` also counts those of the process that began it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0
