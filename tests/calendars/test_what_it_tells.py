"""What a calendar tells: one's own meetings, neutral, with one's own answer; and nothing to anybody else."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from blueprints.decisions import rules as decision_rules
from models.decisions import DecisionKind
from models.feeds import FeedKind
from models.meetings import MeetingState
from models.minutes import Minutes, MinutesState
from models.rounds import Coming, Round, RoundKind
from models.visibility import Visibility
from tests import build
from tests.judging import events_in

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_member_reads_her_meetings_with_their_time_and_nothing_else(room, feed_of, read):
    meeting = room.invited(place="Rathaus, Raum 7", title="Geheime Sache")
    event = read(feed_of(room.member)).only
    assert event["DTSTART"].dt == meeting.starts_at.astimezone(BERLIN)
    assert event["DTEND"].dt == meeting.ends_at.astimezone(BERLIN)
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert str(event["SUMMARY"]) == "Offen: Sitzung"
    assert str(event["URL"]) == f"http://localhost/meetings/{meeting.id}"
    assert str(event["CLASS"]) == "PRIVATE"
    assert not {"ATTENDEE", "ORGANIZER", "LOCATION", "VALARM"} & set(event)
    text = event.to_ical().decode()
    assert not any(word in text for word in ("Kieselweg", "Rathaus", "Geheime", "@"))


def test_name_and_place_stand_there_where_the_table_has_switched_them_on(room, feed_of, read):
    room.meeting(place="Rathaus, Raum 7; hinten")
    room.switch_on_names()
    event = read(feed_of(room.member)).only
    assert str(event["SUMMARY"]) == "Tisch Kieselweg"
    assert str(event["LOCATION"]) == "Rathaus, Raum 7; hinten"


ANSWERS = [
    (Coming.YES, "Zugesagt: Sitzung", "CONFIRMED", "OPAQUE"),
    (Coming.PERHAPS, "Vielleicht: Sitzung", "TENTATIVE", "OPAQUE"),
    (Coming.NO, "Nicht dabei: Sitzung", "CONFIRMED", "TRANSPARENT"),
    (Coming.SUBSTITUTE, "Vertreten: Sitzung", "CONFIRMED", "TRANSPARENT"),
]

SUBSTITUTES = {Coming.SUBSTITUTE: "Eine Kollegin"}


@pytest.mark.parametrize(("coming", "title", "status", "shown_as"), ANSWERS)
def test_ones_own_answer_stands_in_title_and_status(room, feed_of, read, coming, title, status, shown_as):
    meeting, path = room.invited(), feed_of(room.member)
    before = read(path).only
    assert (str(before["STATUS"]), str(before["TRANSP"])) == ("TENTATIVE", "OPAQUE")
    room.now += timedelta(hours=3)
    room.answers(meeting, room.member, coming, substitute=SUBSTITUTES.get(coming, ""))
    event = read(path).only
    assert (str(event["SUMMARY"]), str(event["STATUS"]), str(event["TRANSP"])) == (title, status, shown_as)
    assert (event["UID"], event["SEQUENCE"]) == (before["UID"], before["SEQUENCE"])
    assert event["DTSTAMP"].dt == room.now > before["DTSTAMP"].dt


def test_whoever_is_silent_reads_what_her_institution_has_answered(room, feed_of, read):
    meeting, path = room.invited(), feed_of(room.deputy)
    assert read(path).titles == ["Offen: Sitzung"]
    room.answers(meeting, room.member, Coming.YES)
    assert read(path).titles == ["Vertreten: Sitzung"]
    room.answers(meeting, room.member, Coming.NO)
    assert read(path).titles == ["Nicht dabei: Sitzung"]
    room.answers(meeting, room.deputy, Coming.YES)
    assert read(path).titles == ["Zugesagt: Sitzung"]
    assert read(feed_of(room.table.mains[1])).titles == ["Offen: Sitzung"]


def test_a_move_keeps_the_identity_raises_the_sequence_and_opens_the_answer(room, feed_of, read):
    meeting, path = room.invited(), feed_of(room.member)
    room.answers(meeting, room.member, Coming.YES)
    before = read(path).only
    room.now += timedelta(days=1)
    room.move(meeting)
    event = read(path).only
    assert event["UID"] == before["UID"] == meeting.uid
    assert event["SEQUENCE"] == before["SEQUENCE"] + 1
    assert event["DTSTART"].dt == before["DTSTART"].dt + timedelta(days=7)
    assert str(event["SUMMARY"]) == "Offen: Sitzung"


def test_what_was_called_off_or_did_not_take_place_is_shown_as_such(room, feed_of, read):
    path = feed_of(room.member)
    room.cancel(room.invited())
    room.meeting(in_days=-20, state=MeetingState.NOT_HELD)
    found = read(path)
    assert found.titles == ["Ausgefallen: Sitzung", "Abgesagt: Sitzung"]
    assert {str(event["STATUS"]) for event in found.events} == {"CANCELLED"}
    assert {str(event["TRANSP"]) for event in found.events} == {"TRANSPARENT"}


def test_meetings_without_a_known_time_and_those_long_past_are_left_out(room, feed_of, read):
    room.meeting(starts_at=None, state=MeetingState.SCHEDULED)
    room.meeting(in_days=-91, state=MeetingState.HELD)
    kept = room.meeting(in_days=-90, state=MeetingState.HELD)
    far = room.meeting(in_days=900, ends_at=None)
    found = read(feed_of(room.member))
    assert [event["UID"] for event in found.events] == [kept.uid, far.uid]
    assert "DTEND" not in found.events[1]


def test_only_the_coordination_reads_of_what_is_still_planned(room, feed_of, read):
    room.meeting(state=MeetingState.PLANNED)
    assert read(feed_of(room.member)).events == []
    event = read(feed_of(room.table.coordinator)).only
    assert (str(event["SUMMARY"]), str(event["STATUS"])) == ("In Planung: Sitzung", "TENTATIVE")


def test_a_public_meeting_of_another_table_is_not_ones_own(house, room, feed_of, read):
    other = build.table(house, visibility=Visibility.PUBLIC)
    build.meeting(house, other.body, visibility=Visibility.PUBLIC)
    mine = room.meeting()
    assert [event["UID"] for event in read(feed_of(room.member)).events] == [mine.uid]


def test_a_guest_reads_her_part_of_the_meeting(house, room, feed_of, read):
    meeting = room.meeting()
    start = meeting.starts_at + timedelta(minutes=30)
    item = build.agenda_item(house, meeting)
    guest = build.item_guest(house, item, starts_at=start, ends_at=start + timedelta(minutes=20))
    room.invite(meeting)
    path = feed_of(guest)
    event = read(path).only
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (start, start + timedelta(minutes=20))
    assert str(event["SUMMARY"]) == "Offen: Sitzung"
    later = build.agenda_item(house, meeting)
    build.item_guest(house, later, guest, starts_at=start + timedelta(minutes=50))
    event = read(path).only
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (start, meeting.ends_at)
    build.item_guest(house, build.agenda_item(house, meeting), guest)
    assert read(path).only["DTSTART"].dt == meeting.starts_at


def test_a_guest_who_holds_a_seat_reads_the_whole_meeting(house, room, feed_of, read):
    meeting = room.meeting()
    start = meeting.starts_at + timedelta(minutes=30)
    build.item_guest(house, build.agenda_item(house, meeting), room.member, starts_at=start)
    room.invite(meeting)
    assert read(feed_of(room.member)).only["DTSTART"].dt == meeting.starts_at


def test_whoever_takes_the_minutes_reads_so(house, room, feed_of, read):
    taker = build.person(house, "Protokoll von außen")
    meeting = room.meeting(minute_taker_id=taker.id)
    room.meeting(in_days=60)
    event = read(feed_of(taker)).only
    assert (event["UID"], str(event["SUMMARY"])) == (meeting.uid, "Sitzung (Protokoll)")


def test_a_calendar_speaks_its_owners_language(room, feed_of, read):
    room.invited()
    room.member.language = "en"
    assert read(feed_of(room.member)).titles == ["Open: Meeting"]


def test_times_are_right_on_both_sides_of_the_change_of_the_clock(house, room, feed_of, read):
    summer = room.meeting(in_days=50)  # 21 October, 10:00 in Berlin is 08:00 UTC
    winter = room.meeting(starts_at=build.NOW + timedelta(days=64, hours=1))
    found = read(feed_of(room.member))
    assert [event["DTSTART"].dt.hour for event in found.events] == [10, 10]
    other = [each.dtstart.value for each in vobject.readOne(found.answer.text).vevent_list]
    assert [each.astimezone(UTC) for each in other] == [summer.starts_at, winter.starts_at]


def test_another_parser_reads_the_same(room, feed_of, read):
    room.switch_on_names()
    room.table.body.name = "Tisch, mit; Zeichen \\ und „Ü“ " + "lang " * 20
    for days in (20, 40):
        room.meeting(in_days=days, place="Straße 1, Hinterhaus; Raum „Nord“")
    found = read(feed_of(room.member))
    assert max(len(line) for line in found.answer.data.split(b"\r\n")) <= 75
    assert found.answer.data.replace(b"\r\n", b"").find(b"\n") == -1
    assert found.calendar.errors == []
    assert [event.errors for event in found.events] == [[], []]
    other = vobject.readOne(found.answer.text)
    other.validate(raiseException=True)
    assert [each.summary.value for each in other.vevent_list] == found.titles
    assert [each.location.value for each in other.vevent_list] == ["Straße 1, Hinterhaus; Raum „Nord“"] * 2
    assert "METHOD" not in found.calendar
    assert str(found.calendar["X-WR-CALNAME"]) == "Runde Tische"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in found.answer.text


def test_the_coordination_reads_its_last_days(room, feed_of, read):
    meeting = room.meeting(in_days=60)  # on 31 October
    path = feed_of(room.table.coordinator, FeedKind.DEADLINES)
    before = {str(event["UID"]).removeprefix(f"{meeting.uid}-"): event for event in read(path).events}
    assert {key: event["DTSTART"].dt for key, event in before.items()} == {
        "topics": date(2026, 9, 18),
        "agenda": date(2026, 10, 2),
        "invitation": date(2026, 10, 16),
        "replies": date(2026, 10, 23),
    }
    assert {event["DTEND"].dt - event["DTSTART"].dt for event in before.values()} == {timedelta(days=1)}
    assert str(before["agenda"]["SUMMARY"]) == "Letzter Tag: Tagesordnung der Sitzung am 31.10.2026"
    assert {str(event["TRANSP"]) for event in before.values()} == {"TRANSPARENT"}
    room.invite(meeting)
    event = read(path).only
    assert event["UID"] == f"{meeting.uid}-replies"
    assert event["DTSTART"].dt == meeting.replies_due_on
    room.cancel(meeting)
    assert read(path).events == []


def test_the_end_of_objections_stands_in_the_coordinations_calendar(house, room, feed_of, read):
    meeting = room.meeting(in_days=-10, state=MeetingState.MINUTED)
    until = build.TODAY + timedelta(days=12)
    facts = {"begun_at": build.NOW, "confirmed_at": build.NOW, "circulated_at": build.NOW}
    build.added(
        house,
        Minutes(
            meeting_id=meeting.id,
            body_id=meeting.body_id,
            state=MinutesState.CIRCULATED,
            objections_until=until,
            **facts,
        ),
    )
    room.switch_on_names()
    event = read(feed_of(room.table.coordinator, FeedKind.DEADLINES)).only
    assert event["DTSTART"].dt == until
    assert str(event["SUMMARY"]) == (
        "Letzter Tag: Einwendungen zum Protokoll vom 22.08.2026, Tisch Kieselweg"
    )


def test_deadlines_are_told_of_ones_own_tables_only(house, room, feed_of, read):
    other = build.table(house)
    mine = room.meeting(in_days=60)
    build.meeting(house, other.body, in_days=60)
    found = read(feed_of(room.table.coordinator, FeedKind.DEADLINES))
    assert {str(event["UID"]).partition("-")[0] for event in found.events} == {mine.uid}


def test_the_last_days_of_what_is_asked_outside_of_meetings_stand_among_the_deadlines(
    house, room, feed_of, read
):
    body, other = room.table.body, build.table(house).body
    due = build.TODAY + timedelta(days=9)
    for kind, of, closed_at in (
        (RoundKind.PEOPLE, body, None),
        (RoundKind.DATES, body, None),
        (RoundKind.DATES, body, build.NOW),
        (RoundKind.DATES, other, None),
    ):
        build.added(
            house,
            Round(kind=kind, body_id=of.id, opened_at=build.NOW, due_on=due, closed_at=closed_at),
        )
    house.commit()
    found = read(feed_of(room.table.coordinator, FeedKind.DEADLINES))
    assert found.titles == [
        "Letzter Tag: Sind das noch Ihre Leute?",
        "Letzter Tag: Antworten auf die Terminfindung",
    ]
    assert {event["DTSTART"].dt for event in found.events} == {due}
    assert f"/round-tables/{body.id}/date-findings/" in found.events[1]["URL"]


def test_a_circular_decision_s_last_day_leads_to_it(house, room, feed_of, read):
    by = {"by": room.by, "now": build.NOW}
    wanted = {"title": "Rufbereitschaft", "wording": "Wir halten sie ab Mai.", "kind": DecisionKind.SUBSTANCE}
    found = decision_rules.propose(
        house, room.table.body.id, **wanted, circular=True, **by, render=lambda text: text
    )
    house.flush()
    due = build.TODAY + timedelta(days=30)
    decision_rules.put(house, room.table.body.id, found.id, due_on=due, based_on=found.version, **by)
    house.commit()
    event = read(feed_of(room.table.coordinator, FeedKind.DEADLINES)).only
    assert (event["DTSTART"].dt, str(event["SUMMARY"])) == (due, "Letzter Tag: Umlaufverfahren")
    assert event["URL"].endswith(f"/round-tables/{room.table.body.id}/decisions/{found.id}")


@pytest.mark.parametrize("kind", list(FeedKind))
def test_parsers_that_are_not_ours_read_each_feed_alike(room, feed_of, read, kind):
    """As calendar-mail.md 10 wants it: no method, no people, no alarms, a stamp that stays."""
    room.switch_on_names()
    room.table.body.name = "Tisch, mit; Zeichen \\ und „Ü“"
    room.meeting(in_days=60)
    moved = room.invited(in_days=40)
    room.now += timedelta(days=1)
    room.move(moved)
    path = feed_of(room.table.coordinator, kind)
    mine = read(path)
    expected = [
        (
            *(str(each["UID"]), each["SEQUENCE"], int(each["DTSTAMP"].dt.timestamp())),
            *(each["DTSTART"].dt.isoformat()[:19], str(each["SUMMARY"]), []),
        )
        for each in mine.events
    ]
    assert len(expected) == {FeedKind.MEETINGS: 2, FeedKind.DEADLINES: 5}[kind]
    assert events_in(mine.answer.data) == dict.fromkeys(events_in(mine.answer.data), expected)
    assert read(path).answer.data == mine.answer.data
