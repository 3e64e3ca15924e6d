"""The database is the last door: what no form lets through, it refuses too, on both engines."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.bodies import Bylaws, Office, OfficeKind
from models.contact_points import ContactPoint
from models.fuzzy_dates import FuzzyDate
from models.organisations import Ending, FormerName
from models.relations import Relation, RelationKind
from models.seats import AppointmentRole
from tests import build

LATE, EARLY = date(2026, 2, 1), date(2026, 1, 1)


def refused(house, make):
    def try_it():
        make()
        house.flush()

    with pytest.raises(IntegrityError):
        try_it()
    house.rollback()


def test_institution_is_refused_that_is_there_or_betrays_a_protected_place(house):
    build.organisation(house, "Polizei")
    house.commit()
    refused(house, lambda: build.organisation(house, "Polizei"))
    refused(house, lambda: build.organisation(house, address_protected=True, place="Hinterhof"))
    refused(house, lambda: build.organisation(house, address_protected=True, postal_address="Weg 1"))


def test_institution_is_refused_with_a_number_that_no_register_gives_or_half_an_ending(house):
    build.organisation(house, lobby_number="R001234")
    for number in ("001234", "R01234", "r001234", "R00123x"):
        refused(house, lambda number=number: build.organisation(house, lobby_number=number))
    refused(house, lambda: build.organisation(house, ended_on=LATE))
    refused(house, lambda: build.organisation(house, ending=Ending.CLOSED))


def test_contact_point_is_refused_by_which_nobody_is_reached(house):
    of = build.organisation(house)
    house.commit()
    refused(house, lambda: house.add(ContactPoint(organisation_id=of.id, name="Stelle")))
    refused(
        house,
        lambda: house.add(ContactPoint(organisation_id=of.id, name="Stelle", phone="0", checked_on=LATE)),
    )


def test_relation_is_refused_without_its_other_end_or_with_two(house):
    of, body = build.organisation(house), build.body(house)
    house.commit()
    facts = {"kind": RelationKind.MEMBER, "organisation_id": of.id}
    refused(house, lambda: house.add(Relation(**facts)))
    refused(house, lambda: house.add(Relation(**facts, other_id=of.id)))
    refused(house, lambda: house.add(Relation(**facts, other_id=of.id + 1, body_id=body.id)))


def test_former_name_is_refused_that_ends_with_another(house):
    of = build.organisation(house)
    facts = {"organisation_id": of.id, "until": FuzzyDate.of_year(2001)}
    house.add_all([FormerName(name="A", **facts), *(FormerName(organisation_id=of.id, name=n) for n in "BC")])
    house.commit()
    refused(house, lambda: house.add(FormerName(name="D", **facts)))


def test_body_is_refused_that_has_no_colour(house):
    refused(house, lambda: build.body(house, hue=12))


def test_bylaws_are_refused_outside_their_limits_and_twice(house):
    refused(house, lambda: build.body(house, bylaws={"notice_days": 0}))
    refused(house, lambda: build.body(house, bylaws={"objection_days": 91}))
    body = build.body(house)
    house.commit()
    refused(house, lambda: house.add(Bylaws(body_id=body.id)))


def test_seat_is_refused_twice_or_turned_round(house):
    body, of = build.body(house), build.organisation(house)
    build.seat(house, body, of)
    house.commit()
    refused(house, lambda: build.seat(house, body, of))
    refused(house, lambda: build.seat(house, body, starts_on=LATE, ends_on=EARLY))


def test_appointment_is_refused_as_second_main_or_turned_round(house):
    table = build.table(house, 1)
    house.commit()
    refused(house, lambda: build.appointment(house, table.seats[0]))
    reader = AppointmentRole.READER
    refused(
        house, lambda: build.appointment(house, table.seats[0], role=reader, starts_on=LATE, ends_on=EARLY)
    )


def test_office_is_refused_turned_round(house):
    table = build.table(house, 0)
    house.commit()
    given = {"kind": OfficeKind.READER, "starts_on": LATE, "ends_on": EARLY}
    refused(house, lambda: house.add(Office(body_id=table.body.id, person_id=table.reader.id, **given)))


def test_word_that_no_enum_knows_is_refused(house):
    seat = build.seat(house, build.body(house))
    house.commit()
    refused(
        house, lambda: house.execute(text("UPDATE seat SET kind = 'throne' WHERE id = :id"), {"id": seat.id})
    )
