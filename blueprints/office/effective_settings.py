"""What the site runs with, as the administration may see it: no password, no key."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.engine import make_url

from blueprints.office.doctor import LOOKS
from blueprints.office.doctor_findings import Finding
from models.words import N_

QUICK: Final = ("settings", "secret", "database", "clock", "disk", "imprint")
"""What the doctor examines without reading all rows or knocking at other servers."""
SHOWN: Final = {
    "BASE_URL": N_("address of the site, with which links in letters begin"),
    "TRUSTED_HOSTS": N_("host names that are answered"),
    "PROXIES": N_("proxies before the site"),
    "DATABASE_URL": N_("database"),
    "SMTP_URL": N_("mail server; without one, letters become files"),
    "MAIL_FROM": N_("sender of all letters"),
    "MAIL_PLUS": N_("a reply address of its own for each recipient"),
    "IMAP_URL": N_("mailbox for replies"),
    "TIMEZONE": N_("time zone"),
    "LOCALE": N_("language"),
    "HOLIDAYS": N_("holidays of the Land"),
}


def effective() -> list[tuple[str, str, str]]:
    """Name, meaning (marked) and value of each setting."""
    return [(name, meaning, _told(name)) for name, meaning in SHOWN.items()]


def _told(name: str) -> str:
    value = current_app.config.get(name)
    if name == "DATABASE_URL":
        return make_url(str(value)).render_as_string(hide_password=True)
    if name in ("SMTP_URL", "IMAP_URL") and value:
        parts = urlsplit(str(value))
        return f"{parts.scheme}://{parts.hostname or ''}" + (f":{parts.port}" if parts.port else "")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "✓" if value else "–"
    return "–" if value in ("", None) else str(value)


def findings() -> Iterator[Finding]:
    """The doctor's lines that cost nothing."""
    for about in QUICK:
        yield from LOOKS[about]()
