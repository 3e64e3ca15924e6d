"""A file of 5,000 institutions against a directory of 5,000: reading, dry run, writing, taking back."""

import io
import resource
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from blueprints.tables.imports import rules as import_rules
from blueprints.tables.imports import steps as import_steps
from blueprints.tables.imports.rules import ReadLine
from blueprints.tables.imports.sheets import understood
from models.actors import Actor
from models.imports import ImportKind
from models.organisations import Organisation
from plumbing import clock, database, spreadsheets
from tests import build
from tests.bench.figures import Figure
from tests.bench.stage import an_office, database_of

LINES = 5_000
HEADS = ["Name", "Kind of institution", "Level", "Place", "Function mailbox", "Note"]


def measure() -> list[Figure]:
    figures = []
    for name in ("SQLite", "PostgreSQL"):
        with database_of(name) as (engine, folder), an_office(engine, folder).app_context():
            figures += _figures(name)
    return figures


def _figures(name: str) -> list[Figure]:
    by = _begin()
    content = spreadsheets.xlsx_bytes({"A": [HEADS, *(_row(number) for number in range(LINES))]})
    (read, lines), reading, memory = _measured(lambda: _read(content))
    del read
    import_id = _kept(lines, by)
    checking, longest_check = _worked_off(import_id)
    _go(import_id, by, import_rules.run)
    writing, longest_write = _worked_off(import_id)
    _go(import_id, by, import_rules.undo)
    undoing, longest_undo = _worked_off(import_id)
    of = f"of {LINES} lines, {name}"
    return [
        Figure(name=f"reading XLSX {of}", value=reading, unit="s CPU", at_most=6),
        Figure(name=f"memory for reading {of}", value=memory, unit="MiB", at_most=60),
        Figure(name=f"dry run {of}", value=checking, unit="s CPU", at_most=5),
        Figure(name=f"writing {of}", value=writing, unit="s CPU", at_most=60),
        Figure(name=f"taking back {of}", value=undoing, unit="s CPU", at_most=40),
        Figure(
            name=f"longest step {of}",
            value=max(longest_check, longest_write, longest_undo),
            unit="s",
            at_most=1.5,
        ),
        Figure(
            name="largest memory of the process",
            value=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            unit="MiB",
        ),
    ]


def _row(number: int) -> list[str]:
    """Every fifth is there already and has another place now."""
    name = f"Einrichtung {number}" if number % 5 else f"Bestand {number}"
    return [name, "counselling centre", "municipal", "Musterstadt", f"post{number}@stadt.example", "Notiz"]


def _begin() -> Actor:
    with database.job() as house:
        body = build.body(house)
        house.add_all(Organisation(name=f"Bestand {number}") for number in range(LINES))
        house.flush()
        return build.actor(house, build.coordinator_of(house, body), clock.today())


def _read(content: bytes) -> tuple[object, list[ReadLine]]:
    read = understood(ImportKind.INSTITUTIONS, spreadsheets.read(io.BytesIO(content), "a.xlsx"))
    return read, read.lines


def _measured(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it returned, CPU seconds, and the most memory that it asked for."""
    before = time.process_time()
    result = work()
    cpu = time.process_time() - before
    tracemalloc.start()
    work()
    memory = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    return result, cpu, memory


def _kept(lines: list[ReadLine], by: Actor) -> int:
    with database.job() as house:
        return import_rules.begin(
            house,
            kind=ImportKind.INSTITUTIONS,
            table_id=None,
            file_name="a.xlsx",
            sha256="0" * 64,
            columns=list(HEADS),
            unknown=[],
            lines=lines,
            by=by,
            now=clock.now(),
        ).id


def _go(import_id: int, by: Actor, gesture: Callable[..., object]) -> None:
    with database.job() as house:
        gesture(house, import_id, by=by)


def _worked_off(import_id: int) -> tuple[float, float]:
    """CPU seconds in all, and how long the longest step took."""
    before, longest, busy = time.process_time(), 0.0, True
    while busy:
        began = time.perf_counter()
        with database.job() as house:
            busy = import_steps.advance(house, import_id, attempt=database.attempt, now=clock.now())
        longest = max(longest, time.perf_counter() - began)
    return time.process_time() - before, longest
