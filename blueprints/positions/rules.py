"""Positions: who begins, leads and writes them, and what is said about them before their text."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from blueprints.tables.rules import changed, day_of
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.position_texts import PositionSection
from models.positions import (
    Position,
    PositionAudience,
    PositionDelegate,
    PositionEditor,
    PositionKind,
)
from models.projects import Project
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import in_force
from models.texts import Text
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_

WHOLE: Final = tuple(
    selectinload(each)
    for each in (
        *(Position.editors, Position.tables, Position.delegates),
        *(Position.audience, Position.versions),
    )
)
"""What must be loaded with a position before anybody is asked what she may do with it."""
USUAL_SECTIONS: Final = {
    PositionKind.STATEMENT: (N_("Summary"), N_("Occasion"), N_("Assessment"), N_("Proposals")),
    PositionKind.PAPER: (N_("Starting point"), N_("What we see"), N_("What we stand for"), N_("Demands")),
    PositionKind.OPEN_LETTER: (N_("Salutation and occasion"), N_("Our concern"), N_("What we ask for")),
    PositionKind.DEMAND: (N_("Demand"), N_("Reasons")),
    PositionKind.QUESTIONS: (N_("Occasion"), N_("Questions")),
}
"""With which sections a text of this kind begins, if one likes."""


IS_FINAL_NOW: Final = N_("The text is final. Open it again before you change anything.")
IS_ABANDONED: Final = N_("This draft is withdrawn. Take it up again before you change anything.")


def why_not_written(position: Position) -> str | None:
    """What to tell whoever writes it, if nothing may be changed just now."""
    if position.final_version is not None:
        return IS_FINAL_NOW
    return IS_ABANDONED if position.abandoned_at is not None else None


def must_be_in_the_making(position: Position) -> None:
    why = why_not_written(position)
    if why:
        raise RuleBroken(why)


def may_begin(by: Actor, table_id: int) -> bool:
    """The coordination, and whoever represents a full member."""
    sits = any(each.kind == "voting" for each in by.seats_at(table_id))
    return by.coordinates_body(table_id) or sits


def may_lead(by: Actor, position: Position) -> bool:
    """The editors with the lead, and the coordination of the table that keeps it."""
    return by.coordinates_body(position.body_id) or position.is_written_by(by, leads=True)


def may_write(by: Actor, position: Position) -> bool:
    """Editors and coordination, as long as there is no final text."""
    return writes(by, position) and position.is_in_the_making


def writes(by: Actor, position: Position) -> bool:
    """Editors and coordination, whether or not the text may be changed just now."""
    return by.coordinates_body(position.body_id) or position.is_written_by(by)


def begin(
    house: Session,
    table_id: int,
    *,
    seat_ids: Iterable[int] = (),
    headings: Iterable[str] = (),
    by: Actor,
    now: datetime,
    **facts: Any,
) -> Position:
    """An idea for a position; whoever begins it has the lead, unless the coordination does.

    `headings` are its first sections, still empty.
    """
    if not may_begin(by, table_id):
        raise NotAllowed
    position = Position(body_id=table_id, started_at=now, **facts)
    wanted = _judged(house, position, [table_id], seat_ids, now)
    house.add(position)
    house.flush()
    house.add_all(PositionAudience(position_id=position.id, seat_id=each) for each in sorted(wanted))
    if not by.coordinates_body(table_id):
        house.add(PositionEditor(position_id=position.id, person_id=by.person_id, leads=True))
    record(house, "begin", position, by=by, now=now, level=position.visibility.value)
    for place, heading in enumerate(headings, 1):
        text = Text(body_id=table_id)
        house.add(text)
        house.flush()
        house.add(PositionSection(position_id=position.id, text_id=text.id, place=place, heading=heading))
    house.flush()
    return position


def correct(
    house: Session,
    position_id: int,
    *,
    based_on: int | None,
    seat_ids: Iterable[int],
    by: Actor,
    now: datetime,
    **facts: Any,
) -> None:
    """Correct what is said about a position and who may read it, until its text is final."""
    position = led(house, position_id, by)
    must_be_in_the_making(position)
    must_be(position, based_on)
    names = changed(position, facts)
    wanted = _judged(house, position, position.body_ids, seat_ids, now)
    before = {each.seat_id: each for each in position.audience}
    for seat_id in before.keys() - wanted:
        house.delete(before[seat_id])
    new = sorted(wanted - before.keys())
    house.add_all(PositionAudience(position_id=position_id, seat_id=each) for each in new)
    record(house, "edit", position, by=by, now=now, changed=names, level=position.visibility.value)
    house.expire(position, ["audience"])


def _judged(
    house: Session, position: Position, bodies: Iterable[int], seat_ids: Iterable[int], now: datetime
) -> set[int]:
    """The seats that a confidential position names; refuses those that are not at its tables."""
    project = house.get(Project, position.project_id) if position.project_id else None
    if position.project_id is not None and (project is None or project.body_id != position.body_id):
        raise RuleBroken(N_("Choose among the projects of this table."), field="project_id")
    wanted = set(seat_ids) if position.visibility is Visibility.CONFIDENTIAL else set()
    position.judge(len(wanted))
    sitting = in_force(Seat, day_of(now))
    known = select(Seat.id).where(Seat.body_id.in_(bodies), Seat.id.in_(wanted), sitting)
    if set(house.scalars(known)) != wanted:
        raise RuleBroken(N_("Choose among the institutions of the table."), field="seat_ids")
    return wanted


def name_editors(
    house: Session,
    position_id: int,
    *,
    leads: Iterable[int],
    writes: Iterable[int],
    by: Actor,
    now: datetime,
) -> None:
    """Who has the lead and who writes beside them: people at its tables or invited from outside."""
    position = led(house, position_id, by)
    wanted = dict.fromkeys(writes, False) | dict.fromkeys(leads, True)
    if not set(wanted) <= _to_name(house, position, by, now):
        raise RuleBroken(N_("Choose among the people who take part."), field="leads")
    if not by.coordinates_body(position.body_id) and not wanted.get(by.person_id):
        raise RuleBroken(N_("You have the lead; the coordination can pass it on."), field="leads")
    house.execute(delete(PositionEditor).where(PositionEditor.position_id == position_id))
    house.add_all(
        PositionEditor(position_id=position_id, person_id=person, leads=lead)
        for person, lead in sorted(wanted.items())
    )
    facts = {"leads": sorted(each for each, lead in wanted.items() if lead), "writes": sorted(wanted)}
    record(house, "name-editors", position, by=by, now=now, **facts)
    house.expire(position, ["editors"])


def own_tables(position: Position, by: Actor) -> frozenset[int]:
    """Those of its tables where one knows people by name."""
    return position.body_ids & (by.member_of | by.coordinates)


def _to_name(house: Session, position: Position, by: Actor, now: datetime) -> set[int]:
    """Whom one may name: all who take part; for whoever sits at none of its tables those invited from
    outside, as she is, and who writes it already."""
    there = people_of(house, position, now)
    if own_tables(position, by):
        return there
    invited = {each.person_id for each in position.delegates if each.ended_at is None}
    return invited | ({each.person_id for each in position.editors} & there)


def people_of(house: Session, position: Position, now: datetime) -> set[int]:
    """Whoever fills a seat at one of its tables today (not only to read), and those invited from outside."""
    today = day_of(now)
    seated = (
        select(Appointment.person_id)
        .join(Seat, Seat.id == Appointment.seat_id)
        .where(
            Seat.body_id.in_(position.body_ids),
            Appointment.role != AppointmentRole.READER,
            in_force(Appointment, today),
            in_force(Seat, today),
        )
    )
    invited = select(PositionDelegate.person_id).where(
        PositionDelegate.position_id == position.id, PositionDelegate.ended_at.is_(None)
    )
    return {*house.scalars(seated), *house.scalars(invited)}


def locked(house: Session, position_id: int, by: Actor) -> Position:
    """The position, held until the end of the transaction, if one may see it."""
    wanted = select(Position).where(Position.id == position_id).options(*WHOLE)
    position = house.scalar(wanted.with_for_update().execution_options(populate_existing=True))
    if position is None or not position.is_seen_by(by):
        raise NotAllowed
    return position


def led(house: Session, position_id: int, by: Actor) -> Position:
    """The position for whoever has the lead."""
    position = locked(house, position_id, by)
    if not may_lead(by, position):
        raise NotAllowed
    return position


def written(house: Session, position_id: int, by: Actor) -> Position:
    """The position for whoever writes it, while it may be written."""
    position = locked(house, position_id, by)
    if not writes(by, position):
        raise NotAllowed
    must_be_in_the_making(position)
    return position
