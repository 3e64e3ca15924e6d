"""Tables as files: CSV in the encodings of offices, XLSX within limits; cells are text, never formulas."""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any, Final

from models.errors import RuleBroken
from models.words import N_
from plumbing.uploads import FIELD, OFFICE, accepted

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = OFFICE + "spreadsheetml.sheet"
LARGEST: Final = 10 * 1024 * 1024
LARGEST_UNPACKED: Final = 40 * 1024 * 1024
MOST_ROWS: Final = 10_000
MOST_EMPTY: Final = 20_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 10_000
DELIMITERS: Final = (";", ",", "\t")
OLDER_ENCODINGS: Final = ["cp850", "cp437", "mac_roman"]
FOREIGN_STARTS: Final = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
FORMULA: Final = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
GUARDED: Final = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

WRONG_KIND = N_("This is no table. Please save it as XLSX (Excel workbook) or CSV.")
OLD_KIND = N_(
    "This is an old Excel file (.xls) or a file with a password. Please save it as XLSX or CSV, without one."
)
BROKEN = N_("This file is damaged. Please save it again as XLSX or CSV.")
NO_TEXT = N_("The letters of this file can't be read. Please save it as “CSV UTF-8” or as XLSX.")
TOO_BIG = N_("This file is too large. A table may have at most 10 MB, and 40 MB when unpacked.")
TOO_LONG = N_("At most %(most)s lines can be read from one file. Please divide it into several.")
TOO_WIDE = N_("At most %(most)s columns can be read. Please delete the columns that are not needed.")
CELL_TOO_LONG = N_("Line %(line)s has a cell of more than %(most)s characters. Is a quotation mark missing?")
EMPTY = N_("This file has no lines below its headings.")


@dataclass(frozen=True)
class Sheet:
    """What a file says: its headings, and its lines with their numbers as the person sees them."""

    headings: list[str]
    lines: list[tuple[int, list[str]]]


def read(stream: IO[bytes], name: str) -> Sheet:
    """The first sheet of a file, all cells as text; RuleBroken in words for whatever is no readable table."""
    stream.seek(0, 2)
    if stream.tell() > LARGEST:
        raise RuleBroken(TOO_BIG, FIELD)
    stream.seek(0)
    head = stream.read(8)
    stream.seek(0)
    if not head:
        raise RuleBroken(EMPTY, FIELD)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise RuleBroken(OLD_KIND, FIELD)
    if head.startswith(FOREIGN_STARTS):
        raise RuleBroken(WRONG_KIND, FIELD)
    rows = _workbook_rows(stream, name) if head.startswith(b"PK") else _text_rows(stream.read())
    return _sheet(rows)


def _sheet(rows: Iterator[tuple[int, list[str]]]) -> Sheet:
    """The first line with words is that of the headings; empty lines and comments above (#) do not count."""
    headings: list[str] | None = None
    lines: list[tuple[int, list[str]]] = []
    for number, row in rows:
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells or (headings is None and cells[0].startswith("#")):
            continue
        if len(cells) > MOST_COLUMNS:
            raise RuleBroken(TOO_WIDE, FIELD, most=MOST_COLUMNS)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise RuleBroken(CELL_TOO_LONG, FIELD, line=number, most=LONGEST_CELL)
        if headings is None:
            headings = cells
        elif len(lines) == MOST_ROWS:
            raise RuleBroken(TOO_LONG, FIELD, most=MOST_ROWS)
        else:
            lines.append((number, cells))
    if headings is None or not lines:
        raise RuleBroken(EMPTY, FIELD)
    return Sheet(headings, lines)


def _text_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    if CONTROLS.search(text):
        raise RuleBroken(NO_TEXT, FIELD)
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"sep=(.)\r?", first, re.IGNORECASE)
    delimiter = named[1] if named else _delimiter(text)
    reader = csv.reader(io.StringIO(rest if named else text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num + bool(named), [unguarded(cell) for cell in row]
    except csv.Error as broken:
        raise RuleBroken(BROKEN, FIELD) from broken


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 or Windows-1252; what is none of these is judged by its letters."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _as(data, encoding) or _refuse()
    if data[:2000].count(0) > len(data[:2000]) // 5:
        half = "utf-16-le" if data[1:200:2].count(0) > data[0:200:2].count(0) else "utf-16-be"
        return _as(data, half) or _refuse()
    for encoding in ("utf-8", "cp1252"):
        if (text := _as(data, encoding)) is not None:
            return text
    from charset_normalizer import from_bytes  # takes 3 MiB, and few files need it

    best = from_bytes(data[:100_000], cp_isolation=OLDER_ENCODINGS).best()
    return (_as(data, best.encoding) if best else None) or _refuse()


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _refuse() -> str:
    raise RuleBroken(NO_TEXT, FIELD)


def _delimiter(text: str) -> str:
    """The sign that parts most in the line of the headings, outside of quotation marks."""
    lines = (re.sub(r'"[^"]*"', '"', line) for line in text.splitlines())
    bare = next((line for line in lines if line.strip() and not line.lstrip('"').startswith("#")), "")
    return max(DELIMITERS, key=bare.count)


def _workbook_rows(stream: IO[bytes], name: str) -> Iterator[tuple[int, list[str]]]:
    import openpyxl  # takes 6 MiB, and few processes read or write workbooks

    _judge_workbook(stream, name)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
        empty = 0
        for number, row in enumerate(rows, 1):
            cells = [_told(value) for value in row]
            empty = 0 if any(cells) else empty + 1
            if empty > MOST_EMPTY:
                break
            if not empty:
                yield number, cells
    except RuleBroken:
        raise
    except Exception as broken:
        raise RuleBroken(BROKEN, FIELD) from broken


def _judge_workbook(stream: IO[bytes], name: str) -> None:
    """Refuse what is packed otherwise, too large unpacked, or locked, before anything is unpacked."""
    stem = name.rpartition(".")[0] or "table"
    kind = accepted(stream, f"{stem}.xlsx" if name.lower().endswith(".xlsx") else stem + "_").content_type
    if kind != XLSX:
        raise RuleBroken(WRONG_KIND, FIELD)
    with zipfile.ZipFile(stream) as packed:
        if sum(member.file_size for member in packed.infolist()) > LARGEST_UNPACKED:
            raise RuleBroken(TOO_BIG, FIELD)
    stream.seek(0)


def _told(value: Any) -> str:
    """A cell as a person would type it: days without a time, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return CONTROLS.sub("", str(value))


def guarded(cell: str) -> str:
    """No spreadsheet takes it for a formula; `unguarded` takes the sign off again."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


Cell = str | int | float
"""What stands in a cell that is written: text, or a number to reckon with."""


def csv_bytes(rows: Iterable[Sequence[Cell]], plain: bool = False) -> bytes:
    """As German Excel opens it: UTF-8 with its mark, semicolons, commas in numbers. `plain`: without a mark,
    commas between cells."""
    told = io.StringIO(newline="")
    writer = csv.writer(told, delimiter="," if plain else ";", lineterminator="\r\n")
    point = "." if plain else ","
    writer.writerows([_typed(cell, point) for cell in row] for row in rows)
    return told.getvalue().encode("utf-8" if plain else "utf-8-sig")


def _typed(cell: Cell, point: str) -> str:
    return guarded(cell) if isinstance(cell, str) else str(cell).replace(".", point)


def xlsx_bytes(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    """A workbook by the names of its sheets; each first row are headings. What is text stays text; numbers
    are numbers."""
    import openpyxl
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:31])
        sheet.freeze_panes = "A2"
        for place, row in enumerate(rows):
            if not place:
                for column, heading in enumerate(row, 1):
                    width = min(60, max(14, len(str(heading)) + 4))
                    sheet.column_dimensions[get_column_letter(column)].width = width
            sheet.append(
                [_text_cell(sheet, cell, bold=not place) if isinstance(cell, str) else cell for cell in row]
            )
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _text_cell(sheet: Any, text: str, bold: bool) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=CONTROLS.sub("", text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    if FORMULA.match(text):
        cell.quotePrefix = True
    return cell
