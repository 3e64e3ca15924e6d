"""What attackers found: secrets of links in logs and rows, files where words belong, odd lists."""

import io
import logging
from datetime import timedelta

import pytest

from blueprints.meetings import invitation_rules, reply_rules
from blueprints.meetings.letters import issue_token
from blueprints.meetings.reply_rules import Given
from models.form_keys import FormKey
from models.invitations import Invitation, Reply, SupportNeed
from models.rounds import Coming
from tests import build


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def invitation(house, table, stop_clock):
    stop_clock(build.NOW)
    meeting = build.meeting(house, table.body)
    who = build.actor(house, table.coordinator)
    due_on = build.TODAY + timedelta(days=14)
    invitation_rules.invite(house, meeting.id, due_on=due_on, by=who, now=build.NOW)
    house.commit()
    return house.query(Invitation).filter_by(person_id=table.mains[0].id).one()


def test_secret_of_a_link_is_not_stored_with_the_key_of_its_form(house, invitation, client):
    url = f"/r/{issue_token(house, invitation, build.NOW)}"
    page = client.get(url)
    first = client.submit(page, coming="yes")
    assert (first.status_code, first.location) == (303, url)
    assert [each.leads_to for each in house.query(FormKey)] == [""]
    again = client.submit(page, coming="yes")
    assert (again.status_code, again.location) == (303, url)
    assert house.query(Reply).count() == 1


def test_an_old_key_that_comes_with_other_words_is_no_second_click(house, invitation, client):
    """As browsers send it that bring a page back with what was in its hidden fields."""
    page = client.get(f"/r/{issue_token(house, invitation, build.NOW)}")
    for coming, count in (("yes", 1), ("no", 2), ("no", 2), ("yes", 2)):
        assert client.submit(page, coming=coming).status_code == 303
        assert house.query(Reply).count() == count


def test_key_of_anothers_form_leads_nobody_to_that_ones_link(house, table, invitation, client):
    other = house.query(Invitation).filter_by(person_id=table.mains[1].id).one()
    one, two = (f"/r/{issue_token(house, each, build.NOW)}" for each in (invitation, other))
    assert client.post(one, data={"coming": "yes", "form_key": "same"}).location == one
    assert client.post(two, data={"coming": "yes", "form_key": "same"}).location == two


def test_error_is_logged_without_the_secret_of_the_address(
    house, invitation, client, app, monkeypatch, caplog
):
    def breaks(*_args, **_more):
        raise ZeroDivisionError

    token = issue_token(house, invitation, build.NOW)
    page = client.get(f"/r/{token}")
    monkeypatch.setattr(reply_rules, "answer_by_link", breaks)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    with caplog.at_level(logging.ERROR):
        assert client.submit(page, coming="yes").status_code == 500
    assert "/r/<token>" in caplog.text
    assert token not in caplog.text


@pytest.mark.parametrize("field", ["note", "need", "substitute", "substitute_address"])
def test_file_where_words_belong_counts_as_nothing(house, invitation, client, field):
    url = f"/r/{issue_token(house, invitation, build.NOW)}"
    file = (io.BytesIO(b"geheim"), "a.txt")
    assert client.post(url, data={"coming": "yes", field: file}).status_code == 303
    assert house.query(Reply).one().note == ""


def test_file_as_an_address_does_not_break_signing_in(client):
    data = {"email": (io.BytesIO(b"a@b.example"), "a.txt"), "password": "x"}
    assert client.post("/accounts/sign-in", data=data).status_code == 422


@pytest.mark.parametrize("place", ["²", "9" * 5000, "-1", "x"])
def test_odd_place_in_a_list_of_days_counts_as_nothing(table, sign_in, place):
    coordinator = sign_in(table.coordinator)
    for url in ("date-findings/new", "meetings/plan-year"):
        data = {f"days-{place}-day": "2027-05-05", f"days-{place}-planned": "2027-05-05", "step": "make"}
        assert coordinator.post(f"/round-tables/{table.body.id}/{url}", data=data).status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_year_that_no_calendar_reaches_is_refused_in_a_plan(table, sign_in, day):
    coordinator = sign_in(table.coordinator)
    data = {"year": "2027", "kind": "listed", "listed": "10.03.", "starts": "10:00", "visibility": "internal"}
    url = f"/round-tables/{table.body.id}/meetings/plan-year"
    answer = coordinator.post(url, data=data | {"step": "make", "days-0-planned": day, "days-0-choice": day})
    assert answer.status_code == 422


def test_link_shows_no_need_and_no_note_that_was_typed_after_signing_in(house, table, invitation, client):
    by = build.actor(house, table.mains[0])
    given = Given(coming=Coming.YES, note="Nur für die Koordination", need="Rollstuhl")
    reply_rules.answer(house, invitation.id, given, by=by, now=build.NOW)
    page = client.get(f"/r/{issue_token(house, invitation, build.NOW)}")
    assert "Rollstuhl" not in page.text
    assert "Nur für die Koordination" not in page.text
    assert "Ein Bedarf ist vermerkt" in page.text
    assert client.submit(page, coming="no").status_code == 303
    assert house.query(SupportNeed).one().text == "Rollstuhl"


def test_link_tells_no_colleague_whose_invitation_was_withdrawn(house, table, invitation, client):
    deputy = house.query(Invitation).filter_by(person_id=table.deputies[0].id).one()
    token = issue_token(house, invitation, build.NOW)
    given = Given(coming=Coming.SUBSTITUTE, stand_in=deputy.id)
    reply_rules.answer_by_link(house, token, given, now=build.NOW)
    deputy.withdrawn_at = build.NOW
    assert deputy.name not in client.get(f"/r/{token}").text
