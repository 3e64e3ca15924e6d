"""What is sent about something that has moved on: told in words with what was typed, never "not found"."""

from datetime import timedelta

import pytest

from blueprints.positions import (
    amendment_rules,
    answer_rules,
    merging_rules,
    section_rules,
    signing_rules,
    version_rules,
)
from models.amendments import Amendment, AmendmentAnswer, PositionComment
from models.position_texts import PositionSource
from models.signatures import Signature
from plumbing.markdown import render
from tests import build
from tests.positions.conftest import OCCASION, UNTIL, address, as_, newest, sections, words
from tests.positions.signing.conftest import DUE

TYPED = "Der Rat berät im Winter über die Beratung, und alle kommen."


def refused_with(answer, sentence, typed=TYPED):
    """It is told, what was typed stands there, and a link leads to where the thing stands now."""
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not typed or typed in answer.text
    return True


@pytest.fixture
def chief(house, table):
    return as_(house, table.coordinator)


def freeze(house, position, chief):
    version_rules.freeze_final(house, position.id, early=True, **chief)


def test_an_amendment_to_a_version_that_is_no_longer_the_newest(house, table, opened, sign_in, chief):
    position, member = opened(), sign_in(table.mains[1])
    section = sections(house, position)[0]
    page = member.get(address(position, f"/versions/1/sections/{section.id}/amend"))
    version_rules.open_for_amendments(house, position.id, until=UNTIL, **chief)
    sent = member.submit(page, "Einreichen", markdown=TYPED, reason="Genauer so.")
    assert refused_with(sent, "neuere Fassung")
    assert refused_with(sent, "Genauer so.")
    assert f'href="{address(position)}"' in sent.text
    assert member.get(page.request.path).status_code == 422
    assert sign_in(table.reader).get(page.request.path).status_code == 404
    assert house.query(Amendment).count() == 0


@pytest.mark.parametrize("why", ["over", "final"])
def test_an_amendment_that_comes_too_late(house, table, opened, sign_in, chief, stop_clock, why):
    position, member = opened(), sign_in(table.mains[1])
    page = member.get(address(position, f"/versions/1/sections/{sections(house, position)[0].id}/amend"))
    if why == "final":
        freeze(house, position, chief)
    else:
        version = position.versions[0]
        version.amendments_until = build.TODAY - timedelta(days=1)
    sent = member.submit(page, "Einreichen", markdown=TYPED, reason="Genauer.")
    assert refused_with(sent, "neuere Fassung" if why == "final" else "Der letzte Tag")
    assert house.query(Amendment).count() == 0


def test_a_comment_on_a_text_that_became_final(house, table, opened, sign_in, chief):
    position, member = opened(), sign_in(table.mains[1])
    page = member.get(address(position, f"/versions/1/sections/{sections(house, position)[0].id}/comment"))
    freeze(house, position, chief)
    assert refused_with(member.submit(page, text=TYPED), "neuere Fassung")
    assert house.query(PositionComment).count() == 0


def test_a_section_of_a_text_that_became_final(house, table, begin, sign_in, chief):
    position, editor = begin(OCCASION), sign_in(table.mains[0])
    section = sections(house, position)[0]
    page = editor.get(address(position, f"/sections/{section.id}"))
    freeze(house, position, chief)
    sent = editor.submit(page, "Speichern", markdown=TYPED)
    assert refused_with(sent, "Die Schlussfassung steht")
    assert newest(house, section) == OCCASION
    assert sign_in(table.mains[1]).get(page.request.path).status_code == 404


def test_a_section_that_was_taken_out(house, table, begin, sign_in, chief):
    position, editor = begin(OCCASION, "Zwei."), sign_in(table.mains[0])
    section = sections(house, position)[0]
    page = editor.get(address(position, f"/sections/{section.id}"))
    section_rules.take_section_out(house, section.id, **chief)
    assert refused_with(editor.submit(page, "Speichern", markdown=TYPED), "herausgenommen")
    section_rules.bring_section_back(house, section.id, **chief)
    again = editor.post(address(position, f"/sections/{section.id}/bring-back"))
    assert refused_with(again, "steht schon im Text", typed="")


def test_a_source_of_a_text_that_became_final(house, table, begin, sign_in, chief):
    position, editor = begin(OCCASION), sign_in(table.mains[0])
    page = editor.get(address(position, "/sources/new"))
    freeze(house, position, chief)
    assert refused_with(editor.submit(page, words=TYPED), "Die Schlussfassung steht")
    assert house.query(PositionSource).count() == 0


@pytest.mark.parametrize("why", ["withdrawn", "in the text"])
def test_an_answer_to_an_amendment_that_is_over(house, table, opened, propose, coordinator, chief, why):
    position = opened()
    made = propose(position, "im Herbst", "im Winter")
    page = coordinator.get(address(position, f"/amendments/{made.id}/answer"))
    if why == "withdrawn":
        amendment_rules.withdraw(house, made.id, **as_(house, table.mains[1]))
    else:
        given = {"reason": "", "markdown": "", "by_meeting": False, "based_on": made.version}
        answer_rules.answer(house, made.id, answer=AmendmentAnswer.TAKEN, **given, **chief)
        merging_rules.take_in(house, position.id, render=render, **chief)
    sent = coordinator.submit(page, "Antwort speichern", answer="refused", reason=TYPED)
    assert refused_with(sent, "zurückgezogen" if why == "withdrawn" else "steht schon im Text")


def test_consent_to_what_is_asked_no_longer(house, table, opened, propose, sign_in, chief):
    position = opened()
    made = propose(position, "im Herbst", "im Winter")
    given = {"reason": "Nein.", "markdown": "", "by_meeting": False}
    answer_rules.answer(
        house, made.id, answer=AmendmentAnswer.REFUSED, based_on=made.version, **given, **chief
    )
    house.commit()
    member = sign_in(table.mains[1])
    page = member.get(address(position, f"/amendments/{made.id}"))
    given["by_meeting"] = True
    answer_rules.answer(
        house, made.id, answer=AmendmentAnswer.REFUSED, based_on=made.version, **given, **chief
    )
    assert refused_with(member.submit(page, "Senden", agrees="yes"), "keine Zustimmung", typed="")
    other = sign_in(table.mains[2])
    assert other.post(address(position, f"/amendments/{made.id}/agree")).status_code == 404


@pytest.mark.parametrize("why", ["closed", "opened again"])
def test_a_signature_under_what_is_signed_no_longer(house, table, begin, sign_in, chief, why):
    position = begin(OCCASION)
    freeze(house, position, chief)
    signing_rules.ask(house, position.id, due_on=DUE, **chief)
    member = sign_in(table.mains[0])
    page = member.get(address(position, "/versions/1/signatures/sign"))
    if why == "closed":
        signing_rules.close(house, position.id, **chief)
    else:
        version_rules.reopen(house, position.id, **chief)
    sent = member.submit(page, value="reservation", words=TYPED)
    assert refused_with(sent, "beendet" if why == "closed" else "inzwischen ein anderer")
    assert house.query(Signature).count() == 0
    assert sign_in(table.reader).get(page.request.path).status_code == 404
