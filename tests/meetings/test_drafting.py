"""The next agenda drafts itself from what is left of earlier meetings and from what is due."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from blueprints.meetings import agenda_rules
from blueprints.meetings.drafting import rules
from blueprints.meetings.drafting.queries import proposals
from blueprints.minutes import rules as minutes_rules
from blueprints.tasks import rules as task_rules
from models.bodies import Bylaws
from models.editions import EditionKind, freeze
from models.item_outcomes import ItemOutcome
from models.links import Link, linked_from
from models.meetings import AgendaItem, ItemKind, MeetingState
from models.minutes import Minutes, MinutesState
from models.objections import Objection
from models.visibility import ReaderSession, Visibility
from plumbing.markdown import render
from tests import build


@pytest.fixture
def table(house):
    return build.table(house, bylaws={"agenda_template": "Begrüßung\nVerschiedenes"})


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def last(house, table):
    return build.meeting(house, table.body, in_days=-30, state=MeetingState.HELD)


@pytest.fixture
def coming(house, table):
    return build.meeting(house, table.body, in_days=30)


def keys(house, meeting):
    house.flush()
    return [each.key for each in proposals(house, meeting)]


def titles(house, meeting):
    rows = select(AgendaItem.title).where(AgendaItem.meeting_id == meeting.id)
    return list(house.scalars(rows.order_by(AgendaItem.place)))


def draft(house, meeting, by, **wanted):
    chosen = {each.key: each.title or wanted.get(each.key, "Punkt") for each in proposals(house, meeting)}
    return rules.add_drafted(house, meeting.id, chosen, by=by, now=build.NOW)


def write(house, meeting, item, by):
    minutes_rules.begin(house, meeting.id, by=by, now=build.NOW)
    minutes_rules.write_item(house, item.id, "Beraten.", based_on=0, by=by, now=build.NOW, render=render)


def test_the_formal_items_of_the_template_are_proposed_until_they_stand_on_the_agenda(house, coming, by):
    assert keys(house, coming) == ["formal-1", "formal-2"]
    assert draft(house, coming, by) == 2
    assert titles(house, coming) == ["Begrüßung", "Verschiedenes"]
    assert keys(house, coming) == []


def test_an_item_put_off_is_proposed_with_its_words_and_stands_before_the_closing_items(
    house, last, coming, by
):
    draft(house, coming, by)
    item = build.agenda_item(
        house,
        last,
        "Aufsuchende Arbeit",
        text="Stand der Dinge",
        minutes_planned=20,
        outcome=ItemOutcome.PUT_OFF,
    )
    assert keys(house, coming) == [f"item-{item.id}"]
    draft(house, coming, by)
    assert titles(house, coming) == ["Begrüßung", "Aufsuchende Arbeit", "Verschiedenes"]
    copy = house.scalars(select(AgendaItem).order_by(AgendaItem.id.desc()).limit(1)).one()
    assert (copy.text, copy.minutes_planned, copy.outcome) == ("Stand der Dinge", 20, None)
    assert [each.thing for each in linked_from(house, copy)] == [item]
    assert keys(house, coming) == []


def test_an_item_put_off_to_one_meeting_is_not_proposed_for_another_until_that_one_is_over(
    house, table, last, coming
):
    later = build.meeting(house, table.body, in_days=60)
    item = build.agenda_item(house, last, outcome=ItemOutcome.PUT_OFF, put_off_to_id=coming.id)
    assert f"item-{item.id}" in keys(house, coming)
    assert f"item-{item.id}" not in keys(house, later)
    coming.state = MeetingState.CANCELLED
    assert f"item-{item.id}" in keys(house, later)


def test_what_the_minutes_of_the_last_meeting_say_nothing_about_was_not_dealt_with(house, last, coming, by):
    spoken, silent = (build.agenda_item(house, last, title) for title in ("Flyer", "Fachtag"))
    build.agenda_item(house, last, "Begrüßung", kind=ItemKind.FORMAL)
    before = keys(house, coming)
    assert f"item-{silent.id}" not in before, "nobody has begun the minutes"
    write(house, last, spoken, by)
    assert [key for key in keys(house, coming) if key.startswith("item")] == [f"item-{silent.id}"]


@pytest.mark.parametrize("outcome", [ItemOutcome.DEALT_WITH, ItemOutcome.TAKEN_OFF])
def test_what_was_dealt_with_or_taken_off_is_not_proposed(house, last, coming, by, outcome):
    spoken = build.agenda_item(house, last, "Flyer")
    build.agenda_item(house, last, "Fachtag", outcome=outcome)
    write(house, last, spoken, by)
    assert not any(key.startswith("item") for key in keys(house, coming))


def test_the_items_of_a_meeting_that_fell_through_are_proposed_and_older_ones_rest(
    house, table, last, coming
):
    old = build.meeting(house, table.body, in_days=-60, state=MeetingState.CANCELLED)
    off = build.meeting(house, table.body, in_days=-10, state=MeetingState.CANCELLED)
    build.agenda_item(house, old, "Längst vorbei")
    item = build.agenda_item(house, off, "Fachtag")
    assert [key for key in keys(house, coming) if key.startswith("item")] == [f"item-{item.id}"]


def test_a_confidential_item_names_the_same_institutions_again(house, table, last, coming, by):
    item = build.agenda_item(
        house,
        last,
        "Schutzkonzept",
        seats=table.seats[:1],
        visibility=Visibility.CONFIDENTIAL,
        outcome=ItemOutcome.PUT_OFF,
    )
    rules.add_drafted(house, coming.id, {f"item-{item.id}": item.title}, by=by, now=build.NOW)
    house.flush()
    coming.state = MeetingState.INVITED
    house.flush()
    for person, sees in ((table.mains[0], True), (table.mains[1], False)):
        reader = build.actor(house, person)
        reading = ReaderSession(house.connection(), reader=reader, join_transaction_mode="rollback_only")
        found = reading.scalars(select(AgendaItem).where(AgendaItem.meeting_id == coming.id)).all()
        assert bool(found) is sees


def test_where_no_institution_sits_that_was_named_an_item_is_for_the_coordination_first(
    house, table, last, coming, by
):
    item = build.agenda_item(
        house,
        last,
        seats=table.seats[:1],
        visibility=Visibility.CONFIDENTIAL,
        outcome=ItemOutcome.PUT_OFF,
    )
    table.seats[0].ends_on = build.TODAY - timedelta(days=1)
    house.flush()
    rules.add_drafted(house, coming.id, {f"item-{item.id}": item.title}, by=by, now=build.NOW)
    made = house.scalars(select(AgendaItem).where(AgendaItem.meeting_id == coming.id)).one()
    assert made.visibility is Visibility.COORDINATION


def test_minutes_that_wait_for_approval_are_proposed_once(house, table, last, coming, by):
    minutes = Minutes(meeting_id=last.id, body_id=table.body.id, begun_at=build.NOW)
    minutes.confirmed_at = minutes.circulated_at = build.NOW
    minutes.objections_until, minutes.state = build.TODAY, MinutesState.CIRCULATED
    build.added(house, minutes)
    assert keys(house, coming)[-1] == f"minutes-{minutes.id}"
    draft(house, coming, by)
    assert keys(house, coming) == []


def test_minutes_that_lapse_before_the_meeting_are_only_ticked_if_somebody_objected(
    house, table, last, coming, by
):
    minutes = Minutes(meeting_id=last.id, body_id=table.body.id, begun_at=build.NOW)
    minutes.confirmed_at = minutes.circulated_at = build.NOW
    minutes.objections_until, minutes.state = build.TODAY, MinutesState.CIRCULATED
    build.added(house, minutes)
    edition = freeze(
        house, EditionKind.MINUTES, last.id, table.body.id, "Protokoll", {"items": []}, by=by, now=build.NOW
    )

    def is_wanted():
        house.flush()
        (found,) = [each for each in proposals(house, coming) if each.about is minutes]
        return found.is_wanted

    assert not is_wanted()
    minutes.objections_until = coming.held_on.day
    assert is_wanted()
    minutes.objections_until = build.TODAY
    build.added(
        house,
        Objection(
            minutes_id=minutes.id,
            meeting_id=last.id,
            body_id=table.body.id,
            edition_id=edition.id,
            institution="Polizei",
            wrong="Falsch",
            wording="Richtig",
            objected_at=build.NOW,
            person_id=table.mains[0].id,
        ),
    )
    assert is_wanted()


def test_open_tasks_become_one_item_that_names_each_of_them(house, table, coming, by):
    for title in ("Flyer drucken", "Raum suchen"):
        wanted = task_rules.Wanted(title=title)
        task_rules.create(house, table.body.id, wanted, seat_id=table.seats[0].id, by=by, now=build.NOW)
    assert keys(house, coming)[-1] == "tasks"
    draft(house, coming, by, tasks="Offene Aufgaben")
    item = house.scalars(select(AgendaItem).where(AgendaItem.title == "Offene Aufgaben")).one()
    assert len(linked_from(house, item)) == 2
    assert keys(house, coming) == []


def test_a_draft_that_was_sent_twice_adds_nothing_twice(house, last, coming, by):
    item = build.agenda_item(house, last, outcome=ItemOutcome.PUT_OFF)
    chosen = {f"item-{item.id}": item.title}
    assert rules.add_drafted(house, coming.id, chosen, by=by, now=build.NOW) == 1
    assert rules.add_drafted(house, coming.id, chosen, by=by, now=build.NOW) == 0


def test_an_item_that_is_removed_is_proposed_again_and_leaves_no_link(house, last, coming, by):
    item = build.agenda_item(house, last, outcome=ItemOutcome.PUT_OFF)
    copy = rules.copy_item(house, item.id, coming.id, by=by, now=build.NOW)
    assert f"item-{item.id}" not in keys(house, coming)
    agenda_rules.remove_item(house, copy.id, by=by, now=build.NOW)
    assert f"item-{item.id}" in keys(house, coming)
    assert house.scalar(select(func.count(Link.id))) == 0


def test_beside_a_formal_item_about_minutes_their_approval_is_not_ticked(house, table, last, coming, by):
    minutes = Minutes(meeting_id=last.id, body_id=table.body.id, begun_at=build.NOW)
    minutes.confirmed_at = minutes.circulated_at = build.NOW
    minutes.objections_until, minutes.state = build.TODAY + timedelta(days=90), MinutesState.CIRCULATED
    build.added(house, minutes)
    assert [each.is_wanted for each in proposals(house, coming) if each.about is minutes] == [True]
    build.agenda_item(house, coming, "Genehmigung des Protokolls", kind=ItemKind.FORMAL)
    (found,) = [each for each in proposals(house, coming) if each.about is minutes]
    assert (found.is_wanted, found.stands) == (False, "Genehmigung des Protokolls")


def test_the_line_of_the_template_about_minutes_gives_way_to_their_approval(house, table, last, coming, by):
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table.body.id)).one()
    bylaws.agenda_template = "Begrüßung\nProtokoll der letzten Sitzung\nProtokollführung"
    house.flush()
    assert keys(house, coming) == ["formal-1", "formal-2", "formal-3"]
    minutes = Minutes(meeting_id=last.id, body_id=table.body.id, begun_at=build.NOW)
    minutes.confirmed_at = minutes.circulated_at = build.NOW
    minutes.objections_until, minutes.state = build.TODAY + timedelta(days=90), MinutesState.CIRCULATED
    build.added(house, minutes)
    assert keys(house, coming) == ["formal-1", "formal-3", f"minutes-{minutes.id}"]
