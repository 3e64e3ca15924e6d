"""What the pages read of contact points."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.contact_points import ContactKind, ContactPoint

ORDER = list(ContactKind)


def contacts_of(reading: Session, organisation_id: int) -> Sequence[ContactPoint]:
    """The contact points of an institution that the reader may see: public ones first, by name."""
    rows = reading.scalars(
        select(ContactPoint)
        .where(ContactPoint.organisation_id == organisation_id)
        .options(joinedload(ContactPoint.checked_by))
    )
    return sorted(rows, key=lambda each: (ORDER.index(each.kind), each.name.casefold(), each.id))


def contact(reading: Session, organisation_id: int, contact_id: int) -> ContactPoint | None:
    return reading.scalar(
        select(ContactPoint).where(
            ContactPoint.id == contact_id, ContactPoint.organisation_id == organisation_id
        )
    )
