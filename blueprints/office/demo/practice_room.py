"""Who was in the room, and minutes that are prepared before their meeting, at the practice table."""

from datetime import date, time, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.minutes import rules
from blueprints.minutes.writing.line_rules import Noted, note_line
from blueprints.minutes.writing.rules import Typed, save
from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from models.actors import Actor
from models.meetings import AgendaItem, Meeting
from models.minutes import Minutes, attendances
from plumbing.markdown import render

PREPARED: Final = (
    "Die Liste der Ansprechstellen liegt vor (Übungsdaten).\n\n- Ergänzungen bis zum Ende der Sitzung"
)
NOTE: Final = (
    "Zuerst die beiden Institutionen fragen, die noch keine Ansprechstelle genannt haben (Übungsdaten)."
)
UNDER_THE_RULE: Final = "case"
"""The item under the Chatham House rule: who said what about a case constellation is not written down."""


def tell(house: Session, minutes: Minutes, meeting: Meeting, items: dict[str, AgendaItem], by: Actor) -> None:
    """One institution came later; another one left earlier, and the room for one item."""
    there = [each for each in attendances(house, minutes.id) if each.seat_id and each.was_there]
    late, early = there[0], there[1]
    assert minutes.attendance_noted_at is not None
    told: dict[str, Any] = {"by": by, "now": minutes.attendance_noted_at + timedelta(minutes=2)}
    came = Noted(state=late.state, names=late.names, came=time(10, 20))
    note_line(house, meeting.id, late.id, came, based_on=late.version, **told)
    left_for = frozenset({items["other"].id})
    left = Noted(state=early.state, names=early.names, left=time(11, 45), left_for=left_for)
    note_line(house, meeting.id, early.id, left, based_on=early.version, **told)


def prepare(
    house: Session, table: Practice, meeting: Meeting, items: dict[str, AgendaItem], today: date
) -> None:
    """Minutes begun two days ago: a first text, a note of the chair, an item under the Chatham House rule."""
    begun = at(today - timedelta(days=2), 15)
    told: dict[str, Any] = {"by": table.actor(house, "koordination", begun.date()), "now": begun}
    rules.begin(house, meeting.id, **told)
    first = Typed(markdown=PREPARED, based_on=0, note=NOTE)
    save(house, items["contacts"].id, first, render=render, **told)
    under = Typed(markdown="", based_on=0, chatham_house=True)
    save(house, items[UNDER_THE_RULE].id, under, render=render, **told)
