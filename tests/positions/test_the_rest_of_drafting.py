"""Positions around their text: withdrawn drafts, days of a plan, letters shown, earlier words, sources."""

from datetime import timedelta

import pytest

from blueprints.lobbying import plan_rules, station_rules
from blueprints.lobbying import rules as project_rules
from blueprints.positions import abandoning_rules, source_rules, version_rules
from blueprints.procedures import rules as procedure_rules
from blueprints.surveys import rules as survey_rules
from models.backward_plans import planned
from models.deadlines import Land
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.links import LinkKind, linked_from
from models.meetings import MeetingState
from models.minutes import Minutes, MinutesState
from models.position_texts import PositionSource
from models.positions import Position, PositionState
from models.procedure_words import LegalForm
from models.procedures import Procedure
from models.project_phases import StationKind
from models.seats import Appointment
from models.visibility import Visibility
from tests import build
from tests.positions.conftest import OCCASION, UNTIL, address, as_, newest, sections, words


@pytest.fixture
def chief(house, table):
    return as_(house, table.coordinator)


def test_a_draft_that_comes_to_nothing_is_withdrawn_and_taken_up_again(
    house, table, opened, propose, sign_in, coordinator
):
    position = opened()
    propose(position, "im Herbst", "im Winter")
    page = coordinator.get(address(position, "/abandon"))
    assert "jederzeit wieder aufnehmen" in words(page)
    assert coordinator.submit(page, "Entwurf zurückziehen").status_code == 303
    house.expire_all()
    assert house.get_one(Position, position.id).state(build.TODAY) is PositionState.ABANDONED
    member = sign_in(table.mains[1])
    shown = words(member.get(address(position)))
    assert "Entwurf zurückgezogen" in shown
    assert "Der Rat berät im Herbst" in shown, "what was said stays readable"
    assert "Änderung vorschlagen" not in shown
    assert "Entwurf zurückgezogen" in words(member.get(f"/positions?table={table.body.id}"))
    for gesture in (abandoning_rules.abandon, version_rules.freeze_final):
        with pytest.raises(RuleBroken):
            gesture(house, position.id, **as_(house, table.coordinator))
    with pytest.raises(NotAllowed):
        abandoning_rules.take_up(house, position.id, **as_(house, table.mains[1]))
    assert coordinator.post(address(position, "/take-up")).status_code == 303
    again = coordinator.post(address(position, "/take-up"))
    assert again.status_code == 422
    assert "nicht zurückgezogen" in words(again)
    house.expire_all()
    assert position.state(build.TODAY) is PositionState.COMMENTING
    gestures = [each.gesture for each in house.query(Entry).filter_by(subject="position").order_by(Entry.id)]
    assert gestures[-2:] == ["abandon", "take-up"]


def test_a_final_text_is_not_withdrawn_as_a_draft(house, table, begin, chief):
    position = begin(OCCASION)
    version_rules.freeze_final(house, position.id, **chief)
    with pytest.raises(RuleBroken):
        abandoning_rules.abandon(house, position.id, **chief)


@pytest.fixture
def plan(house, table, chief):
    """`plan(position)` plans back from a hearing of the project in a hundred days."""

    def made(position, **facts):
        given = {"title": "Beispielgesetz", "visibility": Visibility.INTERNAL}
        project = project_rules.keep(house, table.body.id, **given, **chief)
        day = build.TODAY + timedelta(days=100)
        station = station_rules.add(
            house, project.id, kind=StationKind.HEARING, held_on=FuzzyDate.of_day(day), **chief
        )
        house.flush()
        position.project_id = project.id
        found = plan_rules.plan(house, project.id, station.id, based_on=0, **facts, **chief)
        return {each.label: each for each in planned(found, day, Land.NW)}

    return made


def test_a_position_takes_its_days_from_the_plan_of_its_project(
    house, table, begin, plan, coordinator, chief
):
    position = begin(OCCASION)
    steps = plan(position)
    amendments, sign_off = steps["amendments"].ends_on, steps["sign-off"].ends_on
    page = coordinator.get(address(position, "/open"))
    assert f'value="{amendments.isoformat()}"' in page.text
    assert "Rückwärtsplanung" in words(page)
    shown = words(coordinator.get(address(position)))
    assert f"Mitzeichnung bis {sign_off:%d.%m.%Y}" in shown
    version_rules.freeze_final(house, position.id, **chief)
    page = coordinator.get(address(position, "/ask-to-sign"))
    assert f'value="{sign_off.isoformat()}"' in page.text


def test_a_plan_for_another_position_gives_no_days(house, table, begin, plan, coordinator):
    other, position = begin(OCCASION, title="Andere"), begin(OCCASION)
    plan(position, position_id=other.id)
    assert "Rückwärtsplanung" not in words(coordinator.get(address(position)))
    assert "Rückwärtsplanung" in words(coordinator.get(address(other)))


def test_before_institutions_are_asked_the_letter_and_who_gets_it_are_shown(
    house, table, begin, coordinator, chief
):
    position = begin(OCCASION)
    house.commit()
    shown = words(coordinator.get(address(position, "/open")))
    assert "6 Personen und Postfächer aus 3 Institutionen erhalten diese Nachricht" in shown
    assert "Änderungsvorschläge" in shown
    version_rules.freeze_final(house, position.id, **chief)
    page = coordinator.get(address(position, "/ask-to-sign"))
    shown = words(page)
    assert "3 Personen und Postfächer aus 3 Institutionen erhalten diese Nachricht" in shown
    for person in table.mains:
        assert f"{person.name} ist für die Institution zeichnungsberechtigt {person.email}" in shown
    assert "Bitte um Mitzeichnung bis" in shown
    assert OCCASION.split(".")[0] not in shown, "no word of the text is in the letter"
    assert coordinator.submit(page, "Mit 3 Nachrichten anfragen").status_code == 303


def test_whoever_cannot_be_reached_or_cannot_sign_is_named_before(house, table, begin, coordinator, chief):
    position = begin(OCCASION)
    version_rules.freeze_final(house, position.id, **chief)
    table.mains[0].email = None
    house.query(Appointment).filter_by(person_id=table.mains[1].id).one().may_sign = False
    shown = words(coordinator.get(address(position, "/ask-to-sign")))
    assert "Nicht erreicht" in shown
    assert "Noch ohne zeichnungsberechtigte Person" in shown


def test_a_position_begins_with_the_words_of_an_earlier_one(house, table, begin, sign_in):
    earlier = begin("Alter Text[^1].", "Zweiter.", title="Frühere")
    given = {"words": "Bericht 2025", "leads_to": ""}
    source_rules.add_source(house, earlier.id, **given, **as_(house, table.mains[0]))
    lead = sign_in(table.mains[0])
    place = f"/round-tables/{table.body.id}/positions/new"
    assert "Frühere" not in lead.get(place).text, "what was never frozen is for its editors"
    version_rules.open_for_amendments(house, earlier.id, until=UNTIL, **as_(house, table.coordinator))
    page = lead.get(place)
    sent = lead.submit(page, "Beginnen", title="Neue", like_id=str(earlier.id))
    assert sent.status_code == 303
    made = house.query(Position).filter_by(title="Neue").one()
    assert [newest(house, each) for each in sections(house, made)] == ["Alter Text[^1].", "Zweiter."]
    assert [each.heading for each in sections(house, made)] == ["Abschnitt 1", "Abschnitt 2"]
    assert [each.words for each in house.query(PositionSource).filter_by(position_id=made.id)] == [
        "Bericht 2025"
    ]
    for foreign in (str(made.id), "987654"):
        assert lead.submit(page, "Beginnen", title="Dritte", like_id=foreign).status_code == 422
    assert house.query(Position).count() == 2


def test_a_source_leads_to_minutes_and_to_procedures(house, table, begin, sign_in, chief):
    position = begin("Ein Satz[^1].")
    meeting = build.meeting(house, table.body, state=MeetingState.HELD)
    item = build.agenda_item(house, meeting, title="Wege in der Nacht")
    facts = {"confirmed_at": build.NOW, "circulated_at": build.NOW, "objections_until": UNTIL}
    facts |= {"body_id": table.body.id, "begun_at": build.NOW}
    minutes = Minutes(meeting_id=meeting.id, state=MinutesState.CIRCULATED, **facts)
    house.add(minutes)
    given = {"title": "Nachtweg", "scope": "Nachts.", "legal_form": LegalForm.AGREEMENT, "seat_ids": []}
    given |= {"visibility": Visibility.INTERNAL, "contacts_visibility": Visibility.INTERNAL, "core_ids": []}
    procedure = procedure_rules.create(house, table.body.id, **given, **chief)
    procedure.shown_at = build.NOW
    editor = sign_in(table.mains[0])
    page = editor.get(address(position, "/sources/new"))
    for offered in ("Wege in der Nacht, Protokoll vom", "Nachtweg, in der jeweils geltenden Fassung"):
        assert offered in words(page)
    assert editor.submit(page, words="Absprache", leads_to=f"procedure-{procedure.id}").status_code == 303
    source = house.query(PositionSource).one()
    assert [type(each.thing) for each in linked_from(house, source)] == [Procedure]
    version_rules.open_for_amendments(house, position.id, until=UNTIL, **chief)
    shown = sign_in(table.mains[1]).get(address(position))
    assert f'href="/round-tables/{table.body.id}/procedures/{procedure.id}"' in shown.text
    procedure.visibility = Visibility.CONFIDENTIAL
    assert "/procedures/" not in sign_in(table.mains[1]).get(address(position)).text
    page = editor.get(address(position, f"/sources/{source.id}"))
    assert editor.submit(page, leads_to=f"agenda_item-{item.id}").status_code == 303
    house.expire_all()
    assert [each.kind for each in linked_from(house, source)] == [LinkKind.CITES]
    survey = survey_rules.begin(house, table.body.id, title="Bedarf am Abend", **chief)
    chosen = {"leads_to": f"survey-{survey.id}", "words": "Erhebung"}
    assert editor.submit(editor.get(page.request.path), **chosen).status_code == 422, (
        "a draft is not hers to see"
    )
    source_rules.add_source(house, position.id, **chosen, **chief)
    assert "Bedarf am Abend" in words(sign_in(table.coordinator).get(address(position, "/sources/new")))
    elsewhere = build.table(house, 1)
    theirs = build.agenda_item(house, build.meeting(house, elsewhere.body))
    for bad in (f"agenda_item-{theirs.id}", "person-1", "paper-x", "paper-0"):
        with pytest.raises(RuleBroken):
            source_rules.add_source(
                house, position.id, words="Bad", leads_to=bad, **as_(house, table.mains[0])
            )


def test_a_source_leads_to_nothing_that_its_editor_does_not_see(house, table, begin):
    position = begin(OCCASION)
    given = {"table_id": table.body.id, "title": "Noch geheim", "legal_form": LegalForm.INFORMAL}
    given |= {"visibility": Visibility.COORDINATION, "contacts_visibility": Visibility.COORDINATION}
    made = procedure_rules.create(
        house, **given, scope="", seat_ids=[], core_ids=[], **as_(house, table.coordinator)
    )
    house.flush()
    said = {"words": "Absprache", "leads_to": f"procedure-{made.id}"}
    with pytest.raises(RuleBroken) as refused:
        source_rules.add_source(house, position.id, **said, **as_(house, table.mains[0]))
    assert refused.value.field == "leads_to"
    assert source_rules.add_source(house, position.id, **said, **as_(house, table.coordinator)).number
