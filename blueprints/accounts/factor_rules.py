"""Gestures of the second factor: set up, show, take away; a code works once, whoever is faster."""

from datetime import datetime
from typing import Final

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from blueprints.accounts import factors, notices
from blueprints.accounts.sign_in_rules import end_sessions
from models.accounts import Account, SignInAttempt, hashed
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.feeds import revoke_all_feeds
from models.history import record
from models.second_factors import RecoveryCode, SecondFactor
from models.words import N_

WRONG_CODE: Final = N_("This code is wrong, or it was used before. Please type the one that is shown now.")
HAS_ONE: Final = N_("There is a second factor already.")


def factor_of(house: Session, account_id: int) -> SecondFactor | None:
    return house.scalar(select(SecondFactor).where(SecondFactor.account_id == account_id))


def take_step(house: Session, account_id: int, step: int) -> bool:
    """Use up a time step. Of two tries with the same code only one changes the row."""
    taken = house.execute(
        update(SecondFactor)
        .where(SecondFactor.account_id == account_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return _one(taken)


def take_recovery_code(house: Session, account_id: int, typed: str, *, now: datetime) -> bool:
    """Use up a recovery code; the account's other codes stay. A letter says so."""
    taken = house.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.code_hash == hashed(factors.plain(typed)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if _one(taken):
        account = house.get_one(Account, account_id)
        record(house, "use-recovery-code", account, by=None, now=now)
        left = _codes_left(house, account_id)
        notices.post_notice(house, account, "accounts/recovery_code_used", left=left, now=now)
    return _one(taken)


def _codes_left(house: Session, account_id: int) -> int:
    unused = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    return house.scalar(unused) or 0


def _one(changed: object) -> bool:
    assert isinstance(changed, CursorResult)
    return changed.rowcount == 1


def note_success(house: Session, attempt_id: int) -> None:
    """A try that was right does not count against the next ones."""
    house.get_one(SignInAttempt, attempt_id).succeeded = True


def set_up(
    house: Session,
    account_id: int,
    *,
    seed: str,
    step: int,
    session_id: int,
    may_replace: bool,
    now: datetime,
) -> list[str]:
    """Begin to ask for codes of this seed, of which the first was right; returns the recovery codes.

    All other sessions end: they have not shown it. A factor that there is already is replaced only where
    it has been shown (`may_replace`).
    """
    account = house.get(Account, account_id, with_for_update=True)
    if account is None or account.locked_at is not None:
        raise NotAllowed
    if factor_of(house, account_id) is not None and not may_replace:
        raise RuleBroken(HAS_ONE, field="code")
    house.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))
    house.add(SecondFactor(account_id=account_id, seed=seed, set_up_at=now, last_step=step))
    end_sessions(house, account_id, now, but=session_id)
    record(house, "set-up-factor", account, by=None, now=now)
    notices.post_notice(house, account, "accounts/factor_set_up", now=now)
    return _fresh_codes(house, account_id)


def equip(house: Session, account: Account, *, site_key: str, now: datetime) -> str:
    """A second factor without the way through the page, for the demo; returns the secret for the app."""
    seed = factors.new_seed()
    house.add(SecondFactor(account_id=account.id, seed=seed, set_up_at=now, last_step=0))
    record(house, "set-up-factor", account, by=None, now=now)
    return factors.secret_of(site_key, account.id, seed)


def renew_codes(house: Session, *, by: Actor, now: datetime) -> list[str]:
    """A new set of recovery codes; the old ones stop working."""
    account = house.get_one(Account, by.account, with_for_update=True)
    if factor_of(house, account.id) is None:
        raise NotAllowed
    record(house, "renew-recovery-codes", account, by=by, now=now)
    return _fresh_codes(house, account.id)


def _fresh_codes(house: Session, account_id: int) -> list[str]:
    house.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = factors.new_recovery_codes()
    hashes = [hashed(factors.plain(each)) for each in codes]
    house.add_all(RecoveryCode(account_id=account_id, code_hash=each) for each in hashes)
    return codes


def may_remove(by: Actor) -> bool:
    """Whoever needs a second factor keeps it."""
    return not by.needs_factor


def remove(house: Session, *, session_id: int, by: Actor, now: datetime) -> None:
    """Do without a second factor from now on. All other sessions end."""
    account = house.get_one(Account, by.account, with_for_update=True)
    if factor_of(house, account.id) is None:
        raise NotAllowed
    if not may_remove(by):
        raise RuleBroken(N_("Your duties need a second factor. You can change to another device."))
    _forget(house, account, now, but=session_id)
    record(house, "remove-factor", account, by=by, now=now)
    notices.post_notice(house, account, "accounts/factor_removed", now=now)


def may_reset(by: Actor) -> bool:
    return by.is_admin


def reset(house: Session, account_id: int, *, by: Actor, now: datetime) -> None:
    """Somebody has lost phone and codes: the factor goes, sessions and calendars end, a letter says so.

    Raises NotAllowed where there is none; nobody resets her own.
    """
    account = house.get(Account, account_id, with_for_update=True)
    if account is None or not may_reset(by) or factor_of(house, account_id) is None:
        raise NotAllowed
    if account.person_id == by.person_id:
        raise RuleBroken(N_("You cannot reset your own second factor. Another administrator can."))
    reset_by_host(house, account, by=by, now=now)


def reset_by_host(house: Session, account: Account, *, by: Actor | None = None, now: datetime) -> None:
    """As `reset`, by whoever has the command line: the last way in for the only administrator."""
    _forget(house, account, now)
    feeds = revoke_all_feeds(house, account.id)
    record(house, "reset-factor", account, by=by, now=now, feeds=feeds)
    notices.post_notice(house, account, "accounts/factor_reset", now=now)


def _forget(house: Session, account: Account, now: datetime, *, but: int | None = None) -> None:
    house.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    house.execute(delete(SecondFactor).where(SecondFactor.account_id == account.id))
    end_sessions(house, account.id, now, but=but)
