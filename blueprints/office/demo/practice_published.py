"""What the practice table has published of its oldest meeting: a text for everybody, approved by itself."""

from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.minutes import publication_rules
from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from models.minutes import Minutes
from plumbing.markdown import render

TITLE: Final = "Wege der Erstberatung"
TEXT: Final = (
    "Der Runde Tisch hat seine Arbeit aufgenommen. "
    "Die Institutionen nennen einander feste **Ansprechstellen**. (Übungsangabe)"
)


def tell(house: Session, table: Practice, today: date) -> None:
    """Prepared and approved this morning."""
    approved = select(Minutes).where(Minutes.body_id == table.body.id, Minutes.approved_on.is_not(None))
    minutes = house.scalars(approved.order_by(Minutes.id)).first()
    if minutes is None:
        return
    by, now = table.actor(house, "koordination", today), at(today, 0, 6)
    parts = {"1": (TITLE, TEXT)}
    made = publication_rules.prepare(
        house, minutes.meeting_id, parts, based_on=0, by=by, now=now, render=render
    )
    house.flush()
    publication_rules.publish(house, minutes.meeting_id, based_on=made.version, by=by, now=now)
