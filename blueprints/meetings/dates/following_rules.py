"""Date findings follow the seats: who now acts for an asked institution is asked, too."""

from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.meetings.dates.change_rules import reachable
from blueprints.meetings.dates.letters import ASK, send
from blueprints.meetings.dates.rules import day_of
from blueprints.meetings.dates.standing_queries import Dates
from blueprints.meetings.round_queries import running_rounds
from models.consequences import consequence
from models.history import record
from models.rounds import Round, RoundKind


@consequence
def follow_date_findings(house: Session, body_id: int | None, now: datetime) -> int:
    """Send the question to whoever acts by now for an asked institution and has not got it. Returns letters.

    A link dies with the appointment it was sent for, so that nobody has to be told that she is asked no more.
    """
    today = day_of(now)
    running = running_rounds(RoundKind.DATES, today)
    letters = 0
    for asking in house.scalars(
        running if body_id is None else running.where(Round.body_id == body_id)
    ).all():
        acting = reachable(house, asking, Dates(house, asking.id, today), today)
        sent = send(house, asking, acting, template=ASK, purpose="ask", now=now)
        if sent:
            record(house, "follow", asking, by=None, now=now, letters=sent)
        letters += sent
    return letters
