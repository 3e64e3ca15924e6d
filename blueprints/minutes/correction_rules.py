"""Corrected versions of minutes: compiled for the same readers, with a hash of their own, and told to them.

What was sent stays as it is. A version after the approval is a dated correction (Berichtigung).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import bylaws
from blueprints.minutes.attendance_corrections import PutRight, note_corrected
from blueprints.minutes.circulation_rules import letter_facts, organisations_of
from blueprints.minutes.correcting_rules import (
    NOBODY,
    Changes,
    is_for,
    open_for,
    reached_by,
    wanted_changes,
)
from blueprints.minutes.correction_queries import Settled, items_by_number
from blueprints.minutes.said_attendance import Wanted
from models.actors import Actor
from models.deadlines import BERLIN
from models.editions import Edition, EditionKind, EditionReader, freeze
from models.history import record
from models.letters import LetterKind, post
from models.meetings import Meeting
from models.minutes import ItemMinutes, Minutes
from models.people import Person
from models.texts import Text, freeze_version, write

CORRECTED = "minutes/corrected"
Render = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What a new version says anew: texts by number of the item, who was there, why, and statements for the
    record."""

    texts: dict[str, dict[str, str]]
    attendance: PutRight
    reason: str
    statements: Sequence[Settled]
    day: str


def correct(
    house: Session,
    meeting_id: int,
    texts: Mapping[int, str],
    reason: str,
    *,
    attendance: Wanted = NOBODY,
    based_on: int,
    purged: int = 0,
    by: Actor,
    now: datetime,
    render: Render,
) -> int:
    """Compile the version that corrects the one sent last; returns the letters.

    `texts` are the items' texts as they read from now on, by item, `attendance` who was there; `based_on` is
    the number of the compilation they started from, `purged` its `purged_last`. Readers of whose items
    nothing has changed get no new version: its number would tell them of what they may not see.
    """
    meeting, minutes, newest = open_for(house, meeting_id, (based_on, purged), by)
    found = wanted_changes(house, minutes, newest[0], texts, reason, attendance)
    told = _correction(house, minutes, found, reason, by=by, now=now, render=render)
    note_corrected(house, minutes, newest[0], found.attendance, items_by_number(house, meeting_id))
    made = [each for old in newest if (each := _anew(house, old, told, by, now, newest[0].number + 1))]
    letters = _tell(house, meeting, made, now)
    facts = {"number": made[0].number, "editions": len(made), "letters": letters}
    record(house, "correct", minutes, by=by, now=now, **facts)
    return letters


def _correction(
    house: Session,
    minutes: Minutes,
    found: Changes,
    reason: str,
    *,
    by: Actor,
    now: datetime,
    render: Render,
) -> Correction:
    """Write what differs from the newest version."""
    changed = {
        number: _written(house, minutes, item_id, words, by, now, render)
        for number, (item_id, words) in found.texts.items()
    }
    day = now.astimezone(BERLIN).date().isoformat()
    given: dict[str, Any] = {"attendance": found.attendance, "statements": found.statements}
    return Correction(texts=changed, reason=reason, day=day, **given)


def _written(
    house: Session, minutes: Minutes, item_id: int, markdown: str, by: Actor, now: datetime, render: Render
) -> dict[str, str]:
    """A new version of the item's text, frozen at once."""
    text = house.scalar(
        select(Text).join(ItemMinutes, ItemMinutes.text_id == Text.id).where(ItemMinutes.item_id == item_id)
    )
    if text is None:
        text = Text(body_id=minutes.body_id, meeting_id=minutes.meeting_id)
        house.add(text)
        house.flush()
        house.add(ItemMinutes(minutes_id=minutes.id, item_id=item_id, text_id=text.id))
    made = write(house, text, markdown, based_on=text.latest, by=by, now=now, render=render)
    if made is None:
        return {"markdown": "", "html": ""}
    freeze_version(made, now)
    return {"markdown": made.markdown, "html": made.html}


def _anew(
    house: Session, old: Edition, told: Correction, by: Actor, now: datetime, number: int
) -> Edition | None:
    """The next version for the readers of an edition; None where nothing in it has changed.

    The reason may speak of all that is corrected, by name: whoever may not read all of it, or reads who came
    by function only, does not read it.
    """
    own = {item["number"] for item in old.data["items"]}
    changed = [item_number for item_number in told.texts if item_number in own]
    readers = house.scalars(select(EditionReader).where(EditionReader.edition_id == old.id)).all()
    statements = [
        _statement(each) for each in told.statements if is_for(old, each, {row.person_id for row in readers})
    ]
    attends = told.attendance.parts_of(old)
    if not (changed or attends or statements):
        return None
    reads_all = told.texts.keys() <= own and told.attendance.is_all_in(old)
    reason = told.reason if reads_all else ""
    corrected = {"on": told.day, "items": changed, "reason": reason}
    content = old.data | {
        "version": old.version + 1,
        "replaces": old.sha256,
        **attends,
        "items": [item | told.texts.get(item["number"], {}) for item in old.data["items"]],
        "statements": [*old.data.get("statements", []), *statements],
        "corrections": [
            *old.data.get("corrections", []),
            *([corrected | ({"attendance": True} if attends else {})] if changed or attends else []),
        ],
    }
    made = _frozen(house, old, content, readers, number, by, now)
    _owe_on_paper(house, made)
    return made


def _frozen(
    house: Session,
    old: Edition,
    content: dict[str, Any],
    readers: Sequence[EditionReader],
    number: int,
    by: Actor,
    now: datetime,
) -> Edition:
    """For the same readers; guests who wait for their first extract wait for this one."""
    return freeze(
        house,
        EditionKind.MINUTES,
        old.meeting_id,
        old.body_id,
        old.title,
        content,
        seats=[row.seat_id for row in readers if row.seat_id],
        persons=[row.person_id for row in readers if row.person_id],
        for_readers=old.for_readers,
        whole=old.whole,
        number=number,
        guests_wait=any(row.person_id and row.sent_at is None for row in readers),
        by=by,
        now=now,
    )


def _owe_on_paper(house: Session, made: Edition) -> None:
    """No letter reaches guests without an address: they are owed the corrected extract, too."""
    house.flush()
    unreached = select(Person.id).where(Person.email.is_(None))
    theirs = EditionReader.edition_id == made.id, EditionReader.person_id.in_(unreached)
    house.execute(update(EditionReader).where(*theirs).values(sent_at=None))


def _statement(said: Settled) -> dict[str, Any]:
    return {
        "institution": said.institution,
        "number": said.number,
        "markdown": said.wording,
        "on": said.settled_on.isoformat(),
    }


def _tell(house: Session, meeting: Meeting, made: Sequence[Edition], now: datetime) -> int:
    """A letter with a link only to everybody whose edition has changed, one for each address. Its purpose is
    the recipient's own version: a number would count those that she may not see."""
    today = now.astimezone(BERLIN).date()
    editions = {each.id: each for each in made}
    rows = house.scalars(
        select(EditionReader).where(EditionReader.edition_id.in_(editions)).order_by(EditionReader.id)
    ).all()
    theirs = {(row.seat_id, row.person_id): editions[row.edition_id] for row in rows}
    to = reached_by(house, meeting, rows, today)
    rules = bylaws(house, meeting.body_id)
    assert rules is not None
    facts = letter_facts(house, meeting, rules, today)
    organisations = organisations_of(house, meeting.body_id)
    for each in to:
        own = theirs[each.seat_id, None if each.seat_id else each.person_id]
        post(
            house,
            template=CORRECTED,
            to=each.address or "",
            name=each.name,
            language=each.language,
            salutation=each.salutation,
            kind=LetterKind.CONTENT,
            facts=facts,
            body_id=meeting.body_id,
            meeting_id=meeting.id,
            person_id=each.person_id,
            organisation_id=organisations.get(each.seat_id or 0),
            purpose=f"minutes-{own.fingerprint}",
            now=now,
        )
    return len(to)
