"""The institutions' voices: cast, recorded, confirmed by their management; the objection to circulation."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.decisions.closing_rules import finish, judge_again
from blueprints.decisions.rules import day_of, may_decide
from models.actors import Actor
from models.decisions import Decision, ProcedureObjection
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.minutes import Attendance, Withdrawal
from models.results import Result
from models.rounds import AskedSeat, Channel, Round
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from models.stances import Stance, StanceConfirmation, StanceValue, counting
from models.standing import in_force
from models.unnamed import must_name_nobody
from models.words import N_


def may_cast(by: Actor, seat_id: int) -> bool:
    """The main representative and the deputies of a voting institution; never the coordination as such."""
    return any(
        each.seat_id == seat_id and each.role != "reader" and each.kind == SeatKind.VOTING.value
        for each in by.seats
    )


def cast(
    house: Session,
    table_id: int,
    decision_id: int,
    *,
    asked_id: int,
    value: StanceValue,
    reason: str = "",
    special_opinion: str = "",
    provisional: bool = False,
    by: Actor,
    now: datetime,
) -> Stance:
    """Say for one's institution what it thinks of the wording; every word is kept, one of them counts."""
    found, asking, asked = asked_of(house, table_id, decision_id, asked_id)
    if not may_cast(by, asked.seat_id):
        raise NotAllowed
    _must_take(found, asking, day_of(now))
    role = next(each.role for each in by.seats if each.seat_id == asked.seat_id)
    return keep(
        house,
        found,
        asked,
        Stance(
            asked_seat_id=asked.id,
            seat_id=asked.seat_id,
            person_id=by.person_id,
            role=AppointmentRole(role),
            value=value,
            channel=Channel.SITE,
            cast_at=now,
            reason=reason,
            special_opinion=special_opinion,
            provisional=provisional,
        ),
        by,
        now,
    )


def asked_of(
    house: Session, table_id: int, decision_id: int, asked_id: int
) -> tuple[Decision, Round, AskedSeat]:
    """Decision, round and asked seat, where they belong together. Both are held meanwhile, the decision
    first, as whoever closes it does: no word slips in behind its end."""
    found = house.get(Decision, decision_id, with_for_update=True, populate_existing=True)
    asked = house.get(AskedSeat, asked_id)
    if found is None or found.body_id != table_id or asked is None or asked.round_id != found.round_id:
        raise NotAllowed
    asking = house.get_one(Round, asked.round_id, with_for_update=True, populate_existing=True)
    return found, asking, asked


def _must_take(found: Decision, asking: Round, today: date) -> None:
    found.must_be_open()
    if found.circular and today > asking.due_on:
        raise RuleBroken(N_("The last day has passed."))


def role_of(house: Session, seat_id: int, person_id: int | None, on: date) -> AppointmentRole | None:
    """In which role somebody acts for a voting seat that day; None where she does not."""
    return house.scalar(
        select(Appointment.role)
        .join(Seat, Seat.id == Appointment.seat_id)
        .where(
            Appointment.seat_id == seat_id,
            Appointment.person_id == person_id,
            Appointment.role != AppointmentRole.READER,
            Seat.kind == SeatKind.VOTING,
            in_force(Appointment, on),
            in_force(Seat, on),
        )
        .limit(1)
    )


def keep(
    house: Session, found: Decision, asked: AskedSeat, stance: Stance, by: Actor, now: datetime
) -> Stance:
    if stance.value not in found.choices:
        raise RuleBroken(N_("This cannot be said to a question that is decided in this way."), field="value")
    if stance.value is not StanceValue.CONFLICT and has_withdrawn(house, found.item_id, asked.seat_id):
        raise RuleBroken(
            N_("The institution left the room for this item because of a conflict of interest: no vote."),
            field="value",
        )
    stance.judge()
    said = {"reason": stance.reason, "special_opinion": stance.special_opinion}
    must_name_nobody(house, found.item_id, own_seat=asked.seat_id, **said)
    house.add(stance)
    house.flush()
    facts = {"value": stance.value.value, "channel": stance.channel.value, "decision": found.id}
    record(house, "cast", stance, by=by, now=now, body_id=found.body_id, seat=asked.seat_id, **facts)
    return stance


def has_withdrawn(house: Session, item_id: int | None, seat_id: int) -> bool:
    """Whether the minutes note that the institution left the room for this item."""
    left = select(Withdrawal.item_id).join(Attendance, Attendance.id == Withdrawal.attendance_id)
    mine = left.where(Withdrawal.item_id == item_id, Attendance.seat_id == seat_id)
    return house.scalar(mine.limit(1)) is not None


def confirm(
    house: Session,
    table_id: int,
    decision_id: int,
    stance_id: int,
    *,
    agreed: bool,
    said_on: date,
    by: Actor,
    now: datetime,
) -> StanceConfirmation:
    """Note what the management of an institution says to its provisional stance; also after the end.

    The institution notes it, or the coordination for it. Where the management does not agree the stance
    falls away; the result is then judged again.
    """
    stance = house.get(Stance, stance_id)
    if stance is None or not (may_cast(by, stance.seat_id) or may_decide(by, table_id)):
        raise NotAllowed
    found, asking, _ = asked_of(house, table_id, decision_id, stance.asked_seat_id)
    _judge_confirmation(house, stance, asking, said_on, day_of(now))
    own = may_cast(by, stance.seat_id)
    made = StanceConfirmation(
        stance_id=stance.id,
        agreed=agreed,
        said_on=said_on,
        noted_at=now,
        person_id=by.person_id if own else None,
        recorded_by_id=None if own else by.person_id,
    )
    house.add(made)
    house.flush()
    facts: dict[str, Any] = {"agreed": agreed, "decision": found.id}
    record(house, "confirm", stance, by=by, now=now, body_id=found.body_id, **facts)
    judge_again(house, found, by=by, now=now)
    return made


def _judge_confirmation(house: Session, stance: Stance, asking: Round, said_on: date, today: date) -> None:
    all_of_it = house.scalars(select(Stance).where(Stance.asked_seat_id == stance.asked_seat_id)).all()
    if counting(all_of_it) is not stance or not stance.provisional:
        raise RuleBroken(N_("There is nothing to confirm here: another answer counts, or it is final."))
    if house.get(StanceConfirmation, stance.id) is not None:
        raise RuleBroken(N_("The answer of the management has been noted already."))
    if not day_of(asking.opened_at) <= said_on <= today:
        raise RuleBroken(N_("Please give a day between the opening and today."), field="said_on")


def object_to_circulation(
    house: Session,
    table_id: int,
    decision_id: int,
    *,
    asked_id: int,
    reason: str = "",
    recorded: bool = False,
    person_id: int | None = None,
    by: Actor,
    now: datetime,
) -> ProcedureObjection:
    """An institution wants this decided in a meeting: the circulation ends at once, everybody is told.

    `recorded`: the coordination writes down that this person of the institution objected.
    """
    found, asking, asked = asked_of(house, table_id, decision_id, asked_id)
    if not (may_decide(by, table_id) if recorded else may_cast(by, asked.seat_id)):
        raise NotAllowed
    if not found.circular:
        raise RuleBroken(N_("This is not decided in circulation."))
    _must_take(found, asking, day_of(now))
    if recorded and role_of(house, asked.seat_id, person_id, day_of(now)) is None:
        raise RuleBroken(N_("This person does not act for the institution."), field="person_id")
    must_name_nobody(house, found.item_id, own_seat=asked.seat_id, reason=reason)
    made = ProcedureObjection(
        decision_id=found.id,
        seat_id=asked.seat_id,
        institution=asked.name,
        person_id=person_id if recorded and person_id else by.person_id,
        channel=Channel.COORDINATION if recorded else Channel.SITE,
        objected_at=now,
        reason=reason,
        recorded_by_id=by.person_id if recorded else None,
    )
    house.add(made)
    finish(house, found, asking, Result.OBJECTED, day_of(now), now)
    record(house, "object", found, by=by, now=now, seat=asked.seat_id)
    return made
