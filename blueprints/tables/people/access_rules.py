"""The way from an appointment to an account: a one-time link by letter."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.accounts.rules import create_account, issue_link
from blueprints.tables.queries import coordination_name
from models.accounts import Account, AccountLink, LinkPurpose
from models.actors import Actor
from models.bodies import Body, Bylaws
from models.deadlines import BERLIN
from models.history import record
from models.letters import LetterKind, post
from models.people import Person

WORTH_WAITING_FOR: Final = timedelta(days=3)
"""A link that ends sooner is replaced by a new one."""


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


def waiting_link(house: Session, person: Person, now: datetime) -> AccountLink | None:
    """A link to set up the account that was sent already and works for some days yet."""
    return house.scalar(
        select(AccountLink)
        .join(Account, Account.id == AccountLink.account_id)
        .where(
            Account.person_id == person.id,
            AccountLink.purpose == LinkPurpose.INVITATION,
            AccountLink.used_at.is_(None),
            AccountLink.expires_at >= now + WORTH_WAITING_FOR,
        )
        .order_by(AccountLink.id.desc())
        .limit(1)
    )


def invite(house: Session, person: Person, *, body_id: int, by: Actor, now: datetime) -> None:
    """Send a link if one is needed: a second letter would only make the first one's link void."""
    if lacks_access(house, person) and waiting_link(house, person, now) is None:
        send_link(house, person, body_id=body_id, by=by, now=now)


def send_link(house: Session, person: Person, *, body_id: int, by: Actor, now: datetime) -> None:
    """Make the account if there is none, and send its one-time link; an older link stops working."""
    account = account_of(house, person) or create_account(house, person, now=now)
    token = issue_link(house, account, LinkPurpose.INVITATION, now)
    told = _told(house, body_id, now)
    post(
        house,
        template="accounts/invitation",
        to=account.email,
        name=person.name,
        language=person.language,
        salutation=person.salutation,
        kind=LetterKind.ACCOUNT,
        facts={"token": token} | told,
        body_id=body_id,
        person_id=person.id,
        purpose="accounts/invitation",
        now=now,
    )
    record(house, "invite", account, by=by, now=now, body_id=body_id)


def _told(house: Session, body_id: int, now: datetime) -> dict[str, Any]:
    """Who set the account up and until when the link works; the table's name only where it is switched on."""
    body = house.get_one(Body, body_id)
    named = house.scalar(select(Bylaws.names_in_subject).where(Bylaws.body_id == body_id))
    institution = coordination_name(house, body_id, now.astimezone(BERLIN).date())
    return {
        "set_up_by": institution,
        "signature": institution,
        "table_name": body.name if named and institution else "",
        "until": (now + LinkPurpose.INVITATION.lasts).astimezone(BERLIN).date(),
    }
