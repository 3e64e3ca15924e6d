"""What a meeting decided and who took on what: read by the house, frozen into the editions of its minutes."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from blueprints.decisions.voice_queries import Line, Votes, votes_of
from models.decisions import Decision
from models.meetings import AgendaItem, Meeting, MeetingState
from models.organisation_names import name_on
from models.organisations import Organisation
from models.seats import Seat
from models.stances import StanceValue
from models.task_lists import NEXT_MEETING, due_day
from models.tasks import Task, TaskState
from models.texts import Text, TextVersion
from models.visibility import Visibility

TOOK_PLACE: Final = (
    *(MeetingState.SCHEDULED, MeetingState.INVITED, MeetingState.HELD),
    *(MeetingState.MINUTED, MeetingState.CLOSED),
)
ByItem = dict[int | None, list[dict[str, Any]]]


def decisions_by_item(house: Session, meeting: Meeting, on: date) -> ByItem:
    """What was decided in this meeting, by item; under None what belongs to no item, and what was decided in
    circulation since the meeting before (domain.md 5.8): it is minuted at the next one."""
    found: ByItem = defaultdict(list)
    decided = _decided(house, meeting)
    votes = votes_of(house, [decision for decision, _ in decided], on)
    for decision, version in decided:
        found[decision.item_id].append(_decision(decision, version, votes[decision.id]))
    return found


def still_open(house: Session, meeting_id: int) -> list[str]:
    """Titles of what the meeting was asked and nobody has closed yet: it would be missing in the minutes."""
    asked = select(Decision.title).where(
        Decision.meeting_id == meeting_id, Decision.round_id.is_not(None), Decision.result.is_(None)
    )
    return list(house.scalars(asked.order_by(Decision.id)))


def _decided(house: Session, meeting: Meeting) -> list[tuple[Decision, TextVersion]]:
    """Decisions with a result, and the wording that was put; those of the meeting first."""
    rows = house.execute(
        select(Decision, TextVersion)
        .join(Text, Text.id == Decision.text_id)
        .join(TextVersion, (TextVersion.text_id == Text.id) & (TextVersion.number == Text.latest))
        .where(
            Decision.result.is_not(None), (Decision.meeting_id == meeting.id) | _circulated(house, meeting)
        )
        .order_by(Decision.circular, Decision.year, Decision.number, Decision.id)
    )
    return [(row.Decision, row.TextVersion) for row in rows]


def _circulated(house: Session, meeting: Meeting) -> Any:
    """SQL: closed in circulation after the meeting before had begun, and before this one did."""
    before = house.scalar(
        select(Meeting.starts_at)
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.starts_at < meeting.starts_at,
            Meeting.state.in_(TOOK_PLACE),
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    since = [Decision.closed_at >= before] if before else []
    mine = (Decision.body_id == meeting.body_id) & Decision.circular.is_(True)
    for part in (*since, Decision.closed_at < meeting.starts_at):
        mine = mine & part
    return mine


def _decision(decision: Decision, version: TextVersion, votes: Votes) -> dict[str, Any]:
    """A decision as its page shows it to whoever sees it: institutions and what they said, no person."""
    outcome = votes.outcome
    assert decision.result is not None
    return {
        "number": decision.number,
        "year": decision.year,
        "title": decision.title,
        "circular": decision.circular,
        "decided_on": decision.decided_on.isoformat() if decision.decided_on else None,
        "markdown": version.markdown,
        "html": version.html,
        "sha256": decision.sha256,
        "result": decision.result.value,
        "note": decision.note,
        "voices": {value.value: list(outcome.names(value)) for value in StanceValue if outcome.names(value)},
        "silent": list(outcome.silent),
        "provisional": list(outcome.waiting),
        "fallen_away": list(outcome.fallen_away),
        "opinions": [said for line in votes.lines if (said := _opinion(line))],
    }


def _opinion(line: Line) -> dict[str, str] | None:
    """What an institution wants to be read beside the result: its reason, its special opinion."""
    said = line.said
    if said is None or not line.sits or line.voice.refused or not (said.reason or said.special_opinion):
        return None
    return {
        "institution": line.name,
        "value": said.value.value,
        "reason": said.reason,
        "special_opinion": said.special_opinion,
    }


def tasks_by_item(house: Session, meeting: Meeting) -> ByItem:
    """Who took on what until when, by item. Tasks for fewer readers than their item has stay on the list of
    tasks; so does what was dropped."""
    rows = house.execute(
        select(
            Task,
            AgendaItem,
            name_on(meeting.held_on.first_day).label("institution"),
            NEXT_MEETING.label("next_at"),
        )
        .outerjoin(AgendaItem, AgendaItem.id == Task.item_id)
        .outerjoin(Seat, Seat.id == Task.seat_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(Task.meeting_id == meeting.id, Task.state != TaskState.DROPPED)
        .options(selectinload(Task.audience), selectinload(AgendaItem.audience))
        .order_by(Task.id)
    )
    found: ByItem = defaultdict(list)
    for row in rows:
        if _is_for_all_readers(row.Task, row.AgendaItem):
            found[row.Task.item_id].append(_task(row.Task, row.institution, row.next_at))
    return found


def _is_for_all_readers(task: Task, item: AgendaItem | None) -> bool:
    """Whether whoever reads the item may see the task."""
    if task.visibility is Visibility.INTERNAL:
        return True
    if item is None or task.visibility is not item.visibility:
        return False
    return {each.seat_id for each in item.audience} <= {each.seat_id for each in task.audience}


def _task(task: Task, institution: str | None, next_at: datetime | None) -> dict[str, Any]:
    due_on = due_day(task, next_at)
    return {
        "title": task.title,
        "institution": institution or "",
        "due_on": due_on.isoformat() if due_on else None,
        "next_meeting": task.until_next_meeting,
    }
