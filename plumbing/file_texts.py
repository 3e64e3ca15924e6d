"""What stands in an upload, as plain text for the guard: within bounds, nothing where it can't be read."""

import html
import re
import sys
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from typing import IO, Final

MOST_TEXT: Final = 400_000
MOST_XML: Final = 8 * 1024 * 1024
PARTS: Final = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml|xl/sharedStrings\.xml|"
    r"xl/worksheets/sheet\d+\.xml|xl/comments\d*\.xml|ppt/slides/slide\d+\.xml|"
    r"ppt/notesSlides/notesSlide\d+\.xml|content\.xml"
)
BREAKS: Final = re.compile(
    rb"</(?:w:p|a:p|text:p|text:h|si|is|row)>|<(?:w:br|w:tab|text:line-break|text:tab|text:s)\b[^<>]*>|</(?:w:tc|c)>"
)
TAG: Final = re.compile(rb"<[^<>]*>")
READ_PDF: Final = (sys.executable, "-I", str(Path(__file__).with_name("pdf_words.py")))
SECONDS: Final = 2
"""So long a PDF file is read at most; before the transaction begins (plumbing/uploads_ahead.py)."""
PLAIN: Final = ("text/plain", "text/csv", "text/calendar")


def text_of(stream: IO[bytes], content_type: str) -> str:
    """The words of texts, tables, Office documents and PDF; of pictures only names are judged."""
    stream.seek(0)
    try:
        if content_type in PLAIN:
            return _decoded(stream.read(MOST_TEXT * 2))[:MOST_TEXT]
        if content_type.startswith(("application/vnd.openxmlformats", "application/vnd.oasis")):
            return _packed(stream)
        return _of_pdf(stream.read()) if content_type == "application/pdf" else ""
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


def _of_pdf(data: bytes) -> str:
    """What could be read within bounds of time and memory; scanned pages hold no words."""
    # What runs is our own script in a process of its own: the file is its input, never its command.
    with suppress(OSError), Popen(READ_PDF, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as reader:  # noqa: S603
        try:
            words, _ = reader.communicate(data, timeout=SECONDS)
        except TimeoutExpired:
            reader.kill()
            words, _ = reader.communicate()
        return words.decode("utf-8", "replace")[:MOST_TEXT]
    return ""


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
