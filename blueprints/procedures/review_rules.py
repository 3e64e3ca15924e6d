"""The life of what is in force: reviewed, replaced, repealed; and what the field reports of its steps."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from blueprints.meetings.topics import rules as topic_rules
from blueprints.procedures.rules import kept
from blueprints.procedures.version_rules import numbered, steps_of
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.deadlines import months_later
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.links import LinkKind, link
from models.procedures import Procedure, ProcedureVersion
from models.rounds import Round
from models.topics import Topic
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_

REPEAL_AHEAD: Final = 60
"""At most so many months ahead a repeal is set."""


def may_report(by: Actor, procedure: Procedure) -> bool:
    """Whoever may submit topics at the table says that a step did not work."""
    return topic_rules.may_submit(by, procedure.body_id)


def check_unchanged(
    house: Session, table_id: int, procedure_id: int, *, note: str, by: Actor, now: datetime
) -> None:
    """It was looked at and is right as it stands: a result, too. The time until the next review runs anew."""
    about = _in_force(house, table_id, procedure_id, by, now)
    about.checked_on, about.checked_by_id, about.checked_note = day_of(now), by.person_id, note
    about.reviewed(day_of(now))
    record(house, "check", about, by=by, now=now, review_on=str(about.review_on))


def begin_review(house: Session, table_id: int, procedure_id: int, *, by: Actor, now: datetime) -> None:
    """Its review has begun; until it is done all stays in force."""
    about = _in_force(house, table_id, procedure_id, by, now)
    if about.in_review_since is not None:
        raise RuleBroken(N_("The review has begun already."))
    about.in_review_since = day_of(now)
    record(house, "review", about, by=by, now=now)


def repeal(
    house: Session,
    table_id: int,
    procedure_id: int,
    *,
    based_on: int | None,
    repealed_on: date,
    reason: str,
    taken_back: bool = False,
    by: Actor,
    now: datetime,
) -> None:
    """From a day on it binds nobody any more; all of it stays readable. What is set ahead can be set anew, or
    taken back, until its day comes."""
    about = kept(house, table_id, procedure_id, by)
    must_be(about, based_on)
    about.must_live(day_of(now))
    versions = _versions(house, procedure_id)
    if not any(each.is_decided for each in versions):
        raise RuleBroken(N_("This was never decided. It can be deleted."))
    if repealed_on < day_of(now):
        raise RuleBroken(N_("It can’t be repealed for the past."), field="repealed_on")
    if taken_back:
        _take_repeal_back(house, about, by, now)
        return
    if repealed_on > months_later(day_of(now), REPEAL_AHEAD):
        raise RuleBroken(N_("Please give a day within the next five years."), field="repealed_on")
    about.repealed_on, about.repeal_reason = repealed_on, reason
    if about.is_repealed(day_of(now)):
        for each in versions:
            _close(house, each, now)
    record(house, "repeal", about, by=by, now=now, on=repealed_on.isoformat())


def _take_repeal_back(house: Session, about: Procedure, by: Actor, now: datetime) -> None:
    if about.repealed_on is None:
        raise RuleBroken(N_("Nothing is repealed that could be taken back."), field="taken_back")
    record(house, "take-repeal-back", about, by=by, now=now, on=about.repealed_on.isoformat())
    about.repealed_on, about.repeal_reason = None, ""


def replace_version(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    *,
    replaced_on: date,
    by: Actor,
    now: datetime,
) -> None:
    """A later version takes the place of this one, also for those who have not adopted the later one."""
    about = kept(house, table_id, procedure_id, by)
    found = numbered(house, about, number)
    found.must_be_decided()
    later = [each for each in _versions(house, procedure_id) if each.number > number]
    if not any(each.binds_on(about, replaced_on) for each in later):
        raise RuleBroken(N_("No later version is in force on that day."), field="replaced_on")
    if replaced_on < day_of(now):
        raise RuleBroken(N_("It can’t be replaced for the past."), field="replaced_on")
    found.replaced_on = replaced_on
    if replaced_on <= day_of(now):
        _close(house, found, now)
    record(house, "replace", found, by=by, now=now, on=replaced_on.isoformat())


def close_over(house: Session, today: date, now: datetime) -> int:
    """Nobody is asked any more about what was replaced or repealed from today on; returns how many rounds."""
    rows = (
        select(ProcedureVersion)
        .join(Procedure, Procedure.id == ProcedureVersion.procedure_id)
        .join(Round, Round.id == ProcedureVersion.round_id)
        .where(
            Round.closed_at.is_(None),
            or_(Procedure.repealed_on <= today, ProcedureVersion.replaced_on <= today),
        )
        .order_by(ProcedureVersion.id)
    )
    found = house.scalars(rows).all()
    for each in found:
        _close(house, each, now)
        record(house, "close", each, by=None, now=now)
    return len(found)


def report(
    house: Session,
    table_id: int,
    procedure_id: int,
    number: int,
    *,
    step_key: int,
    seat_id: int | None,
    text: str,
    by: Actor,
    now: datetime,
) -> Topic:
    """A step did not work: that becomes a topic for the next agenda, without any details of a case."""
    about = house.scalar(
        select(Procedure).where(
            Procedure.id == procedure_id, Procedure.body_id == table_id, Procedure.visible_to(by)
        )
    )
    if about is None or not may_report(by, about):
        raise NotAllowed
    version = numbered(house, about, number)
    step = next((each for each in steps_of(house, version.id) if each.key == step_key), None)
    if step is None:
        raise RuleBroken(N_("There is no such step any more."), field="step_key")
    wide = about.visibility in (Visibility.PUBLIC, Visibility.INTERNAL)
    wanted = topic_rules.Wanted(
        title=f"{about.title}: {step.place}"[:200],
        text=text,
        visibility=Visibility.INTERNAL if wide else Visibility.COORDINATION,
    )
    topic = topic_rules.submit(house, table_id, wanted, seat_id=seat_id, by=by, now=now)
    house.flush()
    link(house, LinkKind.CITES, topic, step)
    record(house, "report", about, by=by, now=now, step=step.key, topic=topic.id)
    return topic


def _in_force(house: Session, table_id: int, procedure_id: int, by: Actor, now: datetime) -> Procedure:
    about = kept(house, table_id, procedure_id, by)
    about.must_live(day_of(now))
    if not any(each.binds_on(about, day_of(now)) for each in _versions(house, procedure_id)):
        raise RuleBroken(N_("No version is in force that could be reviewed."))
    return about


def _versions(house: Session, procedure_id: int) -> list[ProcedureVersion]:
    rows = select(ProcedureVersion).where(ProcedureVersion.procedure_id == procedure_id)
    return list(house.scalars(rows.order_by(ProcedureVersion.number)))


def _close(house: Session, version: ProcedureVersion, now: datetime) -> None:
    """Nobody is asked about it any more."""
    asking = house.get(Round, version.round_id) if version.round_id else None
    if asking is not None and asking.closed_at is None:
        asking.closed_at = now
