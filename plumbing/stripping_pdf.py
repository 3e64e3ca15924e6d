"""PDF files whose notes of people and programs are blanked in their places."""

import re
import struct
import zlib
from typing import IO, Final

from plumbing.stripping_pictures import LARGEST_PART

STRING: Final = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.){0,500}\)){0,4000}\)|<[0-9A-Fa-f\s]{0,8000}>"
NOTED: Final = re.compile(
    rb"/(?:Author|Creator|Producer|Subject|Keywords|Company|Manager|SourceModified|LastSavedBy|ContentTypeId)"
    rb"\s{0,20}(" + STRING + rb")",
    re.DOTALL,
)
ENCRYPTED: Final = re.compile(rb"/Encrypt\s{1,20}\d{1,10}\s{1,20}\d{1,5}\s{1,20}R|/Encrypt\s{0,20}<<")
STREAM: Final = re.compile(rb">>\s{0,20}stream(?:\r\n|\n)")
LENGTH: Final = re.compile(rb"/Length\s{1,20}(\d{1,10})(?!\s{1,20}\d{1,5}\s{1,20}R)")
LARGEST_ALL: Final = 250 * 1024 * 1024
MOST_STREAMS: Final = 100_000
EXIF: Final = re.compile(rb"\xff\xe1(..)(?:Exif\0\0|http://ns\.adobe\.com/)", re.DOTALL)


def pdf(stream: IO[bytes], made: IO[bytes]) -> None:
    """PDF (ISO 32000): the notes are blanked where they stand, so that every other byte keeps its place.

    That reaches the document's own entries, XMP metadata, and the EXIF of photographs, also in streams
    packed by Flate; encrypted files and others that can't be looked into are refused.
    """
    data = bytearray(stream.read())
    if ENCRYPTED.search(data):
        raise ValueError
    begin, streams, room = 0, 0, LARGEST_ALL
    while found := STREAM.search(data, begin):
        begin, streams = found.end(), streams + 1
        if streams > MOST_STREAMS:
            raise ValueError
        about = bytes(data[max(0, found.start() - 3000) : found.start()].rpartition(b"obj")[2])
        if re.search(rb"/Type\s{0,5}/(?:Metadata|ObjStm)\b", about):
            begin, unpacked = _blanked_stream(data, begin, about)
            room -= unpacked
            if room < 0:
                raise ValueError
    for noted in NOTED.finditer(bytes(data)):
        data[noted.start(1) + 1 : noted.end(1) - 1] = _blank(noted[1])
    end = 0
    for exif in EXIF.finditer(bytes(data)):
        if exif.start() < end:
            continue
        length = struct.unpack(">H", exif[1])[0]
        end = min(exif.start() + 2 + length, len(data))
        data[exif.start() + 4 : end] = bytes(end - exif.start() - 4)
    made.write(data)


def _blank(string: bytes) -> bytes:
    """As long as what it replaces, and still a string."""
    return (b"0" if string.startswith(b"<") else b" ") * (len(string) - 2)


def _blanked(noted: re.Match[bytes]) -> bytes:
    key, string = noted[0][: noted.start(1) - noted.start()], noted[1]
    return key + string[:1] + _blank(string) + string[-1:]


def _blanked_stream(data: bytearray, begin: int, about: bytes) -> tuple[int, int]:
    """Blank one stream of metadata or of packed objects; where it ends, and how large it is unpacked."""
    end = data.find(b"endstream", begin)
    stated = LENGTH.search(about)
    if stated and begin + int(stated[1]) <= len(data):
        end = begin + int(stated[1])
    if end < 0 or b"/DecodeParms" in about or re.search(rb"/Filter\s{0,5}\[", about):
        raise ValueError
    raw = bytes(data[begin:end])
    is_packed = b"/FlateDecode" in about
    if b"/Filter" in about and not is_packed:
        raise ValueError
    plain = _inflated(raw) if is_packed else raw
    if re.search(rb"/Type\s{0,5}/Metadata\b", about):
        cleaned = b" " * len(plain)
    else:
        cleaned = NOTED.sub(
            lambda each: each[0].replace(each[1], each[1][:1] + _blank(each[1]) + each[1][-1:]), plain
        )
    if cleaned == plain:
        return end, len(plain)
    packed = zlib.compress(cleaned, 9) if is_packed else cleaned
    if len(packed) > len(raw):
        raise ValueError
    data[begin:end] = packed + b"\n" * (len(raw) - len(packed))
    return end, len(plain)


def _inflated(raw: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    plain = unpacker.decompress(raw, LARGEST_PART)
    if unpacker.unconsumed_tail:
        raise ValueError
    return plain
