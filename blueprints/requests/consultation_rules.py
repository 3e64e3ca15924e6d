"""Where a paper was consulted: noted, corrected and taken out by the coordination that keeps the paper."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from blueprints.requests.rules import locked
from blueprints.tables.rules import changed
from models.actors import Actor
from models.bodies import Body
from models.consultations import Consultation
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.links import unlink
from models.meetings import Meeting
from models.versions import must_be
from models.words import N_


def add(house: Session, paper_id: int, *, by: Actor, now: datetime, **facts: Any) -> Consultation:
    """Note a consultation of a paper, past or to come."""
    paper = locked(house, paper_id, by)
    facts["committee_id"] = _committee(house, paper.body_id, by, facts)
    _judge_deciding(house, paper.body_id, by, facts.get("recommends_to_id"))
    made = Consultation(paper_id=paper_id, body_id=paper.body_id, **facts)
    made.judge()
    house.add(made)
    record(house, "add", made, by=by, now=now, paper=paper_id)
    return made


def correct(
    house: Session, paper_id: int, consultation_id: int, *, based_on: int | None, by: Actor, now: datetime,
    **facts: Any,
) -> None:  # fmt: skip
    """Correct a consultation: the session was moved, a result is known now."""
    found = _locked(house, paper_id, consultation_id, by)
    must_be(found, based_on)
    facts["committee_id"] = _committee(house, found.body_id, by, facts)
    _judge_deciding(house, found.body_id, by, facts.get("recommends_to_id"))
    with house.no_autoflush:
        names = changed(found, facts)
        found.judge()
    record(house, "edit", found, by=by, now=now, paper=paper_id, changed=names)


def remove(house: Session, paper_id: int, consultation_id: int, *, by: Actor, now: datetime) -> None:
    """Take a consultation out again."""
    found = _locked(house, paper_id, consultation_id, by)
    record(house, "remove", found, by=by, now=now, paper=paper_id)
    unlink(house, found)
    house.delete(found)


def _committee(house: Session, table_id: int, by: Actor, facts: dict[str, Any]) -> int:
    """The body that consulted the paper: that of the recorded session, or the one that was chosen; the table
    itself or one that others coordinate."""
    meeting_id, committee_id = facts.get("meeting_id"), facts.get("committee_id")
    if meeting_id is not None:
        session = select(Meeting.body_id).where(Meeting.id == meeting_id, Meeting.visible_to(by))
        committee_id = house.scalar(session)
    elif committee_id is None:
        raise RuleBroken(N_("Please choose a session, or a body and its date."), field="committee_id")
    ours = or_(Body.id == table_id, Body.is_external)
    known = house.scalar(select(Body.id).where(Body.id == (committee_id or 0), ours, Body.visible_to(by)))
    if known is None:
        field = "committee_id" if meeting_id is None else "meeting_id"
        raise RuleBroken(N_("Choose this table or a body that is coordinated elsewhere."), field=field)
    return known


def _judge_deciding(house: Session, table_id: int, by: Actor, body_id: int | None) -> None:
    """The body to which something is recommended: the table itself, or one that others coordinate."""
    ours = or_(Body.id == table_id, Body.is_external)
    known = select(Body.id).where(Body.id == (body_id or 0), ours, Body.visible_to(by))
    if body_id is not None and house.scalar(known) is None:
        words = N_("Choose this table or a body that is coordinated elsewhere.")
        raise RuleBroken(words, field="recommends_to_id")


def _locked(house: Session, paper_id: int, consultation_id: int, by: Actor) -> Consultation:
    locked(house, paper_id, by)
    found = house.get(Consultation, consultation_id)
    if found is None or found.paper_id != paper_id:
        raise NotAllowed
    return found
