"""Replies that are due are reminded of six and two weeks and three days before, and the lead by hand."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import and_, exists, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from blueprints.meetings.due_rules import who_want_it
from blueprints.requests.request_letters import DUE, send
from blueprints.requests.request_rules import led
from blueprints.tables.rules import day_of
from blueprints.tasks.recipient_queries import Recipient, recipients_of
from models.actors import Actor
from models.bodies import Body, BodyState
from models.errors import RuleBroken
from models.history import record
from models.letters import Letter
from models.reminder_stops import stopped
from models.requests import ExternalRequest, RequestReply
from models.words import N_

NOTICES: Final = (timedelta(weeks=6), timedelta(weeks=2), timedelta(days=3))
"""So long before the last day (domain.md 6); each once for each last day."""
UNSETTLED: Final = and_(
    ExternalRequest.withdrawn_on.is_(None),
    not_(
        exists().where(
            RequestReply.request_id == ExternalRequest.id,
            RequestReply.closes,
            RequestReply.sent_on.is_not(None),
        )
    ),
)
"""SQL: a reply is still owed."""


def remind(house: Session, today: date, now: datetime) -> int:
    """Post the letters that are due; returns how many. A deadline that moves is reminded of anew; of notices
    that were missed the last one counts."""
    due = [each for each in _due(house) if _stage(each, today) is not None]
    people = who_want_it(house, {each.body_id for each in due}, today)
    leads = recipients_of(house, due, today)
    unwanted = stopped(house, {each.address for each in leads.values()})
    count = 0
    for each in due:
        lead = leads.get(each.id)
        to = [Recipient.of_coordination(person) for person in people.get(each.body_id, [])]
        if lead is not None and lead.address.lower() not in unwanted:
            to.append(lead)
        count += _tell(house, each, to, today, now)
    return count


def days_ahead(request: ExternalRequest, today: date) -> list[date]:
    """The days on which reminders are still to go, as the last day is known now."""
    last = request.due_day
    if last is None or last < today:
        return []
    known = day_of(request.registered_at)
    return [last - notice for notice in NOTICES if last - notice >= max(today, known)]


def lead_to_remind(house: Session, request: ExternalRequest, today: date) -> Recipient | None:
    """Who has the lead, for a reminder: nobody who wants none."""
    to = recipients_of(house, [request], today).get(request.id)
    return None if to is None or stopped(house, {to.address}) else to


def remind_lead(house: Session, request_id: int, *, by: Actor, now: datetime) -> int:
    """Remind whoever has the lead now, at most once a day; returns the letters."""
    request, today = led(house, request_id, by), day_of(now)
    owed = select(ExternalRequest.id).where(ExternalRequest.id == request_id, UNSETTLED)
    if house.scalar(owed) is None or request.seat_id is None:
        raise RuleBroken(N_("No institution owes a reply to this request."))
    to = lead_to_remind(house, request, today)
    if to is None:
        raise RuleBroken(N_("Nobody of this institution can be written to today."))
    purpose = f"request-reminded-{request_id}-{today}"
    told = select(Letter.id).where(Letter.purpose == purpose)
    if house.scalar(told.limit(1)) is not None:
        raise RuleBroken(N_("It has been reminded today already."))
    send(house, request, to, DUE, purpose, today, now)
    record(house, "remind", request, by=by, now=now, seat=request.seat_id)
    return 1


def _due(house: Session) -> list[ExternalRequest]:
    return list(
        house.scalars(
            select(ExternalRequest)
            .join(Body, Body.id == ExternalRequest.body_id)
            .where(
                UNSETTLED,
                or_(ExternalRequest.due_on.is_not(None), ExternalRequest.due_meeting_id.is_not(None)),
                Body.state.in_((BodyState.FOUNDING, BodyState.ACTIVE)),
            )
            .options(joinedload(ExternalRequest.due_meeting))
            .order_by(ExternalRequest.id)
        )
    )


def _stage(request: ExternalRequest, today: date) -> int | None:
    """Which notice is due: the last that has been reached, if the request was known when it was."""
    if request.due_day is None or request.due_day < today:
        return None
    reached = [number for number, notice in enumerate(NOTICES) if today >= request.due_day - notice]
    if not reached or request.due_day - NOTICES[reached[-1]] < day_of(request.registered_at):
        return None
    return reached[-1]


def _tell(
    house: Session, request: ExternalRequest, to: Iterable[Recipient], today: date, now: datetime
) -> int:
    purpose = f"request-due-{request.id}-{request.due_day}-{_stage(request, today)}"
    told = set(house.scalars(select(Letter.recipient).where(Letter.purpose == purpose)))
    count = 0
    for address, each in {each.address.lower(): each for each in to}.items():
        if address not in {known.lower() for known in told}:
            send(house, request, each, DUE, purpose, today, now)
            count += 1
    return count
