"""A body is set up by the administration, its facts, bylaws and offices are kept by its coordination."""

import re
from datetime import date, timedelta

import pytest

from blueprints.tables import rules
from blueprints.tables.founding import rules as founding_rules
from blueprints.tables.people import rules as people_rules
from models.bodies import Body, BodyKind, BodyState, Bylaws, Coordination, Office, OfficeKind
from models.deadlines import Land
from models.errors import NotAllowed
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.letters import Letter
from models.organisations import Organisation
from models.people import Person
from models.visibility import Visibility
from tests import build

TODAY, YESTERDAY = build.TODAY, build.TODAY - timedelta(days=1)


def address(table, rest=""):
    return f"/round-tables/{table.body.id}{rest}"


def new_body(**changes):
    return {
        "name": "Netzwerk Hafen",
        "kind": "network",
        "organisation_id": "",
        "organisation_name": "Hafenmission",
        "coordinator": "Koordination Hafen",
        "email": "koordination@hafen.example",
    } | changes


# Setting up


def test_administration_sets_up_an_empty_body_and_hands_it_over(house, sign_in_admin, sign_in):
    answer = sign_in_admin.post("/round-tables/new", data=new_body())
    body = house.query(Body).filter_by(name="Netzwerk Hafen").one()
    person = house.query(Person).filter_by(email="koordination@hafen.example").one()
    coordination = house.query(Coordination).filter_by(body_id=body.id).one()
    assert answer.status_code == 303
    assert (body.kind, body.state, body.visibility) == (
        BodyKind.NETWORK,
        BodyState.ACTIVE,
        Visibility.INTERNAL,
    )
    assert house.get_one(Organisation, coordination.organisation_id).name == "Hafenmission"
    assert coordination.since.is_day
    assert house.query(Bylaws).filter_by(body_id=body.id).count() == 1
    assert sign_in_admin.get(f"/round-tables/{body.id}").status_code == 404
    assert sign_in(person).get(f"/round-tables/{body.id}/edit").status_code == 200
    lines = house.query(Entry).filter_by(body_id=body.id)
    assert [line.gesture for line in lines.order_by(Entry.id)] == ["create", "give", "invite"]


def test_body_may_be_set_up_for_a_known_institution_and_person(house, table, sign_in_admin):
    known = build.organisation(house, "Mission")
    people, institutions = house.query(Person).count(), house.query(Organisation).count()
    data = new_body(organisation_id=known.id, organisation_name="", email=table.coordinator.email)
    assert sign_in_admin.post("/round-tables/new", data=data).status_code == 303
    assert (house.query(Person).count(), house.query(Organisation).count()) == (people, institutions)
    assert len(build.actor(house, table.coordinator).coordinates) == 2


def letters_to(house, address):
    return house.query(Letter).filter_by(recipient=address).count()


def test_first_coordination_receives_a_link(house, sign_in_admin):
    sign_in_admin.post("/round-tables/new", data=new_body())
    assert letters_to(house, "koordination@hafen.example") == 1


def test_after_setting_up_the_administration_sees_the_new_body_and_that_its_coordination_is_invited(
    house, sign_in_admin, stop_clock
):
    stop_clock(build.NOW)
    answer = sign_in_admin.post("/round-tables/new", data=new_body())
    assert answer.location == "/round-tables/all"
    page = re.sub(r"(<[^>]+>|\s)+", " ", sign_in_admin.get(answer.location).text)
    assert new_body()["name"] in page
    assert "eingeladen der Link gilt bis zum 15.09.2026" in page


def test_the_coordination_of_an_empty_table_is_told_how_to_begin(house, table, coordinator, sign_in):
    start = "Ihr Tisch ist noch leer"
    assert start not in coordinator.get("/overview").text
    body = build.body(house, "Runder Tisch Hafen")
    keeper = sign_in(build.coordinator_of(house, body))
    assert start in keeper.get("/overview").text
    page = keeper.get(f"/round-tables/{body.id}").text
    for rest in ("/bylaws", "/seats/new", "/exchange", "/meetings/plan"):
        assert f'href="/round-tables/{body.id}{rest}"' in page.split("So beginnen Sie")[1]
    build.seat(house, body)
    assert start not in keeper.get("/overview").text
    assert "So beginnen Sie" not in keeper.get(f"/round-tables/{body.id}").text


def test_a_body_in_its_founding_is_set_up_and_becomes_active(house, sign_in_admin, sign_in):
    page = sign_in_admin.get("/round-tables/new")
    assert sign_in_admin.submit(page, **new_body(is_founding="y")).status_code == 303
    body = house.query(Body).filter_by(name="Netzwerk Hafen").one()
    assert body.state is BodyState.FOUNDING
    coordinator = house.query(Person).filter_by(email="koordination@hafen.example").one()
    client = sign_in(coordinator)
    assert "in Gründung" in client.get(f"/round-tables/{body.id}").text
    step = client.get(f"/round-tables/{body.id}/life")
    told = {"state": "active", "since": TODAY.isoformat(), "reason": "Gründungssitzung"}
    assert client.submit(step, **told).status_code == 303
    house.refresh(body)
    assert body.state is BodyState.ACTIVE


BAD_BODIES = {
    "nothing": {"name": "", "kind": "", "organisation_name": "", "coordinator": "", "email": ""},
    "a blank name": {"name": "  "},
    "an over-long name": {"name": "x" * 161},
    "a name that is taken": {"name": "runder tisch musterstadt"},
    "no such kind": {"kind": "party"},
    "no institution": {"organisation_name": ""},
    "two institutions": {"organisation_id": "known"},
    "an institution that does not exist": {"organisation_id": "987654", "organisation_name": ""},
    "a new institution of a known name": {"organisation_name": "MISSION"},
    "nobody": {"coordinator": ""},
    "no address": {"email": ""},
    "a wrong address": {"email": "koordination"},
}


def test_bad_body_is_refused(house, table, sign_in_admin):
    known = build.organisation(house, "Mission")
    counts = [house.query(each).count() for each in (Body, Organisation, Person, Office)]
    for what, bad in BAD_BODIES.items():
        data = new_body() | bad
        chosen = data["organisation_id"]
        data["organisation_id"] = str(known.id) if chosen == "known" else chosen
        answer = sign_in_admin.post("/round-tables/new", data=data)
        assert answer.status_code == 422, what
        assert "field-wrong" in answer.text, what
    assert [house.query(each).count() for each in (Body, Organisation, Person, Office)] == counts


def test_only_the_administration_sets_up_bodies(house, table, coordinator, sign_in):
    for client in (coordinator, sign_in(table.mains[0])):
        assert client.get("/round-tables/new").status_code == 404
        assert client.post("/round-tables/new", data=new_body()).status_code == 404
    with pytest.raises(NotAllowed):
        founding_rules.create(
            house,
            name="x",
            kind=BodyKind.NETWORK,
            organisation_id=None,
            organisation_name="y",
            coordinator={"name": "z"},
            by=build.actor(house, table.coordinator),
            now=build.NOW,
        )


# Facts


def test_coordination_changes_the_facts(house, table, coordinator):
    page = coordinator.get(address(table, "/edit"))
    answer = coordinator.submit(
        page, name="Runder Tisch Neustadt", founded="seit 1995", theme="Schutz", hue="7"
    )
    house.refresh(table.body)
    assert answer.status_code == 303
    assert (table.body.name, table.body.state) == ("Runder Tisch Neustadt", BodyState.ACTIVE)
    assert (table.body.founded, table.body.hue) == (FuzzyDate.of_year(1995, since=True), 7)
    line = house.query(Entry).filter_by(subject="body", subject_id=table.body.id).one()
    assert line.body_id == table.body.id
    assert "Neustadt" not in str(line.facts)


def test_vague_foundation_survives_an_unchanged_save(house, table, coordinator):
    for typed in ("Herbst 2021", "seit 1995", "Winter 2021/22", "08.09.2022", "Mai 2003"):
        table.body.founded = FuzzyDate.parse(typed)
        assert coordinator.submit(coordinator.get(address(table, "/edit"))).status_code == 303
        house.refresh(table.body)
        assert table.body.founded == FuzzyDate.parse(typed)


BAD_FACTS = {
    "no name": {"name": ""},
    "an over-long name": {"name": "x" * 161},
    "a name that is taken": {"name": "anderer tisch"},
    "no such kind": {"kind": "x"},
    "no such parent": {"parent_id": "987654"},
    "no such level": {"level": "x"},
    "no such visibility": {"visibility": "x"},
    "a body that nobody may know of": {"visibility": "coordination"},
    "no such default": {"default_visibility": "x"},
    "no such colour": {"hue": "12"},
    "a colour in words": {"hue": "red"},
    "a date that nobody understands": {"founded": "damals"},
    "an over-long note": {"founded_note": "x" * 201},
    "an over-long theme": {"theme": "x" * 201},
}


def test_bad_facts_are_refused(house, table, coordinator):
    build.body(house, "Anderer Tisch", by=table.coordinator)
    page = coordinator.get(address(table, "/edit"))
    for what, bad in BAD_FACTS.items():
        answer = coordinator.submit(page, **({"area": "Hafengebiet"} | bad))
        assert answer.status_code == 422, what
        assert "Hafengebiet" in answer.text, what
    house.refresh(table.body)
    assert (table.body.version, table.body.area) == (1, "")


def test_stale_facts_are_compared_before_they_are_saved(house, table, coordinator, sign_in):
    opened = coordinator.get(address(table, "/edit"))
    deputy = build.person(house)
    build.office(house, table.body, deputy, OfficeKind.DEPUTY_COORDINATION)
    other = sign_in(deputy)
    assert other.submit(other.get(address(table, "/edit")), theme="Prävention").status_code == 303
    refused = coordinator.submit(opened, theme="Schutz")
    assert refused.status_code == 409
    assert "Prävention" in refused.text
    assert coordinator.submit(refused).status_code == 303
    house.refresh(table.body)
    assert table.body.theme == "Schutz"


# Bylaws


def bylaws_of(house, table):
    return house.query(Bylaws).filter_by(body_id=table.body.id).one()


def test_coordination_changes_the_bylaws(house, table, coordinator):
    page = coordinator.get(address(table, "/bylaws"))
    answer = coordinator.submit(
        page,
        land="NI",
        notice_days="21",
        reminder_working_days="3, 5,3",
        names_in_subject="y",
    )
    bylaws = bylaws_of(house, table)
    assert answer.status_code == 303
    assert (bylaws.land, bylaws.notice_days, bylaws.reminders) == (Land.NI, 21, (5, 3))
    assert (bylaws.names_in_subject, bylaws.names_in_calendar) == (True, False)
    assert coordinator.get(address(table)).status_code == 200


def test_nobody_need_be_reminded(house, table, coordinator):
    page = coordinator.get(address(table, "/bylaws"))
    assert coordinator.submit(page, reminder_working_days="").status_code == 303
    assert bylaws_of(house, table).reminders == ()
    assert coordinator.get(address(table)).status_code == 200


BAD_BYLAWS = {
    "no such Land": {"land": "XX"},
    "no notice": {"notice_days": "0"},
    "a huge notice": {"notice_days": "91"},
    "an immense notice": {"notice_days": "9" * 30},
    "nothing": {"notice_days": ""},
    "words": {"objection_days": "two weeks"},
    "replies before the invitation": {"reply_days": "15"},
    "an agenda before its topics": {"agenda_weeks": "7"},
    "reminders in words": {"reminder_working_days": "bald"},
    "negative reminders": {"reminder_working_days": "-1"},
    "too many reminders": {"reminder_working_days": "6,5,4,3,2,1"},
    "late reminders": {"reminder_working_days": "31"},
    "foreign numbers": {"reminder_working_days": "²"},
    "over-long reminders": {"reminder_working_days": "1," * 11},
}


def test_bad_bylaws_are_refused(house, table, coordinator):
    page = coordinator.get(address(table, "/bylaws"))
    for what, bad in BAD_BYLAWS.items():
        answer = coordinator.submit(page, **({"topic_call_weeks": "5"} | bad))
        assert answer.status_code == 422, what
        assert 'value="5"' in answer.text, what
    assert bylaws_of(house, table).version == 1


def test_stale_bylaws_are_compared_before_they_are_saved(house, table, coordinator):
    opened = coordinator.get(address(table, "/bylaws"))
    assert coordinator.submit(opened, objection_days="21").status_code == 303
    refused = coordinator.submit(opened, objection_days="10", form_key="another")
    assert refused.status_code == 409
    assert "21" in refused.text
    assert bylaws_of(house, table).objection_days == 21


# Offices


def office_of(house, person):
    return house.query(Office).filter_by(person_id=person.id).one()


def test_coordination_gives_read_access_to_somebody_new(house, table, coordinator, sign_in):
    page = coordinator.get(address(table, "/offices/new"))
    answer = coordinator.submit(page, kind="reader", name="Amtsleitung", email="leitung@amt.example")
    person = house.query(Person).filter_by(email="leitung@amt.example").one()
    assert answer.status_code == 303
    assert build.actor(house, person).reads == {table.body.id}
    assert sign_in(person).get(address(table)).status_code == 200
    assert house.query(Entry).filter_by(subject="office", gesture="give", body_id=table.body.id).count() == 1


def test_member_becomes_deputy_coordination(house, table, coordinator):
    page = coordinator.get(address(table, "/offices/new"))
    assert (
        coordinator.submit(page, kind="deputy-coordination", person_id=str(table.mains[0].id)).status_code
        == 303
    )
    assert build.actor(house, table.mains[0]).coordinates == {table.body.id}


BAD_OFFICES = {
    "nobody": {},
    "no such office": {"kind": "crown", "name": "x"},
    "an office that is held": {"kind": "reader", "person_id": "reader"},
    "a person of another table": {"person_id": "stranger"},
    "a person that does not exist": {"person_id": "987654"},
    "a person and a new one": {"person_id": "reader", "name": "x"},
    "an over-long name": {"name": "x" * 121},
    "a wrong address": {"name": "x", "email": "@"},
    "an end before the beginning": {"name": "x", "starts_on": "2026-09-10", "ends_on": "2026-09-09"},
    "a wrong day": {"name": "x", "ends_on": "2026-13-01"},
}


def test_bad_office_is_refused(house, table, coordinator):
    known = {"reader": str(table.reader.id), "stranger": str(build.table(house, 1).mains[0].id)}
    before = house.query(Office).count(), house.query(Person).count()
    for what, bad in BAD_OFFICES.items():
        data = {"kind": "deputy-coordination", "person_id": "", "name": ""} | bad
        data["person_id"] = known.get(data["person_id"], data["person_id"])
        answer = coordinator.post(address(table, "/offices/new"), data=data)
        assert answer.status_code == 422, what
    assert (house.query(Office).count(), house.query(Person).count()) == before


def test_office_with_yesterday_as_its_last_day_takes_access_away_at_once(house, table, coordinator, sign_in):
    reader = sign_in(table.reader)
    assert reader.get(address(table)).status_code == 200
    page = coordinator.get(address(table, f"/offices/{office_of(house, table.reader).id}/end"))
    assert coordinator.submit(page, ends_on=YESTERDAY.isoformat()).status_code == 303
    assert reader.get(address(table)).status_code == 302
    assert sign_in(table.reader).get(address(table)).status_code == 404
    assert office_of(house, table.reader).ends_on == YESTERDAY


def test_last_coordination_stays(house, table, coordinator, sign_in):
    where = address(table, f"/offices/{office_of(house, table.coordinator).id}/end")
    assert coordinator.submit(coordinator.get(where)).status_code == 422
    until = build.person(house)
    build.office(house, table.body, until, OfficeKind.COORDINATION, ends_on=TODAY + timedelta(days=9))
    assert coordinator.submit(coordinator.get(where)).status_code == 422
    build.office(house, table.body, build.person(house), OfficeKind.COORDINATION)
    assert coordinator.submit(coordinator.get(where), ends_on=YESTERDAY.isoformat()).status_code == 303
    assert sign_in(table.coordinator).get(address(table)).status_code == 404


def test_bad_end_of_an_office_is_refused(house, table, coordinator):
    office = office_of(house, table.reader)
    office.starts_on = date(2020, 1, 1)
    where = address(table, f"/offices/{office.id}/end")
    for ends_on in ("", "x", "0001-01-01", "2019-12-30"):
        assert coordinator.post(where, data={"ends_on": ends_on}).status_code == 422, ends_on
    house.refresh(office)
    assert office.ends_on is None


def test_ids_of_another_table_are_not_found(house, table, coordinator):
    other = build.table(house, 1)
    theirs = office_of(house, other.reader)
    for where in (address(table, f"/offices/{theirs.id}/end"), address(other, f"/offices/{theirs.id}/end")):
        assert coordinator.get(where).status_code == 404
        assert coordinator.post(where, data={"ends_on": TODAY.isoformat()}).status_code == 404
    house.refresh(theirs)
    assert theirs.ends_on is None


def test_only_the_coordination_changes_a_table(house, table, sign_in):
    office = office_of(house, table.reader)
    for person in (table.mains[0], table.reader, build.table(house, 1).coordinator):
        client = sign_in(person)
        for rest in ("/edit", "/bylaws", "/offices/new", f"/offices/{office.id}/end"):
            assert client.get(address(table, rest)).status_code == 404
            assert client.post(address(table, rest), data={"name": "x"}).status_code == 404


def test_rules_ask_for_themselves_who_acts(house, table):
    given = {"by": build.actor(house, table.mains[0]), "now": build.NOW}
    office = office_of(house, table.reader)
    with pytest.raises(NotAllowed):
        rules.edit(house, table.body.id, based_on=1, name="x", **given)
    with pytest.raises(NotAllowed):
        rules.edit_bylaws(house, table.body.id, based_on=1, **given)
    with pytest.raises(NotAllowed):
        people_rules.give_office(house, table.body.id, person={"name": "x"}, kind=OfficeKind.READER, **given)
    with pytest.raises(NotAllowed):
        people_rules.end_office(house, table.body.id, office.id, ends_on=TODAY, **given)


def test_the_name_of_a_body_that_she_must_not_know_is_free(house, table, coordinator):
    """A refusal would tell that there is one."""
    hidden = build.body(house, name="Runder Tisch Verborgen", visibility=Visibility.INTERNAL)
    own = build.body(house, name="Netzwerk Sichtbar", by=table.coordinator)
    page = coordinator.get(address(table, "/edit"))
    told = coordinator.submit(page, name=own.name.upper())
    assert (told.status_code, "Es gibt schon" in told.text or "bereits" in told.text) == (422, True)
    assert coordinator.submit(coordinator.get(address(table, "/edit")), name=hidden.name).status_code == 303
    house.refresh(table.body)
    assert table.body.name == hidden.name
