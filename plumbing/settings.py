"""Settings: defaults, then instance/settings.toml, then the environment with the prefix ROUNDTABLE_."""

import os
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "ROUNDTABLE_"
DEFAULTS: dict[str, Any] = {
    "SECRET_KEY": "",
    "BASE_URL": "http://127.0.0.1:5000",
    "SMTP_URL": "",
    "MAIL_FROM": "runde-tische@localhost",
    "MAIL_PLUS": False,
    "IMAP_URL": "",
    "TIMEZONE": "Europe/Berlin",
    "LOCALE": "de",
    "HOLIDAYS": "NW",
    "TRUSTED_HOSTS": "",
    "PROXIES": 0,
    "MAX_CONTENT_LENGTH": 26 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
    "MAX_FORM_PARTS": 2000,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "WTF_CSRF_TIME_LIMIT": None,
    "WTF_CSRF_SSL_STRICT": False,  # our pages send no Referer at all; token and SameSite stay
    "BABEL_DEFAULT_TIMEZONE": "Europe/Berlin",
}
OUTWARD = ("DATABASE_URL", "SECRET_KEY", "BASE_URL", "SMTP_URL", "MAIL_FROM", "MAIL_PLUS", "IMAP_URL",
           "TIMEZONE", "LOCALE", "HOLIDAYS", "TRUSTED_HOSTS", "PROXIES")  # fmt: skip
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Misconfigured(Exception):
    """The site refuses to start; the message says what to set."""


def load(instance: Path, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """All settings of the site. Raises Misconfigured without a secret."""
    values = dict(DEFAULTS, DATABASE_URL=f"sqlite:///{instance / 'roundtable.sqlite'}")
    file = instance / "settings.toml"
    if file.is_file():
        values |= {key.upper(): value for key, value in tomllib.loads(file.read_text()).items()}
    values |= {name: os.environ[PREFIX + name] for name in OUTWARD if PREFIX + name in os.environ}
    values |= given or {}
    _complete(values, instance)
    return values


def _complete(values: dict[str, Any], instance: Path) -> None:
    secret = instance / "secret_key"
    if not values["SECRET_KEY"] and secret.is_file():
        values["SECRET_KEY"] = secret.read_text().strip()
    if len(str(values["SECRET_KEY"])) < 32:
        raise Misconfigured("ROUNDTABLE_SECRET_KEY is missing or shorter than 32 characters")
    base = urlsplit(values["BASE_URL"])
    hosts = [host.strip() for host in str(values["TRUSTED_HOSTS"]).split(",") if host.strip()]
    values["TRUSTED_HOSTS"] = hosts or [base.hostname or "", *(LOOPBACK if base.hostname in LOOPBACK else ())]
    values["SESSION_COOKIE_SECURE"] = base.scheme == "https"
    values["SESSION_COOKIE_NAME"] = "__Host-session" if base.scheme == "https" else "session"
    values["MAIL_PLUS"] = str(values["MAIL_PLUS"]).lower() in ("1", "true", "on", "yes")
    values["PROXIES"] = int(values["PROXIES"])
    values["BABEL_DEFAULT_LOCALE"] = values["LOCALE"]
    values["IS_LOOPBACK"] = base.hostname in LOOPBACK
