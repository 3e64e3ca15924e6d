"""What was purged at a table is known again when it is typed: by a hash with the site's key, not by words.

It is looked for as words one after another, in whatever case, with whatever signs between them, and in
letters of another alphabet that look the same. What was purged from within a word is not known again.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.folding import folded, looked_like
from models.site_keys import keyed

REMOVED: Final = "[entfernt]"
"""What says that something stood there."""
WORD: Final = re.compile(r"[^\W_](?:[*_\\]*[^\W_])*")
IN_A_WORD: Final = re.compile(r"[*_\\]")


class PurgedPassage(Base):
    """A passage that must not be typed again at a body: how many words it has, and their hash, salted and
    `keyed` with the site's key; older ones are until the next nightly run salted only."""

    __tablename__ = "purged_passage"
    __table_args__ = (UniqueConstraint("body_id", "digest"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    salt: Mapped[str]
    words: Mapped[int]
    digest: Mapped[str]
    purged_at: Mapped[datetime]
    keyed: Mapped[bool] = mapped_column(default=True)


class Word(NamedTuple):
    """A word of a text as it is compared (`looks`: by its shape), and where it stands."""

    looks: str
    start: int
    end: int
    folded: str


class Span(NamedTuple):
    """Where a passage stands that was purged."""

    start: int
    end: int


class Purged:
    """The passages that were purged at some tables."""

    def __init__(self, known: Iterable[tuple[str, int, str, bool]]) -> None:
        rows = sorted(known)
        self._digests = {
            key: {(digest, is_keyed) for *_, digest, is_keyed in of}
            for key, of in groupby(rows, key=lambda row: row[:2])
        }

    def spans(self, text: str) -> list[Span]:
        """Where any of them stands in a text, in its order; none overlaps another."""
        if not self._digests or not text:
            return []
        words, found = list(_words(text)), []
        for (salt, count), digests in self._digests.items():
            for first in range(len(words) - count + 1):
                part = words[first : first + count]
                if _is_among(digests, salt, part):
                    found.append(Span(part[0].start, part[-1].end))
        return _apart(found)

    def out_of(self, text: str) -> str:
        """The text with what says that something stood there in their place."""
        for start, end in reversed(self.spans(text)):
            text = text[:start] + REMOVED + text[end:]
        return text


AT_BODIES: Final = select(
    PurgedPassage.salt, PurgedPassage.words, PurgedPassage.digest, PurgedPassage.keyed
).where(PurgedPassage.body_id.in_(bindparam("bodies", expanding=True)))


def purged_at(session: Session, bodies: Iterable[int]) -> Purged:
    """What was purged at these bodies, in one statement."""
    rows = session.execute(AT_BODIES, {"bodies": sorted(bodies)})
    return Purged((row.salt, row.words, row.digest, row.keyed) for row in rows)


def refuse_from_now_on(house: Session, body_id: int, passage: str, now: datetime) -> None:
    """Know these words again at this body. All passages of a body share a salt, so that a text is hashed
    once for each length."""
    words = list(_words(passage))
    if not words or purged_at(house, [body_id]).spans(passage):
        return
    mine = PurgedPassage.body_id == body_id
    salt = house.scalar(select(PurgedPassage.salt).where(mine).limit(1)) or secrets.token_hex(16)
    digest = keyed(_digest(salt, words))
    house.add(PurgedPassage(body_id=body_id, salt=salt, words=len(words), digest=digest, purged_at=now))


def allow_again(house: Session, body_id: int, passage: str) -> bool:
    """Forget what was purged in these words; False if nothing was."""
    words = list(_words(passage))
    mine = PurgedPassage.body_id == body_id
    salts = house.scalars(select(PurgedPassage.salt).where(mine).distinct()).all()
    plain = [each for salt in salts for each in _digests(salt, words)]
    digests = [*plain, *map(keyed, plain)]
    theirs = PurgedPassage.digest.in_(digests)
    return bool(house.scalars(delete(PurgedPassage).where(mine, theirs).returning(PurgedPassage.id)).all())


def _words(text: str) -> Iterator[Word]:
    for found in WORD.finditer(text):
        word = IN_A_WORD.sub("", found[0])
        yield Word(looked_like(word), *found.span(), folded(word))


def _digest(salt: str, words: Iterable[Word]) -> str:
    return _hashed(salt, (word.looks for word in words))


def _digests(salt: str, words: Sequence[Word]) -> set[str]:
    """By the shape of the letters; and by the letters themselves, as older passages are known."""
    looks = _digest(salt, words)
    if all(word.looks == word.folded for word in words):
        return {looks}
    return {looks, _hashed(salt, (word.folded for word in words))}


def _hashed(salt: str, said: Iterable[str]) -> str:
    return hashlib.sha256(f"{salt}:{' '.join(said)}".encode()).hexdigest()


def _is_among(digests: set[tuple[str, bool]], salt: str, words: Sequence[Word]) -> bool:
    plain = _digests(salt, words)
    return any((keyed(each), True) in digests or (each, False) in digests for each in plain)


def key_older(house: Session) -> int:
    """Hash what is only salted with the site's key as well; returns how many."""
    rows = house.scalars(select(PurgedPassage).where(PurgedPassage.keyed.is_(False))).all()
    for each in rows:
        each.digest, each.keyed = keyed(each.digest), True
    return len(rows)


def _apart(found: list[Span]) -> list[Span]:
    """In their order, what overlaps as one."""
    apart: list[Span] = []
    for span in sorted(found):
        if apart and span.start < apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(span.end, apart[-1].end))
        else:
            apart.append(span)
    return apart
