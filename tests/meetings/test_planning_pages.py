"""The pages of planning: what each reader finds, the one next step, bad input that is told and kept."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from blueprints.meetings import invitation_rules, reply_rules
from blueprints.meetings.invitation_queries import invitations
from models.meetings import Meeting, MeetingState
from models.organisations import OrganisationKind
from models.people import Person
from models.rounds import Coming
from models.visibility import Visibility
from tests import build
from tests.pages import Page, text

GOOD = {
    "day": "2026-12-09",
    "starts": "10:00",
    "ends": "12:00",
    "place": "Rathaus, Raum 204",
    "number": "12",
    "minute_taker_id": "",
    "visibility": "internal",
}


@pytest.fixture(autouse=True)
def clock(stop_clock):
    return stop_clock(build.NOW)


@pytest.fixture
def table(house):
    """A table whose people read English, so that tests name the words of the code."""
    made = build.table(house, bylaws={"agenda_template": "Opening"})
    for person in (made.coordinator, made.reader, *made.mains, *made.deputies):
        person.language = "en"
    return made


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


@pytest.fixture
def meeting(house, table):
    return build.meeting(house, table.body, number=12, place="Rathaus")


def invite(house, table, meeting):
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    house.commit()


def plan_url(table):
    return f"/round-tables/{table.body.id}/meetings/plan"


def words(answer):
    return text(Page(answer.get_data(as_text=True)).all("main")[0])


def primary(answer):
    """The words of the primary buttons of a page."""
    page = Page(answer.get_data(as_text=True))
    return [text(each) for each in page.all("a", "button") if "primary" in each.get("class", "").split()]


def test_a_meeting_is_planned(house, table, coordinator):
    page = coordinator.get(plan_url(table))
    assert 'value="1"' in page.get_data(as_text=True)
    answer = coordinator.submit(page, "Plan the meeting", **GOOD)
    assert answer.status_code == 303
    found = house.scalars(select(Meeting)).one()
    assert (found.number, found.place, str(found.held_on)) == (12, "Rathaus, Raum 204", "09.12.2026")
    shown = coordinator.get(answer.headers["Location"])
    assert "Opening" in words(shown)
    assert primary(shown) == ["Propose the agenda"]


def test_a_second_meeting_on_one_day_is_told(house, table, coordinator):
    told = "There is another meeting of this body on the same day."
    cancelled = build.meeting(house, table.body, in_days=200, number=3, state=MeetingState.CANCELLED)
    day = str(cancelled.starts_at.date())
    for number, is_told in (("12", False), ("13", True)):
        made = coordinator.submit(
            coordinator.get(plan_url(table)), "Plan the meeting", **GOOD | {"day": day, "number": number}
        )
        page = coordinator.get(made.headers["Location"]).get_data(as_text=True)
        assert (told in page) is is_told


def test_the_plan_proposes_what_the_last_meeting_had(house, table, coordinator):
    build.meeting(house, table.body, in_days=-200, number=3, place="Altes Rathaus")
    taker = table.mains[0]
    last = build.meeting(
        house, table.body, in_days=-30, number=4, place="Kreishaus", chair="Leitung", minute_taker_id=taker.id
    )
    build.meeting(house, build.body(house), in_days=5, place="Anderswo")
    page = coordinator.get(plan_url(table))
    assert "those of the last meeting" in words(page)
    assert coordinator.submit(page, "Plan the meeting", day="2026-12-09").status_code == 303
    made = house.scalars(select(Meeting).where(Meeting.body_id == table.body.id, Meeting.number == 5)).one()
    assert (made.place, made.chair, made.minute_taker_id) == ("Kreishaus", "Leitung", taker.id)
    assert last.starts_at is not None
    assert made.starts_at is not None
    assert made.ends_at is not None
    assert (made.starts_at.hour, made.ends_at - made.starts_at) == (9, timedelta(hours=2))


def test_a_minute_taker_who_left_is_not_proposed(house, table, coordinator):
    gone = build.person(house)
    build.meeting(house, table.body, in_days=-30, minute_taker_id=gone.id)
    page = coordinator.get(plan_url(table))
    assert coordinator.submit(page, "Plan the meeting", day="2026-12-09").status_code == 303
    assert house.scalars(select(Meeting).order_by(Meeting.id.desc())).first().minute_taker_id is None


def test_past_deadlines_are_said_to_be_past_and_what_comes_next_is_said(
    house, table, meeting, coordinator, sign_in, stop_clock
):
    shown = words(coordinator.get(f"/meetings/{meeting.id}"))
    assert "expired on 18 August 2026" in shown
    assert "Next: closing of the agenda, 1 September 2026 (today)" in shown
    table_page = words(coordinator.get(f"/round-tables/{table.body.id}"))
    assert "expired on 18 August 2026" in table_page
    assert "Next: closing of the agenda, 1 September 2026 (today)" in table_page
    invite(house, table, meeting)
    shown = words(coordinator.get(f"/meetings/{meeting.id}"))
    assert "sent on 1 September 2026" in shown
    assert "All days before the meeting have passed" not in shown
    stop_clock(build.NOW + timedelta(days=20))
    shown = words(sign_in(table.coordinator).get(f"/meetings/{meeting.id}"))
    assert "All days before the meeting have passed." in shown
    assert "expired on 1 September 2026" in shown


def test_a_double_click_plans_one_meeting(house, table, coordinator):
    page = coordinator.get(plan_url(table))
    first = coordinator.submit(page, "Plan the meeting", **GOOD)
    second = coordinator.submit(page, "Plan the meeting", **GOOD)
    assert second.headers["Location"] == first.headers["Location"]
    assert house.scalar(select(func.count()).select_from(Meeting)) == 1


def test_deadlines_are_shown_before_anything_happens(house, table, coordinator):
    page = coordinator.get(plan_url(table))
    answer = coordinator.submit(page, "Only show the deadlines", **GOOD)
    assert answer.status_code == 200
    assert "25 November 2026" in words(answer)
    assert 'value="Rathaus, Raum 204"' in answer.get_data(as_text=True)
    assert house.scalars(select(Meeting)).all() == []


BAD = [
    ({"day": ""}, "Please give a day."),
    ({"day": "09.12."}, "Not a valid date"),
    ({"day": "2026-02-30"}, "Not a valid date"),
    ({"day": "0001-01-01"}, "between 1900 and 2199"),
    ({"day": "9999-12-31"}, "between 1900 and 2199"),
    ({"day": "2026-08-31"}, "lies in the past"),
    ({"starts": ""}, "Please give a time"),
    ({"starts": "25:00"}, "Not a valid time"),
    ({"ends": "09:00"}, "after the beginning"),
    ({"ends": "10:00"}, "after the beginning"),
    ({"number": "12.5"}, "Not a valid integer"),
    ({"number": "0"}, "Number must be between"),
    ({"number": "10000"}, "Number must be between"),
    ({"number": "99999999999999999999"}, "Number must be between"),
    ({"place": "x" * 201}, "At most"),
    ({"title": "x" * 161}, "At most"),
    ({"note": "x" * 2001}, "At most"),
    ({"chair": "x" * 121}, "At most"),
    ({"online_url": "ftp://konferenz.example"}, "begins with https"),
    ({"minute_taker_id": "4711"}, "Not a valid choice"),
    ({"minute_taker_id": "abc"}, "could not coerce"),
    ({"visibility": "secret"}, "could not coerce"),
    ({"visibility": "coordination"}, "Not a valid choice"),
    ({"took_place": "y"}, "has not come yet"),
]


def test_bad_input_is_told_kept_and_changes_nothing(house, table, coordinator):
    page = coordinator.get(plan_url(table))
    for change, told in BAD:
        answer = coordinator.submit(page, "Plan the meeting", **GOOD | {"note": "Typed words"} | change)
        assert answer.status_code == 422, change
        assert told in words(answer), change
        assert "note" in change or "Typed words" in answer.get_data(as_text=True), change
    assert house.scalars(select(Meeting)).all() == []


def test_a_number_that_is_taken_is_told(table, coordinator, meeting):
    page = coordinator.get(plan_url(table))
    answer = coordinator.submit(page, "Plan the meeting", **GOOD)
    assert answer.status_code == 422
    assert "already a meeting with this number" in words(answer)


def test_null_bytes_are_a_bad_request(table, coordinator):
    assert coordinator.post(plan_url(table), data=GOOD | {"place": "a\0b"}).status_code == 400


def test_a_meeting_of_autumn_is_recorded(house, table, coordinator):
    page = coordinator.get(f"/round-tables/{table.body.id}/meetings/record")
    answer = coordinator.submit(
        page, "Record", held_on="Herbst 2021", state="not-held", reason="Pandemie", number=""
    )
    assert answer.status_code == 303
    shown = words(coordinator.get(answer.headers["Location"]))
    assert "autumn 2021" in shown
    assert "did not take place" in shown
    assert "Pandemie" in shown


def test_a_bad_record_is_told(house, table, coordinator):
    page = coordinator.get(f"/round-tables/{table.body.id}/meetings/record")
    for change, told in (
        ({"held_on": "irgendwann"}, "not understood"),
        ({"held_on": "x" * 61}, "At most"),
        ({"state": "invited"}, "Not a valid choice"),
        ({"state": None}, "Not a valid choice"),
        ({"state": "not-held"}, "give a reason"),
        ({"state": "held", "held_on": "2199"}, "has not come yet"),
    ):
        fields = {"held_on": "1995", "state": "held", "note": "Typed words"} | change
        answer = coordinator.submit(page, "Record", **fields)
        assert answer.status_code == 422, change
        assert told in words(answer), change
        assert "Typed words" in answer.get_data(as_text=True), change
    assert house.scalars(select(Meeting)).all() == []


def test_a_meeting_is_edited(house, coordinator, meeting):
    page = coordinator.get(f"/meetings/{meeting.id}/edit")
    answer = coordinator.submit(page, "Save", day="2026-12-16", chair="Leitung Ordnungsamt")
    assert answer.status_code == 303
    house.refresh(meeting)
    assert (str(meeting.held_on), meeting.chair, meeting.place) == (
        "16.12.2026",
        "Leitung Ordnungsamt",
        "Rathaus",
    )


def test_bad_changes_are_told_kept_and_change_nothing(house, table, coordinator, meeting):
    build.meeting(house, table.body, number=11)
    page = coordinator.get(f"/meetings/{meeting.id}/edit")
    for change, told in (
        ({"day": ""}, "Please give a day."),
        ({"starts": ""}, "Please give a time"),
        ({"day": "2020-01-01"}, "lies in the past"),
        ({"ends": "01:00"}, "after the beginning"),
        ({"number": "11"}, "already a meeting with this number"),
        ({"based_on": "x"}, "Not a valid integer"),
    ):
        answer = coordinator.submit(page, "Save", **{"note": "Typed words"} | change)
        assert answer.status_code == 422, change
        assert told in words(answer), change
        assert "Typed words" in answer.get_data(as_text=True), change
    house.refresh(meeting)
    assert (meeting.number, meeting.note, meeting.version) == (12, "", 1)


def test_a_newer_version_is_shown_beside_what_was_typed(house, coordinator, meeting):
    page = coordinator.get(f"/meetings/{meeting.id}/edit")
    coordinator.submit(page, "Save", chair="Erste")
    stale = page.get_data(as_text=True).count("form_key")
    answer = coordinator.submit(page, "Save", chair="Zweite", form_key="another")
    assert stale == 1
    assert answer.status_code == 409
    assert "Erste" in words(answer)
    assert coordinator.submit(answer, "Save").status_code == 303
    house.refresh(meeting)
    assert meeting.chair == "Zweite"


def test_after_the_invitation_time_and_place_stand(house, table, coordinator, meeting):
    invite(house, table, meeting)
    page = coordinator.get(f"/meetings/{meeting.id}/edit")
    assert 'name="day"' not in page.get_data(as_text=True)
    answer = coordinator.post(
        f"/meetings/{meeting.id}/edit",
        data={"based_on": "2", "place": "Woanders", "visibility": "internal", "minute_taker_id": ""},
    )
    assert answer.status_code == 303
    house.refresh(meeting)
    assert meeting.place == "Rathaus"


def test_an_open_date_may_stay_open(house, table, coordinator):
    planned = build.meeting(house, table.body, starts_at=None, state=MeetingState.PLANNED)
    assert primary(coordinator.get(f"/meetings/{planned.id}")) == ["Fix the date"]
    page = coordinator.get(f"/meetings/{planned.id}/edit")
    assert coordinator.submit(page, "Save", chair="Leitung").status_code == 303
    page = coordinator.get(f"/meetings/{planned.id}/edit")
    assert coordinator.submit(page, "Save", day="2026-12-09").status_code == 422
    assert coordinator.submit(page, "Save", day="2026-12-09", starts="10:00").status_code == 303
    assert primary(coordinator.get(f"/meetings/{planned.id}")) == ["Propose the agenda"]


def test_the_next_step_follows_the_state(house, table, coordinator, meeting, stop_clock, sign_in):
    url = f"/meetings/{meeting.id}"
    assert primary(coordinator.get(url)) == ["Propose the agenda"]
    build.agenda_item(house, meeting)
    assert primary(coordinator.get(url)) == ["Invite"]
    invite(house, table, meeting)
    assert primary(coordinator.get(url)) == ["Print the agenda"]
    stop_clock(build.NOW + timedelta(days=20))
    assert primary(sign_in(table.coordinator).get(url)) == ["Remind 3 without a reply"]
    stop_clock(build.NOW + timedelta(days=29))
    next_month = sign_in(table.coordinator)
    later = next_month.get(url)
    assert primary(later) == ["Note as held"]
    next_month.submit(later, "Note as held")
    assert primary(next_month.get(url)) == ["Write the minutes"]
    house.refresh(meeting)
    assert meeting.state is MeetingState.HELD


def test_a_member_is_asked_to_reply(house, table, meeting, sign_in):
    invite(house, table, meeting)
    page = sign_in(table.mains[0]).get(f"/meetings/{meeting.id}")
    assert primary(page) == ["Reply"]
    assert "Who comes" in words(page)
    assert "Record an answer" not in words(page)


def test_a_meeting_that_did_not_take_place_says_why(house, coordinator, meeting):
    page = coordinator.get(f"/meetings/{meeting.id}/not-held")
    refused = coordinator.submit(page, "Note that it did not take place", reason=" ")
    assert refused.status_code == 422
    assert coordinator.submit(page, "Note that it did not take place", held_on="x").status_code == 422
    answer = coordinator.submit(
        page, "Note that it did not take place", reason="Krankheit", held_on="Herbst 2026"
    )
    assert answer.status_code == 303
    shown = coordinator.get(f"/meetings/{meeting.id}")
    assert "Krankheit" in words(shown)
    assert "autumn 2026" in words(shown)
    assert primary(shown) == ["Plan another meeting"]


def test_holding_too_early_is_refused_in_words(house, coordinator, meeting):
    answer = coordinator.post(f"/meetings/{meeting.id}/hold")
    assert answer.status_code == 422
    assert "not ended yet" in words(answer)
    house.refresh(meeting)
    assert meeting.state is MeetingState.SCHEDULED


def test_the_state_says_who_acts_next(house, table, coordinator, meeting, sign_in):
    assert "the coordination invites by 15 September 2026" in words(
        coordinator.get(f"/meetings/{meeting.id}")
    )
    invite(house, table, meeting)
    told = words(coordinator.get(f"/meetings/{meeting.id}"))
    assert "replies by 1 September 2026" in told
    assert "3 institutions have not replied" in told


def test_pages_are_for_those_they_are_meant_for(house, table, meeting, sign_in, client):
    stranger = sign_in(build.table(house).mains[0])
    other = sign_in(build.coordinator_of(house, build.body(house)))
    member, reader = sign_in(table.mains[0]), sign_in(table.reader)
    show = f"/meetings/{meeting.id}"
    assert client.get(show).status_code == 302
    assert [each.get(show).status_code for each in (stranger, other, member, reader)] == [404, 404, 200, 200]
    for url in (
        plan_url(table),
        f"/round-tables/{table.body.id}/meetings/record",
        f"{show}/edit",
        f"{show}/not-held",
        f"{show}/agenda",
        f"{show}/items/new",
    ):
        assert [each.get(url).status_code for each in (stranger, other, member, reader)] == [404] * 4, url
        assert other.post(url, data=GOOD).status_code in (404, 405), url
    assert other.post(f"{show}/hold").status_code == 404
    assert member.get("/meetings/4711").status_code == 404


def test_a_planned_meeting_without_date_is_the_coordinations_own(house, table, coordinator, sign_in):
    planned = build.meeting(house, table.body, starts_at=None, state=MeetingState.PLANNED)
    assert sign_in(table.mains[0]).get(f"/meetings/{planned.id}").status_code == 404
    assert coordinator.get(f"/meetings/{planned.id}").status_code == 200


def test_a_public_meeting_shows_strangers_only_what_is_public(house, table, sign_in):
    meeting = build.meeting(
        house,
        table.body,
        visibility=Visibility.PUBLIC,
        online_url="https://konferenz.example/geheim",
        note="Nur intern",
        state=MeetingState.INVITED,
    )
    build.agenda_item(house, meeting, "Intern")
    build.agenda_item(house, meeting, "Offen", visibility=Visibility.PUBLIC)
    shown = sign_in(build.person(house)).get(f"/meetings/{meeting.id}")
    assert shown.status_code == 200
    assert "Offen" in words(shown)
    for hidden in ("Intern", "konferenz.example", "Nur intern", table.body.name):
        assert hidden not in shown.get_data(as_text=True)


def test_an_online_link_is_shown_to_members(house, table, sign_in):
    meeting = build.meeting(house, table.body, online_url="https://konferenz.example/raum")
    page = sign_in(table.mains[0]).get(f"/meetings/{meeting.id}").get_data(as_text=True)
    assert 'href="https://konferenz.example/raum"' in page


@pytest.fixture
def asked(statements):
    """`asked(client, url)`: how many statements a page costs, once the session's last-seen is written."""

    def count(client, url):
        client.get(url)
        with statements() as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    return count


def test_a_page_costs_as_many_statements_for_one_item_as_for_a_thousand(
    house, table, meeting, coordinator, sign_in, asked
):
    build.agenda_item(house, meeting)
    invite(house, table, meeting)
    member = sign_in(table.mains[0])
    url = f"/meetings/{meeting.id}"
    assert (asked(coordinator, url), asked(member, url)) == (6, 5)
    for number in range(150):
        build.added(
            house, type(meeting)(body_id=table.body.id, state=MeetingState.SCHEDULED, number=1000 + number)
        )
        build.agenda_item(house, meeting, place=number)
    assert (asked(coordinator, url), asked(member, url)) == (6, 5)


def test_a_meeting_with_all_that_it_can_have_costs_no_more(
    house, table, meeting, coordinator, sign_in, asked
):
    """Named and guests' items, papers, replies, support needs, an agenda that differs from the one sent."""
    police = build.organisation(house, kind=OrganisationKind.POLICE)
    build.appointment(house, build.seat(house, table.body, police))
    named = build.agenda_item(house, meeting, visibility=Visibility.CONFIDENTIAL, seats=table.seats)
    build.item_guest(house, named)
    invite(house, table, meeting)
    given = reply_rules.Given(coming=Coming.YES, need="Gebärdensprache")
    for each in invitations(house, meeting.id):
        who = build.actor(house, house.get_one(Person, each.person_id))
        reply_rules.answer(house, each.id, given, by=who, now=build.NOW)
    build.item_guest(house, build.agenda_item(house, meeting))
    people = coordinator, sign_in(table.mains[0]), sign_in(table.reader)
    url = f"/meetings/{meeting.id}"
    assert [asked(each, url) for each in people] == [6, 6, 5]
    page = words(coordinator.get(url))
    for word in ("without investigating", "differs", "Gebärdensprache", "All answers"):
        assert word in page
