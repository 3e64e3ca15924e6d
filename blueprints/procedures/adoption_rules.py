"""What institutions say to a decided version: adopted, terminated, recorded, confirmed by management."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import of_seat_on
from blueprints.procedures.deciding_rules import judge_force
from blueprints.procedures.leaving_rules import judge_word
from blueprints.procedures.letters import RECORDED, send
from blueprints.procedures.own_rules import keep_rule
from blueprints.procedures.rules import may_keep
from blueprints.procedures.version_rules import numbered
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.adoptions import CHOICES
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.procedures import Procedure, ProcedureVersion
from models.rounds import AskedSeat, Channel
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from models.stances import SaidBy, Stance, StanceConfirmation, StanceValue, counting
from models.standing import in_force
from models.words import N_


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an institution says. `rule` is the file of its own rule, as it was judged, `ends_on` the last day
    on which a version that it terminates binds it."""

    value: StanceValue
    reason: str = ""
    provisional: bool = False
    ends_on: date | None = None
    rule: dict[str, Any] | None = None


def may_adopt(by: Actor, seat_id: int) -> bool:
    """Whoever may sign for a full member; never the coordination as such, never by a link."""
    mine = (each for each in by.seats if each.seat_id == seat_id and each.role != "reader")
    return any(each.may_sign and each.kind == SeatKind.VOTING.value for each in mine)


def adopt(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    *,
    asked_id: int,
    answer: Answer,
    by: Actor,
    now: datetime,
) -> Stance:
    """Say for one's institution what it makes of a version; every word is kept, one of them counts."""
    about, found, asked = _asked(house, table_id, procedure_id, number, asked_id)
    if not may_adopt(by, asked.seat_id):
        raise NotAllowed
    role = next(each.role for each in by.seats if each.seat_id == asked.seat_id)
    stance = Stance(
        asked_seat_id=asked.id,
        seat_id=asked.seat_id,
        person_id=by.person_id,
        role=_in_place(house, asked.seat_id, AppointmentRole(role), day_of(now)),
        channel=Channel.SITE,
        cast_at=now,
        **_words(answer),
    )
    return _keep(house, about, found, asked, stance, answer, by, now)


def counts(house: Session, stance: Stance) -> bool:
    """Whether a word is the one of its institution: not that of a deputy beside the main representative's."""
    cast = house.scalars(select(Stance).where(Stance.asked_seat_id == stance.asked_seat_id)).all()
    return counting(cast) is stance


def record_adoption(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    *,
    asked_id: int,
    person_id: int | None,
    said_by: SaidBy,
    said_on: date,
    answer: Answer,
    by: Actor,
    now: datetime,
) -> int:
    """The coordination writes down what somebody who may sign has said, and tells the institution. Returns
    the letters."""
    if not may_keep(by, table_id):
        raise NotAllowed
    about, found, asked = _asked(house, table_id, procedure_id, number, asked_id)
    _judge_day(found, said_on, day_of(now))
    role = _role_of(house, asked.seat_id, person_id, said_on)
    if role is None or person_id is None:
        told = N_("This person may not sign for the institution.")
        raise RuleBroken(told if person_id else N_("Please choose who said it."), field="person_id")
    stance = Stance(
        asked_seat_id=asked.id,
        seat_id=asked.seat_id,
        person_id=person_id,
        role=_in_place(house, asked.seat_id, role, said_on),
        channel=Channel.COORDINATION,
        cast_at=now,
        recorded_by_id=by.person_id,
        said_by=said_by,
        said_on=said_on,
        **_words(answer),
    )
    kept = _keep(house, about, found, asked, stance, answer, by, now)
    people = of_seat_on(house, asked.seat_id, day_of(now))
    return send(house, about, found, people, template=RECORDED, purpose=f"recorded-{kept.id}", now=now)


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What one institution said at a signing event, and who signed for it."""

    asked_id: int
    person_id: int | None
    answer: Answer


def record_event(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    signed: Sequence[Signed],
    *,
    said_on: date,
    by: Actor,
    now: datetime,
) -> int:
    """Record what was said at a signing event, all of it or nothing. A refusal names field and asked seat.
    Returns the letters."""
    if not signed:
        raise RuleBroken(N_("Please record what at least one institution says."))
    if len({each.asked_id for each in signed}) < len(signed):
        raise RuleBroken(N_("One institution stands here twice. Please open the form anew."))
    letters = 0
    for each in signed:
        facts: dict[str, Any] = {"said_by": SaidBy.WRITING, "said_on": said_on, "by": by, "now": now}
        try:
            letters += record_adoption(
                house,
                table_id,
                procedure_id,
                number,
                asked_id=each.asked_id,
                person_id=each.person_id,
                answer=each.answer,
                **facts,
            )
        except RuleBroken as broken:
            if broken.field and broken.field != "said_on":
                broken.field = f"{broken.field}-{each.asked_id}"
            raise
    return letters


def confirm(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    stance_id: int,
    *,
    agreed: bool,
    said_on: date,
    by: Actor,
    now: datetime,
) -> None:
    """Note what the management of an institution says to its provisional word: the institution, or the
    coordination for it. Where it does not agree the word falls away."""
    stance = house.get(Stance, stance_id)
    if stance is None or not (may_adopt(by, stance.seat_id) or may_keep(by, table_id)):
        raise NotAllowed
    about, found, _ = _asked(house, table_id, procedure_id, number, stance.asked_seat_id)
    cast = house.scalars(select(Stance).where(Stance.asked_seat_id == stance.asked_seat_id)).all()
    if counting(cast) is not stance or not stance.provisional:
        raise RuleBroken(N_("There is nothing to confirm here: another answer counts, or it is final."))
    if house.get(StanceConfirmation, stance.id) is not None:
        raise RuleBroken(N_("The answer of the management has been noted already."))
    _judge_day(found, said_on, day_of(now))
    own = may_adopt(by, stance.seat_id)
    house.add(
        StanceConfirmation(
            stance_id=stance.id,
            agreed=agreed,
            said_on=said_on,
            noted_at=now,
            person_id=by.person_id if own else None,
            recorded_by_id=None if own else by.person_id,
        )
    )
    facts: dict[str, Any] = {"agreed": agreed, "version": found.id}
    record(house, "confirm", stance, by=by, now=now, body_id=table_id, **facts)
    judge_force(house, about, now)


def _words(answer: Answer) -> dict[str, Any]:
    return {
        "value": answer.value,
        "reason": answer.reason,
        "provisional": answer.provisional,
        "ends_on": answer.ends_on,
    }


def _asked(
    house: Session, table_id: int, procedure_id: int, number: int, asked_id: int
) -> tuple[Procedure, ProcedureVersion, AskedSeat]:
    """Procedure, version and asked seat, where they belong together; the first two are held."""
    about = house.get(Procedure, procedure_id, with_for_update=True, populate_existing=True)
    if about is None or about.body_id != table_id:
        raise NotAllowed
    found = numbered(house, about, number)
    asked = house.get(AskedSeat, asked_id)
    if asked is None or asked.round_id != found.round_id:
        raise NotAllowed
    return about, found, asked


def _judge_day(found: ProcedureVersion, said_on: date, today: date) -> None:
    if said_on > today:
        raise RuleBroken(N_("This day has not come yet."), field="said_on")
    if found.decided_on is None or said_on < found.decided_on:
        raise RuleBroken(N_("It had not been decided then."), field="said_on")


def _role_of(house: Session, seat_id: int, person_id: int | None, on: date) -> AppointmentRole | None:
    """In which role somebody may sign for a seat that day; None where she may not."""
    return house.scalar(
        select(Appointment.role)
        .join(Seat, Seat.id == Appointment.seat_id)
        .where(
            Appointment.seat_id == seat_id,
            Appointment.person_id == person_id,
            Appointment.may_sign.is_(True),
            in_force(Appointment, on),
            in_force(Seat, on),
        )
        .limit(1)
    )


def _in_place(house: Session, seat_id: int, role: AppointmentRole, on: date) -> AppointmentRole:
    """Where nobody is the main representative, a deputy acts in that place (domain.md 5.3): else the word of
    somebody who has left would count for years over every deputy's."""
    main = Appointment.role == AppointmentRole.MAIN
    there = select(Appointment.id).where(Appointment.seat_id == seat_id, main, in_force(Appointment, on))
    return role if house.scalar(there.limit(1)) is not None else AppointmentRole.MAIN


def _keep(
    house: Session,
    about: Procedure,
    found: ProcedureVersion,
    asked: AskedSeat,
    stance: Stance,
    answer: Answer,
    by: Actor,
    now: datetime,
) -> Stance:
    found.must_be_decided()
    about.must_live(day_of(now))
    if found.replaced_on is not None and found.replaced_on <= day_of(now):
        raise RuleBroken(N_("This version has been replaced."))
    if stance.value not in CHOICES:
        raise RuleBroken(N_("This cannot be said to a procedure."), field="value")
    if answer.rule is not None and stance.value is not StanceValue.OWN_RULE:
        raise RuleBroken(N_("A file is only wanted where you have your own rule."), field="upload")
    stance.judge()
    judge_word(house, about, asked, stance, day_of(now))
    house.add(stance)
    house.flush()
    if answer.rule is not None:
        keep_rule(house, about, asked, stance, answer.rule, by=by, now=now)
    facts = {"value": stance.value.value, "channel": stance.channel.value, "version": found.id}
    record(house, "cast", stance, by=by, now=now, body_id=about.body_id, seat=asked.seat_id, **facts)
    judge_force(house, about, now)
    return stance
