"""System administration: which bodies there are, and a first coordination for one that has lost its own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.accounts import rules as account_rules
from blueprints.tables.founding import queries as founding_queries
from blueprints.tables.founding import rules as founding_rules
from models.accounts import Account, AccountLink, LinkPurpose
from models.bodies import Body, BodyState, Coordination, Office
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import Letter
from models.organisations import Organisation
from tests import build
from tests.pages import Page, text

ALL = "/round-tables/all"
NEW = {"coordinator": "Neue Koordination", "email": "neu@musterstadt.example"}


@pytest.fixture
def table(house):
    return build.table(house, name="Runder Tisch Kiesel", theme="Geheimes Thema")


@pytest.fixture
def admin(house):
    return build.actor(house, build.person(house), is_admin=True)


def account(house, table, **facts):
    made = account_rules.create_account(house, table.coordinator, now=build.NOW)
    for name, value in facts.items():
        setattr(made, name, value)
    return made


def is_orphaned(house, table, now=build.NOW):
    found = founding_queries.one_body(house, table.body.id, now)
    assert found is not None
    return found.is_orphaned


def words(answer):
    return text(Page(answer.get_data(as_text=True)).all("main")[0])


def test_the_list_names_bodies_and_their_institutions_and_nothing_else(house, table, sign_in_admin):
    meeting = build.meeting(house, table.body, title="Sondersitzung", place="Rathaus")
    build.agenda_item(house, meeting, "Geheimer Punkt")
    external = build.body(house, "Fernes Netzwerk", coordinated=False, is_external=True)
    account(house, table, password_hash="x")
    page = words(sign_in_admin.get(ALL))
    place = house.scalars(select(Organisation.name).join(Coordination)).one()
    for shown in (table.body.name, external.name, place, "vorhanden", "anderswo koordiniert"):
        assert shown in page
    people = [table.coordinator, table.reader, *table.mains, *table.deputies]
    members = [house.get_one(Organisation, seat.organisation_id).name for seat in table.seats]
    hidden = ["Geheimes Thema", "Sondersitzung", "Rathaus", "Geheimer Punkt", *members]
    for secret in [*hidden, *(person.name for person in people)]:
        assert secret not in page, secret
    assert f'href="/round-tables/{table.body.id}"' not in sign_in_admin.get(ALL).text


def test_others_have_no_such_pages(house, table, sign_in):
    for person in (table.coordinator, table.mains[0], table.reader):
        client = sign_in(person)
        for path in (ALL, f"/round-tables/{table.body.id}/new-coordination"):
            assert client.get(path).status_code == 404
            assert client.post(path, data=NEW).status_code in (404, 405)
    assert house.query(Letter).count() == 0


def test_a_body_is_orphaned_when_nobody_who_coordinates_it_can_sign_in(house, table):
    assert is_orphaned(house, table)
    made = account(house, table)
    assert is_orphaned(house, table)
    account_rules.issue_link(house, made, LinkPurpose.INVITATION, build.NOW)
    house.flush()
    assert not is_orphaned(house, table)
    assert is_orphaned(house, table, build.NOW + timedelta(days=15))
    house.query(AccountLink).delete()
    made.password_hash = "x"
    house.flush()
    assert not is_orphaned(house, table)
    made.locked_at = build.NOW
    house.flush()
    assert is_orphaned(house, table)
    made.locked_at = None
    office = house.query(Office).filter_by(body_id=table.body.id, person_id=table.coordinator.id).one()
    office.ends_on = build.TODAY - timedelta(days=1)
    house.flush()
    assert is_orphaned(house, table)


def test_external_and_dissolved_bodies_need_nobody(house):
    external = build.body(house, coordinated=False, is_external=True)
    dissolved = build.body(house, state=BodyState.DISSOLVED)
    bodies = {each.id: each.is_orphaned for each in founding_queries.all_bodies(house, build.NOW)}
    assert bodies == {external.id: False, dissolved.id: False}


def test_a_new_first_coordination_is_invited_and_sees_the_table(house, table, sign_in_admin, sign_in):
    account(house, table, password_hash="x", locked_at=build.NOW)
    assert "fehlt Neue Koordination benennen" in words(sign_in_admin.get(ALL))
    page = sign_in_admin.get(f"/round-tables/{table.body.id}/new-coordination")
    assert "organisation_id" not in page.text
    answer = sign_in_admin.submit(page, "Benennen und Link senden", **NEW)
    assert answer.status_code == 303
    made = house.query(Account).filter_by(email=NEW["email"]).one()
    assert [letter.template for letter in house.query(Letter)] == ["accounts/invitation"]
    lines = house.query(Entry).filter_by(body_id=table.body.id).order_by(Entry.id)
    assert [line.gesture for line in lines] == ["give", "invite"]
    assert sign_in(made).get(f"/round-tables/{table.body.id}/edit").status_code == 200
    assert sign_in_admin.get(f"/round-tables/{table.body.id}").status_code == 404
    assert sign_in_admin.get(f"/round-tables/{table.body.id}/new-coordination").status_code == 404
    assert house.query(Coordination).filter_by(body_id=table.body.id).count() == 1


def test_a_body_without_an_institution_gets_one_with_its_coordination(house, sign_in_admin):
    body = build.body(house, coordinated=False)
    page = sign_in_admin.get(f"/round-tables/{body.id}/new-coordination")
    assert sign_in_admin.submit(page, "Benennen und Link senden", **NEW).status_code == 422
    typed = NEW | {"organisation_name": "Neue Stelle"}
    assert sign_in_admin.submit(page, "Benennen und Link senden", **typed).status_code == 303
    row = house.query(Coordination).filter_by(body_id=body.id).one()
    assert house.get_one(Organisation, row.organisation_id).name == "Neue Stelle"


@pytest.mark.parametrize(
    "bad", [{"coordinator": ""}, {"coordinator": "x" * 121}, {"email": ""}, {"email": "kein at"}]
)
def test_bad_input_names_nobody(house, table, sign_in_admin, bad):
    page = sign_in_admin.get(f"/round-tables/{table.body.id}/new-coordination")
    answer = sign_in_admin.submit(page, "Benennen und Link senden", **(NEW | bad))
    assert answer.status_code == 422
    assert house.query(Office).filter_by(body_id=table.body.id).count() == 2
    assert house.query(Letter).count() == 0


def test_the_administration_cannot_name_itself_or_somebody_where_somebody_coordinates(house, table, admin):
    def name(email, by=admin):
        who = {"name": "x", "email": email}
        return founding_rules.name_coordination(house, table.body.id, coordinator=who, by=by, now=build.NOW)

    own = build.person(house, email="admin@musterstadt.example")
    account_rules.create_account(house, own, now=build.NOW, is_admin=True)
    with pytest.raises(RuleBroken):
        name(own.email)
    with pytest.raises(NotAllowed):
        name("neu@musterstadt.example", by=build.actor(house, table.mains[0]))
    account(house, table, password_hash="x", locked_at=build.NOW)
    with pytest.raises(RuleBroken):
        name(table.coordinator.email)
    name("neu@musterstadt.example")
    with pytest.raises(RuleBroken):
        name("noch-jemand@musterstadt.example")


def test_the_list_asks_as_often_for_few_as_for_many(house, sign_in_admin, statements):
    counts = []
    for number in (2, 30):
        for _ in range(number):
            build.body(house)
        sign_in_admin.get(ALL)
        with statements() as seen:
            assert sign_in_admin.get(ALL).status_code == 200
        counts.append(len(seen))
    assert house.query(Body).count() == 32
    assert counts[0] == counts[1] <= 6
