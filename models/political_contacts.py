"""Contacts with politics: who of us spoke with whom in parliaments, ministries, councils, about what."""

import enum
from datetime import date
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.organisations import Organisation
from models.projects import LEVELS, Project
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_


class ContactWay(enum.Enum):
    """How one was in contact."""

    TALK = "talk"
    PHONE = "phone"
    MAIL = "mail"
    LETTER = "letter"
    EVENT = "event"

    @property
    def label(self) -> str:
        return CONTACT_WAY_WORDS[self]


CONTACT_WAY_WORDS: Final = {
    ContactWay.TALK: N_("talk"),
    ContactWay.PHONE: N_("phone call"),
    ContactWay.MAIL: N_("e-mail"),
    ContactWay.LETTER: N_("letter by post"),
    ContactWay.EVENT: N_("event"),
}


class Addressed(enum.Enum):
    """Whom it was with, as registers of lobbying part them (recipientGroups, domain.md 9)."""

    PARLIAMENT = "parliament"
    GOVERNMENT = "government"
    STATE_PARLIAMENT = "state-parliament"
    STATE_GOVERNMENT = "state-government"
    MUNICIPAL = "municipal"
    INTERNATIONAL = "international"

    @property
    def label(self) -> str:
        return ADDRESSED_WORDS[self]


ADDRESSED_WORDS: Final = {
    Addressed.PARLIAMENT: N_("Bundestag: members, committees, parliamentary groups"),
    Addressed.GOVERNMENT: N_("federal government and ministries"),
    Addressed.STATE_PARLIAMENT: N_("parliament of a Land"),
    Addressed.STATE_GOVERNMENT: N_("government and ministries of a Land"),
    Addressed.MUNICIPAL: N_("council and administration of a municipality"),
    Addressed.INTERNATIONAL: N_("EU and international bodies"),
}


class RegisterCheck(enum.Enum):
    """What the institution has found about the register of lobbying (LobbyRG): each checks for itself."""

    TO_CHECK = "to-check"
    NOT_OBLIGED = "not-obliged"
    OBLIGED = "obliged"
    ENTERED = "entered"

    @property
    def label(self) -> str:
        return REGISTER_WORDS[self]


REGISTER_WORDS: Final = {
    RegisterCheck.TO_CHECK: N_("to be checked"),
    RegisterCheck.NOT_OBLIGED: N_("no duty to register"),
    RegisterCheck.OBLIGED: N_("duty to register"),
    RegisterCheck.ENTERED: N_("entered in the register"),
}


class PoliticalContact(Guarded, Base):
    """A contact with politics that a table (`body_id`) notes. The other side is a function, never a private
    person. `organisation_id`: which institution spoke; none: the table's coordination.

    Of the register: the check, its reason or numbers as printed (RV..., SG...), and the day of the entry.
    """

    __tablename__ = "political_contact"
    __table_args__ = (
        CheckConstraint("counterpart <> ''", name="counterpart"),
        CheckConstraint("visibility <> 'confidential'", name="readers"),
        CheckConstraint("register_check <> 'not-obliged' OR register_note <> ''", name="reason"),
        Index("ix_political_contact_body_id_held_on", "body_id", "held_on"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    held_on: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    way: Mapped[ContactWay] = mapped_column(default=ContactWay.TALK)
    addressed: Mapped[Addressed] = mapped_column(default=Addressed.MUNICIPAL)
    counterpart: Mapped[str] = mapped_column(TypedLine(200), default="")
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), default=None, index=True
    )
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), default=None, index=True)
    subject: Mapped[str] = mapped_column(TypedLine(200), default="")
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    register_check: Mapped[RegisterCheck] = mapped_column(default=RegisterCheck.TO_CHECK)
    register_note: Mapped[str] = mapped_column(TypedLine(200), default="")
    registered_on: Mapped[date | None] = mapped_column(default=None)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    project: Mapped[Project | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination all, who reads at the table by level: it is never for everybody. What is about a
        project that one may not see, one may not see either."""
        inside = and_(cls.visibility != Visibility.COORDINATION, cls.body_id.in_(reader.readable))
        of_project = cls.project_id.in_(ids_where(Project, Project.visible_to(reader)))
        return and_(
            or_(cls.body_id.in_(reader.coordinates), inside), or_(cls.project_id.is_(None), of_project)
        )

    def judge(self) -> None:
        """Refuse nobody on the other side, freedom from duty without a reason, an entry without number."""
        if not self.counterpart:
            raise RuleBroken(N_("Please say with whom, by function."), field="counterpart")
        if self.register_check is RegisterCheck.NOT_OBLIGED and not self.register_note:
            raise RuleBroken(N_("Please give the reason."), field="register_note")
        if self.register_check is RegisterCheck.ENTERED and not self.register_note:
            raise RuleBroken(N_("Please give the number in the register."), field="register_note")
        if self.visibility not in LEVELS or self.visibility is Visibility.PUBLIC:
            raise RuleBroken(N_("Please choose one of the levels."), field="visibility")
