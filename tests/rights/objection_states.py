"""Objections of the rights tests: one in the world, one in each of its states, minutes before and after."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from blueprints.minutes import approval_rules, objection_rules, publication_rules
from models.editions import Edition, EditionKind, EditionReader, canonical
from models.minutes import Minutes
from models.objections import ObjectionOutcome
from models.publications import Publication
from tests import build

SEEN = ("member", "deputy", "coordinator")
DAY = timedelta(days=1)


def furnish(world: Any) -> None:
    """One that is not decided, of the member's institution; she has read her own edition."""
    world.ids["first_place"] = 1
    made = _raised(
        world,
        world.ids["edition_id"],
        wrong=world.mark("Einwand-Kies", *SEEN),
        wording=world.mark("Fassung-Kies", *SEEN),
    )
    world.ids["objection_id"] = made.id
    world.ids["publication_id"] = _published(world)
    world.ids["checksum"] = world.house.get_one(Edition, world.ids["edition_id"]).sha256


def _published(world: Any) -> int:
    """Something that everybody may read, of the minutes that are out."""
    minutes = world.house.scalars(
        select(Minutes).where(Minutes.meeting_id == world.ids["circulated_meeting"])
    ).one()
    content: dict[str, Any] = {"body": "Tisch", "number": None, "held_on": "2026-09-01", "coordination": ""}
    content |= {"published_on": "2026-09-02", "approved_on": None}
    content["items"] = [{"title": "Ergebnis", "markdown": "Text", "html": "<p>Text</p>"}]
    edition = Edition(
        kind=EditionKind.PUBLISHED,
        meeting_id=minutes.meeting_id,
        body_id=minutes.body_id,
        number=1,
        title="Tisch",
        content=canonical(content),
        sha256="0" * 64,
        compiled_at=build.NOW,
        compiled_by_id=None,
    )
    made = Publication(
        minutes_id=minutes.id,
        meeting_id=minutes.meeting_id,
        body_id=minutes.body_id,
        draft="{}",
        prepared_at=build.NOW,
        prepared_by_id=world.people["coordinator"].id,
        edition_id=build.added(world.house, edition).id,
        approved_at=build.NOW,
    )
    return int(build.added(world.house, made).id)


def make_publications(world: Any, meetings: dict[str, Any], later: Any) -> dict[str, dict[str, Any]]:
    """Publications by state, of approved minutes."""
    given = world.as_coordinator()
    for state, meeting in meetings.items():
        world.house.flush()
        minutes = world.house.scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).one()
        minutes.objections_until = build.TODAY - DAY
        approval_rules.approve(world.house, meeting.id, in_meeting_id=later.id, **given)
        if state == "none":
            continue
        parts = {"1": ("Ergebnis", "Text")}
        made = publication_rules.prepare(world.house, meeting.id, parts, based_on=0, **given, render=str)
        world.house.flush()
        if state != "prepared":
            publication_rules.publish(world.house, meeting.id, based_on=made.version, **given)
            world.house.flush()
        if state == "withdrawn":
            publication_rules.withdraw_publication(world.house, meeting.id, **given)
    return {state: {"meeting_id": each.id} for state, each in meetings.items()}


def edition_of(world: Any, meeting_id: int) -> int:
    """What was sent to the member's institution; 0 while nothing was."""
    found = (
        select(Edition.id)
        .join(EditionReader, EditionReader.edition_id == Edition.id)
        .where(
            Edition.meeting_id == meeting_id,
            Edition.kind == EditionKind.MINUTES,
            EditionReader.seat_id == world.ids["seat_id"],
        )
    )
    return world.house.scalar(found) or 0


def _raised(world: Any, edition_id: int, wrong: str = "Falsch.", wording: str = "Richtig.") -> Any:
    return objection_rules.raise_objection(
        world.house,
        edition_id,
        1,
        seat_id=world.ids["seat_id"],
        wrong=wrong,
        wording=wording,
        by=build.actor(world.house, world.people["member"]),
        now=build.NOW,
    )


def make(world: Any, circulated: int) -> dict[str, dict[str, Any]]:
    """Objections by state, to minutes whose period still runs."""
    edition_id = edition_of(world, circulated)
    found = {state: _raised(world, edition_id) for state in ("open", "withdrawn", "decided")}
    member = build.actor(world.house, world.people["member"])
    objection_rules.withdraw(world.house, found["withdrawn"].id, by=member, now=build.NOW)
    objection_rules.decide(
        *(world.house, found["decided"].id),
        outcome=ObjectionOutcome.STATEMENT,
        answer="",
        wording="Wir sehen das anders.",
        **world.as_coordinator(),
    )
    return {state: {"objection_id": each.id} for state, each in found.items()}


def make_minutes(world: Any, meetings: dict[str, Any], later: Any) -> dict[str, dict[str, Any]]:
    """Minutes by state of their period for objections, each with a later meeting."""
    world.house.flush()
    for state, meeting in meetings.items():
        minutes = world.house.scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).one()
        if state != "running":
            minutes.objections_until = build.TODAY - DAY
        if state == "approved":
            approval_rules.approve(world.house, meeting.id, in_meeting_id=later.id, **world.as_coordinator())
    return {state: {"meeting_id": each.id, "later_id": later.id} for state, each in meetings.items()}
