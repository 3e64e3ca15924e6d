"""Letters: a rule posts one in the transaction of its change; a person settles what delivery leaves open."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.calendar_events import CalendarEvent, CalendarMethod
from models.enclosures import ending, forget_enclosures
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.outbox import Dispatch, Letter, LetterBytes, LetterKind, LetterState, Way
from models.words import N_

__all__ = [
    "CalendarEvent",
    "CalendarMethod",
    "Dispatch",
    "Letter",
    "LetterKind",
    "LetterState",
    "Way",
    "draft",
    "finish_posted",
    "post",
    "resend",
    "settle_doubt",
]
ENDED: Final = (LetterState.ACCEPTED, LetterState.FAILED, LetterState.UNKNOWN, LetterState.BOUNCED)
"""States from which a letter does not move by itself, and in which it was not overtaken."""
KEPT_FOR: Final = timedelta(days=90)
BERLIN: Final = ZoneInfo("Europe/Berlin")
finishers: Final[list[Callable[[Session], None]]] = []
"""What makes finished mails: the pipe that can adds itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A letter before the commit: its row, what it says, the files it carries. Facts are never stored."""

    letter: Letter
    facts: dict[str, Any]
    salutation: str = ""
    calendar: CalendarEvent | None = None
    files: tuple[int, ...] = ()


def post(house: Session, *, now: datetime, **words: Any) -> Letter:
    """Put a letter into the outbox; the one commit renders it and stores its bytes (keywords: see `draft`).

    The same letter a second time (same revision, recipient, purpose, resend number) is not posted again:
    the first one is returned. Raises RuleBroken for an address that mail cannot reach.
    """
    made = draft(now=now, **words)
    key = made.letter.dedupe_key
    if key in _posted_keys(house, made.letter):
        found: Letter | None = house.scalar(select(Letter).where(Letter.dedupe_key == key))
        return found or made.letter
    _posted_keys(house, made.letter).add(key)
    house.add(made.letter)
    house.info.setdefault("unrendered", []).append(made)
    return made.letter


def finish_posted(house: Session) -> None:
    """Where thousands are posted in one transaction: those so far become finished mails now, not all at its
    end, so that they need not stay in memory. Only for letters that nothing after it changes."""
    for finish in finishers:
        finish(house)


def _posted_keys(house: Session, letter: Letter) -> set[str]:
    """The keys of a meeting's letters (or of one letter without a meeting), read once in a transaction."""
    known: dict[Any, set[str]] = house.info.setdefault("letter_keys", {})
    about = ("meeting", letter.meeting_id) if letter.meeting_id else ("key", letter.dedupe_key)
    if about not in known:
        mine = (
            Letter.meeting_id == letter.meeting_id
            if letter.meeting_id
            else Letter.dedupe_key == letter.dedupe_key
        )
        with house.no_autoflush:
            known[about] = set(house.scalars(select(Letter.dedupe_key).where(mine)))
    return known[about]


def draft(
    *,
    template: str,
    to: str,
    kind: LetterKind,
    facts: dict[str, Any],
    now: datetime,
    salutation: str = "",
    order_key: str | None = None,
    purpose: str = "invite",
    calendar: CalendarEvent | None = None,
    files: tuple[int, ...] = (),
    **row: Any,
) -> Draft:
    """A letter that is in no session yet: what `post` stores and `preview` shows.

    `row`: name, language, resend and the ids of body, meeting, invitation, person, organisation. Letters
    of a meeting's calendar keep their order for each recipient; `order_key` names another order.
    `files`: the ids of those that travel with it, in their order.
    """
    letter = Letter(
        kind=kind,
        template=template,
        recipient=mail_address(to),
        purpose=purpose,
        created_at=now,
        next_try_at=now,
        **row,
    )
    if calendar is not None:
        letter.method, letter.sequence = calendar.method.value, calendar.sequence
    in_order = letter.meeting_id is not None and kind in (LetterKind.CALENDAR, LetterKind.REMINDER)
    letter.order_key = order_key or (f"meeting-{letter.meeting_id}-{letter.recipient}" if in_order else None)
    letter.dedupe_key = _key(letter, calendar, facts)
    letter.message_id = letter.dedupe_key[:24]
    return Draft(letter=letter, facts=facts, salutation=salutation, calendar=calendar, files=files)


def _key(letter: Letter, calendar: CalendarEvent | None, facts: dict[str, Any]) -> str:
    """The same for the same letter, so that no gesture and no job sends it twice."""
    revision = (calendar.uid, calendar.sequence, calendar.method.value) if calendar else ()
    own_link = facts.get("token") if letter.kind is LetterKind.ACCOUNT else None
    about = (letter.template, letter.meeting_id, letter.invitation_id, letter.recipient.lower())
    same = (*about, letter.purpose, letter.resend, own_link, *revision)
    return hashlib.sha256(repr(same).encode()).hexdigest()


def mail_address(typed: str) -> str:
    """The address as it goes on the wire: ASCII, a foreign domain as xn--. Raises RuleBroken otherwise."""
    local, at, domain = typed.strip().rpartition("@")
    try:
        wire = domain.encode("idna").decode("ascii")
    except UnicodeError:
        wire = ""
    odd = any(not 32 < ord(char) < 127 or char in '<>(),:;"[]\\@' for char in local)
    if not (at and local and wire) or odd or len(local) > 64 or len(wire) > 253 or " " in wire:
        raise RuleBroken(N_("Mail cannot be sent to this address. Please check it."), field="email")
    return f"{local}@{wire}"


def may_settle(by: Actor, letter: Letter) -> bool:
    """The coordination of its table says what became of a letter in doubt."""
    return letter.state is LetterState.UNKNOWN and cares_for(by, letter)


def may_resend(by: Actor, letter: Letter) -> bool:
    """A letter that is no longer on its way; account letters need a new link instead."""
    return letter.state in ENDED and letter.kind is not LetterKind.ACCOUNT and cares_for(by, letter)


def cares_for(by: Actor, letter: Letter) -> bool:
    """The coordination of its table; the administration for letters about accounts."""
    if letter.kind is LetterKind.ACCOUNT and by.is_admin:
        return True
    return letter.body_id is not None and letter.body_id in by.coordinates


def settle_doubt(house: Session, letter: Letter, went_out: bool, *, by: Actor, now: datetime) -> None:
    """A person found out: it went out (then it counts as sent), or it did not (then it is sent again)."""
    if not may_settle(by, letter):
        raise NotAllowed
    if went_out:
        deliver(house, letter, now)
    else:
        letter.doubts = 0
        letter.put_back(now)
    record(house, "settle-doubt", letter, by=by, now=now, went_out=went_out)


def resend(house: Session, letter: Letter, *, by: Actor, now: datetime) -> Letter:
    """Send the same words once more as a letter of its own; what is in doubt is settled as not sent.

    Raises RuleBroken where the words are no longer kept: then the letter is made anew where it belongs.
    """
    if not may_resend(by, letter):
        raise NotAllowed
    kept = house.get(LetterBytes, letter.id)
    if kept is None:
        raise RuleBroken(
            N_("The words of this letter are no longer kept. Please send it anew from its own page.")
        )
    if _is_outdated(house, letter):
        raise RuleBroken(N_("A newer letter has been written to this recipient since. Please send that one."))
    again = draft(
        template=letter.template,
        to=letter.recipient,
        kind=letter.kind,
        facts={},
        now=now,
        resend=letter.resend + 1,
    ).letter
    for same in COPIED:
        setattr(again, same, getattr(letter, same))
    again.dedupe_key = hashlib.sha256(f"{letter.dedupe_key} again".encode()).hexdigest()
    again.message_id = letter.message_id.replace(letter.dedupe_key[:24], again.dedupe_key[:24])
    raw = kept.raw.replace(letter.message_id.encode(), again.message_id.encode(), 1)
    again.sha256 = hashlib.sha256(raw + ending(house, kept.enclosure_id)).hexdigest()
    house.add(again)
    house.flush()
    house.add(LetterBytes(letter_id=again.id, raw=raw, enclosure_id=kept.enclosure_id))
    if letter.state is LetterState.UNKNOWN:
        letter.doubts = 0
        letter.supersede(now)
    house.delete(kept)
    record(house, "resend", again, by=by, now=now, of=letter.id)
    return again


def _is_outdated(house: Session, letter: Letter) -> bool:
    """Whether a later revision is on its way or there: an older one must not come after it."""
    if letter.kind is not LetterKind.CALENDAR or letter.order_key is None:
        return False
    later = select(Letter.id).where(
        Letter.order_key == letter.order_key,
        Letter.invitation_id.is_not_distinct_from(letter.invitation_id),
        Letter.kind == LetterKind.CALENDAR,
        Letter.sequence > letter.sequence,
        Letter.state != LetterState.SUPERSEDED,
    )
    return house.scalar(later.limit(1)) is not None


COPIED: Final = (
    *("language", "name", "purpose", "method", "sequence", "order_key", "sender", "institution"),
    *("organisation_id", "body_id", "meeting_id", "invitation_id", "person_id"),
)


def deliver(house: Session, letter: Letter, now: datetime) -> None:
    """It is with the recipient's mail server: its bytes go, the record of the dispatch stays."""
    letter.accept(now)
    wipe(house, letter)
    if letter.kind is not LetterKind.ACCOUNT:
        house.add(dispatched(letter, Way.MAIL, now.astimezone(BERLIN).date()))


def dispatched(letter: Letter, way: Way, on: date) -> Dispatch:
    """The record that outlives the letter."""
    return Dispatch(
        sent_on=on,
        kind=letter.kind,
        template=letter.template,
        purpose=letter.purpose,
        sequence=letter.sequence,
        institution=letter.institution,
        organisation_id=letter.organisation_id,
        body_id=letter.body_id,
        meeting_id=letter.meeting_id,
        way=way,
    )


BYTES: Final = cast(Table, LetterBytes.__table__)
WIPED: Final = delete(BYTES).where(BYTES.c.letter_id == bindparam("gone"))


def wipe(house: Session, letter: Letter) -> None:
    """Remove the words for good; the row with its states stays, and is written together with what follows."""
    with house.no_autoflush:
        house.execute(WIPED, {"gone": letter.id})


def forget_old_letters(house: Session, now: datetime) -> int:
    """Remove letters 90 days after their end; dispatch records stay. Returns how many went."""
    old = select(Letter.id).where(Letter.final_at < now - KEPT_FOR)
    house.execute(delete(LetterBytes).where(LetterBytes.letter_id.in_(old)))
    forget_enclosures(house)
    gone = house.execute(delete(Letter).where(Letter.final_at < now - KEPT_FOR))
    return int(gone.rowcount)  # type: ignore[attr-defined]
