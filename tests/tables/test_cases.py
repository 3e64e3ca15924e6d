"""Cases that must work (domain.md section 13): 1, 2, 5 and 24, about who sits for whom."""

from datetime import timedelta
from typing import Any

import pytest

from blueprints.meetings import invitation_rules, reply_rules
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.reply_queries import Answers
from blueprints.meetings.reply_rules import Given
from blueprints.minutes import rules as minutes_rules
from blueprints.minutes.attendance_rules import complete_attendance
from models.base import Base
from models.invitations import InvitationKind
from models.letters import Letter, LetterState
from models.minutes import Attendance, AttendanceState, Minutes
from models.organisations import Organisation
from models.rounds import Coming, Voice
from models.seats import Appointment, AppointmentRole
from plumbing.letters import render_waiting
from tests import build
from tests.pages import Page

DUE = build.TODAY + timedelta(days=14)


@pytest.fixture
def table(house: Any, stop_clock: Any) -> Any:
    stop_clock(build.NOW)
    return build.table(house, 3)


@pytest.fixture
def meeting(house: Any, app: Any, table: Any) -> Any:
    return build.meeting(house, table.body)


def invite(house: Any, app: Any, table: Any, meeting: Any) -> None:
    actor = build.actor(house, table.coordinator)
    invitation_rules.invite(house, meeting.id, due_on=DUE, by=actor, now=build.NOW)
    with app.test_request_context():
        render_waiting(house)
    house.flush()
    for each in house.query(Letter):
        each.state = LetterState.ACCEPTED


def mine(house: Any, meeting: Any, person: Any) -> list[Any]:
    return [each for each in invitations(house, meeting.id) if each.person_id == person.id]


def answer(house: Any, invitation: Any, person: Any, coming: Coming) -> None:
    reply_rules.answer(
        house, invitation.id, Given(coming=coming), by=build.actor(house, person), now=build.NOW
    )
    house.flush()


def lines(house: Any, table: Any, meeting: Any) -> dict[int | None, Any]:
    answers = Answers(house, meeting).who_comes(build.TODAY, build.actor(house, table.coordinator))
    assert answers is not None
    return {line.seat_id: line for line in answers.lines}


def ring_of(page: Any) -> list[str]:
    links = Page(page.text).all("a")
    return [each.get("aria-label", "") for each in links if "seat" in each.get("class", "")]


def test_case_1_one_person_for_two_institutions_has_two_votes_and_is_asked_for_which(
    house: Any, app: Any, table: Any, meeting: Any, sign_in: Any
) -> None:
    person = table.mains[0]
    second = build.seat(house, table.body)
    build.appointment(house, second, person)
    invite(house, app, table, meeting)
    asked = {each.seat_id: each for each in mine(house, meeting, person)}
    one, two = asked[table.seats[0].id], asked[second.id]
    assert len(asked) == 2
    assert house.query(Letter).filter_by(recipient=person.email).count() == 2
    client = sign_in(person)
    page = client.get(f"/meetings/{meeting.id}/replies/{one.id}")
    assert "Für welche Institution?" in page.text
    nothing = client.submit(page, coming="yes", invitations=[])
    assert nothing.status_code == 422
    assert client.submit(page, coming="yes", invitations=[str(two.id)]).status_code == 303
    told = lines(house, table, meeting)
    assert (told[second.id].voice, told[table.seats[0].id].voice) == (Voice.COMES, Voice.OPEN)
    page = client.get(f"/meetings/{meeting.id}/replies/{one.id}")
    assert client.submit(page, coming="no", invitations=[str(one.id), str(two.id)]).status_code == 303
    told = lines(house, table, meeting)
    assert told[second.id].voice is told[table.seats[0].id].voice is Voice.DECLINED
    assert len(ring_of(client.get(f"/round-tables/{table.body.id}"))) == 4


def test_case_1_nobody_answers_for_an_institution_by_choosing_it(
    house: Any, app: Any, table: Any, meeting: Any, sign_in: Any
) -> None:
    build.appointment(house, build.seat(house, table.body), table.mains[0])
    invite(house, app, table, meeting)
    one, other = mine(house, meeting, table.mains[0])[0], mine(house, meeting, table.mains[1])[0]
    client = sign_in(table.mains[0])
    url = f"/meetings/{meeting.id}/replies/{one.id}"
    assert client.post(url, data={"coming": "no", "invitations": [str(other.id)]}).status_code == 422
    assert lines(house, table, meeting)[table.seats[1].id].voice is Voice.OPEN


def test_case_1_whoever_leaves_one_of_two_institutions_keeps_the_calendar_entry(
    house: Any, app: Any, table: Any, meeting: Any, sign_in: Any
) -> None:
    second = build.seat(house, table.body)
    build.appointment(house, second, table.mains[0])
    invite(house, app, table, meeting)
    left = house.query(Appointment).filter_by(person_id=table.mains[0].id, seat_id=second.id).one()
    coordinator = sign_in(table.coordinator)
    coordinator.submit(coordinator.get(f"/round-tables/{table.body.id}/appointments/{left.id}/end"))
    house.expire_all()
    assert [each.seat_id for each in mine(house, meeting, table.mains[0])] == [table.seats[0].id]
    assert house.query(Letter).filter_by(recipient=table.mains[0].email, method="CANCEL").count() == 0


def test_case_2_main_and_deputy_attend_with_one_vote_and_both_names(
    house: Any, app: Any, table: Any, meeting: Any
) -> None:
    invite(house, app, table, meeting)
    for person in (table.mains[0], table.deputies[0]):
        answer(house, mine(house, meeting, person)[0], person, Coming.YES)
    told = Answers(house, meeting).who_comes(build.TODAY, build.actor(house, table.coordinator))
    assert told is not None
    assert told.coming == 1
    line = lines(house, table, meeting)[table.seats[0].id]
    assert (line.voice, line.who) == (Voice.COMES, (table.mains[0].name, table.deputies[0].name))
    by = {"by": build.actor(house, table.coordinator), "now": meeting.ends_at}
    minutes_rules.begin(house, meeting.id, **by)
    minutes = house.query(Minutes).one()
    complete_attendance(house, minutes, meeting, by=by["by"])
    house.flush()
    rows = house.query(Attendance).filter_by(seat_id=table.seats[0].id).all()
    assert [each.state for each in rows] == [AttendanceState.PRESENT]
    assert rows[0].names == f"{table.mains[0].name}, {table.deputies[0].name}"


def test_case_5_representative_leaves_between_invitation_and_meeting(
    house: Any, app: Any, table: Any, meeting: Any, sign_in: Any
) -> None:
    """The deputy has it or gets it, the leaver's entry is cancelled, the others' stays, one voice is left."""
    deputy = house.query(Appointment).filter_by(person_id=table.deputies[0].id).one()
    deputy.starts_on = build.TODAY + timedelta(days=60)  # after the meeting: she is not invited to it
    invite(house, app, table, meeting)
    assert mine(house, meeting, table.deputies[0]) == []
    answer(house, mine(house, meeting, table.mains[0])[0], table.mains[0], Coming.YES)
    deputy.starts_on = None
    leaver = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    coordinator, before = sign_in(table.coordinator), house.query(Letter).count()
    coordinator.submit(coordinator.get(f"/round-tables/{table.body.id}/appointments/{leaver.id}/end"))
    house.expire_all()
    letters = house.query(Letter).order_by(Letter.id).offset(before).all()
    assert sorted((each.recipient, each.method) for each in letters) == sorted(
        [(table.mains[0].email, "CANCEL"), (table.deputies[0].email, "REQUEST")]
    )
    (passed_on,) = mine(house, meeting, table.deputies[0])
    assert passed_on.kind is InvitationKind.DEPUTY
    assert sign_in(table.mains[0]).get(f"/meetings/{meeting.id}").status_code == 404
    assert lines(house, table, meeting)[table.seats[0].id].voice is Voice.OPEN
    answer(house, passed_on, table.deputies[0], Coming.YES)
    assert lines(house, table, meeting)[table.seats[0].id].voice is Voice.DEPUTY
    assert "Nachbenennung anfordern" in coordinator.get("/overview").text
    roles = house.query(Appointment).filter_by(seat_id=table.seats[0].id, ends_on=None).all()
    assert [each.role for each in roles] == [AppointmentRole.DEPUTY]
    assert table.mains[0].name in coordinator.get(f"/meetings/{meeting.id}").text


def test_case_24_address_of_a_shelter_is_nowhere_once_it_is_protected(house, sign_in):
    """Neither in a list, nor in a file, a calendar or the history: there is no row left that says it."""
    table = build.table(house, 1)
    shelter = house.get_one(Organisation, table.seats[0].organisation_id)
    shelter.place, shelter.postal_address = "Hinterhofgasse", "Hinterhofgasse 3\n12345 Musterstadt"
    build.offer(house, "Zuflucht", of=shelter, place="Hinterhofgasse 3")
    house.commit()
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{shelter.id}/edit")
    assert keeper.submit(page, address_protected="y").status_code == 422, "what is typed must go first"
    page = keeper.get(f"/organisations/{shelter.id}/edit")
    assert keeper.submit(page, address_protected="y", place="", postal_address="").status_code == 303
    house.expire_all()
    left = [
        each.name
        for each in Base.metadata.sorted_tables
        if "Hinterhof" in str([tuple(row) for row in house.connection().execute(each.select())])
    ]
    assert left == []
    for where in ("/organisations/", f"/organisations/{shelter.id}", f"/round-tables/{table.body.id}"):
        assert "Hinterhof" not in keeper.get(where).text
