"""The agenda as invited beside the agenda as held, for each reader what she may see."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.meetings import agenda_rules, invitation_rules
from models.agendas_compared import Fate, compared
from models.item_outcomes import ItemOutcome
from models.meetings import AgendaItem, MeetingState
from models.visibility import Visibility
from tests import build
from tests.pages import Page, text


def item(number, title, **facts):
    return {"id": number, "number": str(number), "title": title, **facts}


def fates(was, now):
    rows = compared(was, now)
    return [((row.now or row.was)["title"], row.fate) for row in rows]


A, B, C = item(1, "A"), item(2, "B"), item(3, "C")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([A, B, C], [("A", Fate.SAME), ("B", Fate.SAME), ("C", Fate.SAME)]),
        ([A, C], [("A", Fate.SAME), ("B", Fate.GONE), ("C", Fate.SAME)]),
        ([A, B], [("A", Fate.SAME), ("B", Fate.SAME), ("C", Fate.GONE)]),
        ([], [("A", Fate.GONE), ("B", Fate.GONE), ("C", Fate.GONE)]),
        (
            [A, item(9, "Neu"), B, C],
            [("A", Fate.SAME), ("Neu", Fate.ADDED), ("B", Fate.SAME), ("C", Fate.SAME)],
        ),
        ([C, A, B], [("C", Fate.MOVED), ("A", Fate.SAME), ("B", Fate.SAME)]),
        (
            [A, B | {"outcome": "put-off"}, C | {"outcome": "taken-off"}],
            [("A", Fate.SAME), ("B", Fate.PUT_OFF), ("C", Fate.TAKEN_OFF)],
        ),
    ],
)
def test_two_agendas_differ_item_by_item(now, expected):
    assert fates([A, B, C], now) == expected


def test_an_item_with_another_title_is_the_same_item():
    (row,) = compared([A], [A | {"title": "Anders"}])
    assert row.fate is Fate.SAME
    assert row.is_renamed


def test_items_of_older_editions_are_the_same_by_their_title():
    old = [{"number": "1", "title": "A"}, {"number": "2", "title": "B"}]
    assert fates(old, [A, B]) == [("A", Fate.SAME), ("B", Fate.SAME)]


@pytest.fixture(autouse=True)
def clock(stop_clock):
    return stop_clock(build.NOW)


@pytest.fixture
def table(house):
    made = build.table(house)
    for person in (made.coordinator, made.reader, *made.mains):
        person.language = "en"
    return made


@pytest.fixture
def meeting(house, table):
    """Invited to with three items, one of them for one institution; then held otherwise."""
    meeting = build.meeting(house, table.body)
    by = build.actor(house, table.coordinator)
    words = {"by": by, "now": build.NOW}
    secret = {"visibility": Visibility.CONFIDENTIAL, "seat_ids": [table.seats[0].id]}
    _, gone, hidden = (
        agenda_rules.add_item(house, meeting.id, title=title, **facts, **words)
        for title, facts in (("Bleibt", {}), ("Vertagtes", {}), ("Geheimes", secret))
    )
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY + timedelta(days=5), **words)
    agenda_rules.add_item(house, meeting.id, title="Nachgetragen", **words)
    gone.outcome = hidden.outcome = ItemOutcome.PUT_OFF
    meeting.state = MeetingState.HELD
    house.commit()
    return meeting


def words(answer):
    return text(Page(answer.get_data(as_text=True)).all("main")[0])


def test_each_reader_compares_what_she_may_see(house, table, meeting, sign_in):
    url = f"/meetings/{meeting.id}/agenda/held"
    meeting.state = MeetingState.MINUTED
    house.commit()
    for person, changes, secret in (
        (table.coordinator, 3, True),
        (table.mains[0], 3, True),
        (table.mains[1], 2, False),
        (table.reader, 2, False),
    ):
        shown = words(sign_in(person).get(url))
        assert f"{changes} items differ" in shown
        assert ("Geheimes" in shown) is secret
        assert "Nachgetragen" in shown


def test_until_the_minutes_are_out_only_their_writers_know_what_became_of_an_item(
    house, table, meeting, sign_in
):
    taker = build.person(house, "Protokoll")
    taker.language, meeting.minute_taker_id = "en", taker.id
    item = house.scalars(select(AgendaItem).where(AgendaItem.title == "Vertagtes")).one()
    house.commit()
    places = [f"/meetings/{meeting.id}{rest}" for rest in ("", "/agenda/held", f"/items/{item.id}")]
    readers = (*table.mains[:2], table.reader)
    for state, members in ((MeetingState.HELD, False), (MeetingState.MINUTED, True)):
        meeting.state = state
        house.commit()
        for person, knows in (
            (table.coordinator, True),
            (taker, True),
            *((each, members) for each in readers),
        ):
            browser = sign_in(person)
            for url in places:
                answer = browser.get(url)
                if answer.status_code == 200:
                    assert ("put off" in words(answer)) is knows, (person.name, url)


def test_whoever_was_sent_no_agenda_finds_no_comparison(house, table, sign_in):
    bare = build.meeting(house, table.body)
    house.commit()
    assert sign_in(table.coordinator).get(f"/meetings/{bare.id}/agenda/held").status_code == 404


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.NOT_HELD])
def test_what_did_not_take_place_is_not_shown_as_held(house, sign_in, state):
    table = build.table(house)
    meeting = build.meeting(house, table.body)
    build.agenda_item(house, meeting, "Offen")
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, meeting.id, due_on=meeting.held_on.day, by=by, now=build.NOW)
    meeting.state, meeting.reason = state, "Keine Themen."
    house.commit()
    client = sign_in(table.coordinator)
    page = client.get(f"/meetings/{meeting.id}").text
    assert "Wie eingeladen" in page
    assert "wie gehalten" not in page
    assert client.get(f"/meetings/{meeting.id}/agenda/held").status_code == 404
