"""Decisions: a wording that is put to the institutions of a table, in a meeting or in circulation."""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, and_, func, or_
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body, Bylaws
from models.deadlines import Land, next_working_day, working_days_after, working_days_before
from models.deciding import DecisionMode
from models.errors import RuleBroken
from models.joined import of_her_time, read_from_the_beginning
from models.meetings import AgendaItem, Meeting
from models.people import Person
from models.results import Result, Rules
from models.rounds import Channel, Round
from models.seats import Seat
from models.stances import StanceValue
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence


class DecisionKind(enum.Enum):
    """Substance is decided as the bylaws say; procedure by simple majority (domain.md 6)."""

    SUBSTANCE = "substance"
    PROCEDURE = "procedure"

    @property
    def label(self) -> str:
        return DECISION_KIND_WORDS[self]


DECISION_KIND_WORDS: Final = {
    DecisionKind.SUBSTANCE: N_("substance"),
    DecisionKind.PROCEDURE: N_("procedure (date, order, admission)"),
}


class DecisionState(enum.Enum):
    """Derived, never stored; what came of it is its `result`."""

    PROPOSAL = "proposal"
    OPEN = "open"
    CIRCULATING = "circulating"
    DECIDED = "decided"
    CARRIED_OUT = "carried-out"
    SUPERSEDED = "superseded"

    @property
    def label(self) -> str:
        return DECISION_STATE_WORDS[self]


DECISION_STATE_WORDS: Final = {
    DecisionState.PROPOSAL: N_("proposal"),
    DecisionState.OPEN: N_("consensus check is open"),
    DecisionState.CIRCULATING: N_("in circulation"),
    DecisionState.DECIDED: N_("decided"),
    DecisionState.CARRIED_OUT: N_("carried out"),
    DecisionState.SUPERSEDED: N_("superseded"),
}
CHOICES: Final = {
    DecisionMode.CONSENSUS: (
        *(StanceValue.AGREE, StanceValue.CONCERN, StanceValue.ABSTAIN, StanceValue.VETO),
        *(StanceValue.NO_PART, StanceValue.CONFLICT),
    ),
    DecisionMode.UNANIMITY: (
        *(StanceValue.AGREE, StanceValue.CONCERN, StanceValue.ABSTAIN, StanceValue.VETO),
        *(StanceValue.NO_PART, StanceValue.CONFLICT),
    ),
    DecisionMode.MAJORITY: (
        *(StanceValue.AGREE, StanceValue.AGAINST, StanceValue.ABSTAIN),
        *(StanceValue.NO_PART, StanceValue.CONFLICT),
    ),
}
"""What an institution may say, by the way it is decided."""


class Decision(Guarded, Base):
    """A question that a table decides, from its proposal to what became of it. Never public.

    `sha256` is that of the wording as it was put to the institutions: from opening on it stands. `mode`,
    `quorum_percent` and `silence_consents` are the bylaws' of that moment. `number` counts in a body and year
    what came about. `note` says why it was adjourned, `follows` what follows from it in free words.
    `again_of_id` is the one that is taken up again here. `folded` is what the register searches.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("body_id", "year", "number"),
        CheckConstraint("(result IS NULL) = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(number IS NULL) = (year IS NULL)", name="numbered"),
        CheckConstraint("number IS NULL OR (number > 0 AND result IS NOT NULL)", name="number"),
        CheckConstraint("(round_id IS NULL) = (sha256 IS NULL)", name="frozen"),
        CheckConstraint("item_id IS NULL OR meeting_id IS NOT NULL", name="item"),
        CheckConstraint("NOT circular OR meeting_id IS NULL", name="circular"),
        CheckConstraint("superseded_by_id IS NULL OR superseded_by_id <> id", name="superseded"),
        Index("ix_decision_body_id_created_at", "body_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    title: Mapped[str] = mapped_column(TypedLine(200))
    kind: Mapped[DecisionKind]
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), unique=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    circular: Mapped[bool] = mapped_column(default=False)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None, index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), default=None, index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), default=None, unique=True)
    sha256: Mapped[str | None] = mapped_column(default=None)
    mode: Mapped[DecisionMode] = mapped_column(default=DecisionMode.CONSENSUS)
    quorum_percent: Mapped[int] = mapped_column(default=0)
    silence_consents: Mapped[bool] = mapped_column(default=False)
    result: Mapped[Result | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    year: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(TypedText(1000), default="")
    follows: Mapped[str] = mapped_column(TypedText(2000), default="")
    review_on: Mapped[date | None] = mapped_column(default=None, index=True)
    carried_out_on: Mapped[date | None] = mapped_column(default=None)
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), default=None)
    again_of_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), default=None)
    folded: Mapped[str] = mapped_column(LongText(), default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql")
    meeting: Mapped[Meeting | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    item: Mapped[AgendaItem | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    round: Mapped[Round | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination and the minute taker of its meeting always; others at the table once it has been
        put to the institutions, those with read access once it has been decided; and all of them only while
        they may see the item that it belongs to. What was decided before one joined stays with those who were
        there (models/joined.py)."""
        decisions = Decision.__table__
        day = func.coalesce(decisions.c.decided_on, func.date(decisions.c.closed_at))
        items = ids_where(AgendaItem, AgendaItem.visible_to(reader))
        meetings = ids_where(Meeting, Meeting.visible_to(reader))
        return or_(
            cls.body_id.in_(reader.coordinates),
            cls.meeting_id.in_(reader.records),
            and_(
                cls.round_id.is_not(None),
                or_(
                    cls.body_id.in_(reader.member_of),
                    and_(cls.result.is_not(None), cls.body_id.in_(reader.readable)),
                ),
                or_(
                    cls.closed_at.is_(None),
                    read_from_the_beginning(cls.body_id, reader),
                    cls.id.in_(of_her_time(decisions, day, reader)),
                ),
                or_(cls.meeting_id.is_(None), cls.meeting_id.in_(meetings)),
                or_(cls.item_id.is_(None), cls.item_id.in_(items)),
            ),
        )

    @property
    def state(self) -> DecisionState:
        if self.superseded_by_id is not None:
            return DecisionState.SUPERSEDED
        if self.carried_out_on is not None:
            return DecisionState.CARRIED_OUT
        if self.result is not None:
            return DecisionState.DECIDED
        if self.round_id is None:
            return DecisionState.PROPOSAL
        return DecisionState.CIRCULATING if self.circular else DecisionState.OPEN

    @property
    def is_open(self) -> bool:
        """Whether the institutions are being asked."""
        return self.round_id is not None and self.result is None

    @property
    def came_about(self) -> bool:
        return self.result is not None and self.result.came_about

    @property
    def rules(self) -> Rules:
        return Rules(
            mode=self.mode,
            circular=self.circular,
            quorum_percent=self.quorum_percent,
            silence_consents=self.silence_consents,
        )

    @property
    def choices(self) -> "Sequence[StanceValue]":
        return CHOICES[self.mode]

    def must_be_proposal(self) -> None:
        if self.round_id is not None or self.result is not None:
            raise RuleBroken(N_("This wording has been put to the institutions and stays as it is."))

    def must_be_open(self) -> None:
        if not self.is_open:
            raise RuleBroken(N_("The institutions are not being asked about this any more."))

    def take_rules(self, bylaws: Bylaws) -> None:
        """Fix how it is decided: what the bylaws say later does not change it."""
        procedure = self.kind is DecisionKind.PROCEDURE
        self.mode = DecisionMode.MAJORITY if procedure else bylaws.decision_mode
        self.quorum_percent = bylaws.quorum_percent
        self.silence_consents = bylaws.silence_consents and self.circular

    def close(self, result: Result, on: date, now: datetime, note: str = "") -> None:
        """Fix what came of it; a number comes with `numbered`."""
        self.result, self.closed_at, self.decided_on, self.note = result, now, on, note


class ProcedureObjection(Guarded, Base):
    """A member objects to deciding this in circulation: it goes to the next meeting (domain.md 6)."""

    __tablename__ = "procedure_objection"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    institution: Mapped[str] = mapped_column(TypedLine(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[Channel]
    objected_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(TypedText(1000), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    person: Mapped[Person] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys="ProcedureObjection.person_id"
    )
    seat: Mapped[Seat] = relationship(init=False, repr=False, lazy="raise_on_sql")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.decision_id.in_(ids_where(Decision, Decision.visible_to(reader)))


LAST_REMINDER: Final = 2
"""So many working days before the end of a circular decision its last reminder goes out."""


def earliest_end(opened_on: date, working_days: int, land: Land) -> date:
    """The first day on which a circular decision may end: the day of dispatch does not count."""
    return working_days_after(opened_on, working_days, land)


def reminder_days(opened_on: date, due_on: date, land: Land) -> tuple[date, date]:
    """When the silent are reminded of a circular decision: at half-time, and two working days before it
    ends (domain.md 6)."""
    half = next_working_day(opened_on + (due_on - opened_on) / 2, land)
    return half, working_days_before(due_on, LAST_REMINDER, land)
