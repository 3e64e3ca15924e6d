"""What the screen reads on which minutes are written: for their writers only, in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.decisions import Decision
from models.guests import ItemGuest
from models.item_notes import note_of
from models.meetings import AgendaItem, Meeting
from models.minutes import ItemMinutes
from models.numbering import numbered, ordered
from models.task_lists import TaskLine, task_lines
from models.tasks import Task
from models.texts import Text, TextDraft, TextVersion


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One item of the agenda: whether its text is written, and whether a draft of one's own waits."""

    item: AgendaItem
    number: str
    is_written: bool
    has_draft: bool


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One item on the screen: `draft` is what its writer typed and did not save; `before` and `after` are the
    items beside it."""

    item: AgendaItem
    entries: Sequence[Entry]
    version: TextVersion | None
    draft: TextDraft | None
    tasks: Sequence[TaskLine]
    decisions: Sequence[Decision]
    note: TextVersion | None
    guests: frozenset[int]
    """The ids of the people who are asked to be there for this item alone."""

    @property
    def meeting(self) -> Meeting:
        return self.item.meeting

    @property
    def place(self) -> int:
        return next(at for at, each in enumerate(self.entries) if each.item.id == self.item.id)

    @property
    def number(self) -> str:
        return self.entries[self.place].number

    @property
    def before(self) -> Entry | None:
        return self.entries[self.place - 1] if self.place else None

    @property
    def after(self) -> Entry | None:
        return self.entries[self.place + 1] if self.place + 1 < len(self.entries) else None

    @property
    def typed(self) -> str:
        """What stands in the field: the own draft, else what is saved."""
        newest = self.version.markdown if self.version else ""
        return self.draft.markdown if self.draft else newest

    @property
    def based_on(self) -> int:
        if self.draft:
            return self.draft.based_on
        return self.version.number if self.version else 0

    @property
    def html(self) -> Markup:
        """How the saved text looks: cleaned when it was saved."""
        return Markup(self.version.html if self.version else "")  # noqa: S704 - see above


def entries(reading: Session, meeting_id: int, by: Actor) -> list[Entry]:
    """The whole agenda. Only for its writers, who see every item: so the numbers counted are everybody's."""
    rows = reading.execute(
        select(AgendaItem, Text.latest, TextDraft.id.label("draft_id"))
        .outerjoin(ItemMinutes, ItemMinutes.item_id == AgendaItem.id)
        .outerjoin(Text, Text.id == ItemMinutes.text_id)
        .outerjoin(TextDraft, and_(TextDraft.text_id == Text.id, TextDraft.person_id == by.person_id))
        .where(AgendaItem.meeting_id == meeting_id)
    ).all()
    by_id = {row.AgendaItem.id: row for row in rows}
    items = [row.AgendaItem for row in rows]
    numbers = numbered(items)
    return [
        Entry(
            item=each,
            number=numbers[each.id],
            is_written=bool(by_id[each.id].latest),
            has_draft=by_id[each.id].draft_id is not None,
        )
        for each in ordered(items)
    ]


def desk(reading: Session, item: AgendaItem, by: Actor, on: date) -> Desk:
    """The screen for one item; it was loaded with its meeting and that one's body."""
    row = reading.execute(
        select(TextVersion, TextDraft)
        .select_from(ItemMinutes)
        .join(Text, Text.id == ItemMinutes.text_id)
        .outerjoin(TextVersion, and_(TextVersion.text_id == Text.id, TextVersion.number == Text.latest))
        .outerjoin(TextDraft, and_(TextDraft.text_id == Text.id, TextDraft.person_id == by.person_id))
        .where(ItemMinutes.item_id == item.id)
    ).one_or_none()
    decided = select(Decision).where(Decision.item_id == item.id).order_by(Decision.id)
    return Desk(
        item=item,
        entries=entries(reading, item.meeting_id, by),
        version=row.TextVersion if row else None,
        draft=row.TextDraft if row else None,
        tasks=task_lines(reading, by, on, Task.item_id == item.id).lines,
        decisions=reading.scalars(decided).all(),
        note=note_of(reading, item.id),
        guests=frozenset(reading.scalars(select(ItemGuest.person_id).where(ItemGuest.item_id == item.id))),
    )


def closed_at(reading: Session, meeting_id: int) -> Sequence[Decision]:
    """The decisions of this meeting that are closed: what is noted of the room afterwards leaves them."""
    closed = select(Decision).where(Decision.meeting_id == meeting_id, Decision.result.is_not(None))
    return reading.scalars(closed.order_by(Decision.id)).all()


def items_of(reading: Session, meeting_id: int) -> list[tuple[int, str]]:
    """The agenda for a choice, numbered as everybody sees it; only for its writers."""
    items = list(reading.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)))
    numbers = numbered(items)
    return [(each.id, f"{numbers[each.id]} {each.title}") for each in ordered(items)]
