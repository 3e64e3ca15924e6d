"""Passwords: argon2id, weak ones refused without asking anybody."""

import re
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from models.errors import RuleBroken
from models.words import N_

SHORTEST: Final = 12
LONGEST: Final = 200
COMMON_WORDS: Final = """
passwort password kennwort geheim hallo willkommen sommer winter herbst fruehling frühling qwertz qwerty
qwertzuiop asdfgh yxcvbn abc abcdef iloveyou schatz fussball fußball dragon monkey letmein admin test
rundetische rundertisch runde tische tisch beratung polizei jugendamt dortmund sitzung protokoll montag
dienstag mittwoch donnerstag freitag januar februar maerz märz april juni juli august september oktober
november dezember start login anmelden computer internet secret master sunshine princess
"""
COMMON: Final = frozenset(COMMON_WORDS.split())
_hasher = PasswordHasher()


@cache
def _nobodys_hash() -> str:
    """What an unknown address is compared with, so that it takes as long as a known one."""
    return _hasher.hash("nobody has this password")


def hash_of(password: str) -> str:
    return _hasher.hash(password)


def fits(password: str, password_hash: str | None) -> bool:
    """Whether the password is right; takes the same work for unknown accounts and refuses long ones first."""
    if len(password) > LONGEST:
        return False
    try:
        _hasher.verify(password_hash or _nobodys_hash(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


def judge(password: str, *own_words: str) -> None:
    """Refuse what is too short, too long or easily guessed: common words, own names, runs of one sign."""
    if len(password) < SHORTEST:
        raise RuleBroken(N_("At least %(n)d characters, please."), field="password", n=SHORTEST)
    if len(password) > LONGEST:
        raise RuleBroken(N_("At most %(n)d characters, please."), field="password", n=LONGEST)
    known = COMMON | {part for word in own_words for part in _parts(word)}
    rest = password.casefold()
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = re.sub(r"(.)\1+", r"\1", re.sub(r"0?123\d*|987\d*|(19|20)\d\d", "", rest))
    if len(set(rest)) < 5:
        message = N_("This password is easily guessed. Take several words that do not belong together.")
        raise RuleBroken(message, field="password")


def _parts(words: str) -> set[str]:
    return {part for part in re.split(r"[\W_]+", words.casefold()) if len(part) > 2}
