"""Proof by a password: a try is noted before it is judged, and judged outside of any transaction."""

import hmac
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from flask import abort, current_app, request

from blueprints.accounts import passwords, sign_in_rules
from blueprints.accounts.queries import account_by_email
from blueprints.accounts.sessions import demo_allowed
from models.typed_text import email_key
from plumbing import clock
from plumbing.database import close_work, job


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A try whose password was right, for an account that may sign in."""

    attempt_id: int
    account_id: int


def prove(address: str, password: str) -> Proof | None:
    """Judge a password; None if it is wrong or the account may not sign in, 429 after too many tries.

    Hashing is slow on purpose. It happens while no transaction is open, so that nobody has to wait, and
    takes the same work for addresses that nobody has.
    """
    attempt_id = note("sign-in", address)
    with job() as house:
        account = account_by_email(house, address)
        password_hash = account.password_hash if account else None
        account_id = account.id if account else 0
        may_enter = bool(account and account.locked_at is None and (demo_allowed() or not account.is_demo))
    if passwords.fits(password, password_hash) and may_enter:
        return Proof(attempt_id=attempt_id, account_id=account_id)
    return None


def note(what: str, address: str) -> int:
    """Note a try in a transaction of its own; returns its id, or answers 429 if it is one too many.

    What this request has read so far is given back before; a gesture begins only after the proof.
    """
    close_work()
    with job() as house:
        attempt_id = sign_in_rules.note_attempt(
            house,
            address_hash=_keyed(f"{what} {email_key(address)}"),
            client_hash=_keyed(_client()),
            now=clock.now(),
        ).id
    with job() as house:
        allowed = sign_in_rules.may_try(house, attempt_id)
    if not allowed:
        abort(429)
    return attempt_id


def _keyed(text: str) -> str:
    """A hash that nobody can try out without the site's secret: addresses are easily guessed."""
    return hmac.new(str(current_app.secret_key).encode(), f"attempt {text}".encode(), "sha256").hexdigest()


def _client() -> str:
    """Where a request comes from: an IPv4 address, or the network of an IPv6 one (a household has a /64)."""
    typed = request.remote_addr or ""
    try:
        address = ip_address(typed)
    except ValueError:
        return typed
    return str(int(address) >> 64) if isinstance(address, IPv6Address) else str(address)
