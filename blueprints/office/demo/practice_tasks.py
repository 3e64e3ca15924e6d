"""Tasks of the practice table: in each state, one overdue, one tied to the next meeting."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at, working_day
from blueprints.tasks import rules
from blueprints.tasks.report_rules import Said, report
from models.meetings import AgendaItem, Meeting
from models.tasks import Task, TaskState

GIVEN: Final = "Wege der Erstberatung: je Haus eine Ansprechstelle nennen"
BY_WHOM: Final = ("gesundheitsamt", "jugendamt")
"""Institutions that have the same task, one each."""


def tell(
    house: Session,
    table: Practice,
    held: Meeting,
    items: dict[str, AgendaItem],
    today: date,
    went_out: Callable[[Session, datetime], None],
) -> None:
    """Given at the end of the meeting that was held, reported on since."""
    assert held.held_on.day is not None
    given_at = at(held.held_on.day, 13)
    by = table.actor(house, "koordination", held.held_on.day)

    def give(title: str, who: str | None, due_on: date | None = None, item: str = "") -> Task:
        wanted = rules.Wanted(title=title, due_on=due_on, until_next_meeting=due_on is None)
        source = {"item_id": items[item].id} if item else {"meeting_id": held.id}
        seat_id = table.seats[who].id if who else None
        return rules.create(house, table.body.id, wanted, seat_id=seat_id, **source, by=by, now=given_at)

    named = [give(GIVEN, who, item="path") for who in BY_WHOM]
    late = give("Aushang mit Beratungszeiten prüfen", "polizei", today - timedelta(days=5))
    give("Rückmeldung aus dem eigenen Haus einholen", "fachberatung", working_day(today, 6))
    back = give("Liste der Sprachen für das Dolmetschen ergänzen", "jobcenter", working_day(today, 25))
    room = give("Raum für die nächste Sitzung klären", None)
    went_out(house, given_at + timedelta(minutes=1))

    def say(task: Task, who: str, days_ago: int, state: TaskState, **words: Any) -> None:
        now = at(today - timedelta(days=days_ago), 11)
        actor, said = table.actor(house, who, now.date()), Said(state=state, **words)
        report(house, task.id, said, based_on=task.version, by=actor, now=now)
        house.flush()

    say(named[0], "gesundheitsamt", 9, TaskState.IN_PROGRESS)
    say(late, "polizei", 7, TaskState.WAITING, waiting_for="die Freigabe im eigenen Haus")
    say(back, "jobcenter", 6, TaskState.PUT_BACK, note="Erst nach der Umstellung im Haus.")
    say(room, "koordination", 4, TaskState.DONE)
