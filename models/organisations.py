"""Institutions: the members of tables. Persons only represent them."""

import enum
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, event, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.base import Base
from models.coming_names import ComingName
from models.errors import RuleBroken
from models.folding import folded
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.indexes import unique_where
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.words import N_


class OrganisationKind(enum.Enum):
    """Art der Institution (domain.md section 4)."""

    SPECIALIST_CENTRE = "specialist-centre"
    COUNSELLING = "counselling"
    PROVIDER = "provider"
    ASSOCIATION = "association"
    UMBRELLA = "umbrella"
    NETWORK = "network"
    POLICE = "police"
    JUSTICE = "justice"
    YOUTH_OFFICE = "youth-office"
    HEALTH_OFFICE = "health-office"
    SOCIAL_OFFICE = "social-office"
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
    OrganisationKind.NETWORK: N_("network of institutions"),
    OrganisationKind.POLICE: N_("police"),
    OrganisationKind.JUSTICE: N_("justice, public prosecutor"),
    OrganisationKind.YOUTH_OFFICE: N_("youth welfare office"),
    OrganisationKind.HEALTH_OFFICE: N_("health office"),
    OrganisationKind.SOCIAL_OFFICE: N_("social welfare office"),
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


class DataProtection(enum.Enum):
    """Whose data protection law holds for the institution (domain.md 7.2)."""

    GDPR = "gdpr"
    DSG_EKD = "dsg-ekd"
    KDG = "kdg"

    @property
    def label(self) -> str:
        return DATA_PROTECTION_WORDS[self]


DATA_PROTECTION_WORDS = {
    DataProtection.GDPR: N_("GDPR with the law of the Land"),
    DataProtection.DSG_EKD: N_("DSG-EKD (Protestant church)"),
    DataProtection.KDG: N_("KDG (Catholic church)"),
}


class Ending(enum.Enum):
    """How an institution ceased to be."""

    MERGED = "merged"
    SPLIT = "split"
    TAKEN_OVER = "taken-over"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return ENDING_WORDS[self]


ENDING_WORDS = {
    Ending.MERGED: N_("merged with others"),
    Ending.SPLIT: N_("split up"),
    Ending.TAKEN_OVER: N_("taken over"),
    Ending.CLOSED: N_("closed down"),
}


class Organisation(ComingName, Base):
    """An institution. A protected address is never stored: `place` and `postal_address` stay empty then.

    `mailbox` is the function mailbox, which outlives persons; all who sign in read it once it is released.
    `source` says where a fact of the demo comes from. `is_collective` marks a Sammelbezeichnung: a group
    named together. `decides_subject_to_management`: as a rule it answers "vorbehaltlich der Zustimmung der
    Leitung"; `management_note` says more. `ended_on` is the first day on which the institution is no more;
    its rows stay. `folded` is what the directory searches.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("NOT address_protected OR (place = '' AND postal_address = '')", name="protected"),
        CheckConstraint(
            "lobby_number = '' OR (length(lobby_number) = 7 AND substr(lobby_number, 1, 1) = 'R'"
            " AND ltrim(substr(lobby_number, 2), '0123456789') = '')",
            name="lobby_number",
        ),
        CheckConstraint("(ending IS NULL) = (ended_on IS NULL)", name="ended"),
        CheckConstraint("(next_name = '') = (next_name_on IS NULL)", name="next_name"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(TypedLine(200), unique=True)
    short_name: Mapped[str] = mapped_column(TypedLine(60), default="")
    kind: Mapped[OrganisationKind] = mapped_column(default=OrganisationKind.OTHER)
    level: Mapped[Level | None] = mapped_column(default=None)
    is_collective: Mapped[bool] = mapped_column(default=False)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None, index=True)
    place: Mapped[str] = mapped_column(TypedLine(120), default="")
    postal_address: Mapped[str] = mapped_column(TypedText(500), default="")
    address_protected: Mapped[bool] = mapped_column(default=False)
    mailbox: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    mailbox_released: Mapped[bool] = mapped_column(default=False)
    public_contact: Mapped[str] = mapped_column(TypedLine(200), default="")
    data_protection: Mapped[DataProtection | None] = mapped_column(default=None)
    lobby_number: Mapped[str] = mapped_column(TypedLine(7), default="")
    decides_subject_to_management: Mapped[bool] = mapped_column(default=False)
    management_note: Mapped[str] = mapped_column(TypedLine(200), default="")
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    source: Mapped[str] = mapped_column(TypedLine(200), default="")
    ending: Mapped[Ending | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    end_reason: Mapped[str] = mapped_column(TypedLine(200), default="")
    next_short_name: Mapped[str] = mapped_column(
        TypedLine(60), default="", deferred=True, deferred_group="coming"
    )
    next_name_source: Mapped[str] = mapped_column(
        TypedLine(200), default="", deferred=True, deferred_group="coming"
    )
    folded: Mapped[str] = mapped_column(init=False, default="", index=True)
    version: Mapped[int] = mapped_column(init=False, default=1)

    parent: Mapped["Organisation | None"] = relationship(
        init=False, repr=False, remote_side="Organisation.id", lazy="raise_on_sql"
    )
    former_names: Mapped[list["FormerName"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="(FormerName.until, FormerName.id)"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def called(self) -> str:
        """The short name where there is one: what stands on the ring."""
        return self.short_name or self.name

    def name_of(self, day: date | None) -> str:
        """`organisation_names.name_on` in plain Python; the former names must be loaded."""
        return self._on(day).name

    def called_of(self, day: date | None) -> str:
        """`called_on` in plain Python."""
        return self._on(day).called

    def _on(self, day: date | None) -> "Organisation | FormerName":
        if day is None or not self.former_names:
            return self
        wanted = FuzzyDate.of_day(day).sort_key
        for former in self.former_names:  # in the order of their ends, unknown ones last
            if former.until.is_known and former.until.sort_key > wanted:
                return former
        return self

    def exists_on(self, day: date) -> bool:
        return self.ended_on is None or day < self.ended_on

    def must_exist(self, day: date, field: str) -> None:
        """Refuse to begin something anew with an institution that is no more."""
        if not self.exists_on(day):
            raise RuleBroken(N_("This institution does not exist any more then."), field=field)


class FormerName(Base):
    """A name that an institution bore until another one began; the present one stands in the institution.

    `until` is the first day of the next name, as exactly as it is known. With a whole year or season the
    next name counts from its first day on; unknown days never decide. See models/organisation_names.py.
    """

    __tablename__ = "former_name"
    __table_args__ = (
        unique_where("ix_former_name_until", "organisation_id", "until", where="until <> '9999999999 XXXX'"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(TypedLine(200))
    short_name: Mapped[str] = mapped_column(TypedLine(60), default="")
    until: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    source: Mapped[str] = mapped_column(TypedLine(200), default="")
    folded: Mapped[str] = mapped_column(init=False, default="")

    @property
    def called(self) -> str:
        return self.short_name or self.name


class Succession(Base):
    """What became of an institution that has ended: one row for each successor."""

    __tablename__ = "succession"
    __table_args__ = (CheckConstraint("predecessor_id <> successor_id", name="ends"),)

    predecessor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)


def existing_on(day: date) -> ColumnElement[bool]:
    """SQL: the institution has not ended on that day, so that something may begin with it."""
    return or_(Organisation.ended_on.is_(None), Organisation.ended_on > day)


@event.listens_for(Organisation, "before_insert")
@event.listens_for(Organisation, "before_update")
@event.listens_for(FormerName, "before_insert")
@event.listens_for(FormerName, "before_update")
def _fold(_mapper: Any, _connection: Any, row: Organisation | FormerName) -> None:
    row.folded = folded(f"{row.name} {row.short_name}")
