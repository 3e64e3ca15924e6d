"""Admissions: an institution is proposed for a seat at a body, and what was decided on it."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.errors import RuleBroken
from models.folding import folded
from models.indexes import unique_where
from models.organisations import Organisation, OrganisationKind
from models.seats import SeatKind
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded
from models.words import N_


class AdmissionState(enum.Enum):
    """Life cycle of domain.md 5.2 before the seat, which only an admission makes."""

    OPEN = "open"
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return ADMISSION_STATE_WORDS[self]


ADMISSION_STATE_WORDS = {
    AdmissionState.OPEN: N_("waits for a decision"),
    AdmissionState.ADMITTED: N_("admitted"),
    AdmissionState.REFUSED: N_("refused"),
    AdmissionState.WITHDRAWN: N_("withdrawn"),
}


class Admission(Guarded, Base):
    """A proposal to admit an institution: from the directory, or by `name` and kind if it is not in there.

    `seat_id` is the seat for which somebody proposed it; empty if the coordination did. It carries no right:
    that begins with the seat, `made_seat_id`. Institutions do not see what others have proposed.
    `decision_reason` and `reference` say what was decided and where.
    """

    __tablename__ = "admission"
    __table_args__ = (
        CheckConstraint(
            "organisation_id IS NOT NULL OR (name <> '' AND organisation_kind IS NOT NULL)",
            name="institution",
        ),
        CheckConstraint("(state = 'admitted') = (made_seat_id IS NOT NULL)", name="admitted"),
        unique_where("ix_admission_open", "body_id", "organisation_id", "seat_id", where="state = 'open'"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    kind: Mapped[SeatKind]
    reason: Mapped[str] = mapped_column(TypedText(2000))
    proposed_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    name: Mapped[str] = mapped_column(TypedLine(200), default="")
    organisation_kind: Mapped[OrganisationKind | None] = mapped_column(default=None)
    state: Mapped[AdmissionState] = mapped_column(default=AdmissionState.OPEN)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decision_reason: Mapped[str] = mapped_column(TypedLine(300), default="")
    reference: Mapped[str] = mapped_column(TypedLine(200), default="")
    made_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    organisation: Mapped[Organisation | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return or_(cls.body_id.in_(reader.coordinates), cls.seat_id.in_(reader.seat_ids))

    @property
    def institution(self) -> str:
        """What the institution is called: in the directory, else in the proposal."""
        return self.organisation.name if self.organisation else self.name

    def means(self, organisation_id: int | None, name: str) -> bool:
        """Whether it proposes this institution of the directory, or one that it calls so."""
        same_name = bool(name) and folded(self.name) == folded(name)
        return same_name if self.organisation_id is None else self.organisation_id == organisation_id

    def decide(self, state: AdmissionState, now: datetime, *, reason: str = "", reference: str = "") -> None:
        """It is decided on once."""
        if self.state is not AdmissionState.OPEN:
            raise RuleBroken(N_("This proposal has been decided on already."))
        self.state, self.decided_at = state, now
        self.decision_reason, self.reference = reason, reference
