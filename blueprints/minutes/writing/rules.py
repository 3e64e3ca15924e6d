"""Saving what was typed on one item: its text, and the information, task and decision recorded with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.decisions import rules as decision_rules
from blueprints.meetings.settling.rules import settle_item
from blueprints.minutes.rules import may_circulate, may_write, write_item
from blueprints.tasks import rules as task_rules
from models.actors import Actor
from models.decisions import Decision
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.item_notes import ItemNote
from models.item_outcomes import ItemOutcome
from models.meetings import AgendaItem, Meeting
from models.tasks import Task
from models.text_drafts import Window
from models.texts import Text, TextVersion, version, write
from models.unnamed import must_name_nobody


class Settled(NamedTuple):
    """What became of the item, and the meeting that it was put off to."""

    outcome: ItemOutcome | None
    put_off_to_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What arrived with one save; None: nothing of it. `task_seat_id` None: the coordination; `decision` as
    `propose` takes it; `note` is the chair's."""

    markdown: str
    based_on: int
    window: Window | None = None
    information: str = ""
    task: task_rules.Wanted | None = None
    task_seat_id: int | None = None
    decision: dict[str, Any] | None = None
    settled: Settled | None = None
    note: str | None = None
    note_based_on: int = 0
    chatham_house: bool | None = None


def may_propose(by: Actor, meeting: Meeting) -> bool:
    """The coordination proposes decisions; whoever only takes minutes gives tasks."""
    return decision_rules.may_decide(by, meeting.body_id)


def save(
    house: Session,
    item_id: int,
    typed: Typed,
    *,
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> TextVersion | None:
    """All of it or nothing; `Collision` where others changed the same passage of the text."""
    item = house.get(AgendaItem, item_id)
    meeting = house.get(Meeting, item.meeting_id) if item else None
    if item is None or meeting is None or not may_write(by, meeting):
        raise NotAllowed
    _switch(house, item, meeting, typed.chatham_house, by, now)
    must_name_nobody(house, item_id, information=typed.information)
    words = with_line(typed.markdown, typed.information)
    given: dict[str, Any] = {"based_on": typed.based_on, "window": typed.window}
    saved = write_item(house, item_id, words, **given, by=by, now=now, render=render)
    if typed.task is not None:
        with _beside("task_"):
            where: dict[str, Any] = {"seat_id": typed.task_seat_id, "item_id": item_id}
            task_rules.create(house, meeting.body_id, typed.task, **where, by=by, now=now)
    if typed.decision is not None:
        with _beside("decision_"):
            said = {**typed.decision, "item_id": item_id}
            decision_rules.propose(house, meeting.body_id, **said, by=by, now=now, render=render)
    if typed.settled is not None and typed.settled != (item.outcome, item.put_off_to_id):
        settle_item(house, item_id, **typed.settled._asdict(), by=by, now=now)
    if typed.note or (typed.note is not None and may_circulate(by, meeting)):
        _save_note(house, item, meeting, typed, by, now, render)
    return saved


def _switch(
    house: Session, item: AgendaItem, meeting: Meeting, on: bool | None, by: Actor, now: datetime
) -> None:
    """Whether the Chatham House rule holds; from then on words that name anybody are not saved. Refused while
    a decision or a task of the item names somebody."""
    if on is None or on is item.chatham_house:
        return
    item.chatham_house = on
    must_name_nobody(house, item.id, chatham_house="\n".join(_beside_text(house, item)))
    record(house, "switch-chatham", item, by=by, now=now, body_id=meeting.body_id, on=on)


def _beside_text(house: Session, item: AgendaItem) -> Iterator[str]:
    """What stands with an item besides its text: its decisions with their newest wording, and its tasks."""
    for task in house.scalars(select(Task).where(Task.item_id == item.id).order_by(Task.id)):
        yield from (task.title, task.text)
    decided = select(Decision).where(Decision.item_id == item.id).order_by(Decision.id)
    for decision in house.scalars(decided):
        text = house.get_one(Text, decision.text_id)
        worded = version(house, text, text.latest)
        yield from (decision.title, worded.markdown if worded else "", decision.note, decision.follows)


def _save_note(
    house: Session,
    item: AgendaItem,
    meeting: Meeting,
    typed: Typed,
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> None:
    """The chair's note is the coordination's; what others have written meanwhile is merged as in any text."""
    if not may_circulate(by, meeting):
        raise NotAllowed
    note = house.scalar(select(Text).join(ItemNote).where(ItemNote.item_id == item.id))
    if note is None:
        if not typed.note:
            return
        note = Text(body_id=meeting.body_id)
        house.add(note)
        house.flush()
        house.add(ItemNote(item_id=item.id, text_id=note.id))
    before = note.latest
    given: dict[str, Any] = {"based_on": typed.note_based_on, "by": by, "now": now, "render": render}
    try:
        version = write(house, note, typed.note or "", **given)
    except RuleBroken as broken:
        broken.field = "note"
        raise
    if version is not None and note.latest != before:
        facts = {"item": item.id, "number": version.number, "sha256": version.sha256}
        record(house, "write-note", version, by=by, now=now, body_id=meeting.body_id, **facts)


def with_line(markdown: str, line: str) -> str:
    """The text with an information as the last entry of a list."""
    if not line:
        return markdown
    before = markdown.rstrip()
    last = before.rpartition("\n")[2].lstrip()
    between = "" if not before else "\n" if last.startswith(("- ", "* ")) else "\n\n"
    return f"{before}{between}- {line}"


@contextmanager
def _beside(prefix: str) -> Iterator[None]:
    """What another feature's rule refuses belongs beside the field of ours."""
    try:
        yield
    except RuleBroken as broken:
        broken.field = prefix + broken.field if broken.field else None
        raise
