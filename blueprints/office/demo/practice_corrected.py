"""A corrected version of the practice table's last minutes, and who has taken note of it."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.minutes import correction_queries, correction_rules, note_taking_rules
from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.office.demo.practice_words import HELD_MINUTES
from models.editions import EditionReader
from models.meetings import Meeting
from plumbing.markdown import render

WRONG, RIGHT = "Dienstagabend", "Donnerstagabend"
REASON: Final = "Richtiggestellt: Donnerstag statt Dienstag (Übungsdaten)."
HAVE_TAKEN_NOTE: Final = ("fachberatung", "polizei")


def tell(house: Session, table: Practice, held: Meeting, today: date) -> datetime:
    """Corrected yesterday afternoon, noted by two institutions; returns when the letters went out."""
    now = at(today - timedelta(days=1), 15)
    items = correction_queries.items_by_number(house, held.id)
    newest = correction_queries.newest_editions(house, held.id)[0]
    number = next(each["number"] for each in newest.data["items"] if WRONG in each["markdown"])
    text = HELD_MINUTES["late"].replace(WRONG, RIGHT)
    given: dict[str, Any] = {
        "based_on": newest.number,
        "by": table.actor(house, "koordination", now.date()),
        "now": now,
    }
    correction_rules.correct(house, held.id, {items[number]: text}, REASON, **given, render=render)
    house.flush()
    for who in HAVE_TAKEN_NOTE:
        _take_note(house, table, who, held, now + timedelta(hours=1))
    return now + timedelta(minutes=1)


def _take_note(house: Session, table: Practice, who: str, held: Meeting, now: datetime) -> None:
    ids = [each.id for each in correction_queries.newest_editions(house, held.id)]
    seat_id = table.seats[who].id
    mine = EditionReader.edition_id.in_(ids), EditionReader.seat_id == seat_id
    edition_id = house.scalars(select(EditionReader.edition_id).where(*mine)).one()
    note_taking_rules.take_note(house, edition_id, by=table.actor(house, who, now.date()), now=now)
