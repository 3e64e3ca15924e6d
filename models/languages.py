"""Languages as people name them and as BCP 47 writes them: "Thailändisch", "Thai" and "th" are one."""

import re
from functools import cache
from typing import Final

from babel import Locale

from models.errors import RuleBroken
from models.folding import folded
from models.words import N_

READERS: Final = ("de", "en")
"""The languages in which a language may be named."""

NOT_SPOKEN: Final = frozenset(("mul", "mis", "root", "und", "zxx"))
ADDED: Final = {
    "de-simple": {"de": "Leichte Sprache", "en": "Easy German"},
    "gsg": {"de": "Deutsche Gebärdensprache", "en": "German Sign Language"},
    "fa-AF": {"de": "Dari", "en": "Dari"},
    "kmr": {"de": "Kurmandschi", "en": "Kurmanji"},
}
"""What CLDR does not name, or not as people do."""

BETWEEN: Final = re.compile(r"[,;\n]")
MOST: Final = 40


@cache
def language_names(reader: str) -> dict[str, str]:
    """Every known code with its name in the reader's language."""
    names = {code.replace("_", "-"): name for code, name in Locale(reader).languages.items()}
    ours = {code: words[reader] for code, words in ADDED.items()}
    return {code: name for code, name in (names | ours).items() if code not in NOT_SPOKEN}


def language_name(code: str, reader: str) -> str:
    """The name of a language; the code itself where nobody knows better."""
    return language_names(reader if reader in READERS else "en").get(code, code)


@cache
def _codes() -> dict[str, str]:
    """The code behind each name and code, folded."""
    found: dict[str, str] = {}
    for reader in READERS:
        for code, name in language_names(reader).items():
            found.setdefault(folded(code), code)
            found.setdefault(folded(name), code)
    return found


def languages_in(typed: str, field: str | None = None) -> tuple[str, ...]:
    """The codes of the languages that were typed, by name or code, with commas between them; each once."""
    codes: dict[str, None] = {}
    for word in filter(None, (part.strip() for part in BETWEEN.split(typed))):
        code = _codes().get(folded(word))
        if code is None:
            raise RuleBroken(
                N_("The language “%(name)s” is not known. Please give names or codes with commas between."),
                field,
                name=word[:60],
            )
        codes[code] = None
    return known_languages(tuple(codes), field)


def known_languages(codes: tuple[str, ...], field: str | None = None) -> tuple[str, ...]:
    """The same codes; refuses one that no language has, and more than anybody speaks."""
    for code in codes:
        if code not in language_names("de"):
            raise RuleBroken(
                N_("The language “%(name)s” is not known. Please give names or codes with commas between."),
                field,
                name=code[:60],
            )
    if len(codes) > MOST:
        raise RuleBroken(N_("At most %(limit)s languages are possible."), field, limit=MOST)
    return codes
