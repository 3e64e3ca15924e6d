"""How an institution ends: merged, split, taken over, closed; and who takes its place."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blueprints.organisations.name_rules import forget_name_ahead
from blueprints.organisations.rules import judge_name, locked
from models.actors import Actor
from models.errors import RuleBroken
from models.history import record
from models.organisations import Ending, Organisation, Succession
from models.versions import must_be
from models.words import N_


def end(
    house: Session,
    organisation_id: int,
    *,
    ending: Ending,
    ended_on: date,
    end_reason: str,
    successor_ids: Sequence[int],
    new_successors: Sequence[str],
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> Organisation:
    """The institution is no more from a day on, and these take its place.

    Its seats stay as they are: each table's coordination settles its own.
    """
    organisation = locked(house, organisation_id, by)
    must_be(organisation, based_on)
    if organisation.ended_on is not None:
        raise RuleBroken(N_("This institution has ended already."))
    _judge_count(ending, len(set(successor_ids)) + len(new_successors))
    successors = [_chosen(house, organisation_id, each, ended_on) for each in dict.fromkeys(successor_ids)]
    successors += [_new(house, organisation, name, by, now) for name in new_successors]
    organisation.ending, organisation.ended_on, organisation.end_reason = ending, ended_on, end_reason
    if organisation.next_name_on is not None and not organisation.exists_on(organisation.next_name_on):
        forget_name_ahead(organisation)
    house.add_all(Succession(predecessor_id=organisation_id, successor_id=each.id) for each in successors)
    ids = [each.id for each in successors]
    facts = {"ends_on": ended_on.isoformat(), "ending": ending.value, "successors": ids}
    record(house, "end", organisation, by=by, now=now, **facts)
    return organisation


def reopen(
    house: Session, organisation_id: int, *, based_on: int | None, by: Actor, now: datetime
) -> Organisation:
    """The ending was entered by mistake: the institution goes on. Seats that were settled stay settled."""
    organisation = locked(house, organisation_id, by)
    must_be(organisation, based_on)
    if organisation.ended_on is None:
        raise RuleBroken(N_("This institution has not ended."))
    organisation.ending = organisation.ended_on = None
    organisation.end_reason = ""
    house.execute(delete(Succession).where(Succession.predecessor_id == organisation_id))
    record(house, "reopen", organisation, by=by, now=now)
    return organisation


def _judge_count(ending: Ending, count: int) -> None:
    """Closed leaves nobody, a merger and a take-over lead to one, a split to several."""
    if ending is Ending.CLOSED and count:
        raise RuleBroken(N_("An institution that closed has no successor. Choose another way."), "ending")
    if ending in (Ending.MERGED, Ending.TAKEN_OVER) and count != 1:
        raise RuleBroken(N_("Please name the one institution that takes its place."), "successor_1")
    if ending is Ending.SPLIT and count < 2:
        raise RuleBroken(N_("Please name at least two institutions that take its place."), "successor_1")


def _chosen(house: Session, own_id: int, successor_id: int, on: date) -> Organisation:
    successor = house.get(Organisation, successor_id)
    if successor is None:
        raise RuleBroken(N_("There is no such institution."), field="successor_1")
    if successor_id == own_id:
        raise RuleBroken(N_("An institution can't succeed itself."), field="successor_1")
    successor.must_exist(on, "successor_1")
    circle = select(Succession.predecessor_id).where(
        Succession.successor_id == own_id, Succession.predecessor_id == successor_id
    )
    if house.scalar(circle) is not None:
        raise RuleBroken(N_("That institution was succeeded by this one."), field="successor_1")
    return successor


def _new(house: Session, of: Organisation, name: str, by: Actor, now: datetime) -> Organisation:
    """A successor that is not in the directory yet: what is known of it is what was known before."""
    judge_name(house, name, None, field="new_successors")
    made = Organisation(name=name, kind=of.kind, level=of.level, parent_id=of.parent_id, place=of.place)
    made.address_protected = of.address_protected
    house.add(made)
    record(house, "create", made, by=by, now=now)
    return made
