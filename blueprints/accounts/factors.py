"""Time-based codes (TOTP, RFC 6238), the picture that an app reads, and recovery codes."""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime
from typing import Final

ISSUER: Final = "Runde Tische"
STEP: Final = 30
DRIFT: Final = (0, -1, 1)
"""Clocks may differ by one step."""
DIGITS: Final = 6
CODES: Final = 10
SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without signs that look alike."""


def new_seed() -> str:
    return secrets.token_urlsafe(24)


def secret_of(site_key: str, account_id: int, seed: str) -> str:
    """The secret that the app keeps, as it is typed: 160 bits, derived anew whenever it is needed."""
    derived = hmac.digest(site_key.encode(), f"second factor {account_id} {seed}".encode(), "sha256")
    return b32encode(derived[:20]).decode()


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The time step whose code was typed; None if it is none of the present one and its neighbours."""
    import pyotp

    code = "".join(typed.split())
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    totp, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP
    fitting = [each for each in DRIFT if hmac.compare_digest(totp.generate_otp(present + each), code)]
    return present + fitting[0] if fitting else None


def address_of(secret: str, email: str) -> str:
    """What the picture says: the address by which an app takes the secret over."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def picture_of(address: str) -> str:
    """The QR code as SVG without size, style or script; dark on white in every colour scheme.

    It has no name of its own: what stands around it has.
    """
    import segno

    made = segno.make(address, error="m", micro=False)
    drawn = made.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    return drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def new_recovery_codes() -> list[str]:
    """Ten codes of 79 bits each, easy to type."""
    return ["-".join(_group() for _ in range(4)) for _ in range(CODES)]


def _group() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(4))


def plain(typed: str) -> str:
    """A recovery code as it is compared: however it was grouped and whatever the case."""
    return "".join(sign for sign in typed.lower() if sign.isalnum())
