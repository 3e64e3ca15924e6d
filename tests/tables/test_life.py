"""The life of a body: it rests, wakes up and ends, and what it was once called stays known."""

from datetime import date

import pytest

from blueprints.meetings import reply_rules
from blueprints.office import deadlines
from blueprints.tables.life import name_rules
from blueprints.tables.life import rules as life_rules
from models.bodies import BodyState
from models.body_life import BodyName, BodyPhase
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.meetings import MeetingState
from models.minutes import Minutes
from models.visibility import Visibility
from tests import build
from tests.build import TODAY


def address(table, rest=""):
    return f"/round-tables/{table.body.id}{rest}"


def step(house, table, state, since=TODAY, reason="Pandemie"):
    given = {"by": build.actor(house, table.coordinator), "now": build.NOW}
    return life_rules.step(house, table.body.id, state=state, since=since, reason=reason, **given)


def test_body_rests_and_wakes_up_with_day_and_reason(house, table, coordinator, sign_in):
    page = coordinator.get(address(table, "/life"))
    answer = coordinator.submit(page, state="dormant", since="2026-08-01", reason="Pandemie")
    assert answer.status_code == 303
    house.refresh(table.body)
    assert table.body.state is BodyState.DORMANT
    shown = sign_in(table.mains[0]).get(address(table)).text
    assert "01.08.2026" in shown
    assert "Pandemie" in shown
    page = coordinator.get(address(table, "/life"))
    assert coordinator.submit(page, state="active", reason="wieder Sitzungen").status_code == 303
    years = sign_in(table.mains[0]).get(address(table, "/years")).text
    assert years.index("wieder Sitzungen") < years.index("Pandemie")
    states = [each.state for each in house.query(BodyPhase).order_by(BodyPhase.id)]
    assert states == [BodyState.DORMANT, BodyState.ACTIVE]
    line = house.query(Entry).filter_by(gesture="step").order_by(Entry.id).first()
    assert line.facts == {"state": "dormant", "since": "2026-08-01"}


BAD_STEPS = {
    "no day": {"since": ""},
    "a day to come": {"since": "2026-09-02"},
    "no such day": {"since": "2026-13-01"},
    "no reason": {"reason": " "},
    "an over-long reason": {"reason": "x" * 201},
    "no such state": {"state": "asleep"},
    "the state it has": {"state": "active"},
    "a state that lies behind": {"state": "founding"},
}


def test_bad_step_is_refused(house, table, coordinator):
    for what, bad in BAD_STEPS.items():
        data = {"state": "dormant", "since": "2026-08-01", "reason": "Ferien im Rathaus"} | bad
        answer = coordinator.post(address(table, "/life"), data=data)
        assert answer.status_code == 422, what
        assert "field-wrong" in answer.text, what
    house.refresh(table.body)
    assert table.body.state is BodyState.ACTIVE
    assert house.query(BodyPhase).count() == 0


def test_steps_follow_each_other_in_time(house, table):
    step(house, table, BodyState.DORMANT, since=date(2026, 8, 1))
    with pytest.raises(RuleBroken, match="before the last step"):
        step(house, table, BodyState.ACTIVE, since=date(2026, 7, 31))


def test_dormant_body_is_not_reminded_a_founded_one_is(house, table, monkeypatch):
    build.meeting(house, table.body, in_days=20, state=MeetingState.INVITED)
    reminded = []
    monkeypatch.setattr(reply_rules, "reminder_day", lambda *_: reminded.append(table.body.state))
    for state in BodyState:
        table.body.state = state
        house.flush()
        assert reply_rules.reminders_due(house, TODAY, build.NOW) == 0
    assert reminded == [BodyState.FOUNDING, BodyState.ACTIVE]


def test_dissolved_body_is_read_only(house, table, coordinator, sign_in):
    meeting = build.meeting(house, table.body, in_days=-30, state=MeetingState.CLOSED)
    kept = build.agenda_item(house, meeting, "Nur Koordination", visibility=Visibility.COORDINATION)
    offered = coordinator.get(address(table)).text
    step(house, table, BodyState.DISSOLVED, reason="Auftrag erfüllt")
    page = coordinator.get(address(table))
    assert page.status_code == 200
    for rest in ("/edit", "/bylaws", "/seats/new", "/coordination", "/meetings/plan", "/documents/new"):
        assert f'{address(table, rest)}"' not in page.text
        assert coordinator.get(address(table, rest)).status_code == 404, rest
        assert coordinator.post(address(table, rest), data={}).status_code == 404, rest
    assert f'{address(table, "/edit")}"' in offered
    item = coordinator.get(f"/meetings/{meeting.id}/items/{kept.id}")
    assert item.status_code == 200
    assert "/edit" not in item.text
    assert sign_in(table.mains[0]).get(address(table)).status_code == 200


def test_body_with_open_business_is_not_dissolved(house, table):
    meeting = build.meeting(house, table.body)
    with pytest.raises(RuleBroken, match="Meetings are still open"):
        step(house, table, BodyState.DISSOLVED)
    meeting.state = MeetingState.HELD
    house.add(Minutes(meeting_id=meeting.id, body_id=table.body.id, begun_at=build.NOW))
    house.flush()
    with pytest.raises(RuleBroken, match="Minutes are still being written"):
        step(house, table, BodyState.DISSOLVED)


def test_dissolution_noted_in_error_is_taken_back(house, table, coordinator):
    step(house, table, BodyState.DISSOLVED)
    page = coordinator.get(address(table, "/life"))
    assert coordinator.submit(page, state="active", reason="irrtümlich vermerkt").status_code == 303
    assert coordinator.get(address(table, "/edit")).status_code == 200


def test_only_the_coordination_changes_life_and_name(house, table, sign_in):
    for person in (table.mains[0], table.reader, build.table(house, 1).coordinator):
        client = sign_in(person)
        for rest in ("/life", "/name", "/former-names/new"):
            assert client.get(address(table, rest)).status_code == 404
            assert client.post(address(table, rest), data={"name": "x"}).status_code == 404
    given = {"by": build.actor(house, table.mains[0]), "now": build.NOW}
    with pytest.raises(NotAllowed):
        life_rules.step(house, table.body.id, state=BodyState.DORMANT, since=TODAY, reason="x", **given)
    with pytest.raises(NotAllowed):
        name_rules.rename(house, table.body.id, name="x", since=TODAY, **given)
    with pytest.raises(NotAllowed):
        life_rules.note_name(house, table.body.id, name="x", until=FuzzyDate.of_year(1999), **given)


def test_whoever_coordinated_a_dissolved_body_only_keeps_nothing_else(house, table, coordinator):
    """The directory, the offers and the bodies outside are kept by those who coordinate a table that is."""
    place = build.organisation(house, "Amt", mailbox="amt@musterstadt.example")
    offer = build.offer(house, of=place)
    external = build.body(house, coordinated=False, is_external=True)
    doors = (
        *("/organisations/new", f"/organisations/{place.id}/edit", f"/organisations/{place.id}/end"),
        *(f"/organisations/{place.id}/contact-points/new", "/organisations/offers/new"),
        *(f"/organisations/offers/{offer.id}/edit", "/round-tables/directory/imports/new/institutions"),
        *("/round-tables/outside/new", f"/round-tables/{external.id}/name"),
    )
    before = {where: coordinator.get(where).status_code for where in doors}
    assert set(before.values()) == {200}, before
    step(house, table, BodyState.DISSOLVED)
    after = {where: coordinator.get(where).status_code for where in doors}
    assert set(after.values()) == {404}, after
    assert coordinator.post(doors[0], data={"name": "x", "kind": "police"}).status_code == 404
    assert "amt@musterstadt.example" not in coordinator.get(f"/organisations/{place.id}").text
    assert coordinator.get(address(table, "/life")).status_code == 200


# Names


def test_renamed_body_keeps_its_former_name_with_old_meetings(house, table, coordinator, sign_in):
    old = build.meeting(house, table.body, in_days=-60, state=MeetingState.CLOSED)
    vague = build.meeting(
        house, table.body, starts_at=None, held_on=FuzzyDate.parse("Herbst 2021"), state=MeetingState.NOT_HELD
    )
    new = build.meeting(house, table.body)
    page = coordinator.get(address(table, "/name"))
    answer = coordinator.submit(page, name="Bündnis Musterstadt", since="2026-08-15")
    assert answer.status_code == 303
    member = sign_in(table.mains[0])
    for meeting, name, other in (
        (old, "Runder Tisch Musterstadt", "Bündnis Musterstadt"),
        (vague, "Runder Tisch Musterstadt", "Bündnis Musterstadt"),
        (new, "Bündnis Musterstadt", "Runder Tisch Musterstadt"),
    ):
        text = member.get(f"/meetings/{meeting.id}").text
        assert name in text
        assert other not in text
    former = house.query(BodyName).one()
    assert (former.name, former.until) == ("Runder Tisch Musterstadt", FuzzyDate.of_day(date(2026, 8, 14)))
    line = house.query(Entry).filter_by(gesture="rename").one()
    assert "Musterstadt" not in str(line.facts)


def test_list_finds_former_names(house, table, coordinator, sign_in):
    coordinator.submit(coordinator.get(address(table, "/name")), name="Bündnis", since="2026-08-15")
    member = sign_in(table.mains[0])
    found = member.get("/round-tables/?q=runder+musterstadt").text
    assert f'href="{address(table)}"' in found
    assert "Runder Tisch Musterstadt" in found
    assert f'href="{address(table)}"' not in member.get("/round-tables/?q=hafen").text


def test_name_from_a_day_ahead_on_is_taken_on_its_day_by_itself(house, table, coordinator, sign_in):
    page = coordinator.get(address(table, "/name"))
    coordinator.submit(page, name="Bündnis Musterstadt", since="2026-10-01")
    for where in ("", "/years"):
        text = sign_in(table.mains[0]).get(address(table, where)).text
        assert "Neuer Name ab dem 01.10.2026: „Bündnis Musterstadt“." in text
    assert deadlines.take_names(house, date(2026, 9, 30), build.NOW) == 0
    house.refresh(table.body)
    assert table.body.name == "Runder Tisch Musterstadt"
    assert deadlines.take_names(house, date(2026, 10, 2), build.NOW) == 1
    assert deadlines.take_names(house, date(2026, 10, 2), build.NOW) == 0
    former = house.query(BodyName).one()
    assert (former.name, former.until) == ("Runder Tisch Musterstadt", FuzzyDate.of_day(date(2026, 9, 30)))
    house.refresh(table.body)
    assert table.body.name == "Bündnis Musterstadt"
    assert "Neuer Name ab" not in coordinator.get(address(table)).text


def test_name_ahead_is_one_and_is_taken_back(house, table, coordinator):
    page = coordinator.get(address(table, "/name"))
    assert coordinator.submit(page, name="Bündnis", since="2026-10-01").status_code == 303
    second = coordinator.submit(coordinator.get(address(table, "/name")), name="Allianz", since="2026-11-01")
    assert (second.status_code, "field-wrong" in second.text) == (422, True)
    back = coordinator.get(address(table, "/name/take-back"))
    assert coordinator.submit(back, "Umbenennung zurücknehmen").status_code == 303
    assert coordinator.get(address(table, "/name/take-back")).status_code == 404
    assert deadlines.take_names(house, date(2027, 1, 1), build.NOW) == 0


def test_names_of_long_ago_are_noted(house, table, coordinator):
    page = coordinator.get(address(table, "/former-names/new"))
    assert coordinator.submit(page, name="Arbeitskreis Schutz", until="1999").status_code == 303
    assert "Arbeitskreis Schutz" in coordinator.get(address(table, "/years")).text


BAD_NAMES = {
    "/name": (
        {"name": ""},
        {"name": "x" * 161},
        {"name": "Runder Tisch Musterstadt"},
        {"name": "anderer tisch"},
        {"since": ""},
        {"since": "1999-05-05"},
    ),
    "/former-names/new": (
        {"name": ""},
        {"until": ""},
        {"until": "2027"},
        {"until": "seit 1999"},
        {"until": "damals"},
        {"until": "2001"},
    ),
}


@pytest.mark.parametrize("rest", BAD_NAMES)
def test_bad_name_is_refused(house, table, coordinator, rest):
    build.body(house, "Anderer Tisch", by=table.coordinator)
    house.add(BodyName(body_id=table.body.id, name="Arbeitskreis", until=FuzzyDate.of_year(2001)))
    for bad in BAD_NAMES[rest]:
        data = {"name": "Neuer Name", "since": "2026-08-01", "until": "1999"} | bad
        answer = coordinator.post(address(table, rest), data=data)
        assert answer.status_code == 422, bad
        assert "field-wrong" in answer.text, bad
    house.refresh(table.body)
    assert table.body.name == "Runder Tisch Musterstadt"
    assert house.query(BodyName).count() == 1


def test_former_names_and_reasons_are_for_those_who_may_know(house, table, read_as):
    house.add(BodyName(body_id=table.body.id, name="Arbeitskreis", until=FuzzyDate.of_year(2001)))
    step(house, table, BodyState.DORMANT)
    stranger = read_as(build.actor(house, build.person(house)))
    assert stranger.query(BodyName).count() == stranger.query(BodyPhase).count() == 0
    table.body.visibility = Visibility.PUBLIC
    stranger = read_as(build.actor(house, build.person(house)))
    assert (stranger.query(BodyName).count(), stranger.query(BodyPhase).count()) == (1, 0)
