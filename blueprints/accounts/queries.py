"""What signing in and the account pages read; by the house, for oneself or for administration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts import (
    ATTEMPTS_WITHIN,
    FAILURES_OF_ADDRESS,
    FAILURES_OF_CLIENT,
    Account,
    AccountLink,
    SignInAttempt,
    SignInSession,
    hashed,
)
from models.bodies import Body, Office
from models.invitations import Invitation, Reply, SupportNeed
from models.meetings import Meeting
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, Seat


@dataclass(frozen=True, kw_only=True)
class Found:
    """A session that the cookie names, with its account and person."""

    session: SignInSession
    account: Account
    person: Person


def session_of(house: Session, token: str) -> Found | None:
    row = house.execute(
        select(SignInSession, Account, Person)
        .join(Account, Account.id == SignInSession.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(SignInSession.token_hash == hashed(token), SignInSession.ended_at.is_(None))
    ).first()
    return Found(session=row[0], account=row[1], person=row[2]) if row else None


def account_by_email(house: Session, email: str) -> Account | None:
    return house.scalar(select(Account).where(Account.email == email))


def too_many_attempts(house: Session, email: str, client: str, now: datetime) -> bool:
    """Whether the address or the client has failed too often in the last quarter of an hour."""
    since = now - ATTEMPTS_WITHIN
    failed = select(func.count(SignInAttempt.id)).where(
        SignInAttempt.tried_at > since, SignInAttempt.succeeded.is_(False)
    )
    of_address = house.scalar(failed.where(SignInAttempt.address_hash == hashed(email)))
    of_client = house.scalar(failed.where(SignInAttempt.client_hash == hashed(client)))
    return (of_address or 0) >= FAILURES_OF_ADDRESS or (of_client or 0) >= FAILURES_OF_CLIENT


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


def live_sessions(house: Session, account_id: int) -> Sequence[SignInSession]:
    query = select(SignInSession).where(
        SignInSession.account_id == account_id, SignInSession.ended_at.is_(None)
    )
    return house.scalars(query.order_by(SignInSession.seen_at.desc())).all()


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An account as administration sees it: no content."""

    id: int
    name: str
    email: str
    is_admin: bool
    is_privacy_officer: bool
    has_password: bool
    locked: bool


def accounts(house: Session) -> list[Listed]:
    rows = house.execute(
        select(Account, Person).join(Person, Person.id == Account.person_id).order_by(Person.name)
    )
    return [
        Listed(
            id=account.id,
            name=person.name,
            email=account.email,
            is_admin=account.is_admin,
            is_privacy_officer=account.is_privacy_officer,
            has_password=account.password_hash is not None,
            locked=account.locked_at is not None,
        )
        for account, person in rows
    ]


def own_data(house: Session, person_id: int) -> dict[str, Any]:
    """All that is kept about oneself (Art. 15 GDPR), without anything about others."""
    person = house.get_one(Person, person_id)
    account = house.scalar(select(Account).where(Account.person_id == person_id))
    return {
        "person": _values(person),
        "account": {"email": account.email, "created_at": str(account.created_at)} if account else None,
        "appointments": [
            {"institution": name, "body": body, **_values(row)}
            for row, name, body in _appointments(house, person_id)
        ],
        "offices": [
            _values(row) for row in house.scalars(select(Office).where(Office.person_id == person_id))
        ],
        "invitations": [
            {"meeting_on": meeting.held_on.words("de"), "address": row.address}
            for row, meeting in house.execute(
                select(Invitation, Meeting)
                .join(Meeting, Meeting.id == Invitation.meeting_id)
                .where(Invitation.person_id == person_id)
            )
        ],
        "replies": [_values(row) for row in house.scalars(select(Reply).where(Reply.person_id == person_id))],
        "support_needs": [
            _values(row)
            for row in house.scalars(
                select(SupportNeed)
                .join(Invitation, Invitation.id == SupportNeed.invitation_id)
                .where(Invitation.person_id == person_id)
            )
        ],
    }


def _appointments(house: Session, person_id: int) -> Any:
    return house.execute(
        select(Appointment, Organisation.name, Body.name)
        .join(Seat, Seat.id == Appointment.seat_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .join(Body, Body.id == Seat.body_id)
        .where(Appointment.person_id == person_id)
    )


def _values(row: Any) -> dict[str, Any]:
    """A row's columns as plain words; enums by value, instants in ISO form."""
    found = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}
    return {
        key: getattr(value, "value", value)
        if isinstance(value, bool | int | str | None)
        else str(getattr(value, "value", value))
        for key, value in found.items()
    }
