"""Relations as they are stated: a member, a partner, a host; each with its words and its source."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.organisations import Organisation
from models.typed_text import TypedLine
from models.visibility import Guarded, ids_where
from models.words import N_


class RelationKind(enum.Enum):
    """What the first institution is to the other one, or to a body; never more than was said."""

    MEMBER = "member"
    FEDERATED = "federated"
    WORKS_WITH = "works-with"
    HOSTS = "hosts"
    FOUNDED = "founded"

    @property
    def label(self) -> str:
        """As the page of the first institution says it, before the other's name."""
        return RELATION_WORDS[self][0]

    @property
    def label_back(self) -> str:
        """As the other's page says it, before the name of the first."""
        return RELATION_WORDS[self][1]


RELATION_WORDS = {
    RelationKind.MEMBER: (N_("is a member of"), N_("has as a member")),
    RelationKind.FEDERATED: (
        N_("belongs to the umbrella organisation"),
        N_("is the umbrella organisation of"),
    ),
    RelationKind.WORKS_WITH: (N_("works together with"), N_("works together with")),
    RelationKind.HOSTS: (N_("hosts"), N_("is hosted by")),
    RelationKind.FOUNDED: (N_("founded"), N_("was founded by")),
}


class Relation(Guarded, Base):
    """One stated relation of an institution to another one or to a body. `wording` is what was said, word
    for word; `until` is empty while it holds. A seat at a table is a `Seat`, not a relation.
    """

    __tablename__ = "relation"
    __table_args__ = (
        CheckConstraint("(other_id IS NULL) <> (body_id IS NULL)", name="one_end"),
        CheckConstraint("other_id IS NULL OR other_id <> organisation_id", name="ends"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[RelationKind]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None, index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), default=None, index=True)
    wording: Mapped[str] = mapped_column(TypedLine(300), default="")
    source: Mapped[str] = mapped_column(TypedLine(200), default="")
    since: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    until: Mapped[FuzzyDate | None] = mapped_column(FuzzyDateType(), default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    organisation: Mapped[Organisation] = relationship(
        init=False, repr=False, foreign_keys=[organisation_id], lazy="raise_on_sql"
    )
    other: Mapped[Organisation | None] = relationship(
        init=False, repr=False, foreign_keys=[other_id], lazy="raise_on_sql"
    )
    body: Mapped[Body | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Of a relation to a body knows only who may know of the body."""
        return or_(cls.body_id.is_(None), cls.body_id.in_(ids_where(Body, Body.visible_to(reader))))
