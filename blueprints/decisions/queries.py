"""Decisions as their reader may see them, their wording, and the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor
from models.bodies import Body
from models.decisions import Decision, ProcedureObjection
from models.folding import folded
from models.meetings import AgendaItem, Meeting, MeetingState
from models.results import CAME_ABOUT, Result
from models.rounds import Round
from models.texts import TextVersion
from models.visibility import Visibility

ONE: Final = (
    select(Decision)
    .where(Decision.id == bindparam("decision_id"), Decision.body_id == bindparam("table_id"))
    .options(
        joinedload(Decision.body).joinedload(Body.bylaws),
        joinedload(Decision.meeting),
        joinedload(Decision.item),
    )
)
WORDING: Final = (
    select(TextVersion)
    .where(TextVersion.text_id == bindparam("text_id"))
    .order_by(TextVersion.number.desc())
    .limit(1)
)
PAGE: Final = 25
"""So many decisions stand on one page of the register."""


def decision(reading: Session, table_id: int, decision_id: int) -> Decision | None:
    """One decision with its body, bylaws, meeting and item; none where it may not be seen."""
    return reading.scalar(ONE, {"decision_id": decision_id, "table_id": table_id})


def coordinated(reading: Session, table_id: int, decision_id: int, by: Actor) -> Decision | None:
    """For whoever coordinates the table; for all others there is none to change."""
    return decision(reading, table_id, decision_id) if by.coordinates_body(table_id) else None


def wording(reading: Session, found: Decision) -> TextVersion | None:
    """Its newest version: from opening on the frozen one."""
    return reading.scalar(WORDING, {"text_id": found.text_id})


def table_of(reading: Session, table_id: int, by: Actor) -> Body | None:
    """The table whose register one may read."""
    if table_id not in by.readable:
        return None
    return reading.scalar(select(Body).where(Body.id == table_id).options(joinedload(Body.bylaws)))


def items_to_decide(reading: Session, table_id: int) -> list[tuple[str, list[tuple[int, str]]]]:
    """Agenda items to which a decision may belong, under the day of their meeting, the newest first."""
    rows = reading.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Meeting.body_id == table_id,
            Meeting.state.not_in((MeetingState.CANCELLED, MeetingState.NOT_HELD)),
            AgendaItem.visibility != Visibility.COORDINATION,
        )
        .order_by(Meeting.held_on.desc(), AgendaItem.place, AgendaItem.id)
        .limit(60)
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for item, meeting in rows:
        found.setdefault(meeting.held_on.words("de"), []).append((item.id, item.title))
    return list(found.items())


def meeting_of(reading: Session, item_id: int) -> int | None:
    """The meeting of an agenda item, as far as the reader may see it."""
    return reading.scalar(select(AgendaItem.meeting_id).where(AgendaItem.id == item_id))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for in the register."""

    text: str = ""
    year: int | None = None
    state: str = ""
    review_until: date | None = None
    page: int = 1


@dataclass(frozen=True)
class Found:
    """One page of the register, how many there are in all, and the years that occur."""

    rows: Sequence[Any]
    total: int
    years: Sequence[int]
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


IN_STATE: Final[dict[str, Any]] = {
    "open": Decision.round_id.is_not(None) & Decision.result.is_(None),
    "proposal": Decision.round_id.is_(None) & Decision.result.is_(None),
    "in-force": Decision.result.in_(CAME_ABOUT)
    & Decision.carried_out_on.is_(None)
    & Decision.superseded_by_id.is_(None),
    "carried-out": Decision.carried_out_on.is_not(None) & Decision.superseded_by_id.is_(None),
    "superseded": Decision.superseded_by_id.is_not(None),
    "not": Decision.result.in_((Result.FAILED, Result.NO_RESULT, Result.OBJECTED, Result.ADJOURNED)),
}
"""What the register can be narrowed to, by the word in its address."""


def register(reading: Session, table_id: int, wanted: Wanted) -> Found:
    """Decisions of a table, the newest first; what one may not see is neither listed nor counted."""
    mine = [Decision.body_id == table_id, *_narrowing(wanted)]
    total = reading.scalar(select(func.count(Decision.id)).where(*mine)) or 0
    years = select(Decision.year).where(Decision.body_id == table_id, Decision.year.is_not(None))
    rows = reading.execute(
        select(Decision, Round.due_on)
        .outerjoin(Round, Round.id == Decision.round_id)
        .where(*mine)
        .order_by(
            case((Decision.result.is_(None), 0), else_=1),
            Decision.decided_on.desc(),
            Decision.number.desc(),
            Decision.id.desc(),
        )
        .limit(PAGE)
        .offset(PAGE * (wanted.page - 1))
    ).all()
    found = reading.scalars(years.distinct().order_by(Decision.year.desc())).all()
    return Found(rows, total, [each for each in found if each], wanted.page)


def _narrowing(wanted: Wanted) -> list[Any]:
    narrowed: list[Any] = []
    if wanted.year is not None:
        narrowed.append(Decision.year == wanted.year)
    if wanted.state in IN_STATE:
        narrowed.append(IN_STATE[wanted.state])
    if wanted.review_until is not None:
        narrowed += [Decision.review_on <= wanted.review_until, IN_STATE["in-force"]]
    narrowed += [Decision.folded.contains(word, autoescape=True) for word in folded(wanted.text).split()]
    return narrowed


def others_to_supersede(reading: Session, found: Decision) -> list[tuple[int, str]]:
    """Decisions of the same table that came about, by which this one may have been superseded."""
    rows = reading.scalars(
        select(Decision)
        .where(
            Decision.body_id == found.body_id,
            Decision.id != found.id,
            Decision.result.in_(CAME_ABOUT),
            or_(Decision.superseded_by_id.is_(None), Decision.superseded_by_id != found.id),
        )
        .order_by(Decision.year.desc(), Decision.number.desc())
        .limit(200)
    )
    return [(each.id, f"{each.number}/{each.year} {each.title}") for each in rows]


@dataclass(frozen=True)
class Related:
    """Another decision that this one names, as far as its reader may see it."""

    id: int
    title: str
    cited: str


def related(reading: Session, found: Decision) -> dict[str, Related]:
    """By which one it was superseded, which one it takes up again, and which one took it up."""
    named = [each for each in (found.superseded_by_id, found.again_of_id) if each is not None]
    rows = reading.scalars(
        select(Decision)
        .where(or_(Decision.id.in_(named), Decision.again_of_id == found.id))
        .order_by(Decision.id)
    )
    said: dict[str, Related] = {}
    for each in rows:
        shown = Related(each.id, each.title, f"{each.number}/{each.year}" if each.number else "")
        if each.id == found.superseded_by_id:
            said["superseded_by"] = shown
        elif each.id == found.again_of_id:
            said["again_of"] = shown
        else:
            said["taken_up"] = shown
    return said


def objection(reading: Session, found: Decision) -> ProcedureObjection | None:
    """The objection that ended a circulation."""
    return reading.scalar(select(ProcedureObjection).where(ProcedureObjection.decision_id == found.id))
