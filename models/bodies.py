"""Bodies: round tables, networks and committees, who coordinates them, and by which rules."""

import enum
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models import periods
from models.actors import Actor
from models.base import Base
from models.coming_names import ComingName
from models.deadlines import Land
from models.deciding import DECIDING_LIMITS, Deciding
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.organisations import Level, Organisation
from models.people import Person
from models.typed_text import TypedLine, TypedText
from models.usual_meetings import UsualMeetings
from models.visibility import Guarded, Visibility
from models.words import N_

if TYPE_CHECKING:
    from models.body_life import BodyName
    from models.seats import Seat


class BodyKind(enum.Enum):
    ROUND_TABLE = "round-table"
    NETWORK = "network"
    WORKING_GROUP = "working-group"
    STEERING_GROUP = "steering-group"
    COMMITTEE = "committee"
    CONFERENCE = "conference"

    @property
    def label(self) -> str:
        return BODY_KIND_WORDS[self]


BODY_KIND_WORDS = {
    BodyKind.ROUND_TABLE: N_("round table"),
    BodyKind.NETWORK: N_("network"),
    BodyKind.WORKING_GROUP: N_("working group"),
    BodyKind.STEERING_GROUP: N_("steering group"),
    BodyKind.COMMITTEE: N_("committee"),
    BodyKind.CONFERENCE: N_("conference"),
}


class BodyState(enum.Enum):
    """Life cycle of domain.md 5.1; a dormant body gets no reminders."""

    FOUNDING = "founding"
    ACTIVE = "active"
    DORMANT = "dormant"
    DISSOLVED = "dissolved"

    @property
    def label(self) -> str:
        return BODY_STATE_WORDS[self]


BODY_STATE_WORDS = {
    BodyState.FOUNDING: N_("being founded"),
    BodyState.ACTIVE: N_("active"),
    BodyState.DORMANT: N_("dormant"),
    BodyState.DISSOLVED: N_("dissolved"),
}


class Body(ComingName, Guarded, Base):
    """A Gremium. External ones are coordinated elsewhere; `is_practice` marks exercise data.

    `hue` (0 to 11) is the table's colour of orientation. `visibility` says who may know of the body;
    `default_visibility` is proposed for its agenda items and papers. External ones may stand at a hosting
    institution (`host`), with public pages of their own; all who coordinate here keep their entries.
    """

    __tablename__ = "body"
    __table_args__ = (
        CheckConstraint("hue BETWEEN 0 AND 11", name="hue"),
        CheckConstraint("(next_name = '') = (next_name_on IS NULL)", name="next_name"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(TypedLine(160))
    kind: Mapped[BodyKind] = mapped_column(default=BodyKind.ROUND_TABLE)
    level: Mapped[Level | None] = mapped_column(default=None)
    theme: Mapped[str] = mapped_column(TypedLine(200), default="")
    area: Mapped[str] = mapped_column(TypedLine(120), default="")
    founded: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    founded_note: Mapped[str] = mapped_column(TypedLine(200), default="")
    state: Mapped[BodyState] = mapped_column(default=BodyState.ACTIVE)
    is_external: Mapped[bool] = mapped_column(default=False)
    is_practice: Mapped[bool] = mapped_column(default=False)
    hue: Mapped[int] = mapped_column(default=0)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    default_visibility: Mapped[str] = mapped_column(TypedLine(20), default=Visibility.INTERNAL.value)
    source: Mapped[str] = mapped_column(TypedLine(200), default="")
    version: Mapped[int] = mapped_column(init=False, default=1)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), default=None, index=True)
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    public_url: Mapped[str] = mapped_column(TypedLine(300), default="")

    host: Mapped[Organisation | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    parent: Mapped["Body | None"] = relationship(
        init=False, repr=False, remote_side="Body.id", back_populates="groups", lazy="raise_on_sql"
    )
    groups: Mapped[list["Body"]] = relationship(
        init=False, repr=False, back_populates="parent", lazy="raise_on_sql", order_by="Body.name"
    )
    former_names: Mapped[list["BodyName"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="BodyName.until.desc()"
    )
    bylaws: Mapped["Bylaws"] = relationship(
        init=False, repr=False, back_populates="body", uselist=False, lazy="raise_on_sql"
    )
    coordinations: Mapped[list["Coordination"]] = relationship(
        init=False, repr=False, back_populates="body", lazy="raise_on_sql", order_by="Coordination.id"
    )
    offices: Mapped[list["Office"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="(Office.kind, Office.id)"
    )
    seats: Mapped[list["Seat"]] = relationship(
        init=False, repr=False, back_populates="body", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def nominates(self) -> bool:
        """Whether its coordination is here to confirm whom institutions name."""
        return not self.is_external and self.state is not BodyState.DISSOLVED

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        keeps: Any = reader.is_coordinator
        return or_(
            cls.visibility == Visibility.PUBLIC,
            cls.id.in_(reader.bodies),
            and_(cls.is_external.is_(True), keeps),
        )


BYLAWS_LIMITS: Final = {
    "notice_days": (1, 90),
    "reply_days": (1, 60),
    "topic_call_weeks": (1, 26),
    "agenda_weeks": (1, 26),
    "objection_days": (1, 90),
    "reappointment_weeks": (1, 26),
    "people_check_months": (1, 60),
    **DECIDING_LIMITS,
}


class Bylaws(UsualMeetings, Deciding, Base):
    """The machine's part of a Geschäftsordnung: periods in days (calendar days unless named working).

    Deadlines are computed from these by models/deadlines.py and never stored, except when announced.
    `declaration` is the table's own wording of the confidentiality declaration; empty: the standard wording.
    `earlier_minutes`: institutions also read minutes of meetings held before they joined.
    """

    __tablename__ = "bylaws"
    __table_args__ = tuple(
        CheckConstraint(f"{name} BETWEEN {least} AND {most}", name=name)
        for name, (least, most) in BYLAWS_LIMITS.items()
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), unique=True)
    land: Mapped[Land] = mapped_column(default=Land.NW)
    notice_days: Mapped[int] = mapped_column(default=14)
    reply_days: Mapped[int] = mapped_column(default=7)
    topic_call_weeks: Mapped[int] = mapped_column(default=6)
    agenda_weeks: Mapped[int] = mapped_column(default=4)
    objection_days: Mapped[int] = mapped_column(default=14)
    reminder_working_days: Mapped[str] = mapped_column(TypedLine(20), default="7,3")
    names_in_calendar: Mapped[bool] = mapped_column(default=False)
    names_in_subject: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(init=False, default=1)
    reappointment_weeks: Mapped[int] = mapped_column(default=4)
    people_check_months: Mapped[int] = mapped_column(default=12)
    declaration_needed: Mapped[bool] = mapped_column(default=True)
    declaration: Mapped[str] = mapped_column(TypedText(4000), default="")
    earlier_minutes: Mapped[bool] = mapped_column(default=False)

    body: Mapped[Body] = relationship(init=False, repr=False, back_populates="bylaws", lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def reminders(self) -> tuple[int, ...]:
        """Working days before the reply's last day on which the silent are reminded."""
        return tuple(int(part) for part in self.reminder_working_days.split(",") if part.strip())

    def judge(self) -> None:
        """Refuse periods that contradict each other, and reminders that are no working days."""
        for name, (least, most) in BYLAWS_LIMITS.items():
            if not least <= getattr(self, name) <= most:
                raise RuleBroken(N_("Between %(least)s and %(most)s."), field=name, least=least, most=most)
        if self.reply_days > self.notice_days:
            raise RuleBroken(N_("Replies can't be due before the invitation goes out."), field="reply_days")
        if self.agenda_weeks > self.topic_call_weeks:
            raise RuleBroken(N_("The agenda can't close before topics are called for."), field="agenda_weeks")
        parts = [part.strip() for part in self.reminder_working_days.split(",") if part.strip()]
        if len(parts) > 5 or not all(part.isdecimal() and 1 <= int(part) <= 30 for part in parts):
            raise RuleBroken(
                N_("Up to five numbers from 1 to 30, separated by commas."), field="reminder_working_days"
            )
        self.reminder_working_days = ",".join(str(n) for n in sorted({int(p) for p in parts}, reverse=True))


class Coordination(Base):
    """A period in which an institution coordinates a body; a change is a new period, never an overwrite.

    `since` is what is known of the beginning, in words; `starts_on` and `ends_on` (the last day) count.
    """

    __tablename__ = "coordination"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on", name="period"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    since: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    starts_on: Mapped[date | None] = mapped_column(default=None)

    body: Mapped[Body] = relationship(
        init=False, repr=False, back_populates="coordinations", lazy="raise_on_sql"
    )
    organisation: Mapped[Organisation] = relationship(init=False, repr=False, lazy="raise_on_sql")

    def holds_on(self, on: date) -> bool:
        return periods.holds(self.starts_on, self.ends_on, on)


class OfficeKind(enum.Enum):
    """Rights at one body that need no seat."""

    COORDINATION = "coordination"
    DEPUTY_COORDINATION = "deputy-coordination"
    READER = "reader"

    @property
    def label(self) -> str:
        return OFFICE_KIND_WORDS[self]


OFFICE_KIND_WORDS = {
    OfficeKind.COORDINATION: N_("coordination"),
    OfficeKind.DEPUTY_COORDINATION: N_("deputy coordination"),
    OfficeKind.READER: N_("read access"),
}


class Office(Base):
    """A person's right at a body without a seat: coordination, its deputy, read access; from-until.

    `handover_id` is the new coordination with which it was given or ended.
    """

    __tablename__ = "office"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on", name="period"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[OfficeKind]
    starts_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    handover_id: Mapped[int | None] = mapped_column(ForeignKey("coordination.id"), default=None)

    person: Mapped[Person] = relationship(init=False, repr=False, lazy="raise_on_sql")

    def holds_on(self, on: date) -> bool:
        return periods.holds(self.starts_on, self.ends_on, on)

    def judge(self, others: Iterable["Office"]) -> None:
        """Refuse an office that the person already holds at that time."""
        periods.judge(self)
        for other in others:
            same = other.person_id == self.person_id and other.kind is self.kind and other is not self
            if same and periods.overlap(other.starts_on, other.ends_on, self.starts_on, self.ends_on):
                raise RuleBroken(N_("This person already holds this office then."), field="person_id")

    def end(self, without_from: date) -> None:
        """End the right: from that day on it does not hold any more."""
        periods.end(self, without_from)
