"""Appearances: a hearing, a talk, a conference to which the table sends somebody, and the mandates for it."""

from datetime import date
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.appearance_words import AppearanceKind, AppearanceState, Capacity, MandateEnd
from models.base import Base
from models.bodies import Body
from models.deadlines import Land, counted_forward
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.meetings import is_web_address
from models.organisations import Organisation
from models.people import Person
from models.position_texts import PositionVersion
from models.projects import LEVELS, Project
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_

REPORT_WEEKS: Final = 4
"""So many weeks after it who went reports back to the table (domain.md 5.17)."""


class Appearance(Guarded, Base):
    """An occasion outside, noted by a table (`body_id`), perhaps about one of its projects.

    The host is a body that others coordinate, or words. Who goes there for whom stand in its mandates.
    `resolved_in` says where the sending was decided, for example "12. Sitzung, TOP 3".
    """

    __tablename__ = "appearance"
    __table_args__ = (
        CheckConstraint("title <> ''", name="titled"),
        CheckConstraint("host_id IS NULL OR host_name = ''", name="one_host"),
        CheckConstraint("visibility <> 'confidential'", name="readers"),
        Index("ix_appearance_body_id_held_on", "body_id", "held_on"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    kind: Mapped[AppearanceKind] = mapped_column(default=AppearanceKind.HEARING)
    title: Mapped[str] = mapped_column(TypedLine(300), default="")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), default=None, index=True)
    host_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), default=None, index=True)
    host_name: Mapped[str] = mapped_column(TypedLine(160), default="")
    held_on: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    place: Mapped[str] = mapped_column(TypedLine(160), default="")
    state: Mapped[AppearanceState] = mapped_column(default=AppearanceState.ASKED)
    resolved_in: Mapped[str] = mapped_column(TypedLine(200), default="")
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    found_in: Mapped[str] = mapped_column(TypedLine(300), default="")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql", foreign_keys=body_id)
    host: Mapped[Body | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys=host_id
    )
    project: Mapped[Project | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    mandates: Mapped[list["Mandate"]] = relationship(
        init=False, repr=False, back_populates="appearance", lazy="raise_on_sql", order_by="Mandate.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """As a project; what is about a project that one may not see, one may not see either."""
        inside = cls.body_id.in_(reader.readable)
        known = or_(inside, cls.body_id.in_(ids_where(Body, Body.visibility == Visibility.PUBLIC)))
        level = or_(
            cls.body_id.in_(reader.coordinates),
            and_(cls.visibility == Visibility.PUBLIC, known),
            and_(cls.visibility == Visibility.INTERNAL, inside),
        )
        of_project = cls.project_id.in_(ids_where(Project, Project.visible_to(reader)))
        return and_(level, or_(cls.project_id.is_(None), of_project))

    @property
    def is_on_the_web(self) -> bool:
        """Whether `found_in` is an address that can be followed."""
        return is_web_address(self.found_in)

    def report_due_on(self, land: Land) -> date | None:
        """The last day to report back; None while its day is not known, if nobody went, or all is done."""
        day = self.held_on.day
        if day is None or self.state in (AppearanceState.DECLINED, AppearanceState.CLOSED):
            return None
        return counted_forward(day, weeks=REPORT_WEEKS, land=land)

    def judge(self) -> None:
        """Refuse what has no title, two hosts, and a level that names institutions."""
        if not self.title:
            raise RuleBroken(N_("Please give a title."), field="title")
        if self.host_id is not None and self.host_name:
            raise RuleBroken(N_("Choose the host or name it, not both."), field="host_name")
        if self.visibility not in LEVELS:
            raise RuleBroken(N_("Please choose one of the levels."), field="visibility")


class Mandate(Guarded, Base):
    """Somebody goes to an appearance for an institution.

    `person_id`: known here; `name`: as the card names her or him, may be a function only. Employer and
    principal (on whose behalf) are institutions of the directory, or words; `for_table`: the table itself
    sends her. `scope`: what she may say and promise; `position_version_id`: the frozen text it is bound to,
    `bound_to` the same in words. `report` is her report back to the table.

    `to_check_since`: the person has left her employer since then; the coordination says whether the mandate
    goes on (`kept_on`), or lapses. A mandate for one's own employer lapses by itself.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR name <> ''", name="named"),
        CheckConstraint("employer_id IS NULL OR employer_name = ''", name="one_employer"),
        CheckConstraint("principal_id IS NULL OR principal_name = ''", name="one_principal"),
        CheckConstraint("NOT for_table OR (principal_id IS NULL AND principal_name = '')", name="for_table"),
        CheckConstraint("(ended IS NULL) = (ended_on IS NULL)", name="ending"),
        CheckConstraint("(report = '') = (reported_on IS NULL)", name="reported"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    appearance_id: Mapped[int] = mapped_column(ForeignKey("appearance.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    name: Mapped[str] = mapped_column(TypedLine(160), default="")
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None, index=True)
    employer_name: Mapped[str] = mapped_column(TypedLine(160), default="")
    capacity: Mapped[Capacity] = mapped_column(default=Capacity.ORDER)
    principal_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None, index=True)
    principal_name: Mapped[str] = mapped_column(TypedLine(160), default="")
    for_table: Mapped[bool] = mapped_column(default=False)
    scope: Mapped[str] = mapped_column(TypedText(1000), default="")
    bound_to: Mapped[str] = mapped_column(TypedLine(200), default="")
    position_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("position_version.id"), default=None, index=True
    )
    granted_on: Mapped[date | None] = mapped_column(default=None)
    found_in: Mapped[str] = mapped_column(TypedLine(300), default="")
    ended: Mapped[MandateEnd | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    to_check_since: Mapped[date | None] = mapped_column(default=None)
    kept_on: Mapped[date | None] = mapped_column(default=None)
    report: Mapped[str] = mapped_column(TypedText(5000), default="")
    reported_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    appearance: Mapped[Appearance] = relationship(
        init=False, repr=False, back_populates="mandates", lazy="raise_on_sql"
    )
    person: Mapped[Person | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    employer: Mapped[Organisation | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys=employer_id
    )
    principal: Mapped[Organisation | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys=principal_id
    )
    position_version: Mapped[PositionVersion | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Whoever sees the appearance."""
        return cls.appearance_id.in_(ids_where(Appearance, Appearance.visible_to(reader)))

    @property
    def runs(self) -> bool:
        return self.ended is None

    @property
    def speaks_for_others(self) -> bool:
        """Whether she speaks for somebody else than her employer, who then is neutral."""
        if self.for_table:
            return True
        theirs = (self.principal_id, self.principal_name.casefold())
        return self.capacity is not Capacity.OWN and theirs not in (
            (self.employer_id, self.employer_name.casefold()),
            (None, ""),
        )

    def end(self, how: MandateEnd, on: date) -> None:
        """From that day on it counts no more; what was reported stays."""
        if self.ended is not None:
            raise RuleBroken(N_("This mandate has ended already."))
        self.ended, self.ended_on, self.to_check_since = how, on, None

    def judge(self) -> None:
        """Refuse nobody, two employers, two principals, and somebody who speaks for nobody."""
        if self.person_id is None and not self.name:
            raise RuleBroken(N_("Choose who goes, or give a name or function."), field="name")
        if self.employer_id is not None and self.employer_name:
            raise RuleBroken(N_("Choose the employer or name it, not both."), field="employer_name")
        if self.principal_id is not None and self.principal_name:
            raise RuleBroken(N_("Choose on whose behalf or name it, not both."), field="principal_name")
        named = self.principal_id is not None or bool(self.principal_name)
        if self.for_table and (named or self.capacity is Capacity.OWN):
            raise RuleBroken(
                N_("On behalf of the table, or of somebody else: please choose one."), field="for_table"
            )
        nobody = not named and not self.for_table
        if nobody and self.capacity in (Capacity.ORDER, Capacity.BOARD):
            raise RuleBroken(N_("Please say on whose behalf."), field="principal_id")
