"""Fixtures of the office: a table with a coordinator, its letters, somebody to read them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from models.letters import Letter, LetterKind, LetterState
from models.meetings import Meeting
from tests import build
from tests.databases import TestHouseSession


@pytest.fixture(autouse=True)
def stopped(stop_clock: Callable[..., Any]) -> None:
    """Days matter here: lateness, reminders, deletion."""
    stop_clock(build.NOW)


@pytest.fixture
def table(house: TestHouseSession) -> build.Table:
    return build.table(house, seats=2, name="Runder Tisch der Briefe")


@pytest.fixture
def letter(house: TestHouseSession, table: build.Table) -> Callable[..., Letter]:
    """Makes a letter of the table, as far as it has come; by default it was sent an hour ago."""

    def make(state: LetterState = LetterState.ACCEPTED, *, hours_ago: float = 0.5, **facts: Any) -> Letter:
        number = build.number()
        given: dict[str, Any] = {
            "kind": LetterKind.CALENDAR,
            "template": "meetings/invitation",
            "language": "de",
            "recipient": f"empfang{number}@musterstadt.example",
            "name": f"Vertretung {number}",
            "created_at": build.NOW - timedelta(hours=hours_ago),
            "body_id": table.body.id,
            "state": state,
        } | facts
        made = Letter(**given)
        made.dedupe_key, made.message_id = f"{number:024}".ljust(64, "0"), f"{number:024}@localhost"
        house.add(made)
        house.flush()
        return made

    return make


@pytest.fixture
def meeting(house: TestHouseSession, table: build.Table) -> Meeting:
    return build.meeting(house, table.body)
