"""Planning: what must hold for a meeting when it is planned, recorded, changed, held or not held."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from blueprints.meetings import invitation_rules, queries, rules
from models.bodies import BodyState
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.meetings import AgendaItem, ItemKind, Meeting, MeetingState, is_web_address
from models.rounds import Round
from models.versions import ChangedMeanwhile
from tests import build

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 12, 9, 10, 0, tzinfo=BERLIN)
TWO_HOURS = timedelta(hours=2)


@pytest.fixture
def table(house):
    return build.table(house, bylaws={"agenda_template": "Opening\n\nMinutes of the last meeting"})


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


def schedule(house, table, by, **facts):
    given = {"starts_at": START, "ends_at": START + TWO_HOURS} | facts
    return rules.schedule(house, table.body.id, **given, by=by, now=build.NOW)


def refused(field):
    return pytest.raises(RuleBroken, check=lambda broken: broken.field == field)


def test_a_planned_meeting_has_its_date_fixed_and_its_formal_items(house, table, by):
    meeting = schedule(house, table, by, number=12, place="Rathaus")
    assert meeting.state is MeetingState.SCHEDULED
    assert meeting.held_on == FuzzyDate.parse("09.12.2026")
    assert meeting.starts_at == datetime(2026, 12, 9, 9, 0, tzinfo=UTC)
    items = house.scalars(select(AgendaItem).order_by(AgendaItem.place)).all()
    assert [(item.title, item.kind) for item in items] == [
        ("Opening", ItemKind.FORMAL),
        ("Minutes of the last meeting", ItemKind.FORMAL),
    ]
    assert house.scalars(select(Entry.gesture).where(Entry.subject == "meeting")).all() == ["plan"]


def test_summer_time_is_berlins(house, table, by):
    start = datetime(2027, 7, 7, 10, 0, tzinfo=BERLIN)
    meeting = schedule(house, table, by, starts_at=start, ends_at=None)
    assert meeting.starts_at == datetime(2027, 7, 7, 8, 0, tzinfo=UTC)


def test_only_the_coordination_plans(house, table, by):
    for person in (table.mains[0], table.reader, build.coordinator_of(house, build.body(house))):
        with pytest.raises(NotAllowed):
            schedule(house, table, build.actor(house, person))


def test_the_end_lies_after_the_beginning(house, table, by):
    for end in (START, START - TWO_HOURS):
        with refused("ends"):
            schedule(house, table, by, ends_at=end)
    assert house.scalars(select(Meeting)).all() == []


def test_a_meeting_in_the_past_must_have_taken_place(house, table, by):
    past = build.NOW - timedelta(days=30)
    with refused("day"):
        schedule(house, table, by, starts_at=past, ends_at=past + TWO_HOURS)
    held = schedule(house, table, by, starts_at=past, ends_at=past + TWO_HOURS, took_place=True)
    assert held.state is MeetingState.HELD
    with refused("took_place"):
        schedule(house, table, by, took_place=True)


def test_a_number_is_given_once_at_each_table(house, table, by):
    schedule(house, table, by, number=12)
    with refused("number"):
        schedule(house, table, by, number=12)
    other = build.table(house)
    schedule(house, other, build.actor(house, other.coordinator), number=12)
    assert queries.next_number(house, table.body.id) == 13
    assert queries.next_number(house, build.body(house).id) == 1


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_a_number_has_limits(house, table, by, number):
    with refused("number"):
        schedule(house, table, by, number=number)


def test_several_meetings_may_have_no_number(house, table, by):
    schedule(house, table, by)
    assert schedule(house, table, by).number is None


def test_the_minute_taker_is_somebody_of_the_table(house, table, by):
    assert schedule(house, table, by, minute_taker_id=table.deputies[0].id).minute_taker_id
    with refused("minute_taker_id"):
        schedule(house, table, by, minute_taker_id=build.person(house).id)


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://konferenz.example/raum", True),
        ("http://konferenz.example", True),
        ("ftp://konferenz.example", False),
        ("javascript:alert(1)", False),
        ("//konferenz.example", False),
        ("konferenz.example", False),
        ("https://", False),
        ("https://name@konferenz.example", False),
        ("https://[konferenz", False),
    ],
)
def test_a_way_online_is_an_address_of_the_web(house, table, by, address, fits):
    assert is_web_address(address) is fits
    if not fits:
        with refused("online_url"):
            schedule(house, table, by, online_url=address)


def test_a_dissolved_table_meets_no_more(house, table, by):
    table.body.state = BodyState.DISSOLVED
    with refused(None):
        schedule(house, table, by)


def test_a_meeting_without_a_day_is_recorded_as_vaguely_as_it_is_known(house, table, by):
    meeting = rules.record_meeting(
        house,
        table.body.id,
        held_on=FuzzyDate.parse("Herbst 2021"),
        state=MeetingState.NOT_HELD,
        reason="Pandemie",
        by=by,
        now=build.NOW,
    )
    assert (str(meeting.held_on), meeting.starts_at, meeting.reason) == ("Herbst 2021", None, "Pandemie")
    assert house.scalars(select(AgendaItem)).all() == []


def test_what_was_not_held_needs_its_reason_and_what_was_held_a_past(house, table, by):
    def record(**facts):
        rules.record_meeting(house, table.body.id, **facts, by=by, now=build.NOW)

    with refused("reason"):
        record(held_on=FuzzyDate.unknown(), state=MeetingState.NOT_HELD)
    with refused("held_on"):
        record(held_on=FuzzyDate.parse("Herbst 2030"), state=MeetingState.HELD)
    with refused("state"):
        record(held_on=FuzzyDate.parse("1995"), state=MeetingState.INVITED)


def test_a_meeting_is_changed_until_calendars_know_of_it(house, table, by):
    meeting = schedule(house, table, by)
    later = START + timedelta(days=7)
    rules.edit(
        house, meeting.id, based_on=1, starts_at=later, ends_at=None, chair="Leitung", by=by, now=build.NOW
    )
    assert (meeting.starts_at, meeting.ends_at, meeting.chair) == (later, None, "Leitung")
    house.commit()
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    house.commit()
    rules.edit(house, meeting.id, based_on=meeting.version, chair="Andere", by=by, now=build.NOW)
    house.commit()
    with refused("day"):
        rules.edit(house, meeting.id, based_on=meeting.version, place="Woanders", by=by, now=build.NOW)


def test_a_change_over_a_newer_version_is_refused(house, table, by):
    meeting = schedule(house, table, by)
    rules.edit(house, meeting.id, based_on=1, chair="Erste", by=by, now=build.NOW)
    house.commit()
    with pytest.raises(ChangedMeanwhile):
        rules.edit(house, meeting.id, based_on=1, chair="Zweite", by=by, now=build.NOW)


def test_a_changed_date_lies_ahead(house, table, by):
    meeting = schedule(house, table, by)
    with refused("day"):
        rules.edit(house, meeting.id, based_on=1, starts_at=build.NOW, by=by, now=build.NOW)


def test_an_open_date_is_fixed_by_giving_it(house, table, by):
    meeting = rules.record_meeting(
        house, table.body.id, held_on=FuzzyDate.parse("Frühjahr 2027"), by=by, now=build.NOW
    )
    assert meeting.state is MeetingState.PLANNED
    rules.edit(house, meeting.id, based_on=1, starts_at=START, ends_at=None, by=by, now=build.NOW)
    assert (meeting.state, str(meeting.held_on)) == (MeetingState.SCHEDULED, "09.12.2026")


def test_a_meeting_is_held_once_its_time_has_passed(house, table, by):
    meeting = schedule(house, table, by)
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    with refused(None):
        rules.hold(house, meeting.id, by=by, now=START + TWO_HOURS - timedelta(minutes=1))
    rules.hold(house, meeting.id, by=by, now=START + TWO_HOURS)
    assert meeting.state is MeetingState.HELD
    assert house.scalars(select(Round)).one().closed_at == START + TWO_HOURS
    with refused(None):
        rules.hold(house, meeting.id, by=by, now=START + TWO_HOURS)


def test_who_was_invited_to_what_lies_ahead_is_told_by_cancelling(house, table, by):
    meeting = schedule(house, table, by)
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    with refused(None):
        rules.mark_not_held(house, meeting.id, reason="Krank", by=by, now=build.NOW)
    rules.mark_not_held(house, meeting.id, reason="Krank", by=by, now=START + TWO_HOURS)
    assert (meeting.state, meeting.reason) == (MeetingState.NOT_HELD, "Krank")
    assert meeting.starts_at == START


def test_what_was_not_held_may_become_vaguer(house, table, by):
    meeting = schedule(house, table, by)
    vague = FuzzyDate.parse("Dezember 2026")
    rules.mark_not_held(house, meeting.id, reason="Krank", held_on=vague, by=by, now=build.NOW)
    assert (meeting.held_on, meeting.starts_at) == (vague, None)


def test_gestures_are_for_the_coordination(house, table, by):
    meeting = schedule(house, table, by)
    member = build.actor(house, table.mains[0])
    for gesture in (
        lambda: rules.hold(house, meeting.id, by=member, now=START + TWO_HOURS),
        lambda: rules.mark_not_held(house, meeting.id, reason="x", by=member, now=build.NOW),
        lambda: rules.edit(house, meeting.id, based_on=1, chair="x", by=member, now=build.NOW),
        lambda: rules.hold(house, 4711, by=by, now=build.NOW),
    ):
        with pytest.raises(NotAllowed):
            gesture()
