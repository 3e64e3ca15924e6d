"""The overview: what my institution owes, and what the coordination waits for."""

from datetime import timedelta
from typing import Any

import pytest

from blueprints.meetings import invitation_rules, reply_rules
from blueprints.meetings.invitation_queries import invitations
from models.editions import Edition, EditionKind
from models.meetings import MeetingState
from models.rounds import Coming
from tests import build

DUE = build.TODAY + timedelta(days=14)


@pytest.fixture
def table(house: Any, stop_clock: Any) -> Any:
    stop_clock(build.NOW)
    return build.table(house)


def invite(house: Any, table: Any) -> Any:
    meeting = build.meeting(house, table.body)
    build.agenda_item(house, meeting)
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, meeting.id, due_on=DUE, by=by, now=build.NOW)
    house.commit()
    return meeting


def answer(house: Any, meeting: Any, person: Any, coming: Coming = Coming.YES) -> None:
    mine = next(each for each in invitations(house, meeting.id) if each.person_id == person.id)
    given = reply_rules.Given(coming=coming)
    reply_rules.answer(house, mine.id, given, by=build.actor(house, person), now=build.NOW)


def test_an_open_reply_is_owed_until_anyone_of_the_institution_answers(
    house: Any, sign_in: Any, table: Any
) -> None:
    meeting = invite(house, table)
    main, deputy = sign_in(table.mains[0]), sign_in(table.deputies[0])
    assert "Rückmeldung zur Einladung" in main.get("/overview").text
    assert "Rückmeldung zur Einladung" in deputy.get("/overview").text
    answer(house, meeting, table.deputies[0])
    assert "Nichts zu erledigen" in main.get("/overview").text
    assert "Nichts zu erledigen" in deputy.get("/overview").text


def test_a_deputy_who_declines_does_not_settle_it(house: Any, sign_in: Any, table: Any) -> None:
    meeting = invite(house, table)
    answer(house, meeting, table.deputies[0], Coming.NO)
    assert "Rückmeldung zur Einladung" in sign_in(table.mains[0]).get("/overview").text


def test_a_person_with_two_institutions_owes_two_replies(house: Any, sign_in: Any, table: Any) -> None:
    second = build.seat(house, table.body)
    build.appointment(house, second, table.mains[0])
    invite(house, table)
    assert sign_in(table.mains[0]).get("/overview").text.count("/replies/") == 2


def test_the_coordination_sees_whom_it_waits_for_and_nobody_else_does(
    house: Any, sign_in: Any, table: Any
) -> None:
    meeting = invite(house, table)
    answer(house, meeting, table.mains[0])
    page = sign_in(table.coordinator).get("/overview").text
    assert "2 Rückmeldungen fehlen" in page
    assert "Worauf Sie warten" not in sign_in(table.mains[0]).get("/overview").text


def test_nothing_of_another_table_is_on_the_overview(house: Any, sign_in: Any, table: Any) -> None:
    meeting, stranger = invite(house, table), build.table(house)
    page = sign_in(stranger.mains[0]).get("/overview").text
    assert table.body.name not in page
    assert f"/meetings/{meeting.id}" not in page


def test_an_ended_seat_owes_nothing_from_the_next_day(
    house: Any, sign_in: Any, stop_clock: Any, table: Any
) -> None:
    invite(house, table)
    table.seats[0].ends_on = build.TODAY
    house.commit()
    stop_clock(build.NOW + timedelta(days=1))
    assert "Nichts zu erledigen" in sign_in(table.mains[0]).get("/overview").text


def test_meetings_that_wait_for_their_invitation_stand_with_their_last_day(
    house: Any, sign_in: Any, table: Any
) -> None:
    """The meeting is on 28 September 2026; notice of 14 days ends on the 14th."""
    build.meeting(house, table.body, in_days=27)
    page = sign_in(table.coordinator).get("/overview").text
    assert "Einladung versenden" in page
    assert "14.09." in page


def test_a_meeting_whose_minutes_are_out_asks_for_nothing(house: Any, sign_in: Any, table: Any) -> None:
    """It stands among the new minutes, and nobody is to invite to it any more."""
    meeting = build.meeting(house, table.body, in_days=-20)
    meeting.state = MeetingState.MINUTED
    edition = Edition(
        kind=EditionKind.MINUTES,
        meeting_id=meeting.id,
        body_id=table.body.id,
        number=1,
        title="Protokoll",
        content="{}",
        sha256="0" * 64,
        compiled_at=build.NOW,
        compiled_by_id=None,
        whole=True,
    )
    build.added(house, edition)
    house.commit()
    page = sign_in(table.coordinator).get("/overview").text
    assert "Neue Protokolle" in page
    assert "Einladung versenden" not in page


@pytest.mark.parametrize(
    ("in_days", "step", "day"),
    [(28, "Tagesordnung abschließen", "01.09."), (29, "Tagesordnung abschließen", "02.09."),
     (63, "Themen abfragen", "22.09."), (98, "Themen abfragen", "27.10.")],
)  # fmt: skip
def test_what_comes_before_the_invitation_stands_with_its_last_day(
    house: Any, sign_in: Any, table: Any, in_days: int, step: str, day: str
) -> None:
    meeting = build.meeting(house, table.body, in_days=in_days)
    assert meeting.held_on.day is not None
    page = sign_in(table.coordinator).get("/overview").text
    assert step in page
    assert day in page
    assert f"Einladung bis {(meeting.held_on.day - timedelta(days=14)):%d.%m.%Y}" in page


def test_a_year_that_is_planned_at_once_does_not_fill_the_overview(
    house: Any, sign_in: Any, table: Any
) -> None:
    build.meeting(house, table.body, in_days=200)
    assert "Themen abfragen" not in sign_in(table.coordinator).get("/overview").text


@pytest.mark.parametrize("who", ["coordinator", "member"])
def test_statements_do_not_grow_with_the_data(
    house: Any, sign_in: Any, statements: Any, table: Any, who: str
) -> None:
    browser = sign_in(table.coordinator if who == "coordinator" else table.mains[0])
    invite(house, table)
    build.meeting(house, table.body, state=MeetingState.HELD, in_days=-30)
    browser.get("/overview")
    with statements() as few:
        browser.get("/overview")
    for _ in range(12):
        invite(house, table)
    for _ in range(30):
        build.meeting(house, table.body, state=MeetingState.HELD, in_days=-30)
    house.commit()
    with statements() as many:
        browser.get("/overview")
    assert len(many) == len(few) == 6


def test_switching_the_language_stays_on_the_page(house: Any, sign_in: Any, table: Any) -> None:
    browser = sign_in(table.mains[0])
    page = browser.get(f"/round-tables/{table.body.id}")
    done = browser.post("/language", data={"language": "en", "back": f"/round-tables/{table.body.id}"})
    assert done.location == f"/round-tables/{table.body.id}"
    assert 'lang="de"' in page.text
    assert '<html lang="en">' in browser.get(done.location).text
    assert browser.post("/language", data={"language": "tlh"}).status_code == 400
    away = browser.post("/language", data={"language": "de", "back": "//evil.example"})
    assert away.location == "/overview"


@pytest.mark.parametrize("path", ["/", "/imprint", "/privacy", "/accessibility", "/accounts/sign-in"])
def test_public_pages_are_there_in_both_languages(client: Any, path: str) -> None:
    assert client.get(path).status_code == 200
    client.post("/language", data={"language": "en"})
    assert '<html lang="en">' in client.get(path).text


def test_who_only_reads_is_told_that_nothing_is_asked_of_her(house: Any, sign_in: Any, table: Any) -> None:
    asked = "Wird Ihre Institution um etwas gebeten, steht es hier mit seiner Frist."
    assert asked not in sign_in(table.reader).get("/overview").text
    assert asked in sign_in(table.mains[0]).get("/overview").text
