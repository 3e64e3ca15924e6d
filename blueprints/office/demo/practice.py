"""The practice table: nine institutions that do not exist, and every role that a table knows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.office.demo.role_accounts import Holder, Role, holder_of
from models.actors import Actor
from models.bodies import Body, Bylaws, Coordination, Office, OfficeKind
from models.history import record
from models.organisations import Level, Organisation, OrganisationKind
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from models.standing import actor_of

TABLE: Final = "Übungstisch Musterstadt"
INVENTED: Final = "Übungsdaten: Diese Institution gibt es nicht."
DOMAIN: Final = "musterstadt.example"
COORDINATING: Final = "Fachberatungsstelle Musterstadt"

INSTITUTIONS: Final[tuple[tuple[str, str, OrganisationKind, str], ...]] = (
    ("Polizei Musterstadt", "Polizei", OrganisationKind.POLICE, "polizei"),
    ("Staatsanwaltschaft Musterstadt", "Staatsanwaltschaft", OrganisationKind.JUSTICE, "staatsanwaltschaft"),
    ("Jugendamt Musterstadt", "Jugendamt", OrganisationKind.YOUTH_OFFICE, "jugendamt"),
    ("Gesundheitsamt Musterstadt", "Gesundheitsamt", OrganisationKind.HEALTH_OFFICE, "gesundheitsamt"),
    ("Ordnungsamt Musterstadt", "Ordnungsamt", OrganisationKind.PUBLIC_ORDER, "ordnungsamt"),
    (COORDINATING, "Fachberatungsstelle", OrganisationKind.SPECIALIST_CENTRE, "fachberatung"),
    ("Frauenhaus Musterstadt", "Frauenhaus", OrganisationKind.SHELTER, "frauenhaus"),
    ("Jugendhilfeträger Musterstadt", "Jugendhilfe", OrganisationKind.PROVIDER, "jugendhilfe"),
    ("Jobcenter Musterstadt", "Jobcenter", OrganisationKind.EMPLOYMENT, "jobcenter"),
)
WITH_DEPUTY: Final = ("polizei", "jugendamt", "gesundheitsamt", "fachberatung", "jugendhilfe")
ADVISORY: Final = "jobcenter"
HIDDEN: Final = "frauenhaus"
DECLARED: Final = date(2024, 1, 15)

OFFICES: Final[tuple[tuple[Role, OfficeKind], ...]] = (
    (Role("Koordination Musterstadt", f"koordination@{DOMAIN}", "Koordination", TABLE),
     OfficeKind.COORDINATION),
    (Role("Stellv. Koordination Musterstadt", f"stellv-koordination@{DOMAIN}", "Koordination (Stellv.)",
          TABLE, with_factor=True), OfficeKind.DEPUTY_COORDINATION),
    (Role("Lesezugriff Stadtverwaltung Musterstadt", f"lesezugriff@{DOMAIN}", "Lesezugriff", TABLE),
     OfficeKind.READER),
)  # fmt: skip
GUEST: Final = Role("Fachreferat Prävention Musterstadt", f"gast@{DOMAIN}", "Gast für einen Punkt", TABLE)
INSTANCE: Final = (
    Role("Datenschutz", "datenschutz@runde-tische.example", "Datenschutz", "ganze Anlage",
         is_privacy_officer=True),
    Role("Systemadministration", "administration@runde-tische.example", "Systemadministration",
         "ganze Anlage", is_admin=True),
)  # fmt: skip


@dataclass
class Practice:
    """The practice table's rows; people by the local part of their address, seats by institution's."""

    body: Body
    seats: dict[str, Seat] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    holders: list[Holder] = field(default_factory=list)

    def actor(self, house: Session, who: str, on: date) -> Actor:
        return actor_of(house, self.people[who], on)

    def keep(self, holder: Holder) -> Person:
        self.holders.append(holder)
        self.people[holder.role.address.partition("@")[0]] = holder.person
        return holder.person


def load(house: Session, now: datetime) -> Practice:
    """The table with its institutions and people, before its first meeting."""
    practice = Practice(_body(house, now))
    for name, short, kind, key in INSTITUTIONS:
        _institution(house, practice, name, short, kind, key)
    for role, office in OFFICES:
        coordinating = house.get_one(Organisation, practice.seats["fachberatung"].organisation_id)
        of = None if office is OfficeKind.READER else coordinating
        person = practice.keep(holder_of(house, role, of))
        house.add(Office(body_id=practice.body.id, person_id=person.id, kind=office))
    for role in (GUEST, *INSTANCE):
        practice.keep(holder_of(house, role, None))
    house.flush()
    return practice


def _body(house: Session, now: datetime) -> Body:
    body = Body(
        name=TABLE,
        level=Level.MUNICIPAL,
        theme="Übung: Schutz vor Menschenhandel",
        area="Musterstadt (erfunden)",
        founded_note="Übungsdaten, frei erfunden",
        is_practice=True,
        hue=1,
    )
    house.add(body)
    house.flush()
    template = "Begrüßung und Tagesordnung\nProtokoll der letzten Sitzung"
    house.add(Bylaws(body_id=body.id, agenda_template=template))
    record(house, "load", body, by=None, now=now, body_id=body.id)
    return body


def _institution(
    house: Session, practice: Practice, name: str, short: str, kind: OrganisationKind, key: str
) -> None:
    hidden = key == HIDDEN
    facts: dict[str, Any] = {"address_protected": True} if hidden else {"place": "Musterstadt (erfunden)"}
    organisation = Organisation(name=name, short_name=short, kind=kind, note=INVENTED, **facts)
    house.add(organisation)
    house.flush()
    advisory = key == ADVISORY
    seat = Seat(
        body_id=practice.body.id,
        organisation_id=organisation.id,
        kind=SeatKind.ADVISORY if advisory else SeatKind.VOTING,
    )
    house.add(seat)
    house.flush()
    practice.seats[key] = seat
    if name == COORDINATING:
        house.add(Coordination(body_id=practice.body.id, organisation_id=organisation.id))
    duty = "Beratendes Mitglied" if advisory else "Mitglied"
    _appoint(house, practice, organisation, seat, Role(f"Vertretung {name}", f"{key}@{DOMAIN}", duty, TABLE))
    if key in WITH_DEPUTY:
        address = f"{key}-stellvertretung@{DOMAIN}"
        _appoint(
            house,
            practice,
            organisation,
            seat,
            Role(f"Stellvertretung {name}", address, "Stellvertretung", TABLE),
        )


def _appoint(house: Session, practice: Practice, organisation: Organisation, seat: Seat, role: Role) -> None:
    person = practice.keep(holder_of(house, role, organisation))
    main = role.name.startswith("Vertretung")
    place = AppointmentRole.MAIN if main else AppointmentRole.DEPUTY
    house.add(
        Appointment(
            seat_id=seat.id,
            person_id=person.id,
            role=place,
            may_sign=main and seat.kind is SeatKind.VOTING,
            declared_on=DECLARED,
        )
    )
    house.flush()
