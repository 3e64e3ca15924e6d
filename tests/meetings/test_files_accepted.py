"""Uploads: what is accepted is told by its bytes; everything else is refused in words."""

import io
import struct
import time
import zipfile

import pytest

from models.errors import RuleBroken
from plumbing import uploads
from plumbing.attachments import disposition
from plumbing.uploads import OFFICE, OPEN, accepted, cleaned_name

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480) + b"\x08\x06\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9) + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640)


def packed(*, locked=False, **members):
    """A ZIP file; names of members are given with _ for / and what they hold."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    data = bytearray(stream.getvalue())
    if locked:
        data[6] |= 1
        data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def office(part, **more):
    types = f'<Types><Override ContentType="{part}"/></Types>'
    return packed(**{"[Content_Types].xml": types, "word/document.xml": "<w/>", **more})


def opened(kind, **more):
    return packed(**{"mimetype": kind, "content.xml": "<office/>", **more})


DOCX = office(f"{OFFICE}wordprocessingml.document.main+xml")


def judged(data, name):
    return accepted(io.BytesIO(data), name)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n...", "a.pdf", "application/pdf"),
        (PNG, "a.PNG", "image/png"),
        (JPEG, "a.jpeg", "image/jpeg"),
        (DOCX, "a.docx", f"{OFFICE}wordprocessingml.document"),
        (office(f"{OFFICE}spreadsheetml.sheet.main+xml"), "a.xlsx", f"{OFFICE}spreadsheetml.sheet"),
        (
            office(f"{OFFICE}presentationml.presentation.main+xml"),
            "a.pptx",
            f"{OFFICE}presentationml.presentation",
        ),
        (opened(f"{OPEN}text"), "a.odt", f"{OPEN}text"),
        (opened(f"{OPEN}spreadsheet"), "a.ods", f"{OPEN}spreadsheet"),
        (opened(f"{OPEN}presentation"), "a.odp", f"{OPEN}presentation"),
        ("Grüße an alle Klient*innen\n".encode(), "a.txt", "text/plain"),
        ("Grüße".encode("cp1252"), "a.txt", "text/plain"),
        (b"\xef\xbb\xbfName;Ort\n", "a.csv", "text/csv"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "a.ics", "text/calendar"),
    ],
)
def test_what_is_on_the_list_is_accepted_by_its_bytes(data, name, kind):
    assert judged(data, name) == (name, kind)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"<!DOCTYPE html><html></html>", "a.txt", "kind of file"),
        (b"  \n<html><script>alert(1)</script>", "a.txt", "kind of file"),
        (b"<html>%PDF-1.7", "a.pdf", "kind of file"),
        (b"<html>", "a.html", "kind of file"),
        (b'<?xml version="1.0"?><svg onload="x"/>', "a.txt", "kind of file"),
        (b"<svg/>", "a.svg", "kind of file"),
        (b"MZ\x90\x00\x03\x00", "a.exe", "kind of file"),
        (b"\x7fELF\x02\x01", "a", "kind of file"),
        (b"#!/bin/sh\nrm", "a.txt", "kind of file"),
        (b"@echo off", "a.txt", "kind of file"),
        (b"alert(1)", "a.js", "kind of file"),
        (b"Get-Process", "a.ps1", "kind of file"),
        (b"{\\rtf1 x}", "a.txt", "kind of file"),
        (b"words\x00words", "a.txt", "kind of file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "a.doc", "old or password-protected"),
        (packed(**{"a.txt": "x"}), "a.zip", "Archives"),
        (packed(**{"a.txt": "x"}), "a.docx", "Archives"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "Archives"),
        (b"Rar!\x1a\x07", "a.rar", "Archives"),
        (b"\x1f\x8b\x08", "a.csv", "Archives"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docm", "macros"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx", "macros"),
        (
            office(f"{OFFICE}wordprocessingml.document.main+xml", **{"word/vbaProject.bin": "x"}),
            "a.docx",
            "macros",
        ),
        (opened(f"{OPEN}text", **{"Basic/Standard/Module1.xml": "x"}), "a.odt", "macros"),
        (
            opened(f"{OPEN}text", **{"META-INF/manifest.xml": "<manifest:encryption-data>"}),
            "a.odt",
            "protected by a password",
        ),
        (packed(locked=True, **{"[Content_Types].xml": "x"}), "a.docx", "protected by a password"),
        (office("application/vnd.other"), "a.docx", "kind of file"),
        (opened("application/vnd.oasis.opendocument.database"), "a.odb", "Archives"),
        (DOCX[:200], "a.docx", "damaged"),
        (DOCX, "bericht.pdf", "Please rename"),
        (b"%PDF-1.7", "bericht.exe", "Please rename"),
        (PNG[:16], "a.png", "damaged"),
        (JPEG[:12], "a.jpg", "damaged"),
        (b"", "a.pdf", "empty"),
    ],
)
def test_all_else_is_refused_in_words(data, name, words):
    with pytest.raises(RuleBroken) as refused:
        judged(data, name)
    assert words in str(refused.value)
    assert refused.value.field == "upload"


def test_a_bomb_is_refused_without_being_unpacked(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_UNPACKED", 1000)
    with pytest.raises(RuleBroken, match="unpacked"):
        judged(office(f"{OFFICE}wordprocessingml.document.main+xml", big="0" * 2000), "a.docx")


def test_twenty_thousand_members_are_refused_at_once():
    many = packed(**{f"m{n}": "" for n in range(20_000)})
    began = time.process_time()
    with pytest.raises(RuleBroken, match="unpacked"):
        judged(many, "a.docx")
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PNG[:16] + struct.pack(">II", 100_000, 100_000), "a.png"),
        (JPEG[:-4] + struct.pack(">HH", 65_000, 65_000), "a.jpg"),
    ],
)
def test_a_flood_of_pixels_is_refused(data, name):
    with pytest.raises(RuleBroken, match="picture is too large"):
        judged(data, name)


def test_a_long_text_is_read_to_its_end():
    with pytest.raises(RuleBroken):
        judged(b"words " * 50_000 + b"\x00", "a.txt")
    assert judged(("ä" * 70_000).encode(), "a.txt").content_type == "text/plain"


def test_a_name_without_an_ending_gets_one():
    assert judged(b"%PDF-1.7", "Bericht").name == "Bericht.pdf"
    assert judged(b"BEGIN:VCALENDAR", "Termin").name == "Termin.ics"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Ordner\Bericht.pdf", "Bericht.pdf"),
        ("Bericht\u202efdp.exe", "Berichtfdp.exe"),
        ("Be\r\nricht\x07.pdf", "Be richt.pdf"),
        ("Klient*innen und Sexarbeiter*innen.pdf", "Klient*innen und Sexarbeiter*innen.pdf"),
        ("U\u0308bersicht.pdf", "Übersicht.pdf"),
        ("..hidden.pdf", "hidden.pdf"),
        ("ende.pdf. ", "ende.pdf"),
        ("", "file"),
        ("///", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_made_anew(typed, kept):
    assert cleaned_name(typed) == kept


def test_the_name_is_told_to_old_and_new_programs():
    told = disposition('Über "Klient*innen"; 100 %.pdf')
    assert told.startswith("attachment; filename=\"Uber Klient*innen 100 .pdf\"; filename*=UTF-8''")
    assert "%C3%9Cber%20%22Klient%2Ainnen%22%3B%20100%20%25.pdf" in told
    assert disposition("เอกสาร.pdf").startswith('attachment; filename="file.pdf"')
