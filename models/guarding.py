"""The guard against client data: which passages of a text could make a person recognisable, and why.

It looks at words only and knows no web and no database. Every pattern runs in linear time: repetitions are
bounded, and none stands inside another. What the directory knows (`Known`) is no client's.
"""

import enum
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from models import guard_patterns as patterns
from models.folding import folded
from models.guard_words import DISTRICTS
from models.typed_text import email_key
from models.words import N_


class Kind(enum.Enum):
    """What a passage looks like (domain.md 7.1)."""

    BIRTH = "birth"
    PHONE = "phone"
    MAIL = "mail"
    FILE_NUMBER = "file-number"
    ACCOUNT = "account"
    PLATE = "plate"
    PERSON = "person"
    STREET = "street"
    PROTECTED = "protected"
    PURGED = "purged"

    @property
    def why(self) -> str:
        return WHYS[self]


WHYS: Final = {
    Kind.BIRTH: N_("looks like a date of birth"),
    Kind.PHONE: N_("looks like a telephone number that is not in the directory"),
    Kind.MAIL: N_("is an e-mail address that is not in the directory"),
    Kind.FILE_NUMBER: N_("looks like the number of a file or a person at a court, the police or an office"),
    Kind.ACCOUNT: N_("looks like a bank account"),
    Kind.PLATE: N_("looks like a number plate"),
    Kind.PERSON: N_("describes a single person by initials, age or origin"),
    Kind.STREET: N_("connects a street with an origin"),
    Kind.PROTECTED: N_("gives the place of a house whose address is protected"),
    Kind.PURGED: N_("was removed here for good and must not be written again"),
}


class Finding(NamedTuple):
    """A passage `text[start:end]` and what it looks like."""

    start: int
    end: int
    kind: Kind
    passage: str


@dataclass(frozen=True)
class Known:
    """What belongs to nobody's case: numbers (digits only, national), mailboxes (`email_key`), domains of
    institutions, and the folded names of houses with a protected address."""

    phones: Collection[str] = ()
    mails: Collection[str] = ()
    domains: Collection[str] = ()
    protected: Collection[str] = field(default_factory=frozenset)


NOBODY: Final = Known()


def findings(text: str, known: Known = NOBODY) -> list[Finding]:
    """All passages that should be reworded or confirmed, in their order; none lies within another."""
    found: list[Finding] = []
    taken = bytearray(len(text))
    for search in SEARCHES:
        for start, end, kind in search(text, known):
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(Finding(start, end, kind, text[start:end]))
    return sorted(found, key=lambda each: each.start)


def counted(found: Collection[Finding]) -> dict[str, int]:
    """How many there are of each kind: all that the history ever tells of them."""
    return dict(sorted(Counter(each.kind.value for each in found).items()))


def phone_key(number: str) -> str:
    """Two numbers with the same key are one line: digits only, with the German country code left out."""
    digits = "".join(sign for sign in number.replace("(0)", "") if sign.isdigit())
    if number.lstrip(" (").startswith("+"):
        digits = "00" + digits
    return "0" + digits[4:].lstrip("0") if digits.startswith("0049") else digits


def phones_in(text: str) -> list[str]:
    """The keys of all numbers that are written somewhere, to know them again."""
    return [phone_key(found[0]) for found in patterns.PHONE.finditer(text)]


Places = Iterator[tuple[int, int, Kind]]


def _births(text: str, _known: Known) -> Places:
    yield from _spans(patterns.BIRTH, text, Kind.BIRTH)
    if "geboren" in text or "Geburtstag" in text:
        yield from _spans(patterns.BIRTHDAY_AFTER, text, Kind.BIRTH)


def _phones(text: str, known: Known) -> Places:
    switchboards = tuple(line.rstrip("0") for line in known.phones if line.endswith("0") and len(line) > 7)
    for found in patterns.PHONE.finditer(text):
        key = phone_key(found[0])
        if not 7 <= len(key) <= 15 or key in known.phones or key.startswith(patterns.SERVICE_NUMBERS):
            continue
        if patterns.NO_PHONE.match(found[0]) or key.startswith(switchboards):
            continue
        if not patterns.OFFICIAL_LINE.search(text, max(0, found.start() - 40), found.start()):
            yield *found.span(), Kind.PHONE


def _mails(text: str, known: Known) -> Places:
    at = text.find("@")
    while at >= 0:
        begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        for found in patterns.MAIL.finditer(text, begin, end):
            if not _is_official(found[0], known):
                yield *found.span(), Kind.MAIL
        at = text.find("@", end)


def _is_official(address: str, known: Known) -> bool:
    key = email_key(address)
    domain = key.rpartition("@")[2]
    return key in known.mails or (domain in known.domains and domain not in patterns.FREE_MAIL)


def _file_numbers(text: str, _known: Known) -> Places:
    yield from _spans(patterns.NAMED_NUMBER, text, Kind.FILE_NUMBER)
    yield from _spans(patterns.PENSION_NUMBER, text, Kind.FILE_NUMBER)
    for found in patterns.COURT_NUMBER.finditer(text):
        before = max(0, found.start() - 80), found.start()
        if found["register"] not in patterns.PUBLISHED and not patterns.HIGH_COURT.search(text, *before):
            yield *found.span(), Kind.FILE_NUMBER


def _accounts(text: str, _known: Known) -> Places:
    for found in patterns.IBAN.finditer(text):
        if _is_account("".join(found[0].split())):
            yield *found.span(), Kind.ACCOUNT


def _is_account(bare: str) -> bool:
    """A German account by its shape, with a slip of the pen too; others by their check digits (ISO 13616)."""
    if bare.startswith("DE"):
        return 20 <= len(bare) <= 24
    if not bare.isascii() or not 15 <= len(bare) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1


def _plates(text: str, _known: Known) -> Places:
    yield from _spans(patterns.NAMED_PLATE, text, Kind.PLATE)
    for found in patterns.PLATE.finditer(text):
        district = text[found.start()] + found["rest"]
        if district in DISTRICTS and (district, found["letters"]) != ("M", "V"):
            yield *found.span(), Kind.PLATE


def _ages(text: str, _known: Known) -> Places:
    """Somebody and an age beside her, or what she is with it."""
    for found in patterns.AGE_BETWEEN.finditer(text):
        if not _follows_a_word(text, found.start()):
            continue
        before = max(0, found.start() - 90), found.start()
        who = patterns.SOMEBODY_BEFORE.search(text, *before)
        if who or ("J" in found[0] and (who := patterns.NAME_BEFORE.search(text, *before))):
            yield who.start(), found.end(), Kind.PERSON
    for found in patterns.IS_OF_AGE.finditer(text):
        who = patterns.WHO_IS.search(text, max(0, found.start() - 60), found.start())
        if who:
            yield who.start(), found.end(), Kind.PERSON
    for pattern in patterns.YEAR_OLD if "ährige" in text else ():
        yield from _spans(pattern, text, Kind.PERSON)
    for found in patterns.AT_AGE.finditer(text) if " Jahren" in text else ():
        who = patterns.ONE_AT_AGE.search(text, max(0, found.start() - 40), found.start())
        if who:
            yield who.start(), found.end(), Kind.PERSON


def _follows_a_word(text: str, start: int) -> bool:
    """Whether anything like a name can stand before: numbers of a table need not be looked at closer."""
    words = text[max(0, start - 30) : start].split()
    return bool(words) and any(sign.isalpha() for sign in words[-1].rpartition(",")[2])


def _persons(text: str, _known: Known) -> Places:
    """Initials, and one person of whom the origin is told."""
    yield from _spans(patterns.INITIAL_FROM, text, Kind.PERSON)
    for found in patterns.ONE_WOMAN.finditer(text):
        article = patterns.ARTICLE_BEFORE.search(text, max(0, found.start() - 32), found.start())
        if article:
            yield article.start(), found.end(), Kind.PERSON
    for found in patterns.TITLED_INITIAL.finditer(text):
        if not patterns.SURNAME_FOLLOWS.match(text, found.end()):
            yield *found.span(), Kind.PERSON


def _streets(text: str, known: Known) -> Places:
    """A number in a street: of a house that is hidden, or where somebody's origin is told beside it."""
    for found in patterns.STREET.finditer(text):
        name = patterns.STREET_NAME.search(text, max(0, found.start() - 32), found.start())
        start, around = name.start() if name else found.start(), _sentence(text, *found.span())
        if patterns.REFUGE.search(around) or _names_one(around, known.protected):
            yield start, found.end(), Kind.PROTECTED
        elif patterns.ORIGIN.search(around):
            yield start, found.end(), Kind.STREET
    for found in patterns.DWELLING.finditer(text):
        if patterns.ONE_OF_ORIGIN.search(_sentence(text, *found.span())):
            yield *found.span(), Kind.STREET


def _names_one(around: str, names: Collection[str]) -> bool:
    return bool(names) and any(name in folded(around) for name in names)


def _sentence(text: str, start: int, end: int) -> str:
    """What stands around a passage, up to 120 signs on both sides and not beyond an empty line."""
    before = text[max(0, start - 120) : start].rpartition("\n\n")[2]
    after = text[end : end + 120].partition("\n\n")[0]
    return patterns.SENTENCE_END.split(before)[-1] + text[start:end] + patterns.SENTENCE_END.split(after)[0]


def _spans(pattern: re.Pattern[str], text: str, kind: Kind) -> Places:
    return ((*found.span(), kind) for found in pattern.finditer(text))


SEARCHES: Final[tuple[Callable[[str, Known], Places], ...]] = (
    _accounts,
    _mails,
    _births,
    _file_numbers,
    _phones,
    _plates,
    _streets,
    _ages,
    _persons,
)
"""What is surest comes first: it keeps its passage."""
