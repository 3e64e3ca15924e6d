"""What the pages about the address of an account read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.accounts import Account, hashed
from models.address_changes import AddressChange
from models.history import Entry
from models.people import Person
from models.typed_text import email_key


def waiting(house: Session, token: str, now: datetime) -> tuple[AddressChange, Account] | None:
    """The change that this link confirms; None for used, expired, unknown and locked ones."""
    found = _by(house, AddressChange.confirm_hash == hashed(token))
    return found if found and found[0].waits(now) else None


def undoable(house: Session, token: str, now: datetime) -> tuple[AddressChange, Account] | None:
    """The change that this link of the old mailbox undoes."""
    found = _by(house, AddressChange.undo_hash == hashed(token))
    return found if found and found[0].may_be_undone(now) else None


def _by(house: Session, link: ColumnElement[bool]) -> tuple[AddressChange, Account] | None:
    row = house.execute(
        select(AddressChange, Account)
        .join(Account, Account.id == AddressChange.account_id)
        .where(link, Account.locked_at.is_(None))
    ).first()
    return (row[0], row[1]) if row else None


@dataclass(frozen=True, kw_only=True)
class Following:
    """An account, and the other address that is noted for its person since."""

    account_id: int
    name: str
    email: str
    address: str
    noted_by_another: bool


def following(house: Session, account_id: int, by_person: int) -> Following | None:
    """None where the account has the person's address, or is locked. The log says who noted it."""
    row = house.execute(
        select(Account, Person)
        .join(Person, Person.id == Account.person_id)
        .where(Account.id == account_id, Account.locked_at.is_(None), Person.email.is_not(None))
    ).first()
    address = row[1].email or "" if row else ""
    if row is None or email_key(address) == row[0].email_key:
        return None
    noted = (
        select(Entry.person_id)
        .where(Entry.subject == "person", Entry.subject_id == row[1].id, Entry.gesture == "correct")
        .order_by(Entry.id.desc())
        .limit(1)
    )
    return Following(
        account_id=row[0].id,
        name=row[1].name,
        email=row[0].email,
        address=address,
        noted_by_another=house.scalar(noted) not in (None, by_person),
    )
