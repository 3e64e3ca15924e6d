"""A form that arrived when its session or its place had gone is given back to its sender: nothing is lost."""

import re
from dataclasses import dataclass
from typing import Final

from flask import request

SECRET: Final = re.compile(r"password|secret|token|^code$|^csrf|^language$")
LONG: Final = 60


@dataclass(frozen=True)
class SentForm:
    """What was sent and where to: `texts` are shown again, `others` travel along. Nothing of it is stored."""

    action: str
    texts: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


def sent_form(*, proven: bool = False) -> SentForm | None:
    """The form of this request, if a page of ours was sent by hand; never one with a secret in it.

    Another site could make a browser send something here; that comes back to nobody (Sec-Fetch-Site), unless
    the form has `proven` by its token that it is ours.
    """
    by_hand = request.headers.get("Sec-Fetch-Site") == "same-origin"
    by_hand = by_hand and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if (
        request.method != "POST"
        or not (by_hand or proven)
        or request.files
        or "token" in (request.view_args or {})
    ):
        return None
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    if any(SECRET.search(name) for name, _ in fields):
        return None
    texts = tuple(each for each in fields if _is_text(each[1]))
    if not texts:
        return None
    return SentForm(request.full_path.rstrip("?"), texts, tuple(x for x in fields if not _is_text(x[1])))


def _is_text(value: str) -> bool:
    """Whether somebody would miss it: more than a choice or a date."""
    return "\n" in value or " " in value or len(value) > LONG
