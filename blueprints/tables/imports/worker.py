"""The steps of imports are taken here: in a request for a few seconds, else by the letter worker."""

import time
from typing import Final

from blueprints.tables.imports import steps
from plumbing import clock, database

A_LOOK: Final = 4.0
"""Seconds that a person waits for a page; a file of some hundred lines is done by then."""


def work_off(import_id: int, seconds: float = A_LOOK) -> None:
    """Step by step, each one transaction, until all is done or the time is over."""
    database.close_work()
    until = time.monotonic() + seconds
    while _step(import_id) and time.monotonic() < until:
        pass


def _step(import_id: int) -> bool:
    with database.job() as house:
        return steps.advance(house, import_id, attempt=database.attempt, now=clock.now())
