"""From facts to finished mails: at the commit, and as a preview that touches no database."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final, cast
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_babel import force_locale, gettext
from sqlalchemy import Table, bindparam, insert, inspect, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models.enclosures import Enclosure, enclose, ending
from models.files import File, chunks
from models.invitations import Invitation
from models.letters import Draft, Letter, draft, finishers
from models.organisations import Organisation
from models.outbox import LetterBytes, LetterKind, LetterState
from models.people import Person
from models.reminder_stops import STOPPABLE
from models.seats import Seat
from models.superseding import supersede_older
from plumbing import clock, database
from plumbing.calendar import calendar_part
from plumbing.language import LANGUAGES
from plumbing.mail_templates import sender_for, stop_link
from plumbing.mime import Mail, composed, enclosed_part, one_line
from plumbing.wording import Rendered, Wording, masked

__all__ = ["Rendered", "init_app", "masked", "preview", "sample"]

PREVIEW_TOKEN: Final = "0" * 43
IN_ONE_QUESTION: Final = 500
AT_ONCE: Final = 250
Enclosures = dict[tuple[int, ...], tuple[Enclosure | None, bytes]]
"""By the ids of the files that travel together their enclosure, and the end of the mails that have it."""
MADE: Final = ("sender", "message_id", "sha256", "institution", "organisation_id")
"""What rendering adds to a letter's row."""
COMPLETED: Final = (
    update(cast(Table, Letter.__table__))
    .where(Letter.id == bindparam("which"))
    .values({name: bindparam(f"new_{name}") for name in MADE})
)


def preview(*, facts: dict[str, Any], **words: Any) -> Rendered:
    """What `post` with the same keywords would send, secrets masked. The database is not asked.

    A `token` need not be given: no link is made for a preview.
    """
    shown = draft(facts=facts | {"token": PREVIEW_TOKEN}, now=words.pop("now", clock.now()), **words)
    with force_locale(language_of(shown.letter)):
        return Wording().of(shown).masked()


def sample(*, facts: dict[str, Any], kind: LetterKind = LetterKind.CONTENT, **words: Any) -> Rendered:
    """The letter to nobody in particular: as it will arrive at any of those who get it."""
    to, name = "vertretung@institution.example", gettext("representative")
    return preview(to=to, name=name, kind=kind, facts=facts, **words)


def render_waiting(house: Session) -> None:
    """Before the one commit: every posted letter becomes finished bytes in the same transaction."""
    _finish(house)
    for known in ("letter_keys", "enclosures"):
        house.info.pop(known, None)


def _finish(house: Session) -> None:
    posted: list[Draft] = house.info.pop("unrendered", [])
    drafts = [each for each in posted if each.letter.state is not LetterState.SUPERSEDED]
    posted.clear()
    if not drafts:
        return
    letters = [each.letter for each in drafts]
    with house.no_autoflush:
        _name_institutions(house, letters)
        for letter in letters:
            if letter in house.new:
                house.expunge(letter)
    wording = Wording()
    enclosed = _enclosures(house, drafts)
    while drafts:
        _store(house, drafts[:AT_ONCE], wording, enclosed)
        del drafts[:AT_ONCE]
    supersede_older(house, letters, clock.now())


def _store(house: Session, drafts: Sequence[Draft], wording: Wording, enclosed: Enclosures) -> None:
    """Render some letters, insert them with their bytes: of thousands only these are in memory at once."""
    raws: dict[str, bytes] = {}
    for language, group in groupby(sorted(drafts, key=_language), _language):
        with force_locale(language):
            raws |= {
                each.letter.dedupe_key: _finished(each, wording.of(each), *enclosed[each.files])
                for each in group
            }
    letters = [each.letter for each in drafts]
    _complete(house, [each for each in letters if inspect(each).persistent])
    house.add_all(letters)
    house.flush()
    rows = [
        {
            "letter_id": each.letter.id,
            "raw": raws[each.letter.dedupe_key],
            "enclosure_id": getattr(enclosed[each.files][0], "id", None),
        }
        for each in drafts
    ]
    in_one_go = insert(LetterBytes).returning(LetterBytes.letter_id)  # else PostgreSQL is asked row by row
    house.execute(in_one_go, rows).all()


def _enclosures(house: Session, drafts: Sequence[Draft]) -> Enclosures:
    """For each set of files that travels its enclosure, made ready once, and the end of the mails."""
    found: Enclosures = house.info.setdefault("enclosures", {(): (None, b"")})
    for files in sorted({each.files for each in drafts} - found.keys()):
        made = enclose(house, [(key, _part(house.get_one(File, key), house)) for key in files])
        found[files] = made, ending(house, made.id)
    return found


def _part(file: File, house: Session) -> bytes:
    return enclosed_part(file.name, file.content_type, b"".join(chunks(house, file.id)))


def _complete(house: Session, letters: Sequence[Letter]) -> None:
    """Letters that a question in between has inserted already: what was added to them, in one go."""
    rows = [{"which": each.id} | {f"new_{name}": getattr(each, name) for name in MADE} for each in letters]
    if not rows:
        return
    with house.no_autoflush:
        house.execute(COMPLETED, rows)
    for letter in letters:
        for name in MADE:
            set_committed_value(letter, name, getattr(letter, name))


def _language(waiting: Draft) -> str:
    return language_of(waiting.letter)


def language_of(letter: Letter) -> str:
    """The recipient's language; the instance's where we do not write it."""
    return letter.language if letter.language in LANGUAGES else str(current_app.config["LOCALE"])


def _finished(waiting: Draft, said: Rendered, enclosure: Enclosure | None, end: bytes) -> bytes:
    """Make a letter's bytes and complete its row."""
    letter, event = waiting.letter, waiting.calendar
    letter.sender = sender_for(letter.recipient)
    host = urlsplit(current_app.config["BASE_URL"]).hostname
    letter.message_id = f"{letter.dedupe_key[:24]}@{host}"
    calendar = b""
    if event is not None:
        calendar = calendar_part(
            replace(event, summary=event.summary or gettext("Meeting")),
            organizer=letter.sender,
            attendee=letter.recipient,
            name=one_line(letter.name),
        )
    raw = composed(
        Mail(
            sender=letter.sender,
            recipient=letter.recipient,
            name=letter.name,
            subject=said.subject,
            message_id=letter.message_id,
            written_at=letter.created_at,
            language=language_of(letter),
            text=said.text,
            html=said.html,
            calendar=calendar,
            method=letter.method,
            unsubscribe=stop_link(letter.dedupe_key) if _can_be_stopped(letter) else "",
            boundary=enclosure.boundary if enclosure else "",
            thread=f"{_thread(letter.order_key)}@{host}" if letter.order_key else "",
        )
    )
    letter.sha256 = hashlib.sha256(raw + end).hexdigest()
    return raw


def _can_be_stopped(letter: Letter) -> bool:
    return letter.kind is LetterKind.REMINDER or letter.template in STOPPABLE


def _thread(order_key: str) -> str:
    """What mail programs put together: all letters of one meeting to one recipient."""
    return hashlib.sha256(f"thread {order_key}".encode()).hexdigest()[:24]


def _name_institutions(house: Session, letters: Sequence[Letter]) -> None:
    """Write the institution of that day into each letter, for the record of its dispatch."""
    by_invitation = _organisations(
        house, Invitation.id, {each.invitation_id for each in letters}, Seat.organisation_id, Invitation.seat
    )
    by_person = _organisations(house, Person.id, {each.person_id for each in letters}, Person.organisation_id)
    for letter in letters:
        found = by_invitation.get(letter.invitation_id) or by_person.get(letter.person_id)
        if letter.organisation_id is not None:
            found = (letter.organisation_id, house.get_one(Organisation, letter.organisation_id).name)
        if found:
            letter.organisation_id, letter.institution = found


def _organisations(house: Session, key: Any, ids: set[int | None], to: Any, *through: Any) -> dict[Any, Any]:
    wanted = sorted(each for each in ids if each is not None)
    found: dict[Any, Any] = {}
    for start in range(0, len(wanted), IN_ONE_QUESTION):
        query = select(key, Organisation.id, Organisation.name)
        for step in through:
            query = query.join(step)
        query = query.join(Organisation, Organisation.id == to)
        rows = house.execute(query.where(key.in_(wanted[start : start + IN_ONE_QUESTION])))
        found |= {row[0]: (row[1], row[2]) for row in rows}
    return found


def init_app(app: Flask) -> None:
    """Letters are rendered in the one commit, whoever makes it."""
    if render_waiting not in database.before_commit:
        database.before_commit.append(render_waiting)
        finishers.append(_finish)
