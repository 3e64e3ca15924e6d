"""Amendments to a frozen version of a position, who supports them, and comments on its passages."""

import enum
import hashlib
import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.organisations import Organisation
from models.positions import Position
from models.rounds import Channel
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_

LONGEST: Final = 100_000


class AmendmentAnswer(enum.Enum):
    """What the editors propose, or what a meeting has decided."""

    TAKEN = "taken"
    MODIFIED = "modified"
    REFUSED = "refused"
    REFERRED = "referred"

    @property
    def label(self) -> str:
        return AMENDMENT_ANSWER_WORDS[self]


AMENDMENT_ANSWER_WORDS: Final = {
    AmendmentAnswer.TAKEN: N_("taken over"),
    AmendmentAnswer.MODIFIED: N_("taken over with changes"),
    AmendmentAnswer.REFUSED: N_("refused"),
    AmendmentAnswer.REFERRED: N_("referred to the meeting"),
}


class AmendmentState(enum.Enum):
    """Derived from answer, agreement and merging."""

    OPEN = "open"
    ANSWERED = "answered"
    DISPUTED = "disputed"
    REFERRED = "referred"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return AMENDMENT_STATE_WORDS[self]

    @property
    def is_settled(self) -> bool:
        """Whether a meeting need not speak about it any more."""
        return self in SETTLED


AMENDMENT_STATE_WORDS: Final = {
    AmendmentState.OPEN: N_("no answer yet"),
    AmendmentState.ANSWERED: N_("answered, the institution has not said whether it agrees"),
    AmendmentState.DISPUTED: N_("answered, the institution does not agree"),
    AmendmentState.REFERRED: N_("the meeting decides"),
    AmendmentState.ACCEPTED: N_("accepted, goes into the next version"),
    AmendmentState.REFUSED: N_("refused, settled"),
    AmendmentState.MERGED: N_("taken into the text"),
    AmendmentState.WITHDRAWN: N_("withdrawn"),
}
SETTLED: Final = (
    *(AmendmentState.ACCEPTED, AmendmentState.REFUSED),
    *(AmendmentState.MERGED, AmendmentState.WITHDRAWN),
)


class Amendment(Guarded, Base):
    """One institution's wording for one section of a frozen version (Änderungsvorschlag); there are none on
    amendments. Its words stay as they were handed in.

    `touched` are the lines of that version's section that it changes, as pairs [first, end) where end is
    first for what is only put in; `merged_as` is the number of the text's version that took it in.
    `by_meeting`: a meeting has decided, so that nobody is asked whether she agrees. A new answer asks anew.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        UniqueConstraint("position_id", "number"),
        CheckConstraint("answer IS NOT NULL OR (answered_at IS NULL AND agrees IS NULL)", name="answered"),
        CheckConstraint("answer IS NULL OR answer <> 'modified' OR answer_markdown <> ''", name="modified"),
        CheckConstraint("answer IS NULL OR answer <> 'refused' OR answer_reason <> ''", name="reason"),
        Index("ix_amendment_version_id_section_id", "version_id", "section_id"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("position_version.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("position_section.id"), index=True)
    number: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    markdown: Mapped[str] = mapped_column(TypedText(LONGEST))
    reason: Mapped[str] = mapped_column(TypedText(2000))
    created_at: Mapped[datetime]
    touched: Mapped[list[list[int]]] = mapped_column(JSON, default_factory=list)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    answer: Mapped[AmendmentAnswer | None] = mapped_column(default=None)
    answer_markdown: Mapped[str] = mapped_column(TypedText(LONGEST), default="")
    answer_reason: Mapped[str] = mapped_column(TypedText(2000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    by_meeting: Mapped[bool] = mapped_column(default=False)
    agrees: Mapped[bool | None] = mapped_column(default=None)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    agreed_channel: Mapped[Channel | None] = mapped_column(default=None)
    merged_at: Mapped[datetime | None] = mapped_column(default=None)
    merged_as: Mapped[int | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    organisation: Mapped[Organisation] = relationship(init=False, repr=False, lazy="raise_on_sql")
    supports: Mapped[list["AmendmentSupport"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="AmendmentSupport.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.position_id.in_(ids_where(Position, Position.visible_to(reader)))

    @property
    def state(self) -> AmendmentState:
        if self.withdrawn_at is not None:
            return AmendmentState.WITHDRAWN
        if self.merged_at is not None:
            return AmendmentState.MERGED
        if self.answer is None:
            return AmendmentState.OPEN
        if self.answer is AmendmentAnswer.REFERRED:
            return AmendmentState.REFERRED
        if self.asks_for_consent:
            return AmendmentState.DISPUTED if self.agrees is False else AmendmentState.ANSWERED
        refused = self.answer is AmendmentAnswer.REFUSED
        return AmendmentState.REFUSED if refused else AmendmentState.ACCEPTED

    @property
    def asks_for_consent(self) -> bool:
        """Whether the institution is asked, and has not agreed: what is taken over as it stands, and what a
        meeting has decided, needs nobody's consent."""
        asked = self.answer in (AmendmentAnswer.MODIFIED, AmendmentAnswer.REFUSED) and not self.by_meeting
        return asked and self.agrees is not True

    @property
    def wording(self) -> str:
        """What goes into the text if it is accepted: the institution's words, or those of the answer."""
        return self.answer_markdown if self.answer is AmendmentAnswer.MODIFIED else self.markdown


class AmendmentSupport(Base):
    """An institution that supports another one's amendment."""

    __tablename__ = "amendment_support"
    __table_args__ = (UniqueConstraint("amendment_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    supported_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(init=False, repr=False, lazy="raise_on_sql")


class AmendmentLink(Base):
    """A secret in a letter by which the proposer says whether the answer to an amendment is agreed to.

    Stored as its SHA-256 only; it lives until the amendment is settled, and only for the answer of its day.
    """

    __tablename__ = "amendment_link"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    address: Mapped[str] = mapped_column(TypedEmail())
    issued_at: Mapped[datetime]

    @staticmethod
    def new_token() -> tuple[str, str]:
        """A fresh secret of 256 bits and its hash."""
        token = secrets.token_urlsafe(32)
        return token, AmendmentLink.hashed(token)

    @staticmethod
    def hashed(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()


class PositionComment(Guarded, Base):
    """What somebody noted on a passage of a frozen version: on a paragraph by its number, or on a whole
    section (`paragraph` empty). `organisation_id` is None where the coordination or an editor speaks."""

    __tablename__ = "position_comment"
    __table_args__ = (CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("position_version.id"), index=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("position_section.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(TypedText(2000))
    created_at: Mapped[datetime]
    paragraph: Mapped[str] = mapped_column(TypedLine(10), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    resolved_at: Mapped[datetime | None] = mapped_column(default=None)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    organisation: Mapped[Organisation | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.position_id.in_(ids_where(Position, Position.visible_to(reader)))
