"""ZIP archives as a stream, whose size is told before where all that is in them is made already.

So nothing is gathered first, and browsers show how far a long download is, or how much of it has arrived.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from os.path import splitext
from typing import Any, Final

from sqlalchemy.orm import Session

LOCAL, DESCRIPTOR, CENTRAL, END = 30, 16, 46, 22
"""Bytes of the parts of an archive (APPNOTE 4.3), without names."""
LARGEST: Final = 2**31 - 1
"""Beyond that an archive would need ZIP64, and old programs would not open it."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file of an archive; `pieces` reads its bytes, which are `size` in all (None: it is made only when
    it is sent)."""

    name: str
    size: int | None
    pieces: Callable[[Session], Iterator[bytes]]
    at: tuple[int, int, int, int, int, int]


def size_of(entries: Sequence[Entry]) -> int | None:
    """How many bytes the archive has; None if that is not known yet."""
    return None if any(each.size is None for each in entries) else known_size(entries)


def known_size(entries: Sequence[Entry]) -> int:
    """How many bytes it has at least."""
    names = [len(each.name.encode()) for each in entries]
    parts = sum(LOCAL + DESCRIPTOR + CENTRAL + 2 * name for name in names)
    return parts + sum(each.size or 0 for each in entries) + END


def stream(entries: Sequence[Entry], session: Session) -> Iterator[bytes]:
    """The archive piece by piece; files are stored as they are."""
    out = _Out()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for each in entries:
            with made.open(zipfile.ZipInfo(each.name, each.at), "w") as entry:
                for piece in each.pieces(session):
                    entry.write(piece)
                    yield out.taken()
            yield out.taken()
    yield out.taken()


class _Out(io.RawIOBase):
    """What was written and not sent yet. It can't be gone back in, so sizes follow their files."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        found = bytes(self.waiting)
        self.waiting.clear()
        return found


def unique(names: Sequence[str]) -> list[str]:
    """The same names; of equal ones the later ones get a number, whatever case they are in."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        key = name.casefold()
        seen[key] = seen.get(key, 0) + 1
        stem, end = splitext(name)
        found.append(name if seen[key] == 1 else f"{stem} ({seen[key]}){end}")
    return found
