"""The way from an appointment to an account: a one-time link by letter."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.accounts.queries import account_by_email
from blueprints.accounts.rules import create_account, issue_link
from blueprints.tables.queries import coordination_name
from models.accounts import Account, AccountLink, LinkPurpose
from models.actors import Actor
from models.bodies import Body, Bylaws
from models.deadlines import BERLIN
from models.history import record
from models.letters import Letter, LetterKind, post
from models.people import Person

WORTH_WAITING_FOR: Final = timedelta(days=3)
"""A link that ends sooner is replaced by a new one."""
TEMPLATE: Final = "accounts/invitation"


def account_of(house: Session, person: Person) -> Account | None:
    return house.scalar(select(Account).where(Account.person_id == person.id))


def lacks_access(house: Session, person: Person) -> bool:
    """Whether a letter would help: there is an address, and no account of her own has been set up."""
    account = account_of(house, person)
    return bool(person.email) and (
        account is None or (account.password_hash is None and account.locked_at is None)
    )


def works_until(house: Session, person: Person, now: datetime) -> datetime | None:
    """Until when a letter helps that was sent already, if it does for some days yet."""
    until = house.scalar(
        select(AccountLink.expires_at)
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
    return until or _told_until(house, person, now)


def _told_until(house: Session, person: Person, now: datetime) -> datetime | None:
    """The same for whoever got a letter without a link of her own, since the mailbox has an account."""
    if account_of(house, person) is not None:
        return None
    since = now + WORTH_WAITING_FOR - LinkPurpose.INVITATION.lasts
    mine = (Letter.person_id == person.id) & (Letter.purpose == TEMPLATE) & (Letter.created_at >= since)
    sent_at = house.scalar(select(func.max(Letter.created_at)).where(mine))
    return None if sent_at is None else sent_at + LinkPurpose.INVITATION.lasts


def invite(house: Session, person: Person, *, body_id: int, by: Actor, now: datetime) -> None:
    """Send a link if one is needed: a second letter would only make the first one's link void."""
    if lacks_access(house, person) and works_until(house, person, now) is None:
        send_link(house, person, body_id=body_id, by=by, now=now)


def send_link(house: Session, person: Person, *, body_id: int, by: Actor, now: datetime) -> None:
    """Make the account if there is none, and send its one-time link; an older link stops working.

    Where somebody else's account has the address, the letter asks to sign in with that and to say whether
    she is meant (`mailbox_rules`). Whoever sends it sees no difference: an address tells nobody whose it is.
    """
    account = account_of(house, person)
    others = None if account else account_by_email(house, person.email or "")
    account = account or others or create_account(house, person, now=now)
    has_password = account is others and (account.password_hash is not None or account.locked_at is not None)
    token = "" if has_password else issue_link(house, account, LinkPurpose.INVITATION, now)
    post(
        house,
        template=TEMPLATE,
        to=person.email if others else account.email,
        name=person.name,
        language=person.language,
        salutation=person.salutation,
        kind=LetterKind.ACCOUNT,
        facts={"token": token} | _told(house, body_id, now),
        body_id=body_id,
        person_id=person.id,
        purpose=TEMPLATE,
        now=now,
    )
    record(house, "invite", person, by=by, now=now, body_id=body_id)


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
