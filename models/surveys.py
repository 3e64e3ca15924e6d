"""Surveys (Bedarfserhebungen): what a table asks institutions, whom it asks, and until when.

Beside it: models/survey_questions.py (questions, their choices), models/survey_answers.py (answer sheets with
their versions, answers), models/respondent_links.py. Who asks for
results calls blueprints/surveys/queries.py: `survey`, `respondents`, `counting_sheets`.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, and_, or_, select
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.meetings import Meeting
from models.organisations import Organisation
from models.rounds import AskedSeat, Round
from models.survey_states import SurveyState
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_

if TYPE_CHECKING:
    from models.survey_questions import SurveyQuestion


LEVELS: Final = (Visibility.INTERNAL, Visibility.CONFIDENTIAL, Visibility.COORDINATION)
"""Who reads results in the table; what is published is an edition of its own, with small numbers masked."""
SMALLEST: Final = 3
"""Numbers below this one are masked in what is published, if nothing else is said (domain.md 5.12)."""


class Survey(Guarded, Base):
    """A survey that a table (`body_id`) keeps. Draft until it is opened; `round_id` is the asking of the
    table's own seats, those of further tables have rounds of their own with the same deadline
    (`SurveyTable`). `opened_at`, `due_on` and `closed_at` are those of all its rounds, for readers who sit at
    another of its tables.

    `visibility` says who reads the results once it is closed: the members (internal), the asked institutions
    (confidential), or nobody but the coordination. Whoever is asked sees the survey itself, always.
    `shows_answers`: whoever reads the results reads the single answers, too; else they see sums only.
    `anonymous`: no answer can be led back to its institution (rulings.md 5): nobody sees names, not even the
    coordination; `AnswerSheet.respondent_id` is empty from closing on.

    `kept_until`: until when single answers are kept, once that was announced; with `archived_at` they are
    gone, and what was frozen is all that is read.

    `retold`: it took place before or elsewhere (`held`, in words), and the coordination only records what was
    said; it has no round, is never opened, and closed once that is complete. `meeting_id`: the meeting in
    which it was put.
    """

    __tablename__ = "survey"
    __table_args__ = (
        CheckConstraint("visibility <> 'public'", name="level"),
        CheckConstraint("NOT anonymous OR NOT shows_answers", name="anonymous"),
        CheckConstraint("NOT retold OR (round_id IS NULL AND NOT anonymous)", name="retold"),
        CheckConstraint("(round_id IS NULL) = (opened_at IS NULL)", name="opened"),
        CheckConstraint("(round_id IS NULL) = (due_on IS NULL)", name="due"),
        CheckConstraint("closed_at IS NULL OR retold OR round_id IS NOT NULL", name="closed"),
        CheckConstraint("smallest > 0", name="smallest"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str] = mapped_column(TypedLine(200))
    created_at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(TypedText(2000), default="")
    period: Mapped[str] = mapped_column(TypedLine(120), default="")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    shows_answers: Mapped[bool] = mapped_column(default=False)
    anonymous: Mapped[bool] = mapped_column(default=False)
    smallest: Mapped[int] = mapped_column(default=SMALLEST)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), default=None, unique=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None, index=True)
    retold: Mapped[bool] = mapped_column(default=False)
    held: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    evaluated_at: Mapped[datetime | None] = mapped_column(default=None)
    reported_at: Mapped[datetime | None] = mapped_column(default=None)
    kept_until: Mapped[date | None] = mapped_column(default=None)
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(TypedLine(200), default="")
    quote: Mapped[str] = mapped_column(TypedText(1000), default="")
    folded: Mapped[str] = mapped_column(LongText(), default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql")
    meeting: Mapped[Meeting | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    round: Mapped[Round | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    tables: Mapped[list["SurveyTable"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="SurveyTable.id"
    )
    questions: Mapped[list["SurveyQuestion"]] = relationship(
        init=False,
        repr=False,
        lazy="raise_on_sql",
        order_by="(SurveyQuestion.place, SurveyQuestion.id)",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination; once it is out, whoever is asked, and the tables' members if it is internal."""
        return or_(
            cls.kept_by(reader),
            cls.id.in_(asking(reader)),
            and_(cls._is_out(), cls._told_to_members(reader)),
        )

    @classmethod
    def kept_by(cls, reader: Actor) -> ColumnElement[bool]:
        """SQL: the reader coordinates the table that keeps it, or one whose seats it asks."""
        return cls._of_tables(reader.coordinates)

    @classmethod
    def _of_tables(cls, body_ids: Collection[int]) -> ColumnElement[bool]:
        """One of these tables keeps it, or is asked by it."""
        asked = select(SurveyTable.survey_id).where(SurveyTable.body_id.in_(body_ids))
        return or_(cls.body_id.in_(body_ids), cls.id.in_(asked.correlate(None)))

    @classmethod
    def _told_to_members(cls, reader: Actor) -> ColumnElement[bool]:
        return and_(cls.visibility == Visibility.INTERNAL, cls._of_tables(reader.member_of))

    @classmethod
    def _is_out(cls) -> ColumnElement[bool]:
        return or_(cls.round_id.is_not(None), cls.closed_at.is_not(None))

    @classmethod
    def results_seen_by(cls, reader: Actor) -> ColumnElement[bool]:
        """SQL: the reader may see the results: the coordination at any time, others as `visibility` says,
        once it is closed."""
        read_by = or_(
            cls._told_to_members(reader),
            and_(cls.visibility != Visibility.COORDINATION, cls.id.in_(asking(reader))),
        )
        return or_(cls.kept_by(reader), and_(cls.closed_at.is_not(None), read_by))

    @property
    def is_read_as_sums(self) -> bool:
        """Whether whoever reads results beside the coordination reads nothing but sums. Of what only the
        coordination reads that is whoever has the lead of a report on it."""
        return self.visibility is Visibility.COORDINATION or not self.shows_answers

    def state(self, today: date) -> SurveyState:
        """Where it stands."""
        for moment, state in (
            (self.archived_at, SurveyState.ARCHIVED),
            (self.reported_at, SurveyState.REPORTED),
            (self.evaluated_at, SurveyState.EVALUATED),
            (self.closed_at, SurveyState.CLOSED),
        ):
            if moment is not None:
                return state
        if self.due_on is None:
            return SurveyState.DRAFT
        return SurveyState.OPEN if today <= self.due_on else SurveyState.OVERDUE

    def takes(self, today: date) -> bool:
        """Whether the asked institutions may answer: to the end of the last day (Berlin). What the
        coordination records may come later, as long as it is not closed."""
        return self.state(today) is SurveyState.OPEN

    def judge(self) -> None:
        """Refuse a level that is none of a survey's, and what anonymity rules out."""
        if self.visibility not in LEVELS:
            raise RuleBroken(N_("Results become public by being published."), field="visibility")
        if self.anonymous and self.shows_answers:
            raise RuleBroken(
                N_("Single answers of an anonymous survey are shown to nobody."), field="shows_answers"
            )
        if self.anonymous and self.retold:
            raise RuleBroken(N_("What is only recorded afterwards cannot be anonymous."), field="anonymous")


class SurveyTable(Base):
    """A further table whose seats are asked, with the round in which they are: none while it is a draft."""

    __tablename__ = "survey_table"
    __table_args__ = (UniqueConstraint("survey_id", "body_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), default=None, unique=True)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql")
    round: Mapped[Round | None] = relationship(init=False, repr=False, lazy="raise_on_sql")


class Respondent(Guarded, Base):
    """One whose answer counts once: an institution, however many seats it has, or a group that is named
    together; with its name of that day.

    `stands_for` is the number of institutions behind the name: 1, more for a group, empty where nobody knows
    ("übrige Anwesende", a Sammelbezeichnung of the directory): then no share of anything can be computed.
    `asked_at` is empty while the survey is a draft, and afterwards where the institution was *not asked*.
    `not_documented_at`: the coordination says that the source gives no single answer of it. Seats:
    `RespondentSeat`; others are reached by `email`, or answer orally.
    """

    __tablename__ = "respondent"
    __table_args__ = (
        UniqueConstraint("survey_id", "organisation_id"),
        CheckConstraint("stands_for > 0", name="stands_for"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    name: Mapped[str] = mapped_column(TypedLine(200))
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), default=None, index=True
    )
    email: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    stands_for: Mapped[int | None] = mapped_column(default_factory=lambda: 1)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    not_documented_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    organisation: Mapped[Organisation | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    seats: Mapped[list["RespondentSeat"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="RespondentSeat.asked_seat_id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination, its own people, and those who read the results once it is closed; of an
        anonymous survey the first two. Whether it has answered stands nowhere here."""
        table = Survey.__table__.c
        known = ids_where(Survey, table.anonymous.is_(False), Survey.results_seen_by(reader))
        return or_(
            cls.survey_id.in_(ids_where(Survey, Survey.kept_by(reader))),
            cls.id.in_(answering(reader)),
            cls.survey_id.in_(known),
        )

    @property
    def is_collective(self) -> bool:
        """Whether it is named for several, or for nobody knows how many."""
        return self.stands_for != 1


class RespondentSeat(Base):
    """A seat whose people answer for the respondent; an institution at two asked tables has two."""

    __tablename__ = "respondent_seat"

    asked_seat_id: Mapped[int] = mapped_column(ForeignKey("asked_seat.id"), primary_key=True)
    respondent_id: Mapped[int] = mapped_column(ForeignKey("respondent.id"), index=True)

    asked: Mapped[AskedSeat] = relationship(init=False, repr=False, lazy="raise_on_sql")


def answering(reader: Actor) -> Any:
    """SQL: the ids of respondents for which the reader speaks."""
    speaks, asked = RespondentSeat.__table__.c, AskedSeat.__table__.c
    seats = select(asked.id).where(asked.seat_id.in_(reader.seat_ids)).correlate(None)
    return select(speaks.respondent_id).where(speaks.asked_seat_id.in_(seats)).correlate(None)


def asking(reader: Actor) -> Any:
    """SQL: the ids of surveys that ask an institution for which the reader speaks."""
    respondent = Respondent.__table__.c
    ours = respondent.id.in_(answering(reader))
    return select(respondent.survey_id).where(ours).correlate(None)


def spoken_for_or_kept(respondent_id: Any, reader: Actor) -> ColumnElement[bool]:
    """SQL: the respondent is one for which the reader speaks, or of a survey that the reader keeps."""
    respondent = Respondent.__table__.c
    kept = ids_where(Respondent, respondent.survey_id.in_(ids_where(Survey, Survey.kept_by(reader))))
    return or_(respondent_id.in_(answering(reader)), respondent_id.in_(kept))
