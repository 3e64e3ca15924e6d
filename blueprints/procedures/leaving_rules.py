"""How an institution leaves a version that it has adopted: by a termination, once that binds it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.procedures.adoption_queries import Adoptions, Line, adoptions
from models.adoptions import BINDING
from models.errors import RuleBroken
from models.procedures import Procedure, ProcedureVersion
from models.rounds import AskedSeat
from models.seats import AppointmentRole
from models.stances import Stance, StanceValue
from models.words import N_


def judge_word(house: Session, about: Procedure, asked: AskedSeat, stance: Stance, today: date) -> None:
    """Refuse a termination of what was not adopted or one that reaches back, and, where a version in force
    binds the institution on the day of the word, every other way out of it."""
    said_on = stance.said_on or today
    rows = select(ProcedureVersion).where(ProcedureVersion.procedure_id == about.id)
    versions = list(house.scalars(rows.order_by(ProcedureVersion.number)))
    standing = adoptions(house, about, versions, said_on)
    line = next(each for each in standing.lines if each.asked_id == asked.id)
    if stance.value is StanceValue.TERMINATED:
        if not line.can_terminate:
            raise RuleBroken(N_("Only what the institution has adopted can be terminated."), field="value")
        if _has_ended(line, said_on):
            told = N_("The adoption has ended. Whoever wants to be bound again adopts the version anew.")
            raise RuleBroken(told, field="value")
        if stance.ends_on is not None and stance.ends_on < said_on:
            raise RuleBroken(N_("A termination does not reach back."), field="ends_on")
    elif _would_count(house, stance) and _is_bound(standing, line.seat_id, line.number, said_on):
        _judge_staying(stance)


def _has_ended(line: Line, on: date) -> bool:
    """Whether a termination that counts has run out before that day: no later last day brings it back."""
    said = line.said
    if said is None or said.value is not StanceValue.TERMINATED or said.ends_on is None:
        return False
    return not (said.word.waits or said.word.refused) and said.ends_on < on


def _judge_staying(stance: Stance) -> None:
    if stance.value not in BINDING:
        told = N_(
            "Whoever is bound by a version in force leaves it by a termination. Please choose “terminated” "
            "and name the last day on which it binds."
        )
        raise RuleBroken(told, field="value")
    if stance.provisional:
        told = N_(
            "The institution is bound by this version. Only a termination can be subject to the approval of "
            "the management; please wait for the approval before you answer anew."
        )
        raise RuleBroken(told, field="provisional")


def _would_count(house: Session, stance: Stance) -> bool:
    """Not beside a word of the main representative, whose own always does."""
    main = (Stance.asked_seat_id == stance.asked_seat_id, Stance.role == AppointmentRole.MAIN)
    return (
        stance.role is AppointmentRole.MAIN or house.scalar(select(Stance.id).where(*main).limit(1)) is None
    )


def _is_bound(standing: Adoptions, seat_id: int, number: int, on: date) -> bool:
    """Whether the word to one version binds today: to itself, or to a later one that did not ask again."""
    one = next(each for each in standing.adopters if each.seat_id == seat_id)
    return any(one.binds(each, on) for each in standing.binding if (one.carried_from(each) or each) == number)
