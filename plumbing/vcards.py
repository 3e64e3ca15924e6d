"""Contacts as vCards (RFC 6350 and, for older programs, RFC 2426)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import vobject

TYPE: Final = "text/vcard; charset=utf-8"
EDITIONS: Final = {"4": "4.0", "3": "3.0"}


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One person or, with `is_group`, one institution; what is empty is left out."""

    name: str
    organisation: str = ""
    title: str = ""
    email: str = ""
    note: str = ""
    place: str = ""
    is_group: bool = False


def vcards(contacts: Iterable[Contact], edition: str = "4") -> bytes:
    """One card after the other; signs of the format are escaped by the library."""
    return "".join(_card(each, EDITIONS[edition]).serialize() for each in contacts).encode()


def _card(contact: Contact, version: str) -> "vobject.base.Component":
    import vobject

    card = vobject.vCard()
    card.add("version").value = version
    card.add("fn").value = contact.name
    card.add("n").value = vobject.vcard.Name(family=contact.name)
    if version == "4.0":
        card.add("kind").value = "org" if contact.is_group else "individual"
    elif contact.is_group:
        card.add("x-abshowas").value = "COMPANY"
    if contact.organisation:
        card.add("org").value = [contact.organisation]
    if contact.place:
        card.add("adr").value = vobject.vcard.Address(city=contact.place)
    for name, value in (("title", contact.title), ("email", contact.email), ("note", contact.note)):
        if value:
            card.add(name).value = value
    return card
