"""Positions of the practice table: one with amendments that collide, one that is final; all is invented."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_letters import went_out
from blueprints.office.demo.practice_meetings import at
from blueprints.positions import (
    amendment_rules,
    answer_rules,
    comment_rules,
    rules,
    section_rules,
    source_rules,
    version_rules,
)
from models.amendments import Amendment, AmendmentAnswer
from models.papers import Paper
from models.position_texts import PositionSection
from models.positions import Position, PositionKind
from models.texts import Text, version
from plumbing.markdown import render

TITLE: Final = "Übung: Beratung ohne Hürden in Musterstadt"
FINAL_TITLE: Final = "Übung: Räume für vertrauliche Gespräche"
SITUATION: Final = """In Musterstadt beraten mehrere Stellen Menschen, die von Ausbeutung betroffen sind. \
Wer Hilfe sucht, weiß oft nicht, welche Stelle zuständig ist, und muss die eigene Geschichte mehrmals \
erzählen.

Die Beratung ist kostenlos und vertraulich. Sie ist aber nur an zwei Tagen in der Woche erreichbar."""
SEEN: Final = """Viele Anfragen kommen am Abend und am Wochenende.[^1] Dann nimmt niemand das Telefon ab.

Ohne Dolmetschen ist ein Gespräch in vielen Fällen nicht möglich."""
DEMANDED: Final = """Wir fordern die Stadt auf, eine tägliche Erreichbarkeit der Beratung zu sichern.

Die Stadt stellt Mittel für Dolmetschen bereit.

Über die Umsetzung berichtet die Verwaltung einmal im Jahr dem Ausschuss für Soziales."""
SECTIONS: Final = (("Ausgangslage", SITUATION), ("Was wir sehen", SEEN), ("Forderungen", DEMANDED))
DAILY: Final = "eine tägliche Erreichbarkeit der Beratung zu sichern"
HANDED_IN: Final = (
    (
        "polizei",
        2,
        DAILY,
        "eine Erreichbarkeit rund um die Uhr zu sichern",
        "Not hält keine Zeiten ein.",
    ),
    (
        *("gesundheitsamt", 2, DAILY, "eine Erreichbarkeit an allen Werktagen zu sichern"),
        "Das lässt sich mit den vorhandenen Stellen beginnen.",
    ),
    ("jugendamt", 1, "in vielen Fällen nicht", "meist nicht", "Kürzer gesagt."),
    (
        *("staatsanwaltschaft", 0, "von Ausbeutung betroffen", "nach einem Urteil von Ausbeutung betroffen"),
        "Erst das Urteil stellt die Tat fest.",
    ),
    ("frauenhaus", 2, "für Dolmetschen bereit", "für Dolmetschen und Fahrten bereit", "Wege sind weit."),
    ("jugendhilfe", 2, "einmal im Jahr", "zweimal im Jahr", "Ein Jahr ist lang."),
)


def load(house: Session, table: Practice, today: date) -> None:
    """The one was put up for amendments a week ago and is open for nine days more."""
    begun = today - timedelta(days=20)
    lead: dict[str, Any] = {"by": table.actor(house, "fachberatung", begun), "now": at(begun, 10)}
    facts: dict[str, Any] = {
        "kind": PositionKind.PAPER,
        "purpose": "Haushaltsberatungen im Herbst (erfunden)",
    }
    addressees = "Rat der Stadt Musterstadt (Übung)\nAusschuss für Soziales Musterstadt (Übung)"
    position = _begun(house, table, TITLE, SECTIONS, {**facts, "addressees": addressees}, lead)
    _source(house, position, lead)
    opened = today - timedelta(days=7)
    until = today + timedelta(days=9)
    given: dict[str, Any] = {"by": table.actor(house, "fachberatung", opened), "now": at(opened, 9)}
    version_rules.open_for_amendments(house, position.id, until=until, **given)
    made = _amendments(house, table, position, today)
    _comments(house, table, position, today)
    _answers(house, table, made, today)
    _final(house, table, today)


def _begun(
    house: Session, table: Practice, title: str, sections: Any, facts: dict[str, Any], lead: dict[str, Any]
) -> Position:
    headings = [heading for heading, _ in sections]
    position = rules.begin(house, table.body.id, title=title, headings=headings, **facts, **lead)
    beside = [table.people["jugendhilfe"].id]
    rules.name_editors(house, position.id, leads=[lead["by"].person_id], writes=beside, **lead)
    for section, (heading, words) in zip(_sections(house, position), sections, strict=True):
        given: dict[str, Any] = {"heading": heading, "heading_based_on": section.version, **lead}
        section_rules.write_section(house, section.id, markdown=words, based_on=0, render=render, **given)
    return position


def _sections(house: Session, position: Position) -> list[PositionSection]:
    mine = select(PositionSection).where(PositionSection.position_id == position.id)
    return list(house.scalars(mine.order_by(PositionSection.place)))


def _source(house: Session, position: Position, lead: dict[str, Any]) -> None:
    """The claim about evenings carries where it is from, with a paper of the table."""
    known = select(Paper.id).where(Paper.body_id == position.body_id, Paper.title.startswith("Übung"))
    words = "Übung: Zählung der Anfragen durch die Fachberatungsstelle (erfunden)"
    paper_id = house.scalar(known.order_by(Paper.id).limit(1))
    leads_to = f"{Paper.__tablename__}-{paper_id}" if paper_id else ""
    source_rules.add_source(house, position.id, words=words, leads_to=leads_to, **lead)


def _amendments(house: Session, table: Practice, position: Position, today: date) -> list[Amendment]:
    """The first two touch the same passage."""
    sections, made = _sections(house, position), []
    for place, (who, section, old, new, reason) in enumerate(HANDED_IN):
        day = today - timedelta(days=6 - place)
        of = sections[section]
        before = version(house, house.get_one(Text, of.text_id), 1)
        words = (before.markdown if before else "").replace(old, new)
        own = table.seats[who].organisation_id
        given: dict[str, Any] = {"organisation_id": own, "markdown": words, "reason": reason}
        by: dict[str, Any] = {"by": table.actor(house, who, day), "now": at(day, 11)}
        made.append(amendment_rules.propose(house, position.id, of.id, **given, **by))
        house.flush()
    for who in ("frauenhaus", "jugendhilfe"):
        actor, yesterday = table.actor(house, who, today), at(today - timedelta(days=1), 12)
        own = table.seats[who].organisation_id
        amendment_rules.support(house, made[0].id, organisation_id=own, by=actor, now=yesterday)
    return made


def _comments(house: Session, table: Practice, position: Position, today: date) -> None:
    first = _sections(house, position)[0]
    day = today - timedelta(days=3)
    for who, paragraph, text in (
        ("jobcenter", "2", "Sind das noch die aktuellen Zeiten?"),
        ("ordnungsamt", "1", "Bitte prüfen: „mehrere Stellen“ klingt nach mehr, als es sind."),
    ):
        given: dict[str, Any] = {
            "paragraph": paragraph,
            "text": text,
            "organisation_id": table.seats[who].organisation_id,
        }
        by: dict[str, Any] = {"by": table.actor(house, who, day), "now": at(day, 15)}
        made = comment_rules.comment(house, position.id, first.id, **given, **by)
    house.flush()
    lead: dict[str, Any] = {
        "by": table.actor(house, "fachberatung", today),
        "now": at(today - timedelta(days=1), 9),
    }
    comment_rules.resolve(house, made.id, resolved=True, **lead)


def _answers(house: Session, table: Practice, made: list[Amendment], today: date) -> None:
    """One taken over, one refused and disputed, one changed with consent, one for the meeting; the two that
    collide still wait."""
    day = today - timedelta(days=1)
    lead: dict[str, Any] = {"by": table.actor(house, "fachberatung", day), "now": at(day, 16)}
    changed = made[4].markdown.replace("Dolmetschen und Fahrten", "Dolmetschen und notwendige Fahrten")
    said: tuple[tuple[int, dict[str, Any]], ...] = (
        (2, {"answer": AmendmentAnswer.TAKEN}),
        (3, {"answer": AmendmentAnswer.REFUSED, "reason": "Beratung beginnt lange vor einem Urteil."}),
        (
            4,
            {"answer": AmendmentAnswer.MODIFIED, "markdown": changed, "reason": "So bleibt es bezahlbar."},
        ),
        (5, {"answer": AmendmentAnswer.REFERRED}),
    )
    for place, words in said:
        given: dict[str, Any] = {
            "reason": "",
            "markdown": "",
            "by_meeting": False,
            "based_on": made[place].version,
            **words,
        }
        answer_rules.answer(house, made[place].id, **given, **lead)
    went_out(house, at(day, 16, 1), of="positions/")
    for place, who, agrees in ((3, "staatsanwaltschaft", False), (4, "frauenhaus", True)):
        by: dict[str, Any] = {"by": table.actor(house, who, today), "now": at(today, 7)}
        by["based_on"] = made[place].version
        answer_rules.agree(house, made[place].id, agrees=agrees, **by)


def _final(house: Session, table: Practice, today: date) -> None:
    """A short text that nobody wanted otherwise."""
    day = today - timedelta(days=12)
    lead: dict[str, Any] = {"by": table.actor(house, "fachberatung", day), "now": at(day, 10)}
    words = "Wer Schutz sucht, braucht einen Raum, in dem niemand mithört.\n\nWir bitten die Stadt darum."
    facts: dict[str, Any] = {"kind": PositionKind.OPEN_LETTER, "addressees": "Stadt Musterstadt (Übung)"}
    position = _begun(house, table, FINAL_TITLE, (("Unser Anliegen", words),), facts, lead)
    version_rules.freeze_final(house, position.id, **lead)
