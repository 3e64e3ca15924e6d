"""Papers of any issuer that a table keeps: motions, Vorlagen, Drucksachen, each with its number and level."""

import enum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, and_, event, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.errors import RuleBroken
from models.folding import folded
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.meetings import is_web_address
from models.organisations import Organisation
from models.paper_numbers import number_key
from models.seats import Seat
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_

if TYPE_CHECKING:
    from models.consultations import Consultation
    from models.files import File


class PaperKind(enum.Enum):
    """What a paper is by its heading (domain.md 8)."""

    MOTION = "motion"
    PROPOSAL = "proposal"
    PRINTED = "printed"
    COMMITTEE = "committee"
    NOTIFICATION = "notification"
    STATEMENT = "statement"
    QUESTION = "question"
    BILL = "bill"
    RECOMMENDATION = "recommendation"
    OTHER = "other"

    @property
    def label(self) -> str:
        return PAPER_KIND_WORDS[self]


PAPER_KIND_WORDS: Final = {
    PaperKind.MOTION: N_("motion"),
    PaperKind.PROPOSAL: N_("Vorlage"),
    PaperKind.PRINTED: N_("Drucksache"),
    PaperKind.COMMITTEE: N_("committee paper"),
    PaperKind.NOTIFICATION: N_("notification to a committee"),
    PaperKind.STATEMENT: N_("written statement"),
    PaperKind.QUESTION: N_("question put to an authority"),
    PaperKind.BILL: N_("bill"),
    PaperKind.RECOMMENDATION: N_("recommended resolution"),
    PaperKind.OTHER: N_("other paper"),
}


class Paper(Guarded, Base):
    """A paper that somebody else issued, kept by a table (`body_id`) for its members.

    `number` is printed as it was typed, `number_key` finds and compares it (models/paper_numbers.py). It is
    unique nowhere: numbers of two issuers are two papers, and a second one of the same issuer is told, not
    refused. The issuer is a body that others coordinate, or a name in words. `spellings` are other ways in
    which the source writes the originator, one a line; `originator_id` is its entry in the directory (a
    political group moves a motion). `found_in` says where it can be read.
    """

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("title <> '' OR number <> ''", name="named"),
        CheckConstraint("issuer_id IS NULL OR issuer_name = ''", name="issuer"),
        Index("ix_paper_body_id_dated", "body_id", "dated"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    kind: Mapped[PaperKind] = mapped_column(default=PaperKind.PROPOSAL)
    number: Mapped[str] = mapped_column(TypedLine(60), default="")
    title: Mapped[str] = mapped_column(TypedLine(300), default="")
    issuer_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), default=None, index=True)
    issuer_name: Mapped[str] = mapped_column(TypedLine(160), default="")
    originator: Mapped[str] = mapped_column(TypedLine(160), default="")
    originator_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None, index=True)
    spellings: Mapped[str] = mapped_column(TypedText(500), default="")
    dated: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    found_in: Mapped[str] = mapped_column(TypedLine(300), default="")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    number_key: Mapped[str] = mapped_column(String(120), init=False, default="", index=True)
    folded: Mapped[str] = mapped_column(String(2000), init=False, default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql", foreign_keys=body_id)
    moved_by: Mapped[Organisation | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    issuer: Mapped[Body | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys=issuer_id
    )
    audience: Mapped[list["PaperAudience"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    consultations: Mapped[list["Consultation"]] = relationship(
        init=False, repr=False, back_populates="paper", lazy="raise_on_sql", order_by="Consultation.id"
    )
    files: Mapped[list["File"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="File.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination reads all, members by level; guests of an item nothing that not everybody sees."""
        inside = cls.body_id.in_(reader.readable)
        known = or_(inside, cls.body_id.in_(ids_where(Body, Body.visibility == Visibility.PUBLIC)))
        naming = select(PaperAudience.paper_id).where(PaperAudience.seat_id.in_(reader.seat_ids))
        return or_(
            cls.body_id.in_(reader.coordinates),
            and_(cls.visibility == Visibility.PUBLIC, known),
            and_(cls.visibility == Visibility.INTERNAL, inside),
            and_(cls.visibility == Visibility.CONFIDENTIAL, inside, cls.id.in_(naming.correlate(None))),
        )

    @property
    def is_on_the_web(self) -> bool:
        """Whether `found_in` is an address that can be followed."""
        return is_web_address(self.found_in)

    def judge(self, named: int) -> None:
        """Refuse what cannot be called by anything, two issuers, and what names nobody though it must."""
        if not self.title and not self.number:
            raise RuleBroken(N_("Please give a title or a number."), field="title")
        if self.issuer_id is not None and self.issuer_name:
            raise RuleBroken(N_("Choose the issuer or name it, not both."), field="issuer_name")
        if self.visibility is Visibility.CONFIDENTIAL and not named:
            raise RuleBroken(N_("Name at least one institution that may see it."), field="seat_ids")


class PaperAudience(Base):
    """A seat that a confidential paper names."""

    __tablename__ = "paper_audience"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)

    seat: Mapped[Seat] = relationship(init=False, repr=False, lazy="raise_on_sql")


@event.listens_for(Paper, "before_insert")
@event.listens_for(Paper, "before_update")
def _make_findable(_mapper: Any, _connection: Any, paper: Paper) -> None:
    """What the search looks through follows whatever was changed, by whomever."""
    paper.number_key = number_key(paper.number)
    words = (paper.title, paper.originator, paper.spellings, paper.issuer_name, paper.number)
    paper.folded = folded(" ".join(words))[:2000]
