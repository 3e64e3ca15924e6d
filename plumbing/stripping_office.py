"""Office documents packed anew, without properties, names at comments and changes, and thumbnails."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import IO, Final

from plumbing.stripping_pictures import LARGEST_PART, jpeg, png

LARGEST_ALL: Final = 250 * 1024 * 1024
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


def office(stream: IO[bytes], made: IO[bytes], depth: int = 0) -> None:
    """Every part is packed anew, with neutral dates; properties are emptied, names at comments and changes
    blanked, pictures stripped, thumbnails left out."""
    unpacked = 0
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        members = [each for each in old.infolist() if not each.is_dir()]
        if len({each.filename for each in members}) != len(members):
            raise ValueError
        for member in members:
            data = _read(old, member)
            unpacked += len(data)
            if unpacked > LARGEST_ALL:
                raise ValueError
            name = member.filename
            kept = zipfile.ZipInfo(name)
            plain = name == "mimetype" or member.compress_type == zipfile.ZIP_STORED
            kept.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            new.writestr(kept, _part(name, data, depth))


def _read(old: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A part's bytes, never more than it says and than one may have."""
    if member.file_size > LARGEST_PART:
        raise ValueError
    with old.open(member) as part:
        data = part.read(member.file_size + 1)
    if len(data) > member.file_size:
        raise ValueError
    return data


def _part(name: str, data: bytes, depth: int) -> bytes:
    lower = name.lower()
    if lower in EMPTIED:
        return EMPTIED[lower]
    last = lower.rpartition("/")[2]
    ending = last.rpartition(".")[2]
    if ending in PICTURES:
        return _inner(PICTURES[ending], data)
    if "embeddings/" in lower:
        return _embedded(ending, data, depth)
    if not AUTHORED.fullmatch(lower):
        return data
    for pattern in (TRACKED, SHEET_AUTHOR, OPEN_AUTHOR, SHEET_PATH):
        data = pattern.sub(NOBODY, data)
    return RSID.sub(b"", LISTED.sub(NOBODY, data) if LISTS.fullmatch(last) else data)


def _inner(strip: Callable[[IO[bytes], IO[bytes]], None], data: bytes) -> bytes:
    made = BytesIO()
    strip(BytesIO(data), made)
    return made.getvalue()


def _embedded(ending: str, data: bytes, depth: int) -> bytes:
    """The table behind a chart is a document of its own; what else is embedded nobody can look into."""
    if ending not in ("docx", "xlsx", "pptx") or depth:
        raise ValueError
    made = BytesIO()
    office(BytesIO(data), made, depth=1)
    return made.getvalue()
