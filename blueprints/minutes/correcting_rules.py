"""What a correction of minutes would change, whom it concerns, and who is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.recipient_queries import Recipient, bylaws, recipients
from blueprints.minutes import correction_queries
from blueprints.minutes.attendance_corrections import Came, PutRight, spoke_there, wanted_attendance
from blueprints.minutes.circulation_rules import letter_facts
from blueprints.minutes.correction_queries import Changed, Settled
from blueprints.minutes.guest_corrections import GuestLine
from blueprints.minutes.said_attendance import Wanted, attendance_of
from models.actors import Actor
from models.comparing import word_diff
from models.deadlines import BERLIN
from models.editions import Edition, EditionReader
from models.errors import NotAllowed, RuleBroken
from models.meetings import Meeting
from models.minutes import Minutes, MinutesState
from models.typed_text import email_key
from models.unnamed import must_name_nobody
from models.versions import ChangedMeanwhile
from models.words import N_

NOBODY: Final = Wanted()
"""Attendance stays as it is."""


def may_correct(by: Actor, table_id: int) -> bool:
    """The coordination."""
    return by.coordinates_body(table_id)


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What differs from the newest version: item and text by number, who was there, statements that come
    with it."""

    texts: dict[str, tuple[int, str]]
    attendance: PutRight
    statements: Sequence[Settled]

    def touch(self, edition: Edition) -> bool:
        """Whether an edition reads differently then, apart from statements."""
        own = any(item["number"] in self.texts for item in edition.data["items"])
        return own or bool(self.attendance.parts_of(edition))


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a correction would do: what changes word by word, what is added, and who is told by letter.
    `spoke`: where the minutes would say that an institution left for an item and voted on it."""

    changed: list[Changed]
    came: list[Came]
    guests: Sequence[GuestLine]
    spoke: Sequence[tuple[str, str]]
    statements: Sequence[Settled]
    reached: Sequence[Recipient]
    facts: dict[str, Any]


def look(
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
) -> Look:
    """What `correct` would do, refused for the same reasons; nothing is changed."""
    meeting, minutes, newest = open_for(house, meeting_id, (based_on, purged), by)
    found = wanted_changes(house, minutes, newest[0], texts, reason, attendance)
    items = [item for item in newest[0].data["items"] if item["number"] in found.texts]
    differences = [word_diff(item["markdown"], found.texts[item["number"]][1]) for item in items]
    rows = [row for old in newest for row in _whose(house, old, found)]
    before = attendance_of(newest[0])
    today = now.astimezone(BERLIN).date()
    rules = bylaws(house, meeting.body_id)
    assert rules is not None
    return Look(
        changed=[
            Changed(item["number"], item["title"], words)
            for item, words in zip(items, differences, strict=True)
        ],
        came=[Came(before[place], row) for place, row in found.attendance.institutions.items()],
        guests=found.attendance.guests,
        spoke=spoke_there(newest[0], found.attendance),
        statements=found.statements,
        reached=reached_by(house, meeting, rows, today),
        facts=letter_facts(house, meeting, rules, today),
    )


def open_for(
    house: Session, meeting_id: int, based_on: tuple[int, int], by: Actor
) -> tuple[Meeting, Minutes, list[Edition]]:
    """The meeting, its minutes and what was sent of them last, held until the end of the transaction."""
    meeting = house.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or not may_correct(by, meeting.body_id):
        raise NotAllowed
    minutes = house.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id).with_for_update())
    if minutes is None or minutes.state is not MinutesState.CIRCULATED:
        raise NotAllowed
    newest = correction_queries.newest_editions(house, meeting_id)
    if (newest[0].number, correction_queries.purged_last(newest)) != based_on:
        raise ChangedMeanwhile
    return meeting, minutes, newest


def wanted_changes(
    house: Session,
    minutes: Minutes,
    whole: Edition,
    texts: Mapping[int, str],
    reason: str,
    attendance: Wanted = NOBODY,
) -> Changes:
    """What differs from the newest version; refuses a correction of nothing, and one without reason."""
    before = {item["number"]: item["markdown"] for item in whole.data["items"]}
    changed = {}
    for number, item_id in correction_queries.items_by_number(house, minutes.meeting_id).items():
        if item_id in texts and texts[item_id].strip() != before.get(number, "").strip():
            must_name_nobody(house, item_id, markdown=texts[item_id], reason=reason)
            changed[number] = item_id, texts[item_id]
    settled = correction_queries.not_taken_in(house, minutes.meeting_id, whole)
    statements = [each for each in settled if each.is_statement]
    came = wanted_attendance(house, minutes, whole, attendance)
    if not changed and not came and not statements:
        raise RuleBroken(N_("Nothing has changed since the last version."))
    if (changed or came) and not reason:
        raise RuleBroken(N_("Please say what was corrected, and why."), field="reason")
    return Changes(texts=changed, attendance=came, statements=statements)


def _whose(house: Session, old: Edition, found: Changes) -> Sequence[EditionReader]:
    """Readers of an edition of which a new version is compiled; guests who still wait for theirs wait on."""
    rows = house.scalars(select(EditionReader).where(EditionReader.edition_id == old.id)).all()
    guests = {row.person_id for row in rows}
    if not found.touch(old) and not any(is_for(old, each, guests) for each in found.statements):
        return []
    waiting = any(row.person_id and row.sent_at is None for row in rows)
    return [row for row in rows if not (row.person_id and waiting)]


def is_for(edition: Edition, said: Settled, guests: set[int | None]) -> bool:
    """Statements are for the members who see the item, as on the site, and for the guest whose they are."""
    if edition.data["extract"]:
        return said.objection.seat_id is None and said.objection.person_id in guests
    if edition.for_readers:
        return False
    return not said.number or said.number in {item["number"] for item in edition.data["items"]}


def reached_by(
    house: Session, meeting: Meeting, rows: Sequence[EditionReader], today: date
) -> Sequence[Recipient]:
    """Who of these readers gets a letter; guests whose first extract was not sent yet still wait for it."""
    seats, guests = {row.seat_id for row in rows} - {None}, {row.person_id for row in rows if row.sent_at}
    to = {
        email_key(each.address): each
        for each in reversed(recipients(house, meeting, today))
        if each.address and (each.seat_id in seats or (each.item_id and each.person_id in guests))
    }
    return list(to.values())[::-1]
