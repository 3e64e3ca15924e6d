"""What people upload: named anew, judged by its bytes, never by what the browser says."""

import codecs
import re
import struct
import unicodedata
import zipfile
import zlib
from typing import IO, Any, Final, NamedTuple

from models.errors import RuleBroken
from models.typed_text import typed_line
from models.words import N_
from plumbing.stripping import stripped

FIELD: Final = "upload"
TEXT_KINDS: Final = {"txt": "text/plain", "csv": "text/csv", "ics": "text/calendar"}
OFFICE: Final = "application/vnd.openxmlformats-officedocument."
OPEN: Final = "application/vnd.oasis.opendocument."
EXTENSIONS: Final = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    OFFICE + "wordprocessingml.document": ("docx",),
    OFFICE + "spreadsheetml.sheet": ("xlsx",),
    OFFICE + "presentationml.presentation": ("pptx",),
    OPEN + "text": ("odt",),
    OPEN + "spreadsheet": ("ods",),
    OPEN + "presentation": ("odp",),
} | {kind: (extension,) for extension, kind in TEXT_KINDS.items()}
MAIN_PARTS: Final = {
    f"{OFFICE}{part}.main+xml".encode(): f"{OFFICE}{part}"
    for part in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
}
LONGEST_NAME: Final = 120
MOST_MEMBERS: Final = 2_000
LARGEST_UNPACKED: Final = 250 * 1024 * 1024
LARGEST_DIRECTORY: Final = 1024 * 1024
MOST_PIXELS: Final = 100_000_000
END_OF_ZIP: Final = b"PK\x05\x06"
MARKUP = re.compile(
    rb"<(!doctype|!--|\?xml|\?php|%|html|head|body|title|meta|script|style|iframe|object|embed|svg|math|link|"
    rb"img|table|div|font|form|a|b|p|br|h[1-6])\b|<!--|<\?|<%",
    re.IGNORECASE,
)
SCRIPTS = re.compile(rb"#!|@echo|\[internetshortcut\]|\{\\rtf|mime-version:|from:|x-unsent:", re.IGNORECASE)
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

REFUSED = N_(
    "This kind of file is not accepted. Possible are PDF, Word, Excel and PowerPoint (docx, xlsx, pptx), "
    "OpenDocument (odt, ods, odp), pictures (png, jpg), text (txt), tables (csv) and appointments (ics)."
)
MACROS = N_("This document contains macros. Please save it without macros, for example as docx or PDF.")
OLD_OFFICE = N_(
    "This is an old or password-protected Office document. Please save it as docx, xlsx, pptx or PDF, "
    "without a password."
)
ARCHIVE = N_("Archives are not accepted. Please upload the files one by one.")
LOCKED = N_("This file is protected by a password. Please save it without one.")
TOO_BIG_INSIDE = N_("This document is too large when unpacked.")
TOO_MANY_PIXELS = N_("This picture is too large. Please save it smaller.")
OTHER_ENDING = N_("The name ends in .%(ending)s, but the content is of the kind .%(kind)s. Please rename it.")
BROKEN = N_("This file is damaged. Please save it again.")


class Accepted(NamedTuple):
    """The name under which a file is kept, and what it is."""

    name: str
    content_type: str


def accepted(stream: IO[bytes], name: str) -> Accepted:
    """Name and type of an upload by its bytes; RuleBroken in words for all that is not on the list.

    The stream must be seekable and stands at its beginning again afterwards.
    """
    kept = cleaned_name(name)
    stream.seek(0)
    kind = _kind(stream, kept.rpartition(".")[2].lower() if "." in kept else "")
    stream.seek(0)
    extensions = EXTENSIONS[kind]
    ending = kept.rpartition(".")[2].lower() if "." in kept else ""
    if not ending:
        kept = f"{kept}.{extensions[0]}"
    elif ending not in extensions:
        raise RuleBroken(
            OTHER_ENDING,
            FIELD,
            ending=ending,
            kind=extensions[0],
        )
    return Accepted(kept, kind)


def judged(sent: Any) -> dict[str, Any] | None:
    """What a form's file field brought, judged by its bytes: name, type, stream; None where it is empty.

    The stream holds the document without what its program notes of authors and places.
    """
    if not sent:
        return None
    kept = accepted(sent.stream, sent.filename or "")
    return {**kept._asdict(), "stream": stripped(sent.stream, kept.content_type, FIELD)}


def cleaned_name(name: str) -> str:
    """The last part of a path, in one normal form, without signs that nobody sees, at most 120 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    line = typed_line(last, 10_000, FIELD).lstrip(". ").rstrip(". ")
    stem, dot, ending = line.rpartition(".")
    if not dot or len(ending) > 10 or not stem:
        return line[:LONGEST_NAME] or "file"
    return f"{stem[: LONGEST_NAME - 1 - len(ending)].rstrip()}.{ending}"


def _kind(stream: IO[bytes], ending: str) -> str:
    head = stream.read(1024)
    if not head:
        raise RuleBroken(N_("This file is empty."), FIELD)
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _judged_png(head)
    if head.startswith(b"\xff\xd8\xff"):
        return _judged_jpeg(stream)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise RuleBroken(OLD_OFFICE, FIELD)
    if head.startswith(b"PK"):
        return _packed_kind(stream)
    if head.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")):
        raise RuleBroken(ARCHIVE, FIELD)
    return _text_kind(stream, head, ending)


def _judged_png(head: bytes) -> str:
    if len(head) < 24 or head[12:16] != b"IHDR":
        raise RuleBroken(BROKEN, FIELD)
    width, height = struct.unpack(">II", head[16:24])
    return _within_pixels("image/png", width, height)


def _judged_jpeg(stream: IO[bytes]) -> str:
    """Walks the segments to the frame header (SOF), which tells the size."""
    stream.seek(2)
    for _ in range(1000):
        marker = stream.read(4)
        if len(marker) < 4 or marker[0] != 0xFF:
            break
        length = struct.unpack(">H", marker[2:4])[0]
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in (0xC4, 0xC8, 0xCC):
            frame = stream.read(5)
            if len(frame) < 5:
                break
            height, width = struct.unpack(">HH", frame[1:5])
            return _within_pixels("image/jpeg", width, height)
        stream.seek(length - 2, 1)
    raise RuleBroken(BROKEN, FIELD)


def _within_pixels(kind: str, width: int, height: int) -> str:
    if width * height > MOST_PIXELS:
        raise RuleBroken(TOO_MANY_PIXELS, FIELD)
    return kind


def _packed_kind(stream: IO[bytes]) -> str:
    """Office documents are ZIP files: told apart by what is in them, and never unpacked."""
    _judge_directory(stream)
    try:
        with zipfile.ZipFile(stream) as packed:
            return _document_kind(packed)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as broken:
        raise RuleBroken(BROKEN, FIELD) from broken


def _judge_directory(stream: IO[bytes]) -> None:
    """Refuse a list of members too long to be read; ZIP64, which nobody needs up to 25 MB, with it."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 65_557))
    tail = stream.read()
    place = tail.rfind(END_OF_ZIP)
    if place < 0 or len(tail) < place + 22:
        raise RuleBroken(BROKEN, FIELD)
    members, directory = struct.unpack("<HI", tail[place + 10 : place + 16])
    if members > MOST_MEMBERS or directory > LARGEST_DIRECTORY:
        raise RuleBroken(TOO_BIG_INSIDE, FIELD)


def _document_kind(packed: zipfile.ZipFile) -> str:
    members = packed.infolist()
    names = {member.filename for member in members}
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise RuleBroken(TOO_BIG_INSIDE, FIELD)
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise RuleBroken(BROKEN, FIELD)
    if any(member.flag_bits & 1 for member in members):
        raise RuleBroken(LOCKED, FIELD)
    types = _peeked(packed, "[Content_Types].xml", names)
    opened = _peeked(packed, "mimetype", names).decode("ascii", "replace").strip()
    if not types and opened not in EXTENSIONS:
        raise RuleBroken(ARCHIVE, FIELD)
    if b"macroenabled" in types.lower() or any(map(_is_macro, names)):
        raise RuleBroken(MACROS, FIELD)
    if b"encryption-data" in _peeked(packed, "META-INF/manifest.xml", names):
        raise RuleBroken(LOCKED, FIELD)
    kinds = [kind for part, kind in MAIN_PARTS.items() if part in types] or [opened]
    if kinds[0] not in EXTENSIONS or not kinds[0].startswith((OFFICE, OPEN)):
        raise RuleBroken(REFUSED, FIELD)
    return kinds[0]


def _peeked(packed: zipfile.ZipFile, name: str, names: set[str]) -> bytes:
    """The beginning of a member, nothing if there is none."""
    if name not in names:
        return b""
    with packed.open(name) as member:
        return member.read(512 * 1024)


def _is_macro(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(("vbaproject.bin", "vbadata.xml")) or lower.startswith(("basic/", "scripts/"))


def _text_kind(stream: IO[bytes], head: bytes, ending: str) -> str:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if ending not in ("", *TEXT_KINDS) or MARKUP.match(start) or SCRIPTS.match(start):
        raise RuleBroken(REFUSED, FIELD)
    if not _is_text(stream):
        raise RuleBroken(REFUSED, FIELD)
    if start.upper().startswith(b"BEGIN:VCALENDAR"):
        return TEXT_KINDS["ics"]
    return TEXT_KINDS["csv" if ending == "csv" else "txt"]


def _is_text(stream: IO[bytes]) -> bool:
    """UTF-8, or the older Windows encoding that tables are still exported in; without control signs."""
    return any(_decodes(stream, encoding) for encoding in ("utf-8", "cp1252"))


def _decodes(stream: IO[bytes], encoding: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while data := stream.read(65_536):
            if CONTROLS.search(decoder.decode(data)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
