"""Agreed procedures (Absprachen) of a table: what they are for, where they end, who carries them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base, by_value
from models.bodies import Body
from models.deadlines import months_later
from models.errors import RuleBroken
from models.procedure_words import LegalForm, VersionState
from models.rounds import Round
from models.seats import Seat
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_

REVIEW_MONTHS: Final = 12
"""So many months after it was agreed or checked a procedure is looked at again, unless said otherwise."""
REVIEW_WEEKS: Final = 8
"""So many weeks before its review coordination and lead are reminded (domain.md 6)."""


class Procedure(Guarded, Base):
    """What a table agreed on, or the name of what others agreed on (`is_external`: its source, no steps).

    `lead_seat_id` is the institution whose people draft it beside the coordination. `contacts_visibility` is
    the level of the contact points in its steps: it narrows within the readers of the procedure. A
    confidential procedure, and confidential contacts, name institutions (`audience`). `shown_at`: since when
    others than coordination and lead see it. `review_on` is the day of the next review, `reminded_on` the
    review day for which the reminder has gone; `checked_on` and `checked_note` say that it was last found
    right as it stands. `in_review_since`: its review has begun. `repealed_on`: from that day on it binds
    nobody any more.
    """

    __tablename__ = "procedure"
    __table_args__ = (
        CheckConstraint("review_months BETWEEN 1 AND 60", name="review_months"),
        CheckConstraint("NOT is_external OR source <> ''", name="source"),
        CheckConstraint("(checked_on IS NULL) = (checked_by_id IS NULL)", name="checked"),
        Index("ix_procedure_body_id_title", "body_id", "title"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    title: Mapped[str] = mapped_column(TypedLine(200))
    scope: Mapped[str] = mapped_column(TypedText(4000), default="")
    scope_limits: Mapped[str] = mapped_column(TypedText(4000), default="")
    capacity_note: Mapped[str] = mapped_column(TypedText(2000), default="")
    legal_form: Mapped[LegalForm] = mapped_column(default=LegalForm.INFORMAL)
    legal_basis: Mapped[str] = mapped_column(TypedText(1000), default="")
    addressees: Mapped[str] = mapped_column(TypedText(1000), default="")
    source: Mapped[str] = mapped_column(TypedLine(300), default="")
    is_external: Mapped[bool] = mapped_column(default=False)
    lead_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    contacts_visibility: Mapped[Visibility] = mapped_column(
        by_value(Visibility, "contactsvisibility"), default=Visibility.INTERNAL
    )
    shown_at: Mapped[datetime | None] = mapped_column(default=None)
    review_months: Mapped[int] = mapped_column(default=REVIEW_MONTHS)
    review_on: Mapped[date | None] = mapped_column(default=None, index=True)
    reminded_on: Mapped[date | None] = mapped_column(default=None)
    in_review_since: Mapped[date | None] = mapped_column(default=None)
    checked_on: Mapped[date | None] = mapped_column(default=None)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    checked_note: Mapped[str] = mapped_column(TypedText(1000), default="")
    repealed_on: Mapped[date | None] = mapped_column(default=None)
    repeal_reason: Mapped[str] = mapped_column(TypedText(1000), default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql")
    parties: Mapped[list["ProcedureParty"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="ProcedureParty.seat_id"
    )
    versions: Mapped[list["ProcedureVersion"]] = relationship(
        init=False,
        repr=False,
        lazy="raise_on_sql",
        back_populates="procedure",
        order_by="ProcedureVersion.number",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Whoever drafts it always; others by its level once it was shown."""
        return or_(cls.drafted_by(reader), and_(cls.shown_at.is_not(None), cls.of_level(reader)))

    @classmethod
    def drafted_by(cls, reader: Actor) -> ColumnElement[bool]:
        """SQL: the coordination, and the people of the institution in the lead."""
        return or_(cls.body_id.in_(reader.coordinates), cls.lead_seat_id.in_(reader.seat_ids))

    @classmethod
    def of_level(cls, reader: Actor, level: str = "visibility") -> ColumnElement[bool]:
        """SQL: the reader is among those whom a level of the procedure lets in."""
        column = getattr(cls, level)
        inside = cls.body_id.in_(reader.readable)
        known = or_(inside, cls.body_id.in_(ids_where(Body, Body.visibility == Visibility.PUBLIC)))
        naming = select(ProcedureAudience.procedure_id).where(ProcedureAudience.seat_id.in_(reader.seat_ids))
        return or_(
            and_(column == Visibility.PUBLIC, known),
            and_(column == Visibility.INTERNAL, inside),
            and_(column == Visibility.CONFIDENTIAL, inside, cls.id.in_(naming.correlate(None))),
        )

    def judge(self, named: int, core: int) -> None:
        """Refuse what names nobody though it must, and a name of others' without its source."""
        confidential = Visibility.CONFIDENTIAL in (self.visibility, self.contacts_visibility)
        if confidential and not named:
            raise RuleBroken(N_("Name at least one institution that may see it."), field="seat_ids")
        if self.is_external and not self.source:
            raise RuleBroken(N_("Please say where this procedure of others is found."), field="source")
        if self.is_external and core:
            raise RuleBroken(N_("A procedure of others has no core parties here."), field="core_ids")

    def is_repealed(self, on: date) -> bool:
        """Whether it binds nobody any more on a day; a repeal set ahead does not count before it comes."""
        return self.repealed_on is not None and self.repealed_on <= on

    def has_review(self, on: date) -> bool:
        """Whether it is looked at again before it ends."""
        if self.review_on is None:
            return False
        return self.repealed_on is None or self.repealed_on > max(self.review_on, on)

    def must_live(self, on: date) -> None:
        if self.is_repealed(on):
            raise RuleBroken(N_("This procedure is no longer in force."))

    def reviewed(self, on: date) -> None:
        """Count the time until the next review anew from a day on."""
        self.review_on = months_later(on, self.review_months)
        self.in_review_since = None


class ProcedureAudience(Base):
    """A seat that a confidential procedure, or its confidential contacts, name."""

    __tablename__ = "procedure_audience"

    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)


def names_of(procedure_ids: Sequence[int]) -> Select[int, int]:
    """SQL: the seats that these procedures name, each beside its procedure."""
    both = (ProcedureAudience.procedure_id, ProcedureAudience.seat_id)
    return select(*both).where(both[0].in_(procedure_ids)).order_by(*both)


class ProcedureParty(Base):
    """A core party: without its adoption no version is in force."""

    __tablename__ = "procedure_party"

    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)

    seat: Mapped[Seat] = relationship(init=False, repr=False, lazy="raise_on_sql")


class ProcedureVersion(Guarded, Base):
    """A version: its wording (a Text) and its steps; from the decision on neither of them changes.

    `sha256` is that of wording and steps as they were decided, without the contact points, which may change
    alone. `comments_until`: the last day of the consultation. `begins_on`: the earliest day on which it can
    be in force; `in_force_on` the day from which it is, set when every core party had adopted it.
    `replaced_on`: from that day on it binds nobody any more, not even those who have adopted no later one.
    `round_id` asks the institutions to adopt it. `decided_in` says where it was decided, in words.
    """

    __tablename__ = "procedure_version"
    __table_args__ = (
        UniqueConstraint("procedure_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("(decided_on IS NULL) = (sha256 IS NULL)", name="frozen"),
        CheckConstraint("(decided_on IS NULL) = (round_id IS NULL)", name="asked"),
        CheckConstraint("decided_on IS NOT NULL OR in_force_on IS NULL", name="in_force"),
        CheckConstraint("(consulted_at IS NULL) = (comments_until IS NULL)", name="consulted"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    number: Mapped[int]
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), unique=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    consulted_at: Mapped[datetime | None] = mapped_column(default=None)
    comments_until: Mapped[date | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    decided_in: Mapped[str] = mapped_column(TypedLine(200), default="")
    sha256: Mapped[str | None] = mapped_column(default=None)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), default=None, unique=True)
    begins_on: Mapped[date | None] = mapped_column(default=None)
    in_force_on: Mapped[date | None] = mapped_column(default=None)
    replaced_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    procedure: Mapped[Procedure] = relationship(
        init=False, repr=False, lazy="raise_on_sql", back_populates="versions"
    )
    round: Mapped[Round | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Drafts are for those who draft; the rest for all readers of the procedure."""
        shown = or_(cls.consulted_at.is_not(None), cls.decided_on.is_not(None))
        return or_(
            cls.procedure_id.in_(ids_where(Procedure, Procedure.drafted_by(reader))),
            and_(shown, cls.procedure_id.in_(ids_where(Procedure, Procedure.visible_to(reader)))),
        )

    @classmethod
    def texts_shown(cls, reader: Actor) -> Select[tuple[int]]:
        """SQL: the wordings of versions that the reader may see; others than drafters only what is frozen."""
        return select(cls.__table__.c.text_id).where(cls.visible_to(reader)).correlate(None)

    @classmethod
    def texts_drafted(cls, reader: Actor) -> Select[tuple[int]]:
        """SQL: the wordings that the reader drafts."""
        table, mine = cls.__table__.c, ids_where(Procedure, Procedure.drafted_by(reader))
        return select(table.text_id).where(table.procedure_id.in_(mine)).correlate(None)

    @property
    def is_decided(self) -> bool:
        return self.decided_on is not None

    def state_on(self, about: Procedure, on: date) -> VersionState:
        """Where it stands on a day."""
        if about.is_repealed(on):
            return VersionState.REPEALED
        if self.replaced_on is not None and self.replaced_on <= on:
            return VersionState.REPLACED
        if self.in_force_on is not None and self.in_force_on <= on:
            return VersionState.UNDER_REVIEW if about.in_review_since else VersionState.IN_FORCE
        if self.is_decided:
            return VersionState.DECIDED
        return VersionState.CONSULTATION if self.consulted_at else VersionState.DRAFT

    def binds_on(self, about: Procedure, on: date) -> bool:
        """Whether it applies between those who have adopted it."""
        return self.state_on(about, on) in (VersionState.IN_FORCE, VersionState.UNDER_REVIEW)

    def must_be_open(self) -> None:
        """Refuse to change what was decided."""
        if self.is_decided:
            raise RuleBroken(N_("This version was decided and stays as it is. Begin a new version."))

    def must_be_decided(self) -> None:
        if not self.is_decided:
            raise RuleBroken(N_("This version has not been decided yet."))
