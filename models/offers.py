"""Help offers apart from their providers, after the service of Open Referral's HSDS."""

import re
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, event, inspect, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.folding import folded
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.offer_words import Access, HelpKind, OfferStatus, TargetGroup
from models.opening_hours import OpeningHours
from models.organisations import Organisation
from models.several import Languages, Several
from models.typed_text import TypedLine, TypedText

__all__ = ["Access", "HelpKind", "HelpOffer", "OfferStatus", "TargetGroup", "a_year_before"]


PHONE = re.compile(r"(?<![\w.@-])(?:\+|0)[0-9][0-9 /()–-]{4,}[0-9]")


def a_year_before(on: date) -> date:
    """The same day a year earlier; the 29th of February follows the 28th."""
    return on.replace(year=on.year - 1, day=28 if (on.month, on.day) == (2, 29) else on.day)


class HelpOffer(OpeningHours, Base):
    """What an institution offers, for whom, and how one comes to it.

    What is not stated stays empty; each choice has words of the provider's own beside it. `ends_on` is the
    last day. `times` says in free words what `open_hours` can't. `alert` is a short-term notice until
    `alert_until`, and gone after it. `checked_on` is the day on which all was found right, `checked_by_id`
    the institution that said so. Where the address is protected, here or at the provider, no place is stored.
    `folded` is what the directory searches.
    """

    __tablename__ = "help_offer"
    __table_args__ = (
        UniqueConstraint("organisation_id", "title"),
        CheckConstraint("NOT address_protected OR place = ''", name="protected"),
        CheckConstraint("(alert = '') = (alert_until IS NULL)", name="alert_ends"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[str] = mapped_column(TypedLine(200))
    description: Mapped[str] = mapped_column(TypedText(4000), default="")
    target_groups: Mapped[tuple[TargetGroup, ...]] = mapped_column(Several(TargetGroup), default=())
    target_words: Mapped[str] = mapped_column(TypedText(1000), default="")
    kinds: Mapped[tuple[HelpKind, ...]] = mapped_column(Several(HelpKind), default=())
    kind_words: Mapped[str] = mapped_column(TypedText(1000), default="")
    area: Mapped[str] = mapped_column(TypedLine(200), default="")
    access: Mapped[tuple[Access, ...]] = mapped_column(Several(Access), default=())
    access_words: Mapped[str] = mapped_column(TypedText(1000), default="")
    spoken: Mapped[tuple[str, ...]] = mapped_column(Languages(), default=())
    materials: Mapped[tuple[str, ...]] = mapped_column(Languages(), default=())
    times: Mapped[str] = mapped_column(TypedText(500), default="")
    contact: Mapped[str] = mapped_column(TypedText(500), default="")
    place: Mapped[str] = mapped_column(TypedLine(200), default="")
    address_protected: Mapped[bool] = mapped_column(default=False)
    since: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    status: Mapped[OfferStatus] = mapped_column(default=OfferStatus.ACTIVE)
    alert: Mapped[str] = mapped_column(TypedLine(300), default="")
    alert_until: Mapped[date | None] = mapped_column(default=None)
    checked_on: Mapped[date | None] = mapped_column(default=None)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    source: Mapped[str] = mapped_column(TypedText(2000), default="")
    folded: Mapped[str] = mapped_column(init=False, default="")
    folded_area: Mapped[str] = mapped_column(init=False, default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    organisation: Mapped[Organisation] = relationship(
        init=False, repr=False, foreign_keys=organisation_id, lazy="raise_on_sql"
    )
    checked_by: Mapped[Organisation | None] = relationship(
        init=False, repr=False, foreign_keys=checked_by_id, lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def status_on(self, on: date) -> OfferStatus:
        """The state of a day: whatever was said, after its last day an offer is given up."""
        return OfferStatus.DEFUNCT if self.ends_on is not None and self.ends_on < on else self.status

    def alert_on(self, on: date) -> str:
        """The short-term notice, as long as it holds."""
        return self.alert if self.alert_until is not None and self.alert_until >= on else ""

    @property
    def phones(self) -> list[str]:
        """The telephone numbers in what is said about the contact, as they are written there."""
        return [found.strip() for found in PHONE.findall(self.contact)]

    def is_overdue(self, on: date) -> bool:
        """Whether nobody has found the facts right within twelve months, or ever."""
        return self.checked_on is None or self.checked_on < a_year_before(on)


@event.listens_for(HelpOffer, "before_insert")
@event.listens_for(HelpOffer, "before_update")
def _fold(_mapper: Any, _connection: Any, offer: HelpOffer) -> None:
    own = (offer.title, offer.description, offer.target_words, offer.kind_words, offer.access_words)
    offer.folded = folded(" ".join((*own, offer.area, offer.times)))
    offer.folded_area = folded(offer.area)


@event.listens_for(Organisation, "after_update")
def _protect(_mapper: Any, connection: Any, provider: Organisation) -> None:
    """When an institution's address becomes protected, the places of its offers go at the same moment."""
    if provider.address_protected and inspect(provider).attrs.address_protected.history.has_changes():
        offers: Any = HelpOffer.__table__
        connection.execute(
            update(offers)
            .where(offers.c.organisation_id == provider.id, offers.c.place != "")
            .values(place="", version=offers.c.version + 1)
        )
