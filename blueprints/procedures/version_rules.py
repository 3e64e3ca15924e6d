"""Versions of a procedure: begun, worded, put to the table for comments; open until they are decided."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql import ColumnElement

from blueprints.procedures.letters import CONSULTED, people_of, send
from blueprints.procedures.rules import drafted, forget_version, kept
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.procedure_steps import WORDS, ProcedureStep, StepBranch, StepContact, StepOffer
from models.procedures import Procedure, ProcedureAudience, ProcedureVersion
from models.seats import Seat, SeatKind
from models.standing import in_force
from models.texts import Text, TextVersion, freeze_version, version, write
from models.visibility import Visibility
from models.words import N_

Render = Callable[[str], str]
LONGEST: Final = timedelta(days=180)
"""A consultation that runs longer is none."""


def begin(
    house: Session, table_id: int, procedure_id: int, *, by: Actor, now: datetime, render: Render
) -> ProcedureVersion:
    """Begin the next version with the wording and the steps of the newest one; one is open at a time."""
    about = drafted(house, table_id, procedure_id, by)
    about.must_live(day_of(now))
    if about.is_external:
        raise RuleBroken(N_("What others agreed is only named here: it has no versions."))
    newest = _newest(house, procedure_id)
    if newest is not None and not newest.is_decided:
        raise RuleBroken(N_("Version %(number)s is still open."), number=newest.number)
    text = Text(body_id=table_id)
    house.add(text)
    house.flush()
    made = ProcedureVersion(
        procedure_id=procedure_id,
        body_id=table_id,
        number=(newest.number if newest else 0) + 1,
        text_id=text.id,
        created_at=now,
        created_by_id=by.person_id,
    )
    house.add(made)
    house.flush()
    if newest is not None:
        said = wording_of(house, newest)
        if said is not None:
            write(house, text, said.markdown, based_on=0, by=by, now=now, render=render)
        _copy_steps(house, newest, made)
    record(house, "begin", made, by=by, now=now, number=made.number, procedure=procedure_id)
    return made


def _newest(house: Session, procedure_id: int) -> ProcedureVersion | None:
    newest = select(func.max(ProcedureVersion.number)).where(ProcedureVersion.procedure_id == procedure_id)
    return house.scalar(
        select(ProcedureVersion).where(
            ProcedureVersion.procedure_id == procedure_id,
            ProcedureVersion.number == newest.scalar_subquery(),
        )
    )


def steps_of(house: Session, version_id: int) -> list[ProcedureStep]:
    """The steps of a version in their order, with all that hangs on them."""
    rows = (
        select(ProcedureStep)
        .where(ProcedureStep.version_id == version_id)
        .options(
            selectinload(ProcedureStep.branches),
            selectinload(ProcedureStep.offers),
            joinedload(ProcedureStep.contact),
        )
        .order_by(ProcedureStep.place, ProcedureStep.id)
    )
    return list(house.scalars(rows))


def _copy_steps(house: Session, old: ProcedureVersion, new: ProcedureVersion) -> None:
    """The same steps under the same keys."""
    same: dict[int, ProcedureStep] = {}
    rows = steps_of(house, old.id)
    for each in rows:
        same[each.id] = ProcedureStep(
            version_id=new.id,
            key=each.key,
            place=each.place,
            seat_id=each.seat_id,
            category=each.category,
            ends=each.ends,
            **{name: getattr(each, name) for name in WORDS},
        )
    house.add_all(same.values())
    house.flush()
    for each in rows:
        step_id = same[each.id].id
        for branch in each.branches:
            to = same[branch.to_step_id].id
            house.add(StepBranch(step_id=step_id, to_step_id=to, condition=branch.condition))
        house.add_all(StepOffer(step_id=step_id, offer_id=offer.offer_id) for offer in each.offers)
        if each.contact is not None:
            contact_id = each.contact.contact_id
            house.add(StepContact(step_id=step_id, contact_id=contact_id, procedure_id=new.procedure_id))
    house.flush()


def wording_of(house: Session, about: ProcedureVersion) -> TextVersion | None:
    """The newest wording of a version."""
    text = house.get_one(Text, about.text_id)
    return version(house, text, text.latest)


def word(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    *,
    markdown: str,
    based_on: int,
    by: Actor,
    now: datetime,
    render: Render,
) -> None:
    """Save the wording of an open version; what two people wrote is merged."""
    _, found = open_version(house, table_id, procedure_id, number, by)
    text = house.get_one(Text, found.text_id)
    saved = write(house, text, markdown, based_on=based_on, by=by, now=now, render=render)
    if saved is not None and found.consulted_at is not None:
        freeze_version(saved, now)
    record(house, "word", found, by=by, now=now, wording=text.latest)


def consult(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    *,
    comments_until: date,
    by: Actor,
    now: datetime,
) -> int:
    """Show an open version to the readers of the procedure and let the members comment on it until a day;
    they get a letter that says so, for each last day once. Returns the letters."""
    about = kept(house, table_id, procedure_id, by)
    found = numbered(house, about, number)
    found.must_be_open()
    about.must_live(day_of(now))
    if not day_of(now) < comments_until <= day_of(now) + LONGEST:
        raise RuleBroken(N_("Please give a day within the next six months."), field="comments_until")
    if not steps_of(house, found.id):
        raise RuleBroken(N_("There is no step yet that could be commented on."))
    said = wording_of(house, found)
    if said is not None:
        freeze_version(said, now)
    found.consulted_at, found.comments_until = found.consulted_at or now, comments_until
    about.shown_at = about.shown_at or now
    asked = people_of(house, about, seats_to_consult(house, about, day_of(now)), day_of(now))
    given: dict[str, Any] = {"template": CONSULTED, "purpose": f"consulted-{comments_until}", "now": now}
    letters = send(house, about, found, asked, due_on=comments_until, **given)
    facts = {"until": comments_until.isoformat(), "letters": letters}
    record(house, "consult", found, by=by, now=now, **facts)
    return letters


def seats_to_consult(house: Session, about: Procedure, on: date) -> set[int]:
    """The seats of members that see the procedure by its level, once it is put to the table."""
    if about.visibility is Visibility.COORDINATION:
        return set()
    return set(house.scalars(select(Seat.id).where(*of_members(about, on))))


def of_members(about: Procedure, on: date) -> list[ColumnElement[bool]]:
    """The seats of the table's members of that day, full and advisory; of a confidential procedure those that
    it names."""
    found = [Seat.body_id == about.body_id, Seat.kind != SeatKind.GUEST, in_force(Seat, on)]
    if about.visibility is Visibility.CONFIDENTIAL:
        named = select(ProcedureAudience.seat_id).where(ProcedureAudience.procedure_id == about.id)
        found.append(Seat.id.in_(named))
    return found


def drop(house: Session, table_id: int, procedure_id: int, number: int, *, by: Actor, now: datetime) -> None:
    """Give up a version that was not decided; its steps and comments go with it."""
    about = kept(house, table_id, procedure_id, by)
    found = numbered(house, about, number)
    found.must_be_open()
    record(house, "drop", found, by=by, now=now, number=number)
    forget_version(house, found)


def numbered(house: Session, about: Procedure, number: int) -> ProcedureVersion:
    """One version of a procedure, held until the end of the transaction."""
    found = house.scalar(
        select(ProcedureVersion)
        .where(ProcedureVersion.procedure_id == about.id, ProcedureVersion.number == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotAllowed
    return found


def open_version(
    house: Session, table_id: int, procedure_id: int, number: int, by: Actor
) -> tuple[Procedure, ProcedureVersion]:
    """An open version for whoever drafts the procedure; the procedure is held, too."""
    about = drafted(house, table_id, procedure_id, by)
    found = numbered(house, about, number)
    found.must_be_open()
    return about, found
