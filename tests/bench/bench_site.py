"""A worker of the site: how long it takes to start, and what it takes of memory after some pages."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from plumbing import database
from tests.bench.figures import Figure
from tests.bench.stage import compiled_in
from tests.databases import build as build_schema

START = """
import re, sys, time
from app import create_app
site = create_app({"SECRET_KEY": "for the bench only " * 2, "DATABASE_URL": sys.argv[1], "BASE_URL": "http://localhost"})
started = time.process_time()
client = site.test_client()
for _ in range(30):
    assert client.get("/").status_code == 200
    assert client.get("/accounts/sign-in").status_code == 200
status = open("/proc/self/status").read()
print(started, int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024)
"""
START_GOAL, MEMORY_GOAL = 1.5, 90.0


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        build_schema(database.make_engine(url))
        surroundings = os.environ | compiled_in(Path(folder))
        for _ in range(2):  # the first start compiles; an installed site has done that
            done = subprocess.run(
                [sys.executable, "-c", START, url],
                capture_output=True,
                text=True,
                check=True,
                env=surroundings,
            )
    started, memory = map(float, done.stdout.split())
    return [
        Figure(name="start of a worker, CPU", value=started, unit="s", at_most=START_GOAL),
        Figure(name="memory of a worker after 60 pages, peak", value=memory, unit="MiB", at_most=MEMORY_GOAL),
    ]
