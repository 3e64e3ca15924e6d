"""Amendments: proposed, supported, answered, agreed to, and put together without a lost word."""

import contextvars
import threading
import time
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.positions import (
    amendment_rules,
    answer_rules,
    comment_rules,
    merging_rules,
    rules,
    version_rules,
)
from models.amendments import Amendment, AmendmentAnswer, AmendmentLink, AmendmentState, PositionComment
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import Letter
from models.organisations import Organisation
from models.outbox import LetterBytes
from models.seats import SeatKind
from plumbing.markdown import render
from tests import build
from tests.positions.conftest import UNTIL, address, as_, newest, sections, words, write

THREE = "Der Rat berät im Herbst.\n\nDie Institutionen sehen Bedarf.\n\nEs fehlen Räume."


@pytest.fixture
def respond(house, table):
    """`respond(amendment, answer, ...)` answers as the coordination."""

    def made(amendment, answer, *, reason="", markdown="", by_meeting=False):
        given = {"reason": reason, "markdown": markdown, "by_meeting": by_meeting}
        given |= {"based_on": amendment.version, **as_(house, table.coordinator)}
        return answer_rules.answer(house, amendment.id, answer=answer, **given)

    return made


def take_in(house, table, position):
    return merging_rules.take_in(house, position.id, render=render, **as_(house, table.coordinator))


def test_an_institution_proposes_others_support_and_the_editors_answer(house, table, opened, sign_in):
    position = opened(THREE)
    section = sections(house, position)[0]
    house.commit()
    proposer, supporter, lead = (sign_in(each) for each in table.mains[1:] + table.mains[:1])
    page = proposer.get(address(position, f"/versions/1/sections/{section.id}/amend"))
    changed = THREE.replace("im Herbst", "am 12. Oktober")
    assert (
        proposer.submit(page, "Einreichen", markdown=changed, reason="Der Tag steht fest.").status_code == 303
    )
    made = house.query(Amendment).one()
    place = address(position, f"/amendments/{made.id}")
    shown = supporter.get(place)
    assert "<del>Herbst</del>" in shown.text
    assert "Abschnitt 1, Absatz 1, Zeile 1" in words(shown)
    name = table.seats[2].organisation_id
    assert supporter.post(f"{place}/support", data={"organisation_id": name}).status_code == 303
    answered = lead.submit(lead.get(f"{place}/answer"), "Antwort speichern", answer="taken")
    assert answered.status_code == 303
    house.expire_all()
    assert made.state is AmendmentState.ACCEPTED
    assert lead.submit(lead.get(address(position, "/amendments/take-in")), "Übernehmen").status_code == 303
    house.expire_all()
    assert newest(house, section) == changed
    history = lead.get(address(position, f"/sections/{section.id}/history"))
    assert "Änderungsvorschlag 1" in words(history)
    assert "Änderungsvorschlag" not in newest(house, section)
    facts = house.query(Entry).filter_by(gesture="take-in").one().facts
    assert facts["organisation"] == made.organisation_id


def test_amendments_to_the_same_passage_are_seen_and_the_second_is_left_for_a_hand(
    house, table, opened, propose, respond, coordinator
):
    position = opened(THREE)
    first = propose(position, "im Herbst", "im Oktober")
    second = propose(position, "im Herbst", "im Winter", by=table.mains[2])
    third = propose(position, "Räume", "Räume und Zeit", by=table.mains[2])
    shown = coordinator.get(address(position, f"/amendments/{first.id}"))
    assert "Änderungsvorschlag 2" in words(shown)
    assert "Änderungsvorschlag 3" not in words(shown)
    for each in (first, second, third):
        respond(each, AmendmentAnswer.TAKEN)
    taken, left = take_in(house, table, position)
    assert ([each.number for each in taken], [each.number for each in left]) == ([1, 3], [2])
    section = sections(house, position)[0]
    assert newest(house, section) == THREE.replace("im Herbst", "im Oktober").replace(
        "Räume", "Räume und Zeit"
    )
    house.commit()
    page = coordinator.get(address(position, f"/amendments/{second.id}/take-in"))
    by_hand = coordinator.submit(page, "Als übernommen speichern", markdown="Im Oktober oder Winter.")
    assert by_hand.status_code == 303
    house.expire_all()
    assert second.state is AmendmentState.MERGED


def test_what_editors_have_written_meanwhile_stays_beside_what_is_taken_in(
    house, table, opened, propose, respond
):
    position = opened(THREE)
    made = propose(position, "im Herbst", "im Oktober")
    section = sections(house, position)[0]
    write(house, section, THREE.replace("Räume", "Räume, auch abends"), **as_(house, table.mains[0]))
    respond(made, AmendmentAnswer.TAKEN)
    take_in(house, table, position)
    both = THREE.replace("im Herbst", "im Oktober").replace("Räume", "Räume, auch abends")
    assert newest(house, section) == both


def test_consent_is_asked_and_what_is_disputed_waits_for_the_meeting(
    house, table, opened, propose, respond, sign_in, coordinator
):
    position = opened(THREE)
    made = propose(position, "Bedarf", "großen Bedarf")
    respond(made, AmendmentAnswer.REFUSED, reason="Nicht belegt.")
    assert made.state is AmendmentState.ANSWERED
    asked = [each for each in house.info["unrendered"] if "token" in each.facts]
    tokens = [each.facts["token"] for each in asked]
    assert {each.letter.recipient for each in asked} == {table.mains[1].email}
    house.commit()
    anybody = coordinator.application.test_client()
    by_link = anybody.get(f"/r/{tokens[-1]}")
    assert by_link.status_code == 200
    for never in ("Nicht belegt", "großen Bedarf", table.mains[1].name):
        assert never not in by_link.text
    member = sign_in(table.mains[1])
    assert "Stimmt Ihre Institution der Antwort zu?" in words(member.get("/overview"))
    assert "Stimmt Ihre Institution" not in words(sign_in(table.mains[2]).get("/overview"))
    page = member.get(address(position, f"/amendments/{made.id}"))
    assert "Nicht belegt." in words(page)
    assert member.submit(page, "Senden", agrees="no").status_code == 303
    house.expire_all()
    assert made.state is AmendmentState.DISPUTED
    assert "Stimmt Ihre Institution" not in words(member.get("/overview"))
    assert "Änderungsvorschlag 1" in words(coordinator.get(address(position, "/amendments/open")))
    with pytest.raises(RuleBroken):
        version_rules.freeze_final(house, position.id, **as_(house, table.coordinator))
    respond(made, AmendmentAnswer.REFUSED, reason="So hat die Sitzung entschieden.", by_meeting=True)
    assert made.state is AmendmentState.REFUSED
    house.commit()
    assert anybody.get(f"/r/{tokens[-1]}").status_code == 404
    assert "Nichts ist offen" in words(coordinator.get(address(position, "/amendments/open")))
    with pytest.raises(RuleBroken) as early:
        version_rules.freeze_final(house, position.id, **as_(house, table.coordinator))
    assert early.value.field == "early"
    version_rules.freeze_final(house, position.id, early=True, **as_(house, table.coordinator))


def test_link_answers_its_one_question_until_somebody_else_speaks(
    house, table, opened, propose, respond, coordinator
):
    position = opened(THREE)
    made = propose(position, "Bedarf", "großen Bedarf")
    respond(made, AmendmentAnswer.MODIFIED, markdown=THREE.replace("Bedarf", "viel Bedarf"))
    token = next(each.facts["token"] for each in house.info["unrendered"] if "token" in each.facts)
    assert house.scalar(select(AmendmentLink.token_hash)) != token
    answer_rules.agree_by_link(house, token, agrees=True, based_on=made.version, now=build.NOW)
    assert made.state is AmendmentState.ACCEPTED
    assert made.agreed_by_id is None
    taken, _ = take_in(house, table, position)
    assert taken == [made]
    assert "viel Bedarf" in newest(house, sections(house, position)[0])
    with pytest.raises(NotAllowed):
        answer_rules.agree_by_link(house, token, agrees=False, based_on=made.version, now=build.NOW)


def test_consent_is_to_the_answer_that_was_read_and_to_no_other(
    house, table, opened, propose, respond, sign_in
):
    position = opened(THREE)
    made = propose(position, "Bedarf", "großen Bedarf")
    respond(made, AmendmentAnswer.MODIFIED, markdown=THREE.replace("Bedarf", "viel Bedarf"))
    token = next(each.facts["token"] for each in house.info["unrendered"] if "token" in each.facts)
    house.commit()
    member = sign_in(table.mains[1])
    page, by_link = (
        member.get(address(position, f"/amendments/{made.id}")),
        member.get(f"/r/{token}"),
    )
    respond(made, AmendmentAnswer.REFUSED, reason="Doch nicht belegt.")
    house.commit()

    refused = member.submit(page, "Senden", agrees="yes")
    assert refused.status_code == 422
    assert "Doch nicht belegt." in words(refused)
    assert member.submit(by_link, "Senden", agrees="yes").status_code in (404, 422)
    house.expire_all()
    assert made.agrees is None
    assert member.submit(refused, "Senden", agrees="no").status_code == 303
    house.expire_all()
    assert made.agrees is False


def test_an_answer_and_consent_at_the_same_moment_wait_for_each_other(
    house, table, opened, propose, respond, engine
):
    """Each holds the position before the amendment: in another order both would wait for ever."""
    position = opened(THREE)
    made = propose(position, "Bedarf", "großen Bedarf")
    respond(made, AmendmentAnswer.REFUSED, reason="Zu weit.")
    key, read, place = made.id, made.version, position.id
    member, chief = (as_(house, who) for who in (table.mains[1], table.coordinator))
    house.commit()
    told = []

    def agree():
        with Session(engine) as session:
            try:
                answer_rules.agree(session, key, agrees=True, based_on=read, **member)
            except RuleBroken as refused:
                told.append(refused)

    with Session(engine) as session:
        rules.locked(session, place, chief["by"])
        thread = threading.Thread(target=contextvars.copy_context().run, args=(agree,))
        thread.start()
        time.sleep(0.5)
        given = {"reason": "Belegt.", "markdown": "", "by_meeting": False, "based_on": read}
        answer_rules.answer(session, key, answer=AmendmentAnswer.REFERRED, **given, **chief)
        session.info.clear()
        session.commit()
        thread.join()
    assert len(told) == 1
    house.expire_all()
    assert (made.answer, made.agrees) == (AmendmentAnswer.REFERRED, None)


BAD = {
    "nothing changed": ({}, "markdown"),
    "no reason": ({"markdown": "Anders.", "reason": " "}, "reason"),
    "for another institution": ({"markdown": "Anders.", "organisation_id": 987654}, "organisation_id"),
}


def test_bad_amendment_is_refused_and_so_is_one_after_the_last_day(house, table, opened, stop_clock):
    position = opened(THREE)
    section = sections(house, position)[0]
    own = table.seats[1].organisation_id
    for what, (wrong, field) in BAD.items():
        given = {"markdown": THREE, "reason": "Weil.", "organisation_id": own} | wrong
        with pytest.raises(RuleBroken) as refused:
            amendment_rules.propose(house, position.id, section.id, **given, **as_(house, table.mains[1]))
        assert refused.value.field == field, what
    late = as_(house, table.mains[1]) | {"now": build.NOW.replace(day=UNTIL.day + 1)}
    given = {"markdown": "Anders.", "reason": "Weil.", "organisation_id": own}
    with pytest.raises(RuleBroken, match="last day"):
        amendment_rules.propose(house, position.id, section.id, **given, **late)
    assert house.query(Amendment).count() == 0


def test_advisory_members_comment_and_do_not_amend(house, table, opened, sign_in):
    position = opened(THREE)
    seat = build.seat(house, table.body, kind=SeatKind.ADVISORY)
    adviser = build.person(house, "Beratung", organisation_id=seat.organisation_id)
    build.appointment(house, seat, adviser)
    section = sections(house, position)[0]
    house.commit()
    client = sign_in(adviser)
    assert client.get(address(position, f"/versions/1/sections/{section.id}/amend")).status_code == 404
    page = client.get(address(position, f"/versions/1/sections/{section.id}/comment"))
    assert client.submit(page, "Kommentieren", paragraph="2", text="Wer sieht ihn?").status_code == 303
    shown = client.get(address(position))
    assert "Wer sieht ihn?" in words(shown)
    name = house.get(Organisation, seat.organisation_id).name
    assert client.submit(shown, f"Erledigt den Kommentar von {name}").status_code == 303
    house.expire_all()
    assert house.query(PositionComment).one().resolved_at is not None


def test_comment_on_a_passage_that_is_not_there_is_refused(house, table, opened):
    position = opened(THREE)
    section = sections(house, position)[0]
    given = {"text": "Hm.", "organisation_id": None, **as_(house, table.coordinator)}
    with pytest.raises(RuleBroken):
        comment_rules.comment(house, position.id, section.id, paragraph="9", **given)


def test_next_version_holds_what_was_taken_in_under_the_same_numbers(house, table, opened, propose, respond):
    position = opened(THREE)
    made = propose(position, "\n\nEs fehlen Räume.", "\n\nDazwischen.\n\nEs fehlen Räume.")
    respond(made, AmendmentAnswer.TAKEN)
    take_in(house, table, position)
    next_, _ = version_rules.open_for_amendments(
        house, position.id, until=UNTIL, **as_(house, table.coordinator)
    )
    content = house.get_one(Edition, next_.edition_id).data["sections"][0]
    assert content["paragraphs"] == ["1", "2", "2a", "3"]


def test_whoever_may_hand_in_amendments_gets_a_letter_that_names_no_content(house, table, begin, coordinator):
    position = begin(THREE)
    house.commit()
    page = coordinator.get(address(position, "/open"))
    people = {each.email for each in [*table.mains, *table.deputies]}
    assert f"{len(people)} Personen und Postfächer aus 3 Institutionen" in words(page)
    assert (
        coordinator.submit(page, "Festschreiben und 6 Nachrichten senden", until="2026-09-15").status_code
        == 303
    )
    letters = house.query(Letter).filter_by(template="positions/amendments_open").all()
    assert {each.recipient for each in letters} == people
    sent = message_from_bytes(house.get(LetterBytes, letters[0].id).raw, policy=policy.default)
    read = f"{sent['Subject']} {sent.get_body(('plain',)).get_content()}"
    assert "15.09.2026" in read
    assert address(position) in read
    assert position.title not in read


def test_the_next_step_of_the_lead_is_one_button(
    house, table, opened, propose, respond, coordinator, sign_in
):
    position = opened()
    primary = 'class="button primary" href="' + address(position)
    assert primary not in coordinator.get(address(position)).text
    amendment = propose(position, "Bedarf", "großen Bedarf")
    house.commit()
    assert primary + "/amendments/open" in coordinator.get(address(position)).text
    assert primary not in sign_in(table.mains[1]).get(address(position)).text
    respond(amendment, AmendmentAnswer.TAKEN)
    house.commit()
    page = coordinator.get(address(position)).text
    assert primary + "/amendments/open" not in page
    assert primary + "/amendments/take-in" in page
