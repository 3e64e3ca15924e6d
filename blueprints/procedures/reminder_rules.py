"""Reminders: of adoptions that are silent, and of reviews eight weeks before their day; each once."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from blueprints.meetings.due_rules import who_want_it
from blueprints.meetings.recipient_queries import Recipient, of_seat_on
from blueprints.procedures.adoption_queries import adoptions
from blueprints.procedures.letters import REMIND, REVIEW, people_of, send
from blueprints.tables.rules import day_of
from models.bodies import Body, BodyState, Bylaws
from models.decisions import reminder_days
from models.history import record
from models.invitations import InvitationKind
from models.procedures import REVIEW_WEEKS, Procedure, ProcedureVersion
from models.rounds import Round

AWAKE = Body.state.in_((BodyState.FOUNDING, BodyState.ACTIVE))
"""A body at rest reminds nobody."""


def remind_of_adoptions(house: Session, today: date, now: datetime) -> int:
    """The silent, at half-time and two working days before answers are asked for (domain.md 6)."""
    running = house.execute(
        select(Procedure, ProcedureVersion, Round, Bylaws)
        .join(ProcedureVersion, ProcedureVersion.procedure_id == Procedure.id)
        .join(Round, Round.id == ProcedureVersion.round_id)
        .join(Body, Body.id == Procedure.body_id)
        .join(Bylaws, Bylaws.body_id == Body.id)
        .where(
            Round.closed_at.is_(None),
            Round.due_on >= today,
            or_(Procedure.repealed_on.is_(None), Procedure.repealed_on > today),
            AWAKE,
        )
        .order_by(ProcedureVersion.id)
    ).all()
    sent = 0
    for about, version, asking, bylaws in running:
        opened_on = day_of(asking.opened_at)
        days = reminder_days(opened_on, asking.due_on, bylaws.land)
        day = max((each for each in days if opened_on < each <= today), default=None)
        if day is not None:
            lines = adoptions(house, about, [version], today).lines
            silent = {each.seat_id for each in lines if each.said is None}
            asked = people_of(house, about, silent, today)
            given: dict[str, Any] = {"purpose": f"remind-{day}", "due_on": asking.due_on, "now": now}
            sent += send(house, about, version, asked, template=REMIND, **given)
    return sent


def remind_of_reviews(house: Session, today: date, now: datetime) -> int:
    """Coordination and lead, eight weeks before a review is due; each review day once."""
    due = house.scalars(
        select(Procedure)
        .join(Body, Body.id == Procedure.body_id)
        .where(
            Procedure.review_on <= today + timedelta(weeks=REVIEW_WEEKS),
            or_(
                Procedure.repealed_on.is_(None),
                and_(Procedure.repealed_on > today, Procedure.repealed_on > Procedure.review_on),
            ),
            Procedure.reminded_on.is_distinct_from(Procedure.review_on),
            AWAKE,
        )
        .order_by(Procedure.id)
    ).all()
    chiefs = who_want_it(house, {each.body_id for each in due}, today)
    sent = 0
    for about in due:
        people = [
            Recipient(
                kind=InvitationKind.MAIN,
                name=each.name,
                institution="",
                address=each.email,
                language=each.language,
                salutation=each.salutation,
                person_id=each.id,
            )
            for each in chiefs.get(about.body_id, [])
        ]
        if about.lead_seat_id is not None:
            people += of_seat_on(house, about.lead_seat_id, today)
        purpose = f"review-{about.review_on}"
        sent += send(
            house, about, None, people, template=REVIEW, purpose=purpose, now=now, due_on=about.review_on
        )
        about.reminded_on = about.review_on
        record(house, "remind", about, by=None, now=now, review_on=str(about.review_on))
    return sent
