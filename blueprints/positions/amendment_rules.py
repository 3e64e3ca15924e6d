"""Amendments: handed in, supported and withdrawn by institutions."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.positions.rules import locked, may_lead
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.amendments import Amendment, AmendmentSupport
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.passages import touched
from models.position_texts import PositionVersion, section_of
from models.positions import Position
from models.typed_text import typed_text
from models.words import N_

LONGEST: Final = 100_000
IS_FINAL: Final = N_("The text is final by now: nothing is said about its wording any more.")
IS_NOT_PURSUED: Final = N_("This draft was withdrawn meanwhile: nobody goes on with it.")
IS_OVER: Final = N_("The last day for amendments has passed.")
IS_WITHDRAWN: Final = N_("The institution has withdrawn this amendment meanwhile.")
IS_IN_THE_TEXT: Final = N_("This amendment is in the text already.")


def may_propose(by: Actor, position: Position, today: date) -> bool:
    """Full members and institutions outside that take part, while the newest version is open for it."""
    newest = position.newest
    is_open = newest is not None and newest.is_open(today) and position.is_in_the_making
    return bool(is_open and position.is_seen_by(by) and position.voices(by))


def may_answer(by: Actor, position: Position) -> bool:
    """Whoever leads answers, until the text is final."""
    return may_lead(by, position) and position.is_in_the_making


def may_speak_for(by: Actor, position: Position, amendment: Amendment) -> bool:
    """Whether one speaks for the institution that handed it in: withdraws it, agrees to its answer."""
    open_ = why_over(position, amendment) is None
    return open_ and position.is_seen_by(by) and amendment.organisation_id in position.voices(by)


def why_closed(position: Position) -> str:
    """Why a position takes no amendments: what to tell whoever could propose some."""
    return why_still(position) or IS_OVER


def why_still(position: Position) -> str | None:
    """Why nothing is said about a text any more; None: something may be."""
    if position.final_version is not None:
        return IS_FINAL
    return IS_NOT_PURSUED if position.abandoned_at is not None else None


def why_over(position: Position, amendment: Amendment) -> str | None:
    """Why nothing can be said about an amendment any more; None: it can."""
    if amendment.withdrawn_at is not None:
        return IS_WITHDRAWN
    if amendment.merged_at is not None:
        return IS_IN_THE_TEXT
    return why_still(position)


def propose(
    house: Session,
    position_id: int,
    section_id: int,
    *,
    organisation_id: int,
    markdown: str,
    reason: str,
    by: Actor,
    now: datetime,
) -> Amendment:
    """Hand in another wording of one section of the newest version, for one's institution.

    An amendment is to the version itself: there are none on amendments.
    """
    position = locked(house, position_id, by)
    if not position.voices(by):
        raise NotAllowed
    if not may_propose(by, position, day_of(now)):
        raise RuleBroken(why_closed(position))
    if organisation_id not in position.voices(by):
        raise RuleBroken(N_("Choose an institution for which you speak."), field="organisation_id")
    newest = position.versions[-1]
    before = words_of(house, newest, section_id)
    changed = typed_text(markdown, LONGEST, "markdown")
    if changed == before:
        raise RuleBroken(N_("Nothing is changed yet."), field="markdown")
    if not reason.strip():
        raise RuleBroken(N_("Please give a reason."), field="reason")
    made = Amendment(
        position_id=position_id,
        version_id=newest.id,
        section_id=section_id,
        number=_next_number(house, position_id),
        organisation_id=organisation_id,
        author_id=by.person_id,
        markdown=changed,
        reason=reason,
        created_at=now,
        touched=touched(before, changed),
    )
    house.add(made)
    facts = {"number": made.number, "organisation": organisation_id, "version": newest.number}
    record(house, "propose", made, by=by, now=now, body_id=position.body_id, **facts)
    return made


def _next_number(house: Session, position_id: int) -> int:
    numbers = select(func.max(Amendment.number)).where(Amendment.position_id == position_id)
    return (house.scalar(numbers) or 0) + 1


def words_of(house: Session, version_: PositionVersion, section_id: int) -> str:
    """What a section says in a frozen version."""
    content = house.get_one(Edition, version_.edition_id).data
    section = section_of(content, section_id)
    if section is None:
        raise RuleBroken(N_("This section is not part of the newest version."))
    words: str = section["markdown"]
    return words


def withdraw(house: Session, amendment_id: int, *, by: Actor, now: datetime) -> None:
    """The institution takes it back; it stays readable as withdrawn."""
    position, amendment = held(house, amendment_id, by)
    if amendment.organisation_id not in position.voices(by):
        raise NotAllowed
    why = why_over(position, amendment)
    if why:
        raise RuleBroken(why)
    amendment.withdrawn_at = now
    record(house, "withdraw", amendment, by=by, now=now, body_id=position.body_id)


def support(house: Session, amendment_id: int, *, organisation_id: int, by: Actor, now: datetime) -> None:
    """Another institution says that it wants the same; a second time changes nothing."""
    position, amendment = held(house, amendment_id, by)
    if not may_propose(by, position, day_of(now)) or amendment.withdrawn_at is not None:
        raise NotAllowed
    if organisation_id not in position.voices(by) or organisation_id == amendment.organisation_id:
        raise NotAllowed
    if _support(house, amendment_id, organisation_id) is not None:
        return
    facts = {"amendment_id": amendment_id, "organisation_id": organisation_id}
    house.add(AmendmentSupport(**facts, person_id=by.person_id, supported_at=now))
    record(
        house, "support", amendment, by=by, now=now, body_id=position.body_id, organisation=organisation_id
    )
    house.expire(amendment, ["supports"])


def end_support(house: Session, amendment_id: int, *, organisation_id: int, by: Actor, now: datetime) -> None:
    """The institution supports it no longer."""
    position, amendment = held(house, amendment_id, by)
    found = _support(house, amendment_id, organisation_id)
    if (
        found is None
        or organisation_id not in position.voices(by)
        or not may_propose(by, position, day_of(now))
    ):
        raise NotAllowed
    house.delete(found)
    facts = {"organisation": organisation_id}
    record(house, "end-support", amendment, by=by, now=now, body_id=position.body_id, **facts)
    house.expire(amendment, ["supports"])


def _support(house: Session, amendment_id: int, organisation_id: int) -> AmendmentSupport | None:
    given = {"amendment_id": amendment_id, "organisation_id": organisation_id}
    return house.scalar(select(AmendmentSupport).filter_by(**given))


def held(house: Session, amendment_id: int, by: Actor) -> tuple[Position, Amendment]:
    """An amendment with its position, both held until the end of the transaction, if one may see it."""
    found = house.get(Amendment, amendment_id)
    if found is None:
        raise NotAllowed
    position = locked(house, found.position_id, by)
    house.refresh(found)
    return position, found
