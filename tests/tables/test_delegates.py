"""Own delegates in bodies that others coordinate: their seat, and what their house keeps there."""

from io import BytesIO

import pytest

from blueprints.tables.delegates import rules as delegate_rules
from blueprints.tables.shelf import rules as shelf_rules
from models.bodies import Body, Coordination
from models.errors import NotAllowed
from models.fuzzy_dates import FuzzyDate
from models.letters import Letter
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from models.shelf import DocumentKind, ShelfDocument
from models.visibility import Visibility
from tests import build
from tests.build import TODAY

YESTERDAY = "2026-08-31"


@pytest.fixture
def table(house, stop_clock):
    """A table here; the institution of its coordination sits at the table of the Land, too."""
    stop_clock(build.NOW)
    return build.table(house, 1)


@pytest.fixture
def land(house, table):
    rules = {"declaration_needed": False}
    facts = {"is_external": True, "visibility": Visibility.PUBLIC}
    return build.body(house, "Landestisch", coordinated=False, bylaws=rules, **facts)


@pytest.fixture
def seat(house, table, land):
    return build.seat(house, land, house.get_one(Organisation, table.coordinator.organisation_id))


@pytest.fixture
def delegate(house, seat):
    person = build.person(house, "Delegation", organisation_id=seat.organisation_id)
    build.appointment(house, seat, person)
    return person


def address(land, rest=""):
    return f"/round-tables/{land.id}{rest}"


def test_coordination_notes_the_seat_of_its_institution_and_names_delegates(house, table, land, sign_in):
    coordinator = sign_in(table.coordinator)
    assert address(land, "/own-seat") in coordinator.get(address(land)).text
    page = coordinator.get(address(land, "/own-seat"))
    answer = coordinator.submit(page, kind="voting", since="2010")
    assert answer.status_code == 303
    page = coordinator.get(answer.location)
    answer = coordinator.submit(page, name="Delegierte", email="delegierte@mission.example", role="main")
    assert answer.status_code == 303
    made = house.query(Seat).filter_by(body_id=land.id).one()
    assert made.organisation_id == table.coordinator.organisation_id
    person = house.query(Person).filter_by(email="delegierte@mission.example").one()
    assert person.organisation_id == made.organisation_id
    assert house.query(Letter).filter_by(recipient=person.email).count() == 1
    assert sign_in(person).get(address(land, "/delegates/new")).status_code == 200
    assert coordinator.get(address(land, "/own-seat")).status_code == 404


def test_colleagues_are_chosen_strangers_are_not(house, table, seat, land, delegate, sign_in):
    colleague = build.person(house, "Kollegin", organisation_id=seat.organisation_id)
    stranger = table.mains[0]
    client = sign_in(delegate)
    page = client.get(address(land, "/delegates/new"))
    assert "Kollegin" in page.text
    assert stranger.name not in page.text
    assert client.submit(page, person_id=str(colleague.id), role="deputy").status_code == 303
    data = {"person_id": str(stranger.id), "role": "deputy"}
    assert client.post(address(land, "/delegates/new"), data=data).status_code == 422
    assert house.query(Appointment).filter_by(seat_id=seat.id).count() == 2


def test_address_of_somebody_elsewhere_does_not_tell_whose_it_is(house, table, seat, land, delegate, sign_in):
    stranger = build.person(house, "Ganz Anders", email="post@andere.example")
    client = sign_in(delegate)
    data = {"name": "Neue Kollegin", "email": "post@andere.example", "role": "deputy", "send": "y"}
    assert client.post(address(land, "/delegates/new"), data=data).status_code == 303
    page = client.get(address(land)).text
    assert "Neue Kollegin" in page
    assert "Ganz Anders" not in page
    assert house.query(Appointment).filter_by(person_id=stranger.id).count() == 0


BAD_DELEGATES = {
    "nobody": {"name": ""},
    "a second representative": {"role": "main"},
    "no such role": {"role": "king"},
    "a wrong address": {"email": "@"},
    "an end before the beginning": {"starts_on": "2026-09-10", "ends_on": "2026-09-09"},
    "a person and a new one": {"person_id": "delegate"},
}


def test_bad_delegate_is_refused(house, seat, land, delegate, sign_in):
    client = sign_in(delegate)
    for what, bad in BAD_DELEGATES.items():
        data = {"person_id": "", "name": "Neu", "role": "deputy", "function": "Leitung Nord"} | bad
        data["person_id"] = str(delegate.id) if data["person_id"] else ""
        answer = client.post(address(land, "/delegates/new"), data=data)
        assert answer.status_code == 422, what
        assert "Leitung Nord" in answer.text, what
    assert house.query(Appointment).filter_by(seat_id=seat.id).count() == 1


def test_ended_delegate_reads_nothing_from_that_day_on(house, table, seat, land, delegate, sign_in):
    document = put(house, land, delegate)
    mine = sign_in(delegate)
    assert mine.get(address(land, f"/documents/{document.id}")).status_code == 200
    coordinator = sign_in(table.coordinator)
    appointment = house.query(Appointment).filter_by(seat_id=seat.id).one()
    page = coordinator.get(address(land, f"/delegates/{appointment.id}/end"))
    assert coordinator.submit(page, ends_on=YESTERDAY).status_code == 303
    assert mine.get(address(land, f"/documents/{document.id}")).status_code == 404
    assert mine.get(address(land, "/delegates/new")).status_code == 404
    for bad in ("", "x", "1899-01-01"):
        where = address(land, f"/delegates/{appointment.id}/end")
        assert coordinator.post(where, data={"ends_on": bad}).status_code == 422


def put(house, land, person, level=Visibility.CONFIDENTIAL, seats=()):
    given = {"by": build.actor(house, person), "now": build.NOW}
    document = shelf_rules.put(
        house,
        land.id,
        title="Mitschrift vom Landestisch",
        kind=DocumentKind.MINUTES,
        visibility=level,
        seat_ids=seats,
        upload={"name": "a.txt", "content_type": "text/plain", "stream": BytesIO(b"x")},
        **given,
    )
    shelf_rules.release(house, document.id, **given)
    house.flush()
    return document


def test_delegate_puts_a_document_there_for_the_own_house(house, land, delegate, sign_in):
    client = sign_in(delegate)
    page = client.get(address(land, "/documents/new"))
    assert client.submit(page, title="Mitschrift", upload=(BytesIO(b"x"), "a.txt")).status_code == 303
    document = house.query(ShelfDocument).one()
    assert document.visibility is Visibility.CONFIDENTIAL, "what is brought home stays in the house"
    assert document.seat_id is not None


SEEN = {
    Visibility.PUBLIC: {"delegate", "deputy", "coordination", "other house", "stranger"},
    Visibility.INTERNAL: {"delegate", "deputy", "coordination", "other house"},
    Visibility.CONFIDENTIAL: {"delegate", "deputy", "coordination"},
    Visibility.COORDINATION: {"delegate", "coordination"},
}


@pytest.mark.parametrize("level", Visibility)
def test_other_houses_see_only_what_the_level_leaves(house, table, seat, land, delegate, sign_in, level):
    deputy = build.person(house, organisation_id=seat.organisation_id)
    build.appointment(house, seat, deputy, AppointmentRole.DEPUTY)
    other = build.appointment(house, build.seat(house, land))
    people = {
        "delegate": delegate,
        "deputy": deputy,
        "coordination": table.coordinator,
        "other house": house.get_one(Person, other.person_id),
        "stranger": build.table(house, 1).coordinator,
    }
    document = put(house, land, delegate, level)
    where = address(land, f"/documents/{document.id}")
    for role, person in people.items():
        client = sign_in(person)
        sees = role in SEEN[level]
        assert client.get(where).status_code == (200 if sees else 404), role
        for page in (address(land), address(land, "/documents")):
            assert ("Mitschrift vom Landestisch" in client.get(page).text) is sees, (role, page)
        keeps = role in ("delegate", "coordination")
        assert client.get(where + "/edit").status_code == (200 if keeps else 404), role


def test_named_house_reads_a_confidential_document(house, land, delegate, sign_in):
    other = build.appointment(house, build.seat(house, land))
    document = put(house, land, delegate, seats=[other.seat_id])
    client = sign_in(house.get_one(Person, other.person_id))
    assert client.get(address(land, f"/documents/{document.id}")).status_code == 200


def test_coordination_of_another_institution_has_no_part(house, table, seat, land, delegate, sign_in):
    stranger = build.table(house, 1).coordinator
    client = sign_in(stranger)
    assert client.get(address(land, "/own-seat")).status_code == 200, "for its own institution"
    for rest in ("/delegates/new", "/documents/new", "/own-seat/end"):
        assert client.get(address(land, rest)).status_code == 404
        assert client.post(address(land, rest), data={"name": "x"}).status_code == 404
    given = {"by": build.actor(house, stranger), "now": build.NOW}
    appointment = house.query(Appointment).filter_by(seat_id=seat.id).one()
    with pytest.raises(NotAllowed):
        delegate_rules.end_delegate(house, land.id, appointment.id, ends_on=TODAY, **given)
    with pytest.raises(NotAllowed):
        delegate_rules.leave(house, land.id, ends_on=TODAY, reason="x", **given)
    with pytest.raises(NotAllowed):
        put(house, land, stranger)


def test_whoever_coordinates_here_for_another_institution_does_not_act_for_the_own(
    house, table, seat, land, sign_in
):
    """A coordinator whose institution does not coordinate is none of that institution's coordination."""
    coordination = house.query(Coordination).filter_by(body_id=table.body.id).one()
    coordination.organisation_id = build.organisation(house).id
    client = sign_in(table.coordinator)
    assert client.get(address(land, "/delegates/new")).status_code == 404
    assert client.get(address(land, "/documents/new")).status_code == 404


def test_institution_leaves_the_body(house, table, seat, land, delegate, sign_in):
    document = put(house, land, delegate)
    coordinator = sign_in(table.coordinator)
    page = coordinator.get(address(land, "/own-seat/end"))
    assert coordinator.post(address(land, "/own-seat/end"), data={"ends_on": ""}).status_code == 422
    assert coordinator.submit(page, ends_on=YESTERDAY, reason="Auftrag beendet").status_code == 303
    assert sign_in(delegate).get(address(land, f"/documents/{document.id}")).status_code == 404
    assert coordinator.get(address(land, f"/documents/{document.id}")).status_code == 200
    assert coordinator.get(address(land, f"/documents/{document.id}/edit")).status_code == 404


def test_no_seat_is_noted_at_a_table_of_this_site(house, table, sign_in):
    other = build.table(house, 1)
    assert sign_in(table.coordinator).get(address(other.body, "/own-seat")).status_code == 404
    body = house.get_one(Body, other.body.id)
    given = {"by": build.actor(house, table.coordinator), "now": build.NOW}
    with pytest.raises(NotAllowed):
        delegate_rules.sit(house, body.id, kind=SeatKind.VOTING, since=FuzzyDate.unknown(), **given)
