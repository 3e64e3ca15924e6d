"""Topics: what a topic refuses, who sees which, what waits for a meeting."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.errors import RuleBroken
from models.files import File
from models.meetings import AgendaItem
from models.topics import Topic, TopicAim, TopicGuest, TopicState, waiting_for
from models.visibility import Visibility
from tests import build


@pytest.fixture
def table(house):
    return build.table(house)


def titles(read_as, house, person):
    return set(read_as(build.actor(house, person)).scalars(select(Topic.title)))


def test_each_level_is_seen_by_those_it_is_meant_for(house, table, read_as):
    first, second, _ = table.seats
    build.topic(house, table.body, first, title="alle")
    build.topic(house, table.body, first, title="benannt", visibility=Visibility.CONFIDENTIAL, seats=[second])
    build.topic(house, table.body, first, title="Koordination", visibility=Visibility.COORDINATION)
    everything = {"alle", "benannt", "Koordination"}
    assert titles(read_as, house, table.coordinator) == everything
    assert titles(read_as, house, table.mains[0]) == titles(read_as, house, table.deputies[0]) == everything
    assert titles(read_as, house, table.mains[1]) == {"alle", "benannt"}
    assert titles(read_as, house, table.mains[2]) == {"alle"}
    assert titles(read_as, house, table.reader) == set(), "whoever only reads sees what is released"
    assert titles(read_as, house, build.table(house).mains[0]) == set()


@pytest.mark.parametrize("state", [TopicState.REFUSED, TopicState.WITHDRAWN])
def test_other_members_do_not_see_what_was_refused_or_withdrawn(house, table, read_as, state):
    build.topic(house, table.body, table.seats[0], title="weg", state=state, reason="Gehört nicht hierher.")
    assert titles(read_as, house, table.mains[0]) == titles(read_as, house, table.coordinator) == {"weg"}
    assert titles(read_as, house, table.mains[1]) == set()


def test_on_an_agenda_it_is_seen_no_further_than_its_item(house, table, read_as):
    meeting = build.meeting(house, table.body)
    item = build.agenda_item(house, meeting, visibility=Visibility.CONFIDENTIAL, seats=[table.seats[1]])
    facts = {"state": TopicState.ACCEPTED, "meeting_id": meeting.id, "item_id": item.id}
    topic = build.topic(house, table.body, table.seats[0], title="angenommen", **facts)
    build.added(
        house, File(item_id=item.id, topic_id=topic.id, name="a.pdf", content_type="x", uploaded_at=build.NOW)
    )
    for person, sees, reads in (
        (table.mains[0], 1, 1),
        (table.mains[1], 1, 0),  # the agenda is not out yet: its papers neither
        (table.mains[2], 0, 0),
        (table.coordinator, 1, 1),
    ):
        session = read_as(build.actor(house, person))
        assert len(session.scalars(select(Topic)).all()) == sees
        assert len(session.scalars(select(File)).all()) == reads


def test_files_of_a_topic_are_read_by_those_who_see_it(house, table, read_as):
    topic = build.topic(house, table.body, table.seats[0], visibility=Visibility.COORDINATION)
    build.added(
        house, File(item_id=None, topic_id=topic.id, name="a.pdf", content_type="x", uploaded_at=build.NOW)
    )
    for person, reads in ((table.mains[0], 1), (table.mains[1], 0), (table.coordinator, 1)):
        assert len(read_as(build.actor(house, person)).scalars(select(File)).all()) == reads


def test_guests_are_named_to_the_coordination_and_the_own_institution_only(house, table, read_as):
    topic = build.topic(house, table.body, table.seats[0])
    build.added(house, TopicGuest(topic_id=topic.id, name="Fachstelle"))
    for person, count in ((table.mains[0], 1), (table.mains[1], 0), (table.coordinator, 1)):
        assert len(read_as(build.actor(house, person)).scalars(select(TopicGuest)).all()) == count


def test_what_waits_for_a_meeting_was_put_off_to_it_or_taken_off_its_agenda(house, table):
    meeting, other = build.meeting(house, table.body), build.meeting(house, table.body, in_days=60)
    item = build.agenda_item(house, meeting)
    accepted = {"state": TopicState.ACCEPTED, "meeting_id": meeting.id}
    build.topic(house, table.body, table.seats[0], title="neu", meeting_id=meeting.id)
    build.topic(
        house, table.body, table.seats[0], title="vertagt", state=TopicState.PUT_OFF, meeting_id=meeting.id
    )
    build.topic(
        house, table.body, table.seats[0], title="später", state=TopicState.PUT_OFF, meeting_id=other.id
    )
    on_it = build.topic(house, table.body, table.seats[0], title="steht drauf", item_id=item.id, **accepted)
    assert [each.title for each in waiting_for(house, meeting)] == ["vertagt"]
    house.delete(item)
    house.flush()
    house.refresh(on_it)
    assert on_it.is_off_agenda
    assert [each.title for each in waiting_for(house, meeting)] == ["vertagt", "steht drauf"]
    assert house.get(AgendaItem, item.id) is None


def test_what_is_settled_stays_settled():
    topic = Topic(body_id=1, title="Thema", submitted_at=build.NOW)
    with pytest.raises(RuleBroken, match="say why"):
        topic.settle(TopicState.REFUSED, build.NOW)
    with pytest.raises(RuleBroken, match="choose a meeting"):
        topic.settle(TopicState.PUT_OFF, build.NOW)
    topic.settle(TopicState.PUT_BACK, build.NOW, reason="Noch nicht reif.")
    topic.settle(TopicState.PUT_OFF, build.NOW, meeting_id=7)
    topic.settle(TopicState.REFUSED, build.NOW, reason="Gehört in den Arbeitskreis.")
    with pytest.raises(RuleBroken, match="no longer open"):
        topic.settle(TopicState.PUT_BACK, build.NOW)


@pytest.mark.parametrize(
    ("facts", "named", "field"),
    [
        ({"title": ""}, 0, "title"),
        ({"visibility": Visibility.PUBLIC}, 0, "visibility"),
        ({"visibility": Visibility.CONFIDENTIAL}, 0, "seat_ids"),
        ({"minutes_planned": 601}, 0, "minutes_planned"),
    ],
)
def test_a_topic_refuses(facts, named, field):
    topic = Topic(**({"body_id": 1, "title": "Thema", "submitted_at": build.NOW} | facts))
    with pytest.raises(RuleBroken) as told:
        topic.judge(named)
    assert told.value.field == field


@pytest.mark.parametrize(
    "bad",
    [
        {"visibility": Visibility.PUBLIC},
        {"minutes_planned": -1},
        {"state": TopicState.ACCEPTED},
        {"state": TopicState.PUT_OFF},
        {"state": TopicState.REFUSED},
        {"state": TopicState.PUT_BACK, "decided_at": None},
    ],
)
def test_the_database_refuses_a_row_that_no_rule_makes(house, table, bad):
    with pytest.raises(IntegrityError):
        build.topic(house, table.body, **bad)


def test_the_aim_says_what_kind_of_item_it_becomes():
    assert [aim.item_kind.value for aim in TopicAim] == ["information", "consultation", "decision"]
