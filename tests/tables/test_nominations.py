"""The institution names, the coordination confirms: only then is there an appointment, and one main."""

import contextvars
import threading
from datetime import timedelta
from io import BytesIO

import pytest

from blueprints.tables.nominations import rules as nomination_rules
from models.bodies import BodyState
from models.errors import NotAllowed
from models.files import File
from models.history import Entry
from models.nominations import Nomination, NominationState, NominationWay
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole
from tests import build

TODAY = build.TODAY


def new(table, number=0):
    return f"/round-tables/{table.body.id}/seats/{table.seats[number].id}/nominations"


def at(table, nomination, rest=""):
    return f"/round-tables/{table.body.id}/nominations/{nomination.id}{rest}"


GOOD = {
    "role": "deputy",
    "name": "Neue Stellvertretung",
    "email": "neu@amt.example",
    "wording": "Wir benennen als Stellvertretung.",
}


def named(house):
    return house.query(Nomination).order_by(Nomination.id.desc()).first()


def test_representative_names_and_coordination_confirms(house, table, coordinator, sign_in):
    main = sign_in(table.mains[0])
    assert new(table) in main.get(f"/round-tables/{table.body.id}").text
    assert main.submit(main.get(new(table)), **GOOD).status_code == 303
    made = named(house)
    assert (made.state, made.way, made.received_on, made.by_id) == (
        NominationState.PENDING,
        NominationWay.SITE,
        TODAY,
        table.mains[0].id,
    )
    assert house.query(Person).filter_by(email="neu@amt.example").count() == 0
    for page in ("/overview", f"/round-tables/{table.body.id}"):
        assert at(table, made) in coordinator.get(page).text, page
        assert at(table, made) not in main.get(page).text, page
    assert coordinator.submit(coordinator.get(at(table, made)), "Bestätigen").status_code == 303
    house.refresh(made)
    appointment = house.get_one(Appointment, made.appointment_id)
    assert made.state is NominationState.CONFIRMED
    assert (appointment.role, appointment.rank, appointment.declared_on) == (AppointmentRole.DEPUTY, 2, None)
    assert build.actor(house, house.get_one(Person, appointment.person_id)).seats == ()
    lines = house.query(Entry).filter_by(subject="nomination").order_by(Entry.id)
    assert [each.gesture for each in lines] == ["nominate", "confirm"]
    assert "Neue" not in str([each.facts for each in lines])
    assert coordinator.get(at(table, made)).status_code == 404


def test_new_representative_follows_the_present_one(house, table, coordinator, sign_in):
    main, first_day = sign_in(table.mains[0]), TODAY + timedelta(days=10)
    main.submit(main.get(new(table)), **GOOD | {"role": "main", "starts_on": first_day.isoformat()})
    page = coordinator.get(at(table, named(house)))
    assert coordinator.submit(page, "Bestätigen", follows=None).status_code == 422
    assert coordinator.submit(page, "Bestätigen").status_code == 303
    house.expire_all()
    present = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    coming = house.get_one(Appointment, named(house).appointment_id)
    assert (present.ends_on, coming.starts_on) == (first_day - timedelta(days=1), first_day)


def test_nomination_is_sent_back_with_a_reason_and_may_be_withdrawn(house, table, coordinator, sign_in):
    main = sign_in(table.mains[0])
    main.submit(main.get(new(table)), **GOOD)
    first = named(house)
    back = at(table, first, "/return")
    assert coordinator.post(back, data={"reason": " "}).status_code == 422
    assert coordinator.post(back, data={"reason": "Bitte mit Funktion."}).status_code == 303
    assert "Bitte mit Funktion." in main.get(new(table)).text
    main.submit(main.get(new(table)), "Benennung übermitteln", **GOOD)
    second = named(house)
    assert (
        main.submit(main.get(new(table)), "Zurückziehen die Benennung von Neue Stellvertretung").status_code
        == 303
    )
    house.expire_all()
    assert (first.state, second.state) == (NominationState.RETURNED, NominationState.WITHDRAWN)
    assert main.post(at(table, second, "/withdraw")).status_code == 303
    assert house.query(Appointment).count() == 4


def test_coordination_notes_what_came_by_letter(house, table, coordinator):
    page = coordinator.get(new(table))
    typed = {"name": "Laut Schreiben", "role": "reader", "reference": "Schreiben vom 20.08.2026, Az. 5"}
    late = {"received_on": (TODAY + timedelta(days=1)).isoformat()}
    assert coordinator.submit(page, **typed | late).status_code == 422
    assert coordinator.submit(page, **typed | {"received_on": "2026-08-21"}).status_code == 303
    made = named(house)
    assert (made.way, str(made.received_on), made.by_id) == (
        NominationWay.LETTER,
        "2026-08-21",
        table.coordinator.id,
    )


def test_the_letter_is_kept_for_the_coordination_and_that_institution(house, table, coordinator, sign_in):
    main = sign_in(table.mains[0])
    letter = (BytesIO(b"%PDF-1.7\nBenennung\n"), "Benennung.pdf")
    page = main.get(new(table))
    told = {"name": "Neue Vertretung", "role": "main", "upload": letter}
    assert main.submit(page, "Benennung übermitteln", **told).status_code == 303
    kept = house.query(File).one()
    assert (kept.nomination_id, kept.name) == (named(house).id, "Benennung.pdf")
    assert "Benennung.pdf" in coordinator.get(at(table, named(house))).text
    may = {
        "coordination": coordinator,
        "representative": main,
        "deputy": sign_in(table.deputies[0]),
        "other institution": sign_in(table.mains[1]),
        "reader": sign_in(table.reader),
        "elsewhere": sign_in(build.table(house, 1).coordinator),
    }
    seen = {who for who, client in may.items() if client.get(f"/files/{kept.id}").status_code == 200}
    assert seen == {"coordination", "representative", "deputy"}
    hashes = [each.facts for each in house.query(Entry).filter_by(subject="file")]
    assert hashes == [{"sha256": kept.sha256}]


def test_a_letter_that_is_none_is_refused(house, table, sign_in):
    main = sign_in(table.mains[0])
    page = main.get(new(table))
    answer = main.submit(
        page,
        "Benennung übermitteln",
        name="Neue Leitung",
        upload=(BytesIO(b"PK\x03\x04" + 40 * b"x"), "x.zip"),
    )
    assert (answer.status_code, house.query(Nomination).count(), house.query(File).count()) == (422, 0, 0)
    assert "Neue Leitung" in answer.text


BAD = {
    "nobody": {"name": " "},
    "a long name": {"name": "x" * 121},
    "no address": {"email": "x"},
    "no such role": {"role": "queen"},
    "a reader who signs": {"role": "reader", "may_sign": "y"},
    "an end before the beginning": {"starts_on": "2026-10-02", "ends_on": "2026-10-01"},
    "a day that is none": {"starts_on": "31.02."},
    "no words": {"wording": "", "reference": ""},
}


def test_bad_nominations_are_refused_and_keep_what_was_typed(house, table, sign_in):
    main = sign_in(table.mains[0])
    for what, bad in BAD.items():
        answer = main.post(new(table), data=GOOD | {"function": "Leitung Nord"} | bad)
        assert answer.status_code == 422, what
        assert "Leitung Nord" in answer.text, what
    assert house.query(Nomination).count() == 0


def test_only_who_speaks_for_the_institution_names(house, table, sign_in):
    advisory = build.appointment(house, table.seats[0], role=AppointmentRole.READER)
    reader = house.get_one(Person, advisory.person_id)
    for person in (table.deputies[0], table.mains[1], table.reader, reader, build.person(house)):
        client = sign_in(person)
        assert client.get(new(table)).status_code == 404, person.name
        assert client.post(new(table), data=GOOD).status_code == 404, person.name
    with pytest.raises(NotAllowed):
        nomination_rules.nominate(
            house, table.body.id, table.seats[0].id, by=build.actor(house, table.mains[1]), now=build.NOW
        )


def test_without_a_representative_the_first_deputy_names(house, table, sign_in):
    main = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    main.ends_on = TODAY - timedelta(days=1)
    deputy = sign_in(table.deputies[0])
    assert deputy.submit(deputy.get(new(table)), **GOOD | {"role": "main"}).status_code == 303
    assert sign_in(table.mains[0]).get(new(table)).status_code == 404


def test_function_mailbox_names_without_any_right_at_the_table(house, table, sign_in):
    organisation = house.get_one(Organisation, table.seats[0].organisation_id)
    organisation.mailbox = "Poststelle@amt.example"
    holder = build.person(house, "Poststelle", of=organisation, email="poststelle@AMT.example")
    client = sign_in(holder)
    assert client.submit(client.get(new(table)), **GOOD).status_code == 303
    assert client.get(new(table, 1)).status_code == 404
    assert client.get(f"/round-tables/{table.body.id}").status_code == 404


@pytest.mark.parametrize("facts", [{"is_external": True}, {"state": BodyState.DISSOLVED}])
def test_nobody_is_named_where_nobody_could_confirm(house, table, sign_in, facts):
    for name, value in facts.items():
        setattr(table.body, name, value)
    main = sign_in(table.mains[0])
    assert new(table) not in main.get(f"/round-tables/{table.body.id}").text
    assert main.get(new(table)).status_code == 404
    assert main.post(new(table), data=GOOD).status_code == 404
    assert named(house) is None


def test_other_institutions_and_readers_see_no_nominations(house, table, sign_in, read_as):
    made = build.nomination(house, table.seats[0], table.mains[0])
    seen = {
        who.name: read_as(build.actor(house, who)).get(Nomination, made.id) is not None
        for who in (table.mains[0], table.deputies[0], table.coordinator, table.mains[1], table.reader)
    }
    assert list(seen.values()) == [True, True, True, False, False]


def test_ids_of_another_table_are_not_found(house, table, coordinator):
    other = build.table(house, 1)
    theirs = build.nomination(house, other.seats[0], other.mains[0])
    for rest in ("", "/return", "/withdraw"):
        assert coordinator.post(at(table, theirs, rest), data={"reason": "x"}).status_code == 404
        assert coordinator.post(at(other, theirs, rest), data={"reason": "x"}).status_code == 404


def race(house, requests):
    """All requests in the same instant; the codes of the answers."""
    house.commit()
    for client, _, _ in requests:
        client.house = None
    barrier, codes = threading.Barrier(len(requests)), []

    def send(client, url, data):
        barrier.wait()
        codes.append(client.post(url, data=data).status_code)

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(send, *each)) for each in requests
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(codes)


def test_two_confirmations_in_the_same_second_leave_one_representative(house, app, table, sign_in):
    seat = build.seat(house, table.body)
    made = build.nomination(house, seat, table.coordinator, role=AppointmentRole.MAIN)
    clients = [sign_in(table.coordinator) for _ in range(2)]
    codes = race(house, [(each, at(table, made), {"follows": "y"}) for each in clients])
    house.expire_all()
    assert codes[0] == 303
    assert codes[1] in (404, 422)
    assert house.query(Appointment).filter_by(seat_id=seat.id).count() == 1


def test_a_nomination_and_an_appointment_in_the_same_second_leave_one_representative(
    house, app, table, sign_in
):
    seat = build.seat(house, table.body)
    made = build.nomination(house, seat, table.coordinator, role=AppointmentRole.MAIN)
    direct = f"/round-tables/{table.body.id}/seats/{seat.id}/appointments/new"
    clients = [sign_in(table.coordinator) for _ in range(2)]
    requests = [
        (clients[0], at(table, made), {}),
        (clients[1], direct, {"person_id": "", "name": "Andere", "role": "main"}),
    ]
    assert race(house, requests) == [303, 422]
    house.expire_all()
    assert house.query(Appointment).filter_by(seat_id=seat.id, role="main").count() == 1


def test_two_nominations_of_a_representative_in_the_same_second_leave_one(house, app, table, sign_in):
    clients = [sign_in(table.mains[0]) for _ in range(2)]
    assert race(house, [(each, new(table), GOOD | {"role": "main"}) for each in clients]) == [303, 422]
    assert house.query(Nomination).count() == 1


def test_pages_ask_as_often_for_many_nominations_as_for_one(house, table, coordinator, statements):
    def asked(url):
        coordinator.get(url)
        with statements() as seen:
            assert coordinator.get(url).status_code == 200
        return len(seen)

    seat = f"/round-tables/{table.body.id}/seats/{table.seats[0].id}"
    pages = ("/overview", f"/round-tables/{table.body.id}", seat, new(table))
    build.nomination(house, table.seats[0], table.mains[0])
    few = [asked(url) for url in pages]
    for _ in range(20):
        build.nomination(house, table.seats[0], table.mains[0])
    assert [asked(url) for url in pages] == few
