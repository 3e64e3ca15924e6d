"""Institutions merge, split, are taken over and close; what becomes of them in the directory."""

from datetime import timedelta

import pytest

from models.history import Entry
from models.organisations import Ending, Organisation, OrganisationKind, Succession
from tests import build

DAY = build.TODAY.isoformat()


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 1)


@pytest.fixture
def old(house):
    return build.organisation(
        house, "Jugendhilfe Nord", kind=OrganisationKind.PROVIDER, place="Musterstadt", short_name="JN"
    )


def successors(house, of):
    return {each.successor_id for each in house.query(Succession).filter_by(predecessor_id=of.id)}


def test_take_over_leaves_the_institution_with_its_history_and_out_of_choices(house, table, old, sign_in):
    new = build.organisation(house, "Jugendhilfe Süd")
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{old.id}/end")
    answer = keeper.submit(
        page, ending="taken-over", ended_on=DAY, successor_1=str(new.id), end_reason="Beschluss vom Juni"
    )
    house.refresh(old)
    assert answer.status_code == 303
    assert (old.ending, old.ended_on, successors(house, old)) == (Ending.TAKEN_OVER, build.TODAY, {new.id})
    shown = keeper.get(f"/organisations/{old.id}").text
    assert "Am 01.09.2026 übernommen von:" in shown
    assert "Beschluss vom Juni" in shown
    assert "besteht nicht mehr" in shown
    assert "Hervorgegangen aus" in keeper.get(f"/organisations/{new.id}").text
    for address in (
        "/organisations/new",
        f"/organisations/{new.id}/relations/new",
        f"/round-tables/{table.body.id}/seats/new",
        f"/round-tables/{table.body.id}/coordination",
    ):
        assert "Jugendhilfe Nord" not in keeper.get(address).text, address
    assert "übernommen am 01.09.2026" in keeper.get("/organisations/?q=nord").text
    line = house.query(Entry).filter_by(subject="organisation", subject_id=old.id).one()
    assert (line.gesture, line.facts["successors"]) == ("end", [new.id])


def test_split_leads_to_new_institutions_that_know_what_was_known(house, table, old, sign_in):
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{old.id}/end")
    names = "Ambulante Hilfe\r\n\r\n  Stationäre   Hilfe "
    assert keeper.submit(page, ending="split", ended_on=DAY, new_successors=names).status_code == 303
    made = house.query(Organisation).filter(Organisation.id.in_(successors(house, old))).all()
    assert {each.name for each in made} == {"Ambulante Hilfe", "Stationäre Hilfe"}
    assert {(each.kind, each.place, each.short_name) for each in made} == {
        (OrganisationKind.PROVIDER, "Musterstadt", "")
    }


def test_a_protected_institution_leads_to_protected_ones(house, table, sign_in):
    shelter = build.organisation(house, "Frauenhaus", address_protected=True)
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{shelter.id}/end")
    assert keeper.submit(page, ending="merged", ended_on=DAY, new_successors="Schutzhaus").status_code == 303
    assert house.query(Organisation).filter_by(name="Schutzhaus").one().address_protected


def test_an_ending_that_lies_ahead_is_announced_and_leaves_choices_on_its_day(
    house, table, old, sign_in, stop_clock
):
    keeper = sign_in(table.coordinator)
    ahead = build.TODAY + timedelta(days=30)
    page = keeper.get(f"/organisations/{old.id}/end")
    answer = keeper.submit(page, ending="merged", ended_on=ahead.isoformat(), new_successors="Verbund")
    assert answer.status_code == 303
    shown = keeper.get(f"/organisations/{old.id}").text
    assert "Geht am 01.10.2026 auf in:" in shown
    assert "besteht nicht mehr" not in shown
    choice = f"/round-tables/{table.body.id}/seats/new"
    assert "Jugendhilfe Nord" in keeper.get(choice).text
    data = {"organisation_id": str(old.id), "kind": "voting", "starts_on": ahead.isoformat()}
    assert keeper.post(choice, data=data).status_code == 422
    stop_clock(build.NOW + timedelta(days=30))
    keeper = sign_in(table.coordinator)
    assert "Jugendhilfe Nord" not in keeper.get(choice).text
    assert keeper.post(choice, data=data | {"starts_on": ""}).status_code == 422


def test_bad_ending_is_refused_and_kept_as_typed(house, table, old, sign_in):
    new, gone = build.organisation(house), build.organisation(house)
    gone.ending, gone.ended_on = Ending.CLOSED, build.TODAY - timedelta(days=9)
    house.commit()
    keeper, address = sign_in(table.coordinator), f"/organisations/{old.id}/end"
    bad = {
        "no way": {"ending": ""},
        "no such way": {"ending": "sold"},
        "no day": {"ended_on": ""},
        "closed with a successor": {"ending": "closed", "successor_1": str(new.id)},
        "merged into nothing": {"ending": "merged"},
        "merged into two": {"ending": "merged", "successor_1": str(new.id), "new_successors": "Neu"},
        "split into one": {"ending": "split", "successor_1": str(new.id)},
        "split into the same twice": {
            "ending": "split",
            "successor_1": str(new.id),
            "successor_2": str(new.id),
        },
        "taken over by itself": {"ending": "taken-over", "successor_1": str(old.id)},
        "taken over by one that is no more": {"ending": "taken-over", "successor_1": str(gone.id)},
        "taken over by nobody known": {"ending": "taken-over", "successor_1": "987654"},
        "a new one whose name is taken": {"ending": "merged", "new_successors": new.name},
        "a new one with an over-long name": {"ending": "merged", "new_successors": "x" * 201},
    }
    before = house.query(Organisation).count()
    good = {"ended_on": DAY, "end_reason": "Aus dem Amtsblatt", "based_on": "1"}
    for what, typed in bad.items():
        answer = keeper.post(address, data=good | typed)
        assert answer.status_code == 422, what
        assert "Aus dem Amtsblatt" in answer.text, what
    house.refresh(old)
    assert (old.ended_on, old.version, house.query(Organisation).count()) == (None, 1, before)


def test_an_ending_is_recorded_once_and_taken_back(house, table, old, sign_in):
    keeper, address = sign_in(table.coordinator), f"/organisations/{old.id}"
    opened = keeper.get(f"{address}/end")
    page = keeper.get(f"{address}/end")
    assert keeper.submit(page, ending="merged", ended_on=DAY, new_successors="Verbund").status_code == 303
    assert keeper.submit(opened, ending="closed", ended_on=DAY).status_code == 409
    assert (
        keeper.post(f"{address}/end", data={"ending": "closed", "ended_on": DAY, "based_on": "2"}).status_code
        == 422
    )
    assert keeper.submit(keeper.get(f"{address}/reopen"), "Ende zurücknehmen").status_code == 303
    house.refresh(old)
    assert (old.ending, old.ended_on, successors(house, old)) == (None, None, set())
    assert keeper.post(f"{address}/reopen", data={"based_on": "3"}).status_code == 422


def test_an_institution_does_not_pass_to_the_one_it_came_from(house, table, old, sign_in):
    new, keeper = build.organisation(house), sign_in(table.coordinator)
    old.ending, old.ended_on = Ending.TAKEN_OVER, build.TODAY + timedelta(days=9)
    build.added(house, Succession(predecessor_id=old.id, successor_id=new.id))
    data = {"ending": "taken-over", "ended_on": DAY, "successor_1": str(old.id), "based_on": "1"}
    assert keeper.post(f"/organisations/{new.id}/end", data=data).status_code == 422
