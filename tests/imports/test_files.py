"""Files as offices save them, and files that are none: each is read or met with one sentence."""

import io
import struct
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.errors import RuleBroken
from plumbing import spreadsheets
from tests.imports.conftest import csv_of, upload, xlsx_of

ROWS = [["Name", "Ort"], ["Klient*innen e. V.", "Köln"], ["Straßenstrich", "„Zitat“"]]
PLACE = "/round-tables/directory/imports/new/institutions"


def read(content, name="liste.csv"):
    sheet = spreadsheets.read(io.BytesIO(content), name)
    return [sheet.headings, *(cells for _, cells in sheet.lines)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_is_read_in_the_encodings_of_offices(encoding, delimiter):
    assert read(csv_of(*ROWS, encoding=encoding, delimiter=delimiter)) == ROWS


def test_csv_of_older_programs_is_read():
    assert read(csv_of(["Name", "Ort"], ["Büro für Übergänge", "Köln"], encoding="cp850"))[1][1] == "Köln"


def test_lines_have_the_numbers_that_a_person_counts():
    sheet = spreadsheets.read(io.BytesIO(b'sep=;\nName;Ort\n"a\nb";c\n\nd;e\n'), "x.csv")
    assert [number for number, _ in sheet.lines] == [4, 6]


def test_workbook_is_read_with_its_days_and_numbers():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Name", "Tag", "Zahl", "Ja"], ["Amt", spreadsheets.datetime(2022, 9, 8), 3.0, True]):
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    assert read(kept.getvalue(), "x.xlsx") == [
        ["Name", "Tag", "Zahl", "Ja"],
        ["Amt", "2022-09-08", "3", "True"],
    ]


FORMULAS = [
    "=1+1",
    "+49 201",
    "-5",
    "@SUM(A1)",
    "'=x",
    "''=y",
    "=cmd|' /C calc'!A0",
    "＝1",
    "normal",
    "'Zitat'",
]


@pytest.mark.parametrize("plain", [False, True])
def test_formulas_are_harmless_in_csv_and_come_back_whole(plain):
    rows = [["Name"], *([each] for each in FORMULAS)]
    content = spreadsheets.csv_bytes(rows, plain)
    for line in content.decode("utf-8-sig").splitlines():
        assert line.strip('"')[0] not in "=+-@\t＝", line
    assert read(content) == rows


def test_formulas_are_text_in_workbooks_and_come_back_whole():
    rows = [["Name"], *([each] for each in FORMULAS)]
    content = spreadsheets.xlsx_bytes({"Blatt": rows})
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert read(content, "x.xlsx") == rows


def bomb(megabytes):
    """A workbook whose sheet is small when packed and large when not."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(*ROWS))) as honest, zipfile.ZipFile(packed, "w", 8) as made:
        for member in honest.infolist():
            content = honest.read(member)
            if member.filename.endswith("sheet1.xml"):
                content = content.replace(b"<sheetData>", b"<sheetData>" + b" " * megabytes * 1024 * 1024)
            made.writestr(member.filename, content)
    return packed.getvalue()


def far_cell():
    """A workbook with one cell in the last line that there can be."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A1048576"] = "Name", "weit weg"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def with_entities():
    packed = io.BytesIO()
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(xlsx_of(*ROWS))) as honest, zipfile.ZipFile(packed, "w") as made:
        for member in honest.infolist():
            content = honest.read(member)
            if member.filename.endswith("sheet1.xml"):
                content = evil + content[content.index(b"<worksheet") :]
            made.writestr(member.filename, content)
    return packed.getvalue()


HOSTILE = {
    "nothing": (b"", "keine Zeilen"),
    "only headings": (b"Name;Ort\n", "keine Zeilen"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "alte Excel-Datei"),
    "a PDF": (b"%PDF-1.7\n", "keine Tabelle"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 9, 9) * 9, "keine Tabelle"),
    "half a workbook": (xlsx_of(*ROWS)[:900], "beschädigt"),
    "null bytes": (b"Name;Ort\nA\x00mt;B\n", "nicht lesbar"),
    "null bytes far behind": (b"Name;Ort\n" + b"Amt;B\n" * 900 + b"\x00", "nicht lesbar"),
    "no letters at all": (bytes(range(128, 256)) * 9, "nicht lesbar|fehlen|keine"),
    "a bomb": (bomb(60), "zu groß"),
    "a bomb of entities": (with_entities(), "beschädigt"),
    "too many lines": (b"Name;Ort\n" + b"Amt;B\n" * 10_001, "höchstens 10000 Zeilen"),
    "too many columns": (b";".join([b"Name"] * 101) + b"\nA\n", "Höchstens 100 Spalten"),
    "an open quotation mark": (b'Name;Ort\n"' + b"A;B\n" * 9000, "Anführungszeichen"),
    "a line too far away": (far_cell(), "keine Zeilen"),
    "no known column": (b"Farbe\nrot\n", "fehlen"),
    "a column twice": (b"Name;Name\nA;B\n", "zweimal"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_table_is_met_with_a_sentence(keeper, what, house):
    content, words = HOSTILE[what]
    for name in ("liste.csv", "liste.xlsx"):
        answer = upload(keeper, PLACE, content, name)
        assert answer.status_code == 422, name
        assert any(each in answer.text for each in words.split("|")), (name, words)


def test_missing_file_is_said(keeper):
    assert keeper.post(PLACE, data={}).status_code == 422


def refusal(content, name):
    """The field beside which the refusal of a file stands; None if it was read."""
    try:
        spreadsheets.read(io.BytesIO(content), name)
    except RuleBroken as broken:
        return broken.field
    return None


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "ä.xls", ""]))
def test_any_bytes_are_read_or_refused(content, name):
    assert refusal(content, name) in (None, "upload")


WORKBOOK = xlsx_of(*ROWS)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), max_size=12))
def test_any_damage_to_a_workbook_is_read_or_refused(damage):
    broken_bytes = bytearray(WORKBOOK)
    for place, value in damage:
        broken_bytes[place] = value
    assert refusal(bytes(broken_bytes), "a.xlsx") in (None, "upload")


@settings(max_examples=100)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).map(str.strip),
            min_size=2,
            max_size=2,
        ),
        min_size=2,
        max_size=5,
    ).filter(lambda rows: all(all(row) for row in rows) and not rows[0][0].startswith("#"))
)
def test_any_text_comes_back_whole(rows):
    for content, name in (
        (spreadsheets.csv_bytes(rows), "a.csv"),
        (spreadsheets.xlsx_bytes({"A": rows}), "a.xlsx"),
    ):
        assert read(content, name) == rows
