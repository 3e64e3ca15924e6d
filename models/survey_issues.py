"""What of a survey leaves the house: answers released to be quoted by name, and issues of its results."""

import json
from datetime import datetime
from functools import cached_property

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.indexes import unique_where
from models.surveys import Survey, spoken_for_or_kept
from models.typed_text import TypedLine
from models.visibility import Guarded, ids_where


class AnswerRelease(Guarded, Base):
    """What one respondent has answered may be quoted with its name: one version of its sheet, and of that the
    question with all that narrow it (`question_id` is the widest one). A corrected answer is another version
    and is not released by this.

    `said_how`: how the coordination was told, of those who have no people here; empty where the institution
    did it by itself. Taken back with `withdrawn_at`, until it has been published.
    """

    __tablename__ = "answer_release"
    __table_args__ = (
        unique_where("ix_answer_release_one", "sheet_id", "question_id", where="withdrawn_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    respondent_id: Mapped[int] = mapped_column(ForeignKey("respondent.id"), index=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("answer_sheet.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("survey_question.id"), index=True)
    released_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_how: Mapped[str] = mapped_column(TypedLine(200), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The institution's own people, and the coordination."""
        return spoken_for_or_kept(cls.respondent_id, reader)


class SurveyIssue(Guarded, Base):
    """Results as they left the house, with small numbers masked: frozen as an edition, never changed.

    Public from `published_at` until the next one is, or until `withdrawn_at`; without it it was only given on
    (with a report). `basis` tells the next issue what this one was made of, as ids alone: which sheets
    counted, which families of questions it shows, and who is quoted.
    """

    __tablename__ = "survey_issue"
    __table_args__ = (
        UniqueConstraint("survey_id", "number"),
        CheckConstraint("withdrawn_at IS NULL OR published_at IS NOT NULL", name="withdrawn"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    number: Mapped[int]
    compiled_at: Mapped[datetime]
    basis: Mapped[str] = mapped_column(LongText())
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    survey: Mapped[Survey] = relationship(init=False, repr=False, lazy="raise_on_sql")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.survey_id.in_(ids_where(Survey, Survey.kept_by(reader)))

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None

    @cached_property
    def made_of(self) -> "Basis":
        return Basis(self.basis)

    def quotes(self, respondent_id: int, sheet_id: int | None, question_id: int) -> bool:
        """Whether it quotes this version of an answer; `question_id` is the widest question."""
        named = self.made_of.quoted.get(question_id, ())
        return respondent_id in named and sheet_id in self.made_of.sheets


class Basis:
    """What an issue was made of: `sheets` that counted; by the widest question of each family that is shown
    the respondents that are quoted."""

    def __init__(self, told: str) -> None:
        known = json.loads(told)
        self.sheets: frozenset[int] = frozenset(known["sheets"])
        self.quoted: dict[int, frozenset[int]] = {
            int(root): frozenset(named) for root, named in known["quoted"].items()
        }

    @staticmethod
    def told(sheets: list[int], quoted: dict[int, list[int]]) -> str:
        return json.dumps({"sheets": sorted(sheets), "quoted": quoted}, sort_keys=True)
