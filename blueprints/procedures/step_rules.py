"""The steps of an open version: added, changed, moved, taken out; the contact point of one also later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from blueprints.procedures.rules import kept
from blueprints.procedures.version_rules import numbered, open_version, steps_of
from blueprints.tables.rules import changed, day_of
from models.actors import Actor
from models.contact_points import ContactKind, ContactPoint
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.links import unlink
from models.offers import HelpOffer
from models.procedure_steps import (
    MOST_BRANCHES,
    MOST_STEPS,
    ProcedureStep,
    StepBranch,
    StepContact,
    StepOffer,
)
from models.procedures import ProcedureVersion
from models.seats import Seat
from models.standing import in_force
from models.versions import must_be
from models.words import N_

Branches = Sequence[tuple[str, int]]
"""Pairs of a condition and the step (by its key) to which it leads."""


def add(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    *,
    after: int,
    contact_id: int | None,
    offer_ids: Sequence[int],
    branches: Branches,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> ProcedureStep:
    """Put a step after the one with the number `after` (0: at the beginning)."""
    _, version = open_version(house, table_id, procedure_id, number, by)
    rows = steps_of(house, version.id)
    if len(rows) >= MOST_STEPS:
        raise RuleBroken(N_("A procedure has at most %(most)s steps."), most=MOST_STEPS)
    place = min(max(after, 0), len(rows)) + 1
    step = ProcedureStep(version_id=version.id, key=_next_key(house, procedure_id), place=place, **facts)
    _judge_actor(house, table_id, step, now)
    step.judge(len(branches))
    for each in rows[place - 1 :]:
        each.place += 1
    house.add(step)
    house.flush()
    _hang(house, version, step, contact_id, offer_ids, branches)
    record(house, "add", step, by=by, now=now, body_id=table_id, version=version.id, key=step.key)
    return step


def _next_key(house: Session, procedure_id: int) -> int:
    """One that no step of any version ever had."""
    mine = select(ProcedureVersion.id).where(ProcedureVersion.procedure_id == procedure_id)
    return (
        house.scalar(select(func.max(ProcedureStep.key)).where(ProcedureStep.version_id.in_(mine))) or 0
    ) + 1


def edit(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    step_id: int,
    *,
    based_on: int | None,
    contact_id: int | None,
    offer_ids: Sequence[int],
    branches: Branches,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> None:
    """Change what a step says and where it leads. Nobody takes away a contact point that she does not see."""
    _, version = open_version(house, table_id, procedure_id, number, by)
    step = _of(house, version, step_id)
    must_be(step, based_on)
    names = changed(step, facts)
    if "seat_id" in names:
        _judge_actor(house, table_id, step, now)
    step.judge(len(branches))
    _hang(house, version, step, contact_id or _unseen(house, step, by), offer_ids, branches)
    record(house, "edit", step, by=by, now=now, body_id=table_id, version=version.id, changed=names)


def move(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    step_id: int,
    *,
    up: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Let a step change places with its neighbour; at the end of the row nothing happens."""
    _, version = open_version(house, table_id, procedure_id, number, by)
    step = _of(house, version, step_id)
    other = step.place - 1 if up else step.place + 1
    beside = house.scalar(
        select(ProcedureStep).where(ProcedureStep.version_id == version.id, ProcedureStep.place == other)
    )
    if beside is not None:
        step.place, beside.place = beside.place, step.place
        record(house, "move", step, by=by, now=now, body_id=table_id, version=version.id, place=step.place)


def take_out(
    house: Session, table_id: int, procedure_id: int, number: int, step_id: int, *, by: Actor, now: datetime
) -> None:
    """Take a step out of an open version; branches that led to it go with it."""
    _, version = open_version(house, table_id, procedure_id, number, by)
    rows = steps_of(house, version.id)
    step = next((each for each in rows if each.id == step_id), None)
    if step is None:
        raise NotAllowed
    for each in rows:
        each.branches[:] = [branch for branch in each.branches if branch.to_step_id != step_id]
        if each.place > step.place:
            each.place -= 1
    record(house, "take-out", step, by=by, now=now, body_id=table_id, version=version.id, key=step.key)
    house.flush()
    unlink(house, step)
    house.delete(step)


def choose_contact(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    step_id: int,
    *,
    contact_id: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Name another contact point for a step, also of a version that was decided: that alone asks nobody."""
    about = kept(house, table_id, procedure_id, by)
    about.must_live(day_of(now))
    version = numbered(house, about, number)
    step = _of(house, version, step_id)
    _hang_contact(house, version, step, contact_id)
    record(house, "choose-contact", step, by=by, now=now, body_id=table_id, contact=contact_id)


def _of(house: Session, version: ProcedureVersion, step_id: int) -> ProcedureStep:
    step = house.get(ProcedureStep, step_id)
    if step is None or step.version_id != version.id:
        raise NotAllowed
    return step


def _unseen(house: Session, step: ProcedureStep, by: Actor) -> int | None:
    """The contact point of a step that somebody who edits it may not see, for example because its
    institution has left the table."""
    there = select(StepContact.contact_id).where(StepContact.step_id == step.id)
    return house.scalar(there.where(~StepContact.visible_to(by)))


def _judge_actor(house: Session, table_id: int, step: ProcedureStep, now: datetime) -> None:
    if step.seat_id is None:
        return
    sits = select(Seat.id).where(
        Seat.id == step.seat_id, Seat.body_id == table_id, in_force(Seat, day_of(now))
    )
    if house.scalar(sits) is None:
        raise RuleBroken(N_("Choose among the institutions of the table."), field="seat_id")


def contacts_for(table_id: int) -> Select[int]:
    """SQL: what a step may name: public contact points, and internal ones of institutions at the table; so
    that whoever sits there sees what was chosen."""
    ours = select(Seat.organisation_id).where(Seat.body_id == table_id).correlate(None)
    return select(ContactPoint.id).where(
        or_(ContactPoint.kind != ContactKind.INTERNAL, ContactPoint.organisation_id.in_(ours))
    )


def _hang(
    house: Session,
    version: ProcedureVersion,
    step: ProcedureStep,
    contact_id: int | None,
    offer_ids: Sequence[int],
    branches: Branches,
) -> None:
    """Contact point, help offers and branches as they were chosen."""
    _hang_contact(house, version, step, contact_id)
    wanted = set(offer_ids)
    if set(house.scalars(select(HelpOffer.id).where(HelpOffer.id.in_(wanted)))) != wanted:
        raise RuleBroken(N_("Choose among the help offers of the directory."), field="offer_ids")
    house.refresh(step, ["offers", "branches"])
    step.offers[:] = [each for each in step.offers if each.offer_id in wanted]
    there = {each.offer_id for each in step.offers}
    step.offers += [StepOffer(step_id=step.id, offer_id=each) for each in sorted(wanted - there)]
    step.branches[:] = _branches(house, version, step, branches)


def _branches(
    house: Session, version: ProcedureVersion, step: ProcedureStep, wanted: Branches
) -> list[StepBranch]:
    if len(wanted) > MOST_BRANCHES:
        raise RuleBroken(N_("A step has at most %(most)s branches."), field="branches", most=MOST_BRANCHES)
    keyed = {
        row.key: row.id
        for row in house.execute(
            select(ProcedureStep.key, ProcedureStep.id).where(ProcedureStep.version_id == version.id)
        )
    }
    if any(keyed.get(key) in (None, step.id) for _, key in wanted):
        raise RuleBroken(N_("A branch leads to another step of this version."), field="branches")
    if len(wanted) > 1 and not all(condition for condition, _ in wanted):
        raise RuleBroken(N_("Where there are several branches each needs its condition."), field="branches")
    return [
        StepBranch(step_id=step.id, to_step_id=keyed[key], condition=condition) for condition, key in wanted
    ]


def _hang_contact(
    house: Session, version: ProcedureVersion, step: ProcedureStep, contact_id: int | None
) -> None:
    there = house.get(StepContact, step.id)
    if there is not None and there.contact_id == contact_id:
        return
    wanted = contacts_for(version.body_id).where(ContactPoint.id == contact_id)
    if contact_id is not None and house.scalar(wanted) is None:
        raise RuleBroken(N_("There is no such contact point."), field="contact_id")
    if there is not None and contact_id is not None:
        there.contact_id = contact_id
    elif there is not None:
        house.delete(there)
    elif contact_id is not None:
        house.add(StepContact(step_id=step.id, contact_id=contact_id, procedure_id=version.procedure_id))
    house.flush()
