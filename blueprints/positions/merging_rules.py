"""Accepted amendments go into the text that is being written; who wrote what stands in the history."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.positions.amendment_rules import held, may_answer, words_of
from blueprints.positions.rules import written
from models.actors import Actor
from models.amendments import Amendment, AmendmentState
from models.comparing import merge
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.position_texts import PositionSection, PositionVersion
from models.positions import Position
from models.texts import Text, version, write
from models.words import N_


def take_in(
    house: Session, position_id: int, *, by: Actor, now: datetime, render: Callable[[str], str]
) -> tuple[list[Amendment], list[Amendment]]:
    """Put all accepted amendments of the newest version into the text that is being written.

    Those that others have overtaken are left as they are, to be taken in by hand. Returns what is in, and
    what is left. Who wrote what stands in the history, not in the text.
    """
    position = written(house, position_id, by)
    if not may_answer(by, position):
        raise NotAllowed
    newest = position.newest
    wanted = select(Amendment).where(Amendment.version_id == (newest.id if newest else 0))
    found = [each for each in house.scalars(wanted.order_by(Amendment.number)) if _is_accepted(each)]
    taken: list[Amendment] = []
    for section_id in dict.fromkeys(each.section_id for each in found):
        mine = [each for each in found if each.section_id == section_id]
        taken += _into_section(house, position, section_id, mine, by, now, render)
    return taken, [each for each in found if each.merged_at is None]


def _is_accepted(amendment: Amendment) -> bool:
    return amendment.state is AmendmentState.ACCEPTED


def _into_section(
    house: Session,
    position: Position,
    section_id: int,
    amendments: list[Amendment],
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> list[Amendment]:
    """One new version of the section's words for all that can be put together."""
    section = house.get_one(PositionSection, section_id)
    if section.removed_at is not None:
        return []
    text = house.get_one(Text, section.text_id, with_for_update=True)
    base = words_of(house, house.get_one(PositionVersion, amendments[0].version_id), section_id)
    newest = version(house, text, text.latest)
    taken: list[Amendment] = []
    words = newest.markdown if newest else ""
    for each in amendments:
        merged = merge(base, words, each.wording)
        if merged is not None:
            words, taken = merged, [*taken, each]
    saved = write(house, text, words, based_on=text.latest, by=by, now=now, render=render) if taken else None
    if saved is not None:
        for each in taken:
            _note_taken(house, position, each, saved.number, saved.sha256, by, now)
    return taken


def _note_taken(
    house: Session,
    position: Position,
    amendment: Amendment,
    number: int,
    sha256: str,
    by: Actor,
    now: datetime,
) -> None:
    amendment.merged_at, amendment.merged_as = now, number
    facts = {"organisation": amendment.organisation_id, "number": number, "sha256": sha256}
    record(house, "take-in", amendment, by=by, now=now, body_id=position.body_id, **facts)


def take_in_by_hand(
    house: Session,
    amendment_id: int,
    *,
    markdown: str,
    based_on: int,
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> None:
    """An accepted amendment that collides with others: the editors write the section's words themselves."""
    position, amendment = held(house, amendment_id, by)
    if not may_answer(by, position):
        raise NotAllowed
    if not _is_accepted(amendment):
        raise RuleBroken(N_("This amendment is not waiting for being taken in."))
    text = house.get_one(Text, house.get_one(PositionSection, amendment.section_id).text_id)
    saved = write(house, text, markdown, based_on=based_on, by=by, now=now, render=render)
    if saved is None:
        raise RuleBroken(N_("Please write the wording that shall go into the text."), field="markdown")
    _note_taken(house, position, amendment, saved.number, saved.sha256, by, now)
