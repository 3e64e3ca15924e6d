"""Office documents packed anew, without properties, names at comments and changes, and thumbnails."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Final

from plumbing.stripping_pictures import LARGEST_PART, jpeg, png

LARGEST_ALL: Final = 250 * 1024 * 1024
MOST_PARTS: Final = 4_000
PACKINGS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCKED: Final = 0x01 | 0x20 | 0x40
"""Flags of parts that are encrypted, or packed in a way that nobody can unpack."""
MACROS: Final = re.compile(r"(?:vbaproject\.bin|vbadata\.xml)$")
PICTURES: Final = {"jpg": jpeg, "jpeg": jpeg, "png": png}
CORE: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.'
    b'openxmlformats.org/package/2006/metadata/core-properties"/>'
)
APP: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
CUSTOM: Final = APP.replace(b"extended-properties", b"custom-properties")
META: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office="urn:oasis:names:tc:'
    b'opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>'
)
EMPTIED: Final = {
    "docprops/core.xml": CORE,
    "docprops/app.xml": APP,
    "docprops/custom.xml": CUSTOM,
    "meta.xml": META,
}
AUTHORED: Final = re.compile(
    r"(?:word|xl|ppt)/(?:[^/]{1,60}/){0,3}(?:comments?|people|persons?|document|header|footer|footnotes|endnotes|"
    r"commentsextended|threadedcomment|commentauthors|authors|settings|workbook|comment)[\w-]{0,20}\.xml"
    r"|(?:content|styles|settings)\.xml"
)
NOBODY: Final = rb"\1Anonym"
LISTED: Final = re.compile(
    rb'((?<![\w:])(?:\w{1,8}:)?(?:author|displayName|userName|userId|name|initials)=")[^"<>]{0,400}(?=")'
)
"""Only in the parts that list who has commented or changed something."""
LISTS: Final = re.compile(r"(people|persons?|commentauthors|authors)\d{0,4}\.xml")
TRACKED: Final = re.compile(rb'((?<![\w:])w:(?:author|initials)=")[^"<>]{0,400}(?=")')
SHEET_AUTHOR: Final = re.compile(rb"(<(?:x:)?author>)[^<]{0,400}(?=</)")
RSID: Final = re.compile(rb'\sw:rsid\w{0,10}="[0-9A-Fa-f]{1,8}"')
OPEN_AUTHOR: Final = re.compile(
    rb"(<(?:dc:creator|meta:creator-initials|meta:initial-creator|loext:sender-initials)>)[^<]{0,400}(?=</)"
)
SHEET_PATH: Final = re.compile(rb'(<x15ac:absPath\b[^>]{0,200}?\burl=")[^"]{0,1000}(?=")')


@dataclass
class Room:
    """What may still be unpacked of one upload, in bytes and parts: embedded documents take from the same."""

    left: int = LARGEST_ALL
    parts: int = MOST_PARTS

    def take(self, size: int) -> None:
        self.left, self.parts = self.left - size, self.parts - 1
        if self.left < 0 or self.parts < 0:
            raise ValueError


def office(stream: IO[bytes], made: IO[bytes], within: Room | None = None) -> None:
    """Every part is packed anew, with neutral dates; properties are emptied, names at comments and changes
    blanked, pictures stripped, thumbnails left out. `within`: the room of the document that embeds this one.
    """
    room = within or Room()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        members = [each for each in old.infolist() if not each.is_dir()]
        if len({each.filename for each in members}) != len(members):
            raise ValueError
        for member in members:
            name = member.filename
            if within and MACROS.search(name.lower()):
                raise ValueError
            data = _read(old, member, room)
            kept = zipfile.ZipInfo(name)
            plain = name == "mimetype" or member.compress_type == zipfile.ZIP_STORED
            kept.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            new.writestr(kept, _part(name, data, None if within else room))


def _read(old: zipfile.ZipFile, member: zipfile.ZipInfo, room: Room) -> bytes:
    """A part's bytes, never more than it says and than there is room for; packed and kept as Office does."""
    if member.file_size > LARGEST_PART or member.compress_type not in PACKINGS or member.flag_bits & LOCKED:
        raise ValueError
    room.take(member.file_size)
    with old.open(member) as part:
        data = part.read(member.file_size + 1)
    if len(data) > member.file_size:
        raise ValueError
    return data


def _part(name: str, data: bytes, room: Room | None) -> bytes:
    lower = name.lower()
    if lower in EMPTIED:
        return EMPTIED[lower]
    last = lower.rpartition("/")[2]
    ending = last.rpartition(".")[2]
    if ending in PICTURES:
        return _inner(PICTURES[ending], data)
    if "embeddings/" in lower:
        return _embedded(ending, data, room)
    if not AUTHORED.fullmatch(lower):
        return data
    for pattern in (TRACKED, SHEET_AUTHOR, OPEN_AUTHOR, SHEET_PATH):
        data = pattern.sub(NOBODY, data)
    return RSID.sub(b"", LISTED.sub(NOBODY, data) if LISTS.fullmatch(last) else data)


def _inner(strip: Callable[[IO[bytes], IO[bytes]], None], data: bytes) -> bytes:
    made = BytesIO()
    strip(BytesIO(data), made)
    return made.getvalue()


def _embedded(ending: str, data: bytes, room: Room | None) -> bytes:
    """The table behind a chart is a document of its own; what else is embedded nobody can look into."""
    if ending not in ("docx", "xlsx", "pptx") or room is None:
        raise ValueError
    made = BytesIO()
    office(BytesIO(data), made, within=room)
    return made.getvalue()
