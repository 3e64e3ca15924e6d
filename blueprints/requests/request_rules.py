"""Requests to a table: registered and assigned by its coordination, worked on by whoever has the lead."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from blueprints.requests.request_letters import tell_lead
from blueprints.tables.rules import changed, day_of
from blueprints.tasks.truth_rules import judge_person, judge_seat
from models.actors import Actor
from models.bodies import Body
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.links import unlink
from models.meetings import Meeting
from models.organisations import Organisation
from models.reports import Report, ReportAssessment, ReportVersion
from models.requests import ExternalRequest, RequestReply
from models.versions import must_be
from models.words import N_


def may_register(by: Actor, table_id: int) -> bool:
    """The coordination registers, assigns and releases (domain.md 5.13)."""
    return by.coordinates_body(table_id)


def may_work_on(by: Actor, request: ExternalRequest) -> bool:
    """Whoever has the lead drafts, and the coordination for them."""
    return request.seat_id in by.seat_ids or by.coordinates_body(request.body_id)


def register(house: Session, table_id: int, *, by: Actor, now: datetime, **facts: Any) -> ExternalRequest:
    """Register a request: from whom, its words, to whom, until when."""
    if not may_register(by, table_id):
        raise NotAllowed
    made = ExternalRequest(body_id=table_id, registered_at=now, **facts)
    _judge(house, made, by)
    house.add(made)
    house.flush()
    record(house, "register", made, by=by, now=now, level=made.visibility.value)
    return made


def correct(
    house: Session, request_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Correct what is said about a request; another deadline is told by the page."""
    found = led(house, request_id, by)
    must_be(found, based_on)
    with house.no_autoflush:
        names = changed(found, facts)
        _judge(house, found, by)
    record(house, "edit", found, by=by, now=now, changed=names, level=found.visibility.value)


def assign(
    house: Session,
    request_id: int,
    *,
    seat_id: int | None,
    appointment_id: int | None,
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> int:
    """Give the lead to an institution and perhaps a person of it, or keep it with the coordination (no seat).
    Tells them by a letter; returns how many."""
    found = led(house, request_id, by)
    must_be(found, based_on)
    _must_go_on(found)
    on = day_of(now)
    if seat_id is not None:
        judge_seat(house, found.body_id, seat_id, on, "seat_id")
    if appointment_id is not None and seat_id is None:
        raise RuleBroken(N_("This person does not act for the institution."), field="appointment_id")
    judge_person(house, appointment_id, seat_id, on)
    if found.assigned_at and (found.seat_id, found.appointment_id) == (seat_id, appointment_id):
        raise RuleBroken(N_("They have the lead already."), field="seat_id")
    found.seat_id, found.appointment_id, found.assigned_at = seat_id, appointment_id, now
    house.flush()
    record(house, "assign", found, by=by, now=now, seat=seat_id)
    return tell_lead(house, found, on, now)


def begin(house: Session, request_id: int, *, by: Actor, now: datetime) -> None:
    """Say that it is being worked on; saying so twice changes nothing."""
    found = worked_on(house, request_id, by)
    _must_go_on(found)
    if found.begun_on is None:
        found.begun_on = day_of(now)
        record(house, "begin", found, by=by, now=now)


def withdraw(
    house: Session, request_id: int, *, withdrawn_on: Any, withdrawn_note: str, by: Actor, now: datetime
) -> None:
    """Note that whoever asked wants no reply any more."""
    found = led(house, request_id, by)
    _must_go_on(found)
    if withdrawn_on is None or withdrawn_on > day_of(now):
        raise RuleBroken(N_("This day has not come yet."), field="withdrawn_on")
    found.withdrawn_on, found.withdrawn_note = withdrawn_on, withdrawn_note
    record(house, "withdraw", found, by=by, now=now)


def take_up_again(house: Session, request_id: int, *, by: Actor, now: datetime) -> None:
    """Take back that it was withdrawn."""
    found = led(house, request_id, by)
    if found.withdrawn_on is None:
        raise NotAllowed
    found.withdrawn_on, found.withdrawn_note = None, ""
    record(house, "take-up-again", found, by=by, now=now)


def remove(house: Session, request_id: int, *, by: Actor, now: datetime) -> None:
    """Delete a request that was registered by mistake, with its drafts; what was replied to stays, and so
    does one whose report others have seen."""
    found = led(house, request_id, by)
    sent = select(RequestReply.id).where(
        RequestReply.request_id == request_id, RequestReply.sent_on.is_not(None)
    )
    following = select(ExternalRequest.id).where(ExternalRequest.follows_id == request_id)
    if house.scalar(select(or_(sent.exists(), following.exists()))):
        raise RuleBroken(N_("A reply was handed over, or another question follows from it: it stays."))
    _remove_report(house, request_id)
    record(house, "remove", found, by=by, now=now)
    house.execute(delete(RequestReply).where(RequestReply.request_id == request_id))
    unlink(house, found)
    house.execute(delete(ExternalRequest).where(ExternalRequest.id == request_id))


def _remove_report(house: Session, request_id: int) -> None:
    """The draft of a report goes with its request."""
    found = house.scalar(select(Report).where(Report.request_id == request_id).with_for_update())
    if found is None:
        return
    released = select(ReportVersion.id).where(ReportVersion.report_id == found.id)
    asked = found.shown_at is not None or found.decision_id is not None
    if asked or house.scalar(released.limit(1)) is not None:
        raise RuleBroken(N_("Its report has been shown to institutions or released: the request stays."))
    house.execute(delete(ReportAssessment).where(ReportAssessment.report_id == found.id))
    house.delete(found)
    house.flush()


def led(house: Session, request_id: int, by: Actor) -> ExternalRequest:
    """The request, held until the end of the transaction, for the coordination of its table."""
    found = _locked(house, request_id)
    if found is None or not may_register(by, found.body_id):
        raise NotAllowed
    return found


def worked_on(house: Session, request_id: int, by: Actor) -> ExternalRequest:
    """The same for whoever has the lead, too."""
    found = _locked(house, request_id)
    if found is None or not may_work_on(by, found):
        raise NotAllowed
    return found


def _locked(house: Session, request_id: int) -> ExternalRequest | None:
    return house.scalar(select(ExternalRequest).where(ExternalRequest.id == request_id).with_for_update())


def _must_go_on(found: ExternalRequest) -> None:
    if found.withdrawn_on is not None:
        raise RuleBroken(N_("This request was withdrawn."))


def _judge(house: Session, made: ExternalRequest, by: Actor) -> None:
    """The row by itself, and that what it names is there for whoever writes it."""
    made.judge()
    outside = select(Body.id).where(Body.id == made.committee_id, Body.is_external, Body.visible_to(by))
    if made.committee_id is not None and house.scalar(outside) is None:
        raise RuleBroken(N_("Choose among the bodies that are coordinated elsewhere."), field="committee_id")
    if made.organisation_id is not None and house.get(Organisation, made.organisation_id) is None:
        raise RuleBroken(N_("There is no such institution."), field="organisation_id")
    session = select(Meeting.id).where(Meeting.id == made.due_meeting_id, Meeting.visible_to(by))
    if made.due_meeting_id is not None and house.scalar(session) is None:
        raise RuleBroken(N_("There is no such session."), field="due_meeting_id")
    _judge_before(house, made)


def _judge_before(house: Session, made: ExternalRequest) -> None:
    """What it follows from is another request of the table, and never, however far back, it itself."""
    before, met = made.follows_id, {made.id}
    while before is not None:
        row = house.execute(
            select(ExternalRequest.body_id, ExternalRequest.follows_id).where(ExternalRequest.id == before)
        ).one_or_none()
        if row is None or row.body_id != made.body_id or before in met:
            raise RuleBroken(N_("Choose another request of this table."), field="follows_id")
        met.add(before)
        before = row.follows_id
