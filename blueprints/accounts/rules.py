"""Gestures around accounts: invite, set a password, sign in and out, lock."""

from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from blueprints.accounts import passwords
from blueprints.accounts.queries import account_by_email, account_of_link, too_many_attempts
from models.accounts import (
    Account,
    AccountLink,
    LinkPurpose,
    SignInAttempt,
    SignInSession,
    hashed,
    new_token,
)
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.letters import LetterKind, post
from models.people import Person
from models.typed_text import typed_email
from models.words import N_

WRONG: Final = N_("Address or password is wrong.")


class TooManyAttempts(Exception):
    """The address or the client has to wait a quarter of an hour."""


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
    address = typed_email(email or person.email or "")
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


def invite(house: Session, *, email: str, name: str, is_admin: bool, by: Actor, now: datetime) -> str:
    """Create an account (and a new person where needed), send the one-time link; returns its secret."""
    if not may_administer(by):
        raise NotAllowed
    account = account_for(house, email=email, name=name, is_admin=is_admin, now=now)
    token = issue_link(house, account, LinkPurpose.INVITATION, now)
    _post_link(house, account, "accounts/invitation", token, now)
    record(house, "invite", account, by=by, now=now)
    return token


def account_for(house: Session, *, email: str, name: str, is_admin: bool, now: datetime) -> Account:
    """A new account for the person with this address, who is made if nobody has it."""
    address = typed_email(email, "email")
    person = house.scalar(select(Person).where(Person.email == address).order_by(Person.id))
    if person is None:
        person = Person(name=name, email=address)
        house.add(person)
        house.flush()
    return create_account(house, person, now=now, is_admin=is_admin)


def _post_link(house: Session, account: Account, template: str, token: str, now: datetime) -> None:
    person = house.get_one(Person, account.person_id)
    post(
        house,
        template=template,
        to=account.email,
        name=person.name,
        language=person.language,
        salutation=person.salutation,
        kind=LetterKind.ACCOUNT,
        facts={"token": token},
        person_id=person.id,
        purpose=template,
        now=now,
    )


def request_reset(house: Session, email: str, *, now: datetime) -> None:
    """Send a reset link if the address has a working account; nobody learns whether it has."""
    account = account_by_email(house, email)
    if account is None or account.locked_at is not None or account.is_demo:
        return
    token = issue_link(house, account, LinkPurpose.RESET, now)
    _post_link(house, account, "accounts/reset", token, now)
    record(house, "ask-reset", account, by=None, now=now)


def use_link(house: Session, token: str, password: str, *, now: datetime) -> Account:
    """Set the password by a one-time link; all sessions of the account end."""
    found = account_of_link(house, token, now)
    if found is None:
        raise NotAllowed
    link, account = found
    _set_password(house, account, password, now)
    link.used_at = now
    record(house, "use-link", account, by=None, now=now)
    return account


def change_password(
    house: Session, account_id: int, current: str, password: str, *, by: Actor, now: datetime
) -> None:
    """Change one's own password; all sessions end, this one too."""
    account = house.get_one(Account, account_id)
    if account.person_id != by.person_id:
        raise NotAllowed
    if not passwords.fits(current, account.password_hash):
        raise RuleBroken(N_("This is not your current password."), field="current")
    _set_password(house, account, password, now)
    record(house, "change-password", account, by=by, now=now)


def _set_password(house: Session, account: Account, password: str, now: datetime) -> None:
    person = house.get_one(Person, account.person_id)
    passwords.judge(password, account.email, person.name)
    account.password_hash = passwords.hash_of(password)
    end_sessions(house, account.id, now)


def end_sessions(house: Session, account_id: int, now: datetime) -> None:
    house.execute(
        update(SignInSession)
        .where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def sign_in(
    house: Session, email: str, password: str, *, client: str, demo_allowed: bool, now: datetime
) -> Account | None:
    """The account, if address and password fit; each try is kept. Raises TooManyAttempts."""
    if too_many_attempts(house, email, client, now):
        raise TooManyAttempts
    account = account_by_email(house, email)
    right = passwords.fits(password, account.password_hash if account else None)
    allowed = account is not None and account.locked_at is None and (demo_allowed or not account.is_demo)
    house.add(
        SignInAttempt(
            address_hash=hashed(email), client_hash=hashed(client), tried_at=now, succeeded=right and allowed
        )
    )
    return account if right and allowed else None


def open_session(house: Session, account: Account, *, browser: str, now: datetime) -> str:
    """A new session with a secret of its own, which only the cookie keeps."""
    token, token_hash = new_token()
    house.add(
        SignInSession(
            token_hash=token_hash, account_id=account.id, started_at=now, seen_at=now, browser=browser[:120]
        )
    )
    return token


def end_session(house: Session, session_id: int, *, by: Actor, now: datetime) -> None:
    """End one of one's own sessions."""
    row = house.get(SignInSession, session_id)
    account = house.get(Account, row.account_id) if row else None
    if row is None or account is None or account.person_id != by.person_id:
        raise NotAllowed
    row.ended_at = row.ended_at or now


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
    account.locked_at = None
    record(house, "unlock", account, by=by, now=now)


def correct_profile(
    house: Session,
    *,
    name: str,
    salutation: str,
    language: str,
    contact_released: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Correct one's own facts (Art. 16 GDPR)."""
    person = house.get_one(Person, by.person_id)
    person.name, person.salutation, person.language = name, salutation, language
    person.contact_released = contact_released
    record(house, "correct-profile", person, by=by, now=now)
