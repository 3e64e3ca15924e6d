"""Answers to a survey: sheets in versions, values that are never mixed up, and which sheet counts."""

import enum
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, and_, not_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.indexes import unique_where
from models.rounds import Channel
from models.survey_questions import NumberStrength, SurveyChoice
from models.surveys import Respondent, Survey, answering
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_


class AnswerValue(enum.Enum):
    """What is said to one question. YES: a yes, or whatever number, choice or text is given. NONE_SEEN
    (Fehlanzeige): nothing was seen in one's own work, which is not "there is nothing"."""

    YES = "yes"
    NONE_SEEN = "none-seen"
    NO_STATEMENT = "no-statement"
    NOT_RESPONSIBLE = "not-responsible"

    @property
    def label(self) -> str:
        return ANSWER_VALUE_WORDS[self]


ANSWER_VALUE_WORDS: Final = {
    AnswerValue.YES: N_("yes"),
    AnswerValue.NONE_SEEN: N_("Fehlanzeige"),
    AnswerValue.NO_STATEMENT: N_("no statement possible"),
    AnswerValue.NOT_RESPONSIBLE: N_("not responsible"),
}


class AnswerStanding(enum.Enum):
    """Whether there is an answer of a respondent; derived (`standing_of`). Three of them are silences, and
    none of these is a Fehlanzeige."""

    ANSWERED = "answered"
    NO_ANSWER = "no-answer"
    NOT_DOCUMENTED = "not-documented"
    NOT_ASKED = "not-asked"
    VOID = "void"

    @property
    def label(self) -> str:
        return ANSWER_STANDING_WORDS[self]


ANSWER_STANDING_WORDS: Final = {
    AnswerStanding.ANSWERED: N_("answered"),
    AnswerStanding.NO_ANSWER: N_("no answer"),
    AnswerStanding.NOT_DOCUMENTED: N_("not documented singly"),
    AnswerStanding.NOT_ASKED: N_("not asked"),
    AnswerStanding.VOID: N_("no longer a member"),
}


class AnswerSheet(Guarded, Base):
    """One version of what a respondent answers. Without `released_at` it is a draft, of which each respondent
    has one at most; a released one is never changed: what is corrected is the next `number`, and the newest
    released one counts (`newest`).

    `channel` is the way it came, `oral` that it was said in a meeting, `said_on` on which day; `address` is
    that of the letter whose link was used. `reason` is that of a correction. `saves` counts how
    often the draft was saved, the last time `saved_at`. `respondent_id` is empty in an
    anonymous survey once it is closed: then the sheet belongs to nobody, has no person, day or channel, and
    an id and a moment of release that tell nothing.
    """

    __tablename__ = "answer_sheet"
    __table_args__ = (
        UniqueConstraint("respondent_id", "number"),
        CheckConstraint("released_at IS NULL OR channel IS NOT NULL OR respondent_id IS NULL", name="way"),
        CheckConstraint("respondent_id IS NOT NULL OR released_at IS NOT NULL", name="nobodys"),
        unique_where("ix_answer_sheet_one_draft", "respondent_id", where="released_at IS NULL"),
        Index("ix_answer_sheet_survey_id_released_at", "survey_id", "released_at"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    respondent_id: Mapped[int | None] = mapped_column(ForeignKey("respondent.id"))
    number: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime | None] = mapped_column(default=None)
    released_at: Mapped[datetime | None] = mapped_column(default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    channel: Mapped[Channel | None] = mapped_column(default=None)
    oral: Mapped[bool] = mapped_column(default=False)
    said_on: Mapped[date | None] = mapped_column(default=None)
    address: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    reason: Mapped[str] = mapped_column(TypedLine(300), default="")
    saves: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    respondent: Mapped[Respondent | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    answers: Mapped[list["SurveyAnswer"]] = relationship(
        init=False,
        repr=False,
        lazy="raise_on_sql",
        order_by="SurveyAnswer.question_id",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Its own people, drafts too; the coordination what was released; others the version that counts,
        where the survey shows single answers, once it is closed: what was corrected may have said too much.
        Of an anonymous survey nobody but its own people, until closing."""
        survey = Survey.__table__.c
        named = survey.anonymous.is_(False)
        kept = ids_where(Survey, named, Survey.kept_by(reader))
        shown = ids_where(Survey, named, survey.shows_answers, Survey.results_seen_by(reader))
        return or_(
            cls.respondent_id.in_(answering(reader)),
            and_(cls.released_at.is_not(None), cls.survey_id.in_(kept)),
            cls.id.in_(_counting(shown)),
        )


def _counting(surveys: Any) -> Any:
    """SQL: the ids of the sheets that count in these surveys."""
    sheet = AnswerSheet.__table__.alias().c
    return select(sheet.id).where(sheet.survey_id.in_(surveys), counts(sheet)).correlate(None)


def counts(sheet: Any) -> ColumnElement[bool]:
    """SQL of `newest`: the sheet (`AnswerSheet`, or columns of its table) is released and none after it."""
    later = AnswerSheet.__table__.alias()
    newer = (
        select(later.c.id)
        .where(
            later.c.respondent_id == sheet.respondent_id,
            later.c.number > sheet.number,
            later.c.released_at.is_not(None),
        )
        .correlate_except(later)
        .exists()
    )
    return and_(sheet.released_at.is_not(None), not_(newer))


class SurveyAnswer(Guarded, Base):
    """What a sheet says to one question. `note` is the general remark to a yes, or the text that was asked
    for; `number` with its `strength`; `chosen` the choices taken. Only a yes has any of them but a note. Only
    in a draft `value` may be empty: something was written, and not said yet what it is."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        UniqueConstraint("sheet_id", "question_id"),
        CheckConstraint("(number IS NULL) = (strength IS NULL)", name="strength"),
        CheckConstraint("number IS NULL OR (number > 0 AND value = 'yes')", name="number"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("answer_sheet.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("survey_question.id"), index=True)
    value: Mapped[AnswerValue | None]
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    number: Mapped[int | None] = mapped_column(default=None)
    strength: Mapped[NumberStrength | None] = mapped_column(default=None)

    chosen: Mapped[list["ChosenChoice"]] = relationship(
        init=False,
        repr=False,
        lazy="raise_on_sql",
        order_by="ChosenChoice.choice_id",
        cascade="all, delete-orphan",
    )

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.sheet_id.in_(ids_where(AnswerSheet, AnswerSheet.visible_to(reader)))


class ChosenChoice(Base):
    """A choice that an answer takes."""

    __tablename__ = "chosen_choice"

    answer_id: Mapped[int] = mapped_column(ForeignKey("survey_answer.id"), primary_key=True)
    choice_id: Mapped[int] = mapped_column(ForeignKey("survey_choice.id"), primary_key=True, index=True)

    choice: Mapped[SurveyChoice] = relationship(init=False, repr=False, lazy="raise_on_sql")


class Versioned(Protocol):
    """What `newest` must know of a sheet."""

    @property
    def number(self) -> int: ...
    @property
    def released_at(self) -> datetime | None: ...
    @property
    def saves(self) -> int: ...


AnyVersion = TypeVar("AnyVersion", bound=Versioned)


def newest(sheets: Iterable[AnyVersion]) -> AnyVersion | None:
    """The one version of a respondent that counts: the newest that was released."""
    released = (each for each in sheets if each.released_at is not None)
    return max(released, key=lambda each: each.number, default=None)


def released_number(sheets: Iterable[AnyVersion]) -> int:
    """The number of the version that counts; 0 before there is one."""
    last = newest(sheets)
    return last.number if last else 0


SAVES: Final = 10_000


def basis_of(sheets: Sequence[AnyVersion]) -> int:
    """What a form of a respondent starts from: another number later means that somebody has saved or
    released something meanwhile."""
    draft = next((each for each in sheets if each.released_at is None), None)
    return released_number(sheets) * SAVES + (draft.saves % SAVES if draft else 0)


def standing_of(respondent: Respondent, *, answered: bool, holds: bool = True) -> AnswerStanding:
    """How a respondent stands; `holds`: a seat of it is still awake, or it never had one. What was answered
    counts although the seat has ended since."""
    if answered:
        return AnswerStanding.ANSWERED
    if respondent.not_documented_at is not None:
        return AnswerStanding.NOT_DOCUMENTED
    if respondent.asked_at is None:
        return AnswerStanding.NOT_ASKED
    return AnswerStanding.NO_ANSWER if holds else AnswerStanding.VOID
