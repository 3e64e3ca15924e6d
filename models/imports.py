"""Imports: what a file would change, line by line; what it has changed, and what would take that back."""

import enum
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, and_, delete, or_
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.typed_text import TypedLine
from models.visibility import Guarded, ids_where
from models.words import N_

KEPT: Final = timedelta(days=30)
"""How long the lines of a file are kept; as long an import can be taken back."""


class ImportKind(enum.Enum):
    """What the lines of a file are."""

    INSTITUTIONS = "institutions"
    PEOPLE = "people"
    SEATS = "seats"
    OFFERS = "offers"

    @property
    def label(self) -> str:
        return IMPORT_KIND_WORDS[self]


IMPORT_KIND_WORDS: Final = {
    ImportKind.INSTITUTIONS: N_("Institutions"),
    ImportKind.PEOPLE: N_("People"),
    ImportKind.SEATS: N_("Seats and appointments"),
    ImportKind.OFFERS: N_("Help offers"),
}


class ImportState(enum.Enum):
    """From the dry run to the end; each -ING state is worked off in short steps and survives a crash."""

    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        return IMPORT_STATE_WORDS[self]

    @property
    def is_at_work(self) -> bool:
        return self in AT_WORK


AT_WORK: Final = (ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING)
IMPORT_STATE_WORDS: Final = {
    ImportState.CHECKING: N_("is being checked"),
    ImportState.CHECKED: N_("checked, nothing is written yet"),
    ImportState.RUNNING: N_("is being imported"),
    ImportState.DONE: N_("imported"),
    ImportState.UNDOING: N_("is being taken back"),
    ImportState.UNDONE: N_("taken back"),
    ImportState.STOPPED: N_("stopped"),
}


class Outcome(enum.Enum):
    """What a line would do, or has done."""

    PENDING = "pending"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return OUTCOME_WORDS[self]


OUTCOME_WORDS: Final = {
    Outcome.PENDING: N_("not checked yet"),
    Outcome.NEW: N_("new"),
    Outcome.CHANGED: N_("changed"),
    Outcome.SAME: N_("same"),
    Outcome.DOUBTFUL: N_("doubtful"),
    Outcome.REFUSED: N_("refused"),
}
WRITTEN: Final = (Outcome.NEW, Outcome.CHANGED)
AS_NEW, LEFT_OUT = "new", "leave"
"""Choices for a doubtful line beside the id of one that is there already."""


class Import(Guarded, Base):
    """One file. `body_id` is the table it was started at, none for the directory.

    `columns` are those that the file has. `position` is the number of the last line that was worked off in
    this state, `total` how many there are. `seen` is a mark of the data that the dry run looked at.
    """

    __tablename__ = "import"
    __table_args__ = (CheckConstraint("position >= 0 AND total >= 0", name="position"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[ImportKind]
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(TypedLine(160))
    sha256: Mapped[str] = mapped_column(String(64))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), default=None, index=True)
    columns: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    unknown_columns: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    state: Mapped[ImportState] = mapped_column(default=ImportState.CHECKING, index=True)
    position: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    seen: Mapped[str] = mapped_column(String(100), default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination of its table; one of the directory is for whoever started it."""
        return or_(
            cls.body_id.in_(reader.coordinates),
            and_(cls.body_id.is_(None), cls.started_by_id == reader.person_id),
        )

    def enter(self, state: ImportState) -> None:
        """Begin with the first line of a state's work."""
        self.state, self.position = state, 0


class ImportLine(Guarded, Base):
    """One line of a file. `facts` are its cells in canonical form, `key` what must not stand there twice.

    `candidates` are ids of rows that it may mean, `asked` says rows of which column; `choices` is what the
    person decided for it. `changes` are (column, before, after); `errors` are marked messages with their
    column. `written` counts the lines in the order in which they were written; `effects` tells what that
    was, with what stood there before: what is needed to take it back. A line that `is_misread` has cells
    that mean nothing; no comparing helps.
    """

    __tablename__ = "import_line"
    __table_args__ = (
        Index("ix_import_line_number", "import_id", "number", unique=True),
        Index("ix_import_line_key", "import_id", "key"),
        Index("ix_import_line_outcome", "import_id", "outcome"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(600), default="")
    facts: Mapped[dict[str, str]] = mapped_column(JSON, default_factory=dict)
    is_misread: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.PENDING)
    row_id: Mapped[int | None] = mapped_column(default=None)
    asked: Mapped[str] = mapped_column(String(40), default="")
    choices: Mapped[dict[str, str]] = mapped_column(JSON, default_factory=dict)
    changes: Mapped[list[list[str]]] = mapped_column(JSON, default_factory=list)
    candidates: Mapped[list[int]] = mapped_column(JSON, default_factory=list)
    errors: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    effects: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    written: Mapped[int | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.import_id.in_(ids_where(Import, Import.visible_to(reader)))

    def forget(self, columns: Iterable[str]) -> None:
        """Keep these cells no longer, neither what the file said nor what stood there before."""
        kept = without(columns, self.facts, self.changes, self.effects)
        self.facts, self.changes, self.effects = kept

    def refuse(self, message: str, column: str = "", **values: Any) -> None:
        self.outcome = Outcome.REFUSED
        self.errors = [*self.errors, {"column": column, "message": message, "values": values}]


def without(columns: Iterable[str], facts: Any, changes: Any, effects: Any) -> tuple[Any, Any, Any]:
    """What a line keeps, without some columns."""
    names = set(columns)
    return (
        {name: "" if name in names else cell for name, cell in facts.items()},
        [change for change in changes if change[0] not in names],
        [each | {"before": {n: v for n, v in each["before"].items() if n not in names}} for each in effects],
    )


def forget_old_imports(house: Session, now: datetime) -> int:
    """Delete what was imported longer ago than it is kept: the lines hold names. Returns how many files."""
    old = ids_where(Import, Import.started_at < now - KEPT)
    house.execute(delete(ImportLine).where(ImportLine.import_id.in_(old)))
    gone = house.execute(delete(Import).where(Import.started_at < now - KEPT))
    return int(getattr(gone, "rowcount", 0))
