"""Parts of the statement about rounds: what else waits at tables, and for whom."""

from typing import Final

from sqlalchemy import (
    Boolean,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    column,
    exists,
    func,
    not_,
    or_,
    select,
    table,
)
from sqlalchemy.orm import aliased

from models.bodies import Body
from models.decisions import Decision
from models.positions import Position
from models.readers import among
from models.results import CAME_ABOUT
from models.rounds import AskedSeat
from models.seats import AppointmentRole, Seat
from models.sending_pauses import SendingPause
from models.shelf import ShelfDocument
from models.stances import Stance

STOPPED: Final = exists().where(SendingPause.body_id == Body.id)
"""For its coordination: whether the letters of a table are stopped."""
CONFIRMED: Final = table("stance_confirmation", column("stance_id", Integer))
"""Whoever may see a stance may see that it is confirmed; asked through its class, all are gone through."""
BETTER, REVIEWED, WAITING_SEAT = aliased(Stance), aliased(Decision), aliased(AskedSeat)
PROVISIONAL: Final = (
    select(Stance.asked_seat_id.label("asked_id"), func.max(Stance.id).label("stance_id"))
    .where(
        Stance.provisional,
        not_(exists().where(CONFIRMED.c.stance_id == Stance.id)),
        not_(
            exists().where(
                BETTER.asked_seat_id == Stance.asked_seat_id,
                or_(
                    and_(BETTER.role == AppointmentRole.MAIN, Stance.role != AppointmentRole.MAIN),
                    and_(
                        (BETTER.role == AppointmentRole.MAIN) == (Stance.role == AppointmentRole.MAIN),
                        BETTER.id > Stance.id,
                    ),
                ),
            )
        ),
    )
    .group_by(Stance.asked_seat_id)
    .cte("provisional")
)
"""Institutions whose counting stance (`models.stances.counting`) waits for the word of their management."""
WAIT: Final = select(PROVISIONAL.c.asked_id)
WITH_WAITING: Final = select(WAITING_SEAT.round_id).where(WAITING_SEAT.id.in_(WAIT))
TO_REVIEW: Final = (
    select(
        REVIEWED.body_id.label("body_id"),
        func.count(REVIEWED.id).label("count"),
        func.min(REVIEWED.review_on).label("first_on"),
        func.max(REVIEWED.review_on).label("last_on"),
    )
    .where(
        REVIEWED.body_id.in_(among("coordinated")),
        REVIEWED.review_on <= bindparam("review_by", type_=Date()),
        REVIEWED.result.in_(CAME_ABOUT),
        REVIEWED.carried_out_on.is_(None),
        REVIEWED.superseded_by_id.is_(None),
    )
    .group_by(REVIEWED.body_id)
    .subquery("to_review")
)
"""Decisions in force whose review comes into sight, by table; for its coordination."""
TO_CONSENT: Final = (
    select(
        ShelfDocument.body_id.label("body_id"),
        func.count(ShelfDocument.id).label("count"),
        func.min(ShelfDocument.id).label("first_id"),
    )
    .where(ShelfDocument.owner_id == bindparam("owner", type_=Integer()), ShelfDocument.lower_to.is_not(None))
    .group_by(ShelfDocument.body_id)
    .subquery("to_consent")
)
"""Documents that the reader has put on a shelf, and that more people are to read: she is asked."""
AMENDMENT: Final = table(
    "amendment",
    column("id", Integer),
    column("position_id", Integer),
    column("organisation_id", Integer),
    column("answer", String),
    column("by_meeting", Boolean),
    column("agrees", Boolean),
    column("withdrawn_at", Position.started_at.type),
    column("merged_at", Position.started_at.type),
)
"""Whoever may see a position sees its amendments; asked through their class, all are gone through."""
TO_AGREE: Final = (
    select(
        Position.body_id.label("body_id"),
        func.count(AMENDMENT.c.id.distinct()).label("count"),
        func.min(Position.id).label("position_id"),
    )
    .join(AMENDMENT, and_(AMENDMENT.c.position_id == Position.id, Position.abandoned_at.is_(None)))
    .join(Seat, and_(Seat.body_id == Position.body_id, Seat.organisation_id == AMENDMENT.c.organisation_id))
    .where(
        Seat.id.in_(among("seats")),
        AMENDMENT.c.answer.in_(["modified", "refused"]),
        AMENDMENT.c.by_meeting.is_(False),
        AMENDMENT.c.agrees.is_(None),
        AMENDMENT.c.withdrawn_at.is_(None),
        AMENDMENT.c.merged_at.is_(None),
    )
    .group_by(Position.body_id)
    .subquery("to_agree")
)
"""Answers to amendments of the reader's institutions, to which these have not said whether they agree."""
