"""From a file's cells to lines, and to the template file; headings and words of both languages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask_babel import force_locale, gettext

from blueprints.tables.imports.cells import Column
from blueprints.tables.imports.columns import COLUMNS, EXAMPLES
from blueprints.tables.imports.keys import key_of
from blueprints.tables.imports.matching import PROTECTED
from blueprints.tables.imports.rules import ReadLine
from models.errors import RuleBroken
from models.folding import folded
from models.import_places import PLACES
from models.imports import ImportKind
from models.words import N_
from plumbing.language import LANGUAGES, chosen_language
from plumbing.spreadsheets import Sheet
from plumbing.uploads import FIELD

REQUIRED: Final = N_("Please fill this in.")
EXAMPLE: Final = N_("This is the example of the template.")
MISSING: Final = N_("These columns are missing: %(names)s. The template has all that there are.")
TWICE: Final = N_("The column “%(name)s” stands there twice. Please delete one of them.")


@dataclass
class Read:
    """What was understood of a file."""

    columns: list[str]
    unknown: list[str]
    lines: list[ReadLine]


def understood(kind: ImportKind, sheet: Sheet) -> Read:
    """The columns and lines of a sheet; RuleBroken if a column is missing that must be there."""
    with_names = _in_both_languages(kind)
    places: dict[int, Column] = {}
    unknown = []
    for place, heading in enumerate(sheet.headings):
        column = with_names.get(_bare(heading))
        if column is None:
            unknown += [heading[:80]] if heading else []
        elif column in places.values():
            raise RuleBroken(TWICE, FIELD, name=heading)
        else:
            places[place] = column
    missing = [each for each in COLUMNS[kind] if each.required and each not in places.values()]
    if missing:
        raise RuleBroken(MISSING, FIELD, names=", ".join(gettext(each.heading) for each in missing))
    words = {column.name: _vocabulary(column) for column in places.values()}
    examples = {said for name in EXAMPLES for said in _both(name)}
    read = partial(_line, kind, places, words, examples)
    lines = [read(number, cells) for number, cells in sheet.lines]
    return Read([column.name for column in places.values()], unknown, lines)


def _line(
    kind: ImportKind,
    places: dict[int, Column],
    words: dict[str, dict[str, str]],
    examples: set[str],
    number: int,
    cells: list[str],
) -> ReadLine:
    line = ReadLine(number)
    for place, column in places.items():
        typed = cells[place] if place < len(cells) else ""
        try:
            line.facts[column.name] = (
                column.cell.read(typed, gettext, words[column.name]) if typed.strip() else ""
            )
        except RuleBroken as broken:
            line.facts[column.name] = ""
            line.errors.append({"column": column.name, "message": broken.message, "values": broken.values})
    first = COLUMNS[kind][0]
    if not line.facts[first.name] and not line.errors:
        line.errors.append({"column": first.name, "message": REQUIRED, "values": {}})
    if line.facts[first.name] in examples:
        line.errors.append({"column": first.name, "message": EXAMPLE, "values": {}})
    if line.facts.get("address_protected") == "1":
        _leave_out_places(line)
    line.key = key_of(kind, line.facts)
    return line


def _leave_out_places(line: ReadLine) -> None:
    """A line that says itself that its address is protected is not kept with it."""
    for name in PLACES:
        if line.facts.get(name):
            line.facts[name] = ""
            line.errors.append({"column": name, "message": PROTECTED, "values": {}})


def _in_both_languages(kind: ImportKind) -> dict[str, Column]:
    """Columns by their folded headings, in German, English, and as offices call them."""
    found: dict[str, Column] = {}
    for column in COLUMNS[kind]:
        for heading in (*column.also, *_both(column.heading)):
            found.setdefault(_bare(heading), column)
    for column in COLUMNS[kind]:  # a column's own heading goes before what another may also be called
        found |= {_bare(heading): column for heading in _both(column.heading)}
    return found


def _both(message: str) -> list[str]:
    said = []
    for language in LANGUAGES:
        with force_locale(language):
            said.append(gettext(message))
    return said


def _bare(heading: str) -> str:
    return folded(re.sub(r"\(.*?\)|[*:]", " ", heading.replace("_", " ")))


def _vocabulary(column: Column) -> dict[str, str]:
    """What the words of a choice stand for, in both languages and as they are stored."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with force_locale(language):
            told = column.cell.words(gettext)
            found |= {folded(word): value for value, word in told.items()}
            found |= {value: value for value in told}
    return found


def headings(kind: ImportKind) -> list[str]:
    return [gettext(column.heading) for column in COLUMNS[kind]]


def template_rows(kind: ImportKind) -> list[list[str]]:
    """Headings and one example."""
    language = chosen_language()
    example = [_example(column, language) for column in COLUMNS[kind]]
    return [headings(kind), example]


def _example(column: Column, language: str) -> str:
    if column.example in EXAMPLES:
        return gettext(column.example)
    return column.cell.told(column.example, gettext, language)


def explanations(kind: ImportKind) -> list[list[str]]:
    """What each column is for: the second sheet of the template, and the comments of the CSV."""
    rows = [[gettext("Column"), gettext("Needed"), gettext("Allowed values"), gettext("Note")]]
    for column in COLUMNS[kind]:
        allowed = "; ".join(sorted(column.cell.words(gettext).values(), key=folded))
        needed = gettext("yes") if column.required else ""
        rows.append([gettext(column.heading), needed, allowed, gettext(column.hint) if column.hint else ""])
    return rows


def comments(kind: ImportKind) -> Iterable[list[str]]:
    """The explanations as lines above the headings; a reading passes over them."""
    for name, needed, allowed, note in explanations(kind)[1:]:
        said = [gettext("needed") if needed else "", allowed, note]
        if any(said):
            yield [f"# {name}: {' · '.join(part for part in said if part)}"]
