"""Groups of a table, and bodies outside: who founds and enters them, and what must hold."""

import pytest

from blueprints.tables.life import group_rules
from models.bodies import Body, BodyKind, Bylaws, Coordination, Office
from models.body_life import BodyName, ElectoralTerm
from models.errors import NotAllowed
from models.fuzzy_dates import FuzzyDate
from models.seats import Appointment, Seat
from models.visibility import Visibility
from tests import build


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 3, bylaws={"objection_days": 21})


def address(table, rest=""):
    return f"/round-tables/{table.body.id}{rest}"


def test_coordination_founds_a_group_with_chosen_seats(house, table, coordinator, sign_in):
    page = coordinator.get(address(table, "/groups/new"))
    chosen = [str(table.seats[0].id), str(table.seats[1].id)]
    answer = coordinator.submit(page, name="AG Prävention", kind="working-group", seat_ids=chosen)
    assert answer.status_code == 303
    group = house.query(Body).filter_by(name="AG Prävention").one()
    assert (group.parent_id, group.kind) == (table.body.id, BodyKind.WORKING_GROUP)
    assert house.query(Bylaws).filter_by(body_id=group.id).one().objection_days == 21
    assert build.actor(house, table.coordinator).coordinates == {table.body.id, group.id}
    assert house.query(Coordination).filter_by(body_id=group.id).count() == 1
    for person, sees in ((table.mains[0], True), (table.deputies[1], True), (table.mains[2], False)):
        client = sign_in(person)
        assert client.get(f"/round-tables/{group.id}").status_code == (200 if sees else 404)
        assert ("AG Prävention" in client.get(address(table)).text) is sees
    assert address(table) in sign_in(table.mains[0]).get(f"/round-tables/{group.id}").text


BAD_GROUPS = {
    "no name": {"name": ""},
    "a name that is taken": {"name": "anderer tisch"},
    "no such kind": {"kind": "network"},
    "a seat of another table": {"seat_ids": ["987654"]},
}


def test_bad_group_is_refused(house, table, coordinator):
    build.body(house, "Anderer Tisch", by=table.coordinator)
    bodies = house.query(Body).count()
    for what, bad in BAD_GROUPS.items():
        data = {"name": "AG", "kind": "steering-group", "theme": "Vorbereitung"} | bad
        answer = coordinator.post(address(table, "/groups/new"), data=data)
        assert answer.status_code == 422, what
        assert "Vorbereitung" in answer.text, what
    assert house.query(Body).count() == bodies


def test_body_belongs_to_no_body_of_its_own_groups(house, table, coordinator):
    group = build.body(house, "AG", by=table.coordinator, parent_id=table.body.id)
    below = build.body(house, "UAG", by=table.coordinator, parent_id=group.id)
    page = coordinator.get(address(table, "/edit"))
    refused = coordinator.submit(page, parent_id=str(below.id))
    assert refused.status_code == 422
    assert "field-wrong" in refused.text
    other = build.body(house, "Netzwerk", by=table.coordinator)
    assert coordinator.submit(page, parent_id=str(other.id)).status_code == 303
    house.refresh(table.body)
    assert table.body.parent_id == other.id


def test_choices_find_former_names(house, table, coordinator):
    other = build.body(house, "Netzwerk Nord", by=table.coordinator)
    house.add(BodyName(body_id=other.id, name="Arbeitskreis Nord", until=FuzzyDate.of_year(2010)))
    assert "Netzwerk Nord (Arbeitskreis Nord)" in coordinator.get(address(table, "/edit")).text


def test_body_goes_on_belonging_to_one_that_its_keeper_does_not_know(house, table, coordinator):
    """Whoever corrects something else neither learns of that body nor cuts the tie."""
    hidden = build.table(house, 0, name="Verborgener Tisch").body
    known = build.body(house, "Öffentlicher Tisch", visibility=Visibility.PUBLIC)
    external = build.body(house, coordinated=False, is_external=True)
    for body, rest in ((table.body, "/edit"), (external, "/entry")):
        for parent in (hidden, known):
            body.parent_id = parent.id
            page = coordinator.get(f"/round-tables/{body.id}{rest}")
            assert (parent.name in page.text) is (parent is known)
            assert coordinator.submit(page, theme=f"unter {parent.id}").status_code == 303
            house.refresh(body)
            assert (body.parent_id, body.theme) == (parent.id, f"unter {parent.id}")
        page = coordinator.get(f"/round-tables/{body.id}{rest}")
        assert coordinator.submit(page, parent_id="").status_code == 303
        house.refresh(body)
        assert body.parent_id is None


def test_only_the_coordination_founds_groups(house, table, sign_in):
    for person in (table.mains[0], table.reader, build.table(house, 1).coordinator):
        client = sign_in(person)
        assert client.get(address(table, "/groups/new")).status_code == 404
        assert client.post(address(table, "/groups/new"), data={"name": "x"}).status_code == 404
    with pytest.raises(NotAllowed):
        group_rules.found_group(
            house,
            table.body.id,
            name="x",
            kind=BodyKind.WORKING_GROUP,
            theme="",
            seat_ids=(),
            by=build.actor(house, table.mains[0]),
            now=build.NOW,
        )
    assert house.query(Seat).filter(Seat.body_id != table.body.id).count() == 1
    assert house.query(Appointment).count() == 2 * 3 + 2


# Bodies outside

ENTRY = {
    "name": "Sozialausschuss",
    "kind": "committee",
    "level": "municipal",
    "theme": "",
    "area": "Musterkreis",
    "host_id": "",
    "parent_id": "",
    "public_url": "https://sessionnet.example/ausschuss",
    "founded": "",
    "visibility": "public",
}


def test_body_outside_is_entered_with_host_and_public_pages(house, table, coordinator, sign_in):
    host = build.organisation(house, "Kreisverwaltung Musterkreis")
    answer = coordinator.post("/round-tables/outside/new", data=ENTRY | {"host_id": str(host.id)})
    assert answer.status_code == 303
    body = house.query(Body).filter_by(is_external=True).one()
    assert house.query(Office).filter_by(body_id=body.id).count() == 0
    page = sign_in(build.person(house)).get(answer.location).text
    assert "Kreisverwaltung Musterkreis" in page
    assert 'href="https://sessionnet.example/ausschuss"' in page
    assert f"/round-tables/{body.id}/entry" not in page


BAD_ENTRIES = {
    "no name": {"name": ""},
    "a name that is taken": {"name": "anderer tisch"},
    "no page of the web": {"public_url": "ftp://sessionnet.example"},
    "a file": {"public_url": "file:///etc/passwd"},
    "a password in it": {"public_url": "https://a:b@x.example"},
    "no address": {"public_url": "sessionnet.example"},
    "an institution that does not exist": {"host_id": "987654"},
    "a body that does not exist": {"parent_id": "987654"},
    "a level of its own": {"visibility": "coordination"},
    "no such kind": {"kind": "x"},
}


def test_bad_entry_is_refused(house, table, coordinator):
    build.body(house, "Anderer Tisch", by=table.coordinator)
    body = build.body(house, "Kreistag", coordinated=False, is_external=True)
    for where in ("/round-tables/outside/new", f"/round-tables/{body.id}/entry"):
        for what, bad in BAD_ENTRIES.items():
            answer = coordinator.post(where, data=ENTRY | {"based_on": "1"} | bad)
            assert answer.status_code == 422, what
            assert "Musterkreis" in answer.text, what
    assert house.query(Body).filter_by(is_external=True).count() == 1


def test_all_coordinations_keep_the_entry_nobody_else(house, table, sign_in):
    body = build.body(house, "Kreistag", coordinated=False, is_external=True, visibility=Visibility.INTERNAL)
    where = f"/round-tables/{body.id}/entry"
    elsewhere = sign_in(build.table(house, 1).coordinator)
    opened = elsewhere.get(where)
    assert elsewhere.submit(opened, area="Musterkreis").status_code == 303
    stale = elsewhere.submit(opened, area="Anderswo", form_key="another")
    assert stale.status_code == 409
    for person in (table.mains[0], table.reader):
        client = sign_in(person)
        for page in (where, f"/round-tables/{body.id}", f"/round-tables/{body.id}/terms/new"):
            assert client.get(page).status_code == 404
    assert sign_in(table.coordinator).get(address(table, "/entry")).status_code == 404
    given = {"by": build.actor(house, table.mains[0]), "now": build.NOW}
    with pytest.raises(NotAllowed):
        group_rules.enter(house, **given)
    with pytest.raises(NotAllowed):
        group_rules.correct(house, body.id, based_on=2, **given)
    with pytest.raises(NotAllowed):
        group_rules.add_term(house, body.id, label="x", **given)


def test_electoral_terms_stay(house, table, coordinator):
    body = build.body(house, "Kreistag", coordinated=False, is_external=True)
    where = f"/round-tables/{body.id}/terms"
    for label, since, until in (("18. Wahlperiode", "2016", "Herbst 2021"), ("19. Wahlperiode", "2021", "")):
        page = coordinator.get(f"{where}/new")
        assert coordinator.submit(page, label=label, since=since, until=until).status_code == 303
    text = coordinator.get(f"/round-tables/{body.id}/years").text
    assert text.index("19. Wahlperiode") < text.index("18. Wahlperiode")
    term = house.query(ElectoralTerm).filter_by(label="19. Wahlperiode").one()
    page = coordinator.get(f"{where}/{term.id}")
    assert coordinator.submit(page, until="2026").status_code == 303
    for bad in ({"label": ""}, {"since": "2027", "until": "2026"}, {"until": "bald"}):
        data = {"label": "20.", "since": "2026", "until": "", "based_on": "2"} | bad
        assert coordinator.post(f"{where}/new", data=data).status_code == 422, bad
        assert coordinator.post(f"{where}/{term.id}", data=data).status_code == 422, bad
    house.refresh(term)
    assert term.until == FuzzyDate.of_year(2026)


def test_list_keeps_bodies_outside_apart(house, table, sign_in):
    build.body(house, "Kreistag", coordinated=False, is_external=True, visibility=Visibility.PUBLIC)
    page = sign_in(table.mains[0]).get("/round-tables/").text
    assert page.index("Gremien unter anderer Koordination") < page.index("Kreistag")
