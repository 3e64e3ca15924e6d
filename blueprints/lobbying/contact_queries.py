"""What the pages of contacts with politics read, through the reader's session."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.fuzzy_dates import FuzzyDate
from models.political_contacts import PoliticalContact, RegisterCheck

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class FoundContacts:
    """One page of contacts, how many there are in all, and how many are still to be checked."""

    contacts: Sequence[PoliticalContact]
    total: int
    to_check: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def contacts(reading: Session, table_id: int, page: int) -> FoundContacts:
    """The contacts of a table that the reader may see: the latest first, undated last."""
    of_table = PoliticalContact.body_id == table_id
    checks = select(PoliticalContact.register_check, func.count().label("number")).where(of_table)
    rows = reading.execute(checks.group_by(PoliticalContact.register_check))
    counts = {row.register_check: int(row.number) for row in rows}
    total = sum(counts.values())
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    undated = PoliticalContact.held_on == FuzzyDate.unknown()
    found = reading.scalars(
        select(PoliticalContact)
        .where(of_table)
        .options(joinedload(PoliticalContact.organisation), joinedload(PoliticalContact.project))
        .order_by(undated, PoliticalContact.held_on.desc(), PoliticalContact.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    to_check = counts.get(RegisterCheck.TO_CHECK, 0)
    return FoundContacts(contacts=found, total=total, to_check=to_check, page=page)


def contact(reading: Session, table_id: int, contact_id: int) -> PoliticalContact | None:
    """One contact of a table."""
    return reading.scalar(
        select(PoliticalContact)
        .where(PoliticalContact.id == contact_id, PoliticalContact.body_id == table_id)
        .options(joinedload(PoliticalContact.body))
    )
