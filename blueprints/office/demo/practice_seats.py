"""What is to be settled about seats of the practice table, and its yearly question about people."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from blueprints.office.demo.practice import DOMAIN, Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.tables.checks import rules as check_rules
from blueprints.tables.people import rules as people_rules
from models.bodies import Bylaws
from models.letters import Letter, LetterState, deliver
from models.rounds import AskedLink, AskedSeat
from models.seats import Appointment
from plumbing import clock
from plumbing.letters import render_waiting

LEAVES: Final = "staatsanwaltschaft"
LEAVES_IN: Final = 40
"""So many days after today its representative leaves; nobody is named to follow."""
ASKED_BEFORE: Final = 8
ANSWERED: Final = ("polizei", "frauenhaus", "fachberatung", "gesundheitsamt")
NOT_ANY_MORE: Final = f"gesundheitsamt-stellvertretung@{DOMAIN}"
FOLLOWS: Final = "Die Sachgebietsleitung Infektionsschutz, ab dem nächsten Quartal (Übungsangabe)."


NEW: Final = "jugendamt-stellvertretung"
NEW_SINCE: Final = 21
"""So many days before today this deputy has begun: she is led to what she needs to know."""


def load(house: Session, table: Practice, today: date) -> None:
    house.scalars(_appointment(table, NEW)).one().starts_on = today - timedelta(days=NEW_SINCE)
    _ask_about_people(house, table, today)
    by, now = table.actor(house, "koordination", today), at(today, 8)
    appointment = house.scalars(_appointment(table, LEAVES)).one()
    ends_on = today + timedelta(days=LEAVES_IN)
    people_rules.end_appointment(house, table.body.id, appointment.id, ends_on=ends_on, by=by, now=now)


def _appointment(table: Practice, who: str) -> Select[Appointment]:
    """At this table: some sit in a working group, too."""
    seat = table.seats[who.removesuffix("-stellvertretung")]
    mine = (Appointment.seat_id == seat.id) & (Appointment.person_id == table.people[who].id)
    return select(Appointment).where(mine)


def _ask_about_people(house: Session, table: Practice, today: date) -> None:
    """Half of the institutions have answered; one says that somebody acts no more."""
    day = today - timedelta(days=ASKED_BEFORE)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table.body.id)).one()
    due_on = check_rules.proposed_due_on(bylaws, day)
    by = table.actor(house, "koordination", day)
    check_rules.ask(house, table.body.id, due_on=due_on, by=by, now=at(day, 9))
    tokens = {each.letter.recipient: each.facts["token"] for each in house.info["unrendered"]}
    with clock.frozen(at(day, 9)):
        render_waiting(house)
    ours = Letter.template == "tables/people_check"
    for letter in house.scalars(select(Letter).where(ours, Letter.state == LetterState.QUEUED)):
        deliver(house, letter, at(day, 9, 1))
    for place, key in enumerate(ANSWERED):
        token = tokens[f"{key}@{DOMAIN}"]
        said = {each.id: _said(each) for each in _people_of(house, token)}
        answered_at = at(day + timedelta(days=1 + place), 11)
        check_rules.answer_by_link(house, token, said, now=answered_at)


def _people_of(house: Session, token: str) -> list[Appointment]:
    link = house.scalars(select(AskedLink).where(AskedLink.token_hash == AskedLink.hashed(token))).one()
    seat_id = select(AskedSeat.seat_id).where(AskedSeat.id == link.asked_seat_id).scalar_subquery()
    return list(
        house.scalars(
            select(Appointment).where(Appointment.seat_id == seat_id).options(joinedload(Appointment.person))
        )
    )


def _said(appointment: Appointment) -> tuple[bool, str]:
    return (False, FOLLOWS) if appointment.person.email == NOT_ANY_MORE else (True, "")
