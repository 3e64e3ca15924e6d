"""Reports on a request: drafted, shown to whoever answered, released in versions that are frozen."""

import enum
from datetime import date, datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.decisions import Decision
from models.editions import Edition
from models.organisations import Organisation
from models.requests import ExternalRequest
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_

OBJECTION_DAYS: Final = 5
"""Working days in which respondents look at their own lines before the release (domain.md 5.12)."""


class ReportState(enum.Enum):
    """Derived (domain.md 5.12)."""

    DRAFT = "draft"
    SHOWN = "shown"
    SETTLED = "settled"
    RELEASED = "released"

    @property
    def label(self) -> str:
        return REPORT_STATE_WORDS[self]


REPORT_STATE_WORDS: Final = {
    ReportState.DRAFT: N_("draft of a report"),
    ReportState.SHOWN: N_("shown to those who answered"),
    ReportState.SETTLED: N_("lines checked, not released yet"),
    ReportState.RELEASED: N_("report released"),
}


def written_by(reader: Actor) -> ColumnElement[bool]:
    """SQL: the reader writes the report on a request: the coordination, and whoever has the lead."""
    request = ExternalRequest.__table__.c
    return or_(request.body_id.in_(reader.coordinates), request.seat_id.in_(reader.seat_ids))


class Report(Guarded, Base):
    """What is reported on a request, as it is written now. Figures in the texts are fields (`{A.befragt}`,
    models/report_fields.py), which are filled in from the surveys of the request whenever it is read, and
    frozen with each version. Results and the note on what nobody reports are no texts: they cannot go.

    `objections_until`: the last day for whoever answered to object to its own line. `decision_id`: the
    decision in which the table agreed, where it wants to.
    """

    __tablename__ = "report"
    __table_args__ = (CheckConstraint("(shown_at IS NULL) = (objections_until IS NULL)", name="shown"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("external_request.id"), unique=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    begun_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(TypedLine(200))
    addressee: Mapped[str] = mapped_column(TypedLine(200), default="")
    occasion: Mapped[str] = mapped_column(TypedText(8000), default="")
    method: Mapped[str] = mapped_column(TypedText(8000), default="")
    limits: Mapped[str] = mapped_column(TypedText(8000), default="")
    proposal: Mapped[str] = mapped_column(TypedText(8000), default="")
    shown_at: Mapped[datetime | None] = mapped_column(default=None)
    objections_until: Mapped[date | None] = mapped_column(default=None)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), default=None, index=True)
    version: Mapped[int] = mapped_column(init=False, default=1)

    request: Mapped[ExternalRequest] = relationship(init=False, repr=False, lazy="raise_on_sql")
    decision: Mapped[Decision | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    assessments: Mapped[list["ReportAssessment"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="ReportAssessment.id"
    )
    versions: Mapped[list["ReportVersion"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="ReportVersion.number"
    )
    objections: Mapped[list["ReportObjection"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="ReportObjection.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Who writes it; once it is shown, whoever sees the request knows of it, and sees its own lines."""
        visible = ids_where(ExternalRequest, ExternalRequest.visible_to(reader))
        writing = ids_where(ExternalRequest, written_by(reader))
        return or_(cls.request_id.in_(writing), (cls.shown_at.is_not(None)) & cls.request_id.in_(visible))

    def state(self, today: date) -> ReportState:
        if self.versions:
            return ReportState.RELEASED
        if self.objections_until is None:
            return ReportState.DRAFT
        over = today > self.objections_until and all(each.answered_at for each in self.objections)
        return ReportState.SETTLED if over else ReportState.SHOWN


class ReportAssessment(Guarded, Base):
    """A judgement, apart from what was found, with whose it is (Bewertung)."""

    __tablename__ = "report_assessment"
    __table_args__ = (CheckConstraint("author <> '' AND text <> ''", name="authored"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    text: Mapped[str] = mapped_column(TypedText(4000))
    author: Mapped[str] = mapped_column(TypedLine(200))

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.report_id.in_(_written(reader))


class ReportVersion(Guarded, Base):
    """A version as it was released: an edition, and never changed. Corrections are further ones, with their
    reason; the one before keeps its reply and its reference."""

    __tablename__ = "report_version"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        CheckConstraint("number = 1 OR reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    number: Mapped[int]
    released_on: Mapped[date]
    released_by: Mapped[str] = mapped_column(TypedLine(160))
    reason: Mapped[str] = mapped_column(TypedText(1000), default="")

    edition: Mapped[Edition] = relationship(init=False, repr=False, lazy="raise_on_sql")
    report: Mapped[Report] = relationship(
        init=False, repr=False, lazy="raise_on_sql", back_populates="versions"
    )

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Whoever sees the request, and may read the version itself."""
        visible = ids_where(ExternalRequest, ExternalRequest.visible_to(reader))
        report = Report.__table__.c
        theirs = select(report.id).where(report.request_id.in_(visible)).correlate(None)
        read = ids_where(Edition, Edition.visible_to(reader))
        return and_(cls.report_id.in_(theirs), cls.edition_id.in_(read))


class ReportObjection(Guarded, Base):
    """What an institution objects to in its own line, and what was answered."""

    __tablename__ = "report_objection"
    __table_args__ = (CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str] = mapped_column(TypedText(2000))
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(TypedText(2000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)

    organisation: Mapped[Organisation] = relationship(init=False, repr=False, lazy="raise_on_sql")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The institution itself, and the coordination, which answers. Not whoever only has the lead: it says
        what one institution has answered."""
        report = Report.__table__.c
        kept = select(report.id).where(report.body_id.in_(reader.coordinates)).correlate(None)
        return or_(cls.seat_id.in_(reader.seat_ids), cls.report_id.in_(kept))


def _written(reader: Actor) -> ColumnElement[bool]:
    report = Report.__table__.c
    writing = ids_where(ExternalRequest, written_by(reader))
    return select(report.id).where(report.request_id.in_(writing)).correlate(None)  # type: ignore[return-value]
