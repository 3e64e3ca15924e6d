"""Uploads without what their programs note of people and places: authors, companies, cameras, positions.

Office documents are packed anew, pictures are copied without the parts that hold such notes, PDF files keep
their bytes' places while the notes are blanked. Where that cannot be done safely, the file is refused.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import IO, Final

from models.errors import RuleBroken
from models.words import N_
from plumbing.stripping_office import office
from plumbing.stripping_pdf import pdf
from plumbing.stripping_pictures import jpeg, png

STRIPPERS: Final[dict[str, Callable[[IO[bytes], IO[bytes]], None]]] = {
    "image/png": png,
    "image/jpeg": jpeg,
    "application/pdf": pdf,
}
PACKED: Final = ("application/vnd.openxmlformats", "application/vnd.oasis")
CANNOT: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError)
UNSAFE = N_(
    "What this file notes of authors and places could not be removed. Please save it anew without personal "
    "details, or as another kind of file, and upload that."
)


def stripped(stream: IO[bytes], content_type: str, field: str) -> IO[bytes]:
    """The same document without notes of people and places; the stream itself where it can hold none.

    RuleBroken beside `field` where that could not be done.
    """
    strip = office if content_type.startswith(PACKED) else STRIPPERS.get(content_type)
    stream.seek(0)
    if strip is None:
        return stream
    made = BytesIO()
    try:
        strip(stream, made)
    except CANNOT as broken:
        raise RuleBroken(UNSAFE, field) from broken
    made.seek(0)
    return made
