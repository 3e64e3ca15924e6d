"""Relations as they were stated: the right words on both pages, and nothing of hidden bodies."""

import pytest

from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.relations import Relation, RelationKind
from models.visibility import Visibility
from tests import build


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 1)


@pytest.fixture
def pair(house):
    return build.organisation(house, "Beratung Nord"), build.organisation(house, "Dachverband West")


def test_both_pages_show_the_relation_in_their_own_words(house, table, pair, sign_in):
    one, other = pair
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{one.id}/relations/new")
    answer = keeper.submit(
        page,
        kind="federated",
        other_id=str(other.id),
        wording="dem Dachverband angeschlossen",
        source="Satzung",
        since="seit 1995",
    )
    assert answer.status_code == 303
    made = house.query(Relation).one()
    assert (made.organisation_id, made.other_id, made.until) == (one.id, other.id, None)
    here = keeper.get(f"/organisations/{one.id}").text
    there = keeper.get(f"/organisations/{other.id}").text
    assert "gehört zum Dachverband" in here
    assert "ist Dachverband von" in there
    for shown in (here, there):
        assert "„dem Dachverband angeschlossen“" in shown
        assert "seit 1995 · Satzung" in shown
    assert house.query(Entry).filter_by(subject="relation", subject_id=made.id).one().gesture == "add"


def test_relation_is_stated_from_the_other_side_too(house, table, pair, sign_in):
    one, other = pair
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{other.id}/relations/new")
    assert keeper.submit(page, kind="back:member", other_id=str(one.id)).status_code == 303
    made = house.query(Relation).one()
    assert (made.kind, made.organisation_id, made.other_id) == (RelationKind.MEMBER, one.id, other.id)
    assert "ist Mitglied bei" in keeper.get(f"/organisations/{one.id}").text


def test_working_together_is_no_membership_and_known_once(house, table, pair, sign_in):
    one, other = pair
    build.added(house, Relation(kind=RelationKind.WORKS_WITH, organisation_id=one.id, other_id=other.id))
    keeper = sign_in(table.coordinator)
    for where, to in ((one, other), (other, one)):
        page = keeper.get(f"/organisations/{where.id}/relations/new")
        assert keeper.submit(page, kind="works-with", other_id=str(to.id)).status_code == 422
        assert "Mitglied bei" not in keeper.get(f"/organisations/{where.id}").text


def test_relation_to_a_body_stands_on_both_pages_for_those_who_may_know_of_it(house, table, pair, sign_in):
    one, _ = pair
    known = build.body(house, "Offenes Netzwerk", visibility=Visibility.PUBLIC)
    keeper = sign_in(table.coordinator)
    for body in (table.body, known):
        page = keeper.get(f"/organisations/{one.id}/relations/new")
        wording = f"gegründet-{body.id}"
        assert keeper.submit(page, kind="founded", body_id=str(body.id), wording=wording).status_code == 303
    assert "Beratung Nord" in keeper.get(f"/round-tables/{table.body.id}").text
    stranger = sign_in(build.table(house, 1).mains[0])
    shown = stranger.get(f"/organisations/{one.id}").text
    assert f"gegründet-{known.id}" in shown
    assert f"gegründet-{table.body.id}" not in shown
    assert table.body.name not in shown


def test_bodies_that_one_may_not_know_of_are_no_choice(house, table, pair, sign_in):
    hidden = build.body(house, "Stiller Kreis")
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{pair[0].id}/relations/new")
    assert "Stiller Kreis" not in page.text
    data = {"kind": "founded", "body_id": str(hidden.id)}
    answer = keeper.post(f"/organisations/{pair[0].id}/relations/new", data=data)
    assert answer.status_code == 422
    assert house.query(Relation).count() == 0


def test_bad_relation_is_refused_and_kept_as_typed(house, table, pair, sign_in):
    one, other = pair
    keeper, good = sign_in(table.coordinator), {"kind": "member", "wording": "Wort für Wort"}
    bad = {
        "nobody": {},
        "both": {"other_id": str(other.id), "body_id": str(table.body.id)},
        "itself": {"other_id": str(one.id)},
        "no such institution": {"other_id": "987654"},
        "no such kind": {"other_id": str(other.id), "kind": "owns"},
        "a body in front": {"body_id": str(table.body.id), "kind": "back:founded"},
        "an end before the beginning": {"other_id": str(other.id), "since": "2010", "until": "2001"},
        "an end in a month before": {"other_id": str(other.id), "since": "31.05.2010", "until": "01.03.2010"},
        "a date that is none": {"other_id": str(other.id), "since": "neulich"},
        "over-long words": {"other_id": str(other.id), "source": "x" * 201},
    }
    for what, typed in bad.items():
        answer = keeper.post(f"/organisations/{one.id}/relations/new", data=good | typed)
        assert answer.status_code == 422, what
        assert "Wort für Wort" in answer.text, what
    assert house.query(Relation).count() == 0


def test_relation_gets_its_end_and_what_never_was_is_taken_out(house, table, pair, sign_in):
    one, other = pair
    kept = build.added(house, Relation(kind=RelationKind.HOSTS, organisation_id=one.id, other_id=other.id))
    keeper, address = sign_in(table.coordinator), f"/organisations/{other.id}/relations/{kept.id}"
    opened = keeper.get(f"{address}/edit")
    assert keeper.submit(keeper.get(f"{address}/edit"), until="2020", wording="im Haus").status_code == 303
    house.refresh(kept)
    assert (kept.until, kept.wording) == (FuzzyDate.of_year(2020), "im Haus")
    assert keeper.submit(opened, wording="anders").status_code == 409
    assert "bis 2020" in keeper.get(f"/organisations/{one.id}").text
    assert (
        keeper.get(f"/organisations/{build.organisation(house).id}/relations/{kept.id}/edit").status_code
        == 404
    )
    assert keeper.submit(keeper.get(f"{address}/remove"), "Entfernen").status_code == 303
    assert house.query(Relation).count() == 0
