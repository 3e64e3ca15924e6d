"""Loads what the two sources say, with role accounts that stand for functions and for nobody."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.office.demo import (
    appearances,
    facts,
    help_offers,
    papers,
    procedures,
    projects,
    requests,
    surveys,
)
from blueprints.office.demo.institutions import COUNTY, MISSION, ORGANISATIONS
from blueprints.office.demo.role_accounts import Holder, Role, holder_of
from blueprints.office.demo.sources import S0, TITLES
from models.bodies import Body, Bylaws, Coordination, Office, OfficeKind
from models.deadlines import Land
from models.history import record
from models.meetings import AgendaItem, ItemKind, Meeting, MeetingState
from models.organisations import Organisation
from models.relations import Relation
from models.seats import Appointment, AppointmentRole, Seat

DORTMUND: Final = "die drei Dortmunder Tische"
MAIN, DEPUTY = AppointmentRole.MAIN, AppointmentRole.DEPUTY


@dataclass
class Real:
    """The rows of the sources by their names."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    seats: dict[tuple[str, str], Seat] = field(default_factory=dict)


OFFICES: Final[tuple[tuple[Role, str | None, OfficeKind, tuple[str, ...]], ...]] = (
    (
        Role("Koordination Mitternachtsmission", "koordination@mitternachtsmission.example",
             "Koordination", DORTMUND),
        MISSION, OfficeKind.COORDINATION, facts.COORDINATED,
    ),
    (
        Role("Stellv. Koordination Mitternachtsmission", "stellv-koordination@mitternachtsmission.example",
             "Koordination (Stellv.)", DORTMUND),
        MISSION, OfficeKind.DEPUTY_COORDINATION, facts.COORDINATED,
    ),
    (
        Role("Koordination Netzwerk häusliche Gewalt", "koordination@netzwerk.example",
             "Koordination", facts.NETWORK),
        None, OfficeKind.COORDINATION, (facts.NETWORK,),
    ),
    (
        Role("Lesezugriff Kreisverwaltung", "lesezugriff@kreisverwaltung.example",
             "Lesezugriff", facts.NETWORK),
        COUNTY, OfficeKind.READER, (facts.NETWORK,),
    ),
)  # fmt: skip
"""Rights without a seat. The source names no coordination of the network: its account is technical."""

SEATS: Final[tuple[tuple[str, str, str, str, AppointmentRole], ...]] = (
    ("Delegation Mitternachtsmission (NRW)", "delegation-nrw@mitternachtsmission.example",
     facts.STATE_TABLE, MISSION, MAIN),
    ("Vertretung Polizei", "polizei@netzwerk.example", facts.NETWORK, "Polizei", MAIN),
    ("Stellvertretung Polizei", "polizei-stellvertretung@netzwerk.example", facts.NETWORK, "Polizei", DEPUTY),
    ("Vertretung Jugendamt", "jugendamt@netzwerk.example", facts.NETWORK, "Jugendamt", MAIN),
    ("Vertretung Erziehungsberatungsstelle", "erziehungsberatung@netzwerk.example",
     facts.NETWORK, "Erziehungsberatungsstelle", MAIN),
    ("Vertretung Integrationslotsen", "integrationslotsen@netzwerk.example",
     facts.NETWORK, "Verein der Integrationslotsen", MAIN),
    ("Vertretung Staatsanwaltschaft", "staatsanwaltschaft@netzwerk.example",
     facts.NETWORK, "Staatsanwaltschaft", MAIN),
    ("Vertretung Schwangerenberatungsstellen", "schwangerenberatung@netzwerk.example",
     facts.NETWORK, "Schwangerenberatungsstellen", MAIN),
    ("Vertretung Verwaltung Landkreis Cloppenburg", "verwaltung@netzwerk.example",
     facts.NETWORK, COUNTY, MAIN),
)  # fmt: skip

WITHOUT_TABLE: Final[tuple[tuple[Role, str | None], ...]] = (
    (
        Role("Redaktion Positionen Mitternachtsmission", "positionen@mitternachtsmission.example",
             "Federführung, Zeichnungsberechtigung", "Stellungnahmen"),
        MISSION,
    ),
    (
        Role("Befragte Gleichstellungsbeauftragte", "gleichstellung@regionalkonferenz.example",
             "Gast einer Bedarfserhebung", "ohne Sitz"),
        None,
    ),
)  # fmt: skip


def load(house: Session, now: datetime) -> list[Holder]:
    """Everything of the two sources that this site can hold; returns its role accounts."""
    real = Real()
    for words in ORGANISATIONS:
        real.organisations[words["name"]] = _added(house, Organisation(**words))
    for words in facts.BODIES:
        _load_body(house, real, words, now)
    for body, organisation, where in facts.MEMBERSHIPS:
        of = real.organisations[organisation].id
        seat = Seat(body_id=real.bodies[body].id, organisation_id=of, source=where)
        real.seats[body, organisation] = _added(house, seat)
    _load_relations(house, real)
    _load_meetings(house, real)
    papers.load(house, real.bodies)
    found = projects.load(house, real.bodies)
    appearances.load(house, real.bodies, real.organisations, found)
    help_offers.load(house, real.organisations[MISSION], now)
    procedures.load(house, real.bodies, now)
    offices = _office_holders(house, real)
    chief = next(each.person for each in offices if each.role.place == facts.NETWORK)
    surveys.load(house, real.bodies, real.organisations, chief, now)
    requests.load(house, real.bodies, chief, now)
    return [*offices, *_seat_holders(house, real), *_others(house, real)]


def _load_body(house: Session, real: Real, words: dict[str, Any], now: datetime) -> None:
    body = _added(house, Body(**words))
    real.bodies[body.name] = body
    land = Land.NI if body.area in ("Landkreis Cloppenburg", "Weser-Ems Nord") else Land.NW
    house.add(Bylaws(body_id=body.id, land=land, declaration_needed=False))
    if body.name in facts.COORDINATED:
        house.add(Coordination(body_id=body.id, organisation_id=real.organisations[MISSION].id))
    record(house, "load", body, by=None, now=now, body_id=body.id)


def _load_relations(house: Session, real: Real) -> None:
    """What the source says the Mitternachtsmission is to others; a date belongs to none of it."""
    for kind, other, words in facts.RELATIONS:
        organisation, body = real.organisations.get(other), real.bodies.get(other)
        relation = Relation(
            kind=kind,
            organisation_id=real.organisations[MISSION].id,
            other_id=organisation.id if organisation else None,
            body_id=body.id if body else None,
            wording=" … ".join(words),
            source=TITLES[S0],
        )
        _added(house, relation)


def _load_meetings(house: Session, real: Real) -> None:
    for body, words in facts.MEETINGS:
        meeting = _added(house, Meeting(body_id=real.bodies[body].id, **words))
        if body == facts.NETWORK and meeting.state is MeetingState.HELD:
            house.add(AgendaItem(meeting_id=meeting.id, place=1, kind=ItemKind.CONSULTATION, **facts.ITEM))
    house.flush()


def _office_holders(house: Session, real: Real) -> list[Holder]:
    holders = []
    for role, organisation, kind, bodies in OFFICES:
        holder = holder_of(house, role, real.organisations.get(organisation or ""))
        holders.append(holder)
        ids = [real.bodies[body].id for body in bodies]
        house.add_all(Office(body_id=each, person_id=holder.person.id, kind=kind) for each in ids)
    house.flush()
    return holders


def _seat_holders(house: Session, real: Real) -> list[Holder]:
    holders = []
    for name, address, body, organisation, place in SEATS:
        role = Role(name, address, "Mitglied" if place is MAIN else "Stellvertretung", body)
        holder = holder_of(house, role, real.organisations[organisation])
        holders.append(holder)
        seat = real.seats[body, organisation]
        house.add(Appointment(seat_id=seat.id, person_id=holder.person.id, role=place))
    house.flush()
    return holders


def _others(house: Session, real: Real) -> list[Holder]:
    return [holder_of(house, role, real.organisations.get(of or "")) for role, of in WITHOUT_TABLE]


def _added(house: Session, row: Any) -> Any:
    house.add(row)
    house.flush()
    return row
