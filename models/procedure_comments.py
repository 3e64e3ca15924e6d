"""Comments on a procedure in consultation: on a step or on the whole, with proposed wording and an answer."""

import enum
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.people import Person
from models.procedures import Procedure, ProcedureVersion
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_


class CommentAnswer(enum.Enum):
    """What those who draft made of a comment."""

    TAKEN = "taken"
    CHANGED = "changed"
    NOT_TAKEN = "not-taken"

    @property
    def label(self) -> str:
        return COMMENT_ANSWER_WORDS[self]


COMMENT_ANSWER_WORDS: Final = {
    CommentAnswer.TAKEN: N_("comment taken over"),
    CommentAnswer.CHANGED: N_("comment taken over in other words"),
    CommentAnswer.NOT_TAKEN: N_("comment not taken over"),
}


class ProcedureComment(Guarded, Base):
    """What somebody of the table says to a version; `step_key` names the step, none: the whole.

    `seat_id` is the institution it is said for, none for the coordination; `institution` its name that day.
    """

    __tablename__ = "procedure_comment"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("answer IS NULL OR answer = 'taken' OR answer_note <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    institution: Mapped[str] = mapped_column(TypedLine(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    commented_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(TypedText(2000))
    proposal: Mapped[str] = mapped_column(TypedText(2000), default="")
    step_key: Mapped[int | None] = mapped_column(default=None)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None)
    answer: Mapped[CommentAnswer | None] = mapped_column(default=None)
    answer_note: Mapped[str] = mapped_column(TypedText(1000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    person: Mapped[Person] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Whoever drafts the procedure, and the members of the table who see the version."""
        drafted = ids_where(Procedure, Procedure.drafted_by(reader))
        table = ProcedureVersion.__table__.c
        ours = ids_where(ProcedureVersion, table.procedure_id.in_(drafted))
        seen = ids_where(ProcedureVersion, ProcedureVersion.visible_to(reader))
        return or_(
            cls.version_id.in_(ours),
            and_(cls.body_id.in_(reader.member_of), cls.version_id.in_(seen)),
        )
