"""What stands in an upload, as plain text for the guard: within bounds, nothing where it can't be read."""

import html
import re
import zipfile
import zlib
from typing import IO, Final

MOST_TEXT: Final = 400_000
MOST_XML: Final = 8 * 1024 * 1024
PARTS: Final = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml|xl/sharedStrings\.xml|"
    r"xl/worksheets/sheet\d+\.xml|xl/comments\d*\.xml|ppt/slides/slide\d+\.xml|"
    r"ppt/notesSlides/notesSlide\d+\.xml|content\.xml"
)
BREAKS: Final = re.compile(
    rb"</(?:w:p|a:p|text:p|text:h|si|is|row)>|<(?:w:br|w:tab|text:line-break|text:tab|text:s)\b[^>]{0,200}/?>|</(?:w:tc|c)>"
)
TAG: Final = re.compile(rb"<[^>]{0,5000}>")
PLAIN: Final = ("text/plain", "text/csv", "text/calendar")


def text_of(stream: IO[bytes], content_type: str) -> str:
    """The words of texts, tables and Office documents; of PDF and pictures only names are judged."""
    stream.seek(0)
    try:
        if content_type in PLAIN:
            return _decoded(stream.read(MOST_TEXT * 2))[:MOST_TEXT]
        if content_type.startswith(("application/vnd.openxmlformats", "application/vnd.oasis")):
            return _packed(stream)
        return ""
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError):
        return ""
    finally:
        stream.seek(0)


def name_in_words(name: str) -> str:
    """A file's name as the guard reads it: signs between words are spaces."""
    return re.sub(r"_+|(?<=\D)-(?=\D)", " ", name.rpartition(".")[0] or name)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _packed(stream: IO[bytes]) -> str:
    found: list[str] = []
    left = MOST_XML
    with zipfile.ZipFile(stream) as packed:
        for member in packed.infolist():
            if not PARTS.fullmatch(member.filename) or left <= 0:
                continue
            with packed.open(member) as part:
                data = part.read(left)
            left -= len(data)
            found.append(html.unescape(TAG.sub(b"", BREAKS.sub(b"\n", data)).decode("utf-8", "replace")))
    return "\n\n".join(found)[:MOST_TEXT]
