"""What is shown before institutions are written to about a text: who gets the letter, and the letter."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import gettext

from blueprints.positions import queries, signing_letters, telling_letters
from blueprints.positions.rules import own_tables
from blueprints.positions.signing_queries import Signatory, Signed, signatories, to_ask
from blueprints.positions.signing_rules import earlier
from blueprints.tables.letter_queries import letter_facts
from models.editions import Edition
from models.people import Person
from models.position_texts import PositionVersion
from models.positions import Position
from models.words import N_
from plumbing import clock
from plumbing.access import me
from plumbing.database import house
from plumbing.letters import Rendered, sample
from plumbing.sent_words import stopped_at


class Why(enum.Enum):
    """Why somebody is written to."""

    SIGNS = "signs"
    INFORMED = "informed"
    AMENDS = "amends"

    @property
    def label(self) -> str:
        return WHY_WORDS[self]


WHY_WORDS: Final = {
    Why.SIGNS: N_("may sign for the institution"),
    Why.INFORMED: N_("represents the institution, for information"),
    Why.AMENDS: N_("may propose changes for the institution"),
}


@dataclass(frozen=True, kw_only=True)
class Reached:
    """One letter: to whom, of which institution, and why; `to` is where it goes, shown or not."""

    institution: str
    name: str
    kind: Why
    address: str
    to: str


def _reached(person: Person, institution: str, kind: Why, to: str, *, named: bool) -> Reached:
    """Called by function and without an address where the reader does not sit with her (decision 63)."""
    name, address = (person.name, to) if named else (person.function, "")
    return Reached(institution=institution, name=name, kind=kind, address=address, to=to)


def _are_named(position: Position) -> bool:
    """Whether the reader sits at all its tables, or coordinates the one that keeps it."""
    return me().coordinates_body(position.body_id) or own_tables(position, me()) == position.body_ids


def asking(position: Position, final: PositionVersion, due_on: date | None) -> dict[str, Any]:
    """Who would be asked to sign the final text today, each institution with whom the letter reaches."""
    today = clock.today()
    signers = to_ask(house(), position, today)
    people = signatories(house(), position, list(signers), today)
    able = {each.organisation_id for each in people if each.may_sign}
    found = _of_signatories(position, people, {key: name for key, (name, _) in signers.items()})
    written_to = {each.organisation_id for each in people if each.address}
    return {
        "reached": found,
        "institutions": len(written_to),
        "stopped": stopped_at(position.body_id) if found else "",
        "unreached": [name for key, (name, _) in signers.items() if key not in written_to],
        "unable": [name for key, (name, _) in signers.items() if key not in able],
        "letters": _letters(signing_letters.ASKED, position, _asking_facts(position, final, due_on))
        if found and due_on
        else [],
    }


def reminding(position: Position, signed: Signed) -> dict[str, Any]:
    """The silent that a reminder would reach today, and those that have no address or want none."""
    silent, template = signed.silent(), signing_letters.REMIND
    people = signing_letters.reached(house(), position, silent, template, clock.today())
    names = {each.organisation_id: each.name for each in signed.lines if each.organisation_id in silent}
    written_to = {each.organisation_id for each in people}
    final = next(each for each in position.versions if each.id == signed.about.version_id)
    facts = _asking_facts(position, final, signed.about.round.due_on)
    return {
        "reached": _of_signatories(position, people, names),
        "institutions": len(written_to),
        "unreached": [name for key, name in names.items() if key not in written_to],
        "stopped": stopped_at(position.body_id) if people else "",
        "letters": _letters(template, position, facts) if people else [],
    }


def _of_signatories(
    position: Position, people: Sequence[Signatory], names: Mapping[int, str]
) -> list[Reached]:
    """One letter for each address of an institution."""
    named = _are_named(position)
    found: dict[tuple[int, str], Reached] = {}
    for each in people:
        if each.address:
            kind = Why.SIGNS if each.may_sign else Why.INFORMED
            name = names[each.organisation_id]
            one = _reached(each.person, name, kind, each.address, named=named)
            found.setdefault((each.organisation_id, each.address.lower()), one)
    return sorted(found.values(), key=lambda each: (each.institution.casefold(), each.name))


def _asking_facts(position: Position, final: PositionVersion, due_on: date | None) -> dict[str, Any]:
    return {
        "number": final.number,
        "due_on": due_on,
        "checksum": house().get_one(Edition, final.edition_id).sha256[:8],
        "institution": gettext("(name of the institution)"),
        "may_sign": True,
        "is_anew": earlier(house(), position, final) is not None,
    }


def opening(position: Position, until: date | None) -> dict[str, Any]:
    """Who would learn today that a version is open for amendments."""
    people = telling_letters.amending_people(house(), position, clock.today(), me())
    number = (position.newest.number if position.newest else 0) + 1
    return {
        "reached": _of_houses(position, people),
        "institutions": len({each.organisation_id for each in people}),
        "stopped": stopped_at(position.body_id) if people else "",
        "letters": _letters(telling_letters.OPENED, position, {"number": number, "until": until})
        if people and until
        else [],
    }


def _of_houses(position: Position, people: Sequence[Person]) -> list[Reached]:
    named = _are_named(position)
    names = queries.organisation_names(house(), [each.organisation_id or 0 for each in people])
    found = [
        _reached(each, names.get(each.organisation_id or 0, ""), Why.AMENDS, each.email or "", named=named)
        for each in people
    ]
    return sorted(found, key=lambda each: (each.institution.casefold(), each.name))


def _letters(template: str, position: Position, facts: dict[str, Any]) -> list[tuple[str, Rendered]]:
    """The letter as it will arrive at any of them."""
    said = letter_facts(house(), position.body_id, clock.today()) | {"position_id": position.id} | facts
    return [(gettext("The letter as it will arrive"), sample(template=template, facts=said))]
