"""Who administers the system and who watches over data protection: given and taken, never by oneself."""

from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.accounts.sign_in_rules import end_sessions
from models.accounts import Account
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.versions import must_be
from models.words import N_


def may_set(by: Actor) -> bool:
    return by.is_admin


def set_duties(
    house: Session,
    account_id: int,
    *,
    based_on: int,
    is_admin: bool,
    is_privacy_officer: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Give or take both duties. The account's sessions end: whoever has a duty shows a second factor.

    Nobody sets her own, so there is always an administrator left. Raises ChangedMeanwhile.
    """
    account = house.get(Account, account_id, with_for_update=True)
    if account is None or not may_set(by):
        raise NotAllowed
    if account.person_id == by.person_id:
        raise RuleBroken(N_("You cannot change your own duties. Another administrator can."))
    must_be(account, based_on)
    if (account.is_admin, account.is_privacy_officer) == (is_admin, is_privacy_officer):
        return
    account.is_admin, account.is_privacy_officer = is_admin, is_privacy_officer
    end_sessions(house, account.id, now)
    duties = {"is_admin": is_admin, "is_privacy_officer": is_privacy_officer}
    record(house, "set-duties", account, by=by, now=now, **duties)
