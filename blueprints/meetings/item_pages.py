"""What the page of an agenda item shows."""

from datetime import time
from typing import Any

from flask import abort

from blueprints.meetings import agenda_queries, agenda_rules
from blueprints.meetings.drafting.about_pages import ways_of
from blueprints.meetings.settling import rules as settling_rules
from blueprints.meetings.settling.queries import meeting_put_off_to
from blueprints.meetings.timetable import timetable
from models.actors import Actor
from models.crossings import crossings
from models.files import versions
from models.guests import Slot
from models.meetings import BERLIN, Meeting
from models.numbering import BLOCKS
from models.task_lists import task_lines
from models.tasks import Task
from plumbing.access import me
from plumbing.clock import today
from plumbing.database import house, reading


def item_page(meeting: Meeting, item_id: int) -> dict[str, Any]:
    """One item with its papers and guests, as its reader may see them; 404 for all others."""
    by = me()
    line = agenda_queries.line_for(house(), reading(), meeting, item_id, by) or abort(404)
    return {
        "hue": getattr(meeting.body, "hue", None),
        "line": line,
        "item": line.item,
        "papers": versions(agenda_queries.files_of(reading(), item_id)),
        "guests": agenda_queries.guests_of(reading(), item_id, meeting, by),
        "tasks": task_lines(reading(), by, today(), Task.item_id == item_id).lines,
        "decisions": agenda_queries.decisions_of(reading(), item_id),
        "may_give_tasks": _sees_all(meeting, by),
        "may_change": agenda_rules.may_change_agenda(by, meeting),
        "may_remove": agenda_rules.may_remove_item(by, meeting),
        "crossings": crossings(reading(), meeting.id, item_id) if _sees_all(meeting, by) else [],
        "may_carry": by.coordinates_body(meeting.body_id),
        "may_settle": settling_rules.may_settle_item(by, meeting),
        "ways": ways_of(item_id),
        "put_off_to": meeting_put_off_to(reading(), line.item.put_off_to_id),
    }


def _sees_all(meeting: Meeting, by: Actor) -> bool:
    return by.coordinates_body(meeting.body_id) or meeting.id in by.records


def arrange_page(meeting: Meeting) -> dict[str, Any]:
    """The agenda in its parts, for ordering; each part keeps together (rulings.md 9)."""
    by = me()
    if not agenda_rules.may_change_agenda(by, meeting):
        abort(404)
    blocks: dict[str, list[agenda_queries.Line]] = {}
    lines = agenda_queries.agenda(house(), reading(), meeting, by)
    for line in lines:
        blocks.setdefault(BLOCKS[line.item.visibility], []).append(line)
    return {
        "hue": meeting.body.hue,
        "blocks": blocks,
        "times": timetable(lines, meeting, by),
        "may_remove": agenda_rules.may_remove_item(by, meeting),
    }


def place_of(meeting: Meeting, item_id: int) -> int:
    """The place of an item within its part of the agenda, from 1."""
    items = [line.item for line in agenda_queries.agenda(house(), reading(), meeting, me())]
    moved = next((item for item in items if item.id == item_id), None) or abort(404)
    block = [item.id for item in items if BLOCKS[item.visibility] == BLOCKS[moved.visibility]]
    return block.index(item_id) + 1


def times_of(slot: Slot | None) -> dict[str, time | None]:
    """A guest's time as a form shows it, in Berlin."""
    if slot is None:
        return {"slot_from": None, "slot_until": None}
    until = slot.ends_at.astimezone(BERLIN).time() if slot.ends_at else None
    return {"slot_from": slot.starts_at.astimezone(BERLIN).time(), "slot_until": until}
