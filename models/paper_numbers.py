"""Numbers of papers: as they are printed, and as they are compared and found."""

import re
from typing import Final

from models.folding import folded

SERIES: Final = re.compile(
    r"(?:(?:bt|br|lt(?:nrw|nds)?|bundestags?|bundesrats?|landtags?)?"
    r"(?:ausschussdrucksache|drucksache(?:n(?!r))?|drs|vorlage(?:n(?!r))?|antrag|mitteilung|stellungnahme|zuschrift|anfrage)"
    r"(?:nummer|nr)?|(?:bt|br|lt)(?=[0-9])|(?:nummer|nr)(?=[0-9]))"
)
"""What stands before a number and is said by its kind and issuer: "BT-Drs.", "Vorlage:", "Drucksache Nr."."""


def number_key(printed: str) -> str:
    """What two spellings of one number have in common: "V-SOZ/21/148", "V-SOZ 21/148" and "VSOZ21148" are
    VSOZ21148. Empty where nothing but a word like "Vorlage" is left.

    Additions stay: "18/9036 (neu)" and "zu633/17(B)" are papers of their own (domain.md 8).
    """
    bare = "".join(sign for sign in folded(printed) if sign.isalnum())
    while found := SERIES.match(bare):
        bare = bare[found.end() :]
    return bare.upper()


def is_number(typed: str) -> bool:
    """Whether it can be looked for as a number: a figure is in it, and it is no single sign."""
    key = number_key(typed)
    return len(key) > 1 and any(sign.isdecimal() for sign in key)


def same_number(one: str, other: str) -> bool:
    """Whether two spellings mean the same number: the same signs, not parted otherwise.

    "18/1726" and "181726" may be one, "1/11" and "11/1" are not.
    """
    key = number_key(one)
    if not key or key != number_key(other):
        return False
    cuts, others = _cuts(one), _cuts(other)
    return cuts <= others or others <= cuts


def _cuts(printed: str) -> set[int]:
    """After how many figures something else comes."""
    ends, count = set(), 0
    for run in re.findall("[0-9]+", folded(printed)):
        count += len(run)
        ends.add(count)
    return ends
