"""What the pages of imports read."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from blueprints.tables.imports.rules import in_the_way
from models.imports import WRITTEN, Import, ImportKind, ImportLine, ImportState, Outcome
from models.offers import HelpOffer
from models.organisations import Organisation
from models.people import Person

PAGE_SIZE: Final = 50
KEPT_LISTED: Final = 20


@dataclass(frozen=True)
class Counts:
    """The lines of an import by outcome: how many there are, and how many of them are written."""

    by_outcome: Counter[Outcome]
    written: Counter[Outcome]

    @property
    def total(self) -> int:
        return sum(self.by_outcome.values())

    @property
    def to_write(self) -> int:
        return sum(self.by_outcome[each] - self.written[each] for each in WRITTEN)

    @property
    def all_written(self) -> int:
        return sum(self.written.values())

    @property
    def undecided(self) -> int:
        return self.by_outcome[Outcome.DOUBTFUL]

    @property
    def left(self) -> int:
        """What was refused, and what is doubtful and not decided."""
        return self.by_outcome[Outcome.REFUSED] + self.by_outcome[Outcome.DOUBTFUL]

    def done(self, state: ImportState) -> tuple[int, int]:
        """How much of the work of a state is done, and of how much."""
        if state is ImportState.CHECKING:
            return self.total - self.by_outcome[Outcome.PENDING], self.total
        everything = sum(self.by_outcome[each] for each in WRITTEN)
        written = self.all_written
        return (written, everything) if state is ImportState.RUNNING else (everything - written, everything)


@dataclass
class Found:
    """One page of lines, with the names of what they may mean."""

    lines: list[ImportLine]
    total: int
    page: int
    names: dict[str, dict[int, str]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def imports_of(reading: Session, table_id: int | None) -> list[Import]:
    """The latest imports of a table, or those of the directory that the reader started."""
    place = Import.body_id.is_(None) if table_id is None else Import.body_id == table_id
    return list(reading.scalars(select(Import).where(place).order_by(Import.id.desc()).limit(KEPT_LISTED)))


def import_for(reading: Session, import_id: int) -> Import | None:
    return reading.scalar(select(Import).where(Import.id == import_id))


def counts(reading: Session, import_id: int) -> Counts:
    rows = reading.execute(
        select(
            ImportLine.outcome, func.count().label("lines"), func.count(ImportLine.written).label("written")
        )
        .where(ImportLine.import_id == import_id)
        .group_by(ImportLine.outcome)
    ).all()
    return Counts(
        Counter({row.outcome: row.lines for row in rows}), Counter({row.outcome: row.written for row in rows})
    )


def lines(reading: Session, imported: Import, outcome: Outcome | None, page: int) -> Found:
    """Lines in the order of the file; those that a person was asked about stay among the doubtful."""
    which: list[ColumnElement[bool]] = [ImportLine.import_id == imported.id]
    if outcome is Outcome.DOUBTFUL:
        which.append(or_(ImportLine.outcome == outcome, ImportLine.asked != ""))
    elif outcome is not None:
        which.append(ImportLine.outcome == outcome)
    total = reading.scalar(select(func.count(ImportLine.id)).where(*which)) or 0
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    rows = reading.scalars(
        select(ImportLine)
        .where(*which)
        .order_by(ImportLine.number)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    found = Found(list(rows), total, page)
    found.names = _names(reading, imported, found.lines)
    return found


def left_lines(reading: Session, imported: Import) -> list[ImportLine]:
    """What was refused, and what is doubtful and not decided: to be corrected and sent again."""
    left = (Outcome.REFUSED, Outcome.DOUBTFUL)
    rows = select(ImportLine).where(ImportLine.import_id == imported.id, ImportLine.outcome.in_(left))
    return list(reading.scalars(rows.order_by(ImportLine.number)))


def _names(reading: Session, imported: Import, lines: list[ImportLine]) -> dict[str, dict[int, str]]:
    """The names of the rows that doubtful lines may mean, by the column that they were asked for."""
    wanted: dict[str, set[int]] = {}
    for line in lines:
        if line.asked:
            wanted.setdefault(line.asked, set()).update(line.candidates)
    named: dict[str, dict[int, str]] = {}
    for column, ids in wanted.items():
        rows = reading.execute(_named(imported.kind, column, ids))
        named[column] = {row[0]: ", ".join(filter(None, row[1:])) for row in rows}
    return named


def _named(kind: ImportKind, column: str, ids: set[int]) -> Any:
    """A select of rows with the words by which a person knows them: people, offers, else institutions."""
    if column == "person" or (kind is ImportKind.PEOPLE and column == "name"):
        return (
            select(Person.id, Person.name, Person.function, Organisation.name)
            .outerjoin(Organisation, Organisation.id == Person.organisation_id)
            .where(Person.id.in_(ids))
        )
    if column == "title":
        return select(HelpOffer.id, HelpOffer.title).where(HelpOffer.id.in_(ids))
    return select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))


def hindrances(house: Session, import_id: int) -> dict[int, dict[str, object]]:
    """By the number of its line what stands in the way of taking an import back."""
    imported = house.get_one(Import, import_id)
    found = in_the_way(house, imported)
    numbers = select(ImportLine.id, ImportLine.number).where(ImportLine.id.in_(list(found)[:500]))
    order = {row.id: row.number for row in house.execute(numbers)}
    return {order[line_id]: found[line_id] for line_id in sorted(order, key=lambda each: order[each])}
