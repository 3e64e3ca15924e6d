"""`flask demo`: fills an empty database and tells who may sign in."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from flask import current_app
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from blueprints.accounts import factor_rules
from blueprints.accounts import rules as account_rules
from blueprints.office.demo import practice_story, real_bodies
from blueprints.office.demo.practice import TABLE
from blueprints.office.demo.practice_meetings import at
from blueprints.office.demo.role_accounts import Holder, Role
from models.accounts import Account, LinkPurpose
from plumbing import clock, database
from plumbing.delivery import deliver_waiting
from plumbing.serve import is_empty

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without signs that look alike."""


class Refused(Exception):
    """The demo does not load here; the message says why."""


def load() -> str:
    """Load everything in one transaction; returns what the person at the terminal is told."""
    _judge()
    password = new_password()
    today = clock.today()
    with database.job() as house:
        practice = practice_story.tell(house, today)
        holders = practice.holders + real_bodies.load(house, clock.now())
        told_of_factors = _open_accounts(house, holders, password)
        told = sorted((holder.role for holder in holders), key=_order)
    _write_letters(today)
    lines = [f"  {role.address:<52} {role.duty:<38} {role.place}" for role in told]
    return "\n".join(
        [
            "The demo is loaded. Sign in with one of these addresses:",
            "",
            *lines,
            "",
            f"  Password of all of them: {password}",
            *told_of_factors,
            "  They work on this machine only, and only while no mail server is configured.",
        ]
    )


def _order(role: Role) -> tuple[bool, bool]:
    """Practice first, and whoever coordinates first: that is where to begin."""
    return role.place != TABLE, not role.duty.startswith("Koordination")


def _judge() -> None:
    if current_app.config["SMTP_URL"]:
        raise Refused("A mail server is configured (SMTP_URL): the demo's addresses do not exist.")
    if not current_app.config["IS_LOOPBACK"]:
        raise Refused("BASE_URL is not an address of this machine: the demo's accounts would not work there.")
    if not inspect(database.engine()).has_table("body"):
        raise Refused("The database has no schema yet: run `make migrate` first.")
    if not is_empty(database.engine()):
        raise Refused("The database is not empty: the demo is loaded into an empty one only.")


def new_password() -> str:
    """About 79 bits, easy to type."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def _open_accounts(house: Session, holders: Iterable[Holder], password: str) -> list[str]:
    """The first account sets the password as everybody does; all others take over its hash.

    Hashing is slow on purpose, and here the password is the same. Returns what is to be told of second
    factors.
    """
    now, first, told = clock.now(), None, []
    for role, person in holders:
        account = account_rules.create_account(
            house,
            person,
            now=now,
            is_admin=role.is_admin,
            is_privacy_officer=role.is_privacy_officer,
            is_demo=True,
            password_hash=first.password_hash if first else None,
        )
        first = first or _with_password(house, account, password, now)
        if role.with_factor:
            secret = factor_rules.equip(house, account, site_key=str(current_app.secret_key), now=now)
            told += [
                f"  Only {role.address} is asked for a second factor.",
                f"  Secret for your app (time-based, six figures): {secret}",
            ]
    return told


def _with_password(house: Session, account: Account, password: str, now: datetime) -> Account:
    link = account_rules.issue_link(house, account, LinkPurpose.INVITATION, now)
    house.flush()
    return account_rules.use_link(house, link, password, now=now)


def _write_letters(today: date) -> None:
    """The invitations that are out become files, dated as they were posted."""
    sent = at(today - timedelta(days=practice_story.INVITED_BEFORE), 9, 2)
    with clock.frozen(sent):
        deliver_waiting()
