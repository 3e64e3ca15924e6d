"""Projects of politics: followed by a table, with phases that may be skipped, dates, papers and levels."""

import pytest

from blueprints.lobbying import rules, station_rules
from blueprints.requests import rules as paper_rules
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.links import Link
from models.organisations import Level
from models.papers import PaperKind
from models.project_phases import PHASES, Ladder, StationKind
from models.projects import Project, ProjectKind, ProjectStation, in_line, next_date, phase_of
from models.visibility import Visibility
from tests import build
from tests.lobbying.conftest import address, by, words

PHASE_WORDS = ("Referentenentwurf", "Kabinett", "Ausschuss und Anhörung")


def test_a_project_is_followed_from_the_draft_to_the_hearing(house, table, coordinator, sign_in):
    page = coordinator.get(address(table, "/new"))
    sent = coordinator.submit(
        page, "Vorhaben aufnehmen", kind="law", title="Beispielgesetz", level="federal",
        lead_name="Beispielministerium", laws="Erstes Gesetz\nZweites Gesetz", themes="Wohnen\nArbeit",
        found_in="https://example.org/gesetz", visibility="internal", is_watched="y",
    )  # fmt: skip
    assert sent.status_code == 303
    where = sent.location
    for kind, on in (("committee", "Herbst 2027"), ("ministerial-draft", "Frühjahr 2026"), ("cabinet", "")):
        form = coordinator.get(f"{where}/stations/new")
        assert (
            coordinator.submit(form, "Speichern", kind=kind, held_on=on, found_in="Amtsblatt").status_code
            == 303
        )
    form = coordinator.get(f"{where}/stations/new")
    assert coordinator.submit(form, "Speichern", kind="hearing", held_on="12.01.2027").status_code == 303
    shown = words(sign_in(table.mains[0]).get(where))
    for each in ("Beispielministerium", "Zweites Gesetz", "Wohnen, Arbeit", "Amtsblatt", "steht noch bevor"):
        assert each in shown, each
    places = [shown.index(each, shown.index("Phasen und Termine")) for each in PHASE_WORDS]
    assert places == sorted(places), "what has no date stands where its rung is"
    assert "Datum nicht bekannt" in shown
    assert "● Kabinett nächster Termin: Anhörungstermin, 12.01.2027" in shown
    assert "Bearbeiten" not in shown
    listed = words(
        coordinator.get(f"/projects?table={table.body.id}&theme=Arbeit&watched=1&kind=law&q=zweites")
    )
    assert "1 Vorhaben" in listed
    assert "Kabinett" in listed
    gestures = [(entry.subject, entry.gesture) for entry in house.query(Entry).order_by(Entry.id)]
    assert gestures.count(("project_station", "add")) == 4


BAD = {
    "no title": {"title": ""},
    "an over-long title": {"title": "x" * 301},
    "no such kind": {"kind": "x"},
    "no such level": {"level": "x"},
    "no such lead": {"lead_id": "987654"},
    "a lead that is no number": {"lead_id": "x"},
    "for institutions by name": {"visibility": "confidential"},
    "somebody's date of birth": {"note": "Klientin, geboren am 03.04.1998"},
}


def test_a_bad_project_is_refused_and_nothing_is_lost(house, table, coordinator):
    for what, bad in BAD.items():
        data = {"title": "Gesetz", "kind": "law", "visibility": "internal", "laws": "Bleibt stehen"} | bad
        answer = coordinator.post(address(table, "/new"), data=data)
        assert answer.status_code == 422, what
        assert "Bleibt stehen" in answer.text, what
    assert house.query(Project).count() == 0
    with pytest.raises(RuleBroken):
        rules.keep(house, table.body.id, title="Gesetz", lead_id=table.body.id, **by(house, table))
    with pytest.raises(RuleBroken):
        rules.keep(
            house, table.body.id, title="Gesetz", visibility=Visibility.CONFIDENTIAL, **by(house, table)
        )


def test_a_bad_station_is_refused_and_nothing_is_lost(house, table, follow, coordinator):
    where = address(table, f"/{follow().id}/stations/new")
    house.commit()
    for bad in ({"kind": "x"}, {"held_on": "damals"}, {"title": "x" * 201}, {"note": "x" * 1001}):
        data = {"kind": "cabinet", "found_in": "Bleibt stehen"} | bad
        answer = coordinator.post(where, data=data)
        assert answer.status_code == 422, bad
        assert "Bleibt stehen" in answer.text, bad
    assert house.query(ProjectStation).count() == 0


def test_a_correction_shows_what_somebody_else_has_changed(house, table, follow, enter, coordinator):
    project = follow("Alter Titel")
    station = enter(project, StationKind.CABINET, "2026")
    house.commit()
    for where, field in (
        (f"/{project.id}/edit", "title"),
        (f"/{project.id}/stations/{station.id}/edit", "title"),
    ):
        page, late = (coordinator.get(address(table, where)) for _ in range(2))
        assert coordinator.submit(page, "Speichern", **{field: "Neuer Titel"}).status_code == 303
        answer = coordinator.submit(late, "Speichern", **{field: "Dritter Titel"})
        assert answer.status_code == 409
        assert "Neuer Titel" in answer.text
        assert "Dritter Titel" in answer.text


def test_a_member_proposes_what_only_the_coordination_and_its_own_house_see(
    house, table, follow, coordinator, sign_in
):
    project = follow()
    house.commit()
    where, mine, other = address(table, f"/{project.id}"), sign_in(table.mains[0]), sign_in(table.mains[1])
    page = mine.get(f"{where}/stations/new")
    assert "bis dahin" in words(page).lower()
    assert (
        mine.submit(page, "Speichern", kind="cabinet", held_on="2026", note="Aus der Zeitung").status_code
        == 303
    )
    station = house.query(ProjectStation).one()
    assert "Aus der Zeitung" in words(mine.get(where))
    for text in (words(other.get(where)), words(other.get("/projects"))):
        assert "Kabinett" not in text
        assert "Vorgeschlagen" not in text
    assert "Kabinett" not in words(coordinator.get("/projects")), "not a phase until it is taken over"
    page = coordinator.get(where)
    assert coordinator.submit(page, "Übernehmen Kabinett").status_code == 303
    assert "Kabinett" in words(other.get("/projects"))
    house.expire_all()
    with pytest.raises(NotAllowed):
        station_rules.take_over(house, project.id, station.id, **by(house, table))


@pytest.mark.parametrize("level", [Visibility.PUBLIC, Visibility.INTERNAL, Visibility.COORDINATION])
def test_only_those_of_its_level_find_a_project(house, table, follow, enter, sign_in, level):
    project = follow("Vorhaben Quitte", themes="Mispel", visibility=level)
    enter(project, StationKind.HEARING, "12.01.2027", title="Anhörung Hagebutte")
    stranger = build.table(house, 1)
    house.commit()
    inside = level is not Visibility.COORDINATION
    people = (
        (table.coordinator, True),
        (table.mains[0], inside),
        (table.reader, inside),
        (stranger.mains[0], False),
    )
    for person, sees in people:
        client = sign_in(person)
        assert client.get(address(table, f"/{project.id}")).status_code == (200 if sees else 404)
        for query in ("", "?q=Quitte", "?theme=Mispel", "?watched=1"):
            found = client.get(f"/projects{query}").text
            assert ("Vorhaben Quitte" in found, "Hagebutte" in found) == (sees, sees)
        assert ('<option value="Mispel"' in client.get("/projects").text) is sees


def test_papers_belong_to_it_as_far_as_one_may_read_them(house, table, follow, coordinator, sign_in):
    project = follow()
    given = {"kind": PaperKind.PRINTED, "seat_ids": [], "upload": None, **by(house, table)}
    paper_rules.keep(
        house, table.body.id, number="18/8556", title="", visibility=Visibility.INTERNAL, **given
    )
    hidden = paper_rules.keep(
        house, table.body.id, number="18/9036", title="", visibility=Visibility.COORDINATION, **given
    )
    house.flush()
    rules.add_paper(house, project.id, paper_id=hidden.id, **by(house, table))
    house.commit()
    where = address(table, f"/{project.id}")
    page = coordinator.get(f"{where}/papers/new")
    assert "18/9036" not in words(page), "what belongs to it is offered no more"
    assert coordinator.submit(page, "Speichern").status_code == 303
    assert coordinator.post(f"{where}/papers/new", data={"paper_id": "987654"}).status_code == 422
    assert "18/9036" in words(coordinator.get(where))
    member = words(sign_in(table.mains[0]).get(where))
    assert "18/8556" in member
    assert "18/9036" not in member
    ended = coordinator.post(f"{where}/papers/end", data={"paper_id": str(hidden.id)})
    assert ended.status_code == 303
    assert coordinator.post(f"{where}/papers/end", data={"paper_id": str(hidden.id)}).status_code == 404
    assert house.query(Link).count() == 1
    rules.remove(house, project.id, **by(house, table))
    house.flush()
    assert (
        house.query(Link).count() == house.query(Project).count() == house.query(ProjectStation).count() == 0
    )


def test_what_asks_for_nonsense_asks_for_nothing(table, follow, house, coordinator):
    follow("Vorhaben Quitte")
    house.commit()
    found = coordinator.get("/projects?table=x&kind=x&theme=%01&page=x&watched=x&q=%25")
    assert found.status_code == 200
    assert "Vorhaben Quitte" not in words(coordinator.get("/projects?theme=Quitte%25"))
    assert "kein Vorhaben gefunden" in words(coordinator.get("/projects?q=nirgends"))


def line(*stations, ladder=Ladder.FEDERAL):
    made = []
    for number, (kind, on) in enumerate(stations):
        one = ProjectStation(project_id=1, body_id=1, kind=StationKind(kind), held_on=FuzzyDate.parse(on))
        one.id = number
        made.append(one)
    return in_line(made, ladder)


def test_the_phase_is_the_last_that_was_entered_and_a_date_is_none():
    found = line(("hearing", "12.01.2027"), ("committee", ""), ("cabinet", "2025"), ("in-force", "2030"))
    assert [each.kind.value for each in found] == ["cabinet", "committee", "hearing", "in-force"]
    assert phase_of(found, build.TODAY).kind is StationKind.COMMITTEE
    assert next_date(found, build.TODAY).kind is StationKind.HEARING
    assert phase_of(line(("hearing", "2020")), build.TODAY) is None


@pytest.mark.parametrize("ladder", list(Ladder), ids=lambda each: each.value)
def test_phases_without_any_date_stand_in_the_order_of_their_ladder(ladder):
    kinds = [each.value for each in PHASES[ladder]]
    assert [
        each.kind.value for each in line(*((kind, "") for kind in reversed(kinds)), ladder=ladder)
    ] == kinds


def test_kind_and_level_say_which_ladder_it_climbs():
    def climbs(kind, level):
        return Project(body_id=1, kind=kind, level=level, title="x").ladder

    assert climbs(ProjectKind.LAW, None) is Ladder.FEDERAL
    assert climbs(ProjectKind.LAW, Level.STATE) is Ladder.STATE
    assert climbs(ProjectKind.REGULATION, Level.MUNICIPAL) is Ladder.MUNICIPAL
    assert climbs(ProjectKind.CONCEPT, Level.FEDERAL) is Ladder.CONCEPT
    assert climbs(ProjectKind.MOTION, None) is Ladder.MUNICIPAL
