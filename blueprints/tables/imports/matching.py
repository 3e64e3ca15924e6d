"""How the lines of a file meet what is there: the verdict on a line, and what all kinds have in common."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables.imports.cells import Column
from models.actors import Actor
from models.errors import RuleBroken
from models.import_places import PLACES
from models.imports import AS_NEW, Import, ImportLine, Outcome
from models.likeness import Names
from models.organisations import FormerName, Organisation
from models.words import N_

FILL_IN: Final = N_("Please fill this in.")
NO_SUCH_INSTITUTION: Final = N_("There is no institution with this name in the directory.")
NO_SUCH_PERHAPS: Final = N_(
    "There is no institution with this name in the directory. Do you mean “%(name)s”?"
)

KEPT_BY_OTHERS: Final = N_("Another coordination keeps this entry. Please ask it for the change.")
PROTECTED: Final = N_("A protected address is not stored. Please leave this field empty.")

Attempt = Callable[[Session], AbstractContextManager[Any]]
"""A part of a transaction that is undone by itself if something is refused in it."""


@dataclass
class Verdict:
    """What a line would do. `row_id` is the row it means; `values` is what the writing needs to know.

    `forget` are columns whose cells must not be kept, not even for the page that refuses them.
    """

    outcome: Outcome
    row_id: int | None = None
    changes: list[list[str]] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    asked: str = ""
    errors: list[dict[str, Any]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    forget: tuple[str, ...] = ()

    def is_as_shown(self, line: ImportLine) -> bool:
        """Whether the person has been shown just this; what is new had no row then."""
        same_row = self.outcome is Outcome.NEW or line.row_id == self.row_id
        return same_row and line.outcome is self.outcome and list(map(list, line.changes)) == self.changes


def refused(message: str, column: str = "", **values: Any) -> Verdict:
    return Verdict(Outcome.REFUSED, errors=[{"column": column, "message": message, "values": values}])


def protected(column: str) -> Verdict:
    """The place of a protected address: the line is refused, and what the file said is forgotten."""
    verdict = refused(PROTECTED, column)
    verdict.forget = PLACES
    return verdict


def doubtful(asked: str, candidates: list[int]) -> Verdict:
    return Verdict(Outcome.DOUBTFUL, asked=asked, candidates=candidates)


def refused_by(broken: RuleBroken) -> Verdict:
    """A rule's refusal, beside its column."""
    return refused(broken.message, broken.field or "", **broken.values)


class Matcher(Protocol):
    """One kind of file against the data: made anew for each piece of work, so that it reads them once.

    `tries` says that only writing shows what the rules refuse: the dry run then writes and undoes it.
    """

    tries: bool

    def judge(self, line: ImportLine) -> Verdict: ...

    def write(self, verdict: Verdict) -> None: ...


@dataclass(frozen=True)
class Work:
    """What a matcher needs to know: the session, the import, who and when.

    `only` are the rows that the lines at hand are known to mean: no others need to be read.
    """

    house: Session
    imported: Import
    by: Actor
    now: datetime
    only: frozenset[int] | None = None


def changed(columns: dict[str, Column], facts: dict[str, str], there: dict[str, str]) -> list[list[str]]:
    """Column, before, after: of the cells that say something, those that say something else."""
    return [
        [name, there.get(name, ""), facts[name]]
        for name in columns
        if facts.get(name) and facts[name] != there.get(name, "")
    ]


def given(columns: dict[str, Column], facts: dict[str, str], without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The values of the cells that say something."""
    return {
        name: column.cell.value(facts[name])
        for name, column in columns.items()
        if facts.get(name) and name not in without
    }


def chosen(line: ImportLine, column: str) -> int | None:
    """The row that the person chose for a column, if it was one of those proposed."""
    choice = line.choices.get(column, "")
    return int(choice) if choice.isdecimal() else None


def is_new(line: ImportLine, column: str) -> bool:
    """Whether it is known to be new: the person said so, or was shown so and has confirmed it."""
    return line.choices.get(column) == AS_NEW or line.outcome is Outcome.NEW


class Institutions:
    """The names of the directory; `otherwise` has those that are no present ones."""

    def __init__(self, house: Session) -> None:
        bears = (Organisation.name, Organisation.short_name, Organisation.next_name)
        rows = house.execute(select(Organisation.id, *bears).order_by(Organisation.id)).all()
        self.names: dict[int, str] = {}
        self.ids: dict[str, int] = {}
        self._alike: Names | None = None
        self._short: dict[int, str] = {}
        for row in rows:
            self.add(row.id, row.name)
            self._short[row.id] = row.short_name
        self.otherwise = {row.next_name.casefold(): row.id for row in rows if row.next_name}
        for former in house.execute(select(FormerName.organisation_id, FormerName.name)):
            self.otherwise[former.name.casefold()] = former.organisation_id

    def add(self, organisation_id: int, name: str) -> None:
        self.names[organisation_id] = name
        self.ids[name.casefold()] = organisation_id
        if self._alike is not None:
            self._alike.add(organisation_id, name)

    def called(self, name: str) -> int | None:
        """The institution of that name; else the one that bore it once, or will bear it."""
        key = name.casefold()
        return self.ids.get(key) or self.otherwise.get(key)

    def like(self, name: str) -> list[int]:
        """Those whose name or short name is like this one."""
        if self._alike is None:
            self._alike = Names()
            for organisation_id, known in self.names.items():
                self._alike.add(organisation_id, known)
                self._alike.add(organisation_id, self._short.get(organisation_id, ""))
        return self._alike.like(name)[:5]

    def refuse(self, name: str, column: str) -> Verdict:
        """Nothing is called so; the likest name is proposed."""
        near = self.like(name)
        if near:
            return refused(NO_SUCH_PERHAPS, column, name=self.names[near[0]])
        return refused(NO_SUCH_INSTITUTION, column)
