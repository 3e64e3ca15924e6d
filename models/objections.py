"""Objections to the correctness of minutes, and what became of each."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.deadlines import end_instant
from models.joined import meetings_of_her_time, read_from_the_beginning
from models.meetings import AgendaItem
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_

LONGEST_WORDS = 4000


class ObjectionOutcome(enum.Enum):
    """What became of an objection (domain.md 5.7). The institution withdraws, the coordination decides."""

    WITHDRAWN = "withdrawn"
    TAKEN_OVER = "taken-over"
    IN_PART = "in-part"
    REFUSED = "refused"
    STATEMENT = "statement"

    @property
    def label(self) -> str:
        return OUTCOME_WORDS[self]

    @property
    def changes_text(self) -> bool:
        return self in (ObjectionOutcome.TAKEN_OVER, ObjectionOutcome.IN_PART)

    @property
    def belongs_into_text(self) -> bool:
        """Whether a corrected version takes it in: the change, or the statement for the record."""
        return self.changes_text or self is ObjectionOutcome.STATEMENT


OUTCOME_WORDS = {
    ObjectionOutcome.WITHDRAWN: N_("withdrawn"),
    ObjectionOutcome.TAKEN_OVER: N_("taken over"),
    ObjectionOutcome.IN_PART: N_("taken over in part"),
    ObjectionOutcome.REFUSED: N_("refused with reason"),
    ObjectionOutcome.STATEMENT: N_("statement for the record"),
}
DECIDED = tuple(each for each in ObjectionOutcome if each is not ObjectionOutcome.WITHDRAWN)


class Objection(Guarded, Base):
    """What an institution (or a guest to her own item) says is wrong in the minutes as it read them.

    Never changed. `edition_id` is the edition read, `item_number` the number there; both are empty of an
    item where the minutes as a whole are meant. `seat_id` is empty for a guest, `institution` is the name of
    that day. `person_id` wrote it; where the coordination wrote it down for an institution, `recorded_by_id`.
    """

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (recorded_by_id IS NULL)", name="who"),
        CheckConstraint("seat_id IS NOT NULL OR person_id IS NOT NULL", name="whose"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    institution: Mapped[str] = mapped_column(TypedLine(300))
    wrong: Mapped[str] = mapped_column(TypedText(LONGEST_WORDS))
    wording: Mapped[str] = mapped_column(TypedText(LONGEST_WORDS))
    objected_at: Mapped[datetime]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), default=None)
    item_number: Mapped[str] = mapped_column(TypedLine(20), default="")
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination and the objecting institution; once decided, the members who see the item and may
        read the minutes: not whoever joined later (models/joined.py)."""
        ending = ObjectionEnding.__table__.c
        decided = select(ending.objection_id).where(ending.outcome != ObjectionOutcome.WITHDRAWN)
        seen = or_(
            cls.item_id.is_(None), cls.item_id.in_(ids_where(AgendaItem, AgendaItem.visible_to(reader)))
        )
        of_her_time = or_(
            read_from_the_beginning(cls.body_id, reader), cls.meeting_id.in_(meetings_of_her_time(reader))
        )
        return or_(
            cls.body_id.in_(reader.coordinates),
            cls.seat_id.in_(reader.seat_ids),
            and_(cls.seat_id.is_(None), cls.person_id == reader.person_id),
            and_(cls.body_id.in_(reader.member_of), cls.id.in_(decided.correlate(None)), seen, of_her_time),
        )

    def is_late(self, until: date) -> bool:
        """Whether the last day had passed (24:00 in Berlin): it is then a note for the next meeting."""
        return self.objected_at >= end_instant(until)


class ObjectionEnding(Guarded, Base):
    """What became of an objection: one for each, written once; whoever sees the objection sees it.

    `answer` is the reason, `wording` how the passage reads afterwards, where it changes.
    """

    __tablename__ = "objection_ending"
    __table_args__ = (CheckConstraint("outcome <> 'refused' OR answer <> ''", name="reason"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"), unique=True)
    outcome: Mapped[ObjectionOutcome]
    ended_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(TypedText(LONGEST_WORDS), default="")
    wording: Mapped[str] = mapped_column(TypedText(LONGEST_WORDS), default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.objection_id.in_(ids_where(Objection, Objection.visible_to(reader)))
