"""The way from an appointment to an account: a one-time link by letter."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.accounts.rules import create_account, issue_link
from models.accounts import Account, LinkPurpose
from models.actors import Actor
from models.history import record
from models.letters import LetterKind, post
from models.people import Person


def account_of(house: Session, person: Person) -> Account | None:
    return house.scalar(select(Account).where(Account.person_id == person.id))


def lacks_access(house: Session, person: Person) -> bool:
    """Whether a link would help: there is an address, and nobody has set up an account with it yet."""
    if not person.email:
        return False
    taken = house.scalar(select(Account).where(Account.email == person.email, Account.person_id != person.id))
    account = account_of(house, person)
    return taken is None and (
        account is None or (account.password_hash is None and account.locked_at is None)
    )


def send_link(house: Session, person: Person, *, body_id: int, by: Actor, now: datetime) -> None:
    """Make the account if there is none, and send its one-time link; an older link stops working."""
    account = account_of(house, person) or create_account(house, person, now=now)
    token = issue_link(house, account, LinkPurpose.INVITATION, now)
    post(
        house,
        template="accounts/invitation",
        to=account.email,
        name=person.name,
        language=person.language,
        salutation=person.salutation,
        kind=LetterKind.ACCOUNT,
        facts={"token": token},
        body_id=body_id,
        person_id=person.id,
        purpose="accounts/invitation",
        now=now,
    )
    record(house, "invite", account, by=by, now=now, body_id=body_id)
