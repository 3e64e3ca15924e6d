"""The steps of a procedure's version: who does what when, whom to call, what may be passed on, what then."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.contact_points import ContactPoint
from models.errors import RuleBroken
from models.offers import HelpOffer
from models.organisations import OrganisationKind
from models.procedures import Procedure, ProcedureVersion
from models.seats import Seat
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, ids_where
from models.words import N_

MOST_STEPS: Final = 99
MOST_BRANCHES: Final = 8
WORDS: Final = (
    *("trigger", "action", "time_limit", "otherwise", "with_consent", "without_consent"),
    *("legal_basis", "documents", "note"),
)
"""What is typed about a step."""


class ProcedureStep(Guarded, Base):
    """One step. `key` stays the same from version to version, `place` (from 1) is its number in this one.

    Who acts is an institution at the table (`seat_id`) or whoever is of a kind (`category`). `otherwise`:
    what happens where nobody is reached. `with_consent` and `without_consent`: what may be passed on.
    What comes then: `ends`, or the branches, or else the step that follows. Seen with its version.
    """

    __tablename__ = "procedure_step"
    __table_args__ = (
        CheckConstraint("seat_id IS NULL OR category IS NULL", name="actor"),
        CheckConstraint(f"place BETWEEN 1 AND {MOST_STEPS + 1}", name="place"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"), index=True)
    key: Mapped[int]
    place: Mapped[int]
    action: Mapped[str] = mapped_column(TypedText(2000))
    trigger: Mapped[str] = mapped_column(TypedText(1000), default="")
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)
    category: Mapped[OrganisationKind | None] = mapped_column(default=None)
    time_limit: Mapped[str] = mapped_column(TypedLine(160), default="")
    otherwise: Mapped[str] = mapped_column(TypedText(1000), default="")
    with_consent: Mapped[str] = mapped_column(TypedText(2000), default="")
    without_consent: Mapped[str] = mapped_column(TypedText(2000), default="")
    legal_basis: Mapped[str] = mapped_column(TypedLine(200), default="")
    documents: Mapped[str] = mapped_column(TypedText(1000), default="")
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    ends: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(init=False, default=1)

    seat: Mapped[Seat | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    branches: Mapped[list["StepBranch"]] = relationship(
        init=False,
        repr=False,
        lazy="raise_on_sql",
        order_by="StepBranch.id",
        foreign_keys="StepBranch.step_id",
        cascade="all, delete-orphan",
    )
    offers: Mapped[list["StepOffer"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="StepOffer.id", cascade="all, delete-orphan"
    )
    contact: Mapped["StepContact | None"] = relationship(
        init=False, repr=False, lazy="raise_on_sql", uselist=False, cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.version_id.in_(ids_where(ProcedureVersion, ProcedureVersion.visible_to(reader)))

    def judge(self, branches: int) -> None:
        """Refuse two actors, and an end from which something follows."""
        if self.seat_id is not None and self.category is not None:
            raise RuleBroken(
                N_("Choose an institution or a kind of institution, not both."), field="category"
            )
        if self.ends and branches:
            raise RuleBroken(N_("The procedure can’t end here and go on."), field="ends")


class StepBranch(Base):
    """Where it goes on if a condition holds; from the same version."""

    __tablename__ = "step_branch"
    __table_args__ = (CheckConstraint("to_step_id <> step_id", name="elsewhere"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("procedure_step.id"), index=True)
    to_step_id: Mapped[int] = mapped_column(ForeignKey("procedure_step.id"), index=True)
    condition: Mapped[str] = mapped_column(TypedLine(200), default="")


class StepOffer(Base):
    """A help offer of the directory that a step refers to."""

    __tablename__ = "step_offer"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("procedure_step.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("help_offer.id"), index=True)

    offer: Mapped[HelpOffer] = relationship(init=False, repr=False, lazy="raise_on_sql")


class StepContact(Guarded, Base):
    """The contact point of a step: of the directory of institutions, never typed here.

    Seen by whoever sees the step, the contact point itself, and whom the level of the contacts lets in.
    `contact_id` is empty once its institution has deleted it: the step has lost its contact point.
    """

    __tablename__ = "step_contact"

    step_id: Mapped[int] = mapped_column(ForeignKey("procedure_step.id"), primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact_point.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"), index=True)

    point: Mapped[ContactPoint | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        level = or_(Procedure.drafted_by(reader), Procedure.of_level(reader, "contacts_visibility"))
        return and_(
            cls.procedure_id.in_(ids_where(Procedure, level)),
            cls.step_id.in_(ids_where(ProcedureStep, ProcedureStep.visible_to(reader))),
            or_(
                cls.contact_id.is_(None),
                cls.contact_id.in_(ids_where(ContactPoint, ContactPoint.visible_to(reader))),
            ),
        )


def plain(step: ProcedureStep, keys: dict[int, int]) -> dict[str, Any]:
    """What a step says, without its contact point: the same in every version in which it says the same.

    `keys` names the steps of its version by their ids.
    """
    return {
        **{name: getattr(step, name) for name in WORDS},
        "seat": step.seat_id,
        "category": step.category.value if step.category else None,
        "ends": step.ends,
        "branches": [[each.condition, keys[each.to_step_id]] for each in step.branches],
        "offers": sorted(each.offer_id for each in step.offers),
    }


def hash_of(wording: str, steps: Iterable[ProcedureStep]) -> str:
    """The SHA-256 of what is adopted: the wording and the steps in their order."""
    rows = list(steps)
    keys = {each.id: each.key for each in rows}
    said = [[each.key, plain(each, keys)] for each in rows]
    words = json.dumps([wording, said], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()
