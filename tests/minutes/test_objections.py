"""Objections to minutes: raised by those entitled, never lost, decided once; then the approval."""

import contextvars
import threading
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from blueprints.minutes import approval_rules, notice_rules, objection_rules, rules
from models.deadlines import BERLIN
from models.editions import Edition, EditionKind, EditionReader
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import Letter
from models.meetings import Meeting, MeetingState
from models.minutes import Attendance, AttendanceState, Minutes
from models.objections import Objection, ObjectionEnding, ObjectionOutcome
from models.organisations import Organisation
from models.outbox import LetterBytes
from models.purging import passage_of, places, take_out
from models.seats import SeatKind
from plumbing import database
from tests import build

DUE = date(2026, 10, 14)
LAST_MINUTE = datetime(2026, 10, 14, 23, 59, 59, tzinfo=BERLIN)
MIDNIGHT = datetime(2026, 10, 15, 0, 0, tzinfo=BERLIN)


@pytest.fixture
def out(room):
    """The room with its minutes sent."""
    room.written().circulate()
    return room


def edition_of(room, place=0):
    """What was sent to one of the institutions."""
    return room.house.scalars(
        select(Edition)
        .join(EditionReader, EditionReader.edition_id == Edition.id)
        .where(Edition.kind == EditionKind.MINUTES, EditionReader.seat_id == room.table.seats[place].id)
    ).one()


def object_to(room, who=None, *, seat=0, place=1, now=None, edition=None, **facts):
    said = {"wrong": "Das Ergebnis fehlt.", "wording": "Die Stellen stimmen zu."} | facts
    made = objection_rules.raise_objection(
        room.house,
        (edition or edition_of(room, seat)).id,
        place,
        seat_id=room.table.seats[seat].id if seat is not None else None,
        by=build.actor(room.house, who or room.table.mains[seat]),
        now=now or room.after,
        **said,
    )
    room.house.commit()
    return made


def decide(room, objection, outcome="refused", answer="Es war so.", wording="", now=None):
    made = objection_rules.decide(
        room.house,
        objection.id,
        outcome=ObjectionOutcome(outcome),
        answer=answer,
        wording=wording,
        by=room.by,
        now=now or room.after,
    )
    room.house.commit()
    return made


def minutes_of(room):
    return room.house.scalars(select(Minutes).execution_options(populate_existing=True)).one()


def lapse(room, now=MIDNIGHT):
    count = approval_rules.approve_due(room.house, now.astimezone(BERLIN).date(), now)
    room.house.commit()
    return count


def test_an_objection_names_the_edition_that_was_read(house, out):
    made = object_to(out, place=3)
    assert made.edition_id == edition_of(out).id
    assert (made.item_number, made.item_id) == ("V 1", out.named_item.id)
    assert made.institution == house.get_one(Organisation, out.table.seats[0].organisation_id).name
    assert not made.is_late(DUE)


def test_who_may_object(house, out):
    deputy = out.table.deputies[0]
    with pytest.raises(NotAllowed):
        object_to(out, deputy)
    for stranger in (out.table.mains[1], out.elsewhere.coordinator, out.taker, out.guest):
        with pytest.raises(NotAllowed):
            object_to(out, stranger, seat=0)
    row = house.scalars(select(Attendance).where(Attendance.seat_id == out.table.seats[0].id)).one()
    row.state = AttendanceState.REPRESENTED
    assert object_to(out, deputy).person_id == deputy.id


def test_a_deputy_who_was_not_there_does_not_become_one_who_was_by_another_name(house, out):
    main, deputy = out.table.mains[0], out.table.deputies[0]
    row = house.scalars(select(Attendance).where(Attendance.seat_id == out.table.seats[0].id)).one()
    main.name, row.state, row.names = "Renate Quendel", AttendanceState.PRESENT, "Renate Quendel"
    for claimed in ("e", "Quendel", "Renate", "Renate Quendel"):
        deputy.name = claimed
        house.commit()
        with pytest.raises(NotAllowed):
            object_to(out, deputy)
    deputy.name, row.names = "Ina Quendel", "Renate Quendel, Ina Quendel (Stellvertretung)"
    assert object_to(out, deputy).person_id == deputy.id


def test_nobody_objects_to_what_was_not_sent_to_the_institution(house, out):
    whole = house.scalars(
        select(Edition).where(Edition.whole.is_(True), Edition.kind == EditionKind.MINUTES)
    ).one()
    with pytest.raises(NotAllowed):
        object_to(out, out.coordinator, seat=1, place=3, edition=whole)
    with pytest.raises(NotAllowed):
        object_to(out, place=9)


def test_a_standing_guest_objects_to_nothing_of_the_others(house, out):
    out.table.seats[1].kind = SeatKind.GUEST
    house.flush()
    with pytest.raises(NotAllowed):
        object_to(out, seat=1)


def test_an_advisory_member_objects(house, out):
    out.table.seats[1].kind = SeatKind.ADVISORY
    house.flush()
    assert object_to(out, seat=1).id


def test_a_guest_objects_to_her_own_item_only(house, out):
    extract = house.scalars(
        select(Edition)
        .join(EditionReader, EditionReader.edition_id == Edition.id)
        .where(EditionReader.person_id == out.guest.id, Edition.kind == EditionKind.MINUTES)
    ).one()
    with pytest.raises(NotAllowed):
        object_to(out, out.guest, seat=None, place=0, edition=extract)
    made = object_to(out, out.guest, seat=None, place=1, edition=extract)
    assert (made.seat_id, made.item_id) == (None, out.guest_item.id)


def test_the_last_day_ends_at_midnight_in_berlin_and_what_comes_later_is_kept_as_a_note(house, out):
    assert not object_to(out, now=LAST_MINUTE).is_late(DUE)
    assert object_to(out, now=MIDNIGHT).is_late(DUE)
    assert house.scalar(select(func.count(Objection.id))) == 2


def test_two_objections_of_one_institution_are_both_kept(house, out):
    object_to(out)
    object_to(out)
    assert house.scalar(select(func.count(Objection.id))) == 2


def test_two_in_the_same_second_are_both_kept(house, out, app):
    start, failed = threading.Barrier(2), []
    edition, seat = edition_of(out).id, out.table.seats[0].id
    by = build.actor(house, out.table.mains[0])
    house.commit()

    def say(words):
        with app.app_context():
            start.wait()
            try:
                objection_rules.raise_objection(
                    *(database.house(), edition, 1),
                    seat_id=seat,
                    wrong=words,
                    wording="",
                    by=by,
                    now=out.after,
                )
                database.commit()
            except Exception as error:  # noqa: BLE001 - told by the test
                failed.append(error)

    threads = [threading.Thread(target=contextvars.copy_context().run, args=(say, words)) for words in "ab"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    house.rollback()
    assert sorted(house.scalars(select(Objection.wrong))) == ["a", "b"]


def test_a_double_click_gives_one(house, out, sign_in):
    member = sign_in(out.table.mains[0])
    url = f"/editions/{edition_of(out).id}/items/1/object"
    sent = {"form_key": "k", "wrong": "Das stimmt nicht.", "wording": "", "seat_id": out.table.seats[0].id}
    assert [member.post(url, data=sent).status_code for _ in range(2)] == [303, 303]
    assert house.scalar(select(func.count(Objection.id))) == 1


def test_what_is_not_right_has_to_be_said_and_what_was_typed_stays(house, out, sign_in):
    member = sign_in(out.table.mains[0])
    url = f"/editions/{edition_of(out).id}/items/1/object"
    answer = member.post(url, data={"form_key": "k", "wording": "So soll es heißen"})
    assert answer.status_code == 422
    assert "So soll es heißen" in answer.get_data(as_text=True)
    sent = {"form_key": "l", "wrong": "Falsch", "seat_id": "999999"}
    assert member.post(url, data=sent).status_code in (303, 422)
    assert {each.seat_id for each in house.scalars(select(Objection))} <= {out.table.seats[0].id}


def test_until_it_is_decided_only_the_institution_and_the_coordination_read_it(house, out, sign_in):
    made = object_to(out, wrong="Granit fehlt.")
    others = (out.table.mains[1], out.taker, out.guest)
    own = (out.table.mains[0], out.table.deputies[0], out.coordinator)
    assert [shows(sign_in, out, each, "Granit") for each in (*own, *others)] == [True] * 3 + [False] * 3
    decide(out, made)
    seen = [shows(sign_in, out, each, "Granit") for each in (*own, *others)]
    assert seen == [True, True, True, True, False, False]


def page(sign_in, room, who):
    return sign_in(who).get(room.url()).get_data(as_text=True)


def shows(sign_in, room, who, word):
    return word in page(sign_in, room, who)


def test_what_became_of_an_objection_is_seen_by_whoever_sees_the_objection(house, out, read_as):
    """The answer may quote the item: by itself, counted and joined it follows its objection."""
    inner = object_to(out, place=3)
    drawn = object_to(out)
    decide(out, inner, answer="Basalt")
    objection_rules.withdraw(house, drawn.id, by=build.actor(house, out.table.mains[0]), now=out.after)

    def seen(who):
        reading = read_as(build.actor(house, who))
        endings = reading.scalars(select(ObjectionEnding.objection_id).order_by(ObjectionEnding.id)).all()
        assert reading.scalar(select(func.count(ObjectionEnding.id))) == len(endings)
        return endings

    assert seen(out.coordinator) == seen(out.table.mains[0]) == [inner.id, drawn.id]
    assert [seen(each) for each in (out.table.mains[1], out.taker, out.guest)] == [[], [], []]
    decide(out, third := object_to(out))
    assert seen(out.table.mains[1]) == [third.id]


def test_of_an_item_that_others_do_not_see_they_read_no_objection_either(house, out, sign_in):
    decide(out, object_to(out, place=3, wrong="Basalt fehlt."))
    assert not shows(sign_in, out, out.table.mains[1], "Basalt")
    assert shows(sign_in, out, out.table.mains[0], "Basalt")


def test_a_withdrawn_objection_stays_readable_to_its_own_and_to_nobody_else(house, out, sign_in):
    made = object_to(out, wrong="Marmor fehlt.")
    with pytest.raises(NotAllowed):
        objection_rules.withdraw(house, made.id, by=out.by, now=out.after)
    objection_rules.withdraw(house, made.id, by=build.actor(house, out.table.mains[0]), now=out.after)
    house.commit()
    assert shows(sign_in, out, out.table.mains[0], "Marmor")
    assert not shows(sign_in, out, out.table.mains[1], "Marmor")
    with pytest.raises(RuleBroken):
        decide(out, made)


def test_it_is_decided_once_and_by_the_coordination(house, out):
    made = object_to(out)
    facts = {"outcome": ObjectionOutcome.REFUSED, "answer": "Nein.", "wording": "", "now": out.after}
    with pytest.raises(NotAllowed):
        objection_rules.decide(house, made.id, by=build.actor(house, out.table.mains[0]), **facts)
    decide(out, made)
    with pytest.raises(RuleBroken):
        decide(out, made, "statement", wording="Anders.")
    assert house.scalar(select(func.count(ObjectionEnding.id))) == 1


@pytest.mark.parametrize(
    ("outcome", "answer", "wording", "field"),
    [
        ("refused", " ", "", "answer"),
        ("in-part", "", "So.", "answer"),
        ("taken-over", "", " ", "wording"),
        ("statement", "", "", "wording"),
        ("withdrawn", "Ja", "", "outcome"),
    ],
)
def test_a_decision_has_its_reason_and_its_wording(house, out, outcome, answer, wording, field):
    made = object_to(out)
    with pytest.raises(RuleBroken) as refused:
        decide(out, made, outcome, answer, wording)
    assert refused.value.field == field


def test_minutes_without_objections_are_approved_when_the_last_day_is_over(house, out):
    assert lapse(out, LAST_MINUTE) == 0
    assert lapse(out, MIDNIGHT) == 1
    assert (minutes_of(out).approved_on, minutes_of(out).approved_in_id) == (DUE, None)
    assert lapse(out, MIDNIGHT + timedelta(days=3)) == 0


def test_missed_days_are_made_up_for(house, out):
    assert lapse(out, MIDNIGHT + timedelta(days=30)) == 1
    assert minutes_of(out).approved_on == DUE


@pytest.mark.parametrize(
    ("outcome", "days", "approved"),
    [
        (None, 0, 0),
        ("withdrawn", 0, 1),
        ("withdrawn", 15, 1),
        ("refused", 0, 0),
        ("statement", 0, 0),
        ("refused", 15, 0),
        ("taken-over", 0, 0),
        ("in-part", 0, 0),
    ],
)
def test_whoever_has_objected_in_time_leaves_the_approval_to_a_meeting(house, out, outcome, days, approved):
    made, then = object_to(out), out.after + timedelta(days=days)
    if outcome == "withdrawn":
        objection_rules.withdraw(house, made.id, by=build.actor(house, out.table.mains[0]), now=then)
    elif outcome:
        decide(out, made, outcome, wording="So." if outcome != "refused" else "", now=then)
    assert lapse(out, MIDNIGHT + timedelta(days=20)) == approved


def test_a_late_objection_does_not_stop_the_approval_and_is_kept(house, out, sign_in):
    object_to(out, now=MIDNIGHT)
    assert lapse(out) == 1
    assert house.scalar(select(func.count(Objection.id))) == 1


def test_an_objection_of_the_last_second_takes_back_an_approval_that_was_a_moment_faster(house, out):
    assert lapse(out) == 1
    assert meeting_of(out).state is MeetingState.CLOSED
    object_to(out, now=LAST_MINUTE)
    assert minutes_of(out).approved_at is None
    assert meeting_of(out).state is MeetingState.MINUTED
    assert lapse(out) == 0


def meeting_of(room):
    return room.house.get_one(Meeting, room.meeting_id, populate_existing=True)


def later_meeting(room, days=30):
    """One that has taken place after this one."""
    made = build.meeting(room.house, room.table.body, in_days=29 + days, state=MeetingState.HELD)
    room.house.commit()
    return made


def approve(room, in_meeting_id, now, by=None):
    given = {"in_meeting_id": in_meeting_id, "by": by or room.by, "now": now}
    approval_rules.approve(room.house, room.meeting_id, **given)
    room.house.commit()


def test_the_next_meeting_approves_once_all_objections_are_decided(house, out):
    made, later = object_to(out), later_meeting(out)
    after = later.starts_at + timedelta(hours=3)
    with pytest.raises(RuleBroken):
        approve(out, later.id, after)
    decide(out, made, "taken-over", "", "So.")
    with pytest.raises(NotAllowed):
        approve(out, later.id, after, build.actor(house, out.table.mains[0]))
    for wrong in (None, out.meeting_id):
        with pytest.raises(RuleBroken):
            approve(out, wrong, after)
    approve(out, later.id, after)
    assert (minutes_of(out).approved_in_id, minutes_of(out).approved_on) == (later.id, later.held_on.day)
    assert meeting_of(out).state is MeetingState.CLOSED
    with pytest.raises(RuleBroken):
        approve(out, later.id, after)


def test_nothing_is_approved_while_the_period_runs(house, out):
    later = later_meeting(out, days=5)
    with pytest.raises(RuleBroken):
        approve(out, later.id, LAST_MINUTE)
    house.rollback()
    approve(out, later.id, MIDNIGHT)
    assert minutes_of(out).approved_in_id == later.id


def test_what_is_taken_over_after_the_approval_is_a_dated_correction(house, out, sign_in, stop_clock):
    made = object_to(out, now=MIDNIGHT)
    lapse(out)
    with pytest.raises(RuleBroken) as refused:
        decide(out, made, "taken-over", "", "So.", now=MIDNIGHT + timedelta(days=2))
    assert refused.value.field == "answer"
    decide(out, made, "taken-over", "Zahlendreher.", "So.", now=MIDNIGHT + timedelta(days=2))
    assert shows(sign_in, out, out.table.mains[0], "Berichtigung vom 17.10.2026")


def test_the_page_says_what_comes_next(house, out, sign_in, stop_clock, word):
    member = out.table.mains[1]
    object_to(out)
    running = word(
        "objections to the coordination until %(day)s; without any the minutes count as approved",
        day="14.10.2026",
    )
    assert shows(sign_in, out, member, running)
    stop_clock(MIDNIGHT)
    assert shows(sign_in, out, member, "über Einwendungen entscheidet die nächste Sitzung")
    objection = house.scalars(select(Objection)).one()
    by = build.actor(house, out.table.mains[0])
    objection_rules.withdraw(house, objection.id, by=by, now=MIDNIGHT)
    lapse(out)
    assert shows(sign_in, out, member, "durch Ablauf der Einwendungsfrist am 14.10.2026")


def test_whoever_knows_of_an_objection_is_not_told_that_silence_approves(house, out, sign_in, word):
    day = {"day": "14.10.2026"}
    silent = word(
        "objections to the coordination until %(day)s; without any the minutes count as approved", **day
    )
    waits = word("an objection waits for the coordination’s decision; further ones until %(day)s", **day)
    then = word("further objections until %(day)s; then the next meeting decides on the minutes", **day)
    made = object_to(out)
    own, other = out.table.mains[:2]
    three = (own, out.coordinator, other)
    assert [shows(sign_in, out, each, waits) for each in three] == [True, True, False]
    assert [shows(sign_in, out, each, silent) for each in three] == [False, False, True]
    asks = f'class="button primary" href="/objections/{made.id}/decide"'
    assert [asks in page(sign_in, out, each) for each in (own, out.coordinator)] == [False, True]
    decide(out, made, "refused")
    assert asks not in page(sign_in, out, out.coordinator)
    assert [shows(sign_in, out, each, then) for each in three] == [True] * 3
    again = object_to(out)
    objection_rules.withdraw(house, again.id, by=build.actor(house, own), now=out.after)
    house.commit()
    assert shows(sign_in, out, own, then)


def letters(house, template):
    found = select(Letter).where(Letter.template == f"minutes/{template}").order_by(Letter.id)
    return list(house.scalars(found))


def test_letters_go_to_the_coordination_then_to_the_institution_and_name_nothing(house, out):
    made = object_to(out, wrong="Granit fehlt.", wording="Granit dazu.")
    assert [each.recipient for each in letters(house, "objection_raised")] == [out.coordinator.email]
    decide(out, made, answer="Ohne Granit.")
    told = {each.recipient for each in letters(house, "objection_decided")}
    assert told == {out.table.mains[0].email, out.table.deputies[0].email}
    for raw in house.scalars(select(LetterBytes.raw)):
        assert "Granit" not in raw.decode("utf-8", "replace")


def test_what_the_coordination_writes_down_the_institution_is_told_and_can_withdraw(house, out):
    made = object_to(out, out.coordinator)
    assert (made.person_id, made.recorded_by_id) == (None, out.coordinator.id)
    assert {each.recipient for each in letters(house, "objection_recorded")} == {
        out.table.mains[0].email,
        out.table.deputies[0].email,
    }
    assert letters(house, "objection_raised") == []
    by = build.actor(house, out.table.mains[0])
    assert objection_rules.withdraw(house, made.id, by=by, now=out.after).id


def test_one_notice_comes_three_working_days_before_the_end(house, out):
    def told(day):
        now = datetime(2026, 10, day, 8, tzinfo=BERLIN)
        count = notice_rules.tell_of_ends(house, now.date(), now)
        house.commit()
        return count

    assert [told(day) for day in (8, 9, 9, 12, 14, 15)] == [0, 3, 0, 0, 0, 0]
    recipients = {each.recipient for each in letters(house, "objections_end")}
    assert recipients == {each.email for each in out.table.mains}


def test_the_history_tells_it_without_a_word_of_it(house, out):
    lapse(out)
    decide(out, object_to(out, wrong="Granit", now=MIDNIGHT))
    lines = house.execute(
        select(Entry.subject, Entry.gesture, Entry.facts)
        .where(Entry.gesture.in_(("raise", "settle", "approve")))
        .order_by(Entry.id)
    ).all()
    assert [(line.subject, line.gesture) for line in lines] == [
        ("minutes", "approve"),
        ("objection", "raise"),
        ("objection", "settle"),
    ]
    assert "Granit" not in str(lines)


def test_a_purged_passage_goes_out_of_objections_too(house, out):
    made = object_to(out, wrong="Granit fehlt hier.")
    decide(out, made, answer="Granit nicht.")
    passage = passage_of("Granit")
    there = places(house, passage, meeting_id=out.meeting_id)
    assert (there.counts["objection"], there.counts["objection_ending"]) == (1, 1)
    take_out(there, passage, now=out.after, render=str)
    answer = house.scalars(select(ObjectionEnding.answer)).one()
    assert (made.wrong, answer) == ("[entfernt] fehlt hier.", "[entfernt] nicht.")


def test_minutes_that_are_being_written_take_no_objection(house, room):
    room.begin()
    agenda = house.scalars(
        select(Edition).where(Edition.kind == EditionKind.AGENDA, Edition.whole.is_(True))
    ).first()
    with pytest.raises(NotAllowed):
        object_to(room, room.coordinator, edition=agenda)
    assert rules.may_write(room.by, room.meeting)


def test_the_overview_of_the_coordination_names_it_until_it_is_decided(house, out, sign_in):
    made = object_to(out)
    words = "Über Einwendungen zum Protokoll entscheiden"
    page = sign_in(out.coordinator).get("/overview").get_data(as_text=True)
    assert words in page
    assert "1 Einwendung" in page
    decide(out, made)
    assert words not in sign_in(out.coordinator).get("/overview").get_data(as_text=True)
    assert words not in sign_in(out.table.mains[0]).get("/overview").get_data(as_text=True)


def test_the_page_asks_as_often_whatever_was_raised(house, out, sign_in, statements):
    coordinator = sign_in(out.coordinator)
    object_to(out)
    coordinator.get(out.url())
    with statements() as few:
        coordinator.get(out.url())
    for _ in range(6):
        object_to(out)
    with statements() as many:
        coordinator.get(out.url())
    assert len(many) == len(few) <= 10, len(many)


def test_forms_lead_through_raising_deciding_and_approving(house, out, sign_in, stop_clock):
    member, coordinator = sign_in(out.table.mains[0]), sign_in(out.coordinator)
    raising = f"/editions/{edition_of(out).id}/items/1/object"
    assert "Ergebnis" in member.get(raising).get_data(as_text=True)
    member.post(raising, data={"form_key": "a", "wrong": "Falsch.", "wording": "Richtig."})
    made = house.scalars(select(Objection)).one()
    deciding = f"/objections/{made.id}/decide"
    assert "Richtig." in coordinator.get(deciding).get_data(as_text=True)
    assert coordinator.post(deciding, data={"form_key": "b"}).status_code == 422
    sent = {"form_key": "c", "outcome": "taken-over", "wording": "Richtig."}
    assert coordinator.post(deciding, data=sent).status_code == 303
    later = later_meeting(out)
    stop_clock(later.starts_at + timedelta(hours=3))
    coordinator = sign_in(out.coordinator)
    sent = {"form_key": "d", "in_meeting_id": later.id, "sure": "y"}
    assert coordinator.post(out.url("/approve"), data={"form_key": "e"}).status_code == 422
    assert coordinator.post(out.url("/approve"), data=sent).status_code == 303
    assert "in der Sitzung vom" in coordinator.get(out.url()).get_data(as_text=True)
