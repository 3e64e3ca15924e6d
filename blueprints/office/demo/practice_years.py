"""The practice table through the years: its former coordination and name, its group, its shelf."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.tables.life import group_rules
from blueprints.tables.shelf import rules as shelf_rules
from blueprints.tables.shelf import wording_rules
from models.bodies import BodyKind, BodyState, Coordination
from models.body_life import BodyName, BodyPhase
from models.fuzzy_dates import FuzzyDate
from models.handovers import HandoverPoint, HandoverTick
from models.shelf import DocumentKind
from models.visibility import Visibility
from plumbing.markdown import render
from plumbing.uploads import accepted

FORMER_NAME: Final = "Arbeitskreis Schutz Musterstadt (Übung)"
GROUP: Final = "Unterarbeitsgruppe Materialien (Übung)"
IN_GROUP: Final = ("polizei", "jugendamt", "fachberatung")
DOCUMENTS: Final[tuple[dict[str, Any], ...]] = (
    {
        "title": "Übung: Flyer „Wohin kann ich mich wenden?“",
        "kind": DocumentKind.OTHER,
        "visibility": Visibility.PUBLIC,
        "dated": "2024",
        "issuer": "Übungstisch Musterstadt",
    },
    {
        "title": "Übung: Vorlage an den Ausschuss, Stand der Absprachen",
        "kind": DocumentKind.PAPER,
        "visibility": Visibility.INTERNAL,
        "dated": "Herbst 2025",
        "issuer": "Stadtverwaltung Musterstadt (erfunden)",
        "reference": "V-ÜB/25/001",
        "note": "Übungsdaten. Die Nummer ist erfunden.",
    },
    {
        "title": "Übung: Erreichbarkeit in der Nacht",
        "kind": DocumentKind.AGREEMENT,
        "visibility": Visibility.CONFIDENTIAL,
        "named": ("polizei", "jugendamt"),
        "dated": "März 2026",
    },
    {
        "title": "Übung: Vermerk für die Koordination",
        "kind": DocumentKind.LETTER,
        "visibility": Visibility.COORDINATION,
        "dated": "Mai 2026",
    },
)
"""One of each level; all of it is invented."""

FIRST_WORDING: Final = """# Geschäftsordnung (Übung)

1. Der Übungstisch tagt zweimal im Jahr.
2. Jede Institution hat eine Stimme.
3. Eingeladen wird zwei Wochen vor der Sitzung.
"""
SECOND_WORDING: Final = """# Geschäftsordnung (Übung)

1. Der Übungstisch tagt viermal im Jahr.
2. Jede Institution hat eine Stimme, unabhängig von der Zahl der Anwesenden.
3. Eingeladen wird zwei Wochen vor der Sitzung.
"""


def look_back(house: Session, table: Practice, today: date) -> None:
    """What lies before the first meeting of the demo."""
    _coordination(house, table, today.replace(year=today.year - 3, month=1, day=1))
    _life(house, table, today)
    by = {"by": table.actor(house, "koordination", today)}
    group_rules.found_group(
        house,
        table.body.id,
        name=GROUP,
        kind=BodyKind.WORKING_GROUP,
        theme="Übung: gemeinsame Handreichung",
        seat_ids=[table.seats[each].id for each in IN_GROUP],
        now=at(today - timedelta(days=40), 9),
        **by,
    )
    for number, words in enumerate(DOCUMENTS):
        _put(house, table, dict(words), now=at(today - timedelta(days=35 - number), 9), **by)
    _bylaws(house, table, today, **by)
    house.flush()


def _coordination(house: Session, table: Practice, day: date) -> None:
    """Another institution coordinated before; most of what was to be handed over is ticked."""
    present = house.scalars(select(Coordination).where(Coordination.body_id == table.body.id)).one()
    present.since, present.starts_on = FuzzyDate.of_day(day), day
    house.add(
        Coordination(
            body_id=table.body.id,
            organisation_id=table.seats["jugendhilfe"].organisation_id,
            since=FuzzyDate.of_year(day.year - 8),
            ends_on=day - timedelta(days=1),
        )
    )
    house.flush()
    person = table.people["koordination"].id
    for point in HandoverPoint:
        if point is not HandoverPoint.BYLAWS:
            house.add(
                HandoverTick(
                    coordination_id=present.id,
                    point=point,
                    done_on=day + timedelta(days=9),
                    done_by_id=person,
                )
            )


def _life(house: Session, table: Practice, today: date) -> None:
    renamed = date(today.year - 2, 6, 30)
    house.add(BodyName(body_id=table.body.id, name=FORMER_NAME, until=FuzzyDate.of_day(renamed)))
    steps = (
        (BodyState.DORMANT, date(today.year - 2, 3, 1), "Übung: Stelle der Koordination unbesetzt"),
        (BodyState.ACTIVE, date(today.year - 2, 7, 1), "Übung: Arbeit wieder aufgenommen"),
    )
    for state, since, reason in steps:
        house.add(
            BodyPhase(body_id=table.body.id, state=state, since=since, reason=reason, noted_at=at(since, 9))
        )
        house.flush()


def _put(house: Session, table: Practice, words: dict[str, Any], **by: Any) -> None:
    named = [table.seats[each].id for each in words.pop("named", ())]
    dated = FuzzyDate.parse(words.pop("dated"))
    stream = BytesIO(f"{words['title']}\n\nÜbungsdaten, frei erfunden.\n".encode())
    name, content_type = accepted(stream, f"{words['kind'].value}.txt")
    upload = {"name": name, "content_type": content_type, "stream": stream}
    document = shelf_rules.put(
        house, table.body.id, dated=dated, seat_ids=named, upload=upload, **words, **by
    )
    shelf_rules.release(house, document.id, **by)


def _bylaws(house: Session, table: Practice, today: date, **by: Any) -> None:
    """Two wordings, one after the other in force."""
    document = shelf_rules.put(
        house,
        table.body.id,
        title="Geschäftsordnung des Übungstisches",
        kind=DocumentKind.BYLAWS,
        dated=FuzzyDate.of_year(today.year - 3),
        visibility=Visibility.INTERNAL,
        seat_ids=[],
        upload=None,
        now=at(today - timedelta(days=30), 9),
        **by,
    )
    for number, (wording, days) in enumerate(((FIRST_WORDING, 900), (SECOND_WORDING, 20)), 1):
        now = at(today - timedelta(days=31 - number), 10)
        wording_rules.write_wording(
            house, document.id, wording, based_on=number - 1, render=render, now=now, **by
        )
        day = today - timedelta(days=days)
        wording_rules.put_into_force(house, document.id, number=number, in_force_on=day, now=now, **by)
