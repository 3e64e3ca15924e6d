"""Comments on a version in consultation, and what those who draft it made of them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.procedures.rules import drafted
from blueprints.procedures.version_rules import numbered, steps_of
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.organisations import Organisation
from models.procedure_comments import CommentAnswer, ProcedureComment
from models.procedures import Procedure
from models.seats import Seat
from models.standing import in_force
from models.versions import must_be
from models.words import N_


def may_comment(by: Actor, procedure: Procedure) -> bool:
    """Members of the table, full and advisory, and the coordination (domain.md 3)."""
    return by.coordinates_body(procedure.body_id) or bool(by.seats_at(procedure.body_id))


def comment(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    *,
    step_key: int | None,
    seat_id: int | None,
    text: str,
    proposal: str,
    by: Actor,
    now: datetime,
) -> ProcedureComment:
    """Say something to a version in consultation for one's institution; without one as the coordination."""
    about = house.scalar(
        select(Procedure).where(
            Procedure.id == procedure_id, Procedure.body_id == table_id, Procedure.visible_to(by)
        )
    )
    if about is None or not may_comment(by, about):
        raise NotAllowed
    found = numbered(house, about, number)
    if found.is_decided or found.comments_until is None or day_of(now) > found.comments_until:
        raise RuleBroken(N_("This version is not in consultation."))
    if step_key is not None and step_key not in {each.key for each in steps_of(house, found.id)}:
        raise RuleBroken(N_("There is no such step any more."), field="step_key")
    made = ProcedureComment(
        version_id=found.id,
        body_id=table_id,
        institution=_institution(house, table_id, seat_id, by, now),
        person_id=by.person_id,
        commented_at=now,
        text=text,
        proposal=proposal,
        step_key=step_key,
        seat_id=seat_id,
    )
    house.add(made)
    house.flush()
    record(house, "comment", made, by=by, now=now, version=found.id, seat=seat_id)
    return made


def _institution(house: Session, table_id: int, seat_id: int | None, by: Actor, now: datetime) -> str:
    """For whom it is said: the name of the institution that day; empty for the coordination."""
    if seat_id is None:
        if not by.coordinates_body(table_id):
            raise RuleBroken(N_("Please choose the institution."), field="seat_id")
        return ""
    if seat_id not in {each.seat_id for each in by.seats_at(table_id)}:
        raise NotAllowed
    name = select(Organisation.name).join(Seat, Seat.organisation_id == Organisation.id)
    found = house.scalar(name.where(Seat.id == seat_id, in_force(Seat, day_of(now))))
    if found is None:
        raise NotAllowed
    return str(found)


def answer(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    comment_id: int,
    *,
    answer: CommentAnswer,
    answer_note: str,
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Say what became of a comment; a reason is owed where it was not taken over as it is."""
    about = drafted(house, table_id, procedure_id, by)
    found = numbered(house, about, number)
    made = house.get(ProcedureComment, comment_id, with_for_update=True, populate_existing=True)
    if made is None or made.version_id != found.id:
        raise NotAllowed
    must_be(made, based_on)
    if answer is not CommentAnswer.TAKEN and not answer_note:
        raise RuleBroken(N_("Please give a reason."), field="answer_note")
    made.answer, made.answer_note, made.answered_at = answer, answer_note, now
    record(house, "answer", made, by=by, now=now, answer=answer.value)
