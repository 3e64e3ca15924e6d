"""The one place through which every text passes that a person types: one normal form, limits, guards."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect, String, Text, event
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeDecorator, TypeEngine

from models.base import Base
from models.errors import RuleBroken
from models.words import N_

guards: list[Callable[[str], None]] = []
"""Each is called with every cleaned text, lines and long texts alike (not with addresses), at every door:
form, assignment, database; so it must be quick and give the same answer twice. It may raise RuleBroken."""

NOT_A_SIGN = re.compile("[\x00\ud800-\udfff]")
"""Null bytes and halves of signs: PostgreSQL and UTF-8 cannot hold them, and no keyboard makes them."""

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

INVISIBLE = re.compile(
    "["
    "\x01-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # control signs, but tab and line feed
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0"  # soft hyphens, fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width; order of writing
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"  # no characters, and tags
    "]"
)
"""What nobody sees: it would make equal names different, hide words from search, or turn their order round
("bidi overrides", Trojan Source). Right-to-left scripts are set right by their letters without such marks."""

_JOINED = "[\u0590-\u1dff\u2070-\ua7ff\uac00-\ud7ff\uf900-\uffff\U00010000-\U0010ffff]"
LOOSE_JOINER = re.compile(f"(?<!{_JOINED})[\u200c\u200d]+|[\u200c\u200d]+(?!{_JOINED})")
"""Joiners stay where they carry meaning (Persian, scripts of India, emoji); between Latin letters, at the
beginning and at the end they are only invisible."""

SPACES = re.compile(r"[\s\u2800]+")
TRAILING_SPACES = re.compile(r"(?<![^\S\n])[^\S\n]+$", re.MULTILINE)

ADDRESS = re.compile(r"(?P<local>[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64})@(?P<domain>[^@\s]{1,255})")
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
LONGEST_ADDRESS = 254  # RFC 5321 4.5.3.1.3 with RFC 3696 erratum 1690


def typed_line(value: str, limit: int, field: str | None = None) -> str:
    """One line: NFC, without invisible signs, every run of white space one space, none at the ends."""
    return _accepted(SPACES.sub(" ", _visible(value, field)).strip(), limit, field)


def typed_text(value: str, limit: int, field: str | None = None) -> str:
    """Several lines: as `typed_line`, but line ends (LF) stay, and so do spaces and tabs within a line.

    Spaces at the ends of lines and empty lines at both ends go. Nothing else is touched: neither
    `Klient*innen` nor `Erzieher_innen`, `Sexarbeiter:innen` or `KlientInnen` is ever rewritten.
    """
    lines = TRAILING_SPACES.sub("", _visible(value, field))
    return _accepted(lines.strip("\n"), limit, field)


def typed_email(value: str, field: str | None = None) -> str:
    """One bare address: local part in ASCII as typed, domain in lower case, IDN as xn--.

    Refused are display names, quoted local parts, lists, line breaks, addresses of machines without a
    dot, and more than 254 signs. The local part keeps its case (it is the mailbox owner's); compare by
    `email_key`.
    """
    found = ADDRESS.fullmatch(_visible(value.strip(), field))
    domain = _domain(found["domain"]) if found else None
    if found is None or domain is None or not _dots_inside(found["local"]):
        raise RuleBroken(
            N_("Please give one e-mail address, like name@example.org, and nothing else."), field
        )
    address = f"{found['local']}@{domain}"
    if len(address) > LONGEST_ADDRESS:
        raise RuleBroken(N_("At most %(limit)s characters are possible."), field, limit=LONGEST_ADDRESS)
    return address


def email_key(address: str) -> str:
    """Two addresses with the same key are one mailbox. Unlike `typed_email` it refuses nothing."""
    local, at, domain = _bare(address).rpartition("@")
    return f"{local}{at}{_domain(domain) or domain}".casefold()


def _bare(address: str) -> str:
    return INVISIBLE.sub("", unicodedata.normalize("NFC", address.strip()))


def _dots_inside(local: str) -> bool:
    return not (local.startswith(".") or local.endswith(".") or ".." in local)


def _domain(typed: str) -> str | None:
    """The domain as DNS knows it (xn-- for other letters), or None if it can't be one.

    By IDNA2008 as far as it matters here: `ß` stays a letter of its own, where Python's `idna` codec would
    write to another domain.
    """
    labels = [_label(label) for label in unicodedata.normalize("NFKC", typed).lower().split(".")]
    if len(labels) < 2 or not all(labels) or (labels[-1] or "").isdigit():
        return None
    return ".".join(label for label in labels if label)


def _label(label: str) -> str | None:
    if not label.isascii():
        if any(unicodedata.category(sign)[0] not in "LMN" and sign != "-" for sign in label):
            return None
        label = "xn--" + label.encode("punycode").decode("ascii")
    return label if LABEL.fullmatch(label) else None


def _visible(value: str, field: str | None) -> str:
    """In normal form, with LF as the only line end, without what nobody sees."""
    if NOT_A_SIGN.search(value):
        raise RuleBroken(N_("The text contains a sign that cannot be stored."), field)
    text = INVISIBLE.sub("", LINE_ENDS.sub("\n", unicodedata.normalize("NFC", value)))
    return unicodedata.normalize("NFC", LOOSE_JOINER.sub("", text))


def _accepted(text: str, limit: int, field: str | None) -> str:
    if len(text) > limit:
        raise RuleBroken(
            N_("At most %(limit)s characters are possible; these are %(count)s."),
            field,
            limit=limit,
            count=len(text),
        )
    for guard in guards:
        guard(text)
    return text


class Typed(TypeDecorator[str]):
    """A column of typed text: the last door normalises too, whoever writes (`cleaned` is its way).

    Mapped attributes clean at assignment, so that the row holds what the database will hold, and what is
    refused is a RuleBroken with the attribute as its field. Binding cleans again: bulk statements know
    no attributes.
    """

    impl = String
    cache_ok = True

    def cleaned(self, value: str, field: str | None = None) -> str | None:
        raise NotImplementedError

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.cleaned(value)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        """What is only compared is not typed text: a search for something too long finds nothing."""
        return String()


class TypedLine(Typed):
    """One line of at most `limit` characters."""

    impl = String
    cache_ok = True

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def cleaned(self, value: str, field: str | None = None) -> str | None:
        return typed_line(value, self.limit, field)


class TypedText(Typed):
    """Text of several lines, at most `limit` characters."""

    impl = Text
    cache_ok = True

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def cleaned(self, value: str, field: str | None = None) -> str | None:
        return typed_text(value, self.limit, field)


class TypedEmail(Typed):
    """One e-mail address; blank becomes None."""

    impl = String
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(LONGEST_ADDRESS)

    def cleaned(self, value: str, field: str | None = None) -> str | None:
        return typed_email(value, field) if value.strip() else None


@event.listens_for(Base, "attribute_instrument")
def clean_at_assignment(_class: type, key: str, attribute: InstrumentedAttribute[Any]) -> None:
    """Every mapped attribute of a typed column cleans what is assigned to it."""
    columns = getattr(attribute.property, "columns", ())
    if not columns or not isinstance(columns[0].type, Typed):
        return
    kind: Typed = columns[0].type

    @event.listens_for(attribute, "set", retval=True)
    def clean(_row: Any, value: Any, _old: Any, _initiator: Any) -> Any:
        return kind.cleaned(value, key) if isinstance(value, str) else value
