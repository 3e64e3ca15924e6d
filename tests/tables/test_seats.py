"""Seats: institutions are admitted, people appointed, and both end."""

from datetime import date, timedelta

import pytest

from blueprints.tables import rules
from blueprints.tables.people import rules as people_rules
from models.bodies import OfficeKind
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from tests import build

TODAY, YESTERDAY, TOMORROW = build.TODAY, build.TODAY - timedelta(days=1), build.TODAY + timedelta(days=1)


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 3)


def address(table, rest=""):
    return f"/round-tables/{table.body.id}{rest}"


def seat_of(house, table, organisation):
    return house.query(Seat).filter_by(body_id=table.body.id, organisation_id=organisation.id).one_or_none()


def appointments(house, seat):
    return house.query(Appointment).filter_by(seat_id=seat.id).order_by(Appointment.id).all()


def by(house, table):
    return build.actor(house, table.coordinator)


# Admitting


def test_institution_is_admitted_and_somebody_is_asked_for_next(house, table, coordinator):
    new = build.organisation(house)
    page = coordinator.get(address(table, "/seats/new"))
    answer = coordinator.submit(page, organisation_id=str(new.id), kind="advisory", since="Herbst 2021")
    seat = seat_of(house, table, new)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/seats/{seat.id}/appointments/new")
    assert (seat.kind, seat.since, seat.starts_on) == (
        SeatKind.ADVISORY,
        FuzzyDate.parse("Herbst 2021"),
        None,
    )
    line = house.query(Entry).filter_by(subject="seat", subject_id=seat.id).one()
    assert (line.gesture, line.body_id) == ("admit", table.body.id)


def test_day_of_access_is_the_beginning_where_nothing_else_is_said(house, table, coordinator):
    new = build.organisation(house)
    data = {"organisation_id": new.id, "kind": "voting", "since": "", "starts_on": TOMORROW.isoformat()}
    assert coordinator.post(address(table, "/seats/new"), data=data).status_code == 303
    assert seat_of(house, table, new).since == FuzzyDate.of_day(TOMORROW)


def test_institution_that_left_may_come_back(house, table, coordinator):
    table.seats[0].ends_on = YESTERDAY
    data = {"organisation_id": table.seats[0].organisation_id, "kind": "voting"}
    assert coordinator.post(address(table, "/seats/new"), data=data).status_code == 303
    seats = (
        house.query(Seat).filter_by(organisation_id=table.seats[0].organisation_id).order_by(Seat.id).all()
    )
    assert [seat.starts_on for seat in seats] == [None, TODAY]


BAD_SEATS = {
    "nothing": {"organisation_id": "", "kind": ""},
    "no such institution": {"organisation_id": "987654"},
    "no number": {"organisation_id": "x"},
    "no such kind": {"kind": "throne"},
    "a date that nobody understands": {"since": "neulich"},
    "a day that does not exist": {"since": "31.02.2020"},
    "a wrong day": {"starts_on": "morgen"},
    "a day before all days": {"starts_on": "0001-01-01"},
}


def test_bad_admission_is_refused(house, table, coordinator):
    new, before = build.organisation(house), house.query(Seat).count()
    good = {"organisation_id": str(new.id), "kind": "voting", "since": "Sommer 2019"}
    for what, bad in BAD_SEATS.items():
        answer = coordinator.post(address(table, "/seats/new"), data=good | bad)
        assert answer.status_code == 422, what
        assert bad.get("since", "Sommer 2019") in answer.text, what
    assert house.query(Seat).count() == before


def test_institution_holds_one_seat_only(house, table, coordinator):
    data = {"organisation_id": table.seats[0].organisation_id, "kind": "voting"}
    assert coordinator.post(address(table, "/seats/new"), data=data).status_code == 422
    with pytest.raises(RuleBroken, match="already holds"):
        rules.admit(
            house,
            table.body.id,
            organisation_id=table.seats[0].organisation_id,
            kind=SeatKind.GUEST,
            since=FuzzyDate.unknown(),
            starts_on=None,
            by=by(house, table),
            now=build.NOW,
        )


def test_dissolved_body_admits_nobody(house, table, coordinator):
    table.body.state = type(table.body.state).DISSOLVED
    data = {"organisation_id": build.organisation(house).id, "kind": "voting"}
    assert coordinator.post(address(table, "/seats/new"), data=data).status_code == 404
    assert house.query(Seat).count() == len(table.seats)


# Ending a seat


def test_seat_with_yesterday_as_its_last_day_takes_access_away_at_once(house, table, coordinator, sign_in):
    main, deputy = sign_in(table.mains[0]), sign_in(table.deputies[0])
    assert main.get(address(table)).status_code == 200
    page = coordinator.get(address(table, f"/seats/{table.seats[0].id}/end"))
    assert table.mains[0].name in page.text
    last = {"ends_on": YESTERDAY.isoformat(), "reason": "Auflösung der Stelle"}
    assert coordinator.submit(page, **last).status_code == 303
    assert main.get(address(table)).status_code == 404
    assert deputy.get(address(table)).status_code == 404
    house.refresh(table.seats[0])
    assert (table.seats[0].ends_on, table.seats[0].end_reason) == (YESTERDAY, "Auflösung der Stelle")
    assert {each.ends_on for each in appointments(house, table.seats[0])} == {YESTERDAY}


def test_reason_of_an_end_stays_out_of_the_history(house, table, coordinator):
    page = coordinator.get(address(table, f"/seats/{table.seats[0].id}/end"))
    coordinator.submit(page, reason="Streit im Haus")
    line = house.query(Entry).filter_by(subject="seat", subject_id=table.seats[0].id).one()
    assert line.gesture == "end"
    assert "Streit" not in str(line.facts)


def test_seat_that_ends_later_holds_to_its_last_day(house, table, coordinator, sign_in, stop_clock):
    page = coordinator.get(address(table, f"/seats/{table.seats[0].id}/end"))
    in_a_week = TODAY + timedelta(days=7)
    assert coordinator.submit(page, ends_on=in_a_week.isoformat(), reason="Umzug").status_code == 303
    assert sign_in(table.mains[0]).get(address(table)).status_code == 200
    stop_clock(build.NOW + timedelta(days=7))
    assert sign_in(table.mains[0]).get(address(table)).status_code == 200
    stop_clock(build.NOW + timedelta(days=8))
    assert sign_in(table.mains[0]).get(address(table)).status_code == 404


def test_planned_end_may_be_brought_forward_but_not_repeated(house, table):
    seat, actor = table.seats[0], by(house, table)

    def end(on):
        rules.end_seat(house, table.body.id, seat.id, ends_on=on, reason="x", by=actor, now=build.NOW)

    end(TODAY + timedelta(days=30))
    end(TODAY)
    assert seat.ends_on == YESTERDAY
    with pytest.raises(RuleBroken, match="already ended"):
        end(TODAY)


def test_seat_given_today_by_mistake_can_be_taken_back_today(house, table):
    seat = build.seat(house, table.body, starts_on=TODAY)
    build.appointment(house, seat, starts_on=TODAY)
    rules.end_seat(
        house, table.body.id, seat.id, ends_on=TODAY, reason="Versehen", by=by(house, table), now=build.NOW
    )
    house.flush()
    assert not seat.holds_on(TODAY)
    assert not appointments(house, seat)[0].overlaps(TODAY, None)


BAD_ENDS = {
    "nothing": {"ends_on": "", "reason": ""},
    "no reason": {"reason": " "},
    "an over-long reason": {"reason": "x" * 201},
    "no day": {"ends_on": "bald"},
    "a day before the beginning": {"ends_on": "2019-12-30"},
    "a day before all days": {"ends_on": "0001-01-01"},
}


def test_bad_end_of_a_seat_is_refused(house, table, coordinator):
    table.seats[0].starts_on = date(2020, 1, 1)
    for what, bad in BAD_ENDS.items():
        data = {"ends_on": TODAY.isoformat(), "reason": "Umzug"} | bad
        answer = coordinator.post(address(table, f"/seats/{table.seats[0].id}/end"), data=data)
        assert answer.status_code == 422, what
    house.refresh(table.seats[0])
    assert table.seats[0].ends_on is None


# Appointing


def test_new_person_is_appointed(house, table, coordinator):
    seat = build.seat(house, table.body)
    page = coordinator.get(address(table, f"/seats/{seat.id}/appointments/new"))
    answer = coordinator.submit(
        page,
        name="Vertretung Hafenamt",
        function="Leitung",
        salutation="Guten Tag,",
        email="Vertretung@Hafenamt.example",
        may_sign="y",
        declared_on="2026-08-01",
    )
    made = appointments(house, seat)[0]
    person = house.get_one(Person, made.person_id)
    assert answer.status_code == 303
    assert (person.name, person.function, person.email) == (
        "Vertretung Hafenamt",
        "Leitung",
        "Vertretung@hafenamt.example",
    )
    assert (person.organisation_id, person.contact_released) == (seat.organisation_id, False)
    assert (made.role, made.may_sign, made.declared_on) == (AppointmentRole.MAIN, True, date(2026, 8, 1))
    line = house.query(Entry).filter_by(subject="appointment", subject_id=made.id).one()
    assert (line.gesture, line.body_id) == ("appoint", table.body.id)
    assert "Hafen" not in str(line.facts)


def test_one_person_may_sit_for_two_institutions(house, table, coordinator):
    seat = build.seat(house, table.body)
    page = coordinator.get(address(table, f"/seats/{seat.id}/appointments/new"))
    assert coordinator.submit(page, person_id=str(table.mains[0].id)).status_code == 303
    actor = build.actor(house, table.mains[0])
    assert {held.seat_id for held in actor.seats} == {seat.id, table.seats[0].id}


def test_known_address_means_the_known_person(house, table, coordinator):
    other = build.table(house, 1)
    elsewhere = other.mains[0]
    build.office(house, other.body, table.coordinator, OfficeKind.DEPUTY_COORDINATION)
    seat, people = build.seat(house, table.body), house.query(Person).count()
    page = coordinator.get(address(table, f"/seats/{seat.id}/appointments/new"))
    assert elsewhere.name not in page.text
    assert coordinator.submit(page, name=elsewhere.name, email=elsewhere.email.upper()).status_code == 303
    assert appointments(house, seat)[0].person_id == elsewhere.id
    assert house.query(Person).count() == people


def test_address_of_somebody_unknown_here_tells_nobody_whose_it_is(house, table, coordinator):
    elsewhere = build.table(house, 1).mains[0]
    seat = build.seat(house, table.body)
    page = coordinator.get(address(table, f"/seats/{seat.id}/appointments/new"))
    assert coordinator.submit(page, name="Wer auch immer", email=elsewhere.email).status_code == 303
    made = appointments(house, seat)[0]
    assert made.person_id != elsewhere.id
    assert elsewhere.name not in coordinator.get(address(table, f"/seats/{seat.id}")).text


def test_deputies_queue_up_behind_each_other(house, table, coordinator):
    where = address(table, f"/seats/{table.seats[0].id}/appointments/new")
    for name in ("Zweite", "Dritte"):
        assert coordinator.submit(coordinator.get(where), name=name, role="deputy").status_code == 303
    assert [each.rank for each in appointments(house, table.seats[0]) if each.role.value == "deputy"] == [
        1,
        2,
        3,
    ]


def typed(**changes):
    return {
        "person_id": "",
        "name": "Neue Vertretung",
        "email": "neu@amt.example",
        "role": "reader",
    } | changes


BAD_APPOINTMENTS = {
    "nobody": {"name": ""},
    "nothing at all": {"name": "", "email": "", "role": ""},
    "an over-long name": {"name": "x" * 121},
    "no address": {"email": "neu(at)amt"},
    "no such role": {"role": "queen"},
    "a second representative": {"role": "main"},
    "a deputy of a rank that is taken": {"role": "deputy", "rank": "1"},
    "rank nought": {"role": "deputy", "rank": "0"},
    "a huge rank": {"role": "deputy", "rank": "99999999999999999999"},
    "a rank in words": {"role": "deputy", "rank": "first"},
    "a reader who signs": {"may_sign": "y"},
    "an end before the beginning": {"starts_on": "2026-09-10", "ends_on": "2026-09-09"},
    "a declaration of tomorrow": {"declared_on": TOMORROW.isoformat()},
    "a wrong day": {"starts_on": "30.02.2026"},
    "a person and a new one": {"person_id": "main"},
    "a person of another table": {"person_id": "stranger", "name": ""},
    "a person that does not exist": {"person_id": "987654", "name": ""},
    "a person twice on a seat": {"person_id": "main", "name": "", "role": "reader"},
}


def test_bad_appointment_is_refused(house, table, coordinator):
    known = {"main": str(table.mains[0].id), "stranger": str(build.table(house, 1).mains[0].id)}
    people, held = house.query(Person).count(), len(appointments(house, table.seats[0]))
    for what, bad in BAD_APPOINTMENTS.items():
        data = typed(salutation="Sehr geehrte Leitung,") | bad
        data["person_id"] = known.get(data["person_id"], data["person_id"])
        answer = coordinator.post(address(table, f"/seats/{table.seats[0].id}/appointments/new"), data=data)
        assert answer.status_code == 422, what
        assert "Sehr geehrte Leitung," in answer.text, what
    assert house.query(Person).count() == people
    assert len(appointments(house, table.seats[0])) == held


def test_representatives_may_follow_each_other(house, table, coordinator):
    seat = table.seats[0]
    former = appointments(house, seat)[0]
    where = address(table, f"/appointments/{former.id}/end")
    in_a_week, before = (TODAY + timedelta(days=7)).isoformat(), (TODAY + timedelta(days=6)).isoformat()
    assert coordinator.submit(coordinator.get(where), ends_on=before).status_code == 303
    new = address(table, f"/seats/{seat.id}/appointments/new")
    assert coordinator.post(new, data=typed(role="main", starts_on=TODAY.isoformat())).status_code == 422
    assert coordinator.post(new, data=typed(role="main", starts_on=in_a_week)).status_code == 303


def test_appointment_cannot_outlast_its_seat(house, table, coordinator):
    table.seats[0].ends_on = TODAY + timedelta(days=30)
    new = address(table, f"/seats/{table.seats[0].id}/appointments/new")
    assert coordinator.post(new, data=typed()).status_code == 422
    assert coordinator.post(new, data=typed(ends_on="2026-12-31")).status_code == 422
    assert coordinator.post(new, data=typed(ends_on="2026-09-30")).status_code == 303


def test_nobody_is_appointed_to_a_seat_that_has_ended(house, table, coordinator):
    table.seats[0].ends_on = YESTERDAY
    new = address(table, f"/seats/{table.seats[0].id}/appointments/new")
    assert coordinator.post(new, data=typed(ends_on="2026-08-31")).status_code == 422


# Ending an appointment


def test_appointment_with_yesterday_as_its_last_day_takes_access_away_at_once(
    house, table, coordinator, sign_in
):
    main, deputy = sign_in(table.mains[0]), sign_in(table.deputies[0])
    appointment = appointments(house, table.seats[0])[0]
    page = coordinator.get(address(table, f"/appointments/{appointment.id}/end"))
    assert table.mains[0].name in page.text
    assert coordinator.submit(page, ends_on=build.TODAY.isoformat()).status_code == 303
    assert main.get(address(table)).status_code == 200, "today is the last day"
    page = coordinator.get(address(table, f"/appointments/{appointment.id}/end"))
    assert f'value="{YESTERDAY.isoformat()}"' in page.text, "at once is what is proposed"
    assert coordinator.submit(page).status_code == 303
    assert main.get(address(table)).status_code == 404
    assert deputy.get(address(table)).status_code == 200
    line = house.query(Entry).filter_by(subject="appointment", subject_id=appointment.id).all()[-1]
    assert (line.gesture, line.body_id) == ("end", table.body.id)


def test_nobody_moves_up_by_himself_or_herself(house, table, coordinator):
    appointment = appointments(house, table.seats[0])[0]
    coordinator.submit(coordinator.get(address(table, f"/appointments/{appointment.id}/end")))
    roles = {each.person_id: each.role for each in appointments(house, table.seats[0])}
    assert roles[table.deputies[0].id] is AppointmentRole.DEPUTY


def test_bad_end_of_an_appointment_is_refused(house, table, coordinator):
    appointment = appointments(house, table.seats[0])[0]
    appointment.starts_on = date(2020, 1, 1)
    where = address(table, f"/appointments/{appointment.id}/end")
    for ends_on in ("", "x", "0001-01-01", "2019-12-30"):
        assert coordinator.post(where, data={"ends_on": ends_on}).status_code == 422, ends_on
    house.refresh(appointment)
    assert appointment.ends_on is None


def test_appointment_that_has_not_begun_can_be_withdrawn(house, table, coordinator):
    first_day = TODAY + timedelta(days=30)
    coming = build.appointment(house, table.seats[0], role=AppointmentRole.READER, starts_on=first_day)
    page = coordinator.get(address(table, f"/appointments/{coming.id}/end"))
    assert coordinator.submit(page).status_code == 303
    house.refresh(coming)
    assert not coming.overlaps(first_day, None)


# Doors


def test_ids_of_another_table_are_not_found(house, table, coordinator):
    other = build.table(house, 1)
    theirs = appointments(house, other.seats[0])[0]
    for rest, data in (
        (f"/seats/{other.seats[0].id}/end", {"ends_on": TODAY.isoformat(), "reason": "x"}),
        (f"/seats/{other.seats[0].id}/appointments/new", typed()),
        (f"/appointments/{theirs.id}/end", {"ends_on": TODAY.isoformat()}),
        ("/seats/987654/end", {"ends_on": TODAY.isoformat(), "reason": "x"}),
        ("/appointments/987654/end", {"ends_on": TODAY.isoformat()}),
    ):
        assert coordinator.get(address(table, rest)).status_code == 404
        assert coordinator.post(address(table, rest), data=data).status_code == 404
        assert coordinator.post(address(other, rest), data=data).status_code == 404
    house.refresh(other.seats[0])
    house.refresh(theirs)
    assert other.seats[0].ends_on is None
    assert theirs.ends_on is None


def test_only_the_coordination_changes_seats(house, table, sign_in):
    seat = table.seats[1]
    for person in (table.mains[0], table.reader, build.table(house, 1).coordinator):
        client = sign_in(person)
        for rest in (
            "/seats/new",
            f"/seats/{seat.id}/end",
            f"/seats/{seat.id}/appointments/new",
            f"/appointments/{appointments(house, seat)[0].id}/end",
        ):
            assert client.get(address(table, rest)).status_code == 404
            assert client.post(address(table, rest), data=typed()).status_code == 404


def test_rules_ask_for_themselves_who_acts(house, table):
    member, seat = build.actor(house, table.mains[0]), table.seats[0]
    with pytest.raises(NotAllowed):
        rules.end_seat(house, table.body.id, seat.id, ends_on=TODAY, reason="x", by=member, now=build.NOW)
    with pytest.raises(NotAllowed):
        people_rules.end_appointment(
            house,
            table.body.id,
            appointments(house, seat)[0].id,
            ends_on=TODAY,
            by=member,
            now=build.NOW,
        )
    with pytest.raises(NotAllowed):
        people_rules.appoint(
            house,
            table.body.id,
            seat.id,
            person={"name": "x"},
            role=AppointmentRole.READER,
            rank=None,
            by=member,
            now=build.NOW,
        )
