"""The call for topics: whom it asks, its last day, its one reminder, and how it goes with the meeting."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from blueprints.meetings import invitation_rules
from blueprints.meetings import rules as meeting_rules
from blueprints.meetings.topics import call_queries, call_rules, fate_rules, rules
from models.bodies import BodyState
from models.consequences import people_changed
from models.deadlines import BERLIN
from models.errors import NotAllowed, RuleBroken
from models.meetings import MeetingState
from models.outbox import Letter, LetterBytes
from models.people import Person
from models.reminder_stops import ReminderStop, StopKind
from models.rounds import AskedSeat, Channel, Round, RoundKind
from models.seats import AppointmentRole, SeatKind
from models.topics import NoTopics, Topic
from plumbing.letters import render_waiting
from tests import build

CALL, REMIND, MOVED = "meetings/topic_call", "meetings/topic_call_reminder", "meetings/topic_call_moved"
DUE = date(2026, 10, 13)
"""Four weeks before the meeting of 10 November 2026, a Tuesday."""


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 3, name="Runder Tisch Hafen")


@pytest.fixture
def meeting(house, table):
    return build.meeting(house, table.body, in_days=70)


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


@pytest.fixture
def member(table, sign_in):
    return sign_in(table.mains[0])


def by(house, person, now=build.NOW):
    return {"by": build.actor(house, person), "now": now}


def called(house, table, meeting, due_on=DUE):
    letters = call_rules.call(house, meeting.id, due_on=due_on, **by(house, table.coordinator))
    house.flush()
    return letters


def the_round(house):
    return house.scalars(select(Round).where(Round.kind == RoundKind.TOPICS)).one()


def asked(house, table, place=0):
    mine = (AskedSeat.round_id == the_round(house).id) & (AskedSeat.seat_id == table.seats[place].id)
    return house.scalars(select(AskedSeat.id).where(mine)).one()


def submitted(house, table, place=0, now=build.NOW):
    wanted, seat_id = rules.Wanted(title="Ein Thema"), table.seats[place].id
    return rules.submit(house, table.body.id, wanted, seat_id=seat_id, **by(house, table.mains[place], now))


def letters(house, template):
    house.flush()
    return sorted(house.scalars(select(Letter.recipient).where(Letter.template == template)))


def at(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)


def remind(house, day):
    return call_rules.remind_due(house, day, at(day))


def test_it_asks_main_deputy_and_mailbox_of_every_member_but_no_standing_guest(house, table, meeting):
    advisory = build.appointment(house, build.seat(house, table.body, kind=SeatKind.ADVISORY))
    guest = build.appointment(house, build.seat(house, table.body, kind=SeatKind.GUEST))
    assert called(house, table, meeting) == 7
    expected = [each.email for each in (*table.mains, *table.deputies)]
    assert letters(house, CALL) == sorted([*expected, house.get_one(Person, advisory.person_id).email])
    assert house.get_one(Person, guest.person_id).email not in letters(house, CALL)
    assert (the_round(house).due_on, meeting.topics_called_on) == (DUE, build.TODAY)


def test_its_last_day_is_the_one_on_which_the_agenda_closes(house, table, meeting, coordinator):
    house.commit()
    page = coordinator.get(f"/meetings/{meeting.id}/topic-call")
    assert "6 Personen und Postfächer" in page.text
    assert "Bitte reichen Sie Themen bis zum 13.10.2026 ein" in page.text
    answer = coordinator.submit(page, "6 Nachrichten versenden")
    assert "noch keine Antwort" in coordinator.get(answer.location).text
    assert the_round(house).due_on == DUE


@pytest.mark.parametrize("due_on", ["2026-08-31", "2026-11-10", "", "bald"])
def test_a_last_day_that_none_is_stays_on_the_page(house, table, meeting, coordinator, due_on):
    house.commit()
    page = coordinator.get(f"/meetings/{meeting.id}/topic-call")
    answer = coordinator.submit(page, "6 Nachrichten versenden", due_on=due_on)
    assert answer.status_code == 422
    assert not letters(house, CALL)


def test_it_is_sent_once(house, table, meeting):
    called(house, table, meeting)
    with pytest.raises(RuleBroken, match="already"):
        called(house, table, meeting)


def test_after_the_invitation_and_without_a_day_nothing_is_called_for(house, table, meeting):
    planned = build.meeting(house, table.body, starts_at=None, state=MeetingState.PLANNED)
    meeting.invited_at, meeting.state = build.NOW, MeetingState.INVITED
    for each in (planned, meeting):
        with pytest.raises(RuleBroken):
            called(house, table, each)


def test_the_letter_holds_occasion_deadline_and_link_only(app, house, table, meeting):
    meeting.title, meeting.note = "Geheimtitel", "Geheimnotiz"
    build.agenda_item(house, meeting, "Geheimpunkt")
    called(house, table, meeting)
    with app.app_context():
        render_waiting(house)
    raw = house.scalars(select(LetterBytes.raw)).first()
    assert b"Geheim" not in raw
    assert f"/round-tables/{table.body.id}/topics/new".encode() in raw
    assert b"Runder Tisch Hafen" not in raw


def test_the_overview_asks_until_a_topic_or_nothing_comes(house, table, meeting, member, sign_in):
    called(house, table, meeting)
    house.commit()
    deputy = sign_in(table.deputies[1])
    words = "Themen werden abgefragt"
    assert words in member.get("/overview").text
    assert words in deputy.get("/overview").text
    member.submit(member.get(f"/round-tables/{table.body.id}/topics/new"), "Thema einreichen", title="Eins")
    assert words not in member.get("/overview").text
    page = deputy.get(f"/round-tables/{table.body.id}/topics")
    assert "Diesmal nichts von uns" in page.text
    deputy.post(f"/topic-calls/{asked(house, table, 1)}/nothing", data=keys(page))
    assert words not in deputy.get("/overview").text
    said = house.scalars(select(NoTopics)).one()
    assert (said.channel, said.person_id) == (Channel.SITE, table.deputies[1].id)


def test_the_coordination_sees_what_is_to_be_decided_and_who_is_silent(house, table, meeting, coordinator):
    called(house, table, meeting)
    submitted(house, table)
    house.commit()
    shown = coordinator.get("/overview").text
    assert "Über 1 neues Thema entscheiden" in shown
    assert "2 Institutionen haben noch nicht geantwortet" in shown
    page = coordinator.get(f"/meetings/{meeting.id}/topic-call")
    answer = coordinator.post(f"/topic-calls/{asked(house, table, 1)}/nothing", data=keys(page))
    assert answer.location == f"/meetings/{meeting.id}/topic-call"
    assert house.scalars(select(NoTopics)).one().recorded_by_id == table.coordinator.id
    assert "1 Institution hat noch nicht geantwortet" in coordinator.get("/overview").text


def keys(page):
    found = page.text.split('name="form_key" value="')[1].split('"')[0]
    return {"form_key": found}


def test_nobody_says_nothing_for_another_institution(house, table, meeting):
    called(house, table, meeting)
    for person in (table.mains[1], table.reader):
        with pytest.raises(NotAllowed):
            call_rules.say_nothing(house, asked(house, table), **by(house, person))
    call_rules.say_nothing(house, asked(house, table), **by(house, table.mains[0]))
    call_rules.say_nothing(house, asked(house, table), **by(house, table.deputies[0]))
    assert len(house.scalars(select(NoTopics)).all()) == 1, "twice is once"


def test_a_question_about_something_else_takes_no_such_answer(house, table):
    asking = build.added(
        house, Round(kind=RoundKind.PEOPLE, body_id=table.body.id, opened_at=build.NOW, due_on=DUE)
    )
    seat = table.seats[0]
    row = AskedSeat(round_id=asking.id, seat_id=seat.id, organisation_id=seat.organisation_id, name="Haus")
    other = build.added(house, row)
    with pytest.raises(NotAllowed):
        call_rules.say_nothing(house, other.id, **by(house, table.mains[0]))


def test_only_the_silent_are_reminded_three_working_days_before_and_once(house, table, meeting):
    called(house, table, meeting)
    submitted(house, table, 0)
    call_rules.say_nothing(house, asked(house, table, 1), **by(house, table.mains[1]))
    assert remind(house, date(2026, 10, 7)) == 0
    assert remind(house, date(2026, 10, 8)) == 2
    assert letters(house, REMIND) == sorted([table.mains[2].email, table.deputies[2].email])
    assert remind(house, date(2026, 10, 9)) == 0
    assert remind(house, date(2026, 10, 14)) == 0


def test_whoever_wants_no_reminders_and_a_table_at_rest_get_none(house, table, meeting):
    called(house, table, meeting)
    house.add(ReminderStop(address=table.mains[0].email, since=build.NOW))
    house.flush()
    table.body.state = BodyState.DORMANT
    assert remind(house, date(2026, 10, 8)) == 0
    table.body.state = BodyState.ACTIVE
    assert remind(house, date(2026, 10, 8)) == 5


def test_whoever_comes_while_it_runs_gets_the_call_itself_once(house, table, meeting):
    called(house, table, meeting)
    submitted(house, table, 1)
    was = letters(house, CALL)
    for seat in table.seats[:2]:
        build.appointment(house, seat, build.person(house, "Neu am Tisch"), AppointmentRole.DEPUTY, rank=2)
    new = house.scalars(select(Person.email).where(Person.name == "Neu am Tisch").order_by(Person.id)).all()
    for body_id in (table.body.id, table.body.id, None):
        people_changed(house, body_id, build.NOW + timedelta(days=1))
        assert letters(house, CALL) == sorted([*was, new[0]]), "the second institution has answered"
    people_changed(house, table.body.id, at(DUE + timedelta(days=1)))
    assert len(letters(house, CALL)) == len(was) + 1


def test_a_call_has_a_switch_of_its_own_by_a_link_in_its_head(house, app, table, meeting):
    house.add(ReminderStop(address=table.mains[0].email, since=build.NOW, what=StopKind.TOPIC_CALLS))
    house.add(ReminderStop(address=table.mains[1].email, since=build.NOW))
    house.flush()
    assert called(house, table, meeting) == 5
    assert table.mains[1].email in letters(house, CALL)
    assert remind(house, date(2026, 10, 8)) == 4
    assert table.mains[0].email not in letters(house, CALL)
    with app.app_context():
        render_waiting(house)
    mails = house.scalars(select(LetterBytes.raw).join(Letter).where(Letter.template == CALL)).all()
    assert len(mails) == 5
    assert all(b"List-Unsubscribe:" in mail for mail in mails)


def test_after_its_last_day_it_ends_by_itself_and_topics_are_still_taken(house, table, meeting, member):
    called(house, table, meeting)
    assert call_rules.close_due(house, DUE, at(DUE)) == 0
    assert call_rules.close_due(house, DUE + timedelta(days=1), at(DUE + timedelta(days=1))) == 1
    house.commit()
    assert the_round(house).closed_at is not None
    assert "Themen werden abgefragt" not in member.get("/overview").text
    assert submitted(house, table).id


def test_its_last_day_goes_along_with_the_meeting_and_everybody_is_told(house, table, meeting):
    called(house, table, meeting)
    starts_at = meeting.starts_at + timedelta(days=7)
    facts = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    meeting_rules.edit(house, meeting.id, based_on=meeting.version, **facts, **by(house, table.coordinator))
    assert the_round(house).due_on == date(2026, 10, 20)
    assert len(letters(house, MOVED)) == 6
    later = {"title": "Anders", "starts_at": starts_at}
    house.flush()
    meeting_rules.edit(house, meeting.id, based_on=meeting.version, **later, **by(house, table.coordinator))
    assert len(letters(house, MOVED)) == 6, "another title moves nothing"
    for hours, days in ((1, -7), (2, 7)):
        given = by(house, table.coordinator, build.NOW + timedelta(hours=hours))
        facts = {"starts_at": meeting.starts_at + timedelta(days=days), "ends_at": None}
        meeting_rules.edit(house, meeting.id, based_on=meeting.version, **facts, **given)
        house.flush()
    assert len(letters(house, MOVED)) == 18, "back and forth: each time everybody is told"


def test_moved_close_to_today_it_runs_until_today_at_least(house, table, meeting):
    called(house, table, meeting)
    starts_at = build.NOW + timedelta(days=10)
    facts = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    meeting_rules.edit(house, meeting.id, based_on=meeting.version, **facts, **by(house, table.coordinator))
    assert the_round(house).due_on == build.TODAY


def test_it_ends_with_a_meeting_that_does_not_take_place(house, table, meeting):
    called(house, table, meeting)
    invitation_rules.cancel(house, meeting.id, reason="Krankheit", **by(house, table.coordinator))
    assert the_round(house).closed_at == build.NOW


def test_the_note_by_hand_stays_for_tables_that_call_another_way(house, table, meeting, coordinator):
    house.commit()
    page = coordinator.get(f"/meetings/{meeting.id}/topic-call")
    coordinator.submit(page, "Themen sind abgefragt")
    house.refresh(meeting)
    assert meeting.topics_called_on == build.TODAY
    assert not letters(house, CALL)
    page = coordinator.get(f"/meetings/{meeting.id}/topic-call")
    coordinator.submit(page, "Themen sind noch nicht abgefragt")
    house.refresh(meeting)
    assert meeting.topics_called_on is None


def test_a_call_by_letter_is_not_taken_back(house, table, meeting):
    called(house, table, meeting)
    with pytest.raises(RuleBroken, match="can't be taken back"):
        meeting_rules.note_topics(house, meeting.id, called=False, **by(house, table.coordinator))


def test_a_seat_that_sleeps_on_the_day_is_not_asked(house, table, meeting):
    build.dormancy(house, table.seats[0])
    assert called(house, table, meeting) == 4
    assert table.seats[0].id not in house.scalars(select(AskedSeat.seat_id)).all()


@pytest.fixture
def two_calls(house, table, meeting):
    """Two calls at once: the one for the later meeting ends later."""
    later = build.meeting(house, table.body, in_days=100)
    called(house, table, later, DUE + timedelta(days=30))
    called(house, table, meeting)
    return later


@pytest.mark.parametrize("named", ["first", "later", "none"])
def test_of_two_calls_a_topic_answers_that_of_the_meeting_it_names(house, table, meeting, two_calls, named):
    wanted = {"first": meeting.id, "later": two_calls.id, "none": None}[named]
    topic = rules.Wanted(title="Erreichbarkeit", meeting_id=wanted)
    rules.submit(house, table.body.id, topic, seat_id=table.seats[0].id, **by(house, table.mains[0]))
    assert answers(house, table) == {meeting.id: named != "later", two_calls.id: named == "later"}
    third, given = build.meeting(house, table.body, in_days=130), by(house, table.coordinator)
    made = house.scalars(select(Topic)).one()
    fate_rules.put_off(house, made.id, meeting_id=third.id, based_on=made.version, **given)
    house.flush()
    assert answers(house, table) == {meeting.id: named != "later", two_calls.id: named == "later"}


def answers(house, table):
    """Whether the first institution has answered the call for each meeting."""
    answered = {}
    for asking in house.scalars(select(Round).order_by(Round.id)):
        silent = table.seats[0].id in call_rules.silent_seats(house, asking)
        rows = call_queries.asked_of(house, asking, build.TODAY)
        assert [each.topics for each in rows if each.seat_id == table.seats[0].id] == [int(not silent)]
        answered[asking.meeting_id] = not silent
    return answered


def test_whoever_comes_from_a_call_submits_for_its_meeting(house, table, meeting, two_calls, member):
    house.commit()
    for each in (meeting, two_calls):
        assert f"/round-tables/{table.body.id}/topics/new?meeting={each.id}" in member.get("/overview").text
        page = member.get(f"/round-tables/{table.body.id}/topics/new?meeting={each.id}")
        assert f'selected value="{each.id}"' in page.text
    member.submit(page, "Thema einreichen", title="Erreichbarkeit")
    assert f"meeting={meeting.id}" in member.get("/overview").text, "still owed"
    assert f"meeting={two_calls.id}" not in member.get("/overview").text
