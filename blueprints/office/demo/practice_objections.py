"""An objection to the minutes of the practice table's last meeting, not decided yet."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.minutes import objection_rules
from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from models.editions import Edition, EditionKind, EditionReader
from models.meetings import Meeting

WHO: Final = "jugendamt"
WRONG: Final = "Es fehlt, dass das Jugendamt auch außerhalb der Dienstzeiten erreichbar ist."
WORDING: Final = (
    "Das Jugendamt wird einbezogen, sobald Minderjährige betroffen sein können; "
    "außerhalb der Dienstzeiten über den Bereitschaftsdienst."
)


def tell(house: Session, table: Practice, held: Meeting, today: date) -> None:
    """Raised two days ago."""
    now = at(today - timedelta(days=2), 10)
    seat = table.seats[WHO]
    read = house.scalars(
        select(Edition)
        .join(EditionReader, EditionReader.edition_id == Edition.id)
        .where(
            Edition.meeting_id == held.id,
            Edition.kind == EditionKind.MINUTES,
            EditionReader.seat_id == seat.id,
        )
    ).one()
    objection_rules.raise_objection(
        house,
        read.id,
        3,
        seat_id=seat.id,
        wrong=WRONG,
        wording=WORDING,
        by=table.actor(house, WHO, now.date()),
        now=now,
    )
