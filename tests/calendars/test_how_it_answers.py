"""How a feed answers programs: cheaply when nothing is new, with nothing where the secret opens nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.http import parse_date

from blueprints.meetings import rules as meeting_rules
from models.accounts import Account
from models.feeds import CalendarFeed, FeedKind
from models.history import Entry
from models.meetings import MeetingState
from models.rounds import Coming
from tests import build


def test_headers_say_what_it_is_and_set_no_cookie(room, feed_of, read):
    room.meeting()
    answer = read(feed_of(room.member)).answer
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=meetings.ics"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["ETag"].startswith('"')
    assert parse_date(answer.headers["Last-Modified"]) == build.NOW


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whoever_has_it_already_is_told_so(client, room, feed_of, read, stop_clock, method):
    room.invited()
    path = feed_of(room.member)
    first = read(path).answer
    stop_clock(build.NOW + timedelta(hours=5))
    for name, value in (
        ("If-None-Match", first.headers["ETag"]),
        ("If-None-Match", f"W/{first.headers['ETag']}"),
        ("If-Modified-Since", first.headers["Last-Modified"]),
    ):
        answer = client.open(path, method=method, headers={name: value})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == first.headers["ETag"]
        assert "Set-Cookie" not in answer.headers
    answer = client.open(path, method=method)
    assert answer.headers["Last-Modified"] == first.headers["Last-Modified"]
    assert answer.headers["ETag"] == first.headers["ETag"]
    assert answer.data == (first.data if method == "GET" else b"")


def test_the_same_is_told_in_the_same_bytes_by_another_worker(make_app, room, feed_of, read):
    """Another process knows not what was told: the mark is made of the content, the moment is stored."""
    room.invited()
    path = feed_of(room.member)
    first = read(path).answer
    other = make_app(LOCALE="en").test_client().get(path)
    assert other.data == first.data
    for name in ("ETag", "Last-Modified"):
        assert other.headers[name] == first.headers[name]


def changed(room, meeting):
    """Everything that changes what a member is told, one after the other."""
    yield lambda: room.answers(meeting, room.member, Coming.YES)
    yield lambda: room.move(meeting)
    yield lambda: room.invited(in_days=70)
    yield lambda: room.cancel(meeting)


def test_whatever_changes_is_told_at_the_next_request(client, room, feed_of, read, stop_clock):
    meeting, path = room.invited(), feed_of(room.member)
    last = read(path).answer
    for hours, change in enumerate(changed(room, meeting), 1):
        room.now = stop_clock(build.NOW + timedelta(hours=hours))
        change()
        for name, value in (
            ("If-Modified-Since", last.headers["Last-Modified"]),
            ("If-None-Match", last.headers["ETag"]),
        ):
            answer = client.get(path, headers={name: value})
            assert (answer.status_code, hours) == (200, hours)
        assert parse_date(answer.headers["Last-Modified"]) == room.now
        last = answer
        assert client.get(path, headers={"If-None-Match": last.headers["ETag"]}).status_code == 304


def test_an_edit_before_the_invitation_is_told(client, house, room, feed_of, read):
    meeting, path = room.invited(in_days=40), feed_of(room.member)
    other = room.meeting(in_days=50)
    last = read(path).answer
    start = other.starts_at + timedelta(days=1)
    meeting_rules.edit(
        house, other.id, based_on=other.version, starts_at=start, ends_at=None, by=room.by, now=build.NOW
    )
    answer = client.get(path, headers={"If-None-Match": last.headers["ETag"]})
    assert answer.status_code == 200
    assert f"DTSTART;TZID=Europe/Berlin:{start:%Y%m%d}".encode() in answer.data
    assert meeting.uid.encode() in answer.data


def test_what_others_do_elsewhere_leaves_the_mark_as_it_is(client, house, room, feed_of, read):
    room.invited()
    path = feed_of(room.member)
    last = read(path).answer
    other = build.table(house)
    by = build.actor(house, other.coordinator)
    start = build.NOW + timedelta(days=30)
    meeting_rules.schedule(
        house, other.body.id, starts_at=start, ends_at=None, number=1, by=by, now=build.NOW
    )
    answer = client.get(path, headers={"If-None-Match": last.headers["ETag"]})
    assert answer.status_code == 304
    assert read(path).answer.headers["Last-Modified"] == last.headers["Last-Modified"]


def test_reading_is_noted_by_its_day_and_by_nothing_else(
    client, house, room, feed_of, stop_clock, statements
):
    room.invited()
    path = feed_of(room.member)
    row = house.scalars(select(CalendarFeed)).one()
    lines = house.query(Entry).count()
    assert row.used_on is None
    client.get(path)
    house.refresh(row)
    assert row.used_on == build.TODAY
    with statements() as again:
        client.get(path)
    assert not [each for each in again if "UPDATE" in each]
    stop_clock(build.NOW + timedelta(days=1))
    client.get(path)
    house.refresh(row)
    assert row.used_on == build.TODAY + timedelta(days=1)
    assert house.query(Entry).count() == lines


def test_secrets_that_open_nothing_get_all_the_same_answer(client, house, room, feed_of, statements):
    room.meeting()
    locked = feed_of(room.table.mains[1])
    house.query(Account).one().locked_at = build.NOW
    house.commit()
    answers = []
    for path in (locked, "/calendars/x.ics", f"/calendars/{'A' * 43}.ics", "/calendars/%C3%BC.ics"):
        with statements() as seen:
            answer = client.get(path)
        answers.append((answer.status_code, answer.data, sorted(answer.headers.items()), len(seen)))
        assert "Set-Cookie" not in answer.headers
    assert answers[0][:2] == (404, b"")
    assert all(answer == answers[0] for answer in answers)


def test_the_cookie_of_a_browser_changes_nothing(house, room, feed_of, sign_in, client):
    """The calendar is its owner's, whoever opens the address."""
    other = build.table(house)
    build.meeting(house, other.body)
    mine = room.meeting()
    path = feed_of(room.member)
    alone = client.get(path)
    answer = sign_in(other.mains[0]).get(path)
    assert answer.data == alone.data
    assert mine.uid.encode() in answer.data


def test_the_number_of_statements_does_not_grow(house, room, feed_of, client, statements):
    """Ten meetings and three hundred, for a member, a guest and the coordination; and when nothing is new."""
    guest = build.item_guest(house, build.agenda_item(house, room.meeting()))
    room.invite(room.meeting(in_days=29))
    paths = [feed_of(room.member), feed_of(room.table.coordinator)]
    paths.append(feed_of(room.table.coordinator, FeedKind.DEADLINES))

    def asked():
        counts, marks = [], {}
        for path in paths:
            client.get(path)  # notes the day
            with statements() as seen:
                marks[path] = client.get(path).headers["ETag"]
            counts.append(len([each for each in seen if each.startswith("SELECT")]))
        for path in paths:
            with statements() as seen:
                assert client.get(path, headers={"If-None-Match": marks[path]}).status_code == 304
            counts.append(len([each for each in seen if each.startswith("SELECT")]))
        return counts

    for days in range(8):
        room.meeting(in_days=40 + days)
    few = asked()
    for days in range(290):
        room.meeting(in_days=50 + days, state=MeetingState.INVITED)
    assert asked() == few == [3, 3, 3, 1, 1, 1]
    assert guest.id
