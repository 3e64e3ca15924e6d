"""Seats with which something is to be settled: derived from what happened, told to the coordination only."""

from datetime import timedelta

from blueprints.meetings import invitation_rules, reply_rules
from blueprints.meetings.invitation_queries import invitations
from blueprints.tables.concerns.queries import concerns
from models.bodies import BodyState
from models.concerns import CheckedConcern, ConcernKind
from models.history import Entry
from models.letters import Letter, LetterKind, LetterState
from models.meetings import MeetingState
from models.minutes import Attendance, AttendanceState, Minutes
from models.rounds import Coming
from models.seats import Appointment, AppointmentRole
from tests import build

TODAY = build.TODAY


def found(house, table, on=TODAY):
    house.flush()
    return [(each.kind, each.seat_id) for each in concerns(house, {table.body.id}, on) if not each.checked_on]


def one(house, table, kind, on=TODAY):
    house.flush()
    return next(each for each in concerns(house, {table.body.id}, on) if each.kind is kind)


def meetings_in_the_past(house, table, number):
    """Invited as on the site, each six weeks apart; the last one was due a fortnight ago."""
    made = []
    by = build.actor(house, table.coordinator)
    for count in range(number, 0, -1):
        then = build.NOW - timedelta(days=42 * count)
        meeting = build.meeting(house, table.body, starts_at=then + timedelta(days=35))
        build.agenda_item(house, meeting)
        due_on = then.date() + timedelta(days=28)
        invitation_rules.invite(house, meeting.id, due_on=due_on, by=by, now=then)
        made.append(meeting)
    return made


def answer(house, meeting, person):
    mine = next(each for each in invitations(house, meeting.id) if each.person_id == person.id)
    given = reply_rules.Given(coming=Coming.NO)
    reply_rules.answer(house, mine.id, given, by=build.actor(house, person), now=meeting.invited_at)


def refused(house, table, address, state=LetterState.FAILED, code=550):
    letter = Letter(
        kind=LetterKind.CALENDAR,
        template="meetings/invitation",
        recipient=address,
        created_at=build.NOW,
        body_id=table.body.id,
        state=state,
        smtp_code=code,
    )
    letter.message_id = f"{build.number()}@localhost"
    return build.added(house, letter)


def end_main(house, table, last_day, place=0):
    main = house.query(Appointment).filter_by(person_id=table.mains[place].id).one()
    main.ends_on = last_day
    house.flush()
    return main


def test_a_table_in_order_has_none(house, table):
    meetings_in_the_past(house, table, 2)
    assert found(house, table) == []


def test_silent_three_times_running_and_heard_again(house, table):
    meetings = meetings_in_the_past(house, table, 3)
    answer(house, meetings[1], table.deputies[1])
    assert found(house, table) == [(ConcernKind.SILENT, table.seats[0].id)]
    answer(house, meetings[2], table.mains[0])
    assert found(house, table) == []


def test_invitations_still_running_cancelled_or_long_past_do_not_count(house, table):
    meetings = meetings_in_the_past(house, table, 3)
    answer(house, meetings[2], table.mains[1])
    assert found(house, table, meetings[2].replies_due_on) == []
    assert len(found(house, table)) == 1
    assert found(house, table, TODAY + timedelta(days=3 * 365)) == []
    meetings[0].state = MeetingState.CANCELLED
    assert found(house, table) == []


def test_whoever_came_without_an_answer_is_not_silent(house, table):
    meetings = meetings_in_the_past(house, table, 3)
    told = {"meeting_id": meetings[2].id, "body_id": table.body.id}
    minutes = build.added(house, Minutes(**told, begun_at=build.NOW))
    there = [(table.seats[0], AttendanceState.PRESENT), (table.seats[1], AttendanceState.ABSENT)]
    for seat, state in there:
        build.added(house, Attendance(minutes_id=minutes.id, institution="x", seat_id=seat.id, state=state))
    assert found(house, table) == [(ConcernKind.SILENT, table.seats[1].id)]


def test_an_end_within_eight_weeks_without_a_successor(house, table):
    end_main(house, table, TODAY + timedelta(weeks=8, days=1))
    assert found(house, table) == []
    main = end_main(house, table, TODAY + timedelta(weeks=8))
    assert found(house, table) == [(ConcernKind.ENDING, table.seats[0].id)]
    assert one(house, table, ConcernKind.ENDING).appointment_id == main.id
    table.seats[0].ends_on = main.ends_on
    assert found(house, table) == []
    table.seats[0].ends_on = None
    build.appointment(house, table.seats[0], starts_on=main.ends_on + timedelta(days=1))
    assert found(house, table) == []


def test_gone_without_a_successor_and_never_named(house, table):
    end_main(house, table, TODAY - timedelta(days=1))
    empty = build.seat(house, table.body)
    build.appointment(house, empty, role=AppointmentRole.DEPUTY)
    assert found(house, table) == [
        (ConcernKind.MISSING, table.seats[0].id),
        (ConcernKind.UNFILLED, empty.id),
    ]


def test_a_refused_address_until_it_is_corrected_or_takes_a_letter(house, table):
    address = table.deputies[0].email
    refused(house, table, address, code=450)
    refused(house, table, address, state=LetterState.QUEUED)
    assert found(house, table) == []
    refused(house, table, address)
    assert found(house, table) == [(ConcernKind.REFUSED, table.seats[0].id)]
    told = one(house, table, ConcernKind.REFUSED)
    assert (told.person_id, told.address) == (table.deputies[0].id, address)
    table.deputies[0].email = "neu@musterstadt.example"
    assert found(house, table) == []
    table.deputies[0].email = address
    refused(house, table, address, state=LetterState.ACCEPTED, code=250)
    assert found(house, table) == []


def test_an_address_from_which_three_letters_came_back_until_one_has_stayed_away(house, table, coordinator):
    who = table.deputies[0]

    def sent(days_ago, state):
        letter = refused(house, table, who.email, state=state, code=None)
        letter.sent_at = letter.final_at = build.NOW - timedelta(days=days_ago)
        if days_ago == 30:
            letter.recipient = who.email.capitalize()  # the same mailbox, spelled otherwise
        return letter

    for days in (30, 20):
        sent(days, LetterState.BOUNCED)
    assert found(house, table) == []
    last = sent(10, LetterState.BOUNCED)
    assert found(house, table) == [(ConcernKind.BOUNCING, table.seats[0].id)]
    page = coordinator.get(f"/round-tables/{table.body.id}").text
    assert f"3 Nachrichten an {who.email} kamen zurück, die letzte am 22.08.2026." in page
    assert "Adresse berichtigen" in page
    assert "Bei 1 Sitz ist etwas zu klären" in coordinator.get("/overview").text
    sent(0, LetterState.ACCEPTED)
    assert len(found(house, table)) == 1
    assert found(house, table, TODAY + timedelta(days=2)) == []
    last.body_id = build.body(house).id
    assert found(house, table) == [], "a letter of another table is that table's business"


def test_sleeping_ended_seats_and_dissolved_bodies_have_none(house, table):
    end_main(house, table, TODAY - timedelta(days=1))
    sleep = build.dormancy(house, table.seats[0])
    assert found(house, table) == []
    house.delete(sleep)
    table.body.state = BodyState.DISSOLVED
    assert found(house, table) == []
    table.body.state = BodyState.ACTIVE
    table.seats[0].ends_on = TODAY - timedelta(days=1)
    assert found(house, table) == []


def test_page_and_overview_tell_the_coordination_and_nobody_else(house, table, coordinator, sign_in):
    end_main(house, table, TODAY + timedelta(days=20))
    address = refused(house, table, table.deputies[1].email).recipient
    url = f"/round-tables/{table.body.id}"
    page = coordinator.get(url).text
    assert "Die Vertretung endet am 21.09.2026" in page
    assert f"Eine Nachricht an {address} wurde endgültig abgewiesen." in page
    assert f"/seats/{table.seats[0].id}/reappointment" in page
    assert "Adresse berichtigen" in page
    assert "Bei 2 Sitzen ist etwas zu klären" in coordinator.get("/overview").text
    for person in (table.mains[1], table.deputies[0], table.reader):
        client = sign_in(person)
        assert "zu klären" not in client.get(url).text
        assert "zu klären" not in client.get("/overview").text


def test_before_the_end_the_institution_is_asked_in_words_of_its_own(house, table, coordinator):
    end_main(house, table, TODAY + timedelta(days=20))
    asking = f"/round-tables/{table.body.id}/seats/{table.seats[0].id}/reappointment"
    page = coordinator.get(asking)
    assert "vertritt Ihre Institution bei uns noch bis zum 21.09.2026" in page.text
    assert "gesperrt" not in page.text
    assert coordinator.submit(page).status_code == 303
    assert "um Benennung gebeten am 01.09.2026" in coordinator.get(f"/round-tables/{table.body.id}").text
    seat = coordinator.get(f"/round-tables/{table.body.id}/seats/{table.seats[0].id}")
    assert "Ab 22.09.2026 ohne Vertretung" in seat.text


def test_checked_it_is_quiet_until_it_is_another_one(house, table, coordinator):
    main = end_main(house, table, TODAY + timedelta(days=20))
    url = f"/round-tables/{table.body.id}"
    told = one(house, table, ConcernKind.ENDING)
    check = f"{url}/seats/{told.seat_id}/concerns/ending"
    assert coordinator.post(check, data={"situation": told.situation}).status_code == 303
    page = coordinator.get(url).text
    assert "geprüft am 01.09.2026, bleibt so" in page
    assert "ist etwas zu klären" not in coordinator.get("/overview").text
    line = house.query(Entry).filter_by(subject="seat", gesture="let-be").one()
    assert line.facts == {"concern": "ending"}
    main.ends_on += timedelta(days=1)
    assert found(house, table) == [(ConcernKind.ENDING, told.seat_id)]
    again = one(house, table, ConcernKind.ENDING)
    coordinator.post(check, data={"situation": again.situation})
    assert house.query(CheckedConcern).one().situation == again.situation


def test_what_was_not_shown_is_not_checked(house, table, coordinator):
    end_main(house, table, TODAY + timedelta(days=20))
    url = f"/round-tables/{table.body.id}/seats"
    mine = f"{url}/{table.seats[0].id}/concerns"
    for address in (f"{mine}/ending", f"{mine}/silent", f"{url}/{table.seats[1].id}/concerns/ending"):
        assert coordinator.post(address, data={"situation": "on 2020-01-01"}).status_code == 303
    assert "inzwischen geändert" in coordinator.get(f"/round-tables/{table.body.id}").text
    assert coordinator.post(f"{mine}/anything").status_code == 404
    other = build.seat(house, build.body(house))
    assert coordinator.post(f"{url}/{other.id}/concerns/ending").status_code == 404
    assert house.query(CheckedConcern).count() == 0


def test_pages_ask_as_often_whatever_is_to_be_settled(house, table, coordinator, statements):
    def asked(url):
        coordinator.get(url)
        with statements() as seen:
            assert coordinator.get(url).status_code == 200
        return len(seen)

    pages = ("/overview", f"/round-tables/{table.body.id}")
    few = [asked(url) for url in pages]
    meetings_in_the_past(house, table, 3)
    for count in range(15):
        seat = build.seat(house, table.body)
        main = build.appointment(house, seat, ends_on=TODAY + timedelta(days=count - 5))
        refused(house, table, house.get(type(table.mains[0]), main.person_id).email)
    assert [asked(url) for url in pages] == few
