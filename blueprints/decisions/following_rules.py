"""Circular decisions follow the seats: who now acts for an asked institution gets the question, too."""

from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.decisions.letters import OPENED, send
from blueprints.decisions.rules import day_of
from blueprints.decisions.running_queries import running_circulars
from blueprints.meetings import following_rules as _asks_successors_first  # noqa: F401 - before this one
from blueprints.meetings.recipient_queries import asked_today
from models.consequences import consequence
from models.history import record
from models.rounds import Round


@consequence
def follow_circulations(house: Session, body_id: int | None, now: datetime) -> int:
    """Send the question to whoever acts by now for an asked institution and has not got it. Returns letters.

    What a seat has said that ends meanwhile counts no more; that is derived (voice_queries.Line.sits).
    """
    today = day_of(now)
    letters, running = 0, running_circulars(today)
    mine = running if body_id is None else running.where(Round.body_id == body_id)
    for asking, _, found in house.execute(mine).all():
        people = asked_today(house, found.body_id, today, first=today, last=today)
        sent = send(house, found, asking, people, template=OPENED, purpose="opened", now=now)
        if sent:
            record(house, "follow", found, by=None, now=now, letters=sent)
        letters += sent
    return letters
