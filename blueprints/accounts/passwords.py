"""Passwords: argon2id, weak ones refused without asking anybody."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from models.errors import RuleBroken
from models.words import N_

SHORTEST: Final = 12
LONGEST: Final = 200
COMMON_WORDS: Final = """
    passwort password kennwort geheim hallo willkommen welcome sommer winter herbst fruhling qwertz qwerty
    qwertzuiop qwertyuiop asdf asdfgh yxcvbn zxcvbn abc abcdef iloveyou ichliebedich schatz fussball
    football baseball dragon drache monkey letmein admin administrator test rundetische rundertisch runder
    runde tische tisch beratung polizei jugendamt sitzung protokoll koordination montag dienstag mittwoch
    donnerstag freitag samstag sonntag januar februar maerz marz april juni juli august september oktober
    november dezember start login anmelden computer internet secret master sunshine princess superman
    batman hund katze mama papa oma opa deutschland 1q2w3e 4r5t6z 4r5t6y 1qaz 2wsx 3edc q1w2e3 zaq1 xsw2
"""
COMMON: Final = frozenset(COMMON_WORDS.split())
"""Words of which most guessed passwords are made, as `_folded` writes them."""
RUNS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertzuiop",
    "qwertyuiop",
    "asdfghjkl",
    "yxcvbnm",
    "01234567890",
)
LOOKALIKES: Final = str.maketrans("@$!013457", "asioleast")
OWN_SIGNS: Final = 6
"""So many different signs must be left when all that is easily guessed is taken away."""
LOOKED_AT: Final = 72
REPEATED: Final = re.compile(r"(.{3,}?)(?:[\W_]?\1)+", re.IGNORECASE)
STRONG: Final = 3
"""Of zxcvbn's 0 to 4: more than a hundred million guesses."""
WEAK: Final = N_("This password is easily guessed. Take several words that do not belong together.")
GUESSED: Final = {
    "dictionary": WEAK,
    "bruteforce": WEAK,
    "own": N_("Your name, your institution or your address is easily guessed. Take several other words."),
    "spatial": N_("Keys beside each other are easily guessed. Take several words instead."),
    "repeat": N_("What is repeated is easily guessed. Take several words that do not belong together."),
    "sequence": N_("Sequences like abc or 123 are easily guessed. Take several words instead."),
    "regex": N_("Years are easily guessed. Take several words that do not belong together."),
    "date": N_("Dates are easily guessed. Take several words that do not belong together."),
}
"""Why a password is refused, by the pattern that makes most of it."""
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash() -> str:
    """What an unknown address is compared with, so that it takes as long as a known one."""
    return _hasher.hash("nobody has this password")


def hash_of(password: str) -> str:
    return _hasher.hash(_normal(password))


def fits(password: str, password_hash: str | None) -> bool:
    """Whether the password is right; takes the same work for unknown accounts and refuses long ones first."""
    if len(password) > LONGEST:
        return False
    try:
        _hasher.verify(password_hash or _nobodys_hash(), _normal(password))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


def judge(password: str, *own_words: str) -> None:
    """Refuse what is too short, too long or easily guessed: common words, own names, dates, runs of signs."""
    if len(password) < SHORTEST:
        raise RuleBroken(N_("At least %(n)d characters, please."), field="password", n=SHORTEST)
    if len(password) > LONGEST:
        raise RuleBroken(N_("At most %(n)d characters, please."), field="password", n=LONGEST)
    known = COMMON | {part for word in own_words for part in _parts(word)}
    plain = _folded(password)
    if min(len(set(_left(each, known))) for each in (plain, plain.translate(LOOKALIKES))) < OWN_SIGNS:
        raise RuleBroken(WEAK, field="password")
    if (weakness := _weakness(password, known - COMMON)) is not None:
        raise RuleBroken(weakness, field="password")


def _weakness(password: str, own_words: Iterable[str]) -> str | None:
    """Why a guesser would be quick, by zxcvbn's reckoning; None if she would not.

    Only the beginning is looked at: the time grows with the square of the length.
    """
    from zxcvbn import zxcvbn

    looked_at = password[:LOOKED_AT]
    for each, pattern in ((looked_at, ""), (REPEATED.sub(r"\1", looked_at), "repeat")):
        found = zxcvbn(each, user_inputs=sorted(own_words), max_length=LOOKED_AT)
        if found["score"] < STRONG:
            return GUESSED[pattern or _pattern(found["sequence"])]
    return None


def _pattern(matches: list[dict[str, Any]]) -> str:
    """What most of a password is made of, as far as it was recognised."""
    known = [match for match in matches if match["pattern"] != "bruteforce"] or matches
    longest = max(known, key=lambda match: len(match["token"]))
    return "own" if longest.get("dictionary_name") == "user_inputs" else str(longest["pattern"])


def _left(text: str, known: set[str] | frozenset[str]) -> str:
    """What remains without known words, years, runs along the alphabet or the keyboard, and repetition."""
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, " ")
    text = re.sub(r"(19|20)\d\d", " ", _without_runs(text))
    return re.sub(r"(.+?)\1+", r"\1", re.sub(r"\s+", "", text))


def _without_runs(text: str) -> str:
    """Without three or more signs that stand beside each other on the keyboard, in whichever direction."""
    rows = [row for each in RUNS for row in (each, each[::-1])]
    for length in range(10, 2, -1):
        for row in rows:
            for start in range(len(row) - length + 1):
                text = text.replace(row[start : start + length], " ")
    return text


def _normal(password: str) -> str:
    """The same signs however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)


def _folded(text: str) -> str:
    """Small letters without accents: for comparing with words only."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _parts(words: str) -> set[str]:
    return {part for part in re.split(r"[\W_]+", _folded(words)) if len(part) > 2}
