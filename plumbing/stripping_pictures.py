"""Pictures without what a camera or a program notes in them; which way is up stays."""

import re
import struct
from typing import IO, Final

LARGEST_PART: Final = 60 * 1024 * 1024


def png(stream: IO[bytes], made: IO[bytes]) -> None:
    """PNG (ISO/IEC 15948): chunks of text, time and EXIF are left out; all others are copied as they are."""
    made.write(stream.read(8))
    while True:
        head = stream.read(8)
        if len(head) < 8:
            raise EOFError
        length, kind = struct.unpack(">I4s", head)
        if length > LARGEST_PART:
            raise ValueError
        body = stream.read(length + 4)
        if len(body) < length + 4:
            raise EOFError
        if kind not in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"caBX"):
            made.write(head + body)
        if kind == b"IEND":
            return


ORIENTATION: Final = 0x0112


def jpeg(stream: IO[bytes], made: IO[bytes]) -> None:
    """JPEG (ITU T.81): of the application segments only JFIF, the colour profile and Adobe's colour transform
    stay, and of EXIF which way is up; comments and whatever follows the picture go."""
    data = stream.read()
    made.write(data[:2])
    place, oriented = 2, False
    while True:
        if data[place] != 0xFF:
            raise ValueError
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        length = struct.unpack(">H", data[place + 2 : place + 4])[0]
        segment = data[place : place + 2 + length]
        if len(segment) < 2 + length or length < 2:
            raise EOFError
        place += len(segment)
        if marker == 0xDA:
            made.write(segment)
            _picture(data, place, made)
            return
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0" and not oriented:
            made.write(_upright(segment[10:]))
            oriented = True
        elif _stays(marker, segment):
            made.write(segment)


def _stays(marker: int, segment: bytes) -> bool:
    if marker == 0xFE:
        return False
    if 0xE0 <= marker <= 0xEF:
        kept = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}.get(marker)
        return kept is not None and segment[4:].startswith(kept)
    return True


def _picture(data: bytes, place: int, made: IO[bytes]) -> None:
    """From the first scan to the end of the image; further scans and their tables lie between."""
    end = data.find(b"\xff\xd9", place)
    if end < 0:
        raise EOFError
    inside = re.search(rb"\xff[\xe1-\xed\xef\xfe]", data[place:end])
    if inside is not None:
        raise ValueError
    made.write(data[place : end + 2])


def _upright(tiff: bytes) -> bytes:
    """A new EXIF segment that says only which way is up; nothing where the old one does not say it."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return b""
    start = struct.unpack(f"{order}I", tiff[4:8])[0]
    if start + 2 > len(tiff):
        return b""
    for number in range(min(struct.unpack(f"{order}H", tiff[start : start + 2])[0], 200)):
        entry = tiff[start + 2 + 12 * number : start + 14 + 12 * number]
        if len(entry) == 12 and struct.unpack(f"{order}H", entry[:2])[0] == ORIENTATION:
            way = struct.unpack(f"{order}H", entry[8:10])[0]
            if not 1 <= way <= 8:
                return b""
            body = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, way, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return b""
