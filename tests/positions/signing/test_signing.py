"""Signatures: who may give them, to which words, which of them counts, and what nobody signs by silence."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from blueprints.positions import publishing_rules, signature_rules, signing_rules, version_rules
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.letters import Letter
from models.outbox import LetterBytes
from models.position_issues import PositionIssue
from models.positions import PositionAudience, PositionDelegate, PositionTable
from models.seats import Appointment, AppointmentRole
from models.signatures import SignatureValue
from models.visibility import Visibility
from tests import build
from tests.positions.conftest import address, as_, sections, words, write
from tests.positions.signing.conftest import (
    DUE,
    LATER,
    RESERVATION,
    SIGNS,
    about_of,
    asked_of,
    named,
    signed,
    signers,
    table_name,
)


def test_silence_never_signs(house, table, asked, say):
    position = asked()
    say(position, 0)
    say(position, 1, SignatureValue.CONSULTING)
    signing_rules.close(house, position.id, **as_(house, table.coordinator))

    assert named(house, table, position) == [0]
    with pytest.raises(RuleBroken, match="has ended"):
        say(position, 2)


def test_only_whoever_has_the_signing_right_signs_and_never_for_another_institution(house, table, asked, say):
    position = asked()

    for who in (table.deputies[0], table.coordinator, table.reader, table.mains[1]):
        with pytest.raises(NotAllowed):
            say(position, 0, by=who)

    deputy = build.person(house, of=None)
    build.appointment(house, table.seats[0], deputy, AppointmentRole.DEPUTY, may_sign=True)
    say(position, 0, by=deputy)
    assert named(house, table, position) == [0]


def test_a_deputy_signs_and_the_main_representative_counts_over_her_whatever_the_order(
    house, table, asked, say
):
    position = asked()
    deputy = build.person(house)
    build.appointment(house, table.seats[0], deputy, AppointmentRole.DEPUTY, may_sign=True)

    say(position, 0, SignatureValue.NEUTRAL)
    say(position, 0, by=deputy)

    assert named(house, table, position) == []
    assert len(signed(house, table, position).said) == 2


def test_one_comma_changed_is_asked_anew_and_the_earlier_signatures_stay_readable(
    house, table, asked, say, sign_in
):
    position = asked()
    say(position, 0)
    chief = as_(house, table.coordinator)
    old = about_of(house, position, by=table.coordinator)
    version_rules.reopen(house, position.id, **chief)
    of_old = {"asked_id": asked_of(house, old, table.seats[1].organisation_id).id, "sha256": old.sha256}
    with pytest.raises(RuleBroken, match="another one"):
        signature_rules.sign(house, position.id, value=SIGNS, **of_old, **as_(house, table.mains[1]))
    write(house, sections(house, position)[0], "Wir bitten um Mittel für die Beratung.", **chief)
    version_rules.freeze_final(house, position.id, **chief)

    signing_rules.ask(house, position.id, due_on=DUE, **chief)
    house.commit()

    assert named(house, table, position) == []
    with pytest.raises(RuleBroken, match="another one"):
        say(position, 0, sha256=old.sha256)
    client = sign_in(table.mains[0])
    shown = client.get(address(position, "/versions/2/signatures"))
    assert "<del>,</del>" in shown.text
    assert "hat sich nicht geäußert" in words(shown)
    before = words(client.get(address(position, "/versions/1/signatures")))
    assert "der Text wurde wieder geöffnet" in before
    assert f"Heute als Unterzeichnende genannt {table_name(house, table, 0)}" in before
    letters = house.query(Letter).filter_by(template="positions/sign_off").all()
    assert len(letters) == 6


def test_a_reservation_that_may_not_be_printed_names_nobody(house, table, asked, say):
    position = asked()

    with pytest.raises(RuleBroken, match="wording"):
        say(position, 0, RESERVATION)
    say(position, 0, RESERVATION, words="Ohne Absatz zwei.")
    say(position, 1, RESERVATION, words="Nur für das Jahr 2027.", print_words=True)

    assert named(house, table, position) == [1]


def test_an_authority_confirms_after_the_end_and_is_named_from_that_day_on(house, table, asked, say):
    position = asked()
    provisional = say(position, 0, provisional=True)
    say(position, 1)
    signing_rules.close(house, position.id, **as_(house, table.coordinator))
    assert named(house, table, position) == [1]

    after = as_(house, table.mains[0]) | {"now": LATER}
    given = {"agreed": True, "said_on": LATER.date()}
    signature_rules.confirm(house, position.id, provisional.id, **given, **after)

    assert named(house, table, position) == [1]
    assert named(house, table, position, LATER.date()) == [0, 1]


def test_a_signature_is_taken_back_from_a_day_on_and_what_was_sent_keeps_the_truth_of_its_day(
    house, table, asked, say
):
    position = asked()
    mine = say(position, 0)
    say(position, 1)
    chief = as_(house, table.coordinator)
    signing_rules.close(house, position.id, **chief)
    first = publishing_rules.compile_issue(house, position.id, **chief)
    publishing_rules.publish(house, position.id, first.id, **chief)
    before = signers(house, first)

    own = as_(house, table.mains[0])
    yesterday = build.TODAY - timedelta(days=1)
    with pytest.raises(RuleBroken, match="today on"):
        signature_rules.withdraw(house, position.id, mine.id, from_on=yesterday, **own)
    signature_rules.withdraw(house, position.id, mine.id, from_on=LATER.date(), **own)
    assert publishing_rules.follow_withdrawals(house, build.TODAY, build.NOW) == 0
    assert publishing_rules.follow_withdrawals(house, LATER.date(), LATER) == 1
    assert publishing_rules.follow_withdrawals(house, LATER.date(), LATER) == 0

    assert named(house, table, position) == [0, 1]
    assert named(house, table, position, LATER.date()) == [1]
    now = publishing_rules.public_issue(house, position.id)
    assert len(signers(house, now)) == 1
    assert signers(house, house.get(PositionIssue, first.id)) == before
    assert len(before) == 2


@pytest.fixture
def deputy(house, table):
    """A deputy of the first institution who may sign."""
    return _deputy_of(house, table, 0)


def test_what_was_taken_back_leaves_no_signature_of_a_deputy_in_its_place(house, table, asked, say, deputy):
    position = asked()
    mine = say(position, 0)
    say(position, 0, by=deputy, now=build.NOW + timedelta(minutes=1))
    say(position, 1)
    chief = as_(house, table.coordinator)
    signing_rules.close(house, position.id, **chief)
    first = publishing_rules.compile_issue(house, position.id, **chief)
    publishing_rules.publish(house, position.id, first.id, **chief)

    own = as_(house, table.mains[0]) | {"now": LATER}
    day_after = LATER.date() + timedelta(days=1)
    signature_rules.withdraw(house, position.id, mine.id, from_on=day_after, **own)

    assert named(house, table, position, LATER.date()) == [0, 1]
    assert named(house, table, position, day_after) == [1]
    publishing_rules.follow_withdrawals(house, day_after, LATER + timedelta(days=1))
    now = publishing_rules.public_issue(house, position.id)
    assert signers(house, now) == [table_name(house, table, 1)]


def test_an_institution_may_sign_anew_after_it_took_its_signature_back(house, table, asked, say, deputy):
    position = asked()
    mine = say(position, 0, by=deputy)
    own = as_(house, deputy) | {"now": LATER}
    signature_rules.withdraw(house, position.id, mine.id, from_on=LATER.date(), **own)
    assert named(house, table, position, LATER.date()) == []

    say(position, 0, by=deputy, now=LATER + timedelta(hours=1))
    assert named(house, table, position, LATER.date()) == [0]


def test_a_deputy_neither_takes_back_nor_confirms_what_the_main_representative_has_said(
    house, table, asked, say, deputy, sign_in
):
    position = asked()
    mine = say(position, 0, provisional=True)
    house.commit()
    theirs, hers = sign_in(deputy), sign_in(table.mains[0])
    back, confirm = (
        address(position, f"/versions/1/signatures/{mine.id}/{rest}") for rest in ("take-back", "confirm")
    )
    for path in (back, confirm):
        assert theirs.get(path).status_code == 404
        assert hers.get(path).status_code == 200
    given = {"by": build.actor(house, deputy), "now": build.NOW}
    with pytest.raises(NotAllowed):
        signature_rules.withdraw(house, position.id, mine.id, from_on=build.TODAY, **given)
    with pytest.raises(NotAllowed):
        signature_rules.confirm(house, position.id, mine.id, agreed=False, said_on=build.TODAY, **given)

    of_deputy = say(position, 1, by=_deputy_of(house, table, 1))
    signature_rules.withdraw(
        house, position.id, of_deputy.id, from_on=build.TODAY, **as_(house, table.mains[1])
    )
    assert named(house, table, position) == []


def _deputy_of(house, table, place):
    who = build.person(house)
    build.appointment(house, table.seats[place], who, AppointmentRole.DEPUTY, may_sign=True)
    return who


def test_letters_about_a_confidential_text_go_to_the_seats_it_names_and_to_no_other_table(
    house, table, begin, asked
):
    other = build.table(house, 1, name="Nachbartisch")
    same = build.organisation(house, "Institution an beiden Tischen")
    people = []
    for body in (table.body, other.body):
        seat = build.seat(house, body, same)
        people.append((seat, build.person(house, of=same, email=f"{body.id}@musterstadt.example")))
        build.appointment(house, *people[-1], may_sign=True)
    position = begin("Wir bitten um Mittel.")
    agreed = {"position_id": position.id, "body_id": other.body.id, "agreed_at": build.NOW}
    build.added(house, PositionTable(**agreed))
    position.visibility = Visibility.CONFIDENTIAL
    build.added(house, PositionAudience(position_id=position.id, seat_id=people[0][0].id))
    house.expire_all()
    version_rules.freeze_final(house, position.id, **as_(house, table.coordinator))
    asked(position)
    signing_rules.remind_due(house, DUE, build.NOW + (DUE - build.TODAY))

    sent = house.query(Letter).filter(Letter.template.startswith("positions/sign_off")).all()
    assert {each.template for each in sent} == {"positions/sign_off", "positions/sign_off_reminder"}
    assert {each.person_id for each in sent} == {people[0][1].id}


def test_an_express_round_takes_late_signatures_until_it_is_closed_and_says_that_more_follow(
    house, table, asked, say
):
    position = asked(due_on=None, express=True)
    chief = as_(house, table.coordinator)
    say(position, 0)
    issue = publishing_rules.compile_issue(house, position.id, **chief)
    publishing_rules.publish(house, position.id, issue.id, **chief)
    content = house.get(Edition, issue.edition_id).data

    say(position, 1, now=LATER)
    say(position, 0, SignatureValue.NEUTRAL, now=LATER)

    assert content["more_follow"]
    assert content["signed_until"] == build.TODAY.isoformat(), "who signs until the last day is not there yet"
    assert signers(house, publishing_rules.public_issue(house, position.id)) == [table_name(house, table, 1)]


def test_somebody_from_outside_signs_for_her_institution_and_sees_nothing_of_the_others(
    house, table, final, asked, say, sign_in
):
    position = final()
    place = build.organisation(house, "Bündnis Musterland")
    signer, writer = build.person(house, of=place), build.person(house, of=build.organisation(house))
    for who, may_sign in ((signer, True), (writer, False)):
        given = {"organisation_id": who.organisation_id, "person_id": who.id, "may_sign": may_sign}
        build.added(house, PositionDelegate(position_id=position.id, **given))
    asked(position)
    say(position, 0, SignatureValue.DISSENT, words="So nicht.")
    about = about_of(house, position, by=table.coordinator)
    house.commit()

    client = sign_in(signer)
    answer = client.get(address(position, "/versions/1/signatures"))

    assert "Bündnis Musterland" in answer.text
    assert "So nicht." not in answer.text
    assert table_name(house, table, 0) not in answer.text
    given = {"asked_id": asked_of(house, about, place.id).id, "value": SIGNS, "sha256": about.sha256}
    with pytest.raises(NotAllowed):
        signature_rules.sign(house, position.id, **given, **as_(house, writer))
    signature_rules.sign(house, position.id, **given, **as_(house, signer))
    assert [each.name for each in signed(house, table, position).printed] == ["Bündnis Musterland"]


def test_only_the_silent_are_reminded_each_once(house, table, asked, say):
    position = asked()
    say(position, 0, SignatureValue.CONSULTING)
    say(position, 1, SignatureValue.NEUTRAL)

    half = DUE - timedelta(days=6)
    for day in (half, half, DUE, DUE):
        signing_rules.remind_due(house, day, build.NOW + (day - build.TODAY))

    rows = house.query(Letter).filter_by(template="positions/sign_off_reminder").all()
    assert len(rows) == 2
    assert {each.organisation_id for each in rows} == {table.seats[2].organisation_id}


def test_the_overview_asks_whoever_may_sign_until_the_institution_has_spoken(
    house, table, asked, say, sign_in
):
    position = asked()
    house.commit()
    main, deputy = sign_in(table.mains[0]), sign_in(table.deputies[0])
    asks = f"Zeichnet Ihre Institution mit? „{position.title}“"

    page = main.get("/overview")
    assert asks in page.text
    assert f'{address(position)}/versions/1/signatures"' in page.text
    for browser in (deputy, sign_in(table.coordinator)):
        assert asks not in browser.get("/overview").text, "only whoever has the signing right is asked"
    say(position, 0, SignatureValue.NEUTRAL)
    house.commit()
    assert asks not in main.get("/overview").text
    other = sign_in(table.mains[1])
    assert asks in other.get("/overview").text
    version_rules.reopen(house, position.id, **as_(house, table.coordinator))
    house.commit()
    assert asks not in other.get("/overview").text, "a text that was opened again is not signed"


def test_coordination_and_lead_get_a_letter_when_a_signature_is_taken_back(house, table, asked, say, sign_in):
    position = asked()
    made = say(position, 1)
    house.commit()
    client = sign_in(table.mains[1])
    page = client.get(address(position, f"/versions/1/signatures/{made.id}/take-back"))
    assert client.submit(page, "Mitzeichnung zurückziehen", from_on="2026-09-01").status_code == 303

    letters = house.query(Letter).filter_by(template="positions/signature_withdrawn").all()
    assert {each.recipient for each in letters} == {table.coordinator.email, table.mains[0].email}
    raw = house.get(LetterBytes, letters[0].id).raw
    read = message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content()
    assert address(position, "/versions/1/signatures") in read
    assert table_name(house, table, 1) not in read


def test_a_lead_who_has_left_the_table_gets_no_letter_when_a_signature_is_taken_back(
    house, table, asked, say, sign_in
):
    position = asked()
    made = say(position, 1)
    gone = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    gone.ends_on = build.TODAY - timedelta(days=1)
    house.commit()
    client = sign_in(table.mains[1])
    page = client.get(address(position, f"/versions/1/signatures/{made.id}/take-back"))
    assert client.submit(page, "Mitzeichnung zurückziehen", from_on="2026-09-01").status_code == 303
    letters = house.query(Letter).filter_by(template="positions/signature_withdrawn").all()
    assert [each.recipient for each in letters] == [table.coordinator.email]
