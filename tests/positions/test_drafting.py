"""Positions are written by several at once, frozen as versions with numbers that stay, and made final."""

import pytest

from blueprints.positions import rules, section_rules, version_rules
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.people import Person
from models.positions import Position, PositionState
from models.seats import SeatKind
from models.texts import Collision
from models.visibility import Visibility
from tests import build
from tests.positions.conftest import OCCASION, UNTIL, address, as_, newest, sections, words, write


def test_member_begins_a_position_and_everybody_follows_it_to_the_final_text(house, table, sign_in):
    member, other = sign_in(table.mains[0]), sign_in(table.mains[1])
    page = member.get(f"/round-tables/{table.body.id}/positions/new")
    typed = {"title": "Anlaufstelle erhalten", "kind": "statement", "addressees": "Sozialausschuss"}
    answer = member.submit(page, "Beginnen", **typed)
    assert answer.status_code == 303
    position = house.query(Position).one()
    assert position.visibility is Visibility.INTERNAL
    assert "Zusammenfassung" in words(member.get(answer.location))
    assert other.get(answer.location).status_code == 404
    assert "Idee" in words(other.get(address(position)))

    first = sections(house, position)[0]
    written = member.get(address(position, f"/sections/{first.id}"))
    saved = member.submit(written, "Speichern", markdown=OCCASION)
    assert saved.status_code == 303
    assert "Der Rat berät" not in words(other.get(address(position)))

    opening = member.get(address(position, "/open"))
    assert (
        member.submit(opening, "Festschreiben und 5 Nachrichten senden", until=UNTIL.isoformat()).status_code
        == 303
    )
    shown = other.get(address(position))
    assert "Der Rat berät" in words(shown)
    assert 'data-line="3"' in shown.text

    final = member.get(address(position, "/final-text"))
    refused = member.submit(final, "Einfrieren", early="y")
    assert refused.status_code == 422
    for each in sections(house, position)[1:]:
        section_rules.take_section_out(house, each.id, **as_(house, table.coordinator))
    house.commit()
    final = member.get(address(position, "/final-text"))
    assert member.submit(final, "Einfrieren", early="y").status_code == 303
    assert member.get(address(position, "/draft")).status_code == 422
    house.expire_all()
    loaded = rules.locked(house, position.id, build.actor(house, table.mains[0]))
    edition = house.get_one(Edition, loaded.final_edition_id)
    assert edition.is_true
    assert edition.data["final"] is True
    assert loaded.state(build.TODAY) is PositionState.FINAL
    gestures = [
        entry.gesture for entry in house.query(Entry).filter_by(subject="position_version").order_by(Entry.id)
    ]
    assert gestures == ["open-for-amendments", "freeze-final"]


def test_what_two_editors_write_at_once_is_put_together_or_both_is_shown(house, table, begin):
    position = begin("Eins.\n\nZwei.\n\nDrei.")
    section = sections(house, position)[0]
    coordinator, editor = as_(house, table.coordinator), as_(house, table.mains[0])
    write(house, section, "Eins, neu.\n\nZwei.\n\nDrei.", based_on=1, **coordinator)
    write(house, section, "Eins.\n\nZwei.\n\nDrei, neu.", based_on=1, **editor)
    assert newest(house, section) == "Eins, neu.\n\nZwei.\n\nDrei, neu."
    with pytest.raises(Collision) as both:
        write(house, section, "Eins, anders.\n\nZwei.\n\nDrei.", based_on=1, **editor)
    assert both.value.theirs.startswith("Eins, neu.")
    assert newest(house, section).startswith("Eins, neu.")


def test_collision_on_the_page_keeps_what_was_typed(house, table, begin, sign_in, coordinator):
    position = begin("Eins.")
    place = address(position, f"/sections/{sections(house, position)[0].id}")
    house.commit()
    mine, theirs = coordinator.get(place), sign_in(table.mains[0])
    theirs.submit(theirs.get(place), "Speichern", markdown="Eins von ihr.")
    answer = coordinator.submit(mine, "Speichern", markdown="Eins von mir.")
    assert answer.status_code == 409
    assert "Eins von ihr." in answer.text
    assert "Eins von mir." in answer.text
    assert coordinator.submit(answer, "Speichern", markdown="Eins von beiden.").status_code == 303


def test_numbers_of_sections_and_paragraphs_stay_from_version_to_version(house, table, begin):
    position = begin("Erster.\n\nZweiter.\n\nDritter.", "Anderes.")
    who = as_(house, table.coordinator)
    version_rules.open_for_amendments(house, position.id, until=UNTIL, **who)
    one, other = sections(house, position)
    write(house, one, "Erster.\n\nDazu.\n\nDritter, anders.\n\nVierter.", **who)
    section_rules.add_section(house, position.id, heading="Dazwischen", after_id=one.id, **who)
    section_rules.move_section(house, other.id, up=True, **who)
    made, _ = version_rules.open_for_amendments(house, position.id, until=UNTIL, **who)
    content = house.get_one(Edition, made.edition_id).data
    assert [each["number"] for each in content["sections"]] == ["1", "2", "3"]
    assert content["sections"][0]["paragraphs"] == ["1", "2", "3", "4"]
    section_rules.take_section_out(house, other.id, **who)
    write(house, one, "Erster.\n\nVierter.\n\nFünfter.", **who)
    between = next(each for each in sections(house, position) if each.heading == "Dazwischen")
    write(house, between, "Neu.", **who)
    final = version_rules.freeze_final(house, position.id, early=True, **who)
    content = house.get_one(Edition, final.edition_id).data
    assert [each["number"] for each in content["sections"]] == ["1", "3"]
    assert content["sections"][0]["paragraphs"] == ["1", "4", "5"]


def test_final_text_is_not_changed_and_a_changed_comma_is_another_version(house, table, begin):
    position = begin("Ein Satz mit Wörtern")
    who = as_(house, table.coordinator)
    first = version_rules.freeze_final(house, position.id, **who)
    section = sections(house, position)[0]
    with pytest.raises(RuleBroken, match="final"):
        write(house, section, "Ein Satz, mit Wörtern", **who)
    with pytest.raises(RuleBroken):
        version_rules.freeze_final(house, position.id, **who)
    version_rules.reopen(house, position.id, **who)
    write(house, section, "Ein Satz, mit Wörtern", **who)
    second = version_rules.freeze_final(house, position.id, **who)
    old, new = house.get_one(Edition, first.edition_id), house.get_one(Edition, second.edition_id)
    assert old.sha256 != new.sha256
    assert new.data["replaces"] == old.sha256
    assert rules.locked(house, position.id, who["by"]).final_edition_id == new.id


def test_only_words_that_were_read_become_final(house, table, begin, coordinator):
    position = begin("Ein Satz.", "Noch einer.")
    house.commit()
    page = coordinator.get(address(position, "/final-text"))
    assert "Noch einer." in words(page)
    write(house, sections(house, position)[1], "Ganz anders.", **as_(house, table.coordinator))
    house.commit()
    refused = coordinator.submit(page, "Einfrieren")
    assert refused.status_code == 422
    assert "Abschnitt 2" in words(refused)
    assert "Ganz anders." in words(refused)
    assert coordinator.submit(refused, "Einfrieren").status_code == 303


def test_final_text_has_no_empty_section(house, table, begin):
    position = begin("Ein Satz.", "")
    with pytest.raises(RuleBroken, match="empty"):
        version_rules.freeze_final(house, position.id, **as_(house, table.coordinator))


def test_nothing_is_frozen_that_is_empty_or_until_a_day_that_is_over(house, table, begin):
    who = as_(house, table.coordinator)
    empty = begin("")
    with pytest.raises(RuleBroken):
        version_rules.freeze_final(house, empty.id, **who)
    with pytest.raises(RuleBroken) as refused:
        version_rules.open_for_amendments(house, empty.id, until=build.TODAY, **who)
    assert refused.value.field == "until"


def test_who_reads_a_position_is_decided_the_same_in_sql_and_in_plain_python(house, table, begin, read_as):
    advisory = build.appointment(house, build.seat(house, table.body, kind=SeatKind.ADVISORY))
    people = [
        *(table.coordinator, *table.mains, *table.deputies, table.reader),
        *(house.get(Person, advisory.person_id), build.person(house)),
    ]
    begin("Offen.")
    begin("Benannt.", visibility=Visibility.CONFIDENTIAL, seat_ids=[table.seats[1].id])
    begin("Für sie.", visibility=Visibility.COORDINATION)
    begin("Ihre eigene.", by=table.coordinator, visibility=Visibility.COORDINATION)
    ids = [each.id for each in house.query(Position).order_by(Position.id)]
    house.commit()
    for person in people:
        actor = build.actor(house, person)
        with read_as(actor) as reading:
            seen = [each.id for each in reading.query(Position).order_by(Position.id)]
        judged = [each for each in ids if _sees(house, each, actor)]
        assert seen == judged, person.name


def _sees(house, position_id, actor):
    try:
        return bool(rules.locked(house, position_id, actor))
    except NotAllowed:
        return False


def test_bad_position_is_refused_and_nothing_is_lost(house, table, coordinator):
    place = f"/round-tables/{table.body.id}/positions/new"
    bad = {
        "no title": {"title": ""},
        "an over-long title": {"title": "x" * 201},
        "no such kind": {"kind": "x"},
        "public before it is published": {"visibility": "public"},
        "confidential to nobody": {"visibility": "confidential"},
        "confidential to somebody else": {"visibility": "confidential", "seat_ids": ["987654"]},
    }
    for what, wrong in bad.items():
        typed = {
            "title": "Stellungnahme",
            "kind": "statement",
            "visibility": "internal",
            "purpose": "Zweck X",
        }
        answer = coordinator.post(place, data=typed | wrong)
        assert answer.status_code == 422, what
        assert "Zweck X" in answer.text, what
    assert house.query(Position).count() == 0


def test_position_of_another_table_is_not_found(house, table, begin, sign_in):
    position = begin("Text.")
    elsewhere = build.table(house, 1)
    house.commit()
    stranger = sign_in(elsewhere.mains[0])
    assert stranger.get(address(position)).status_code == 404
    assert stranger.get(f"/round-tables/{elsewhere.body.id}/positions/{position.id}").status_code == 404
    assert "Gute Beratung" not in stranger.get("/positions").text
