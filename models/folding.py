"""Folding of words for comparison: case, width, and the signs by which German writes all genders."""

import re
import unicodedata
from typing import Final

GENDER_SIGNS: Final = re.compile(r"(?<=\w)(?:[*_:·]|/-?)(?=in(?:nen)?\b)", re.IGNORECASE)


def folded(text: str) -> str:
    """How a name is compared and found: "Klient*innen", "Klient_innen" and "KlientInnen" are one word."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    return " ".join(GENDER_SIGNS.sub("", text).casefold().split())
