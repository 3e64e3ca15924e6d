"""Institutions: the members of tables. Persons only represent them."""

import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.folding import folded
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.words import N_


class OrganisationKind(enum.Enum):
    """Art der Institution (domain.md section 4)."""

    SPECIALIST_CENTRE = "specialist-centre"
    COUNSELLING = "counselling"
    PROVIDER = "provider"
    ASSOCIATION = "association"
    UMBRELLA = "umbrella"
    POLICE = "police"
    JUSTICE = "justice"
    YOUTH_OFFICE = "youth-office"
    HEALTH_OFFICE = "health-office"
    PUBLIC_ORDER = "public-order"
    IMMIGRATION = "immigration"
    EMPLOYMENT = "employment"
    ADMINISTRATION = "administration"
    EQUALITY = "equality"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    SHELTER = "shelter"
    MINISTRY = "ministry"
    PARLIAMENT = "parliament"
    POLITICAL_GROUP = "political-group"
    INTERNATIONAL = "international"
    OTHER = "other"

    @property
    def label(self) -> str:
        return ORGANISATION_KIND_WORDS[self]


ORGANISATION_KIND_WORDS = {
    OrganisationKind.SPECIALIST_CENTRE: N_("specialist counselling centre"),
    OrganisationKind.COUNSELLING: N_("counselling centre"),
    OrganisationKind.PROVIDER: N_("provider"),
    OrganisationKind.ASSOCIATION: N_("association"),
    OrganisationKind.UMBRELLA: N_("umbrella organisation"),
    OrganisationKind.POLICE: N_("police"),
    OrganisationKind.JUSTICE: N_("justice, public prosecutor"),
    OrganisationKind.YOUTH_OFFICE: N_("youth welfare office"),
    OrganisationKind.HEALTH_OFFICE: N_("health office"),
    OrganisationKind.PUBLIC_ORDER: N_("public order authority"),
    OrganisationKind.IMMIGRATION: N_("immigration authority"),
    OrganisationKind.EMPLOYMENT: N_("employment agency, job centre"),
    OrganisationKind.ADMINISTRATION: N_("administration"),
    OrganisationKind.EQUALITY: N_("equal opportunities officer"),
    OrganisationKind.SCHOOL: N_("school"),
    OrganisationKind.HOSPITAL: N_("hospital, surgery"),
    OrganisationKind.SHELTER: N_("women's shelter"),
    OrganisationKind.MINISTRY: N_("ministry"),
    OrganisationKind.PARLIAMENT: N_("parliament, committee"),
    OrganisationKind.POLITICAL_GROUP: N_("political group"),
    OrganisationKind.INTERNATIONAL: N_("international organisation"),
    OrganisationKind.OTHER: N_("other"),
}


class Level(enum.Enum):
    """Ebene, from the municipality to the world."""

    MUNICIPAL = "municipal"
    REGIONAL = "regional"
    SUPRAREGIONAL = "supraregional"
    STATE = "state"
    FEDERAL = "federal"
    INTERNATIONAL = "international"

    @property
    def label(self) -> str:
        return LEVEL_WORDS[self]


LEVEL_WORDS = {
    Level.MUNICIPAL: N_("municipal"),
    Level.REGIONAL: N_("regional"),
    Level.SUPRAREGIONAL: N_("supraregional"),
    Level.STATE: N_("state (Land)"),
    Level.FEDERAL: N_("federal"),
    Level.INTERNATIONAL: N_("international level"),
}


class Organisation(Base):
    """An institution. A protected address is never stored: `place` then stays empty for good.

    `mailbox` is the function mailbox, which outlives persons; all who sign in read it once it is released.
    `source` says where a fact of the demo comes from. `is_collective` marks a Sammelbezeichnung: a group
    named together. `folded` is what the directory searches.
    """

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("NOT address_protected OR place = ''", name="protected"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(TypedLine(200), unique=True)
    short_name: Mapped[str] = mapped_column(TypedLine(60), default="")
    kind: Mapped[OrganisationKind] = mapped_column(default=OrganisationKind.OTHER)
    level: Mapped[Level | None] = mapped_column(default=None)
    is_collective: Mapped[bool] = mapped_column(default=False)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    place: Mapped[str] = mapped_column(TypedLine(120), default="")
    address_protected: Mapped[bool] = mapped_column(default=False)
    mailbox: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    mailbox_released: Mapped[bool] = mapped_column(default=False)
    public_contact: Mapped[str] = mapped_column(TypedLine(200), default="")
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    source: Mapped[str] = mapped_column(TypedLine(200), default="")
    folded: Mapped[str] = mapped_column(init=False, default="", index=True)
    version: Mapped[int] = mapped_column(init=False, default=1)

    parent: Mapped["Organisation | None"] = relationship(
        init=False, repr=False, remote_side="Organisation.id", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def called(self) -> str:
        """The short name where there is one: what stands on the ring."""
        return self.short_name or self.name


@event.listens_for(Organisation, "before_insert")
@event.listens_for(Organisation, "before_update")
def _fold(_mapper: Any, _connection: Any, organisation: Organisation) -> None:
    organisation.folded = folded(f"{organisation.name} {organisation.short_name}")
