"""Consultations: a paper in the session of a body, in which role, with which result, in whose words."""

import enum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.meetings import Meeting
from models.papers import Paper
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_


class ConsultationRole(enum.Enum):
    """What the paper was there for (domain.md 8)."""

    HEARING = "hearing"
    PRELIMINARY = "preliminary"
    RECOMMENDATION = "recommendation"
    DECISION = "decision"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        return ROLE_WORDS[self]


ROLE_WORDS: Final = {
    ConsultationRole.HEARING: N_("hearing of experts"),
    ConsultationRole.PRELIMINARY: N_("preliminary consultation"),
    ConsultationRole.RECOMMENDATION: N_("recommendation"),
    ConsultationRole.DECISION: N_("final decision"),
    ConsultationRole.NOTICE: N_("taking note"),
}


class ConsultationResult(enum.Enum):
    """What came of it in that session (domain.md 8); not what became of the paper in the end."""

    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    CARRIED = "carried"
    AMENDED = "amended"
    NOTED = "noted"
    ADJOURNED = "adjourned"
    DEFERRED = "deferred"
    REFERRED = "referred"
    REJECTED = "rejected"
    RECOMMENDED = "recommended"

    @property
    def label(self) -> str:
        return CONSULTATION_RESULT_WORDS[self]


CONSULTATION_RESULT_WORDS: Final = {
    ConsultationResult.UNANIMOUS: N_("resolved unanimously"),
    ConsultationResult.MAJORITY: N_("resolved by majority"),
    ConsultationResult.CARRIED: N_("resolved"),
    ConsultationResult.AMENDED: N_("resolved with amendments"),
    ConsultationResult.NOTED: N_("taken note of"),
    ConsultationResult.ADJOURNED: N_("put off to a later session"),
    ConsultationResult.DEFERRED: N_("deferred"),
    ConsultationResult.REFERRED: N_("referred to another body"),
    ConsultationResult.REJECTED: N_("rejected"),
    ConsultationResult.RECOMMENDED: N_("recommended"),
}


class Recommendation(enum.Enum):
    """What a committee may recommend to the body that decides."""

    RESOLVE = "resolve"
    AMEND = "amend"
    NOTE = "note"
    ADJOURN = "adjourn"
    DEFER = "defer"
    REFER = "refer"
    REJECT = "reject"

    @property
    def label(self) -> str:
        return RECOMMENDATION_WORDS[self]


RECOMMENDATION_WORDS: Final = {
    Recommendation.RESOLVE: N_("to resolve it"),
    Recommendation.AMEND: N_("to resolve it with amendments"),
    Recommendation.NOTE: N_("to take note of it"),
    Recommendation.ADJOURN: N_("to put it off"),
    Recommendation.DEFER: N_("to defer it"),
    Recommendation.REFER: N_("to refer it to another body"),
    Recommendation.REJECT: N_("to reject it"),
}
PREPARING: Final = (ConsultationRole.RECOMMENDATION, ConsultationRole.PRELIMINARY)
WITHOUT_VOTE: Final = (
    ConsultationResult.NOTED,
    *(ConsultationResult.ADJOURNED, ConsultationResult.DEFERRED, ConsultationResult.REFERRED),
)
"""What may come of a report that is only taken note of."""
LEVELS: Final = (Visibility.PUBLIC, Visibility.INTERNAL, Visibility.COORDINATION)
"""What narrows a consultation within its paper's readers: nothing, the table, the table's coordination."""


class Consultation(Guarded, Base):
    """A paper's station in a body: a committee outside, or the table itself.

    `body_id` is the table that keeps the paper, `committee_id` the body that consulted it. The session is one
    that is recorded here (`meeting_id`, which then says the date), or only its date as far as it is known.
    Without a result none is known. `recommends`: what a committee recommends, `recommends_to_id` the body
    that decides; the result is how the committee voted on recommending it. `resolution` is verbatim, `note`
    what else is worth knowing in brief.

    Seen by whoever sees the paper, the body and the session, and whom `visibility` leaves: it never widens.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("visibility <> 'confidential'", name="level"),
        CheckConstraint("recommends IS NULL OR role IN ('recommendation', 'preliminary')", name="recommends"),
        CheckConstraint("recommends_to_id IS NULL OR recommends IS NOT NULL", name="recommends_to"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    role: Mapped[ConsultationRole] = mapped_column(default=ConsultationRole.PRELIMINARY)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None, index=True)
    held_on: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    leads: Mapped[bool] = mapped_column(default=False)
    result: Mapped[ConsultationResult | None] = mapped_column(default=None)
    recommends: Mapped[Recommendation | None] = mapped_column(default=None)
    recommends_to_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), default=None)
    resolution: Mapped[str] = mapped_column(TypedText(5000), default="")
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    found_in: Mapped[str] = mapped_column(TypedLine(300), default="")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC)
    version: Mapped[int] = mapped_column(init=False, default=1)

    paper: Mapped[Paper] = relationship(
        init=False, repr=False, back_populates="consultations", lazy="raise_on_sql"
    )
    committee: Mapped[Body] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys=committee_id
    )
    meeting: Mapped[Meeting | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    recommends_to: Mapped[Body | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys=recommends_to_id
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        level = or_(
            cls.visibility == Visibility.PUBLIC,
            and_(cls.visibility == Visibility.INTERNAL, cls.body_id.in_(reader.readable)),
            cls.body_id.in_(reader.coordinates),
        )
        session = cls.meeting_id.in_(ids_where(Meeting, Meeting.visible_to(reader)))
        return and_(
            level,
            cls.paper_id.in_(ids_where(Paper, Paper.visible_to(reader))),
            cls.committee_id.in_(ids_where(Body, Body.visible_to(reader))),
            or_(cls.meeting_id.is_(None), session),
        )

    @property
    def on(self) -> FuzzyDate:
        """When the session was or will be: the recorded session's own date, where it is one."""
        return self.held_on if self.meeting is None else self.meeting.held_on

    def judge(self) -> None:
        """Refuse a date beside the one that the recorded session says, and a level that names nobody."""
        if self.meeting_id is not None and self.held_on.is_known:
            raise RuleBroken(N_("The session that you chose says its date itself."), field="held_on")
        if self.role is ConsultationRole.NOTICE and self.result not in (None, *WITHOUT_VOTE):
            raise RuleBroken(N_("What is only taken note of is not voted on."), field="result")
        if self.recommends and self.role not in PREPARING:
            words = N_("Only a committee that does not decide itself recommends.")
            raise RuleBroken(words, field="recommends")
        if self.recommends_to_id is not None and self.recommends is None:
            raise RuleBroken(N_("Please say what is recommended."), field="recommends")
        if self.visibility not in LEVELS:
            raise RuleBroken(N_("Please choose one of the levels."), field="visibility")
