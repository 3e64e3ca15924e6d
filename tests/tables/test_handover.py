"""The coordination passes to another institution: who may what from that day on (domain.md 13, case 25)."""

import re
from datetime import date, timedelta

import pytest

from blueprints.tables.handovers import rules as handover_rules
from blueprints.tables.shelf import rules as shelf_rules
from models.accounts import Account
from models.bodies import Coordination, Office, OfficeKind
from models.errors import NotAllowed, RuleBroken
from models.handovers import HandoverPoint, HandoverTick
from models.history import Entry
from models.letters import Letter
from models.meetings import MeetingState
from models.organisations import Organisation
from models.people import Person
from models.shelf import DocumentKind
from models.visibility import Visibility
from tests import build
from tests.build import TODAY

PLAIN = re.compile(r"<[^>]+>")
NAMED = {"person_id": None, "name": "Neue Koordination", "email": "neu@gleichstellung.example"}


@pytest.fixture
def new(house):
    return build.organisation(house, "Gleichstellungsstelle")


def pass_on(house, table, new, starts_on=TODAY, person=NAMED):
    given = {"by": build.actor(house, table.coordinator), "now": build.NOW}
    made = handover_rules.pass_on(
        house, table.body.id, organisation_id=new.id, starts_on=starts_on, person=dict(person), **given
    )
    house.flush()
    return made


def successor(house):
    return house.query(Person).filter_by(email=NAMED["email"]).one()


def standing(house, person, on=TODAY):
    actor = build.actor(house, person, on)
    return bool(actor.coordinates), bool(actor.reads)


def kept(house, table):
    """A coordination-only document, and an item for the coordination of a meeting that is over."""
    given = {"by": build.actor(house, table.coordinator), "now": build.NOW}
    document = shelf_rules.put(
        house,
        table.body.id,
        title="Nur Koordination",
        kind=DocumentKind.PAPER,
        visibility=Visibility.COORDINATION,
        seat_ids=[],
        upload=None,
        **given,
    )
    meeting = build.meeting(house, table.body, in_days=-30, state=MeetingState.HELD)
    meeting.minute_taker_id = table.coordinator.id
    item = build.agenda_item(house, meeting, visibility=Visibility.COORDINATION)
    open_one = build.agenda_item(house, meeting)
    house.flush()
    body = f"/round-tables/{table.body.id}"
    shown = [body, f"/meetings/{meeting.id}", f"/meetings/{meeting.id}/items/{open_one.id}"]
    secret = [
        f"{body}/documents/{document.id}",
        f"/meetings/{meeting.id}/items/{item.id}",
        f"/meetings/{meeting.id}/minutes/write",
        f"{body}/edit",
        f"{body}/life",
    ]
    return shown, secret


@pytest.mark.parametrize("seated", [False, True])
def test_former_coordination_reads_only_what_members_may_see(house, table, new, sign_in, seated):
    """Case 25. Without a seat its people get read access; with one its representatives read as members."""
    representative = table.coordinator
    if seated:
        of = house.get_one(Organisation, table.coordinator.organisation_id)
        representative = build.person(house, of=of)
        build.appointment(house, build.seat(house, table.body, of), representative)
    shown, secret = kept(house, table)
    former = sign_in(table.coordinator)
    assert all(former.get(page).status_code == 200 for page in (*shown, secret[0], secret[1]))
    pass_on(house, table, new)
    house.commit()
    reader = sign_in(representative)
    for page in shown:
        assert reader.get(page).status_code == 200, page
    for client in (reader, former):
        for page in secret:
            assert client.get(page).status_code == 404, page
    assert standing(house, table.coordinator) == (False, not seated)
    offices = house.query(Office).filter_by(person_id=table.coordinator.id, kind=OfficeKind.READER)
    assert offices.count() == (0 if seated else 1)


def test_read_access_of_the_former_coordination_can_be_ended(house, table, new, sign_in):
    pass_on(house, table, new)
    office = house.query(Office).filter_by(person_id=table.coordinator.id, kind=OfficeKind.READER).one()
    client = sign_in(successor(house))
    page = client.get(f"/round-tables/{table.body.id}/offices/{office.id}/end")
    assert client.submit(page, ends_on=TODAY.isoformat()).status_code == 303
    assert standing(house, table.coordinator, TODAY + timedelta(days=1)) == (False, False)


def test_planned_change_takes_place_by_itself(house, table, new, coordinator):
    day = TODAY + timedelta(days=30)
    page = coordinator.get(f"/round-tables/{table.body.id}/coordination")
    named = {"name": NAMED["name"], "email": NAMED["email"]}
    looked = coordinator.submit(page, organisation_id=str(new.id), starts_on=day.isoformat(), **named)
    assert looked.status_code == 200
    assert "Ihr eigenes Amt endet am 30.09.2026." in looked.text
    assert NAMED["email"] in looked.text
    assert house.query(Coordination).count() == 1, "looking changes nothing"
    assert house.query(Letter).count() == house.query(Person).filter_by(email=NAMED["email"]).count() == 0
    back = coordinator.submit(looked, change="1")
    assert (back.status_code, NAMED["email"] in back.text) == (200, True)
    answer = coordinator.submit(looked, confirmed="1")
    assert answer.status_code == 303
    assert coordinator.get(answer.location).status_code == 200
    before, after = day - timedelta(days=1), day
    assert standing(house, table.coordinator, before) == (True, False)
    assert standing(house, table.coordinator, after) == (False, True)
    assert standing(house, successor(house), before) == (False, False)
    assert standing(house, successor(house), after) == (True, False)
    old, coming = house.query(Coordination).order_by(Coordination.id)
    assert (old.ends_on, coming.starts_on) == (before, day)
    letters = house.query(Letter).filter_by(recipient=NAMED["email"]).order_by(Letter.id)
    assert [each.template for each in letters] == ["accounts/invitation", "tables/coordination_passed_on"]
    where = f"/round-tables/{table.body.id}"
    offices = PLAIN.sub(" ", coordinator.get(where).text).split("Koordination und Lesezugriff")[1]
    assert "ab 01.10.2026" in offices
    assert "ab 01.10.2026" in coordinator.get(f"{where}/induction").text


def test_a_change_today_says_that_the_office_is_lost_at_once(house, table, new, coordinator):
    page = coordinator.get(f"/round-tables/{table.body.id}/coordination")
    assert 'value="2026-09-01"' not in page.text, "no day is proposed"
    typed = {"organisation_id": str(new.id), "name": NAMED["name"], "email": NAMED["email"]}
    assert coordinator.submit(page, **typed).status_code == 422
    looked = coordinator.submit(page, starts_on=TODAY.isoformat(), **typed)
    assert "Sie verlieren die Koordination sofort" in looked.text
    assert "Neue Koordination · neu@gleichstellung.example erhält das Amt" in looked.text


def test_both_coordinations_are_told_on_their_overview(house, table, new, coordinator, sign_in):
    given = {"by": build.actor(house, table.coordinator), "now": build.NOW}
    planned = pass_on(house, table, new, TODAY + timedelta(days=30))
    where = f"/round-tables/{table.body.id}/coordinations/{planned.id}"
    page = coordinator.get("/overview").text
    assert "Übergabe der Koordination an Gleichstellungsstelle" in page
    assert "0 von 9 Punkten durchgegangen" in page
    assert where in page
    coming = sign_in(successor(house))
    page = coming.get("/overview").text
    assert "Sie koordinieren ab 01.10.2026" in page
    assert f'"{where}"' not in page
    assert coming.get(where).status_code == 404
    assert f"{where}/ahead" in page
    handover_rules.tick(house, table.body.id, planned.id, point=HandoverPoint.BYLAWS, done=True, **given)
    house.commit()
    early = coming.get(f"{where}/ahead").text
    assert "Geschäftsordnung erläutert" in early
    assert early.count("erledigt am 01.09.2026") == 1
    for hidden in (table.coordinator.name, table.mains[0].name, f'href="/round-tables/{table.body.id}"'):
        assert hidden not in early
    for person in (table.coordinator, table.mains[0], table.reader):
        assert sign_in(person).get(f"{where}/ahead").status_code == 404
    assert coming.get(f"/round-tables/{table.body.id}").status_code == 404
    for person in (table.mains[0], table.reader):
        assert "Koordination an" not in sign_in(person).get("/overview").text
    handover_rules.call_off(house, table.body.id, planned.id, **given)
    house.commit()
    assert coming.get(f"{where}/ahead").status_code == 404
    assert "Sie koordinieren" not in coming.get("/overview").text
    assert house.query(Letter).filter_by(template="tables/coordination_called_off").count() == 1


def test_checklist_stays_on_the_overview_until_all_is_ticked(house, table, new, sign_in, stop_clock):
    made = pass_on(house, table, new)
    given = {"by": build.actor(house, successor(house)), "now": build.NOW}
    house.commit()
    keeper = sign_in(successor(house))
    assert "0 von 9 Punkten" in keeper.get("/overview").text
    assert "von 9 Punkten" not in sign_in(table.coordinator).get("/overview").text
    for point in HandoverPoint:
        handover_rules.tick(house, table.body.id, made.id, point=point, done=True, **given)
    house.commit()
    assert "Punkten" not in keeper.get("/overview").text


def test_planned_change_is_called_off(house, table, new, coordinator):
    planned = pass_on(house, table, new, TODAY + timedelta(days=30))
    where = f"/round-tables/{table.body.id}/coordinations/{planned.id}"
    handover_rules.tick(
        house,
        table.body.id,
        planned.id,
        point=HandoverPoint.SHELF,
        done=True,
        by=build.actor(house, table.coordinator),
        now=build.NOW,
    )
    assert coordinator.submit(coordinator.get(where + "/call-off")).status_code == 303
    only = house.query(Coordination).one()
    assert (only.ends_on, house.query(HandoverTick).count()) == (None, 0)
    assert standing(house, table.coordinator, TODAY + timedelta(days=60)) == (True, False)
    assert standing(house, successor(house), TODAY + timedelta(days=60)) == (False, False)


def test_change_that_has_taken_place_is_not_called_off(house, table, new, sign_in):
    made = pass_on(house, table, new)
    where = f"/round-tables/{table.body.id}/coordinations/{made.id}/call-off"
    assert sign_in(successor(house)).post(where, data={}).status_code == 422


def test_back_dated_change_rewrites_nobodys_access(house, table, new):
    made = pass_on(house, table, new, TODAY - timedelta(days=60))
    old = house.query(Coordination).filter(Coordination.id != made.id).one()
    assert old.ends_on == TODAY - timedelta(days=61)
    office = house.query(Office).filter_by(person_id=table.coordinator.id, kind=OfficeKind.COORDINATION).one()
    assert office.ends_on == TODAY - timedelta(days=1)
    assert standing(house, successor(house), TODAY - timedelta(days=1)) == (False, False)


def test_whoever_holds_the_office_already_needs_no_other_name(house, table, new):
    known = build.person(house, of=new)
    build.office(house, table.body, known, OfficeKind.COORDINATION)
    nobody = {"person_id": None, "name": "", "email": None}
    with pytest.raises(RuleBroken, match="Name somebody"):
        pass_on(house, table, new, person=nobody)
    house.rollback()


def test_whoever_can_sign_in_keeps_the_office(house, table, new):
    known = build.person(house, of=new)
    build.office(house, table.body, known, OfficeKind.COORDINATION)
    house.add(Account(person_id=known.id, email=known.email, created_at=build.NOW, password_hash="set"))
    house.flush()
    pass_on(house, table, new, person={"person_id": None, "name": "", "email": None})
    assert standing(house, known) == (True, False)
    assert standing(house, table.coordinator) == (False, True)


def bad_changes(table, new):
    return {
        "nobody": {"name": "", "email": ""},
        "no address": {"email": ""},
        "a wrong address": {"email": "koordination"},
        "somebody of another institution": {"name": "", "email": "", "person_id": str(table.mains[0].id)},
        "an address of another institution": {"email": table.mains[1].email},
        "two people": {"person_id": str(table.mains[0].id)},
        "no day": {"starts_on": ""},
        "a day too far ahead": {"starts_on": "2027-12-01"},
        "a day too far back": {"starts_on": "2025-01-01"},
        "no institution": {"organisation_id": ""},
        "an institution that does not exist": {"organisation_id": "987654"},
        "the same institution": {"organisation_id": str(table.coordinator.organisation_id)},
    }


def test_bad_change_is_refused(house, table, new, coordinator):
    offices = house.query(Office).count()
    for what, bad in bad_changes(table, new).items():
        data = {
            "organisation_id": str(new.id),
            "starts_on": TODAY.isoformat(),
            "person_id": "",
            "name": NAMED["name"],
            "email": NAMED["email"],
            "confirmed": "1",
        } | bad
        answer = coordinator.post(f"/round-tables/{table.body.id}/coordination", data=data)
        assert answer.status_code == 422, what
        assert "field-wrong" in answer.text, what
    assert house.query(Office).count() == offices
    assert house.query(Coordination).filter_by(body_id=table.body.id).count() == 1


def test_a_day_before_the_present_coordination_is_refused(house, table, new):
    house.query(Coordination).filter_by(body_id=table.body.id).one().starts_on = date(2026, 8, 1)
    house.flush()
    with pytest.raises(RuleBroken, match="had not begun"):
        pass_on(house, table, new, date(2026, 8, 1))


def test_second_change_waits_for_the_first(house, table, new):
    pass_on(house, table, new, TODAY + timedelta(days=30))
    with pytest.raises(RuleBroken, match="planned already"):
        pass_on(house, table, build.organisation(house), TODAY + timedelta(days=60))


# The checklist


def test_checklist_counts_and_is_ticked(house, table, new, coordinator):
    build.meeting(house, table.body)
    build.topic(house, table.body, table.seats[0], title="Wartet")
    planned = pass_on(house, table, new, TODAY + timedelta(days=30))
    where = f"/round-tables/{table.body.id}/coordinations/{planned.id}"
    page = coordinator.get(where).text
    for words in (
        "2 Institutionen",
        "1 offene Sitzung, 1 wartendes Thema",
        "0 Dokumente",
        "Neue Koordination",
        "01.10.2026",
    ):
        assert words in page
    assert coordinator.post(where, data={"point": "members", "done": "y"}).status_code == 303
    assert coordinator.post(where, data={"point": "members", "done": "y", "form_key": "2"}).status_code == 303
    assert house.query(HandoverTick).count() == 1
    assert "erledigt am 01.09.2026" in coordinator.get(where).text
    assert coordinator.post(where, data={"point": "crown", "done": "y"}).status_code == 422
    assert coordinator.post(where, data={"point": "members"}).status_code == 303
    assert house.query(HandoverTick).count() == 0
    assert [
        line.gesture for line in house.query(Entry).filter(Entry.gesture.like("%tick")).order_by(Entry.id)
    ] == [
        "tick",
        "untick",
    ]


def test_checklist_names_who_coordinates_on(house, table, new, coordinator):
    planned = pass_on(house, table, new, TODAY + timedelta(days=30))
    stays = build.person(house, "Bleibt Im Amt", of=build.organisation(house))
    build.office(house, table.body, stays, OfficeKind.DEPUTY_COORDINATION)
    page = coordinator.get(f"/round-tables/{table.body.id}/coordinations/{planned.id}").text
    assert "Bleibt Im Amt" in page


def test_checklist_asks_as_often_for_many_seats_as_for_few(house, table, new, coordinator, statements):
    planned = pass_on(house, table, new, TODAY + timedelta(days=30))
    where = f"/round-tables/{table.body.id}/coordinations/{planned.id}"

    def asked():
        coordinator.get(where)
        with statements() as seen:
            coordinator.get(where)
        return len(seen)

    few = asked()
    for _ in range(30):
        build.appointment(house, build.seat(house, table.body))
        build.meeting(house, table.body)
    assert asked() == few


def test_others_have_no_part_in_a_handover(house, table, new, sign_in):
    planned = pass_on(house, table, new, TODAY + timedelta(days=30))
    other = build.table(house, 1)
    where = f"/round-tables/{table.body.id}/coordinations/{planned.id}"
    for person in (table.mains[0], table.reader, other.coordinator):
        assert sign_in(person).get(where).status_code == 404
    given = {"by": build.actor(house, table.mains[0]), "now": build.NOW}
    with pytest.raises(NotAllowed):
        handover_rules.call_off(house, table.body.id, planned.id, **given)
    mine = {"by": build.actor(house, other.coordinator), "now": build.NOW}
    with pytest.raises(NotAllowed):
        handover_rules.tick(house, other.body.id, planned.id, point=HandoverPoint.SHELF, done=True, **mine)
