"""Bad input on the forms around invitations: words beside the field, nothing changes."""

import re
from datetime import timedelta
from typing import Any

import pytest

from blueprints.meetings import invitation_rules
from blueprints.meetings.invitation_queries import invitations
from models.invitations import Reply
from models.letters import Letter, LetterState
from models.meetings import Meeting, MeetingState
from tests import build

DUE = build.TODAY + timedelta(days=14)
MOVE = {"day": "2026-10-20", "starts": "10:00", "ends": "12:00", "place": "Rathaus", "due_on": "2026-10-01"}


@pytest.fixture
def table(house: Any, stop_clock: Any) -> Any:
    stop_clock(build.NOW)
    return build.table(house)


@pytest.fixture
def planned(house: Any, table: Any) -> Meeting:
    meeting = build.meeting(house, table.body, place="Altes Rathaus")
    build.agenda_item(house, meeting)
    return meeting


@pytest.fixture
def invited(house: Any, table: Any, planned: Meeting) -> Meeting:
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, planned.id, due_on=DUE, by=by, now=build.NOW)
    house.commit()
    return planned


BAD_DAYS = ["", "gestern", "2026-13-40", "31.12.2026", "2026-08-31", "2026-12-24"]


@pytest.mark.parametrize("due_on", BAD_DAYS)
def test_a_bad_last_day_for_replies_invites_nobody(
    house: Any, sign_in: Any, table: Any, planned: Meeting, due_on: str
) -> None:
    browser, url = sign_in(table.coordinator), f"/meetings/{planned.id}/invite"
    refused = browser.post(url, data={"due_on": due_on})
    assert refused.status_code == 422
    assert 'id="due_on-error"' in refused.text
    house.refresh(planned)
    assert planned.state is MeetingState.SCHEDULED
    assert house.query(Letter).count() == 0


BAD_MOVES: list[tuple[dict[str, str], str]] = [
    ({"day": ""}, "day"),
    ({"day": "bald"}, "day"),
    ({"day": "2026-08-01"}, "day"),
    ({"day": "9999-12-31"}, "day"),
    ({"day": "0001-01-01"}, "day"),
    ({"due_on": "0001-01-01"}, "due_on"),
    ({"starts": "25:00"}, "starts"),
    ({"starts": ""}, "starts"),
    ({"ends": "09:00"}, "ends"),
    ({"ends": "10:00"}, "ends"),
    ({"place": "x" * 201}, "place"),
    ({"due_on": "2026-11-01"}, "due_on"),
    ({"due_on": ""}, "due_on"),
    ({"reason": "x" * 301}, "reason"),
]


@pytest.mark.parametrize(("bad", "field"), BAD_MOVES)
def test_a_bad_move_moves_nothing_and_keeps_what_was_typed(
    house: Any, sign_in: Any, table: Any, invited: Meeting, bad: dict[str, str], field: str
) -> None:
    browser, before = sign_in(table.coordinator), invited.starts_at
    typed = {**MOVE, "reason": "Raum belegt", **bad}
    refused = browser.post(f"/meetings/{invited.id}/move", data=typed)
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert "Raum belegt" in refused.text or field == "reason"
    house.refresh(invited)
    assert (invited.starts_at, invited.sequence) == (before, 0)


def test_a_move_to_the_same_date_is_refused(house: Any, sign_in: Any, table: Any, invited: Meeting) -> None:
    browser, url = sign_in(table.coordinator), f"/meetings/{invited.id}/move"
    assert browser.submit(browser.get(url), "Weiter: Nachrichten ansehen").status_code == 422
    typed = {"day": "2026-09-29", "starts": "10:00", "ends": "12:00", "place": "Altes Rathaus"}
    assert browser.post(url, data=typed | {"due_on": str(DUE)}).status_code == 422


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_cancelling_needs_a_reason(
    house: Any, sign_in: Any, table: Any, invited: Meeting, reason: str
) -> None:
    browser = sign_in(table.coordinator)
    refused = browser.post(f"/meetings/{invited.id}/cancel", data={"reason": reason})
    assert refused.status_code == 422
    house.refresh(invited)
    assert invited.state is MeetingState.INVITED


@pytest.mark.parametrize("end", ["invite", "move", "cancel", "remind", "replies/1", "replies/1/record"])
def test_for_others_these_pages_do_not_exist(
    house: Any, sign_in: Any, table: Any, invited: Meeting, end: str
) -> None:
    elsewhere = build.table(house)
    for person in (elsewhere.coordinator, elsewhere.mains[0], table.reader):
        browser = sign_in(person)
        assert browser.get(f"/meetings/{invited.id}/{end}").status_code == 404
        assert browser.post(f"/meetings/{invited.id}/{end}", data=MOVE).status_code == 404
    assert house.query(Reply).count() == 0


def test_an_invitation_of_another_meeting_cannot_be_answered_here(
    house: Any, sign_in: Any, table: Any, invited: Meeting
) -> None:
    other = build.meeting(house, table.body, in_days=60)
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, other.id, due_on=DUE, by=by, now=build.NOW)
    house.commit()
    browser = sign_in(table.coordinator)
    here, there = (invitations(house, meeting.id)[0].id for meeting in (invited, other))
    url = f"/meetings/{invited.id}/replies"
    assert browser.get(f"{url}/{here}/record").status_code == 200
    for number in (there, 999_999):
        assert browser.get(f"{url}/{number}/record").status_code == 404
        assert browser.post(f"{url}/{number}/record", data={"coming": "yes"}).status_code == 404
    assert house.query(Reply).count() == 0


def test_a_double_click_invites_once(house: Any, sign_in: Any, table: Any, planned: Meeting) -> None:
    browser, url = sign_in(table.coordinator), f"/meetings/{planned.id}/invite"
    sent = {"due_on": str(DUE), "form_key": "one key for both clicks"}
    first, second = browser.post(url, data=sent), browser.post(url, data=sent)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert house.query(Letter).count() == 6


NO_SUCH_HOUR = "Diese Uhrzeit gibt es an diesem Tag nicht"


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"starts": "02:30", "ends": "03:00"}, "starts", NO_SUCH_HOUR),
        ({"starts": "01:30", "ends": "02:30"}, "ends", NO_SUCH_HOUR),
        ({"day": "2026-10-25", "starts": "02:30", "ends": "02:30"}, "ends", "Das Ende muss"),
    ],
)
def test_an_hour_that_no_clock_shows_is_refused_beside_its_field(
    house: Any, sign_in: Any, table: Any, invited: Meeting, change: dict[str, str], field: str, told: str
) -> None:
    """On 28.03.2027 the clocks go from 02:00 to 03:00; on 25.10.2026 they show 02:30 twice."""
    browser = sign_in(table.coordinator)
    spring = {"day": "2027-03-28", "due_on": "2026-10-01"} | change
    move = browser.post(f"/meetings/{invited.id}/move", data=MOVE | spring | {"look": "1"})
    plan = browser.post(
        f"/round-tables/{table.body.id}/meetings/plan", data={"visibility": "internal"} | spring
    )
    for refused in (move, plan):
        assert refused.status_code == 422
        assert told in refused.text[refused.text.index(f'id="{field}-error"') :][:300]
    assert house.query(Meeting).count() == 1


def test_an_hour_shown_twice_can_be_planned(house: Any, sign_in: Any, table: Any) -> None:
    browser, url = sign_in(table.coordinator), f"/round-tables/{table.body.id}/meetings/plan"
    typed = {"day": "2026-10-25", "starts": "02:15", "ends": "02:45", "visibility": "internal"}
    assert browser.post(url, data=typed).status_code == 303
    meeting = house.query(Meeting).one()
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=30)


def test_whoever_is_not_on_offer_cannot_be_invited_late(
    house: Any, sign_in: Any, table: Any, invited: Meeting
):
    build.appointment(house, build.seat(house, table.body))
    house.commit()
    refused = sign_in(table.coordinator).post(f"/meetings/{invited.id}/invitations", data={"who": "4711"})
    assert refused.status_code == 422
    assert "Diese Auswahl gibt es nicht. Bitte wählen Sie aus der Liste." in refused.text
    assert "valid choice" not in refused.text


def test_the_page_of_the_list_looks_once_for_who_is_not_on_it(
    house: Any, sign_in: Any, statements: Any, table: Any, invited: Meeting
) -> None:
    browser = sign_in(table.coordinator)
    with statements() as seen:
        assert browser.get(f"/meetings/{invited.id}/invitations").status_code == 200
    assert (
        len([each for each in seen if "FROM appointment" in each and "appointment.seat_id IN" in each]) == 1
    )


def test_reminding_tells_whose_last_letter_did_not_arrive(
    house: Any, sign_in: Any, table: Any, invited: Any
) -> None:
    browser = sign_in(table.coordinator)
    address = f"/meetings/{invited.id}/remind"
    told = "Die letzte Nachricht kam nicht an"
    assert told not in browser.get(address).text
    lost = house.query(Letter).filter_by(recipient=table.mains[1].email, template="meetings/invitation").one()
    lost.state = LetterState.BOUNCED
    house.commit()
    page = browser.get(address).text
    assert told in page
    assert page.split(told)[1].split("</p>")[0].count(table.mains[1].name) == 1
    assert table.mains[0].name not in page.split(told)[1].split("</p>")[0]


def test_whom_to_remind_is_ticked_and_when_they_were_last_reminded(
    house: Any, sign_in: Any, table: Any, invited: Meeting, stop_clock: Any
) -> None:
    stop_clock(build.NOW + timedelta(days=2))
    browser = sign_in(table.coordinator)
    page = browser.get(f"/meetings/{invited.id}/remind")
    assert page.text.count("noch nicht erinnert") == 3
    boxes = re.findall(r"""name="who" value="([0-9,]+)" checked""", page.text)
    assert len(boxes) == 3
    assert browser.submit(page, who=[boxes[0]]).status_code == 303
    told = house.query(Letter).filter_by(template="meetings/reminder").all()
    assert {each.invitation_id for each in told} == {int(each) for each in boxes[0].split(",")}
    again = browser.get(f"/meetings/{invited.id}/remind")
    assert again.text.count("zuletzt erinnert am 03.09.2026") == 1
    for bad in ([], ["1,x"], ["99999"]):
        refused = browser.post(f"/meetings/{invited.id}/remind", data={"who": bad})
        assert refused.status_code == 422, bad
    assert house.query(Letter).filter_by(template="meetings/reminder").count() == len(told)
