"""Gestures of signing in and out: tries are counted in rows, sessions are rows."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.accounts import (
    ATTEMPTS_WITHIN,
    FAILURES_OF_ADDRESS,
    FAILURES_OF_CLIENT,
    Account,
    SignInAttempt,
    SignInSession,
    new_token,
)
from models.actors import Actor
from models.errors import NotAllowed
from models.history import record


def note_attempt(house: Session, *, address_hash: str, client_hash: str, now: datetime) -> SignInAttempt:
    """Note a try before it is judged, as failed until it succeeds.

    To be committed before `may_try` counts: then of a crowd of parallel tries each sees all others.
    """
    attempt = SignInAttempt(address_hash=address_hash, client_hash=client_hash, tried_at=now, succeeded=False)
    house.add(attempt)
    house.flush()
    return attempt


def may_try(house: Session, attempt_id: int) -> bool:
    """Whether this try is within the limits of its address and its client; one too many leaves no row.

    Known and unknown addresses count alike.
    """
    attempt = house.get_one(SignInAttempt, attempt_id)
    recent = select(func.count(SignInAttempt.id)).where(
        SignInAttempt.tried_at > attempt.tried_at - ATTEMPTS_WITHIN, SignInAttempt.succeeded.is_(False)
    )
    of_address = house.scalar(recent.where(SignInAttempt.address_hash == attempt.address_hash)) or 0
    of_client = house.scalar(recent.where(SignInAttempt.client_hash == attempt.client_hash)) or 0
    if of_address <= FAILURES_OF_ADDRESS and of_client <= FAILURES_OF_CLIENT:
        return True
    house.delete(attempt)
    return False


def sign_in(house: Session, account_id: int, attempt_id: int, *, browser: str, now: datetime) -> str:
    """The password was right: a new session; returns its secret. Refused if locked in the meantime."""
    account = house.get(Account, account_id, with_for_update=True)
    attempt = house.get(SignInAttempt, attempt_id)
    if account is None or account.locked_at is not None or attempt is None:
        raise NotAllowed
    attempt.succeeded = True
    return open_session(house, account, browser=browser, now=now)


def open_session(house: Session, account: Account, *, browser: str = "", now: datetime) -> str:
    """A new session with a secret of its own, which only the cookie keeps."""
    token, token_hash = new_token()
    house.add(
        SignInSession(
            token_hash=token_hash, account_id=account.id, started_at=now, seen_at=now, browser=browser[:120]
        )
    )
    return token


def note_seen(house: Session, session_id: int, now: datetime) -> None:
    """The session is in use. One that has ended meanwhile is not brought back."""
    house.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.ended_at.is_(None), SignInSession.seen_at < now)
        .values(seen_at=now)
    )


def end_sessions(house: Session, account_id: int, now: datetime, *, but: int | None = None) -> None:
    """End all sessions of an account, but for one if that is said."""
    living = update(SignInSession).where(
        SignInSession.account_id == account_id, SignInSession.ended_at.is_(None)
    )
    if but is not None:
        living = living.where(SignInSession.id != but)
    house.execute(living.values(ended_at=now))


def end_session(house: Session, session_id: int, *, by: Actor, now: datetime) -> None:
    """End one of one's own sessions."""
    row = house.get(SignInSession, session_id)
    if row is None or row.account_id != by.account:
        raise NotAllowed
    row.ended_at = row.ended_at or now


def end_other_sessions(house: Session, session_id: int, *, by: Actor, now: datetime) -> None:
    """End all of one's own sessions but this one."""
    account = house.get_one(Account, by.account)
    end_sessions(house, account.id, now, but=session_id)
    record(house, "end-sessions", account, by=by, now=now)
