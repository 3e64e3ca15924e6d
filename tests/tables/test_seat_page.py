"""The page of a seat: successors, the order of deputies, dormancy, and what stays of those who left."""

from datetime import timedelta

import pytest

from models.accounts import Account
from models.history import Entry
from models.organisations import Organisation
from models.people import Person
from models.people_checks import PeopleAnswer, PersonAnswer
from models.rounds import AskedSeat, Channel, Round, RoundKind
from models.seats import Appointment, AppointmentRole, Dormancy
from tests import build
from tests.pages import Page, text

TODAY = build.TODAY
IN_A_WEEK = TODAY + timedelta(days=7)


def address(table, rest=""):
    return f"/round-tables/{table.body.id}{rest}"


def seat_page(table, number=0):
    return address(table, f"/seats/{table.seats[number].id}")


def appointment_of(house, person):
    return house.query(Appointment).filter_by(person_id=person.id).one()


def told_of(house, table, appointment, **facts):
    """The institution says about one of its people that she acts no more."""
    asking = Round(kind=RoundKind.PEOPLE, body_id=table.body.id, opened_at=build.NOW, due_on=IN_A_WEEK)
    asking = build.added(house, asking)
    seat = {"seat_id": appointment.seat_id}
    own = {"organisation_id": table.seats[0].organisation_id, "name": "x"}
    asked = build.added(house, AskedSeat(round_id=asking.id, **seat, **own))
    given = {"asked_seat_id": asked.id, "channel": Channel.LINK, "answered_at": build.NOW}
    answer = build.added(house, PeopleAnswer(**given, **seat))
    said = PersonAnswer(answer_id=answer.id, appointment_id=appointment.id, still=False, **facts)
    return build.added(house, said)


# Successors


def test_successor_is_named_in_one_gesture_and_nobody_acts_twice(
    house, table, coordinator, sign_in, stop_clock
):
    former = appointment_of(house, table.mains[0])
    page = coordinator.get(address(table, f"/appointments/{former.id}/successor"))
    answer = coordinator.submit(
        page,
        name="Neue Leitung",
        email="neu@amt.example",
        starts_on=IN_A_WEEK.isoformat(),
        declared_on="2026-08-30",
    )
    assert answer.location.endswith(seat_page(table))
    house.refresh(former)
    new = house.query(Appointment).filter_by(seat_id=former.seat_id, role=AppointmentRole.MAIN)
    new = new.filter(Appointment.id != former.id).one()
    assert former.ends_on == IN_A_WEEK - timedelta(days=1)
    assert (new.starts_on, new.ends_on, new.may_sign) == (IN_A_WEEK, None, False)
    for days, main, coming in ((6, 200, 404), (7, 404, 200)):
        stop_clock(build.NOW + timedelta(days=days))
        person = house.get_one(Person, new.person_id)
        assert sign_in(table.mains[0]).get(address(table)).status_code == main
        assert sign_in(person).get(address(table)).status_code == coming


def test_right_to_sign_is_not_passed_on_and_the_page_says_so(house, table, coordinator):
    former = appointment_of(house, table.mains[0])
    former.may_sign = True
    page = coordinator.get(address(table, f"/appointments/{former.id}/successor"))
    assert f"{table.mains[0].name} hat Zeichnungsberechtigung" in page.text
    box = next(each for each in Page(page.text).all("input") if each.get("name") == "may_sign")
    assert "checked" not in box
    coordinator.submit(page, name="Neue Leitung", starts_on=TODAY.isoformat(), email="neu@amt.example")
    new = house.query(Appointment).filter_by(seat_id=former.seat_id, role="main", ends_on=None).one()
    assert new.may_sign is False
    told = coordinator.get(seat_page(table)).text
    assert "Neue Leitung ist benannt. Der Zugangslink an neu@amt.example ist unterwegs." in told
    assert "Es fehlt noch die Verschwiegenheitserklärung" in told
    assert "Eine Zeichnungsberechtigung wurde nicht erteilt." in told


def test_message_after_appointing_is_true_without_address_and_with_an_account(house, table, coordinator):
    new = address(table, f"/seats/{table.seats[0].id}/appointments/new")
    coordinator.submit(coordinator.get(new), name="Ohne Adresse")
    told = coordinator.get(seat_page(table)).text
    assert "Ohne Adresse ist benannt. Ohne E-Mail-Adresse kann kein Zugangslink verschickt werden." in told
    coordinator.submit(coordinator.get(new), name="Später", email="spaeter@amt.example", send_link=None)
    assert "Es wurde kein Zugangslink verschickt." in coordinator.get(seat_page(table)).text
    house.query(Account).filter_by(person_id=table.coordinator.id).one().password_hash = "set"
    coordinator.submit(coordinator.get(new), person_id=str(table.coordinator.id), role="reader")
    told = coordinator.get(seat_page(table)).text
    assert "Ein Konto besteht bereits." in told
    assert "Zeichnungsberechtigung wurde nicht" not in told


def test_second_person_on_a_seat_is_proposed_as_a_deputy(house, table, coordinator):
    new = address(table, f"/seats/{table.seats[0].id}/appointments/new")
    page = coordinator.get(new)
    assert "Ohne sie besteht kein Zugang" in page.text
    answer = coordinator.submit(page, name="Zweite", role="main")
    assert "Wählen Sie „Stellvertretung“" in answer.text
    assert coordinator.submit(coordinator.get(new), name="Zweite").status_code == 303
    roles = {each.role for each in house.query(Appointment).filter_by(seat_id=table.seats[0].id)}
    assert roles == {AppointmentRole.MAIN, AppointmentRole.DEPUTY}
    empty = build.seat(house, table.body)
    page = coordinator.get(address(table, f"/seats/{empty.id}/appointments/new"))
    coordinator.submit(page, name="Erste")
    assert house.query(Appointment).filter_by(seat_id=empty.id).one().role is AppointmentRole.MAIN


def test_people_of_the_institution_stand_first_in_the_choice(house, table, coordinator):
    second = house.get_one(Organisation, table.seats[1].organisation_id)
    page = coordinator.get(address(table, f"/seats/{table.seats[1].id}/appointments/new"))
    groups = [each.get("label") for each in Page(page.text).all("optgroup")]
    assert groups[0] == second.called
    assert len(groups) == len(set(groups)) > 1
    assert table.mains[1].name in page.text.split("<optgroup")[1]
    assert table.mains[0].name not in page.text.split("<optgroup")[1]


def test_what_the_institution_told_stands_above_the_form_and_in_it(house, table, coordinator):
    former = appointment_of(house, table.mains[0])
    where = address(table, f"/appointments/{former.id}/successor")
    assert "Die Institution hat am" not in coordinator.get(where).text
    told = told_of(house, table, former, successor="Neue Leitung, Sachgebiet 3, neu@amt.example")
    page = coordinator.get(where).text
    assert "Neue Leitung, Sachgebiet 3, neu@amt.example" in page
    filled = {each.get("name"): each.get("value") for each in Page(page).all("input")}
    assert (filled["name"], filled["function"]) == ("Neue Leitung", "Sachgebiet 3")
    assert filled["email"] == "neu@amt.example"
    told.successor = f"wie besprochen {table.deputies[0].name}, {table.deputies[0].email}"
    chosen = coordinator.get(where).text
    assert f'<option selected value="{table.deputies[0].id}">' in chosen
    told.still = True
    assert "Die Institution hat am" not in coordinator.get(where).text


def test_deputy_is_followed_at_the_same_place(house, table, coordinator):
    former = appointment_of(house, table.deputies[0])
    page = coordinator.get(address(table, f"/appointments/{former.id}/successor"))
    coordinator.submit(page, name="Zweite", starts_on=TODAY.isoformat())
    new = house.query(Appointment).filter_by(seat_id=former.seat_id, ends_on=None, role="deputy").one()
    assert (new.rank, new.starts_on) == (1, TODAY)


def test_deputy_may_follow_the_main_representative(house, table, coordinator):
    """Her appointment as deputy must end first: nobody sits twice on one seat."""
    former, deputy = appointment_of(house, table.mains[0]), appointment_of(house, table.deputies[0])
    where = address(table, f"/appointments/{former.id}/successor")
    typed = {"person_id": str(table.deputies[0].id), "starts_on": IN_A_WEEK.isoformat()}
    assert coordinator.submit(coordinator.get(where), **typed).status_code == 422
    house.refresh(former)
    assert former.ends_on is None
    end = coordinator.get(address(table, f"/appointments/{deputy.id}/end"))
    coordinator.submit(end, ends_on=(IN_A_WEEK - timedelta(days=1)).isoformat())
    assert coordinator.submit(coordinator.get(where), **typed).status_code == 303


def test_successor_after_a_planned_end_keeps_that_end(house, table, coordinator):
    former = appointment_of(house, table.mains[0])
    former.ends_on = TODAY + timedelta(days=2)
    page = coordinator.get(address(table, f"/appointments/{former.id}/successor"))
    assert coordinator.submit(page, name="Neu", starts_on=IN_A_WEEK.isoformat()).status_code == 303
    house.refresh(former)
    assert former.ends_on == TODAY + timedelta(days=2)


@pytest.mark.parametrize(
    "bad",
    [
        {"starts_on": ""},
        {"starts_on": "bald"},
        {"name": ""},
        {"email": "x"},
        {"starts_on": "2019-12-31"},
        {"declared_on": IN_A_WEEK.isoformat()},
    ],
)
def test_bad_successors_are_refused(house, table, coordinator, bad):
    former = appointment_of(house, table.mains[0])
    former.starts_on = TODAY - timedelta(days=300)
    page = coordinator.get(address(table, f"/appointments/{former.id}/successor"))
    typed = {"name": "Neu", "starts_on": IN_A_WEEK.isoformat(), "salutation": "Guten Tag, Leitung,"} | bad
    answer = coordinator.submit(page, **typed)
    assert answer.status_code == 422
    assert "Guten Tag, Leitung," in answer.text
    house.refresh(former)
    assert former.ends_on is None


def test_somebody_new_begins_today_where_others_sat_before(house, table, coordinator):
    former = appointment_of(house, table.mains[0])
    former.ends_on = TODAY - timedelta(days=1)
    page = coordinator.get(address(table, f"/seats/{former.seat_id}/appointments/new"))
    assert coordinator.submit(page, name="Neu", role="main").status_code == 303
    new = house.query(Appointment).filter_by(seat_id=former.seat_id, ends_on=None, role="main").one()
    assert new.starts_on == TODAY


# The order of deputies


def deputies(house, table):
    rows = house.query(Appointment).filter_by(seat_id=table.seats[0].id, role=AppointmentRole.DEPUTY)
    house.expire_all()
    return [each.id for each in rows.order_by(Appointment.rank)]


def test_deputies_change_places_by_buttons(house, table, coordinator):
    for rank in (2, 3):
        build.appointment(house, table.seats[0], role=AppointmentRole.DEPUTY, rank=rank)
    first, second, third = deputies(house, table)
    where = address(table, f"/appointments/{third}/order")
    page = coordinator.get(seat_page(table))
    assert page.text.count(f'action="{where}"') == 1
    coordinator.post(where, data={"to": "up"})
    assert deputies(house, table) == [first, third, second]
    coordinator.post(address(table, f"/appointments/{first}/order"), data={"to": "down"})
    assert deputies(house, table) == [third, first, second]
    coordinator.post(where, data={"to": "up"})
    assert deputies(house, table) == [third, first, second]


def test_only_deputies_of_today_have_an_order(house, table, coordinator):
    former = build.appointment(
        house, table.seats[0], role=AppointmentRole.DEPUTY, rank=2, ends_on=TODAY - timedelta(days=1)
    )
    for each in (former, appointment_of(house, table.mains[0])):
        where = address(table, f"/appointments/{each.id}/order")
        assert coordinator.post(where, data={"to": "up"}).status_code == 404


# Dormancy


def test_membership_rests_and_its_people_go_on_reading(house, table, coordinator, sign_in):
    page = coordinator.get(address(table, f"/seats/{table.seats[0].id}/dormancies/new"))
    answer = coordinator.submit(page, reason="Stelle unbesetzt", ends_on="2026-12-31")
    assert answer.location.endswith(seat_page(table))
    assert "Stelle unbesetzt" in coordinator.get(seat_page(table)).text
    member = sign_in(table.mains[0]).get(address(table))
    assert member.status_code == 200
    assert "ruht bis 31.12.2026" in member.text
    pictured = [
        each.get("aria-label", "") for each in Page(member.text).all("a") if "seat" in each.get("class", "")
    ]
    assert any("ruhend" in each for each in pictured)
    assert "Stelle unbesetzt" not in member.text
    line = house.query(Entry).filter_by(gesture="let-rest").one()
    assert "unbesetzt" not in str(line.facts)


def test_membership_is_woken_up(house, table, coordinator):
    sleeping = build.dormancy(house, table.seats[0], TODAY - timedelta(days=30), reason="Umbau")
    coming = build.dormancy(house, table.seats[1], IN_A_WEEK, reason="Umbau")
    for number, each in enumerate((sleeping, coming)):
        page = coordinator.get(seat_page(table, number))
        assert coordinator.submit(page, ("Jetzt wecken", "Zurücknehmen")[number]).status_code == 303, each
    rows = house.query(Dormancy).all()
    house.expire_all()
    assert [each.ends_on for each in rows] == [TODAY - timedelta(days=1)]
    again = address(table, f"/dormancies/{sleeping.id}/end")
    assert coordinator.post(again).location.endswith(address(table))


@pytest.mark.parametrize(
    "bad",
    [
        {"reason": " "},
        {"reason": "x" * 201},
        {"starts_on": ""},
        {"ends_on": "2026-08-01"},
        {"starts_on": "2027-02-01", "ends_on": ""},
        {"starts_on": "0001-01-01"},
    ],
)
def test_bad_dormancies_are_refused(house, table, coordinator, bad):
    build.dormancy(house, table.seats[0], TODAY + timedelta(days=100))
    where = address(table, f"/seats/{table.seats[0].id}/dormancies/new")
    good = {"starts_on": TODAY.isoformat(), "ends_on": IN_A_WEEK.isoformat(), "reason": "Elternzeit"}
    assert coordinator.post(where, data=good | bad).status_code == 422
    assert house.query(Dormancy).count() == 1
    assert coordinator.post(where, data=good).status_code == 303


# What stays


def test_membership_that_ended_is_told_with_reason_and_decision(house, table, coordinator, sign_in):
    page = coordinator.get(address(table, f"/seats/{table.seats[0].id}/end"))
    given = {"reason": "Auflösung der Stelle", "reference": "Beschluss der 12. Sitzung, TOP 3"}
    coordinator.submit(page, ends_on=(TODAY - timedelta(days=1)).isoformat(), **given)
    name = house.get_one(Organisation, table.seats[0].organisation_id).name
    told = coordinator.get(address(table)).text
    assert name in told
    assert "Auflösung der Stelle" in told
    assert "Beschluss der 12. Sitzung, TOP 3" in coordinator.get(seat_page(table)).text
    member = sign_in(table.mains[1]).get(address(table)).text
    assert name not in member
    assert "Auflösung" not in member


def test_seat_page_names_present_and_former_people(house, table, coordinator):
    gone = build.appointment(
        house,
        table.seats[0],
        build.person(house, "Frühere Leitung"),
        starts_on=TODAY - timedelta(days=900),
        ends_on=TODAY - timedelta(days=400),
    )
    appointment_of(house, table.mains[0]).starts_on = TODAY - timedelta(days=399)
    page = coordinator.get(seat_page(table))
    rows = [text(cell) for cell in Page(page.text).all("th") if cell.get("scope") == "row"]
    assert [row.split("person")[0].strip() for row in rows] == [table.mains[0].name, table.deputies[0].name]
    assert "Frühere Leitung" in page.text
    assert gone.ends_on.strftime("%d.%m.%Y") in page.text


def test_seat_page_costs_the_same_after_twenty_five_years(house, table, coordinator, statements):
    def asked():
        coordinator.get(seat_page(table))
        with statements() as seen:
            assert coordinator.get(seat_page(table)).status_code == 200
        return len(seen)

    few = asked()
    for year in range(2001, 2026):
        first = TODAY.replace(year=year, month=1, day=1)
        build.appointment(
            house,
            table.seats[0],
            role=AppointmentRole.READER,
            starts_on=first,
            ends_on=first.replace(month=12, day=31),
        )
    assert asked() == few
