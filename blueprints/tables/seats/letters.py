"""The letters of a table: the institution is asked for a new representative."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from blueprints.tables.concerns.vacancy_queries import Recipient, Vacancy
from models.letters import LetterKind, post

TEMPLATE = "tables/reappointment"


def send_reappointment(
    house: Session,
    table_id: int,
    vacancy: Vacancy,
    recipients: Sequence[Recipient],
    facts: dict[str, Any],
    *,
    now: datetime,
) -> None:
    """One letter each; the same request on the same day is not sent twice."""
    for each in recipients:
        post(
            house,
            template=TEMPLATE,
            to=each.address,
            name=each.name,
            language=each.language,
            salutation=each.salutation,
            kind=LetterKind.CONTENT,
            facts=facts,
            body_id=table_id,
            organisation_id=vacancy.organisation_id,
            purpose=f"reappoint-{vacancy.seat_id}-{facts['due_on']}",
            now=now,
        )
