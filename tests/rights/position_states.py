"""Positions of the rights tests: in the world one of each level, and one in each of its states."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from blueprints.positions import (
    abandoning_rules,
    amendment_rules,
    answer_rules,
    comment_rules,
    merging_rules,
    party_rules,
    rules,
    section_rules,
    source_rules,
    version_rules,
)
from models.amendments import Amendment, AmendmentAnswer
from models.position_texts import PositionSection
from models.positions import Position, PositionKind
from models.texts import Text
from models.visibility import Visibility
from plumbing.markdown import render
from tests import build

EDITORS = ("member", "coordinator")
INSIDE = ("member", "deputy", "advisory", "of_sleeping_seat", "of_two_houses", "coordinator")
STATES = ("idea", "draft", "open", "over", "final", "abandoned")
NAMED = ("member", "deputy", "coordinator")


def furnish(world: Any) -> None:
    """One that is open for amendments and has been written on since, one for one house, one kept."""
    shown = _begun(world, "Smaragd", INSIDE, "member")
    first, removed = _sections(world, shown)
    _written(world, first, world.mark("Fassungstext-Smaragd", *INSIDE))
    world.ids["source_id"] = _source(world, shown)
    _opened(world, shown)
    _written(world, first, world.mark("Entwurfstext-Smaragd", *EDITORS))
    section_rules.take_section_out(world.house, removed.id, **world.as_coordinator())
    names = {"position_id": shown.id, "section_id": first.id}
    said = _comment(world, names, world.mark("Kommentar-Smaragd", *INSIDE))
    asked, accepted = (_to(world, names, word) for word in ("Vorschlag-Smaragd", "Annahme-Smaragd"))
    _answer(world, asked, answer=AmendmentAnswer.REFUSED, reason=world.mark("Grund-Smaragd", *INSIDE))
    _answer(world, accepted, answer=AmendmentAnswer.TAKEN)
    member = world.people["member"].email
    waiting = [each for each in world.house.info["unrendered"] if each.letter.recipient == member]
    world.tokens["amendment_link"] = waiting[-1].facts["token"]
    world.ids |= {"position_comment": said, "amendment_id": asked.id, "accepted_amendment": accepted.id}
    shared = _shared(world, "Beryll")
    world.marks["Tisch-Kiesel"] += ("coordinator_elsewhere",)  # who is asked to take part knows by whom
    world.ids |= {
        "shared_position": shared["position_id"],
        "asked_table": shared["body_id"],
        "position_delegate": shared["delegate_id"],
    }
    facts = {"visibility": Visibility.CONFIDENTIAL, "seat_ids": [world.ids["seat_id"]]}
    named = _begun(world, "Topas", NAMED, "coordinator", **facts)
    kept = _begun(world, "Rubin", ("coordinator",), "coordinator", visibility=Visibility.COORDINATION)
    abandoned = _begun(world, "Amethyst", INSIDE, "member")
    abandoning_rules.abandon(world.house, abandoned.id, **world.as_coordinator())
    world.ids |= {
        "abandoned_position": abandoned.id,
        "position_id": shown.id,
        "section_id": first.id,
        "removed_section": removed.id,
        "position_version": "1",
        "named_position": named.id,
        "kept_position": kept.id,
    }


def _begun(world: Any, word: str, readers: tuple[str, ...], by: str, **facts: Any) -> Position:
    """Its title is read by whoever sees it, its headings by those who write it."""
    title, headings = world.mark(f"Position-{word}", *readers), ["Erster", "Zweiter"]
    given: dict[str, Any] = {"title": title, "kind": PositionKind.PAPER, "headings": headings, **facts}
    actor = build.actor(world.house, world.people[by])
    return rules.begin(world.house, world.ids["table_id"], **given, by=actor, now=build.NOW)


def _sections(world: Any, position: Position) -> list[PositionSection]:
    mine = select(PositionSection).where(PositionSection.position_id == position.id)
    return list(world.house.scalars(mine.order_by(PositionSection.place)))


def _written(world: Any, section: PositionSection, words: str) -> None:
    given: dict[str, Any] = {
        "heading": section.heading,
        "heading_based_on": section.version,
        "render": render,
    }
    start = world.house.get_one(Text, section.text_id).latest
    who = world.as_coordinator()
    section_rules.write_section(world.house, section.id, markdown=words, based_on=start, **given, **who)


def _opened(world: Any, position: Position, days: int = 10) -> None:
    until = build.TODAY + timedelta(days=days)
    version_rules.open_for_amendments(world.house, position.id, until=until, **world.as_coordinator())


def final(world: Any, word: str, readers: tuple[str, ...]) -> int:
    """One with a final text of few words; its title is read by whoever sees it."""
    position = _begun(world, word, readers, "member")
    for each in _sections(world, position):
        _written(world, each, "Worte.")
    version_rules.freeze_final(world.house, position.id, **world.as_coordinator())
    return position.id


def make(world: Any) -> dict[str, dict[str, Any]]:
    """What an address names in each state."""
    return {state: _in_state(world, state) for state in STATES}


def make_removed(world: Any) -> dict[str, dict[str, Any]]:
    """A section that was taken out of a position in each state."""
    made = {state: _in_state(world, state, f"Rest {state}") for state in STATES}
    return {state: {**names, "section_id": names["removed_section"]} for state, names in made.items()}


def _in_state(world: Any, state: str, word: str = "") -> dict[str, Any]:
    position = _begun(world, word or f"Stand {state}", INSIDE, "member")
    first, removed = _sections(world, position)
    beside, source = world.people["deputy"].id, _source(world, position)
    if state != "idea":
        _written(world, first, "Worte.")
    if state in ("open", "over"):
        _opened(world, position)
    section_rules.take_section_out(world.house, removed.id, **world.as_coordinator())
    if state == "over":
        loaded = rules.locked(world.house, position.id, world.as_coordinator()["by"])
        loaded.versions[-1].amendments_until = build.TODAY - timedelta(days=1)
    if state == "final":
        version_rules.freeze_final(world.house, position.id, **world.as_coordinator())
    if state == "abandoned":
        abandoning_rules.abandon(world.house, position.id, **world.as_coordinator())
    world.house.flush()
    ids = {"position_id": position.id, "section_id": first.id, "removed_section": removed.id}
    return {**ids, "beside": beside, "source_id": source}


def _source(world: Any, position: Position) -> int:
    given: dict[str, Any] = {"words": "Jahresbericht", "leads_to": ""}
    return source_rules.add_source(world.house, position.id, **given, **world.as_coordinator()).id


def make_shared(world: Any) -> dict[str, dict[str, Any]]:
    """One to which another table and somebody outside were asked."""
    return {"asked": _shared(world, "Geteilt")}


def _shared(world: Any, word: str) -> dict[str, Any]:
    position = _begun(world, word, (*INSIDE, "coordinator_elsewhere"), "coordinator")
    elsewhere = build.actor(world.house, world.people["coordinator_elsewhere"])
    body_id = min(elsewhere.coordinates)
    party_rules.ask_table(world.house, position.id, body_id=body_id, **world.as_coordinator())
    outside = build.organisation(world.house)
    given: dict[str, Any] = {"organisation_id": outside.id, "may_sign": True, "send": False}
    person: dict[str, Any] = {
        "name": "Von außen",
        "email": f"{word.lower()}@musterstadt.example",
        "same": None,
    }
    made = party_rules.invite_delegate(
        world.house, position.id, person=person, **given, **world.as_coordinator()
    )
    return {"position_id": position.id, "body_id": body_id, "delegate_id": made.id}


ANSWERS: dict[str, dict[str, Any]] = {
    "accepted": {"answer": AmendmentAnswer.TAKEN},
    "asked": {"answer": AmendmentAnswer.MODIFIED, "markdown": "Ganz andere Worte."},
    "refused": {"answer": AmendmentAnswer.REFUSED, "reason": "Zu lang."},
    "referred": {"answer": AmendmentAnswer.REFERRED},
}


def make_amendments(world: Any) -> dict[str, dict[str, Any]]:
    """An amendment of the member's house in each of its states."""
    return {state: _amended(world, state) for state in ("new", *ANSWERS, "taken in", "withdrawn")}


def make_supported(world: Any) -> dict[str, dict[str, Any]]:
    """One that another house supports."""
    names = _amended(world, "new", "Unterstützt")
    _support(world, names["amendment_id"])
    return {"new": names}


def _support(world: Any, amendment_id: int) -> None:
    by = build.actor(world.house, world.people["of_sleeping_seat"])
    own = by.seats[0].organisation_id
    amendment_rules.support(world.house, amendment_id, organisation_id=own, by=by, now=build.NOW)


def make_comments(world: Any) -> dict[str, dict[str, Any]]:
    """A deputy's comment."""
    names = _in_state(world, "open", "Kommentiert")
    return {"open": {**names, "comment_id": _comment(world, names, "Warum?")}}


def _comment(world: Any, names: dict[str, Any], text: str) -> int:
    deputy: dict[str, Any] = {"by": build.actor(world.house, world.people["deputy"]), "now": build.NOW}
    given: dict[str, Any] = {
        "paragraph": "1",
        "text": text,
        "organisation_id": world.ids["organisation_id"],
        **deputy,
    }
    made = comment_rules.comment(world.house, names["position_id"], names["section_id"], **given)
    world.house.flush()
    return made.id


def _amended(world: Any, state: str, word: str = "") -> dict[str, Any]:
    names = {**_in_state(world, "open", word or f"Änderung {state}"), "number": 1}
    member: dict[str, Any] = {"by": build.actor(world.house, world.people["member"]), "now": build.NOW}
    made = _to(world, names, "Andere Worte.")
    said = ANSWERS["accepted"] if state == "taken in" else ANSWERS.get(state)
    if said:
        _answer(world, made, **said)
    if state == "taken in":
        merging_rules.take_in(world.house, names["position_id"], render=render, **world.as_coordinator())
    if state == "withdrawn":
        amendment_rules.withdraw(world.house, made.id, **member)
    world.house.flush()
    return {**names, "amendment_id": made.id}


def _to(world: Any, names: dict[str, Any], words: str) -> Amendment:
    """An amendment of the member's house; what is said in it is read by whoever sees the position."""
    member: dict[str, Any] = {"by": build.actor(world.house, world.people["member"]), "now": build.NOW}
    marked = world.mark(words, *INSIDE) if words.endswith("-Smaragd") else words
    given: dict[str, Any] = {
        "organisation_id": world.ids["organisation_id"],
        "reason": "Genauer.",
        "markdown": marked,
    }
    made = amendment_rules.propose(world.house, names["position_id"], names["section_id"], **given, **member)
    world.house.flush()
    return made


def _answer(world: Any, amendment: Amendment, **said: Any) -> None:
    given: dict[str, Any] = {
        "reason": "",
        "markdown": "",
        "by_meeting": False,
        "based_on": amendment.version,
        **said,
    }
    answer_rules.answer(world.house, amendment.id, **given, **world.as_coordinator())
