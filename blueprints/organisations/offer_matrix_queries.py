"""Who offers what for whom: target groups by kinds of help, each cell with its providers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.organisations.offer_queries import in_status
from models.offers import HelpKind, HelpOffer, OfferStatus, TargetGroup
from models.organisations import Organisation


@dataclass(frozen=True, kw_only=True)
class Provider:
    """An institution of the matrix, and the letters that stand for it in the cells."""

    organisation_id: int
    name: str
    letter: str


@dataclass(kw_only=True)
class Offering:
    """A provider in a cell; closed where all that it offers there is closed for a while."""

    provider: Provider
    is_closed: bool = True


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """A target group: for each kind of help who offers it, by their names."""

    group: TargetGroup
    cells: dict[HelpKind, list[Offering]]

    @property
    def entered(self) -> list[HelpKind]:
        return [kind for kind, found in self.cells.items() if found]

    @property
    def gaps(self) -> list[HelpKind]:
        return [kind for kind, found in self.cells.items() if not found]


@dataclass(frozen=True, kw_only=True)
class Unsorted:
    """An offer that names no target group, or no kind of help; what it does name is not missing."""

    offer_id: int
    title: str
    groups: tuple[TargetGroup, ...]
    kinds: tuple[HelpKind, ...]


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Who offers what for whom, of the offers that still are. `missing_...` have no entry at all;
    `unsorted` offers stand in no cell."""

    providers: list[Provider]
    kinds: list[HelpKind]
    rows: list[MatrixRow]
    unsorted: list[Unsorted]

    @property
    def missing_groups(self) -> list[TargetGroup]:
        known = {row.group for row in self.rows} | {each for offer in self.unsorted for each in offer.groups}
        return [group for group in TargetGroup if group not in known]

    @property
    def missing_kinds(self) -> list[HelpKind]:
        known = {*self.kinds, *(each for offer in self.unsorted for each in offer.kinds)}
        return [kind for kind in HelpKind if kind not in known]


Cells = dict[tuple[TargetGroup, HelpKind], dict[int, Offering]]


def matrix(reading: Session, on: date) -> Matrix:
    """Read in one statement, whatever there is."""
    cells: Cells = {}
    providers: dict[int, Provider] = {}
    unsorted = []
    for row in reading.execute(_for_matrix(on)):
        places = [(group, kind) for group in row.target_groups for kind in row.kinds]
        if not places:
            unsorted.append(_unsorted(row))
            continue
        provider = providers.setdefault(row.organisation_id, _provider(row, len(providers)))
        for place in places:
            offering = cells.setdefault(place, {}).setdefault(
                provider.organisation_id, Offering(provider=provider)
            )
            offering.is_closed &= row.status is OfferStatus.CLOSED
    kinds = [kind for kind in HelpKind if any(place[1] is kind for place in cells)]
    groups = [group for group in TargetGroup if any(place[0] is group for place in cells)]
    return Matrix(
        providers=list(providers.values()),
        kinds=kinds,
        rows=[_row(group, kinds, cells) for group in groups],
        unsorted=unsorted,
    )


def _provider(row: Any, place: int) -> Provider:
    name = row.short_name or row.name
    return Provider(organisation_id=row.organisation_id, name=name, letter=letters_of(place))


def _unsorted(row: Any) -> Unsorted:
    return Unsorted(offer_id=row.id, title=row.title, groups=row.target_groups, kinds=row.kinds)


def letters_of(place: int) -> str:
    """A for the first, Z for the twenty-sixth, then AA."""
    before, own = divmod(place, 26)
    return (letters_of(before - 1) if before else "") + chr(ord("A") + own)


def _for_matrix(on: date) -> Any:
    return (
        select(
            HelpOffer.id,
            HelpOffer.title,
            HelpOffer.target_groups,
            HelpOffer.kinds,
            HelpOffer.status,
            HelpOffer.organisation_id,
            Organisation.name,
            Organisation.short_name,
        )
        .join(HelpOffer.organisation)
        .where(in_status(None, on))
        .order_by(Organisation.folded, HelpOffer.folded, HelpOffer.id)
    )


def _row(group: TargetGroup, kinds: list[HelpKind], cells: Cells) -> MatrixRow:
    return MatrixRow(group=group, cells={kind: list(cells.get((group, kind), {}).values()) for kind in kinds})
