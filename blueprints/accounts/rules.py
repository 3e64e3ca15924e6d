"""Gestures around accounts: invite, set a password, sign in and out, lock."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from blueprints.accounts import passwords
from blueprints.accounts.queries import account_by_email, account_of_link, own_words
from blueprints.accounts.sign_in_rules import end_sessions, open_session
from models.accounts import Account, AccountLink, LinkPurpose, new_token
from models.actors import Actor
from models.deadlines import BERLIN
from models.errors import NotAllowed, RuleBroken
from models.feeds import revoke_all_feeds
from models.history import record
from models.letters import LetterKind, post
from models.people import Person
from models.typed_text import email_key, typed_email
from models.versions import must_be
from models.words import N_

__all__ = ["open_session"]
WRONG: Final = N_("Address or password is wrong.")
WRONG_CURRENT: Final = N_("This is not your current password.")
RESETS_AN_HOUR: Final = 3


def create_account(
    house: Session,
    person: Person,
    *,
    now: datetime,
    email: str | None = None,
    is_admin: bool = False,
    is_privacy_officer: bool = False,
    is_demo: bool = False,
    password_hash: str | None = None,
) -> Account:
    """An account for a person; its address is the person's unless said otherwise."""
    address = typed_email(email or person.email or "", "email")
    if house.scalar(select(Account.id).where(Account.person_id == person.id)) is not None:
        raise RuleBroken(N_("This person already has an account."), field="email")
    if account_by_email(house, address) is not None:
        raise RuleBroken(N_("There is already an account with this address."), field="email")
    account = Account(
        person_id=person.id,
        email=address,
        created_at=now,
        is_admin=is_admin,
        is_privacy_officer=is_privacy_officer,
        is_demo=is_demo,
        password_hash=password_hash,
    )
    house.add(account)
    house.flush()
    record(house, "create", account, by=None, now=now)
    return account


def issue_link(house: Session, account: Account, purpose: LinkPurpose, now: datetime) -> str:
    """A one-time link's secret; older ones of the account stop working."""
    house.execute(
        update(AccountLink)
        .where(AccountLink.account_id == account.id, AccountLink.used_at.is_(None))
        .values(used_at=now)
    )
    token, token_hash = new_token()
    house.add(
        AccountLink(
            token_hash=token_hash, account_id=account.id, purpose=purpose, expires_at=now + purpose.lasts
        )
    )
    return token


def may_administer(by: Actor) -> bool:
    """System administration: accounts, and nothing of content."""
    return by.is_admin


def invite(
    house: Session,
    *,
    email: str,
    name: str,
    is_admin: bool = False,
    is_privacy_officer: bool = False,
    by: Actor,
    now: datetime,
) -> str | None:
    """Create an account (and a person, if nobody has the address) and send the one-time link.

    Returns the link's secret only where the person is new: whoever is known may have seats, and what
    those see is nothing for the administration.
    """
    if not may_administer(by):
        raise NotAllowed
    is_known = person_of(house, email) is not None
    account = account_for(
        house, email=email, name=name, is_admin=is_admin, is_privacy_officer=is_privacy_officer, now=now
    )
    token = issue_link(house, account, LinkPurpose.INVITATION, now)
    _post_link(house, account, "accounts/invitation", token, now)
    record(house, "invite", account, by=by, now=now)
    return None if is_known else token


def person_of(house: Session, email: str) -> Person | None:
    """The person with this address; the first one, if an address serves several functions."""
    same = func.lower(Person.email) == email_key(email)
    return house.scalar(select(Person).where(same).order_by(Person.id).limit(1))


def account_for(
    house: Session,
    *,
    email: str,
    name: str,
    is_admin: bool = False,
    is_privacy_officer: bool = False,
    now: datetime,
) -> Account:
    """A new account for the person with this address, who is made if nobody has it."""
    address = typed_email(email, "email")
    person = person_of(house, address)
    if person is None:
        person = Person(name=name, email=address)
        house.add(person)
        house.flush()
    return create_account(
        house, person, email=address, now=now, is_admin=is_admin, is_privacy_officer=is_privacy_officer
    )


def renew_link(house: Session, account_id: int, *, by: Actor, now: datetime) -> None:
    """Send an account a new link, by letter only: it may open what administration must not see."""
    account = house.get(Account, account_id)
    if account is None or not may_administer(by):
        raise NotAllowed
    if account.locked_at is not None:
        raise RuleBroken(N_("This account is locked. Unlock it first."))
    send_link(house, account, now)
    record(house, "renew-link", account, by=by, now=now)


def send_link(house: Session, account: Account, now: datetime) -> None:
    """A letter with a one-time link for a password, the first one or a new one."""
    is_new = account.password_hash is None
    purpose = LinkPurpose.INVITATION if is_new else LinkPurpose.RESET
    token = issue_link(house, account, purpose, now)
    _post_link(house, account, "accounts/invitation" if is_new else "accounts/reset", token, now)


def _post_link(house: Session, account: Account, template: str, token: str, now: datetime) -> None:
    person = house.get_one(Person, account.person_id)
    until = (now + LinkPurpose.INVITATION.lasts).astimezone(BERLIN).date()
    told = {"set_up_by": "", "table_name": "", "until": until} if template == "accounts/invitation" else {}
    post(
        house,
        template=template,
        to=account.email,
        name=person.name,
        language=person.language,
        salutation=person.salutation,
        kind=LetterKind.ACCOUNT,
        facts={"token": token} | told,
        person_id=person.id,
        purpose=template,
        now=now,
    )


def request_reset(house: Session, email: str, *, now: datetime) -> None:
    """Send a reset link if the address has a working account; nobody learns whether it has.

    At most three an hour, so that nobody's mailbox is flooded.
    """
    account = account_by_email(house, email)
    if account is None or account.locked_at is not None or account.is_demo:
        return
    if _recent_resets(house, account.id, now) >= RESETS_AN_HOUR:
        return
    send_link(house, account, now)
    record(house, "ask-reset", account, by=None, now=now)


def _recent_resets(house: Session, account_id: int, now: datetime) -> int:
    recent = select(func.count(AccountLink.id)).where(
        AccountLink.account_id == account_id,
        AccountLink.purpose == LinkPurpose.RESET,
        AccountLink.expires_at > now,
    )
    return house.scalar(recent) or 0


def use_link(house: Session, token: str, password: str, *, now: datetime) -> Account:
    """Set the password by a one-time link; sessions, other links and calendar addresses end."""
    found = account_of_link(house, token, now)
    if found is None:
        raise NotAllowed
    link, account = found
    house.refresh(link, with_for_update=True)
    if not link.works(now):
        raise NotAllowed
    passwords.judge(password, *own_words(house, account.id))
    _set_password(house, account, passwords.hash_of(password), now)
    feeds = revoke_all_feeds(house, account.id)
    record(house, "use-link", account, by=None, now=now, feeds=feeds)
    return account


def change_password(
    house: Session,
    password_hash: str,
    *,
    session_id: int,
    end_feeds: bool = False,
    by: Actor,
    now: datetime,
) -> None:
    """Set one's own password, which has been judged and hashed before; all other sessions end.

    Calendar addresses have secrets of their own: they end only where that is wished.
    """
    account = house.get_one(Account, by.account, with_for_update=True)
    _set_password(house, account, password_hash, now, but=session_id)
    feeds = revoke_all_feeds(house, account.id) if end_feeds else 0
    record(house, "change-password", account, by=by, now=now, feeds=feeds)


def _set_password(
    house: Session, account: Account, password_hash: str, now: datetime, *, but: int | None = None
) -> None:
    account.password_hash = password_hash
    end_sessions(house, account.id, now, but=but)
    house.execute(
        update(AccountLink)
        .where(AccountLink.account_id == account.id, AccountLink.used_at.is_(None))
        .values(used_at=now)
    )


def lock(house: Session, account_id: int, *, by: Actor, now: datetime) -> None:
    """Lock an account: its sessions end at once. Nobody locks herself out."""
    account = house.get(Account, account_id)
    if account is None or not may_administer(by):
        raise NotAllowed
    if account.person_id == by.person_id:
        raise RuleBroken(N_("You cannot lock your own account."))
    account.locked_at = account.locked_at or now
    end_sessions(house, account.id, now)
    record(house, "lock", account, by=by, now=now)


def unlock(house: Session, account_id: int, *, by: Actor, now: datetime) -> None:
    account = house.get(Account, account_id)
    if account is None or not may_administer(by):
        raise NotAllowed
    if account.locked_at is None:
        return
    account.locked_at = None
    record(house, "unlock", account, by=by, now=now)


def correct_profile(
    house: Session,
    *,
    based_on: int,
    name: str,
    salutation: str,
    language: str,
    contact_released: bool,
    due_mails: bool | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Correct one's own facts (Art. 16 GDPR). Raises ChangedMeanwhile over a newer version."""
    person = house.get_one(Person, by.person_id, with_for_update=True)
    must_be(person, based_on)
    person.name, person.salutation, person.language = name, salutation, language
    person.contact_released = contact_released
    person.due_mails = person.due_mails if due_mails is None else due_mails
    record(house, "correct-profile", person, by=by, now=now)
