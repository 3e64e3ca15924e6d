"""The site: how long its start takes, and what its workers take of memory after some pages.

The goal counts a worker that was started alone and shows its front page and its sign-in; beside it stands
what it takes after four pages of a coordinator, and what each of two workers takes as `make run` runs them:
they share what was loaded before they began, so memory is counted with its part (PSS), and what the process
that began them takes is counted half for each.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from models.meetings import MeetingState
from plumbing import serve
from tests import build
from tests.bench.bench_pages import token
from tests.bench.figures import Figure
from tests.bench.stage import DATABASES, a_site, compiled_in, database_of, url_of
from tests.databases import TestHouseSession

START = """
import time
from app import create_app
create_app()
print(time.process_time())
"""
ALONE = """
import re, sys
from app import create_app
client = create_app().test_client()
client.set_cookie("session", sys.argv[1], domain="127.0.0.1")
for path in sys.argv[2:] * 15:
    assert client.get(path, base_url="http://127.0.0.1").status_code == 200, path
"""
SHOW = 'print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024)'
START_GOAL, MEMORY_GOAL = 1.5, 90.0
WORKERS = 2
STARTS = 3


def measure() -> list[Figure]:
    return [figure for name in DATABASES for figure in _on(name)]


def _on(name: str) -> list[Figure]:
    with database_of(name) as (engine, folder):
        cookie, paths = _pages(engine)
        said = {"DATABASE_URL": url_of(engine), "SECRET_KEY": "for the bench only " * 2}
        given = os.environ | {f"ROUNDTABLE_{key}": value for key, value in said.items()} | compiled_in(folder)
        shown = [ALONE + SHOW, cookie]
        _told(given, *shown, *paths)  # the first start compiles; an installed site has done that
        started = min(_told(given, START) for _ in range(STARTS))
        quiet = _told(given, ALONE + SHOW, "", "/", "/accounts/sign-in")
        busy = _told(given, *shown, *paths)
        with _running(given) as (address, processes):
            for path in paths * 15 * WORKERS:
                _get(address + path, cookie)
            each = sum(map(_share, processes)) / WORKERS
    of = f"memory of a worker, {name}"
    return [
        Figure(f"start of the site, {name}: CPU", started, "s", START_GOAL, f"the least of {STARTS}"),
        Figure(f"{of}: front page and sign-in, peak", quiet, "MiB", MEMORY_GOAL),
        Figure(f"{of}: pages of a coordinator, peak", busy, "MiB"),
        Figure(f"{of}: each of {WORKERS} that share", each, "MiB"),
    ]


def _pages(engine: Engine) -> tuple[str, list[str]]:
    """The cookie of a coordinator, and four pages of hers."""
    with TestHouseSession(engine) as house:
        table = build.table(house, seats=9)
        meetings = [
            build.meeting(house, table.body, in_days=7 * (number + 1), state=MeetingState.INVITED)
            for number in range(30)
        ]
        house.commit()
        place = table.body.id
        pages = ["/overview", f"/round-tables/{place}", f"/meetings/{meetings[0].id}", "/organisations/"]
        key = token(house, table.coordinator)
    site = a_site(url_of(engine))
    signing: Any = site.session_interface
    return signing.get_signing_serializer(site).dumps({"_user_id": key, "_fresh": True}), pages


def _told(given: dict[str, str], *words: str) -> float:
    done = subprocess.run([sys.executable, "-c", *words], stdout=subprocess.PIPE, check=True, env=given)
    return float(done.stdout)


@contextmanager
def _running(given: dict[str, str]) -> Iterator[tuple[str, list[int]]]:
    """The site as `make run` runs it: its address, and its processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    site = subprocess.Popen(serve.commands(port)[0], env=given)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        children = Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text().split()
        yield address, [site.pid, *map(int, children)]
    finally:
        serve.stop([site])


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            return _get(f"{address}/accounts/sign-in")
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the site does not answer")


def _get(address: str, cookie: str = "") -> None:
    asked = urllib.request.Request(address, headers={"Cookie": f"session={cookie}"})  # noqa: S310 - our own
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        assert answer.status == 200
        answer.read()


def _share(pid: int) -> float:
    """MiB of a process; what several share counts for each with its part."""
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) / 1024
