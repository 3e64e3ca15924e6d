"""What has become of the practice table's institutions: names, a merger, contact points, relations."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.practice import COORDINATING, INVENTED, Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.organisations import contact_rules, ending_rules, name_rules, relation_rules, rules
from models.contact_points import ContactKind
from models.fuzzy_dates import FuzzyDate
from models.opening_hours import hours_in
from models.organisations import DataProtection, Ending, Level, Organisation, OrganisationKind
from models.relations import RelationKind

CITY: Final = "Stadt Musterstadt"
OFFICES: Final = ("Jugendamt Musterstadt", "Gesundheitsamt Musterstadt", "Ordnungsamt Musterstadt")
UMBRELLA: Final = "Dachverband Beratung Musterland"
BECOMES: Final = "Jugendhilfeverbund Musterstadt"
SINCE_2004: Final = FuzzyDate.of_year(2004, since=True)
UNKNOWN: Final = FuzzyDate.unknown()

Contact = tuple[str, int, dict[str, Any]]
CONTACTS: Final[tuple[Contact, ...]] = (
    (
        "Polizei Musterstadt",
        40,
        {
            "name": "Leitstelle (Übung)",
            "kind": ContactKind.CRISIS,
            "phone": "0000 110-0 (erfunden)",
            "open_hours": hours_in("täglich 0-24"),
        },
    ),
    (
        "Polizei Musterstadt",
        40,
        {
            "name": "Opferschutz (Übung)",
            "kind": ContactKind.INTERNAL,
            "phone": "0000 110-25 (erfunden)",
            "email": "opferschutz@musterstadt.example",
            "open_hours": hours_in("Mo-Do 8-15"),
            "note": "Für die Mitglieder des Tisches, nicht für Flyer.",
        },
    ),
    (
        COORDINATING,
        12,
        {
            "name": "Beratung und Vermittlung (Übung)",
            "phone": "0000 220-0 (erfunden)",
            "email": "beratung@musterstadt.example",
            "website": "www.beratung.musterstadt.example",
            "open_hours": hours_in("Mo, Di, Do 9-16\nMi 13-19"),
        },
    ),
    (
        "Gesundheitsamt Musterstadt",
        430,
        {
            "name": "Anonyme Sprechstunde (Übung)",
            "phone": "0000 330-7 (erfunden)",
            "open_hours": hours_in("Di 14-18"),
        },
    ),
)
"""Institution, days since the last check, facts; the numbers do not exist."""


def tell(house: Session, table: Practice, today: date) -> None:
    """Through the same rules as on the site, in the order of time."""
    for name, days, facts in sorted(CONTACTS, key=lambda each: each[1], reverse=True):
        how = _by(house, table, today - timedelta(days=days))
        contact_rules.add_contact(house, _named(house, name).id, **facts, **how)
    how = _by(house, table, today - timedelta(days=9))
    _city_and_umbrella(house, how)
    name_rules.add_former_name(
        house,
        _named(house, "Jobcenter Musterstadt").id,
        name="Arbeitsgemeinschaft Grundsicherung Musterstadt",
        short_name="ArGe",
        until=FuzzyDate.of_year(2011),
        source="Übungsdaten",
        **how,
    )
    for key in ("fachberatung", "polizei", "gesundheitsamt"):
        table.people[key].contact_released = True
    renamed = _named(house, "Ordnungsamt Musterstadt")
    name_rules.rename(
        house,
        renamed.id,
        name="Amt für Sicherheit und Ordnung Musterstadt",
        short_name="Sicherheit und Ordnung",
        since=FuzzyDate.of_day(today + timedelta(days=45)),
        source="Übungsdaten",
        based_on=renamed.version,
        **how,
    )
    _merger(house, today, how)
    house.flush()


def _city_and_umbrella(house: Session, how: dict[str, Any]) -> None:
    invented: dict[str, Any] = {"note": INVENTED, "place": "Musterstadt (erfunden)"}
    city = rules.create(
        house, name=CITY, kind=OrganisationKind.ADMINISTRATION, level=Level.MUNICIPAL, **invented, **how
    )
    umbrella = rules.create(
        house,
        name=UMBRELLA,
        kind=OrganisationKind.UMBRELLA,
        level=Level.STATE,
        lobby_number="R000000",
        note=INVENTED,
        **how,
    )
    for name in OFFICES:
        office = _named(house, name)
        office.parent_id, office.data_protection = city.id, DataProtection.GDPR
    health = _named(house, OFFICES[1])
    health.postal_address = "Gesundheitsamt Musterstadt\nMusterstraße 1\n00000 Musterstadt"
    _named(house, "Jugendhilfeträger Musterstadt").data_protection = DataProtection.DSG_EKD
    own, shelter = _named(house, COORDINATING), _named(house, "Frauenhaus Musterstadt")
    for kind, other_id, words, since in (
        (RelationKind.FEDERATED, umbrella.id, f"Wir sind dem {UMBRELLA} angeschlossen.", SINCE_2004),
        (RelationKind.WORKS_WITH, shelter.id, "Mit dem Frauenhaus arbeiten wir eng zusammen.", UNKNOWN),
    ):
        facts: dict[str, Any] = {
            "kind": kind,
            "other_id": other_id,
            "body_id": None,
            "is_reverse": False,
            "until": None,
        }
        said: dict[str, Any] = {"wording": words, "since": since, "source": "Übungsdaten: Jahresbericht"}
        relation_rules.add_relation(house, own.id, **facts, **said, **how)


def _merger(house: Session, today: date, how: dict[str, Any]) -> None:
    """At the beginning of a month that lies ahead: the table's coordination has a seat to settle."""
    ahead = today + timedelta(days=45)
    ending = _named(house, "Jugendhilfeträger Musterstadt")
    house.flush()
    ending_rules.end(
        house,
        ending.id,
        ending=Ending.MERGED,
        ended_on=ahead.replace(day=1),
        end_reason="Übungsdaten: Beschluss der Mitgliederversammlung",
        successor_ids=[],
        new_successors=[BECOMES],
        based_on=ending.version,
        **how,
    )


def _named(house: Session, name: str) -> Organisation:
    return house.scalars(select(Organisation).where(Organisation.name == name)).one()


def _by(house: Session, table: Practice, day: date) -> dict[str, Any]:
    moment: datetime = at(day, 10)
    return {"by": table.actor(house, "koordination", day), "now": moment}
