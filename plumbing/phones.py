"""Telephone numbers as a telephone dials them."""

import re
from typing import Final

NUMBER: Final = re.compile(r"\+?[\d(][\d\s()/.\-–]*")


def dialled(phone: str) -> str:
    """The first number of what people write, its digits alone: "+49 (0)231 / 555-01 (Wache)" is +4923155501.
    Empty where there is none."""
    found = NUMBER.search(phone)
    if found is None:
        return ""
    number = found[0]
    if number.startswith(("+", "00")):
        number = number.replace("(0)", "")
    return ("+" if number.startswith("+") else "") + _digits(number)


def _digits(number: str) -> str:
    return "".join(re.findall(r"[0-9]", number))
