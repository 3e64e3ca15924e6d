"""Links: made once, seen only where both ends are, chains without a trace of what is hidden."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from models.links import LINKABLE, Link, LinkKind, chain, link, linkable, linked_from, linked_to
from models.meetings import Meeting, MeetingState
from models.readers import AnyReader
from models.visibility import ReaderSession, Visibility
from tests import build


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def items(house, table):
    """Three items that all members see."""
    meeting = build.meeting(house, table.body, state=MeetingState.INVITED)
    return [build.agenda_item(house, meeting, title) for title in ("Frage", "Sitzung", "Antwort")]


@pytest.fixture
def reading_as(house):
    """Sessions of persons, in the transaction of the house."""

    def open_for(person):
        actor = build.actor(house, person)
        return ReaderSession(house.connection(), reader=actor, join_transaction_mode="rollback_only")

    return open_for


def hide(item):
    item.visibility = Visibility.COORDINATION


def titles(things):
    return [thing.title for thing in things]


def test_a_link_leads_both_ways(house, items):
    question, _, answer = items
    link(house, LinkKind.ANSWERS, answer, question)
    (there,) = linked_from(house, answer)
    (back,) = linked_to(house, question)
    assert (there.kind, there.thing) == (LinkKind.ANSWERS, question)
    assert (back.kind, back.thing) == (LinkKind.ANSWERS, answer)
    assert linked_from(house, question) == []


def test_the_same_link_is_made_once_but_another_kind_is_another_link(house, items):
    first = link(house, LinkKind.CITES, items[0], items[1])
    assert link(house, LinkKind.CITES, items[0], items[1]) is first
    assert link(house, LinkKind.ANSWERS, items[0], items[1]) is not first


def test_rows_of_different_tables_are_linked(house, table, items):
    meeting = house.get(Meeting, items[0].meeting_id)
    link(house, LinkKind.FOLLOWS_FROM, items[0], meeting)
    assert linked_from(house, items[0])[0].thing is meeting


def test_only_what_is_named_for_it_is_linked(house, table, items):
    for thing in (table.seats[0], table.body):
        with pytest.raises(TypeError):
            link(house, LinkKind.CITES, items[0], thing)


def test_what_can_be_linked_says_who_may_see_it_in_few_words() -> None:
    """Each of these tables stands twice in the criterion: all that there are would be planned for 0.1 s."""
    assert set(linkable()) == LINKABLE
    reader: Any = AnyReader()
    assert len(str(Link.visible_to(reader))) < 60_000


def test_the_database_refuses_a_link_to_itself(house, items):
    with pytest.raises(IntegrityError):
        link(house, LinkKind.CITES, items[0], items[0])


def test_a_link_is_seen_by_those_who_see_both_ends(house, table, items, reading_as):
    link(house, LinkKind.ANSWERS, items[2], items[0])
    reading = reading_as(table.mains[0])
    assert [each.thing.title for each in linked_from(reading, items[2])] == ["Frage"]
    stranger = reading_as(build.table(house).mains[0])
    assert linked_from(stranger, items[2]) == []
    assert stranger.scalar(select(func.count()).select_from(Link)) == 0


@pytest.mark.parametrize("hidden", [0, 2])
def test_one_hidden_end_hides_the_link(house, table, items, reading_as, hidden):
    link(house, LinkKind.ANSWERS, items[2], items[0])
    hide(items[hidden])
    reading = reading_as(table.mains[0])
    assert linked_from(reading, items[2]) == []
    assert linked_to(reading, items[0]) == []
    assert reading.scalar(select(func.count()).select_from(Link)) == 0
    assert len(linked_from(reading_as(table.coordinator), items[2])) == 1


def test_a_chain_is_walked_to_its_beginning(house, table, items, reading_as):
    question, meeting, answer = items
    link(house, LinkKind.FOLLOWS_FROM, answer, meeting)
    link(house, LinkKind.FOLLOWS_FROM, meeting, question)
    assert titles(chain(house, reading_as(table.mains[0]), answer)) == ["Sitzung", "Frage"]


def test_a_hidden_station_is_left_out_and_not_counted(house, table, items, reading_as):
    question, meeting, answer = items
    link(house, LinkKind.FOLLOWS_FROM, answer, meeting)
    link(house, LinkKind.FOLLOWS_FROM, meeting, question)
    hide(meeting)
    reading = reading_as(table.mains[0])
    assert titles(chain(house, reading, answer)) == ["Frage"]
    assert reading.scalar(select(func.count()).select_from(Link)) == 0
    assert titles(chain(house, reading_as(table.coordinator), answer)) == ["Sitzung", "Frage"]


def test_a_circle_ends(house, table, items, reading_as):
    for source, target in zip(items, [*items[1:], items[0]], strict=True):
        link(house, LinkKind.CITES, source, target)
    assert titles(chain(house, reading_as(table.mains[0]), items[0])) == ["Sitzung", "Antwort"]


def test_the_stations_of_a_chain_are_the_readers_rows(house, table, items, reading_as):
    link(house, LinkKind.CITES, items[2], items[0])
    reading = reading_as(table.mains[0])
    (station,) = chain(house, reading, items[2])
    assert station in reading
    assert station not in house


def test_many_links_cost_as_much_as_one(house, table, items, reading_as, statements):
    link(house, LinkKind.CITES, items[0], items[1])
    with statements() as one:
        linked_from(reading_as(table.mains[0]), items[0])
    meeting = build.meeting(house, table.body, state=MeetingState.INVITED)
    for _ in range(30):
        link(house, LinkKind.CITES, items[0], build.agenda_item(house, meeting))
    with statements() as many:
        assert len(linked_from(reading_as(table.mains[0]), items[0])) == 31
    assert len(many) == len(one)
