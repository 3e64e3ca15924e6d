"""Enclosures: files that travel with letters, made ready once and shared by all letters that carry them."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence

from sqlalchemy import ForeignKey, LargeBinary, bindparam, delete, false, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.outbox import Letter, LetterBytes
from models.visibility import Guarded


def new_boundary() -> str:
    """What parts the sections of a mail; no line of base64 or quoted-printable begins like it."""
    return f"=_e{secrets.token_hex(12)}"


class Enclosure(Guarded, Base):
    """The end of a mail: its enclosed files, in their order, after `boundary`. No reader's session finds it.

    A letter that has one ends before them (`LetterBytes.raw`): a hundred letters keep a file once.
    """

    __tablename__ = "enclosure"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    boundary: Mapped[str] = mapped_column(default_factory=new_boundary)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return false()


class EnclosedFile(Guarded, Base):
    """One file as the finished part of a mail: headers and base64, without the boundary."""

    __tablename__ = "enclosed_file"

    enclosure_id: Mapped[int] = mapped_column(ForeignKey("enclosure.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True, index=True)
    number: Mapped[int]
    part: Mapped[bytes] = mapped_column(LargeBinary, repr=False)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return false()


def enclose(house: Session, parts: Sequence[tuple[int, bytes]]) -> Enclosure:
    """Keep files, by their ids, as the end of letters that are about to be written."""
    made = Enclosure()
    house.add(made)
    house.flush()
    for number, (file_id, part) in enumerate(parts):
        house.add(EnclosedFile(enclosure_id=made.id, file_id=file_id, number=number, part=part))
    house.flush()
    return made


def ending(house: Session, enclosure_id: int | None) -> bytes:
    """What a letter with this enclosure ends with; nothing for a letter without one."""
    if enclosure_id is None:
        return b""
    boundary = house.get_one(Enclosure, enclosure_id).boundary.encode("ascii")
    parts = house.scalars(
        select(EnclosedFile.part)
        .where(EnclosedFile.enclosure_id == enclosure_id)
        .order_by(EnclosedFile.number)
    )
    return b"".join(b"--%s\r\n%s" % (boundary, part) for part in parts) + b"--%s--\r\n" % boundary


def withdraw(house: Session, file_ids: Iterable[int]) -> int:
    """Take files out of all letters that have not gone yet. Returns how many letters carry them no more.

    What has been handed to a mail server can't be called back; a letter that is being sent right now is.
    """
    ids = sorted(file_ids)
    if not ids:
        return 0
    affected = set(house.scalars(select(EnclosedFile.enclosure_id).where(EnclosedFile.file_id.in_(ids))))
    house.execute(delete(EnclosedFile).where(EnclosedFile.file_id.in_(ids)))
    return sum(_seal_anew(house, enclosure_id) for enclosure_id in sorted(affected))


def _seal_anew(house: Session, enclosure_id: int) -> int:
    """Write the hash of what now goes out into the letters; one letter in memory at a time, two statements
    however many there are."""
    end = ending(house, enclosure_id)
    waiting = (
        select(LetterBytes.letter_id, LetterBytes.raw)
        .where(LetterBytes.enclosure_id == enclosure_id)
        .order_by(LetterBytes.letter_id)
    )
    sealed = [
        {"letter_id": letter_id, "sealed": hashlib.sha256(raw + end).hexdigest()}
        for letter_id, raw in house.execute(waiting.execution_options(yield_per=1))
    ]
    if sealed:
        anew = update(Letter).where(Letter.id == bindparam("letter_id")).values(sha256=bindparam("sealed"))
        house.connection().execute(anew, sealed)
    return len(sealed)


def forget_enclosures(house: Session) -> None:
    """Remove what no letter carries any more."""
    used = select(LetterBytes.enclosure_id).where(LetterBytes.enclosure_id.is_not(None))
    house.execute(delete(EnclosedFile).where(EnclosedFile.enclosure_id.not_in(used)))
    house.execute(delete(Enclosure).where(Enclosure.id.not_in(used)))
