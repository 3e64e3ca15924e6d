"""What is open at the practice table's seats: a gap, a dormant membership, a nomination, a declaration."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.office.demo.practice import DOMAIN, INVENTED, Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.tables import nomination_rules, people_rules, rules, seat_rules
from models.fuzzy_dates import FuzzyDate
from models.organisations import Organisation, OrganisationKind
from models.seats import AppointmentRole, SeatKind

GAP: Final = ("Gleichstellungsstelle Musterstadt", "Gleichstellung", OrganisationKind.EQUALITY)
JOINED: Final = 30
RESTS_IN: Final = 150


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
