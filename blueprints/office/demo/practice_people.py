"""What is open at the practice table's seats: a gap, a dormant membership, a nomination, proposals."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.office.demo.practice import DOMAIN, INVENTED, Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.tables import rules
from blueprints.tables.admissions import rules as admission_rules
from blueprints.tables.nominations import rules as nomination_rules
from blueprints.tables.people import rules as people_rules
from blueprints.tables.seats import rules as seat_rules
from models.fuzzy_dates import FuzzyDate
from models.organisations import Organisation, OrganisationKind
from models.seats import AppointmentRole, SeatKind

GAP: Final = ("Gleichstellungsstelle Musterstadt", "Gleichstellung", OrganisationKind.EQUALITY)
JOINED: Final = 30
RESTS_IN: Final = 150
REFUSED: Final = 55


def load(house: Session, table: Practice, today: date) -> None:
    """All by the same rules as on the site, each on its day."""
    gap = _seat(house, table, today - timedelta(days=JOINED), *GAP)
    left = _appoint(house, table, today, gap, "Vertretung Gleichstellungsstelle Musterstadt")
    _appoint(
        house, table, today, gap, "Stellvertretung Gleichstellungsstelle Musterstadt", AppointmentRole.DEPUTY
    )
    by: dict[str, Any] = {"by": table.actor(house, "koordination", today), "now": at(today, 8)}
    people_rules.end_appointment(house, table.body.id, left, ends_on=today - timedelta(days=9), **by)
    seat_rules.let_rest(
        house,
        table.body.id,
        table.seats["jobcenter"].id,
        starts_on=today + timedelta(days=RESTS_IN),
        ends_on=None,
        reason="Stelle vorübergehend unbesetzt",
        **by,
    )
    nomination_rules.nominate(
        house,
        table.body.id,
        table.seats["jugendamt"].id,
        role=AppointmentRole.DEPUTY,
        name="Zweite Stellvertretung Jugendamt Musterstadt",
        function="Allgemeiner Sozialer Dienst",
        email=f"jugendamt-asd@{DOMAIN}",
        wording="Wir benennen die Leitung des ASD als zweite Stellvertretung am Übungstisch.",
        by=table.actor(house, "jugendamt", today),
        now=at(today, 8),
    )
    _proposal(
        house, table, today - timedelta(days=3), "Frauenberatung Musterstadt", OrganisationKind.COUNSELLING
    )


def look_back(house: Session, table: Practice, today: date) -> datetime:
    """What was proposed before the first meeting, and refused by the table: when that was told by letter."""
    day = today - timedelta(days=REFUSED)
    made = _proposal(house, table, day, "Sportverein Musterstadt", OrganisationKind.ASSOCIATION)
    admission_rules.refuse(
        house,
        table.body.id,
        made,
        reason="Ein fachlicher Bezug zum Thema des Tisches ist nicht erkennbar.",
        reference="Beschluss der 10. Sitzung, TOP 6",
        by=table.actor(house, "koordination", day),
        now=at(day, 15),
    )
    return at(day, 15, 1)


def _proposal(house: Session, table: Practice, day: date, name: str, kind: OrganisationKind) -> int:
    made = admission_rules.propose(
        house,
        table.body.id,
        seat_id=table.seats["jugendamt"].id,
        organisation_id=None,
        name=name,
        organisation_kind=kind,
        kind=SeatKind.VOTING,
        reason="Die Stelle ist Ansprechpartnerin vieler Familien, die auch wir begleiten.",
        by=table.actor(house, "jugendamt", day),
        now=at(day, 9),
    )
    house.flush()
    return made.id


def _seat(house: Session, table: Practice, day: date, name: str, short: str, kind: OrganisationKind) -> int:
    institution = Organisation(name=name, short_name=short, kind=kind, note=INVENTED)
    house.add(institution)
    house.flush()
    return rules.admit(
        house,
        table.body.id,
        organisation_id=institution.id,
        kind=SeatKind.ADVISORY,
        since=FuzzyDate.unknown(),
        starts_on=day,
        reference="Beschluss der 10. Sitzung, TOP 5",
        by=table.actor(house, "koordination", day),
        now=at(day, 9),
    ).id


def _appoint(
    house: Session,
    table: Practice,
    today: date,
    seat_id: int,
    name: str,
    role: AppointmentRole = AppointmentRole.MAIN,
) -> int:
    day = today - timedelta(days=JOINED)
    address = "gleichstellung" if role is AppointmentRole.MAIN else "gleichstellung-stellvertretung"
    person = {"name": name, "email": f"{address}@{DOMAIN}"}
    made = people_rules.appoint(
        house,
        table.body.id,
        seat_id,
        person=person,
        role=role,
        rank=None,
        starts_on=day,
        declared_on=day if role is AppointmentRole.MAIN else None,
        by=table.actor(house, "koordination", day),
        now=at(day, 9),
    )
    house.flush()
    return made.id
