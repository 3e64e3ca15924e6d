"""The key of this site: what is hashed with it can't be guessed by whoever has the database alone."""

import hmac
from typing import Final

_HELD: Final = bytearray()


def use(secret: str) -> None:
    """This process hashes with the site's own key, made from its secret; said once at the start."""
    _HELD[:] = hmac.new(secret.encode(), b"purged passages", "sha256").digest()


def keyed(digest: str) -> str:
    """The same for the same digest at one site, and of no use at any other."""
    return hmac.new(bytes(_HELD), digest.encode(), "sha256").hexdigest()
