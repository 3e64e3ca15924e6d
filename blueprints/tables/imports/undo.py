"""Taking an import back: what stands in the way, line by line, and the steps backwards."""

from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.effects import Row, references, take_back, versions
from models.imports import Import, ImportLine
from models.words import N_

CHANGED_SINCE: Final = N_("It has been changed since.")
DELETED_SINCE: Final = N_("It has been deleted since.")
REFERRED_TO: Final = N_("Something else builds on it since: %(what)s.")
TABLE_WORDS: Final = {
    "organisation": N_("an institution that belongs to it"),
    "seat": N_("a seat"),
    "help_offer": N_("a help offer"),
    "former_name": N_("a former name"),
    "contact_point": N_("a contact point"),
    "appointment": N_("an appointment"),
    "coordination": N_("a coordination"),
    "office": N_("an office"),
    "person": N_("a person"),
    "account": N_("an account"),
    "invitation": N_("an invitation"),
    "known_person": N_("a person noted at a table"),
}
OTHER_TABLE: Final = N_("another entry")


@dataclass
class Trail:
    """What an import has written and not taken back yet, row by row."""

    made: set[Row] = field(default_factory=set)
    last: dict[Row, int | None] = field(default_factory=dict)
    lines: dict[Row, list[int]] = field(default_factory=dict)
    """`last`: the version that each row had after the import; `lines`: those that wrote it, in order."""


def trail_of(house: Session, imported: Import) -> Trail:
    trail = Trail()
    lines = house.execute(
        select(ImportLine.id, ImportLine.effects)
        .where(ImportLine.import_id == imported.id, ImportLine.written.is_not(None))
        .order_by(ImportLine.written)
    )
    for line_id, effects in lines:
        for effect in effects:
            row = (effect["table"], effect["id"])
            trail.last[row] = effect["version"]
            trail.lines.setdefault(row, []).append(line_id)
            if effect["made"]:
                trail.made.add(row)
    return trail


def hindrances(house: Session, trail: Trail, lines: list[ImportLine]) -> dict[int, dict[str, Any]]:
    """By line what stands in the way of taking it back, as an error of that line."""
    by_table: dict[str, list[int]] = {}
    for line in lines:
        for effect in line.effects:
            by_table.setdefault(effect["table"], []).append(effect["id"])
    there: dict[Row, int | None] = {}
    in_use: dict[Row, str] = {}
    for table, ids in by_table.items():
        there |= {(table, row_id): version for row_id, version in versions(house, table, ids).items()}
        made = [row_id for row_id in ids if (table, row_id) in trail.made]
        in_use |= {
            (table, row_id): other
            for row_id, other in references(house, table, made, set(trail.last)).items()
        }
    found = {}
    for line in lines:
        for effect in line.effects:
            row = (effect["table"], effect["id"])
            if (message := _hindrance(row, trail, there, in_use)) is not None:
                found[line.id] = message
    return found


def _hindrance(
    row: Row, trail: Trail, there: dict[Row, int | None], in_use: dict[Row, str]
) -> dict[str, Any] | None:
    if row not in there:
        return {"column": "", "message": DELETED_SINCE, "values": {}}
    if there[row] != trail.last[row]:
        return {"column": "", "message": CHANGED_SINCE, "values": {}}
    if row in in_use:
        what = TABLE_WORDS.get(in_use[row], OTHER_TABLE)
        return {"column": "", "message": REFERRED_TO, "values": {}, "words": {"what": what}}
    return None


def undo_line(house: Session, trail: Trail, line: ImportLine) -> None:
    """Take one line back; an earlier line that changed the same row then meets the version it now has."""
    for effect in reversed(line.effects):
        row = (effect["table"], effect["id"])
        version = take_back(house, effect)
        trail.lines[row].remove(line.id)
        for earlier in trail.lines[row][-1:]:
            _expect(house.get_one(ImportLine, earlier), row, version)
    line.written = None


def _expect(line: ImportLine, row: Row, version: int | None) -> None:
    line.effects = [
        effect | {"version": version} if (effect["table"], effect["id"]) == row else effect
        for effect in line.effects
    ]
