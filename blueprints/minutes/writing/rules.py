"""Saving what was typed on one item: its text, and the information, task and decision recorded with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from blueprints.decisions import rules as decision_rules
from blueprints.minutes.rules import may_write, write_item
from blueprints.tasks import rules as task_rules
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.meetings import AgendaItem, Meeting
from models.texts import TextVersion


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What arrived with one save. `task_seat_id` None: the coordination; `decision` as `propose` takes it."""

    markdown: str
    based_on: int
    information: str = ""
    task: task_rules.Wanted | None = None
    task_seat_id: int | None = None
    decision: dict[str, Any] | None = None


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
    words = with_line(typed.markdown, typed.information)
    saved = write_item(house, item_id, words, based_on=typed.based_on, by=by, now=now, render=render)
    if typed.task is not None:
        with _beside("task_"):
            where: dict[str, Any] = {"seat_id": typed.task_seat_id, "item_id": item_id}
            task_rules.create(house, meeting.body_id, typed.task, **where, by=by, now=now)
    if typed.decision is not None:
        with _beside("decision_"):
            said = {**typed.decision, "item_id": item_id}
            decision_rules.propose(house, meeting.body_id, **said, by=by, now=now, render=render)
    return saved


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
