"""A member proposes an institution, the coordination records the decision: only an admission makes a seat."""

from datetime import timedelta

import pytest

from blueprints.tables.admissions import rules as admission_rules
from models.admissions import Admission, AdmissionState
from models.bodies import BodyState
from models.errors import NotAllowed
from models.history import Entry
from models.letters import Letter
from models.organisations import Ending, Organisation, OrganisationKind
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from tests import build
from tests.pages import Page
from tests.tables.test_nominations import race

TODAY = build.TODAY


@pytest.fixture
def main(table, sign_in):
    return sign_in(table.mains[0])


def new(table):
    return f"/round-tables/{table.body.id}/admissions"


def at(table, admission, rest=""):
    return f"{new(table)}/{admission.id}{rest}"


NAMED = {
    "name": "Beratungsstelle am Markt",
    "organisation_kind": "counselling",
    "kind": "voting",
    "reason": "Sie berät seit Jahren.",
}
DECISION = {"reference": "Beschluss der 12. Sitzung, TOP 3", "kind": "advisory", "since": "2026"}


def last(house):
    house.expire_all()
    return house.query(Admission).order_by(Admission.id.desc()).first()


def letters(house):
    return house.query(Letter).filter_by(template="tables/admission_decided").all()


def test_member_proposes_and_an_admission_makes_the_seat(house, table, coordinator, main):
    there = build.organisation(house, "Gesundheitsamt Musterstadt")
    assert new(table) in main.get(f"/round-tables/{table.body.id}").text
    data = NAMED | {"name": "", "organisation_kind": "", "organisation_id": there.id}
    assert main.submit(main.get(new(table)), **data).status_code == 303
    made = last(house)
    assert (made.state, made.seat_id, made.organisation_id, made.proposed_on) == (
        AdmissionState.OPEN,
        table.seats[0].id,
        there.id,
        TODAY,
    )
    assert house.query(Seat).filter_by(organisation_id=there.id).count() == 0
    for page in ("/overview", f"/round-tables/{table.body.id}", new(table)):
        assert at(table, made) in coordinator.get(page).text, page
        assert f'href="{at(table, made)}"' not in main.get(page).text, page
    first_day = TODAY + timedelta(days=20)
    answer = coordinator.submit(
        coordinator.get(at(table, made)), "Aufnehmen", starts_on=first_day.isoformat(), **DECISION
    )
    seat = house.query(Seat).filter_by(organisation_id=there.id).one()
    assert answer.location.endswith(f"/seats/{seat.id}")
    assert (seat.kind, seat.starts_on, str(seat.since), seat.reference) == (
        SeatKind.ADVISORY,
        first_day,
        "2026",
        DECISION["reference"],
    )
    made = last(house)
    assert (made.state, made.made_seat_id) == (AdmissionState.ADMITTED, seat.id)
    assert DECISION["reference"] in main.get(f"/round-tables/{table.body.id}").text
    assert coordinator.get(at(table, made)).status_code == 404
    lines = house.query(Entry).filter_by(subject="admission").order_by(Entry.id)
    assert [each.gesture for each in lines] == ["propose", "admit"]
    assert "Gesundheitsamt" not in str([each.facts for each in lines])


def test_letter_about_the_decision_tells_neither_the_institution_nor_the_decision(
    house, table, coordinator, main
):
    main.submit(main.get(new(table)), **NAMED)
    coordinator.submit(coordinator.get(at(table, last(house))), "Aufnehmen", **DECISION)
    (letter,) = letters(house)
    coordinator.get("/overview")
    assert letter.recipient == table.mains[0].email
    words = coordinator.get(f"/office/letters/{letter.id}").text
    assert new(table) in words
    for secret in (NAMED["name"], DECISION["reference"], "aufgenommen"):
        assert secret not in words


def test_an_institution_that_was_only_named_is_added_to_the_directory(house, table, coordinator, main):
    build.organisation(house, "Beratungsstelle am Markte")
    main.submit(main.get(new(table)), **NAMED)
    page = coordinator.get(at(table, last(house)))
    assert "Beratungsstelle am Markte</a>" in page.text
    assert coordinator.submit(page, "Aufnehmen", organisation_kind="", **DECISION).status_code == 422
    assert house.query(Organisation).filter_by(name=NAMED["name"]).count() == 0
    assert coordinator.submit(page, "Aufnehmen", **DECISION).status_code == 303
    added = house.query(Organisation).filter_by(name=NAMED["name"]).one()
    assert added.kind is OrganisationKind.COUNSELLING
    assert house.query(Seat).filter_by(organisation_id=added.id).one().id == last(house).made_seat_id


def test_or_one_of_the_directory_is_chosen_for_it(house, table, coordinator, main):
    there = build.organisation(house, "Beratungsstelle am Markte")
    main.submit(main.get(new(table)), **NAMED)
    page = coordinator.get(at(table, last(house)))
    assert coordinator.submit(page, "Aufnehmen", organisation_id=there.id, **DECISION).status_code == 303
    assert house.query(Organisation).filter_by(name=NAMED["name"]).count() == 0
    assert (last(house).organisation_id, last(house).institution) == (there.id, there.name)


def test_refusal_has_a_reason_that_only_the_proposer_and_the_coordination_read(
    house, table, coordinator, main, sign_in
):
    main.submit(main.get(new(table)), **NAMED)
    made, reason = last(house), "Der Bezug zum Thema fehlt."
    refuse = at(table, made, "/refuse")
    assert coordinator.post(refuse, data={"reason": reason, "reference": " "}).status_code == 422
    assert coordinator.post(refuse, data={"reason": "", "reference": "x"}).status_code == 422
    assert coordinator.post(refuse, data={"reason": reason, "reference": "TOP 4"}).status_code == 303
    assert last(house).state is AdmissionState.REFUSED
    deputy, other = sign_in(table.deputies[0]), sign_in(table.mains[1])
    for reader, sees in ((main, True), (deputy, True), (coordinator, True), (other, False)):
        assert (reason in reader.get(new(table)).text) is sees
    assert reason in main.get(f"/round-tables/{table.body.id}").text
    assert NAMED["name"] not in other.get(f"/round-tables/{table.body.id}").text
    assert len(letters(house)) == 1
    assert house.query(Seat).count() == 2
    assert main.submit(main.get(new(table)), "Vorschlagen", **NAMED).status_code == 303


def test_proposer_withdraws_while_it_is_open(house, table, coordinator, main, sign_in):
    main.submit(main.get(new(table)), **NAMED)
    made = last(house)
    for client in (sign_in(table.mains[1]), coordinator, sign_in(table.reader)):
        assert client.post(at(table, made, "/withdraw")).status_code == 404
    page = sign_in(table.deputies[0]).get(new(table))
    assert page.status_code == 200
    button = f"Zurückziehen den Vorschlag {NAMED['name']}"
    assert main.submit(main.get(new(table)), button).status_code == 303
    assert last(house).state is AdmissionState.WITHDRAWN
    assert main.post(at(table, made, "/withdraw")).status_code == 303
    assert coordinator.post(at(table, made), data=DECISION).status_code == 404
    assert not letters(house)


def test_what_is_seated_or_proposed_already_gets_words_beside_the_field(house, table, main):
    page = main.get(new(table))
    seated = table.seats[1].organisation_id
    known = build.organisation(house, "Schon im Verzeichnis")
    over = build.organisation(house, ending=Ending.CLOSED, ended_on=TODAY)
    directory = NAMED | {"name": "", "organisation_kind": ""}
    for field, data, words in (
        ("name", NAMED | {"name": "SCHON im Verzeichnis"}, "steht bereits im Verzeichnis"),
        ("organisation_id", directory, "nennen"),
        ("organisation_kind", NAMED | {"organisation_kind": ""}, "Art"),
    ):
        answer = main.submit(page, **data)
        assert answer.status_code == 422, field
        assert words in error_of(answer, field), field
        assert NAMED["reason"] in answer.text
    for institution in (seated, over.id, 987_654):
        answer = main.post(new(table), data=directory | {"organisation_id": institution})
        assert answer.status_code == 422
    main.post(new(table), data=directory | {"organisation_id": known.id})
    again = main.post(new(table), data=directory | {"organisation_id": known.id})
    assert "bereits vorgeschlagen" in error_of(again, "organisation_id")
    main.post(new(table), data=NAMED)
    twice = main.post(new(table), data=NAMED | {"name": "beratungsstelle AM markt"})
    assert "bereits vorgeschlagen" in error_of(twice, "name")
    assert house.query(Admission).count() == 2


def error_of(answer, field):
    (found,) = [each for each in Page(answer.text).elements if each.get("id") == f"{field}-error"]
    return " ".join(found.itertext())


def test_what_another_institution_has_proposed_is_not_told_and_one_decision_settles_both(
    house, table, coordinator, main, sign_in
):
    other = sign_in(table.mains[1])
    main.submit(main.get(new(table)), **NAMED)
    assert other.submit(other.get(new(table)), **NAMED).status_code == 303
    assert (
        coordinator.submit(coordinator.get(at(table, last(house))), "Aufnehmen", **DECISION).status_code
        == 303
    )
    assert {each.state for each in house.query(Admission)} == {AdmissionState.ADMITTED}
    assert len({each.made_seat_id for each in house.query(Admission)}) == 1
    assert {each.recipient for each in letters(house)} == {table.mains[0].email, table.mains[1].email}


BAD = {
    "no reason": {"reason": " "},
    "a long name": {"name": "x" * 201},
    "a long reason": {"reason": "x" * 2001},
    "no such membership": {"kind": "queen"},
    "no such kind": {"organisation_kind": "queen"},
    "no such institution": {"organisation_id": "x"},
}


def test_bad_proposals_are_refused_and_keep_what_was_typed(house, table, main):
    for what, bad in BAD.items():
        answer = main.post(new(table), data=NAMED | {"reason": "Grund Nord"} | bad)
        assert answer.status_code == 422, what
        assert "reason" in bad or "Grund Nord" in answer.text, what
    assert house.query(Admission).count() == 0


def test_neither_readers_nor_guests_nor_advisory_members_propose(house, table, sign_in):
    body = table.body
    people = [table.reader, build.person(house)]
    for kind, role in (
        (SeatKind.VOTING, AppointmentRole.READER),
        (SeatKind.GUEST, AppointmentRole.MAIN),
        (SeatKind.ADVISORY, AppointmentRole.MAIN),
    ):
        held = build.appointment(house, build.seat(house, body, kind=kind), role=role)
        people.append(house.get_one(Person, held.person_id))
    for person in people:
        client = sign_in(person)
        assert client.get(new(table)).status_code == 404, person.name
        assert client.post(new(table), data=NAMED).status_code == 404, person.name
        page = client.get(f"/round-tables/{body.id}")
        assert page.status_code == 404 or new(table) not in page.text
    with pytest.raises(NotAllowed):
        propose_for(house, table, table.seats[1].id)


def propose_for(house, table, seat_id):
    """As the main representative of the first seat."""
    return admission_rules.propose(
        house,
        table.body.id,
        seat_id=seat_id,
        organisation_id=None,
        name="Stelle",
        organisation_kind=OrganisationKind.OTHER,
        kind=SeatKind.VOTING,
        reason="Grund",
        by=build.actor(house, table.mains[0]),
        now=build.NOW,
    )


def test_a_former_representative_sees_no_proposal_any_more(house, table, main, read_as):
    main.submit(main.get(new(table)), **NAMED)
    made = last(house)
    house.query(Appointment).filter_by(person_id=table.mains[0].id).one().ends_on = TODAY - timedelta(days=1)
    house.flush()
    assert read_as(build.actor(house, table.mains[0])).get(Admission, made.id) is None
    assert main.get(new(table)).status_code == 404


def test_case_1_who_represents_two_institutions_says_for_which_one_proposes(house, table, sign_in):
    build.appointment(house, build.seat(house, table.body), house.get_one(Person, table.mains[0].id))
    client = sign_in(table.mains[0])
    page = client.get(new(table))
    assert "Für welche Institution" in page.text
    second = max(each.seat_id for each in build.actor(house, table.mains[0]).seats)
    assert client.submit(page, **NAMED | {"seat_id": second}).status_code == 303
    assert last(house).seat_id == second
    assert client.post(new(table), data=NAMED | {"seat_id": table.seats[1].id}).status_code == 422


def test_coordination_proposes_and_gets_no_letter(house, table, coordinator):
    assert coordinator.submit(coordinator.get(new(table)), "Vorschlagen", **NAMED).status_code == 303
    assert last(house).seat_id is None
    refused = {"reason": "x", "reference": "y"}
    assert coordinator.post(at(table, last(house), "/refuse"), data=refused).status_code == 303
    assert not letters(house)


def test_a_proposal_at_a_table_without_seats_waits_on_the_overview(house, sign_in, stop_clock):
    stop_clock(build.NOW)
    body = build.body(house)
    client = sign_in(build.coordinator_of(house, body))
    made = build.admission(house, body, build.coordinator_of(house, body))
    assert f"/round-tables/{body.id}/admissions/{made.id}" in client.get("/overview").text


def test_a_dissolved_table_admits_nobody(house, table, main):
    table.body.state = BodyState.DISSOLVED
    house.flush()
    assert main.post(new(table), data=NAMED).status_code == 422


def test_ids_of_another_table_are_not_found(house, table, coordinator):
    other = build.table(house, 1)
    theirs = build.admission(house, other.body, other.mains[0], seat_id=other.seats[0].id)
    for rest in ("", "/refuse", "/withdraw"):
        for place in (table, other):
            assert coordinator.post(at(place, theirs, rest), data=DECISION).status_code == 404


def test_two_decisions_in_the_same_second_make_one_seat(house, app, table, sign_in):
    made = build.admission(house, table.body, table.mains[0], seat_id=table.seats[0].id)
    clients = [sign_in(table.coordinator) for _ in range(2)]
    data = DECISION | {"name": "Stelle", "organisation_kind": "other"}
    codes = race(house, [(each, at(table, made), data) for each in clients])
    house.expire_all()
    assert codes[0] == 303
    assert codes[1] in (404, 422)
    assert house.query(Seat).count() == 3
    assert house.query(Organisation).filter_by(name="Stelle").count() == 1


def test_pages_ask_as_often_for_many_proposals_as_for_none(house, table, coordinator, main, statements):
    def asked(client, url):
        client.get(url)
        with statements() as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    pages = [
        (client, url)
        for client in (coordinator, main)
        for url in ("/overview", f"/round-tables/{table.body.id}", new(table))
    ]
    none = [asked(*page) for page in pages]
    for _ in range(20):
        build.admission(house, table.body, table.mains[0], seat_id=table.seats[0].id)
        build.admission(
            house,
            table.body,
            table.mains[0],
            seat_id=table.seats[0].id,
            organisation_id=build.organisation(house).id,
        )
    assert [asked(*page) for page in pages] == none


def test_nobody_proposes_to_a_body_that_is_coordinated_elsewhere(house, table, main):
    table.body.is_external = True
    assert main.get(new(table)).status_code == 404
    assert main.post(new(table), data=NAMED).status_code == 404
    assert new(table) not in main.get(f"/round-tables/{table.body.id}").text
    assert house.query(Admission).count() == 0
