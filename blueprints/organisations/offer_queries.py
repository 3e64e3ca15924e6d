"""What the pages of help offers read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from blueprints.organisations.choice_queries import institutions
from models.folding import folded
from models.offers import Access, HelpKind, HelpOffer, OfferStatus, TargetGroup, a_year_before
from models.opening_hours import is_open
from models.organisations import Organisation
from models.several import includes

PAGE_SIZE = 50
RUNNING = (OfferStatus.ACTIVE, OfferStatus.CLOSED)
"""What still is an offer: open, or closed for a while."""


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word that was typed, folded, and the choices whose names hold it in the reader's language."""

    folded: str
    groups: tuple[TargetGroup, ...] = ()
    kinds: tuple[HelpKind, ...] = ()
    access: tuple[Access, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the directory is asked for; all of it must hold. Without a status: whatever still is an offer."""

    words: tuple[Word, ...] = ()
    group: TargetGroup | None = None
    kind: HelpKind | None = None
    access: Access | None = None
    when: Access | None = None
    language: str = ""
    area: str = ""
    status: OfferStatus | None = None
    any_status: bool = False
    is_overdue: bool = False
    open_at: datetime | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class FoundOffers:
    """One page of the directory, and how many offers were found in all."""

    offers: list[HelpOffer]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def directory(reading: Session, wanted: Wanted, on: date, page: int = 1) -> FoundOffers:
    """The offers that are wanted, with their providers, in order (`_ordered`); `page` counts from 1."""
    criteria = _asked(reading, wanted, on)
    count = select(func.count(HelpOffer.id)).join(HelpOffer.organisation).where(*criteria)
    total = reading.scalar(count) or 0
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    rows = reading.scalars(_ordered(criteria, wanted).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return FoundOffers(offers=list(rows), total=total, page=page)


def whole_directory(reading: Session, wanted: Wanted, on: date) -> list[HelpOffer]:
    """All offers that are wanted: for paper."""
    return list(
        reading.scalars(
            _ordered(_asked(reading, wanted, on), wanted).options(joinedload(HelpOffer.checked_by))
        )
    )


def _ordered(criteria: list[ColumnElement[bool]], wanted: Wanted) -> Select[HelpOffer]:
    """What is closed for a while comes last; before it what is found only by its provider's name."""
    closed = case((HelpOffer.status == OfferStatus.CLOSED, 1), else_=0)
    own = and_(true(), *(_says_itself(word) for word in wanted.words))
    return (
        select(HelpOffer)
        .join(HelpOffer.organisation)
        .where(*criteria)
        .options(contains_eager(HelpOffer.organisation))
        .order_by(closed, case((own, 0), else_=1), HelpOffer.folded, HelpOffer.id)
    )


def _asked(reading: Session, wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    """The conditions; what is open at an instant is read from the hours of all that state any."""
    criteria = _criteria(wanted, on)
    if wanted.open_at is not None:
        stated = select(HelpOffer.id, HelpOffer.open_hours, HelpOffer.land).where(
            HelpOffer.open_hours != "", in_status(OfferStatus.ACTIVE, on)
        )
        rows = reading.execute(stated).all()
        open_ids = [row.id for row in rows if is_open(row.open_hours, wanted.open_at, row.land)]
        criteria.append(HelpOffer.id.in_(open_ids))
    return criteria


def _criteria(wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    """What the reader asked for, as one statement's conditions; providers are joined."""
    found = [_says(word) for word in wanted.words]
    chosen: tuple[tuple[Any, Any], ...] = (
        (HelpOffer.target_groups, wanted.group),
        (HelpOffer.kinds, wanted.kind),
        (HelpOffer.access, wanted.access),
        (HelpOffer.access, wanted.when),
    )
    found += [includes(column, value) for column, value in chosen if value is not None]
    if wanted.language:
        columns = (HelpOffer.spoken, HelpOffer.materials)
        found.append(or_(*(includes(column, wanted.language) for column in columns)))
    for part in folded(wanted.area).split():
        found.append(HelpOffer.folded_area.contains(part, autoescape=True))
    if not wanted.any_status:
        found.append(in_status(wanted.status, on))
    if wanted.is_overdue:
        found.append(or_(HelpOffer.checked_on.is_(None), HelpOffer.checked_on < a_year_before(on)))
    if wanted.organisation_id is not None:
        found.append(HelpOffer.organisation_id == wanted.organisation_id)
    return found


def _says(word: Word) -> ColumnElement[bool]:
    """The word stands in the offer, in the name of one of its choices, or in its provider's name."""
    return or_(_says_itself(word), Organisation.folded.contains(word.folded, autoescape=True))


def _says_itself(word: Word) -> ColumnElement[bool]:
    found = [HelpOffer.folded.contains(word.folded, autoescape=True)]
    found += [includes(HelpOffer.target_groups, group) for group in word.groups]
    found += [includes(HelpOffer.kinds, kind) for kind in word.kinds]
    found += [includes(HelpOffer.access, access) for access in word.access]
    return or_(*found)


def in_status(status: OfferStatus | None, on: date) -> ColumnElement[bool]:
    """The status of that day: after its last day an offer is given up, whatever its row says."""
    lasts = or_(HelpOffer.ends_on.is_(None), HelpOffer.ends_on >= on)
    if status is None:
        return and_(HelpOffer.status.in_(RUNNING), lasts)
    if status is OfferStatus.DEFUNCT:
        return or_(HelpOffer.status == status, HelpOffer.ends_on < on)
    return and_(HelpOffer.status == status, lasts)


def offer(reading: Session, offer_id: int) -> HelpOffer | None:
    """One offer with its provider and with the institution that checked it last."""
    return reading.scalar(
        select(HelpOffer)
        .where(HelpOffer.id == offer_id)
        .options(joinedload(HelpOffer.organisation), joinedload(HelpOffer.checked_by))
    )


def offers_of(reading: Session, organisation_id: int) -> list[HelpOffer]:
    """All that an institution offers or has offered."""
    return list(
        reading.scalars(
            select(HelpOffer)
            .where(HelpOffer.organisation_id == organisation_id)
            .order_by(HelpOffer.folded, HelpOffer.id)
        )
    )


def languages(reading: Session) -> set[str]:
    """All languages that any offer names, spoken or of its material."""
    rows = reading.execute(select(HelpOffer.spoken, HelpOffer.materials).distinct())
    return {code for row in rows for codes in row for code in codes}


def providers(reading: Session, only: frozenset[int] | None = None) -> list[tuple[int, str]]:
    """Institutions to choose from: all, or those with these ids."""
    return institutions(reading, *([] if only is None else [Organisation.id.in_(only)]))
