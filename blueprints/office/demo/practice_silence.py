"""Two meetings of the practice table before the others: one institution never answers."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.meetings import rules as meeting_rules
from blueprints.minutes import circulation_rules, rules
from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import (
    HELD_ANSWERS,
    add_items,
    at,
    give_answers,
    invite,
    plan,
    working_day,
)
from plumbing.markdown import render

EARLIER: Final = ((9, -58), (10, -38))
"""Their numbers, and how many days before today they took place. The provider of youth welfare answered
neither of them, nor the one after: three in a row."""
AGENDA: Final[dict[str, dict[str, Any]]] = {
    "round": {"title": "Berichte aus den Häusern", "minutes_planned": 60}
}
WORDS: Final = "Die Anwesenden berichten reihum (Übungsdaten)."


def tell(house: Session, table: Practice, today: date, went_out: Any) -> None:
    """`went_out` notes the waiting letters as delivered at an instant."""
    for number, days in EARLIER:
        day = working_day(today, days)
        planned_on, invited_on = day - timedelta(days=24), day - timedelta(days=21)
        meeting = plan(house, table, day, planned_on, number=number)
        items = add_items(house, table, meeting, AGENDA, planned_on)
        tokens = invite(house, table, meeting, invited_on)
        went_out(house, at(invited_on, 9, 1))
        give_answers(house, table, meeting, HELD_ANSWERS, tokens)
        by: dict[str, Any] = {"by": table.actor(house, "koordination", day)}
        meeting_rules.hold(house, meeting.id, now=at(day, 12, 30), **by)
        rules.begin(house, meeting.id, now=at(day, 13), **by)
        words: dict[str, Any] = {"based_on": 0, "now": at(day, 13, 10), "render": render} | by
        rules.write_item(house, items["round"].id, WORDS, **words)
        rules.note_attendance(house, meeting.id, {}, now=at(day, 13, 20), **by)
        rules.confirm(house, meeting.id, now=at(day, 13, 30), **by)
        circulation_rules.circulate(house, meeting.id, now=at(day, 14), **by)
        went_out(house, at(day, 14, 1))
