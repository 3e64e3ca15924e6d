"""The database is the last door: what no form lets through, it refuses too, on both engines."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.bodies import Bylaws, Office, OfficeKind
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


def test_body_is_refused_that_is_there_or_has_no_colour(house):
    build.body(house, "Tisch")
    house.commit()
    refused(house, lambda: build.body(house, "Tisch"))
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
