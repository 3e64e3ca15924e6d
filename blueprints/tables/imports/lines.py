"""The lines of an import as a page shows them, in the language of the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import gettext

from blueprints.tables.imports.cells import Column, YesNo
from blueprints.tables.imports.columns import columns_of
from blueprints.tables.imports.forms import ChoicesForm
from blueprints.tables.imports.queries import Found
from models.imports import AS_NEW, LEFT_OUT, Import, ImportLine, Outcome
from plumbing.language import chosen_language

MARKS: Final = {
    Outcome.PENDING: ("…", "open"),
    Outcome.NEW: ("+", "yes"),
    Outcome.CHANGED: ("~", "perhaps"),
    Outcome.SAME: ("=", "neutral"),
    Outcome.DOUBTFUL: ("?", "perhaps"),
    Outcome.REFUSED: ("×", "no"),
}


@dataclass(frozen=True)
class Choice:
    """One answer to what a doubtful line means."""

    value: str
    words: str
    is_chosen: bool


@dataclass
class Shown:
    """A line in words: what it names, what would become of it, and why."""

    line: ImportLine
    mark: str
    tone: str
    name: str
    more: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    question: str = ""
    choices: list[Choice] = field(default_factory=list)
    is_left_out: bool = False


def shown(imported: Import, found: Found) -> list[Shown]:
    columns = columns_of(imported.kind)
    return [_shown(columns, line, found.names.get(line.asked, {})) for line in found.lines]


def _shown(columns: dict[str, Column], line: ImportLine, names: dict[int, str]) -> Shown:
    first, *others = columns
    mark, tone = MARKS[line.outcome]
    made = Shown(line, mark, tone, line.facts.get(first, ""), _told(columns, line, others))
    made.changes = [
        (gettext(columns[name].heading), _words(columns[name], before), _words(columns[name], after))
        for name, before, after in line.changes
    ]
    made.errors = [told_error(columns, error) for error in line.errors]
    if line.asked:
        made.question = ChoicesForm.PREFIX + str(line.id)
        made.choices = list(_choices(line, names))
        made.is_left_out = line.choices.get(line.asked) == LEFT_OUT
    return made


def left_rows(imported: Import, lines: Sequence[ImportLine]) -> list[list[str]]:
    """The lines that were left, under the headings of the file; number and reason stand at the end.

    A cell that could not be read is empty: the reason says what stood there.
    """
    known, language = columns_of(imported.kind), chosen_language()
    columns = [known[name] for name in imported.columns if name in known] or list(known.values())
    head = [*(gettext(each.heading) for each in columns), gettext("Line"), gettext("Reason")]
    return [head] + [
        [
            *(each.cell.told(line.facts.get(each.name, ""), gettext, language) for each in columns),
            str(line.number),
            "; ".join(told_error(known, error) for error in line.errors) or gettext("doubtful, not decided"),
        ]
        for line in lines
    ]


def _told(columns: dict[str, Column], line: ImportLine, names: list[str]) -> str:
    """The cells that say something, at most four: enough to know the line again."""
    said = [
        _words(columns[name], line.facts[name])
        for name in names
        if line.facts.get(name) and not isinstance(columns[name].cell, YesNo)
    ]
    return " · ".join(said[:4])


def _words(column: Column, kept: str) -> str:
    return column.cell.told(kept, gettext, chosen_language())


def told_error(columns: dict[str, Column], error: dict[str, Any]) -> str:
    """A marked message with its values, after the heading of its column."""
    values = error["values"] | {name: gettext(word) for name, word in error.get("words", {}).items()}
    marked = error["message"]
    words = gettext(marked, **values) if values else gettext(marked)
    column = columns.get(error["column"])
    return f"{gettext(column.heading)}: {words}" if column else words


def _choices(line: ImportLine, names: dict[int, str]) -> Any:
    chosen = line.choices.get(line.asked, "")
    yield Choice("", gettext("please choose"), chosen == "")
    for candidate in line.candidates:
        if candidate in names:
            words = gettext("the same as: %(name)s", name=names[candidate])
            yield Choice(str(candidate), words, chosen == str(candidate))
    if line.asked != "organisation_id":
        yield Choice(AS_NEW, gettext("new, none of these"), chosen == AS_NEW)
    yield Choice(LEFT_OUT, gettext("leave this line out"), chosen == LEFT_OUT)
