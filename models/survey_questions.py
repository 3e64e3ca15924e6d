"""Questions of a survey: of which kind, with which definition, and which one narrows which."""

import enum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.errors import RuleBroken
from models.surveys import Survey
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_


class QuestionKind(enum.Enum):
    """What is asked for; Fehlanzeige, no statement and not responsible can be said to each."""

    YES = "yes"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"

    @property
    def label(self) -> str:
        return QUESTION_KIND_WORDS[self]


QUESTION_KIND_WORDS: Final = {
    QuestionKind.YES: N_("Yes, with a general note"),
    QuestionKind.NUMBER: N_("A number"),
    QuestionKind.CHOICE: N_("A choice among given answers"),
    QuestionKind.TEXT: N_("A text"),
}


class NumberStrength(enum.Enum):
    """How strong a number is. Numbers of different strength are never added up."""

    COUNT = "count"
    ESTIMATE = "estimate"
    IMPRESSION = "impression"

    @property
    def label(self) -> str:
        return NUMBER_STRENGTH_WORDS[self]


NUMBER_STRENGTH_WORDS: Final = {
    NumberStrength.COUNT: N_("counted"),
    NumberStrength.ESTIMATE: N_("estimated"),
    NumberStrength.IMPRESSION: N_("impression"),
}
FEWEST_CHOICES: Final = 2
MOST_CHOICES: Final = 20


class SurveyQuestion(Guarded, Base):
    """One question, in its place. `definition` is printed with it. `period` is the time that it asks about,
    where that is not the survey's own. `paired_with_id` is the wider question that it narrows ("at all?" -
    "in connection with ...?"): whoever says yes here has said yes there.

    Of numbers: `strength` is the kind that is asked for (empty: whoever answers says which it is), `unit`
    what is counted. Of choices: `several` may be taken. It stands as it is from opening on.
    """

    __tablename__ = "survey_question"
    __table_args__ = (
        CheckConstraint("wording <> ''", name="wording"),
        CheckConstraint("paired_with_id IS NULL OR paired_with_id <> id", name="paired"),
        CheckConstraint("kind = 'number' OR (strength IS NULL AND unit = '')", name="number"),
        CheckConstraint("kind = 'choice' OR NOT several", name="choice"),
        Index("ix_survey_question_survey_id_place", "survey_id", "place"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    place: Mapped[int]
    kind: Mapped[QuestionKind]
    wording: Mapped[str] = mapped_column(TypedText(500))
    definition: Mapped[str] = mapped_column(TypedText(1000), default="")
    period: Mapped[str] = mapped_column(TypedLine(120), default="")
    strength: Mapped[NumberStrength | None] = mapped_column(default=None)
    unit: Mapped[str] = mapped_column(TypedLine(60), default="")
    several: Mapped[bool] = mapped_column(default=False)
    paired_with_id: Mapped[int | None] = mapped_column(
        ForeignKey("survey_question.id"), default=None, index=True
    )
    version: Mapped[int] = mapped_column(init=False, default=1)

    choices: Mapped[list["SurveyChoice"]] = relationship(
        init=False,
        repr=False,
        lazy="raise_on_sql",
        order_by="(SurveyChoice.place, SurveyChoice.id)",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.survey_id.in_(ids_where(Survey, Survey.visible_to(reader)))

    def judge(self, choices: int) -> None:
        """Refuse a question without words, and a choice among too few or too many."""
        if not self.wording:
            raise RuleBroken(N_("Please give the wording of the question."), field="wording")
        if self.kind is QuestionKind.CHOICE and not FEWEST_CHOICES <= choices <= MOST_CHOICES:
            raise RuleBroken(
                N_("Give %(fewest)s to %(most)s answers to choose from, one a line."),
                field="choices",
                fewest=FEWEST_CHOICES,
                most=MOST_CHOICES,
            )


class SurveyChoice(Base):
    """An answer that a question offers, in its place."""

    __tablename__ = "survey_choice"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("survey_question.id"), index=True)
    place: Mapped[int]
    label: Mapped[str] = mapped_column(TypedLine(200))
