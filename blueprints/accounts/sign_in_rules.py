"""Gestures of signing in and out: tries are counted in rows, sessions are rows."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from blueprints.accounts import notices
from models.accounts import (
    ATTEMPTS_WITHIN,
    FAILURES_OF_ADDRESS,
    FAILURES_OF_CLIENT,
    Account,
    SignInAttempt,
    SignInSession,
    hashed,
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


def may_try(house: Session, attempt_id: int, *, failures: int | None = None) -> bool:
    """Whether this try is within the limits of its address and its client; one too many leaves no row.

    Known and unknown addresses count alike. `failures` is a narrower limit than that of passwords.
    """
    attempt = house.get_one(SignInAttempt, attempt_id)
    recent = select(func.count(SignInAttempt.id)).where(
        SignInAttempt.tried_at > attempt.tried_at - ATTEMPTS_WITHIN, SignInAttempt.succeeded.is_(False)
    )
    of_address = house.scalar(recent.where(SignInAttempt.address_hash == attempt.address_hash)) or 0
    of_client = house.scalar(recent.where(SignInAttempt.client_hash == attempt.client_hash)) or 0
    if of_address <= (failures or FAILURES_OF_ADDRESS) and of_client <= FAILURES_OF_CLIENT:
        return True
    house.delete(attempt)
    return False


def sign_in(
    house: Session, account_id: int, attempt_id: int, *, browser: str, device: str = "", now: datetime
) -> str:
    """The password was right: a new session; returns its secret. Refused if locked in the meantime.

    Where the account needs a second factor, the session is worth nothing until it has been shown.
    """
    account = house.get(Account, account_id, with_for_update=True)
    attempt = house.get(SignInAttempt, attempt_id)
    if account is None or account.locked_at is not None or attempt is None:
        raise NotAllowed
    attempt.succeeded = True
    if device and is_new_device(house, account_id, device):
        notices.post_notice(house, account, "accounts/new_device", browser=browser, now=now)
    return open_session(house, account, browser=browser, device=device, now=now)


def is_new_device(house: Session, account_id: int, device: str) -> bool:
    """Whether the account was used before, but never with the browser that carries this secret."""
    mine = select(SignInSession.id).where(SignInSession.account_id == account_id)
    known = mine.where(SignInSession.device_hash == device_hash(account_id, device))
    return house.scalar(mine.limit(1)) is not None and house.scalar(known.limit(1)) is None


def device_hash(account_id: int, device: str) -> str:
    """Another one for each account: rows do not tell who shares a browser."""
    return hashed(f"device {account_id} {device}")


def open_session(
    house: Session,
    account: Account,
    *,
    browser: str = "",
    device: str = "",
    factor_at: datetime | None = None,
    now: datetime,
) -> str:
    """A new session with a secret of its own, which only the cookie keeps."""
    token, token_hash = new_token()
    house.add(
        SignInSession(
            token_hash=token_hash,
            account_id=account.id,
            started_at=now,
            seen_at=now,
            proved_at=now,
            factor_at=factor_at,
            browser=browser[:120],
            device_hash=device_hash(account.id, device) if device else None,
        )
    )
    return token


def strengthen(house: Session, session_id: int, *, now: datetime) -> str:
    """The second factor was shown: the session is worth something from now on, with a new secret."""
    row = house.get_one(SignInSession, session_id, with_for_update=True)
    if row.ended_at is not None:
        raise NotAllowed
    row.factor_at = row.factor_at or now
    row.proved_at = now
    return _renewed(row)


def renew(house: Session, session_id: int) -> str:
    """The same session with a new secret: whoever has copied the old one has nothing."""
    return _renewed(house.get_one(SignInSession, session_id, with_for_update=True))


def _renewed(row: SignInSession) -> str:
    token, row.token_hash = new_token()
    return token


def note_proof(house: Session, session_id: int, now: datetime) -> None:
    """Whoever sits there has just proved again who she is."""
    house.get_one(SignInSession, session_id).proved_at = now


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


def end_sessions_of(house: Session, person_id: int, *, by: Actor, now: datetime) -> None:
    """Somebody's duties have changed: she signs in anew. Whoever changed her own goes on."""
    account_id = house.scalar(select(Account.id).where(Account.person_id == person_id))
    if account_id is not None and person_id != by.person_id:
        end_sessions(house, account_id, now)


def sign_out(house: Session, session_id: int, *, now: datetime) -> None:
    """End the session of whoever sits there, half signed in or whole."""
    end = update(SignInSession).where(SignInSession.id == session_id, SignInSession.ended_at.is_(None))
    house.execute(end.values(ended_at=now))


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
