"""Folding of words for comparison: case, width, and the signs by which German writes all genders."""

import re
import unicodedata
from typing import Final

GENDER_SIGNS: Final = re.compile(r"(?<=\w)(?:[*_:·]|/-?)(?=in(?:nen)?\b)", re.IGNORECASE)


LOOKALIKES: Final = str.maketrans(
    "авсԁеһіјкӏморԛѕтуԝхүпгАВСЕНІЈКМОРЅТУХҮαβγεικνορτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɑɡ",
    "abcdehijklmopqstywxynrabcehijkmopstyxyabyeikvoptuxwabezhikmnoptyxiag",
)
"""Cyrillic and Greek letters, and a few rare Latin ones, that look like others."""


def looked_like(text: str) -> str:
    """How a word looks, whatever alphabet its letters are of, as far as they look alike."""
    return folded(unicodedata.normalize("NFKC", text).translate(LOOKALIKES))


def folded(text: str) -> str:
    """How a name is found and sorted: "Klient*innen", "Klient_innen" and "KlientInnen" are one word, and
    letters with marks stand with those without (DIN 5007)."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(GENDER_SIGNS.sub("", bare.replace("\u00ad", "")).casefold().split())
