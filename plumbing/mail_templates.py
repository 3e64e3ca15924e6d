"""What templates of mails may use: strict facts, links from BASE_URL, dates in the recipient's words."""

import hmac
from base64 import b32encode
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_date
from flask import current_app
from flask_babel import get_locale
from itsdangerous import BadSignature, URLSafeSerializer
from jinja2 import Environment, StrictUndefined
from werkzeug.routing import MapAdapter

from plumbing import clock


def link(endpoint: str, **values: Any) -> str:
    """The absolute address of a page, from BASE_URL only: never from the request."""
    made: str = _addresses().build(endpoint, values, force_external=True)
    return made


def _addresses() -> MapAdapter:
    kept: MapAdapter | None = current_app.extensions.get("mail_addresses")
    if kept is None:
        base = urlsplit(str(current_app.config["BASE_URL"]))
        kept = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
        current_app.extensions["mail_addresses"] = kept
    return kept


def sender_for(recipient: str) -> str:
    """Sender and organizer: MAIL_FROM, or with MAIL_PLUS one plus address, always the same per recipient."""
    address = str(current_app.config["MAIL_FROM"])
    if not current_app.config["MAIL_PLUS"]:
        return address
    local, _, domain = address.rpartition("@")
    secret = str(current_app.config["SECRET_KEY"]).encode()
    digest = hmac.new(secret, f"plus address of {recipient.lower()}".encode(), "sha256").digest()
    return f"{local}+{b32encode(digest[:10]).decode().lower()}@{domain}"


def stop_link(letter_key: str) -> str:
    """Where the recipient of this reminder says that she wants none; it names no address and never ends."""
    return link("office.reminders", token=_stops().dumps(letter_key[:24]))


def letter_of_stop(token: str) -> str | None:
    """The beginning of the letter's key; None for a token that we have not made."""
    try:
        return str(_stops().loads(token))
    except BadSignature:
        return None


def _stops() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="no more reminders")


def mail_templates() -> Environment:
    """The site's templates with strict facts, and dates in the recipient's language."""
    kept: Environment | None = current_app.extensions.get("mail_templates")
    if kept is None:
        current_app.url_map.update()  # rooms that are still closed have words of theirs for templates
        kept = current_app.jinja_env.overlay(undefined=StrictUndefined)
        kept.filters = {**kept.filters, "day": _day, "weekday": _weekday, "time": _time}
        current_app.extensions["mail_templates"] = kept
    return kept


def _day(value: date | datetime) -> str:
    """08.09.2022 or 8 September 2022, in Berlin."""
    return format_date(
        _berlin(value), "dd.MM.yyyy" if str(get_locale()) == "de" else "d MMMM yyyy", get_locale()
    )


def _weekday(value: date | datetime) -> str:
    return format_date(_berlin(value), "EEEE", get_locale())


def _time(value: datetime) -> str:
    return f"{value.astimezone(clock.BERLIN):%H:%M}"


def _berlin(value: date | datetime) -> date:
    return value.astimezone(clock.BERLIN).date() if isinstance(value, datetime) else value
