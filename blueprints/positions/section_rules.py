"""The sections of a position while they are written: several editors at once, and no word is lost."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.positions.rules import written
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.position_texts import PositionSection
from models.positions import Position
from models.texts import Text, TextVersion, write
from models.versions import ChangedMeanwhile
from models.words import N_

MOST_SECTIONS = 60
SECTION_IS_OUT: Final = N_(
    "This section was taken out of the text meanwhile. Bring it back before you change it."
)
SECTION_IS_THERE: Final = N_("This section stands in the text already.")


def standing_sections(house: Session, position_id: int) -> list[PositionSection]:
    """The sections that are not taken out, in their order."""
    mine = (PositionSection.position_id == position_id) & PositionSection.removed_at.is_(None)
    wanted = select(PositionSection).where(mine).order_by(PositionSection.place, PositionSection.id)
    return list(house.scalars(wanted))


def add_section(
    house: Session, position_id: int, *, heading: str, after_id: int | None, by: Actor, now: datetime
) -> PositionSection:
    """A new section, after another one or as the first."""
    position = written(house, position_id, by)
    there = standing_sections(house, position_id)
    if len(there) >= MOST_SECTIONS:
        raise RuleBroken(N_("At most %(most)s sections."), field="heading", most=MOST_SECTIONS)
    if after_id is not None and after_id not in [each.id for each in there]:
        raise RuleBroken(N_("There is no such section."), field="after_id")
    text = Text(body_id=position.body_id)
    house.add(text)
    house.flush()
    made = PositionSection(position_id=position_id, text_id=text.id, place=0, heading=heading)
    place = 1 + next((number for number, each in enumerate(there) if each.id == after_id), -1)
    house.add(made)
    _place([*there[:place], made, *there[place:]])
    record(house, "add-section", made, by=by, now=now, body_id=position.body_id, position=position_id)
    return made


def write_section(
    house: Session,
    section_id: int,
    *,
    markdown: str,
    heading: str,
    based_on: int,
    heading_based_on: int | None,
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> TextVersion | None:
    """Save a section's words; `Collision` where others have changed the same passage since `based_on`.

    Its heading is a line of its own: whoever changes it names the version of the section that she read.
    """
    position, section = _of(house, section_id, by)
    if heading != section.heading:
        if section.version != heading_based_on:
            raise ChangedMeanwhile
        section.heading = heading
        record(house, "head-section", section, by=by, now=now, body_id=position.body_id)
    text = house.get_one(Text, section.text_id)
    before = text.latest
    version = write(house, text, markdown, based_on=based_on, by=by, now=now, render=render)
    if version is not None and text.latest != before:
        position.begun_at = position.begun_at or now
        facts = {"section": section_id, "number": version.number, "sha256": version.sha256}
        record(house, "write", version, by=by, now=now, body_id=position.body_id, **facts)
    return version


def give_section(house: Session, section_id: int, *, editor_id: int | None, by: Actor, now: datetime) -> None:
    """Say in whose hands a section is, for the others to know; everybody who writes may still change it."""
    position, section = _of(house, section_id, by)
    if editor_id is not None and editor_id not in [each.person_id for each in position.editors]:
        raise RuleBroken(N_("Choose among the editors."), field="editor_id")
    section.editor_id = editor_id
    record(house, "give-section", section, by=by, now=now, body_id=position.body_id, editor=editor_id)


def move_section(house: Session, section_id: int, *, up: bool, by: Actor, now: datetime) -> None:
    """One place up or down; at the end of the row it stays where it is."""
    position, section = _of(house, section_id, by)
    there = standing_sections(house, position.id)
    old = there.index(section)
    there.insert(max(0, old + (-1 if up else 1)), there.pop(old))
    _place(there)
    record(house, "move-section", section, by=by, now=now, body_id=position.body_id, up=up)


def take_section_out(house: Session, section_id: int, *, by: Actor, now: datetime) -> None:
    """The section is not part of the next version; what was written stays in its history."""
    position, section = _of(house, section_id, by)
    section.removed_at = now
    record(house, "take-section-out", section, by=by, now=now, body_id=position.body_id)


def bring_section_back(house: Session, section_id: int, *, by: Actor, now: datetime) -> None:
    """A section that was taken out stands at the end again."""
    position, section = _of(house, section_id, by, removed=True)
    there = standing_sections(house, position.id)
    section.removed_at = None
    _place([*there, section])
    record(house, "bring-section-back", section, by=by, now=now, body_id=position.body_id)


def _place(sections: list[PositionSection]) -> None:
    for place, each in enumerate(sections, 1):
        each.place = place


def _of(
    house: Session, section_id: int, by: Actor, *, removed: bool = False
) -> tuple[Position, PositionSection]:
    """A section with its position, for whoever writes it."""
    section = house.get(PositionSection, section_id)
    if section is None:
        raise NotAllowed
    position = written(house, section.position_id, by)
    if (section.removed_at is not None) is not removed:
        raise RuleBroken(SECTION_IS_THERE if removed else SECTION_IS_OUT)
    return position, section
