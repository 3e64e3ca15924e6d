"""Demands: kept once, with places and answers, and what a draft repeats or contradicts."""

import pytest
from sqlalchemy import select

from blueprints.lobbying import demand_rules, rules
from blueprints.requests import rules as paper_rules
from models.demands import Demand, DemandEntry, DemandState, state_of
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.papers import PaperKind
from models.repeated_demands import hints
from models.visibility import Visibility
from tests.lobbying.conftest import by, words

WORDING = "Die Anlaufstelle soll an zwei Abenden in der Woche geöffnet sein."


def where(table, rest=""):
    return f"/round-tables/{table.body.id}/demands{rest}"


@pytest.fixture
def demand(house, table):
    """`demand(wording, **facts)` keeps a demand as the coordination."""

    def made(wording=WORDING, anyway=False, **facts):
        return demand_rules.raise_demand(
            house, table.body.id, wording=wording, anyway=anyway, **facts, **by(house, table)
        )

    return made


def test_a_demand_is_kept_once_and_follows_its_answers(house, table, coordinator, sign_in):
    house.commit()
    page = coordinator.get(where(table, "/new"))
    assert coordinator.submit(page, "Speichern", wording=WORDING).status_code == 303
    page = coordinator.get(where(table, "/new"))
    again = "Wir fordern: Die Anlaufstelle ist an zwei Abenden pro Woche geöffnet"
    refused = coordinator.submit(page, "Speichern", wording=again)
    assert refused.status_code == 422
    assert "Nummer 1 sagt dasselbe" in words(refused)
    assert coordinator.submit(refused, "Speichern", anyway="y").status_code == 303
    assert [each.number for each in house.scalars(select(Demand).order_by(Demand.id))] == [1, 2]
    first = house.scalars(select(Demand).filter_by(number=1)).one()
    form = coordinator.get(where(table, f"/{first.id}/entries/new"))
    assert coordinator.submit(form, "Speichern", words="").status_code == 422
    assert coordinator.submit(form, "Speichern", words="Offener Brief", held_on="2025").status_code == 303
    member = sign_in(table.mains[0])
    assert "● erhoben" in words(member.get(where(table, f"/{first.id}")))
    form = coordinator.get(where(table, f"/{first.id}/entries/new"))
    sent = coordinator.submit(form, "Speichern", words="Ausschuss", state="in-part", held_on="März 2026",
                              quote="Ein Abend wird erprobt.")  # fmt: skip
    assert sent.status_code == 303
    shown = words(member.get(where(table, f"/{first.id}")))
    for each in (
        "● teilweise aufgegriffen",
        "Offener Brief",
        "Antwort: teilweise aufgegriffen",
        "Ein Abend wird",
    ):
        assert each in shown, each
    entry = house.scalars(select(DemandEntry).order_by(DemandEntry.id.desc())).first()
    assert coordinator.post(where(table, f"/{first.id}/entries/{entry.id}/remove")).status_code == 303
    assert "● erhoben" in words(member.get(where(table, f"/{first.id}")))
    page, late = (coordinator.get(where(table, f"/{first.id}/edit")) for _ in range(2))
    assert coordinator.submit(page, "Speichern", note="Seit 2025").status_code == 303
    assert coordinator.submit(late, "Speichern", note="Anders").status_code == 409


def test_the_newest_answer_says_what_came_of_it():
    def answer(number, state, on):
        made = DemandEntry(demand_id=1, body_id=1, words="x", state=state, held_on=FuzzyDate.parse(on))
        made.id = number
        return made

    assert state_of([answer(1, None, "2026")]) is DemandState.RAISED
    found = [answer(1, DemandState.TAKEN_UP, "2026"), answer(2, DemandState.REFUSED, "2024")]
    assert state_of(found) is DemandState.TAKEN_UP
    assert (
        state_of([answer(1, DemandState.REFUSED, "2024"), answer(2, DemandState.IN_PART, "")])
        is DemandState.REFUSED
    )


TEXTS = {
    "An zwei Abenden in der Woche soll die Anlaufstelle geöffnet sein!": [False],
    "Die Anlaufstelle soll nicht an zwei Abenden in der Woche geöffnet sein.": [True],
    "Die Anlaufstelle hat neue Räume.": [],
    "Abende.": [],
    "Vorwort.\nZwei Abende: die Anlaufstelle geöffnet, jede Woche. Und Schluss.": [False],
}


def test_words_tell_what_a_text_repeats_or_denies():
    known = Demand(body_id=1, number=1, wording=WORDING)
    for text, found in TEXTS.items():
        assert [each.contradicts for each in hints(text, [known])] == found, text


def test_whoever_may_not_see_a_paper_or_project_does_not_see_it_here(house, table, follow, demand, sign_in):
    project = follow("Vorhaben Quitte", visibility=Visibility.COORDINATION)
    kept = demand(project_id=project.id)
    given = {"kind": PaperKind.MOTION, "seat_ids": [], "upload": None, "visibility": Visibility.COORDINATION}
    paper = paper_rules.keep(house, table.body.id, title="Antrag Mispel", **given, **by(house, table))
    house.flush()
    demand_rules.add_entry(house, kept.id, paper_id=paper.id, quote="Hagebutte", **by(house, table))
    house.commit()
    shown = {}
    for person in (table.mains[0], table.coordinator):
        client = sign_in(person)
        shown[person.id] = words(client.get(where(table, f"/{kept.id}"))) + words(client.get(where(table)))
    for secret in ("Quitte", "Mispel", "Hagebutte"):
        assert secret not in shown[table.mains[0].id]
        assert secret in shown[table.coordinator.id]
    paper_rules.remove(house, paper.id, **by(house, table))
    rules.remove(house, project.id, **by(house, table))
    house.expire_all()
    assert house.query(DemandEntry).count() == 0
    assert kept.project_id is None


def test_only_texts_of_the_table_are_places_and_only_its_coordination_notes_them(
    house, table, demand, follow
):
    kept, other = demand(), demand("Sprachmittlung wird in jeder Beratung bezahlt.")
    with pytest.raises(RuleBroken):
        demand_rules.add_entry(house, kept.id, paper_id=987654, **by(house, table))
    entry = demand_rules.add_entry(house, kept.id, words="Brief", **by(house, table))
    with pytest.raises(NotAllowed):
        demand_rules.remove_entry(house, other.id, entry.id, **by(house, table))
    with pytest.raises(RuleBroken):
        demand("Etwas ganz anderes als vorher", project_id=987654)
    with pytest.raises(RuleBroken):
        demand("")
