"""Mails that come in, after the known ways of calendar programs and mail servers; and their mutations.

The files are written to be read: parts in base64 stand there plainly and are encoded on the way.
"""

import random
import re
from base64 import encodebytes
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "mails"
SAMPLES = sorted(path.stem for path in FOLDER.glob("*.eml"))
UID = "0123456789abcdef" * 2
ADDRESS = "vertretung@polizei.example"
US = "termine@tisch.example"
LETTER_ID = "a" * 24 + "@tisch.example"
ENCODED = re.compile(rb"(?s)(Content-Transfer-Encoding: base64\r\n(?:[^\r\n]+\r\n)*\r\n)(.*?)(?=\r\n--)")


@cache
def _file(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes().replace(b"\n", b"\r\n")


def sample(name: str, **other: str) -> bytes:
    """A mail of the folder; `other` stands in place of what is known."""
    known = {
        "uid": UID,
        "address": ADDRESS,
        "us": US,
        "stamp": "20260902T070003Z",
        "sequence": "SEQUENCE:0",
        "letter_id": LETTER_ID,
        "partstat": "PARTSTAT=ACCEPTED",
    }
    pairs = [(re.escape(known[key].encode()), value.encode()) for key, value in other.items()]

    def changed(raw: bytes) -> bytes:
        for old, new in pairs:
            raw = re.sub(b"(?i)" + old, lambda _: new, raw)  # noqa: B023 - used at once
        return raw

    def encoded(found: re.Match[bytes]) -> bytes:
        return found[1] + encodebytes(found[2]).replace(b"\n", b"\r\n")

    return ENCODED.sub(encoded, changed(_file(name)))


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """The mail with one to eight accidents: bytes turned, lost, doubled, swapped, cut, put together."""
    made = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        here, there = sorted(chance.randrange(len(made) + 1) for _ in range(2))
        there = min(there, here + 400)
        match chance.randrange(7):
            case 0:
                made[here:there] = chance.randbytes(min(there - here, 40))
            case 1:
                del made[here:there]
            case 2:
                made[here:here] = made[here:there] * chance.randint(1, 60)
            case 3:
                del made[here:]
            case 4:
                made[here:here] = chance.choice(NASTY)
            case 5:
                made = bytearray(bytes(made).replace(*chance.choice(SWAPS)))
            case _:
                made[here:here] = bytes(made[:there])
    return bytes(made)


NASTY = (
    *(b"\r\n\r\n", b"\x00", b"\xff\xfe", b"(" * 500, b'"', b"=?utf-8?b?//8=?=", b"\r\n ", b"--", b"=\r\n"),
    *(
        b"BEGIN:VEVENT\r\n",
        b"END:VCALENDAR\r\n",
        b"mailto:",
        b";CN=",
        b"UID:\r\n",
        b"DTSTAMP:99999999T999999Z",
    ),
)
SWAPS = (
    *(
        (b"\r\n", b"\n"),
        (b"\r\n", b"\r"),
        (b":", b""),
        (b"utf-8", b"utf-7"),
        (b"base64", b"quoted-printable"),
    ),
    *((b"ATTENDEE", b"attendee"), (b"text/calendar", b"multipart/mixed"), (b"PARTSTAT=", b"PARTSTAT=X")),
    *((b"SEQUENCE:0", b"SEQUENCE:-1"), (b"UID:", b"UID;X=1:"), (b"boundary=", b"charset=x; boundary=")),
)
