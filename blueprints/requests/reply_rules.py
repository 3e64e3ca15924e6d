"""Replies to a request: drafted by the lead, released and handed over by the coordination."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.requests.report_queries import versions_to_send
from blueprints.requests.request_rules import led, worked_on
from blueprints.tables.rules import changed, day_of
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.papers import Paper
from models.requests import ExternalRequest, ReplyWay, RequestReply, judge_release
from models.versions import must_be
from models.words import N_


def draft(house: Session, request_id: int, *, by: Actor, now: datetime, **facts: Any) -> RequestReply:
    """Begin a reply: its words or its paper, to whom, by which way, and whether it settles the request."""
    request = worked_on(house, request_id, by)
    _must_not_be_withdrawn(request)
    made = RequestReply(request_id=request_id, made_at=now, made_by_id=by.person_id, **facts)
    _judge(house, request, made, by, now)
    house.add(made)
    house.flush()
    record(house, "draft", made, by=by, now=now, body_id=request.body_id, request=request_id)
    return made


def note_given(
    house: Session,
    request_id: int,
    *,
    released_by: str,
    sent_on: date | None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> RequestReply:
    """Note a reply that was given already, as an oral report in the session: released and handed over."""
    request = led(house, request_id, by)
    if sent_on is None:
        raise RuleBroken(N_("Please give the day."), field="sent_on")
    made = draft(house, request_id, **facts, by=by, now=now)
    made.released_on, made.released_by, made.sent_on = sent_on, released_by, sent_on
    _judge(house, request, made, by, now)
    known = {"channel": made.channel.value, "request": request_id}
    record(house, "hand-over", made, by=by, now=now, body_id=request.body_id, **known)
    return made


def correct(
    house: Session, reply_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> None:
    """Change a draft. What was released is a draft again: the release was of other words."""
    request, found = _found(house, reply_id, by)
    must_be(found, based_on)
    found.must_be_open()
    with house.no_autoflush:
        names = changed(found, facts)
        found.released_on, found.released_by = None, ""
        _judge(house, request, found, by, now)
    record(house, "edit", found, by=by, now=now, body_id=request.body_id, changed=names)


def drop(house: Session, reply_id: int, *, by: Actor, now: datetime) -> None:
    """Give a draft up."""
    request, found = _found(house, reply_id, by)
    found.must_be_open()
    record(house, "remove", found, by=by, now=now, body_id=request.body_id)
    house.delete(found)


def release(
    house: Session,
    reply_id: int,
    *,
    released_by: str,
    released_on: date | None,
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Release a reply: by which function, on which day. For a county that is its leadership."""
    request, found = _found(house, reply_id, by, leading=True)
    must_be(found, based_on)
    found.must_be_open()
    _must_not_be_withdrawn(request)
    judge_release(released_by, released_on, day_of(now))
    found.released_by, found.released_on = released_by, released_on
    _judge(house, request, found, by, now)
    record(house, "release", found, by=by, now=now, body_id=request.body_id)


def hand_over(
    house: Session,
    reply_id: int,
    *,
    sent_on: date | None,
    channel: ReplyWay,
    addressee: str,
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Note that a released reply went out: the day, the way and the addressee are fixed with it."""
    request, found = _found(house, reply_id, by, leading=True)
    must_be(found, based_on)
    found.must_be_open()
    if found.released_on is None:
        raise RuleBroken(N_("This reply has not been released yet."))
    if sent_on is None:
        raise RuleBroken(N_("Please give the day."), field="sent_on")
    found.sent_on, found.channel, found.addressee = sent_on, channel, addressee
    _judge(house, request, found, by, now)
    known = {"channel": channel.value}
    record(house, "hand-over", found, by=by, now=now, body_id=request.body_id, **known)


def note_taken(
    house: Session, reply_id: int, *, noted_on: date | None, reference: str = "", by: Actor, now: datetime
) -> None:
    """Note that the addressee took note of it, as in a session without a vote, and under which reference."""
    request, found = _found(house, reply_id, by, leading=True)
    if found.sent_on is None:
        raise NotAllowed
    if noted_on is None:
        raise RuleBroken(N_("Please give the day."), field="noted_on")
    found.noted_on, found.reference = noted_on, reference
    _judge(house, request, found, by, now)
    record(house, "note-taken", found, by=by, now=now, body_id=request.body_id)


def _found(
    house: Session, reply_id: int, by: Actor, *, leading: bool = False
) -> tuple[ExternalRequest, RequestReply]:
    found = house.scalar(select(RequestReply).where(RequestReply.id == reply_id).with_for_update())
    if found is None:
        raise NotAllowed
    return (led if leading else worked_on)(house, found.request_id, by), found


def _must_not_be_withdrawn(request: ExternalRequest) -> None:
    if request.withdrawn_on is not None:
        raise RuleBroken(N_("This request was withdrawn."))


def _judge(house: Session, request: ExternalRequest, made: RequestReply, by: Actor, now: datetime) -> None:
    made.judge(day_of(now))
    paper = select(Paper.id).where(
        Paper.id == made.paper_id, Paper.body_id == request.body_id, Paper.visible_to(by)
    )
    if made.paper_id is not None and house.scalar(paper) is None:
        raise RuleBroken(N_("There is no such paper at this table."), field="paper_id")
    known = [key for key, _ in versions_to_send(house, request.id)]
    if made.report_edition_id is not None and made.report_edition_id not in known:
        raise RuleBroken(N_("There is no such report on this request."), field="report_edition_id")
