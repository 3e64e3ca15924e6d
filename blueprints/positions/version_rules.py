"""Versions (Fassungen) of a position: frozen for amendments, or as the final text that is signed."""

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.positions.rules import led, may_lead, must_be_in_the_making
from blueprints.positions.section_rules import standing_sections
from blueprints.positions.telling_letters import tell_opened
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.amendments import Amendment, AmendmentState
from models.bodies import Body
from models.editions import Edition, EditionKind, freeze
from models.errors import RuleBroken
from models.history import record
from models.passages import CALLED, carried, numbered, split
from models.position_texts import PositionSection, PositionSource, PositionVersion, section_of
from models.positions import Position
from models.texts import Text, TextVersion
from models.words import N_


def may_open(by: Actor, position: Position) -> bool:
    """Whoever leads puts a version up for amendments, until the text is final."""
    return may_lead(by, position) and position.is_in_the_making


def may_freeze(by: Actor, position: Position) -> bool:
    return may_open(by, position)


def may_reopen(by: Actor, position: Position) -> bool:
    """Whoever leads opens a final text again; what was signed of it stays with that version."""
    return may_lead(by, position) and position.final_version is not None


def open_for_amendments(
    house: Session, position_id: int, *, until: date, by: Actor, now: datetime
) -> tuple[PositionVersion, int]:
    """Freeze what is written as the next version; institutions may propose changes until that day, and get
    a letter that says so. Returns the letters, too."""
    position = led(house, position_id, by)
    must_be_in_the_making(position)
    _must_be_ahead(until, now)
    made = _freeze(house, position, until, by, now)
    return made, tell_opened(house, position, made, by, now)


def extend(house: Session, position_id: int, *, until: date, by: Actor, now: datetime) -> None:
    """Give more time for amendments to the newest version, or end it earlier from tomorrow on."""
    position = led(house, position_id, by)
    newest = position.newest
    if newest is None or newest.is_final or not position.is_in_the_making:
        raise RuleBroken(N_("No version is open for amendments."))
    _must_be_ahead(until, now)
    newest.amendments_until = until
    record(house, "extend", newest, by=by, now=now, body_id=position.body_id, until=until.isoformat())


def freeze_final(
    house: Session,
    position_id: int,
    *,
    shown: str | None = None,
    early: bool = False,
    by: Actor,
    now: datetime,
) -> PositionVersion:
    """The final text (Schlussfassung): nothing of it changes any more; signing is bound to its checksum.

    Refused while an amendment to the newest version is open: each of them gets its answer first. `shown` says
    which words were read (`state_of`; None: the caller holds them); `early` ends the time for amendments.
    """
    position = led(house, position_id, by)
    if position.final_version is not None:
        raise RuleBroken(N_("The text is final already."))
    must_be_in_the_making(position)
    waiting = unsettled(house, position)
    if waiting:
        raise RuleBroken(
            N_("Amendments are not settled yet: %(numbers)s."),
            numbers=", ".join(str(each.number) for each in waiting[:20]),
        )
    newest = position.newest
    if newest is not None and newest.amendments_until and newest.is_open(day_of(now)) and not early:
        until = newest.amendments_until.strftime("%d.%m.%Y")
        raise RuleBroken(
            N_("Amendments may still be handed in, until %(until)s."), field="early", until=until
        )
    if shown is not None:
        _must_be_shown(house, position, shown)
    return _freeze(house, position, None, by, now)


def state_of(house: Session, position: Position) -> str:
    """Which words stand now: each section with the numbers of its words and heading, and the description."""
    there = standing_sections(house, position.id)
    wanted = select(Text.id, Text.latest).where(Text.id.in_([each.text_id for each in there]))
    latest = {row.id: row.latest for row in house.execute(wanted)}
    known = select(PositionSource.id, PositionSource.version).where(PositionSource.position_id == position.id)
    sources = ",".join(f"{row.id}.{row.version}" for row in house.execute(known.order_by(PositionSource.id)))
    sections = [f"{each.id}.{latest[each.text_id]}.{each.heading}" for each in there]
    parts = [str(position.version), sources, *sections]
    return " ".join(hashlib.sha256(each.encode()).hexdigest()[:16] for each in parts)


def _must_be_shown(house: Session, position: Position, shown: str) -> None:
    """Refuse to freeze other words than were read, and say where they changed."""
    now, before = state_of(house, position).split(" "), shown.split(" ")
    if now == before:
        return
    headings = zip(standing_sections(house, position.id), now[2:], strict=True)
    new = ", ".join(each.heading for each, mark in headings if mark not in before[2:])
    if new:
        raise RuleBroken(
            N_("These sections have changed meanwhile: %(headings)s. Please read them first."), headings=new
        )
    raise RuleBroken(
        N_("Sections, sources or the description have changed meanwhile. Please read the text first.")
    )


def unsettled(house: Session, position: Position) -> list[Amendment]:
    """Amendments that still wait for an answer, for consent, for a meeting or for being taken in."""
    mine = select(Amendment).where(Amendment.position_id == position.id).order_by(Amendment.number)
    open_ = (Amendment.withdrawn_at.is_(None), Amendment.merged_at.is_(None))
    return [each for each in house.scalars(mine.where(*open_)) if each.state is not AmendmentState.REFUSED]


def reopen(house: Session, position_id: int, *, by: Actor, now: datetime) -> None:
    """The text may be changed again: the final version stays readable, and a changed one is signed anew."""
    position = led(house, position_id, by)
    final = position.final_version
    if final is None:
        raise RuleBroken(N_("The text is not final."))
    final.reopened_at = now
    record(house, "reopen", final, by=by, now=now, body_id=position.body_id, number=final.number)


def _must_be_ahead(until: date, now: datetime) -> None:
    if until <= day_of(now):
        raise RuleBroken(N_("Choose a day ahead."), field="until")


def _must_be_written(sections: list[dict[str, Any]], *, final: bool) -> None:
    """Some words for amendments; for the final text words in every section."""
    if not any(each["markdown"] for each in sections):
        raise RuleBroken(N_("Nothing is written yet."))
    empty = [each["heading"] for each in sections if not each["markdown"].strip()]
    if empty and final:
        raise RuleBroken(
            N_("These sections are empty: %(headings)s. Write them or take them out."),
            headings=", ".join(empty),
        )


def _freeze(
    house: Session, position: Position, until: date | None, by: Actor, now: datetime
) -> PositionVersion:
    before = house.get_one(Edition, position.newest.edition_id) if position.newest else None
    content = compiled(house, position, before, final=until is None)
    _must_be_written(content["sections"], final=until is None)
    edition = freeze(
        house,
        EditionKind.POSITION,
        None,
        position.body_id,
        position.title,
        content,
        number=content["number"],
        by=by,
        now=now,
    )
    made = PositionVersion(
        position_id=position.id,
        edition_id=edition.id,
        number=edition.number,
        frozen_at=now,
        is_final=until is None,
        amendments_until=until,
    )
    house.add(made)
    house.flush()
    record(
        house,
        "freeze-final" if made.is_final else "open-for-amendments",
        made,
        by=by,
        now=now,
        body_id=position.body_id,
        position=position.id,
        number=made.number,
        sha256=edition.sha256,
    )
    house.expire(position, ["versions"])
    return made


def compiled(house: Session, position: Position, before: Edition | None, *, final: bool) -> dict[str, Any]:
    """What the next version says: its sections with numbers that stay, and the notes.

    Nothing in it comes from rows that can change later; names of editors are not part of it.
    """
    sections = _sections(house, position, before)
    used = {*(before.data["used"] if before else ()), *(each["number"] for each in sections)}
    return {
        "kind": position.kind.value,
        "title": position.title,
        "table": house.get_one(Body, position.body_id).name,
        "addressees": position.addressees.splitlines(),
        "number": before.number + 1 if before else 1,
        "final": final,
        "replaces": before.sha256 if before else "",
        "sections": sections,
        "used": sorted(used),
        "sources": _sources(house, position, sections),
    }


def _sources(house: Session, position: Position, sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sources that the text calls, by their numbers."""
    called = {int(number) for each in sections for number in CALLED.findall(each["markdown"])}
    known = select(PositionSource).where(
        PositionSource.position_id == position.id, PositionSource.number.in_(called)
    )
    found = house.scalars(known.order_by(PositionSource.number))
    return [{"id": each.id, "number": each.number, "words": each.words} for each in found]


def _sections(house: Session, position: Position, before: Edition | None) -> list[dict[str, Any]]:
    standing = standing_sections(house, position.id)
    newest = (
        select(TextVersion)
        .join(Text, (Text.id == TextVersion.text_id) & (Text.latest == TextVersion.number))
        .where(Text.id.in_([each.text_id for each in standing]))
    )
    texts = {each.text_id: each for each in house.scalars(newest)}
    old = before.data if before else {"sections": [], "used": []}
    had = {each["id"]: each["number"] for each in old["sections"]}
    numbers = numbered([had.get(each.id) for each in standing], old["used"])
    return [
        _section(section, number, texts.get(section.text_id), section_of(old, section.id))
        for section, number in zip(standing, numbers, strict=True)
    ]


def _section(
    section: PositionSection, number: str, text: TextVersion | None, before: dict[str, Any] | None
) -> dict[str, Any]:
    """One section with the numbers of its paragraphs; `used` are all that it ever had."""
    markdown = text.markdown if text else ""
    before = before or {"markdown": "", "paragraphs": [], "used": []}
    there, now = split(before["markdown"]), split(markdown)
    named = numbered(carried(there, before["paragraphs"], now), before["used"])
    return {
        "id": section.id,
        "number": number,
        "heading": section.heading,
        "text": text.number if text else 0,
        "markdown": markdown,
        "paragraphs": named,
        "used": sorted({*before["used"], *named}),
    }
