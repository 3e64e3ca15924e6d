"""Gestures around the address with which one signs in: ask, confirm, undo, let it follow the person's."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from blueprints.accounts import address_queries, notices, passwords, rules
from blueprints.accounts.queries import account_by_email
from blueprints.accounts.sign_in_rules import end_sessions
from models.accounts import Account, AccountLink, new_token
from models.actors import Actor
from models.address_changes import AddressChange
from models.errors import NotAllowed, RuleBroken
from models.feeds import revoke_all_feeds
from models.history import record
from models.people import Person
from models.typed_text import email_key, typed_email
from models.words import N_

AN_HOUR: Final = 3
"""So many wishes an account may have within an hour: no mailbox is flooded."""


def ask(house: Session, new_email: str, *, by: Actor, now: datetime) -> None:
    """Wish for another address. A letter goes there, whoever has it: nobody learns whether it is taken."""
    account = house.get_one(Account, by.account, with_for_update=True)
    _ask(house, account, typed_email(new_email, "email"), by=by, now=now)


def _ask(house: Session, account: Account, address: str, *, by: Actor, now: datetime) -> None:
    if email_key(address) == account.email_key:
        raise RuleBroken(N_("The account has this address already."), field="email")
    mine = AddressChange.account_id == account.id
    recent = select(func.count(AddressChange.id)).where(
        mine, AddressChange.asked_at > now - timedelta(hours=1)
    )
    if (house.scalar(recent) or 0) >= AN_HOUR:
        raise RuleBroken(N_("That was asked several times just now. Please wait an hour."), field="email")
    _end_wishes(house, account.id, now)
    token, token_hash = new_token()
    change = AddressChange(
        account_id=account.id,
        old_email=account.email,
        new_email=address,
        asked_at=now,
        confirm_hash=token_hash,
    )
    house.add(change)
    record(house, "ask-address", account, by=by, now=now)
    if account_by_email(house, address) is None:
        notices.post_notice(house, account, "accounts/address_confirm", to=address, token=token, now=now)
    else:
        notices.post_stranger(house, "accounts/address_taken", to=address, now=now)


def _end_wishes(house: Session, account_id: int, now: datetime) -> None:
    _end(house, now, AddressChange.account_id == account_id, AddressChange.done_at.is_(None))


def _end(house: Session, now: datetime, *which: ColumnElement[bool]) -> None:
    """Their links work no more; what was changed on top of a change goes with it."""
    ended = update(AddressChange).where(AddressChange.ended_at.is_(None), *which).values(ended_at=now)
    house.execute(ended)


def confirm(house: Session, token: str, *, now: datetime) -> None:
    """The new mailbox has shown the link: from now on this address signs in; the old one is told.

    All sessions end, and links that lie in the old mailbox stop working.
    """
    change, account = _locked(house, address_queries.waiting(house, token, now))
    if not change.waits(now):
        raise NotAllowed
    if account_by_email(house, change.new_email) is not None:
        raise RuleBroken(N_("This address cannot be used. Please ask for another one."))
    undo, change.undo_hash = new_token()
    change.done_at = now
    _move(house, account, change.new_email, now)
    record(house, "change-address", account, by=None, now=now)
    notices.post_notice(house, account, "accounts/address_changed", to=change.old_email, token=undo, now=now)


def undo(house: Session, token: str, *, now: datetime) -> None:
    """The old mailbox says "that was not me": its address returns, and the password is void.

    A link for a new password goes to the old mailbox. A second factor that is there stays.
    """
    change, account = _locked(house, address_queries.undoable(house, token, now))
    if not change.may_be_undone(now):
        raise NotAllowed
    holder = account_by_email(house, change.old_email)
    if holder is not None and holder.id != account.id:
        raise RuleBroken(N_("This address belongs to another account now. Please ask the administration."))
    _end(house, now, AddressChange.account_id == account.id, AddressChange.id >= change.id)
    _move(house, account, change.old_email, now)
    account.password_hash = passwords.hash_of(secrets.token_urlsafe(32))
    feeds = revoke_all_feeds(house, account.id)
    record(house, "undo-address", account, by=None, now=now, feeds=feeds)
    rules.send_link(house, account, now)


def _locked(house: Session, found: tuple[AddressChange, Account] | None) -> tuple[AddressChange, Account]:
    """The row and its account, held until the end: of two clicks only one finds it open."""
    if found is None:
        raise NotAllowed
    change, account = found
    house.refresh(account, with_for_update=True)
    house.refresh(change)
    return change, account


def _move(house: Session, account: Account, address: str, now: datetime) -> None:
    """Sign in with another address; letters of the tables go there too, if they went to the old one."""
    person = house.get_one(Person, account.person_id)
    if person.email is None or email_key(person.email) == account.email_key:
        person.email = address
    account.email = address
    _end_wishes(house, account.id, now)
    end_sessions(house, account.id, now)
    house.execute(
        update(AccountLink)
        .where(AccountLink.account_id == account.id, AccountLink.used_at.is_(None))
        .values(used_at=now)
    )


def follow(house: Session, account_id: int, *, by: Actor, now: datetime) -> None:
    """Whoever lost mailbox and password: the account follows the address that the coordination noted.

    Two people are needed: nobody lets an account follow an address that she noted herself. The new mailbox
    has to confirm as ever.
    """
    if not by.is_admin:
        raise NotAllowed
    found = address_queries.following(house, account_id, by.person_id)
    if found is None or not found.noted_by_another:
        raise NotAllowed
    account = house.get_one(Account, account_id, with_for_update=True)
    _ask(house, account, typed_email(found.address, "email"), by=by, now=now)
