"""Who may import, and the gestures of an import: begin, choose, run, take back, discard."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from blueprints.organisations import rules as organisation_rules
from blueprints.tables.imports.columns import OF_A_TABLE, OF_THE_DIRECTORY
from blueprints.tables.imports.marks import mark_of
from blueprints.tables.imports.undo import hindrances, trail_of
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.imports import AS_NEW, AT_WORK, LEFT_OUT, Import, ImportKind, ImportLine, ImportState, Outcome
from models.words import N_

MOST_AT_ONCE: Final = 3
TOO_MANY: Final = N_(
    "Some imports are still being worked off. Please wait until they are done, or discard one."
)


@dataclass
class ReadLine:
    """One line of a file as it is kept."""

    number: int
    facts: dict[str, str] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)
    key: str = ""

    def row(self) -> dict[str, Any]:
        """As the line of an import, with all its columns; what could not be read is refused."""
        return {
            "asked": "",
            "choices": {},
            "changes": [],
            "candidates": [],
            "effects": [],
            "number": self.number,
            "facts": self.facts,
            "key": self.key,
            "errors": self.errors,
            "is_misread": bool(self.errors),
            "outcome": Outcome.REFUSED if self.errors else Outcome.PENDING,
        }


def may_import(by: Actor, kind: ImportKind, table_id: int | None) -> bool:
    """The coordination: at its table what belongs there, and what belongs into the directory."""
    if table_id is None:
        return kind in OF_THE_DIRECTORY and organisation_rules.may_create(by)
    return kind in OF_A_TABLE and by.coordinates_body(table_id)


def begin(
    house: Session,
    *,
    kind: ImportKind,
    table_id: int | None,
    file_name: str,
    sha256: str,
    columns: list[str],
    unknown: list[str],
    lines: list[ReadLine],
    by: Actor,
    now: datetime,
) -> Import:
    """Keep the lines of a file; the dry run begins with the first."""
    if not may_import(by, kind, table_id):
        raise NotAllowed
    mine = select(func.count()).where(Import.started_by_id == by.person_id, Import.state.in_(AT_WORK))
    if (house.scalar(mine) or 0) >= MOST_AT_ONCE:
        raise RuleBroken(TOO_MANY, field="upload")
    imported = Import(
        kind=kind,
        body_id=table_id,
        started_by_id=by.person_id,
        started_at=now,
        file_name=file_name,
        sha256=sha256,
        columns=columns,
        unknown_columns=unknown,
        total=len(lines),
    )
    house.add(imported)
    record(house, "check", imported, by=by, now=now, kind=kind.value, lines=len(lines), sha256=sha256)
    house.execute(insert(ImportLine), [line.row() | {"import_id": imported.id} for line in lines])
    return imported


def choose(house: Session, import_id: int, choices: dict[int, str], *, by: Actor) -> int:
    """Keep what the person decided on doubtful lines; they are checked again. Returns how many."""
    imported = _in_state(house, import_id, by, ImportState.CHECKED)
    lines = house.scalars(
        select(ImportLine).where(ImportLine.import_id == imported.id, ImportLine.id.in_(choices))
    )
    count = 0
    for line in lines:
        choice = choices[line.id]
        allowed = {"", AS_NEW, LEFT_OUT, *map(str, line.candidates)}
        if line.asked and choice in allowed and choice != line.choices.get(line.asked, ""):
            line.choices = line.choices | {line.asked: choice}
            line.outcome = Outcome.PENDING
            count += 1
    if count and mark_of(house, imported) == imported.seen:
        imported.enter(ImportState.CHECKING)
    elif count:
        check_again(house, imported)
    return count


def run(house: Session, import_id: int, *, by: Actor) -> bool:
    """Begin to write. False if the data have changed since the dry run, which then begins again."""
    imported = _in_state(house, import_id, by, ImportState.CHECKED)
    if mark_of(house, imported) != imported.seen:
        check_again(house, imported)
        return False
    imported.enter(ImportState.RUNNING)
    return True


def check_again(house: Session, imported: Import) -> None:
    """All lines are compared anew; what the person chose is kept."""
    house.execute(
        update(ImportLine)
        .where(ImportLine.import_id == imported.id, ImportLine.is_misread.is_(False))
        .values(outcome=Outcome.PENDING, errors=[])
    )
    imported.enter(ImportState.CHECKING)


def undo(house: Session, import_id: int, *, by: Actor) -> None:
    """Begin to take everything back; refused as long as anything was built on it."""
    imported = _in_state(house, import_id, by, ImportState.DONE)
    if in_the_way(house, imported):
        raise RuleBroken(N_("This import can't be taken back: see below what was built on it."))
    imported.enter(ImportState.UNDOING)


def in_the_way(house: Session, imported: Import) -> dict[int, dict[str, Any]]:
    """By line what was built on it since, so that the import can't be taken back as a whole."""
    written = select(ImportLine).where(ImportLine.import_id == imported.id, ImportLine.written.is_not(None))
    return hindrances(house, trail_of(house, imported), list(house.scalars(written)))


def discard(house: Session, import_id: int, *, by: Actor, now: datetime) -> Import:
    """Forget a file that was not imported, or not all; nothing else changes."""
    imported = _locked(house, import_id, by)
    if imported.state not in (ImportState.CHECKING, ImportState.CHECKED, ImportState.STOPPED):
        raise RuleBroken(N_("This import has been written already. It can be taken back."))
    record(house, "discard", imported, by=by, now=now, sha256=imported.sha256)
    house.flush()
    house.execute(delete(ImportLine).where(ImportLine.import_id == imported.id))
    house.delete(imported)
    return imported


def _in_state(house: Session, import_id: int, by: Actor, state: ImportState) -> Import:
    imported = _locked(house, import_id, by)
    if imported.state is not state:
        raise RuleBroken(N_("This import has gone on in the meantime. Please look again."))
    return imported


def _locked(house: Session, import_id: int, by: Actor) -> Import:
    imported = house.get(Import, import_id, with_for_update=True)
    if imported is None or not may_import(by, imported.kind, imported.body_id):
        raise NotAllowed
    if imported.body_id is None and imported.started_by_id != by.person_id:
        raise NotAllowed
    return imported
