"""What must not stand twice in one file."""

from collections.abc import Mapping

from models.folding import folded
from models.imports import ImportKind
from models.typed_text import email_key


def key_of(kind: ImportKind, facts: Mapping[str, str]) -> str:
    """Two lines with the same key mean the same; a line without one is alone."""
    if kind is ImportKind.INSTITUTIONS:
        return folded(facts.get("name", ""))
    address = email_key(facts["email"]) if facts.get("email") else ""
    if kind is ImportKind.PEOPLE:
        parts: tuple[str, ...] = (address, facts.get("name", ""), facts.get("organisation_id", ""))
    elif kind is ImportKind.OFFERS:
        parts = (facts.get("organisation_id", ""), facts.get("title", ""))
    else:
        names = ("organisation_id", "starts_on", "person", "role", "appointed_from")
        parts = (address, *(facts.get(name, "") for name in names))
    return "|".join(folded(part) for part in parts)[:600]
