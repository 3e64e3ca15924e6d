"""What the next agenda could hold: the same for the page that proposes it and the rule that adds it."""

import enum
import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, selectinload

from models.bodies import Bylaws
from models.decisions import Decision
from models.folding import folded
from models.links import LinkKind, ends_of_each
from models.meetings import AgendaItem, ItemKind, Meeting
from models.minutes import Minutes, MinutesState
from models.objections import Objection, ObjectionEnding, ObjectionOutcome
from models.open_items import cited_on, left_open
from models.procedures import Procedure, names_of
from models.results import CAME_ABOUT
from models.tasks import UNSETTLED, Task
from models.topics import Topic, TopicState, waiting_for
from models.visibility import Visibility

ABOUT_MINUTES: Final = re.compile(r"\b(?:protokolls?|niederschrift|minutes)\b")
"""Which line of a template is about the minutes of the last meeting; of the folded title."""


class Group(enum.Enum):
    """Where a proposed item comes from, in the order in which they stand."""

    FORMAL = "formal"
    MINUTES = "minutes"
    TASKS = "tasks"
    LEFT_OPEN = "item"
    TOPICS = "topic"
    REVIEWS = "decision"
    PROCEDURES = "procedure"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One item that could be added. `key` names it among the proposals; `title` is empty where the page has
    to word it; `about` is the row that it comes from, `of` the meeting that this belongs to.

    `seats` are those that a confidential one named there. `is_wanted`: ticked from the start.
    `stands`: the title of an item of this agenda that seems to be the same.
    """

    group: Group
    key: str
    title: str = ""
    kind: ItemKind = ItemKind.FORMAL
    about: Any = None
    of: Meeting | None = None
    visibility: Visibility = Visibility.INTERNAL
    seats: tuple[int, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    links: tuple[tuple[LinkKind, Any], ...] = ()
    is_wanted: bool = True
    stands: str = ""


def proposals(session: Session, meeting: Meeting) -> list[Proposal]:
    """All that is proposed for the agenda of a meeting ahead, as far as the reader may see it; nothing that
    stands on it, or on another one ahead, already."""
    left = _left_open(session, meeting)
    carried = {(type(thing).__tablename__, thing.id) for each in left for _, thing in each.links}
    minutes = _minutes(session, meeting)
    found = [
        *_formal(session, meeting, has_minutes=any(each.is_wanted for each in minutes)),
        *minutes,
        *_tasks(session, meeting),
        *left,
        *_topics(session, meeting),
        *_reviews(session, meeting),
        *_procedures(session, meeting),
    ]
    return [each for each in found if each.group is Group.LEFT_OPEN or _end(each.about) not in carried]


def _end(about: Any) -> tuple[str, int] | None:
    return (type(about).__tablename__, about.id) if hasattr(about, "__tablename__") else None


def _formal(session: Session, meeting: Meeting, has_minutes: bool) -> list[Proposal]:
    """Lines of the table's template that the agenda does not have; nor the one about the minutes where their
    approval is proposed by itself."""
    bylaws = session.scalar(select(Bylaws).where(Bylaws.body_id == meeting.body_id))
    titles = set(session.scalars(select(AgendaItem.title).where(AgendaItem.meeting_id == meeting.id)))
    wanted = bylaws.agenda_titles if bylaws else []
    return [
        Proposal(group=Group.FORMAL, key=f"formal-{number}", title=title)
        for number, title in enumerate(wanted, 1)
        if title not in titles and not (has_minutes and ABOUT_MINUTES.search(folded(title)))
    ]


def _left_open(session: Session, meeting: Meeting) -> list[Proposal]:
    found = left_open(session, meeting)
    cited = ends_of_each(session, [item for item, _ in found], LinkKind.CITES)
    return [carried_over(item, of, cited.get(item.id, [])) for item, of in found]


def carried_over(item: AgendaItem, of: Meeting, about: list[Any]) -> Proposal:
    """An item as it would stand on another agenda: its words, its level and what it is about; what came of
    it, its files and its guests stay where they are."""
    return Proposal(
        group=Group.LEFT_OPEN,
        key=f"item-{item.id}",
        title=item.title,
        kind=item.kind,
        about=item,
        of=of,
        visibility=item.visibility,
        seats=tuple(each.seat_id for each in item.audience),
        facts={
            "text": item.text,
            "minutes_planned": item.minutes_planned,
            "submitter_id": item.submitter_id,
            "source": item.source,
        },
        links=((LinkKind.FOLLOWS_FROM, item), *((LinkKind.CITES, each) for each in about)),
    )


def _minutes(session: Session, meeting: Meeting) -> list[Proposal]:
    """Minutes of earlier meetings that have been sent and that nothing has approved yet. If the period for
    objections ends before the meeting and nobody has raised one so far, they will not need it."""
    withdrawn = select(ObjectionEnding.objection_id).where(
        ObjectionEnding.outcome == ObjectionOutcome.WITHDRAWN
    )
    contested = exists().where(Objection.minutes_id == Minutes.id, Objection.id.not_in(withdrawn))
    day = meeting.held_on.day
    rows = session.execute(
        select(Minutes, Meeting, contested.label("contested"))
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(
            *(Minutes.body_id == meeting.body_id, Minutes.state == MinutesState.CIRCULATED),
            *(Minutes.approved_at.is_(None), Meeting.held_on < meeting.held_on),
            Minutes.id.not_in(cited_on(session, _ahead(session, meeting), "minutes")),
        )
        .order_by(Meeting.held_on, Meeting.id)
    ).all()
    stands = _approving(session, meeting) if rows else ""
    return [
        Proposal(
            group=Group.MINUTES,
            key=f"minutes-{row.Minutes.id}",
            about=row.Minutes,
            of=row.Meeting,
            links=((LinkKind.CITES, row.Minutes),),
            stands=stands,
            is_wanted=not stands and (row.contested or day is None or row.Minutes.objections_until >= day),
        )
        for row in rows
    ]


def _approving(session: Session, meeting: Meeting) -> str:
    """The title of a formal item of the agenda that speaks of minutes and is about none yet; else empty."""
    formal = (AgendaItem.meeting_id == meeting.id) & (AgendaItem.kind == ItemKind.FORMAL)
    items = list(session.scalars(select(AgendaItem).where(formal).order_by(AgendaItem.place, AgendaItem.id)))
    about = ends_of_each(session, items, LinkKind.CITES) if items else {}
    found = (each.title for each in items if "protokoll" in folded(each.title) and not about.get(each.id))
    return next(found, "")


def _tasks(session: Session, meeting: Meeting) -> list[Proposal]:
    """All that is owed at the table as one item."""
    owed = select(Task).where(Task.body_id == meeting.body_id, Task.state.in_(UNSETTLED))
    tasks = list(session.scalars(owed.order_by(Task.due_on, Task.id)))
    if not tasks or cited_on(session, [meeting.id], "task"):
        return []
    links = tuple((LinkKind.CITES, task) for task in tasks)
    return [Proposal(group=Group.TASKS, key="tasks", kind=ItemKind.INFORMATION, about=tasks, links=links)]


def _topics(session: Session, meeting: Meeting) -> list[Proposal]:
    """What institutions have submitted and the coordination has put off to this meeting."""
    return [
        Proposal(
            group=Group.TOPICS,
            key=f"topic-{topic.id}",
            title=topic.title,
            about=topic,
            visibility=topic.visibility,
        )
        for topic in waiting_for(session, meeting)
    ]


def undecided_for(session: Session, meeting: Meeting) -> list[Topic]:
    """What was submitted for this meeting and nobody has decided on, oldest first."""
    mine = (Topic.meeting_id == meeting.id) & (Topic.state == TopicState.SUBMITTED)
    return list(session.scalars(select(Topic).where(mine).order_by(Topic.submitted_at, Topic.id)))


def _reviews(session: Session, meeting: Meeting) -> list[Proposal]:
    """Decisions that are due for review by the day of the meeting, for whom their own item was meant."""
    day: date | None = meeting.held_on.day
    if day is None:
        return []
    rows = session.execute(
        select(Decision, AgendaItem)
        .outerjoin(AgendaItem, AgendaItem.id == Decision.item_id)
        .where(
            *(Decision.body_id == meeting.body_id, Decision.review_on <= day),
            *(Decision.result.in_(CAME_ABOUT), Decision.superseded_by_id.is_(None)),
            Decision.id.not_in(cited_on(session, _ahead(session, meeting), "decision")),
        )
        .options(selectinload(AgendaItem.audience))
        .order_by(Decision.review_on, Decision.id)
    )
    return [_review(row.Decision, row.AgendaItem) for row in rows]


def _review(decision: Decision, item: AgendaItem | None) -> Proposal:
    return Proposal(
        group=Group.REVIEWS,
        key=f"decision-{decision.id}",
        title=decision.title,
        kind=ItemKind.CONSULTATION,
        about=decision,
        visibility=_level(item),
        seats=tuple(each.seat_id for each in item.audience) if item else (),
        links=((LinkKind.CITES, decision),),
    )


def _procedures(session: Session, meeting: Meeting) -> list[Proposal]:
    """Procedures whose review is due by the day of the meeting, for whoever may read them."""
    day: date | None = meeting.held_on.day
    if day is None:
        return []
    due = select(Procedure).where(
        *(Procedure.body_id == meeting.body_id, Procedure.review_on <= day),
        or_(Procedure.repealed_on.is_(None), Procedure.repealed_on > day),
        Procedure.shown_at.is_not(None),
        Procedure.id.not_in(cited_on(session, _ahead(session, meeting), "procedure")),
    )
    found = list(session.scalars(due.order_by(Procedure.review_on, Procedure.id)))
    named: dict[int, list[int]] = defaultdict(list)
    for procedure_id, seat_id in session.execute(names_of([each.id for each in found])) if found else ():
        named[procedure_id].append(seat_id)
    return [
        Proposal(
            group=Group.PROCEDURES,
            key=f"procedure-{each.id}",
            title=each.title,
            kind=ItemKind.CONSULTATION,
            about=each,
            visibility=Visibility.INTERNAL if each.visibility is Visibility.PUBLIC else each.visibility,
            seats=tuple(named[each.id]),
            links=((LinkKind.CITES, each),),
        )
        for each in found
    ]


def _level(item: AgendaItem | None) -> Visibility:
    """A decision is never public, and no wider than the item on which it was taken."""
    return Visibility.INTERNAL if item is None or item.visibility is Visibility.PUBLIC else item.visibility


def _ahead(session: Session, meeting: Meeting) -> Collection[int]:
    """This meeting and all of its body that lie ahead."""
    rows = session.scalars(select(Meeting).where(Meeting.body_id == meeting.body_id))
    return [each.id for each in rows if each.is_open or each.id == meeting.id]
