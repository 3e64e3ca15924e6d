"""Invited is who acts on the day of the meeting; what is amiss with a seat then is said before sending."""

from datetime import timedelta
from typing import Any

import pytest

from blueprints.meetings import invitation_rules
from blueprints.meetings.following_rules import follow_seats
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.link_queries import link_question
from blueprints.meetings.recipient_queries import recipients
from blueprints.meetings.reply_queries import Answers
from models.invitations import AnswerLink
from models.meetings import Meeting
from models.organisations import Ending, Organisation
from models.rounds import AskedSeat, Voice
from models.seats import Appointment
from tests import build

TODAY = build.TODAY
DUE = TODAY + timedelta(days=14)
BEFORE = TODAY + timedelta(days=20)
"""A day between today and the meeting."""


@pytest.fixture
def table(house: Any, stop_clock: Any) -> Any:
    stop_clock(build.NOW)
    return build.table(house, 3)


@pytest.fixture
def meeting(house: Any, table: Any) -> Meeting:
    return build.meeting(house, table.body)


def ends(house: Any, person: Any) -> Appointment:
    """The person's appointment ends before the meeting."""
    found = house.query(Appointment).filter_by(person_id=person.id).one()
    found.ends_on = BEFORE
    house.flush()
    return found


def successor_of(house: Any, person: Any) -> Any:
    former = ends(house, person)
    new = build.person(house, "Kommende Vertretung")
    seat = former.seat_id
    house.add(Appointment(seat_id=seat, person_id=new.id, starts_on=BEFORE + timedelta(days=1)))
    house.flush()
    return new


def invite(house: Any, table: Any, meeting: Meeting) -> int:
    by = build.actor(house, table.coordinator)
    return invitation_rules.invite(house, meeting.id, due_on=DUE, by=by, now=build.NOW)


def invited(house: Any, meeting: Meeting) -> set[str]:
    return {each.address for each in invitations(house, meeting.id)}


def test_the_successor_is_invited_instead_of_whoever_leaves_before_the_meeting(
    house: Any, table: Any, meeting: Meeting
) -> None:
    new = successor_of(house, table.mains[0])
    invite(house, table, meeting)
    assert invited(house, meeting) == {each.email for each in (new, *table.mains[1:], *table.deputies)}
    follow_seats(house, table.body.id, build.NOW)
    assert new.email in invited(house, meeting)


def test_a_successor_answers_by_link_before_her_appointment_begins(
    house: Any, table: Any, meeting: Meeting
) -> None:
    new = successor_of(house, table.mains[0])
    invite(house, table, meeting)
    mine = next(each for each in invitations(house, meeting.id) if each.person_id == new.id)
    token, hashed = AnswerLink.new_token()
    house.add(AnswerLink(token_hash=hashed, invitation_id=mine.id, issued_at=build.NOW))
    house.flush()
    assert link_question(house, token, build.NOW) is not None


def test_where_nobody_is_named_for_the_day_who_acts_now_is_invited(
    house: Any, table: Any, meeting: Meeting
) -> None:
    for each in (table.mains[0], table.deputies[0]):
        ends(house, each)
    assert invite(house, table, meeting) == 6


def test_a_successor_named_after_the_dispatch_is_invited_at_once(
    house: Any, table: Any, meeting: Meeting
) -> None:
    invite(house, table, meeting)
    new = successor_of(house, table.mains[0])
    follow_seats(house, table.body.id, build.NOW)
    assert {new.email, table.mains[0].email} <= invited(house, meeting)
    follow_seats(house, table.body.id, build.NOW + timedelta(days=21))
    assert table.mains[0].email not in invited(house, meeting)


def test_seats_of_the_day_of_the_meeting_are_asked(house: Any, table: Any, meeting: Meeting) -> None:
    table.seats[0].ends_on = BEFORE
    coming = build.seat(house, table.body, starts_on=BEFORE)
    build.appointment(house, coming, starts_on=BEFORE)
    invite(house, table, meeting)
    asked = {each.seat_id for each in house.query(AskedSeat)}
    assert asked == {coming.id, *(each.id for each in table.seats[1:])}
    answers = Answers(house, meeting).who_comes(TODAY, build.actor(house, table.coordinator))
    assert answers is not None
    assert {line.voice for line in answers.lines} == {Voice.OPEN}


def test_after_the_meeting_who_acts_now_is_written_to(house: Any, table: Any, meeting: Meeting) -> None:
    ends(house, table.mains[0])
    later = {each.address for each in recipients(house, meeting, TODAY + timedelta(days=40))}
    assert table.mains[0].email not in later


def page(sign_in: Any, table: Any, meeting: Meeting) -> str:
    return sign_in(table.coordinator).get(f"/meetings/{meeting.id}/invite").text


def test_nothing_is_to_settle_where_all_is_well(sign_in: Any, house: Any, table: Any, meeting: Any) -> None:
    build.agenda_item(house, meeting)
    words = page(sign_in, table, meeting)
    assert "Vor dem Versand zu klären" not in words
    assert "Wer am Tag der Sitzung vertritt" not in words


def test_an_empty_agenda_is_said_before_it_is_frozen(sign_in: Any, table: Any, meeting: Any) -> None:
    words = page(sign_in, table, meeting)
    assert f'href="/meetings/{meeting.id}/items/new"' in words
    assert "Vor dem Versand zu klären" in words


def test_a_representative_who_leaves_before_the_meeting_is_told_with_the_way_to_a_successor(
    sign_in: Any, house: Any, table: Any, meeting: Any
) -> None:
    former = ends(house, table.mains[0])
    words = page(sign_in, table, meeting)
    assert f"{table.mains[0].name} vertritt nur bis 21.09.2026, eine Nachfolge ist nicht benannt." in words
    assert f"/appointments/{former.id}/successor" in words
    ends(house, table.deputies[0])
    assert "für den Tag der Sitzung ist niemand benannt" in page(sign_in, table, meeting)


def test_the_preview_tells_who_comes_instead_of_whom(
    sign_in: Any, house: Any, table: Any, meeting: Any
) -> None:
    successor_of(house, table.mains[0])
    words = page(sign_in, table, meeting)
    told = f"{table.mains[0].name} vertritt bis 21.09.2026; eingeladen wird Kommende Vertretung."
    assert told in words


def test_seats_and_institutions_that_end_before_the_meeting_are_told(
    sign_in: Any, house: Any, table: Any, meeting: Any
) -> None:
    table.seats[0].ends_on = BEFORE
    institution = house.get_one(Organisation, table.seats[1].organisation_id)
    institution.ending, institution.ended_on = Ending.CLOSED, BEFORE
    build.seat(house, table.body)
    words = page(sign_in, table, meeting)
    assert "Die Mitgliedschaft endet am 21.09.2026" in words
    assert "Die Institution besteht ab 21.09.2026 nicht mehr." in words
    assert f"/seats/{table.seats[1].id}/settle" in words
    assert "Niemand ist benannt" in words
