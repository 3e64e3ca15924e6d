"""What signing in and the account pages read: for oneself, or for administration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, select, true
from sqlalchemy.orm import Session

from models.accounts import Account, AccountLink, Lasting, SignInSession, hashed
from models.actors import Actor
from models.constants import fixed
from models.feeds import CalendarFeed
from models.organisations import Organisation
from models.people import Person
from models.reminder_stops import StopKind, stopped
from models.second_factors import RecoveryCode, SecondFactor
from models.standing import actor_with, on_the_day, standing_of
from models.typed_text import email_key


@dataclass(frozen=True)
class Found(Lasting):
    """A session that the cookie names, what its account says, and the standing of its person that day.

    The standing counts only where the session is whole: see `sessions.SignedIn`.
    """

    actor: Actor
    id: int
    account_id: int
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    proved_at: datetime
    factor_at: datetime | None
    is_locked: bool
    is_demo: bool
    has_factor: bool


class Signed(NamedTuple):
    """Whose account it is, as far as an actor shows it."""

    id: int
    name: str
    language: str
    organisation_id: int | None


SESSION: Final = (SignInSession.token_hash == bindparam("token_hash")) & SignInSession.ended_at.is_(None)
STANDING: Final = standing_of(
    select(Account.person_id)
    .join(SignInSession, SignInSession.account_id == Account.id)
    .where(SESSION)
    .scalar_subquery()
)
WHO_SIGNED_IN: Final = fixed(
    select(
        *(SignInSession.id, SignInSession.account_id, SignInSession.started_at, SignInSession.seen_at),
        *(SignInSession.ended_at, SignInSession.proved_at, SignInSession.factor_at),
        *(Account.locked_at.is_not(None), Account.is_demo, SecondFactor.id.is_not(None)),
        *(Person.id, Person.name, Person.language, Person.organisation_id),
        *(Account.is_admin, Account.is_privacy_officer),
        STANDING,
    )
    .join(Account, Account.id == SignInSession.account_id)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
    .outerjoin(STANDING, true())
    .where(SESSION)
)


def session_of(connection: Connection, token: str, on: date) -> Found | None:
    """Who is signed in by this secret, asked in one statement: every page begins with it, so it wants
    no session, only plain rows."""
    asked = {"token_hash": hashed(token), **on_the_day(on)}
    rows: list[Any] = list(connection.execute(WHO_SIGNED_IN, asked))
    if not rows:
        return None
    first: list[Any] = list(rows[0])
    is_admin, is_privacy_officer = first[14:16]
    actor = actor_with(
        rows,
        Signed(*first[10:14]),
        on=on,
        is_admin=is_admin,
        is_privacy_officer=is_privacy_officer,
        account=first[1],
    )
    return Found(actor, *first[:10])


@dataclass(frozen=True, kw_only=True)
class Factor:
    """What one is told of one's own second factor; None of it is a secret."""

    set_up_at: datetime
    codes_left: int


def factor_of(reading: Session, account_id: int) -> Factor | None:
    row = reading.execute(
        select(SecondFactor.set_up_at, func.count(RecoveryCode.id))
        .outerjoin(
            RecoveryCode,
            (RecoveryCode.account_id == SecondFactor.account_id) & RecoveryCode.used_at.is_(None),
        )
        .where(SecondFactor.account_id == account_id)
        .group_by(SecondFactor.set_up_at)
    ).first()
    return Factor(set_up_at=row[0], codes_left=row[1]) if row else None


def has_feeds(reading: Session, account_id: int) -> bool:
    """Whether calendar programs read with secrets of this account."""
    mine = select(CalendarFeed.id).where(CalendarFeed.account_id == account_id).limit(1)
    return reading.scalar(mine) is not None


def account_by_email(house: Session, email: str) -> Account | None:
    return house.scalar(select(Account).where(Account.email_key == email_key(email)))


def own_words(house: Session, account_id: int) -> list[str]:
    """What a password must not be made of: address, name, function and institution of the person."""
    row = house.execute(
        select(Account.email, Person.name, Person.function, Organisation.name, Organisation.short_name)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Account.id == account_id)
    ).one()
    return [word for word in row if word]


def address_of(reading: Session, account_id: int) -> str:
    """The address with which one signs in."""
    return reading.get_one(Account, account_id).email


def account_of_link(house: Session, token: str, now: datetime) -> tuple[AccountLink, Account] | None:
    """The account for which a one-time link works now; None for used, expired, unknown, locked ones."""
    row = house.execute(
        select(AccountLink, Account)
        .join(Account, Account.id == AccountLink.account_id)
        .where(AccountLink.token_hash == hashed(token))
    ).first()
    if row is None or not row[0].works(now) or row[1].locked_at is not None:
        return None
    return row[0], row[1]


def live_sessions(
    reading: Session, account_id: int, now: datetime, *, sensitive: bool
) -> Sequence[SignInSession]:
    """The sessions that would still be let in, last used first."""
    query = select(SignInSession).where(
        SignInSession.account_id == account_id, SignInSession.ended_at.is_(None)
    )
    rows = reading.scalars(query.order_by(SignInSession.seen_at.desc(), SignInSession.id.desc()))
    return [row for row in rows if row.lives(now, sensitive=sensitive)]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An account as administration sees it: no content."""

    id: int
    name: str
    email: str
    is_admin: bool
    is_privacy_officer: bool
    has_password: bool
    has_factor: bool
    locked: bool
    noted_email: str
    version: int


LISTED: Final = (
    select(Account, Person, SecondFactor.id)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
    .order_by(Person.name, Account.id)
)


def accounts(reading: Session) -> list[Listed]:
    return _listed(reading, LISTED)


def listed(reading: Session, account_id: int) -> Listed | None:
    found = _listed(reading, LISTED.where(Account.id == account_id))
    return found[0] if found else None


def account_with_factor(reading: Session, account_id: int) -> Listed | None:
    """An account whose second factor can be reset."""
    found = _listed(reading, LISTED.where(Account.id == account_id, SecondFactor.id.is_not(None)))
    return found[0] if found else None


def _listed(reading: Session, query: Select[Account, Person, int]) -> list[Listed]:
    return [
        Listed(
            id=account.id,
            name=person.name,
            email=account.email,
            is_admin=account.is_admin,
            is_privacy_officer=account.is_privacy_officer,
            has_password=account.password_hash is not None,
            has_factor=factor is not None,
            locked=account.locked_at is not None,
            version=account.version,
            noted_email=person.email or "" if email_key(person.email or "") != account.email_key else "",
        )
        for account, person, factor in reading.execute(query)
    ]


def is_reminded(house: Session, email: str | None) -> dict[str, bool] | None:
    """Whether reminders, and calls for topics, go to this address; None without one."""
    return {what.value: not stopped(house, [email], what) for what in StopKind} if email else None
