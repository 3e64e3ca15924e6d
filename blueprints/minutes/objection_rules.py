"""Raising, withdrawing and deciding objections to minutes; nothing of them is ever overwritten."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.minutes import objection_letters
from blueprints.minutes.objection_queries import can_withdraw
from blueprints.minutes.objector_queries import Objector, item_id_of, objectors
from models.actors import Actor
from models.deadlines import BERLIN
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import Meeting, MeetingState
from models.minutes import Minutes
from models.objections import DECIDED, Objection, ObjectionEnding, ObjectionOutcome
from models.unnamed import must_name_nobody
from models.words import N_


def may_decide_objections(by: Actor, table_id: int) -> bool:
    """The coordination."""
    return by.coordinates_body(table_id)


def raise_objection(
    house: Session,
    edition_id: int,
    place: int,
    *,
    seat_id: int | None,
    wrong: str,
    wording: str,
    by: Actor,
    now: datetime,
) -> Objection:
    """Say what is wrong at a place of the edition one has read (0: the minutes as a whole).

    Taken at any time: after the last day it is a note for the next meeting, never lost. The minutes are held
    meanwhile, so that they are not approved beside it.
    """
    minutes, edition, who = _for_whom(house, edition_id, place, seat_id, by, now)
    if not wrong.strip():
        raise RuleBroken(N_("Please say what is not right."), field="wrong")
    item_id = item_id_of(house, edition, place)
    must_name_nobody(house, item_id, own_seat=who.seat_id, wrong=wrong)
    must_name_nobody(house, item_id, wording=wording)
    made = Objection(
        minutes_id=minutes.id,
        meeting_id=minutes.meeting_id,
        body_id=minutes.body_id,
        edition_id=who.edition.id,
        institution=who.name,
        wrong=wrong,
        wording=wording,
        objected_at=now,
        item_id=item_id,
        item_number=edition.data["items"][place - 1]["number"] if place else "",
        seat_id=who.seat_id,
        person_id=by.person_id if who.own else None,
        recorded_by_id=None if who.own else by.person_id,
    )
    house.add(made)
    house.flush()
    late = _is_late(house, made, minutes, now)
    record(house, "raise", made, by=by, now=now, seat=who.seat_id, late=late, recorded=not who.own)
    objection_letters.tell_raised(house, made, own=who.own, now=now)
    return made


def _is_late(house: Session, made: Objection, minutes: Minutes, now: datetime) -> bool:
    """One in time takes back an approval by lapse."""
    assert minutes.objections_until is not None
    late = made.is_late(minutes.objections_until)
    if not late and minutes.take_back_lapse():
        house.get_one(Meeting, minutes.meeting_id).state = MeetingState.MINUTED
        record(house, "take-back-approval", minutes, by=None, now=now)
    return late


def _for_whom(
    house: Session, edition_id: int, place: int, seat_id: int | None, by: Actor, now: datetime
) -> tuple[Minutes, Edition, Objector]:
    """The minutes, held until the end of the transaction, and for whom she objects to what she has read."""
    edition = house.get(Edition, edition_id)
    if edition is None:
        raise NotAllowed
    minutes = house.scalar(select(Minutes).where(Minutes.meeting_id == edition.meeting_id).with_for_update())
    today = now.astimezone(BERLIN).date()
    found = [each for each in objectors(house, edition, place, by, today) if each.seat_id == seat_id]
    if minutes is None or not found:
        raise NotAllowed
    return minutes, edition, found[0]


def withdraw(house: Session, objection_id: int, *, by: Actor, now: datetime) -> ObjectionEnding:
    """The institution takes it back; what was said stays readable to it and to the coordination."""
    objection = _open(house, objection_id)
    if not can_withdraw(objection, by):
        raise NotAllowed
    return _end(house, objection, ObjectionOutcome.WITHDRAWN, "", "", by, now)


def decide(
    house: Session,
    objection_id: int,
    *,
    outcome: ObjectionOutcome,
    answer: str,
    wording: str,
    by: Actor,
    now: datetime,
) -> ObjectionEnding:
    """Say what becomes of an objection; the institution's people are told by letter. Decided once."""
    objection = _open(house, objection_id)
    if not may_decide_objections(by, objection.body_id):
        raise NotAllowed
    if outcome not in DECIDED:
        raise RuleBroken(N_("Only the institution itself can withdraw it."), field="outcome")
    minutes = house.get_one(Minutes, objection.minutes_id)
    if outcome in (ObjectionOutcome.REFUSED, ObjectionOutcome.IN_PART) and not answer.strip():
        raise RuleBroken(N_("Please give the reason."), field="answer")
    if outcome.changes_text and minutes.approved_at is not None and not answer.strip():
        raise RuleBroken(N_("Please give the reason."), field="answer")
    if outcome is ObjectionOutcome.REFUSED:
        wording = ""
    elif not wording.strip():
        raise RuleBroken(N_("Please give the wording."), field="wording")
    must_name_nobody(house, objection.item_id, wording=wording)
    made = _end(house, objection, outcome, answer, wording, by, now)
    objection_letters.tell_decided(house, objection, now=now)
    return made


def _open(house: Session, objection_id: int) -> Objection:
    """The objection, held until the end of the transaction, so that `_end` judges alone whether anything has
    become of it. `NotAllowed` where there is none."""
    objection = house.get(Objection, objection_id, with_for_update=True)
    if objection is None:
        raise NotAllowed
    return objection


def _end(
    house: Session,
    objection: Objection,
    outcome: ObjectionOutcome,
    answer: str,
    wording: str,
    by: Actor,
    now: datetime,
) -> ObjectionEnding:
    ended = select(ObjectionEnding.id).where(ObjectionEnding.objection_id == objection.id)
    if house.scalar(ended) is not None:
        raise RuleBroken(N_("This objection is settled already."))
    made = ObjectionEnding(
        objection_id=objection.id,
        outcome=outcome,
        ended_at=now,
        person_id=by.person_id,
        answer=answer,
        wording=wording,
    )
    house.add(made)
    house.flush()
    record(house, "settle", objection, by=by, now=now, outcome=outcome.value)
    return made
