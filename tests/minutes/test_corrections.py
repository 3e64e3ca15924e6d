"""Corrected versions: for the same readers, with an own hash, told to them, the difference word by word."""

import hashlib
import re
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from blueprints.minutes import approval_rules, correcting_rules, correction_rules, extract_rules
from blueprints.minutes.said_attendance import Said, Wanted
from models.edition_lives import life_of
from models.editions import Edition, EditionKind, EditionReader
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import Letter
from models.minutes import AttendanceState, Minutes, Withdrawal, attendances
from models.outbox import LetterBytes
from models.people import Person
from models.results import Result
from models.texts import TextVersion
from models.versions import ChangedMeanwhile
from plumbing.letters import render_waiting
from plumbing.markdown import render
from tests import build
from tests.minutes.test_objections import MIDNIGHT, decide, lapse, object_to
from tests.minutes.test_outcomes import decide as decide_on
from tests.minutes.test_reading import edition_of, text_of

HOUR = timedelta(hours=1)
REASON = "Der Tag war falsch."


@pytest.fixture
def out(room):
    room.written().circulate()
    return room


def correct(room, texts, reason=REASON, *, based_on=1, by=None, now=None):
    given = {"based_on": based_on, "by": by or room.by, "now": now or room.after, "render": render}
    sent = correction_rules.correct(room.house, room.meeting_id, texts, reason, **given)
    room.house.commit()
    return sent


def editions(room, number=2):
    of_minutes = (Edition.kind == EditionKind.MINUTES) & (Edition.number == number)
    return list(room.house.scalars(select(Edition).where(of_minutes).order_by(Edition.id)))


def letters(room):
    return room.house.scalars(
        select(Letter.recipient).where(Letter.template == "minutes/corrected").order_by(Letter.recipient)
    ).all()


def readers_of(room, edition):
    rows = room.house.scalars(select(EditionReader).where(EditionReader.edition_id == edition.id))
    return {(row.seat_id, row.person_id) for row in rows}


def test_a_corrected_version_goes_to_the_readers_of_the_first_with_a_hash_of_its_own(out):
    sent = correct(out, {out.open_item.id: "Ergebnis **richtig**"})
    first = {each.sha256: each for each in editions(out, 1)}
    for edition in editions(out):
        before = first[edition.replaces]
        assert readers_of(out, edition) == readers_of(out, before)
        assert (edition.whole, edition.for_readers) == (before.whole, before.for_readers)
        assert edition.sha256 == hashlib.sha256(edition.content.encode()).hexdigest() != before.sha256
        assert edition.version == 2
        (told,) = edition.data["corrections"]
        assert (told["items"], told["reason"], told["on"]) == (["1"], REASON, "2026-09-30")
    assert sent == len(letters(out)) == 6
    assert out.guest.email not in letters(out)


def test_what_was_sent_stays_as_it_was(out):
    before = [(each.id, each.content) for each in editions(out, 1)]
    correct(out, {out.open_item.id: "Anders"})
    out.house.expire_all()
    assert [(each.id, each.content) for each in editions(out, 1)] == before


def test_whoever_may_not_read_the_item_gets_no_new_version_and_no_letter(house, out, sign_in):
    correct(out, {out.named_item.id: "Geheim berichtigt"})
    for edition in editions(out):
        assert "Geheim berichtigt" in edition.content
    first, *others = out.table.seats
    told = {seat for edition in editions(out) for seat, _ in readers_of(out, edition)}
    assert told == {first.id}
    assert set(letters(out)) == {out.table.mains[0].email, out.table.deputies[0].email}
    page = sign_in(out.table.mains[1]).get(out.url()).get_data(as_text=True)
    assert "Fassung 1" in page
    assert "Fassung 2" not in page
    correct(out, {out.open_item.id: "Offen berichtigt"}, based_on=2)
    page = sign_in(out.table.mains[1]).get(out.url()).get_data(as_text=True)
    assert "Fassung 2" in page
    assert "Fassung 3" not in page
    assert others


def test_only_who_reads_every_corrected_item_reads_why(house, out, sign_in):
    correct(out, {out.open_item.id: "Offen", out.named_item.id: "Geheim"}, "Wegen der Sperre der Stelle.")
    pages = [sign_in(who).get(out.url()).get_data(as_text=True) for who in out.table.mains[:2]]
    assert ["Wegen der Sperre" in page for page in pages] == [True, False]
    assert "Fassung 2" in pages[1]
    seats = {seat for each in editions(out) if "Sperre" in each.content for seat, _ in readers_of(out, each)}
    assert seats - {None} == {out.table.seats[0].id}


def test_before_anything_is_sent_one_looks_at_what_changes_and_who_is_told(out, sign_in, stop_clock):
    stop_clock(out.after)
    browser = sign_in(out.table.coordinator)
    typed = {"text_2": "Vortrag **gehört**", "text_3": "Ergebnis neu"}
    page = browser.get(out.url("/correct"))
    assert browser.submit(page, **typed).status_code == 422, "without a reason"
    look = browser.submit(page, reason=f"Wegen „{out.own_item.title}“.", **typed)
    shown = look.text.split("<main")[1]
    plain = re.sub(r"</(del|ins)><\1>", "", shown)
    assert re.search("<del>[^<]*Fachvortrag", plain)
    assert re.search("<ins>[^<]*gehört", plain)
    assert "Begrüßung" not in shown.split("<form")[0]
    assert "den nicht alle kennen dürfen" in shown
    for to in out.table.mains:
        assert to.email in shown, "the second item changes for all, the third for the first only"
    assert out.guest.email not in shown, "still waits for her extract"
    assert editions(out) == []
    again = browser.submit(look, "Ändern")
    assert again.status_code == 200
    look = browser.submit(again, reason=REASON)
    assert "den nicht alle kennen dürfen" not in look.text
    assert browser.submit(look, "6 Nachrichten versenden").status_code == 303
    assert len(letters(out)) == len(set(letters(out))) == 6
    assert {each.email for each in out.table.mains} <= set(letters(out))
    whole = next(each for each in editions(out) if each.whole)
    assert [item["markdown"] for item in whole.data["items"]][1:3] == ["Vortrag **gehört**", "Ergebnis neu"]


def test_only_whose_items_change_is_told(out):
    given = {"by": out.by, "now": out.after, "based_on": 1}
    texts = {out.named_item.id: "Geheim berichtigt"}
    told = correcting_rules.look(out.house, out.meeting_id, texts, REASON, **given)
    assert correct(out, texts) == len(told.reached) == len(letters(out)) > 0
    assert sorted(each.address for each in told.reached) == letters(out)
    assert out.table.mains[1].email not in letters(out)


def test_letters_about_a_correction_say_nothing_of_it(house, out, app):
    correct(out, {out.open_item.id: "Ergebnis neu"})
    with app.app_context():
        render_waiting(house)
    rows = house.scalars(select(LetterBytes.raw).join(Letter).where(Letter.template == "minutes/corrected"))
    words = [raw.decode("utf-8", "replace") for raw in rows]
    assert len(words) == 6
    assert not [each for each in words if "Ergebnis neu" in each or REASON in each or "Begrüßung" in each]


def test_every_reader_of_both_versions_sees_the_difference_word_by_word(house, out, sign_in):
    correct(out, {out.open_item.id: "Ergebnis **Verabschiedung**"})
    client = sign_in(out.table.mains[0])
    page = client.get(out.url())
    assert REASON in page.get_data(as_text=True)
    changes = client.get(f"/editions/{edition_of(house, page)}/changes").get_data(as_text=True)
    assert "<del>Begrüßung</del>" in changes
    assert "<ins>Verabschiedung</ins>" in changes
    paper = text_of(client.get(f"/editions/{edition_of(house, page)}.pdf").data)
    assert REASON in paper
    assert "Fassung 2 vom" in paper


def test_nobody_sees_the_changes_of_editions_of_others(house, out, sign_in):
    correct(out, {out.named_item.id: "Geheim berichtigt"})
    ids = [each.id for each in editions(out)]
    for stranger in (out.table.mains[1], out.guest, out.table.reader, out.elsewhere.coordinator):
        assert {sign_in(stranger).get(f"/editions/{key}/changes").status_code for key in ids} == {404}


def test_a_first_version_has_no_changes(house, out, sign_in):
    client = sign_in(out.table.mains[0])
    key = edition_of(house, client.get(out.url()))
    assert client.get(f"/editions/{key}/changes").status_code == 404


def test_the_older_version_says_that_it_was_replaced(house, out, sign_in):
    client = sign_in(out.table.mains[0])
    old = edition_of(house, client.get(out.url()))
    correct(out, {out.open_item.id: "Anders"})
    assert "durch Fassung 2 ersetzt" in client.get(f"/editions/{old}").get_data(as_text=True)
    assert "ersetzt durch Fassung 2" in " ".join(text_of(client.get(f"/editions/{old}.pdf").data).split())
    assert edition_of(house, client.get(out.url())) != old


@pytest.mark.parametrize(
    ("texts", "reason", "field"),
    [
        ({}, REASON, None),
        ({"open_item": "Ergebnis **Begrüßung**"}, REASON, None),
        ({"open_item": "Neu"}, "", "reason"),
    ],
)
def test_a_correction_of_nothing_and_one_without_reason_are_refused(house, out, texts, reason, field):
    with pytest.raises(RuleBroken) as refused:
        correct(out, {getattr(out, name).id: words for name, words in texts.items()}, reason)
    assert refused.value.field == field
    house.rollback()
    assert editions(out) == []
    assert letters(out) == []


def test_only_the_coordination_corrects(house, out):
    for stranger in (out.taker, out.table.mains[0], out.elsewhere.coordinator):
        with pytest.raises(NotAllowed):
            correct(out, {out.open_item.id: "Neu"}, by=build.actor(house, stranger))


def test_of_two_corrections_at_once_the_second_is_refused(house, out):
    correct(out, {out.open_item.id: "Neu"})
    with pytest.raises(ChangedMeanwhile):
        correct(out, {out.guest_item.id: "Auch neu"})


def test_a_guest_who_has_her_extract_gets_the_corrected_one(house, out, sign_in):
    extract_rules.send_extracts(house, out.meeting_id, by=out.by, now=out.after)
    correct(out, {out.guest_item.id: "Vortrag berichtigt"})
    assert out.guest.email in letters(out)
    assert "Vortrag berichtigt" in sign_in(out.guest).get(out.url()).get_data(as_text=True)


def test_a_guest_who_waits_for_her_extract_gets_the_corrected_one_with_it(house, out, sign_in):
    correct(out, {out.guest_item.id: "Vortrag berichtigt"})
    assert out.guest.email not in letters(out)
    assert [each.name for each in extract_rules.owed(house, out.meeting_id)] == [out.guest.name]
    extract_rules.send_extracts(house, out.meeting_id, by=out.by, now=out.after)
    assert "Vortrag berichtigt" in sign_in(out.guest).get(out.url()).get_data(as_text=True)


def test_statements_for_the_record_enter_the_next_version_for_members_who_see_the_item(house, out, sign_in):
    made = object_to(out, place=3, wording="")
    decide(out, made, "statement", "", "Wir sehen das anders.", now=out.after + HOUR)
    correct(out, {}, "", now=out.after + 2 * HOUR)
    assert editions(out)
    for edition in editions(out):
        numbers = {item["number"] for item in edition.data["items"]}
        assert "V 1" in numbers
        assert not edition.data["extract"]
        assert edition.data["statements"][0]["markdown"] == "Wir sehen das anders."
    client = sign_in(out.table.mains[0])
    paper = text_of(client.get(f"/editions/{edition_of(house, client.get(out.url()))}.pdf").data)
    assert "Erklärungen zu Protokoll" in paper
    assert "Wir sehen das anders." in paper


def test_a_version_that_was_approved_counts_and_a_later_one_corrects_it(house, out):
    lapse(out)
    correct(out, {out.open_item.id: "Neu"}, now=MIDNIGHT.replace(day=20))
    first, second = editions(out, 1)[0], editions(out)[0]
    assert life_of(house, first).approved_on.isoformat() == "2026-10-14"
    assert (life_of(house, first).replaced_by, life_of(house, second).corrects_approved) == (2, True)


def test_what_was_corrected_before_the_approval_is_what_is_approved(house, out):
    correct(out, {out.open_item.id: "Neu"})
    approval_rules.approve_due(house, MIDNIGHT.date(), MIDNIGHT)
    first, second = life_of(house, editions(out, 1)[0]), life_of(house, editions(out)[0])
    assert (first.approved_on, first.replaced_by) == (None, 2)
    assert (second.approved_on.isoformat(), second.corrects_approved) == ("2026-10-14", False)


def test_what_is_not_in_the_text_yet_is_told_and_taken_in_by_a_form(house, out, sign_in, stop_clock):
    made = object_to(out)
    decide(out, made, "taken-over", "", "Die Stellen stimmen zu.", now=out.after + HOUR)
    stop_clock(out.after + 2 * HOUR)
    coordinator = sign_in(out.coordinator)
    assert "noch nicht im Text" in coordinator.get(out.url()).get_data(as_text=True)
    page = coordinator.get(out.url("/correct")).get_data(as_text=True)
    assert "Die Stellen stimmen zu." in page
    typed = {"text_1": "Die Stellen stimmen zu.", "reason": REASON, "based_on": "1", "form_key": "a"}
    kept = {
        f"text_{place}": words for place, words in enumerate(("Fachvortrag", "Nur erste", "Nachbesetzung"), 2)
    }
    kept = {name: f"Ergebnis **{words}**" for name, words in kept.items()}
    answer = coordinator.post(out.url("/correct"), data=typed | kept | {"reason": "", "form_key": "b"})
    assert answer.status_code == 422
    assert "Die Stellen stimmen zu." in answer.get_data(as_text=True)
    assert coordinator.post(out.url("/correct"), data=typed | kept).status_code == 200
    assert coordinator.post(out.url("/correct"), data=typed | kept | {"step": "send"}).status_code == 303
    assert [each["items"] for each in editions(out)[0].data["corrections"]] == [["1"]]
    assert "noch nicht im Text" not in coordinator.get(out.url()).get_data(as_text=True)


def test_the_history_holds_numbers_and_no_words(house, out):
    correct(out, {out.open_item.id: "Neu"})
    entry = house.scalars(select(Entry).where(Entry.gesture == "correct")).one()
    assert entry.facts == {"number": 2, "editions": 4, "letters": 6}
    assert all(version.frozen_at for version in house.scalars(select(TextVersion)))


def test_a_form_opened_before_a_purge_brings_the_passage_back_to_nobody(house, out, sign_in):
    client = sign_in(out.coordinator)
    page = client.get(out.url("/correct"))
    for edition in editions(out, 1):
        edition.purged_at = out.after
    house.commit()
    with pytest.raises(ChangedMeanwhile):
        correct(out, {out.open_item.id: "Anders"})
    house.rollback()
    refused = client.submit(page, text_1="Anders", reason=REASON)
    assert refused.status_code == 422
    assert editions(out) == []
    assert client.submit(client.submit(refused), "6 Nachrichten versenden").status_code == 303


def whole_of(room, number):
    return next(each for each in editions(room, number) if each.whole)


def test_attendance_is_put_right_by_a_correction_after_the_approval(house, out, sign_in, stop_clock):
    lapse(out)
    stop_clock(MIDNIGHT.replace(day=20))
    before = whole_of(out, 1).data["attendance"]
    browser = sign_in(out.coordinator)
    typed = {"state_0": "present", "names_0": "Frau Dr. Spät", "state_1": "absent", "names_1": ""}
    page = browser.get(out.url("/correct"))
    assert browser.submit(page, **typed).status_code == 422, "without a reason"
    assert browser.submit(page, reason=REASON, **typed | {"names_0": ""}).status_code == 422
    look = browser.submit(page, reason=REASON, **typed)
    assert "anwesend: Frau Dr. Spät" in look.text
    assert editions(out) == []
    assert browser.submit(look, "6 Nachrichten versenden").status_code == 303
    made = {each.id: each.data for each in editions(out)}
    assert made
    assert not any(each["extract"] for each in made.values()), "guests read no attendance"
    now = whole_of(out, 2).data["attendance"]
    assert [row["state"] for row in now][:2] == ["present", "absent"]
    assert now[0]["names"] == "Frau Dr. Spät"
    assert now[2:] == before[2:]
    for_readers = next((each for each in editions(out) if each.for_readers), None)
    assert for_readers is None or for_readers.data["attendance"][0]["names"] == ""
    (told,) = whole_of(out, 2).data["corrections"]
    assert (told["items"], told["attendance"], told["reason"]) == ([], True, REASON)
    rows = attendances(house, house.query(Minutes).one().id)
    assert rows[0].names == "Frau Dr. Spät"
    read = browser.get(out.url())
    assert "Frau Dr. Spät" in read.text
    changes = browser.get(f"/editions/{whole_of(out, 2).id}/changes").text
    assert "Frau Dr. Spät" in changes


def put_right(room, attendance=(), texts=(), reason=REASON, based_on=1, guests=()):
    given = {"based_on": based_on, "by": room.by, "now": room.after, "render": render}
    given["attendance"] = Wanted(dict(attendance), dict(guests))
    sent = correction_rules.correct(room.house, room.meeting_id, dict(texts), reason, **given)
    room.house.commit()
    return sent


def left_for(room, item):
    """The first institution was there, and left the room for an item."""
    room.written()
    line = attendances(room.house, room.house.query(Minutes).one().id)[0]
    line.state, line.names = AttendanceState.PRESENT, "Frau Falsch"
    line.withdrawals.append(Withdrawal(attendance_id=line.id, item_id=item.id))
    room.house.commit()
    room.circulate()


def test_put_right_attendance_tells_nobody_of_an_item_that_she_may_not_see(house, room, sign_in):
    """The whole minutes say "V 1" where one left the room for it; editions of others must not learn that."""
    left_for(room, room.named_item)
    before = {each.sha256: each.data["attendance"] for each in editions(room, 1)}
    put_right(room, {0: Said(AttendanceState.PRESENT, "Frau Richtig")})
    made = editions(room)
    assert {row["left_for"][0] for each in made for row in each.data["attendance"] if row["left_for"]} == {
        "V 1"
    }
    for edition in made:
        seen = {item["number"] for item in edition.data["items"]}
        assert {number for row in edition.data["attendance"] for number in row["left_for"]} <= seen
        olds = [row["left_for"] for row in before[edition.replaces]]
        assert [row["left_for"] for row in edition.data["attendance"]] == olds
    client = sign_in(room.table.mains[1])
    page = client.get(room.url())
    assert "Frau Richtig" in page.text
    assert "V 1" not in page.text
    assert "V 1" not in text_of(client.get(f"/editions/{edition_of(house, page)}.pdf").data)


def test_whoever_was_not_there_after_all_left_for_nothing(room):
    left_for(room, room.open_item)
    put_right(room, {0: Said(AttendanceState.ABSENT, "")})
    assert [each.data["attendance"][0]["left_for"] for each in editions(room)] == [[]] * len(editions(room))


def test_items_that_one_left_for_are_put_right(house, room, sign_in):
    left_for(room, room.open_item)
    right = {0: Said(AttendanceState.PRESENT, "Frau Falsch", left_for=("top 2",))}
    assert put_right(room, right) == 6
    for edition in editions(room):
        assert edition.data["attendance"][0]["left_for"] == ["2"]
    line = attendances(house, house.query(Minutes).one().id)[0]
    assert [each.item_id for each in line.withdrawals] == [room.guest_item.id]
    page = sign_in(room.table.mains[1]).get(room.url()).text
    assert "nicht im Raum bei TOP 2" in page


def test_whoever_left_for_an_item_and_voted_on_it_is_shown_before_it_is_sent(house, room, sign_in):
    """The result of a closed decision stays, so the paper would say both."""
    decided = decide_on(room, room.guest_item, stances=("agree", "agree", "agree"))
    left_for(room, room.open_item)
    browser = sign_in(room.coordinator)
    page = browser.get(room.url("/correct"))
    hint = "hat bei TOP 2 den Raum verlassen, das Protokoll gibt aber wieder"
    assert hint in browser.submit(page, reason=REASON, left_for_0="1, 2").text
    assert hint not in browser.submit(page, reason=REASON, left_for_0="").text
    put_right(room, {0: Said(AttendanceState.PRESENT, "Frau Falsch", left_for=("2",))})
    house.refresh(decided)
    assert decided.result is Result.CONSENSUS


def test_that_one_left_for_an_item_is_told_to_its_readers_only(house, room, sign_in):
    """For all others nothing has changed; what else was put right with it they read without why."""
    left_for(room, room.open_item)
    right = {0: Said(AttendanceState.PRESENT, "Frau Falsch", left_for=("1", "V 1"))}
    assert put_right(room, right) == 2
    told = {seat for edition in editions(room) for seat, _ in readers_of(room, edition)} - {None}
    assert told == {room.table.seats[0].id}
    assert "Fassung 2" not in sign_in(room.table.mains[1]).get(room.url()).text
    right = {0: Said(AttendanceState.PRESENT, "Frau Richtig", left_for=("1",))}
    put_right(room, right, reason="Sie blieb bei V 1 im Raum.", based_on=2)
    pages = [sign_in(who).get(room.url()).text for who in room.table.mains[:2]]
    assert ["blieb bei V 1" in page for page in pages] == [True, False]
    assert ["Frau Richtig" in page for page in pages] == [True, True]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"left_for_0": "1, 99"}, "keinen TOP „99“"),
        ({"left_for_0": "Begrüßung"}, "keinen TOP „Begrüßung“"),
        ({"left_for_1": "1"}, "nur eine Institution, die da war"),
        ({"left_for_0": "x" * 501}, "Möglich sind höchstens"),
    ],
)
def test_items_that_cannot_be_left_for_are_refused_beside_the_field(house, room, sign_in, typed, words):
    left_for(room, room.open_item)
    browser = sign_in(room.coordinator)
    page = browser.get(room.url("/correct"))
    answer = browser.submit(page, reason=REASON, **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert all(f'value="{value}"' in answer.text for value in typed.values())
    assert editions(room) == []


def test_whether_a_guest_was_there_is_put_right(house, out, sign_in):
    """Nobody had noted that she came; then that she did not after all."""
    extract_rules.send_extracts(house, out.meeting_id, by=out.by, now=out.after)
    lapse(out)
    browser = sign_in(out.coordinator)
    line = next(each for each in attendances(house, house.query(Minutes).one().id) if each.person_id)
    look = browser.submit(browser.get(out.url("/correct")), reason=REASON, **{f"guest_{line.id}": "present"})
    assert "<del>war nicht da</del> <ins>war da</ins>" in look.text
    assert browser.submit(look, "6 Nachrichten versenden").status_code == 303
    made = editions(out)
    assert not [each for each in made if each.data["extract"]], "her extract names nobody who was there"
    named = {each.for_readers: each.data["guests"] for each in made}
    assert named[False] == [{"name": "Gast Klinik", "items": ["2"]}]
    assert "Gast Klinik" not in named[True][0]["name"]
    assert all(each.data["corrections"][0]["attendance"] for each in made)
    house.refresh(line)
    assert line.state is AttendanceState.PRESENT
    member = sign_in(out.table.mains[1])
    page = member.get(out.url())
    assert "Gast Klinik (nur TOP 2)" in page.text
    changes = member.get(f"/editions/{edition_of(house, page)}/changes").text
    assert "<del>–</del> <ins>Gast Klinik (nur TOP 2)</ins>" in changes
    put_right(out, guests={line.id: False}, based_on=2)
    assert {each.for_readers: each.data["guests"] for each in editions(out, 3)} == {False: [], True: []}
    assert "Gast Klinik (nur" not in member.get(out.url()).text
    with pytest.raises(RuleBroken, match="Nothing has changed"):
        put_right(out, guests={line.id: False}, based_on=3)


def test_a_guest_of_an_item_that_others_do_not_see_is_put_right_for_its_readers_only(house, room):
    build.item_guest(house, room.named_item, build.person(house, "Gast Verdeckt"))
    room.written().circulate()
    line = next(
        each for each in attendances(house, house.query(Minutes).one().id) if each.names == "Gast Verdeckt"
    )
    assert put_right(room, guests={line.id: True}) == 2
    for edition in editions(room):
        assert "V 1" in {item["number"] for item in edition.data["items"]}


def test_the_purpose_of_a_letter_counts_no_version_that_its_recipient_may_not_see(house, out):
    """It stands in the data that one gets about oneself."""
    correct(out, {out.named_item.id: "Geheim berichtigt"})
    correct(out, {out.open_item.id: "Offen berichtigt"}, based_on=2)
    mine = Letter.recipient == out.table.mains[1].email, Letter.template == "minutes/corrected"
    (letter,) = house.scalars(select(Letter).where(*mine)).all()
    own = next(each for each in editions(out, 3) if (out.table.seats[1].id, None) in readers_of(out, each))
    assert letter.purpose == f"minutes-{own.sha256[:16]}"


def test_times_are_put_right_after_the_approval(house, out, sign_in, stop_clock):
    put_right(out, {0: Said(AttendanceState.PRESENT, "Frau Da", time(10, 15))})
    lapse(out)
    stop_clock(MIDNIGHT.replace(day=20))
    browser = sign_in(out.coordinator)
    page = browser.get(out.url("/correct"))
    assert 'value="10:15"' in page.text
    wrong = [{"left_0": "10:00"}, {"came_0": "halb elf"}, {"came_1": "10:30"}]
    for typed in wrong:
        refused = browser.submit(page, reason=REASON, **typed)
        assert refused.status_code == 422
        assert "<details open>" in refused.text.replace("<details  open>", "<details open>")
    look = browser.submit(page, reason=REASON, came_0="10:45", left_0="11:30")
    assert "anwesend, ab 10:15 Uhr" in look.text
    assert "anwesend, ab 10:45 Uhr, bis 11:30 Uhr" in look.text
    again = browser.submit(look, "Ändern")
    assert 'value="10:45"' in again.text
    assert browser.submit(browser.submit(again), "6 Nachrichten versenden").status_code == 303
    for edition in editions(out, 3):
        assert "08:45:00+00:00" in edition.content
    client = sign_in(out.table.mains[1])
    shown = client.get(out.url())
    assert "ab 10:45 Uhr, bis 11:30 Uhr" in shown.text
    assert "ab 10:45" in client.get(f"/editions/{edition_of(house, shown)}/changes").text
    line = attendances(house, house.query(Minutes).one().id)[0]
    assert (line.came_at.hour, line.left_at.hour) == (8, 9), "as the world counts"


def test_whoever_was_not_there_after_all_neither_came_nor_left(house, out):
    put_right(out, {0: Said(AttendanceState.PRESENT, "Frau Da", time(10, 15), time(11))})
    put_right(out, {0: Said(AttendanceState.EXCUSED, "Frau Da", time(10, 15), time(11))}, based_on=2)
    for edition in editions(out, 3):
        row = edition.data["attendance"][0]
        assert (row["state"], row["names"], row["came_at"], row["left_at"]) == ("excused", "", "", "")
    line = attendances(house, house.query(Minutes).one().id)[0]
    assert (line.names, line.came_at, line.left_at) == ("", None, None)


def test_the_same_times_are_no_correction(out):
    put_right(out, {0: Said(AttendanceState.PRESENT, "Frau Da", time(10, 15))})
    with pytest.raises(RuleBroken, match="Nothing has changed"):
        put_right(out, {0: Said(AttendanceState.PRESENT, "Frau Da", time(10, 15))}, based_on=2)


def test_a_reason_for_attendance_alone_is_compared_with_titles_not_all_know(out, sign_in):
    browser = sign_in(out.table.coordinator)
    typed = {"state_0": "present", "names_0": "Frau Da", "reason": f"Fehlte wegen „{out.own_item.title}“."}
    look = browser.submit(browser.get(out.url("/correct")), **typed)
    assert look.status_code == 200
    assert "den nicht alle kennen dürfen" in look.text


def test_a_guest_does_not_read_why_attendance_was_put_right(house, out, sign_in):
    """Her extract holds no attendance; the reason of a correction of both may tell of it by name."""
    extract_rules.send_extracts(house, out.meeting_id, by=out.by, now=out.after)
    why = "Frau Dr. Spät war da."
    put_right(
        out,
        {0: Said(AttendanceState.PRESENT, "Frau Dr. Spät")},
        {out.guest_item.id: "Vortrag berichtigt"},
        why,
    )
    page = sign_in(out.guest).get(out.url()).text
    assert "Vortrag berichtigt" in page
    assert "Spät" not in page
    assert why in sign_in(out.table.mains[1]).get(out.url()).text


def test_whoever_reads_functions_only_learns_no_name_from_a_correction(out):
    """A name that is put right changes nothing for her; why it was is not for her either."""
    was = whole_of(out, 1).data["attendance"][0]
    put_right(out, {0: Said(AttendanceState.PRESENT, "Frau Falsch")})
    for_her = [each for each in editions(out) if each.for_readers]
    assert for_her
    assert was["state"] != "present"
    assert [(each.data["corrections"][0]["reason"], "Falsch" in each.content) for each in for_her] == [
        ("", False)
    ]
    put_right(out, {0: Said(AttendanceState.PRESENT, "Frau Richtig")}, based_on=2)
    assert editions(out, 3)
    assert not [each for each in editions(out, 3) if each.for_readers]


def test_page_and_paper_of_a_correction_say_the_same_standing(house, out, sign_in, stop_clock):
    lapse(out)
    stop_clock(MIDNIGHT.replace(day=20))
    correct(out, {out.open_item.id: "Neu"}, now=MIDNIGHT.replace(day=20))
    client = sign_in(out.coordinator)
    for number, words in (
        (2, "genehmigt am 14.10.2026, berichtigt am 20.10.2026"),
        (1, "ersetzt durch Fassung 2"),
    ):
        edition = whole_of(out, number)
        page = client.get(f"/editions/{edition.id}").text
        paper = text_of(client.get(f"/editions/{edition.id}.pdf").data)
        assert words in page
        assert words in " ".join(paper.split())
    head = client.get(f"/editions/{whole_of(out, 2).id}").text.split("<h2")[0]
    assert "berichtigt" in head


def test_others_than_those_who_were_shown_are_told_only_after_a_second_look(house, out, sign_in, stop_clock):
    stop_clock(out.after)
    browser = sign_in(out.coordinator)
    typed = {"text_1": "Ergebnis neu", "reason": REASON}
    look = browser.submit(browser.get(out.url("/correct")), **typed)
    house.get_one(Person, out.table.mains[0].id).email = "neu@amt.example"
    house.commit()
    again = browser.submit(look, "6 Nachrichten versenden")
    assert again.status_code == 422
    assert "hat sich der Kreis" in again.text
    assert "neu@amt.example" in again.text
    assert editions(out) == []
    assert browser.submit(again, "6 Nachrichten versenden").status_code == 303
