"""Who may write, confirm and circulate minutes, and what follows when they do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from blueprints.minutes.attendance_rules import Entries, complete_attendance, take
from models.actors import Actor
from models.chatham import Found
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import AgendaItem, Meeting, MeetingState
from models.minutes import ItemMinutes, Minutes
from models.text_drafts import Window, save_draft, with_other_window
from models.texts import Text, TextDraft, TextVersion, write
from models.unnamed import must_name_nobody, named_in
from models.versions import must_be
from models.words import N_

MINUTABLE = (MeetingState.SCHEDULED, MeetingState.INVITED, MeetingState.HELD)

TO_WRITE: Final = (
    select(AgendaItem, Meeting, Minutes, Text)
    .join(Meeting, Meeting.id == AgendaItem.meeting_id)
    .join(Minutes, Minutes.meeting_id == Meeting.id)
    .outerjoin(ItemMinutes, ItemMinutes.item_id == AgendaItem.id)
    .outerjoin(Text, Text.id == ItemMinutes.text_id)
    .where(AgendaItem.id == bindparam("item_id"))
    .with_for_update(of=Minutes)
)
"""An item with what is asked of it at each save; the minutes are held until the end of the transaction."""


def may_write(by: Actor, meeting: Meeting) -> bool:
    """The meeting's minute taker, and the coordination of its body."""
    return by.coordinates_body(meeting.body_id) or meeting.id in by.records


def may_circulate(by: Actor, meeting: Meeting) -> bool:
    """The coordination releases minutes."""
    return by.coordinates_body(meeting.body_id)


def may_begin(by: Actor, meeting: Meeting) -> bool:
    return may_write(by, meeting) and meeting.state in MINUTABLE


def begin(house: Session, meeting_id: int, *, by: Actor, now: datetime) -> Minutes:
    """Open the minutes of a meeting, with attendance as the replies announced it."""
    meeting = house.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or not may_write(by, meeting):
        raise NotAllowed
    found = house.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id))
    if found is not None:
        return found
    if meeting.state not in MINUTABLE:
        raise RuleBroken(N_("There are no minutes of a meeting that has no date or was not held."))
    minutes = Minutes(meeting_id=meeting_id, body_id=meeting.body_id, begun_at=now)
    house.add(minutes)
    house.flush()
    complete_attendance(house, minutes, meeting, by=_as_coordination(by, meeting))
    record(house, "begin", minutes, by=by, now=now)
    return minutes


def write_item(
    house: Session,
    item_id: int,
    markdown: str,
    *,
    based_on: int,
    window: Window | None = None,
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> TextVersion | None:
    """Save one item's text; `Collision` where others changed the same passage, or its writer in another
    window. It undoes a confirmation.

    Where the Chatham House rule holds for the item, `Named` for a text that names anybody.
    """
    _, minutes, text = _open_text(house, item_id, by)
    must_name_nobody(house, item_id, markdown=markdown)
    before = text.latest
    markdown = with_other_window(house, text, markdown, based_on=based_on, window=window, by=by)
    version = write(house, text, markdown, based_on=based_on, by=by, now=now, render=render)
    if version is not None and text.latest != before:
        minutes.reopen()
        record(
            house,
            "write",
            version,
            by=by,
            now=now,
            body_id=minutes.body_id,
            item=item_id,
            number=version.number,
            sha256=version.sha256,
        )
    return version


def keep_draft(
    house: Session,
    item_id: int,
    markdown: str,
    *,
    based_on: int,
    window: Window | None = None,
    by: Actor,
    now: datetime,
) -> list[Found]:
    """Autosave: only the writer's own draft is overwritten. Returns what will be refused (Chatham House)."""
    item, _, text = _open_text(house, item_id, by)
    save_draft(house, text, markdown, based_on=based_on, window=window, by=by, now=now)
    return named_in(house, item, markdown)


def discard_draft(house: Session, item_id: int, *, by: Actor) -> None:
    """Go back to the saved text."""
    _, _, text = _open_text(house, item_id, by)
    house.execute(delete(TextDraft).where(TextDraft.text_id == text.id, TextDraft.person_id == by.person_id))


def note_attendance(
    house: Session,
    meeting_id: int,
    entries: Entries,
    *,
    based_on: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Say who was there: state and names for each line by its id. Lines that are not named stay."""
    meeting, minutes = locked(house, meeting_id, by)
    if based_on is not None:
        must_be(minutes, based_on)
    take(house, minutes.id, meeting, entries)
    complete_attendance(house, minutes, meeting, by=_as_coordination(by, meeting))
    minutes.attendance_noted_at = now
    record(house, "note-attendance", minutes, by=by, now=now, lines=len(entries))


def confirm(house: Session, meeting_id: int, *, by: Actor, now: datetime) -> None:
    """Vouch that the minutes say nothing about clients; they are then in review."""
    _, minutes = locked(house, meeting_id, by)
    written = select(func.count(ItemMinutes.id)).join(Text, Text.id == ItemMinutes.text_id)
    if not house.scalar(written.where(ItemMinutes.minutes_id == minutes.id, Text.latest > 0)):
        raise RuleBroken(N_("These minutes are still empty."))
    minutes.confirm(by, now)
    record(house, "confirm", minutes, by=by, now=now, state=minutes.state.value)


def locked(house: Session, meeting_id: int, by: Actor) -> tuple[Meeting, Minutes]:
    """The minutes of a meeting, held until the end of the transaction, if one may write them."""
    meeting = house.get(Meeting, meeting_id)
    if meeting is None or not may_write(by, meeting):
        raise NotAllowed
    minutes = house.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id).with_for_update())
    if minutes is None:
        raise NotAllowed
    minutes.must_be_open()
    return meeting, minutes


def _open_text(house: Session, item_id: int, by: Actor) -> tuple[AgendaItem, Minutes, Text]:
    """The text of an item in minutes that are being written; made where the item has none yet."""
    found = house.execute(TO_WRITE, {"item_id": item_id}).one_or_none()
    if found is None or not may_write(by, found.Meeting):
        raise NotAllowed
    item, minutes = found.AgendaItem, found.Minutes
    text: Text | None = found.Text
    minutes.must_be_open()
    if text is None:
        text = Text(body_id=minutes.body_id, meeting_id=minutes.meeting_id)
        house.add(text)
        house.flush()
        house.add(ItemMinutes(minutes_id=minutes.id, item_id=item_id, text_id=text.id))
    return item, minutes, text


def _as_coordination(by: Actor, meeting: Meeting) -> Actor:
    """The minute taker fills the attendance list from all replies, as the coordination would."""
    return replace(by, coordinates=by.coordinates | {meeting.body_id})
