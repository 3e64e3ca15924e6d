"""Inviting, moving, cancelling, reminding: who gets which letter, and what the calendar is told."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from blueprints.meetings import invitation_rules as rules
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.recipient_queries import recipients
from blueprints.meetings.reply_queries import who_comes
from models.errors import NotAllowed, RuleBroken
from models.invitations import AnswerLink, InvitationKind
from models.letters import Letter, LetterState
from models.meetings import Meeting, MeetingState
from models.rounds import AskedSeat, Round, Voice
from plumbing import database
from tests import build

DUE = build.TODAY + timedelta(days=14)
LATER = build.NOW + timedelta(hours=1)


@pytest.fixture
def table(house: Any) -> Any:
    return build.table(house)


@pytest.fixture
def meeting(house: Any, table: Any) -> Meeting:
    made = build.meeting(house, table.body, place="Rathaus")
    build.agenda_item(house, made, "Offen")
    return made


def coordinator(house: Any, table: Any) -> Any:
    return build.actor(house, table.coordinator)


def invite(house: Any, table: Any, meeting: Meeting) -> int:
    return rules.invite(house, meeting.id, due_on=DUE, by=coordinator(house, table), now=build.NOW)


def letters(house: Any) -> list[Letter]:
    house.flush()
    return list(house.scalars(select(Letter).order_by(Letter.id)))


def test_gestures_cost_the_same_statements_for_few_and_many(house: Any, app: Any, statements: Any) -> None:
    counts = []
    for seats in (3, 60):
        whole = build.table(house, seats=seats)
        meeting_id, by = build.meeting(house, whole.body).id, coordinator(house, whole)
        starts_at = build.NOW + timedelta(days=40)
        date: dict[str, Any] = {
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "place": "",
        }
        for gesture in (
            partial(rules.invite, due_on=DUE, now=build.NOW),
            partial(rules.move, **date, due_on=DUE, reason="", now=LATER),
            partial(rules.cancel, reason="", now=LATER),
        ):
            house.commit()
            with app.app_context(), statements() as seen, database.job() as job:
                assert gesture(job, meeting_id, by=by) == 2 * seats
            counts.append(len(seen))
            house.execute(update(Letter).values(state=LetterState.ACCEPTED))
    assert counts[:3] == counts[3:]


def test_every_seat_is_asked_and_every_person_gets_a_letter_of_her_own(
    house: Any, table: Any, meeting: Meeting
) -> None:
    assert invite(house, table, meeting) == 6
    assert [letter.recipient for letter in letters(house)] == [
        each.address for each in invitations(house, meeting.id)
    ]
    assert house.query(AskedSeat).count() == 3
    assert house.query(AnswerLink).count() == 6
    assert meeting.state is MeetingState.INVITED
    assert house.query(Round).one().due_on == DUE


def test_the_function_mailbox_and_guests_are_invited_too(house: Any, table: Any) -> None:
    made = build.meeting(house, table.body)
    institution = build.organisation(house, mailbox="postfach@musterstadt.example")
    build.seat(house, table.body, institution)
    guest = build.item_guest(house, build.agenda_item(house, made))
    found = {each.address: each.kind for each in recipients(house, made, build.TODAY)}
    assert found["postfach@musterstadt.example"] is InvitationKind.MAILBOX
    assert found[guest.email] is InvitationKind.GUEST


def test_readers_ended_appointments_and_ended_seats_are_not_invited(house: Any, table: Any) -> None:
    made = build.meeting(house, table.body)
    gone = build.seat(house, table.body, ends_on=build.TODAY - timedelta(days=1))
    build.appointment(house, gone)
    addresses = {each.address for each in recipients(house, made, build.TODAY)}
    assert addresses == {person.email for person in table.mains + table.deputies}


def test_a_person_with_two_institutions_is_asked_for_each(house: Any, table: Any) -> None:
    made = build.meeting(house, table.body)
    second = build.seat(house, table.body)
    build.appointment(house, second, table.mains[0])
    mine = [each for each in recipients(house, made, build.TODAY) if each.person_id == table.mains[0].id]
    assert {each.seat_id for each in mine} == {table.seats[0].id, second.id}


def test_only_the_coordination_invites(house: Any, table: Any, meeting: Meeting) -> None:
    for person in (table.mains[0], table.reader, build.coordinator_of(house, build.body(house))):
        with pytest.raises(NotAllowed):
            rules.invite(house, meeting.id, due_on=DUE, by=build.actor(house, person), now=build.NOW)
    assert letters(house) == []


def test_nobody_is_invited_twice_by_a_second_click(house: Any, table: Any, meeting: Meeting) -> None:
    invite(house, table, meeting)
    with pytest.raises(RuleBroken):
        invite(house, table, meeting)
    assert len(letters(house)) == 6


@pytest.mark.parametrize("days", [-1, 29])
def test_the_last_day_for_replies_lies_between_today_and_the_meeting(
    house: Any, table: Any, meeting: Meeting, days: int
) -> None:
    due = build.TODAY + timedelta(days=days)
    with pytest.raises(RuleBroken) as refused:
        rules.invite(house, meeting.id, due_on=due, by=coordinator(house, table), now=build.NOW)
    assert refused.value.field == "due_on"
    assert meeting.state is MeetingState.SCHEDULED


def events(house: Any) -> list[Any]:
    """The calendar objects of all letters, in the order of sending."""
    return [row.calendar for row in house.info.get("unrendered", []) if row.calendar is not None]


def test_moving_keeps_the_uid_raises_the_sequence_and_opens_the_answers_again(
    house: Any, table: Any, meeting: Meeting
) -> None:
    invite(house, table, meeting)
    uid, old = meeting.uid, meeting.starts_at
    assert old is not None
    moved = rules.move(
        house,
        meeting.id,
        starts_at=old + timedelta(days=7),
        ends_at=old + timedelta(days=7, hours=2),
        place="Rathaus",
        due_on=DUE,
        reason="Raum belegt",
        by=coordinator(house, table),
        now=build.NOW + timedelta(hours=1),
    )
    assert moved == 6
    assert (meeting.uid, meeting.sequence, meeting.moved_from_at) == (uid, 1, old)
    assert {(event.uid, event.sequence) for event in events(house)[6:]} == {(uid, 1)}


def test_cancelling_sends_cancel_with_a_higher_sequence_and_closes_the_round(
    house: Any, table: Any, meeting: Meeting
) -> None:
    invite(house, table, meeting)
    for letter in letters(house):
        letter.accept(build.NOW)
    assert rules.cancel(house, meeting.id, reason="krank", by=coordinator(house, table), now=build.NOW) == 6
    assert {(event.method.value, event.sequence) for event in events(house)[6:]} == {("CANCEL", 1)}
    assert house.query(Round).one().closed_at == build.NOW
    with pytest.raises(RuleBroken):
        rules.cancel(house, meeting.id, reason="noch einmal", by=coordinator(house, table), now=build.NOW)


def test_cancelling_before_the_invitation_sends_nothing(house: Any, table: Any, meeting: Meeting) -> None:
    assert rules.cancel(house, meeting.id, reason="-", by=coordinator(house, table), now=build.NOW) == 0
    assert letters(house) == []


def test_reminders_reach_only_the_silent_and_only_once_a_day(
    house: Any, table: Any, meeting: Meeting
) -> None:
    invite(house, table, meeting)
    from blueprints.meetings.reply_rules import Given, answer
    from models.rounds import Coming

    first = invitations(house, meeting.id)[0]
    who = build.actor(house, next(each for each in table.mains if each.id == first.person_id))
    answer(house, first.id, Given(coming=Coming.YES), by=who, now=build.NOW)
    later = build.NOW + timedelta(days=2)
    assert rules.remind(house, meeting.id, by=coordinator(house, table), now=later) == 4
    reminded = {letter.invitation_id for letter in letters(house) if letter.purpose.startswith("remind")}
    assert first.id not in reminded
    with pytest.raises(RuleBroken):
        rules.remind(house, meeting.id, by=coordinator(house, table), now=later + timedelta(hours=3))


def test_the_whole_way_through_the_site(
    house: Any, sign_in: Any, stop_clock: Any, table: Any, meeting: Meeting
) -> None:
    stop_clock(build.NOW)
    browser = sign_in(table.coordinator)
    page = browser.get(f"/meetings/{meeting.id}/invite")
    sent = browser.submit(page, "6 Nachrichten versenden", due_on=str(DUE))
    assert sent.status_code == 303
    house.refresh(meeting)
    assert meeting.state is MeetingState.INVITED


def test_calendar_of_a_sent_letter_is_neutral_and_has_one_attendee(
    house: Any, app: Any, table: Any, meeting: Meeting
) -> None:
    from models.outbox import LetterBytes
    from plumbing.letters import render_waiting

    invite(house, table, meeting)
    with app.app_context():
        render_waiting(house)
    raw = house.scalars(select(LetterBytes)).first().raw
    import email
    import email.policy

    mail = email.message_from_bytes(raw, policy=email.policy.default)
    part = next(each for each in mail.walk() if each.get_content_type() == "text/calendar")
    event = Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
    assert part.get_param("method") == "REQUEST"
    assert table.body.name not in part.get_content() + str(mail["Subject"])
    assert "Rathaus" not in part.get_content()
    attendee = event["ATTENDEE"]
    assert isinstance(attendee, str)
    assert attendee.removeprefix("mailto:") in mail["To"]
    assert "/r/" not in part.get_content()


def test_nobody_is_counted_before_anybody_was_invited(house: Any, table: Any, meeting: Meeting) -> None:
    assert who_comes(house, meeting.id, on=build.TODAY, by=coordinator(house, table)) is None
    invite(house, table, meeting)
    answers = who_comes(house, meeting.id, on=build.TODAY, by=coordinator(house, table))
    assert answers is not None
    assert (answers.asked, answers.silent, answers.coming) == (3, 3, 0)
    assert {line.voice for line in answers.lines} == {Voice.OPEN}
