"""Accounts: who may sign in, with which sessions, attempts and one-time links."""

import enum
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.base import Base
from models.people import Person
from models.typed_text import TypedEmail, TypedLine, email_key

IDLE_COORDINATION: Final = timedelta(minutes=30)
IDLE_OTHERS: Final = timedelta(hours=8)
ABSOLUTE: Final = timedelta(hours=12)
SEEN_AT_MOST_EVERY: Final = timedelta(minutes=1)
ATTEMPTS_WITHIN: Final = timedelta(minutes=15)
FAILURES_OF_ADDRESS: Final = 10
FAILURES_OF_CLIENT: Final = 50
FAILURES_OF_FACTOR: Final = 5
HALF: Final = timedelta(minutes=30)
"""So long a session waits for its second factor."""
FRESH: Final = timedelta(minutes=10)
"""So long a proof (factor, or password where there is none) holds for what needs a fresh one."""


def new_token() -> tuple[str, str]:
    """A fresh secret of 256 bits and its hash; only the hash is stored."""
    token = secrets.token_urlsafe(32)
    return token, hashed(token)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class Account(Base):
    """A person's way in. Without a password until the one-time link was used.

    `email_key` is the address as it is compared: whoever types capitals finds the account, too.
    `is_demo` accounts work only where no mail server is configured and the address is a loopback one.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    email_key: Mapped[str] = mapped_column(init=False, unique=True, repr=False)
    email: Mapped[str] = mapped_column(TypedEmail())
    created_at: Mapped[datetime]
    password_hash: Mapped[str | None] = mapped_column(default=None, repr=False)
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_privacy_officer: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    locked_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    person: Mapped[Person] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @validates("email")
    def _compare_by_key(self, _name: str, address: str) -> str:
        self.email_key = email_key(address)
        return address


class Lasting:
    """How long a session lasts, by its times."""

    def waits(self: Any, now: datetime) -> bool:
        """Whether the second factor may still be shown in this session."""
        return self.ended_at is None and self.factor_at is None and now - self.started_at <= HALF

    def lives(self: Any, now: datetime, *, sensitive: bool) -> bool:
        """Idle 30 minutes for coordination and administration, 8 hours for others; 12 hours absolute."""
        idle = IDLE_COORDINATION if sensitive else IDLE_OTHERS
        return self.ended_at is None and now - self.seen_at <= idle and now - self.started_at <= ABSOLUTE


class SignInSession(Lasting, Base):
    """One browser that has signed in; the cookie carries the secret, the row its hash.

    `factor_at`: when the second factor was shown; until then the session of an account that needs one is
    worth nothing. `proved_at`: the last proof of whatever the account has. `device_hash` knows the browser
    again, by a cookie of its own.
    """

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime] = mapped_column(sort_order=1)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    browser: Mapped[str] = mapped_column(TypedLine(120), default="")
    factor_at: Mapped[datetime | None] = mapped_column(default=None, sort_order=1)
    device_hash: Mapped[str | None] = mapped_column(default=None, repr=False, sort_order=1)


class SignInAttempt(Base):
    """One try with a password, noted before it is judged; addresses and clients are kept as keyed hashes."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_address", "address_hash", "tried_at"),
        Index("ix_sign_in_attempt_client", "client_hash", "tried_at"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    address_hash: Mapped[str]
    client_hash: Mapped[str]
    tried_at: Mapped[datetime]
    succeeded: Mapped[bool]


class LinkPurpose(enum.Enum):
    INVITATION = "invitation"
    RESET = "reset"

    @property
    def lasts(self) -> timedelta:
        """Invitations live 14 days, resets one hour (rulings of the house); each works once."""
        return timedelta(days=14) if self is LinkPurpose.INVITATION else timedelta(hours=1)


class AccountLink(Base):
    """A one-time link by which somebody sets the password of an account."""

    __tablename__ = "account_link"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[LinkPurpose]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)

    def works(self, now: datetime) -> bool:
        return self.used_at is None and now <= self.expires_at
