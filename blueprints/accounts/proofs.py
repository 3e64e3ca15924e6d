"""Proof by password or second factor: a try is noted before it is judged; hashing holds up nobody."""

import hmac
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final

from flask import abort, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from blueprints.accounts import factor_rules, factors, passwords, sign_in_rules
from blueprints.accounts.queries import account_by_email, address_of
from blueprints.accounts.sessions import SignedIn, demo_allowed
from models.accounts import FAILURES_OF_FACTOR
from models.typed_text import email_key
from plumbing import clock
from plumbing.database import close_work, house, job

OFFER_LASTS: Final = 3600


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
    with job() as unit:
        account = account_by_email(unit, address)
        password_hash = account.password_hash if account else None
        account_id = account.id if account else 0
        may_enter = bool(account and account.locked_at is None and (demo_allowed() or not account.is_demo))
    if passwords.fits(password, password_hash) and may_enter:
        return Proof(attempt_id=attempt_id, account_id=account_id)
    return None


def prove_factor(account_id: int, typed: str) -> bool:
    """Judge a code of the second factor, or a recovery code; 429 after too many wrong ones.

    A code that fits is used up here, whatever becomes of the gesture that it was shown for.
    """
    attempt_id = note("factor", str(account_id), failures=FAILURES_OF_FACTOR)
    now = clock.now()
    with job() as unit:
        factor = factor_rules.factor_of(unit, account_id)
        step = step_of(account_id, factor.seed, typed) if factor else None
        if step is not None:
            fits = factor_rules.take_step(unit, account_id, step)
        else:
            fits = factor is not None and factor_rules.take_recovery_code(unit, account_id, typed, now=now)
        if fits:
            factor_rules.note_success(unit, attempt_id)
    return fits


def prove_again(signed_in: SignedIn, typed: str) -> bool:
    """A fresh proof for what needs one: the second factor, or the password where there is none."""
    if signed_in.has_factor:
        fits = prove_factor(signed_in.account_id, typed)
    else:
        proof = prove(address_of(house(), signed_in.account_id), typed)
        fits = proof is not None and proof.account_id == signed_in.account_id
        if fits and proof is not None:
            with job() as unit:
                factor_rules.note_success(unit, proof.attempt_id)
    if fits:
        with job() as unit:
            sign_in_rules.note_proof(unit, signed_in.session_id, clock.now())
    return fits


def secret_of(account_id: int, seed: str) -> str:
    return factors.secret_of(str(current_app.secret_key), account_id, seed)


def step_of(account_id: int, seed: str, typed: str) -> int | None:
    """The time step of a typed code; None if it does not fit now."""
    return factors.step_of(secret_of(account_id, seed), typed, clock.now())


def offered_seed(account_id: int) -> str:
    """A new seed, signed for this account: it travels with the form in which the first code is typed."""
    return _offers(account_id).dumps(factors.new_seed())


def seed_in(offer: str, account_id: int) -> str | None:
    """The seed of an offer; None if it is not ours, not this account's, or older than an hour."""
    try:
        return str(_offers(account_id).loads(offer, max_age=OFFER_LASTS))
    except BadData:
        return None


def _offers(account_id: int) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=f"second factor of {account_id}")


def note(what: str, address: str, *, failures: int | None = None) -> int:
    """Note a try in a transaction of its own; returns its id, or answers 429 if it is one too many.

    What this request has read so far is given back before; a gesture begins only after the proof.
    """
    close_work()
    with job() as unit:
        attempt_id = sign_in_rules.note_attempt(
            unit,
            address_hash=_keyed(f"{what} {email_key(address)}"),
            client_hash=_keyed(_client()),
            now=clock.now(),
        ).id
    with job() as unit:
        allowed = sign_in_rules.may_try(unit, attempt_id, failures=failures)
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
