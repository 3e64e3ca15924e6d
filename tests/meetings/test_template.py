"""The template of a table's meetings: a change reaches what still follows it, and nothing else."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from blueprints.meetings import agenda_rules, file_rules, invitation_rules
from blueprints.meetings import rules as meeting_rules
from blueprints.meetings.years import rules, template_rules
from models.bodies import Bylaws
from models.errors import NotAllowed, RuleBroken
from models.guests import ItemGuest
from models.history import Entry
from models.letters import Letter
from models.meetings import BERLIN, AgendaItem, Meeting
from models.versions import ChangedMeanwhile
from tests import build
from tests.pages import Page, text

DAYS = [date(2027, 3, 10), date(2027, 3, 31), date(2027, 9, 8)]
"""The second one lies after the change to summer time."""


@pytest.fixture(autouse=True)
def clock(stop_clock):
    return stop_clock(build.NOW)


@pytest.fixture
def table(house):
    made = build.table(house, bylaws={"agenda_template": "Opening\nMinutes"})
    made.coordinator.language = made.mains[0].language = "en"
    return made


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def year(house, table, by):
    """Three meetings of a year, from 10 to 12 in the town hall, as the template says."""
    facts = {"starts": time(10), "ends": time(12), "place": "Rathaus", "as_template": True}
    return rules.plan_year(house, table.body.id, days=DAYS, number=1, **facts, by=by, now=build.NOW)


@pytest.fixture
def bylaws(house, table):
    return house.scalars(select(Bylaws).where(Bylaws.body_id == table.body.id)).one()


def change(house, table, by, bylaws, meetings=(), now=build.NOW, **facts):
    house.flush()
    template_rules.change_template(
        *(house, table.body.id), based_on=bylaws.version, with_meetings=[each.id for each in meetings],
        **facts, by=by, now=now,
    )  # fmt: skip


def edit(house, meeting, by, **facts):
    house.flush()
    meeting_rules.edit(house, meeting.id, based_on=meeting.version, **facts, by=by, now=build.NOW)


def titles(house, meeting):
    items = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.place)
    return [item.title for item in house.scalars(items)]


def test_meetings_that_follow_the_template_change_with_it(house, table, by, bylaws, year):
    kept = house.scalars(
        select(AgendaItem).where(AgendaItem.title == "Minutes").order_by(AgendaItem.id)
    ).all()
    facts = {"starts": time(9, 30), "ends": time(11), "place": "Kreishaus"}
    change(house, table, by, bylaws, year, **facts, agenda_template="Welcome\nMinutes\nNews")
    house.commit()
    assert [each.starts_at for each in year] == [datetime.combine(day, time(9, 30), BERLIN) for day in DAYS]
    assert {each.ends_at - each.starts_at for each in year} == {timedelta(minutes=90)}
    assert {(each.place, titles(house, each) == ["Welcome", "Minutes", "News"]) for each in year} == {
        ("Kreishaus", True)
    }
    assert [item.place for item in kept] == [2, 2, 2]
    assert (bylaws.usual_starts, bylaws.usual_place) == (time(9, 30), "Kreishaus")
    changed = select(Entry.facts).where(Entry.subject == "meeting", Entry.gesture == "edit")
    assert [each["changed"] for each in house.scalars(changed)] == [["times", "place", "agenda"]] * 3
    assert house.scalars(select(Letter.id)).all() == []


def test_the_template_alone_changes_no_meeting(house, table, by, bylaws, year):
    change(house, table, by, bylaws, place="Kreishaus")
    assert {each.place for each in year} == {"Rathaus"}
    assert bylaws.usual_place == "Kreishaus"


def test_what_was_changed_by_hand_stays(house, table, by, bylaws, year):
    """Each part by itself: who moved to another room still follows the clock."""
    first, second, third = year
    edit(house, first, by, place="Feuerwache")
    edit(house, second, by, starts_at=datetime(2027, 3, 31, 14, tzinfo=BERLIN), ends_at=None)
    agenda_rules.add_item(house, third.id, title="Schutzwohnung", by=by, now=build.NOW)
    facts = {"starts": time(9), "ends": time(11), "place": "Kreishaus", "agenda_template": "Welcome"}
    change(house, table, by, bylaws, year, **facts)
    assert [each.starts_at.astimezone(BERLIN).hour for each in year] == [9, 14, 9]
    assert [each.place for each in year] == ["Feuerwache", "Kreishaus", "Kreishaus"]
    assert titles(house, first) == titles(house, second) == ["Welcome"]
    assert titles(house, third) == ["Opening", "Minutes", "Schutzwohnung"]


def test_an_agenda_on_which_somebody_worked_stays(house, table, by, bylaws, year, tmp_path):
    every = select(AgendaItem).where(AgendaItem.title == "Opening").order_by(AgendaItem.id)
    items = house.scalars(every).all()
    items[0].text = "Was vorzubereiten ist."
    build.item_guest(house, items[1])
    paper = tmp_path / "paper.txt"
    paper.write_text("Vorlage")
    with paper.open("rb") as stream:
        file_rules.add_file(
            *(house, items[2].id), name="paper.txt", content_type="text/plain", stream=stream,
            visibility=items[2].visibility, by=by, now=build.NOW,
        )  # fmt: skip
    with pytest.raises(RuleBroken):
        change(house, table, by, bylaws, year, agenda_template="Welcome")
    house.rollback()


def test_who_was_invited_keeps_what_she_was_told(house, table, by, bylaws, year):
    house.flush()
    invitation_rules.invite(house, year[0].id, due_on=date(2027, 3, 3), by=by, now=build.NOW)
    before = (year[0].starts_at, year[0].place, titles(house, year[0]), year[0].sequence)
    facts = {"starts": time(9), "ends": time(11), "place": "Kreishaus", "agenda_template": "Welcome"}
    change(house, table, by, bylaws, year[1:], **facts)
    assert (year[0].starts_at, year[0].place, titles(house, year[0]), year[0].sequence) == before


def test_guests_of_an_item_come_at_the_new_time(house, table, by, bylaws, year):
    item = build.agenda_item(house, year[1], "Vortrag")
    start = datetime(2027, 3, 31, 10, 30, tzinfo=BERLIN)
    build.item_guest(house, item, starts_at=start, ends_at=start + timedelta(minutes=30))
    change(house, table, by, bylaws, year, starts=time(9), ends=time(11))
    house.commit()
    assert house.scalars(select(ItemGuest.starts_at)).all() == [start - timedelta(hours=1)]


def test_a_list_that_has_changed_meanwhile_changes_nothing(house, table, by, bylaws, year):
    house.commit()
    edit(house, year[0], by, place="Feuerwache")
    house.commit()
    with pytest.raises(RuleBroken):
        change(house, table, by, bylaws, year, place="Kreishaus")
    house.rollback()
    assert {each.place for each in year} == {"Feuerwache", "Rathaus"}
    old = bylaws.version
    change(house, table, by, bylaws, place="Kreishaus")
    house.commit()
    with pytest.raises(ChangedMeanwhile):
        template_rules.change_template(
            house, table.body.id, based_on=old, place="Anderswo", by=by, now=build.NOW
        )
    house.rollback()


def test_a_meeting_of_today_does_not_move_into_the_past(house, table, by, bylaws, year):
    afternoon = datetime(2027, 9, 8, 7, 30, tzinfo=BERLIN)
    with pytest.raises(RuleBroken):
        change(house, table, by, bylaws, year[2:], now=afternoon, starts=time(7), ends=time(9))
    house.rollback()


def test_only_the_coordination_changes_the_template(house, table, by, bylaws):
    for person in (table.mains[0], table.reader, build.coordinator_of(house, build.body(house))):
        with pytest.raises(NotAllowed):
            change(house, table, build.actor(house, person), bylaws, place="Kreishaus")


# The page


def url(table):
    return f"/round-tables/{table.body.id}/meetings/template"


def words(answer):
    return text(Page(answer.get_data(as_text=True)).all("main")[0])


def test_the_page_lists_what_follows_and_what_stays_and_asks(house, table, by, bylaws, year, sign_in):
    edit(house, year[0], by, place="Feuerwache")
    coordinator = sign_in(table.coordinator)
    page = coordinator.get(url(table))
    asked = coordinator.submit(page, "Save", place="Kreishaus", agenda_template="Opening\r\nMinutes\r\nNews")
    shown = words(asked)
    follow, stay = shown.split("These have details of their own and stay as they are")
    assert "Meeting no. 1 on 10 March 2027: agenda" in follow
    assert "Meeting no. 2 on 31 March 2027: place, agenda" in follow
    assert "Meeting no. 1 on 10 March 2027: place" in stay
    assert bylaws.usual_place == "Rathaus"
    answer = coordinator.submit(asked, "Change the template and 3 meetings")
    assert answer.status_code == 303
    house.expire_all()
    assert [each.place for each in year] == ["Feuerwache", "Kreishaus", "Kreishaus"]
    assert titles(house, year[2]) == ["Opening", "Minutes", "News"]
    assert "3 meetings changed with it." in words(coordinator.get(answer.location))


def test_only_the_template_or_back_are_ways_out(house, table, year, bylaws, sign_in):
    coordinator = sign_in(table.coordinator)
    asked = coordinator.submit(coordinator.get(url(table)), "Save", place="Kreishaus")
    back = coordinator.submit(asked, "Back")
    assert 'value="Kreishaus"' in back.text
    assert bylaws.usual_place == "Rathaus"
    assert coordinator.submit(asked, "Only the template").status_code == 303
    house.expire_all()
    assert (bylaws.usual_place, {each.place for each in year}) == ("Kreishaus", {"Rathaus"})


def test_where_nothing_follows_nothing_is_asked(house, table, bylaws, sign_in):
    build.meeting(house, table.body, place="Feuerwache", starts_at=datetime(2027, 3, 10, 15, tzinfo=BERLIN))
    coordinator = sign_in(table.coordinator)
    page = coordinator.get(url(table))
    answer = coordinator.submit(page, "Save", starts="10:00", ends="12:00", place="Kreishaus")
    assert answer.status_code == 303
    assert "1 coming meeting has details of its own" in words(coordinator.get(answer.location))
    shown = words(sign_in(table.mains[0]).get(f"/round-tables/{table.body.id}"))
    assert "10:00 to 12:00, Kreishaus" in shown


BAD = {
    "an end before its start": {"starts": "10:00", "ends": "09:00"},
    "an end without a start": {"starts": "", "ends": "12:00"},
    "no clock time": {"starts": "noon"},
    "no address": {"online_url": "ftp://musterstadt.example"},
    "an over-long agenda": {"agenda_template": "x" * 2001},
    "an over-long line": {"agenda_template": "x" * 201},
    "too many lines": {"agenda_template": "x\n" * 31},
}


def test_bad_templates_are_refused_and_keep_what_was_typed(house, table, year, bylaws, sign_in):
    coordinator = sign_in(table.coordinator)
    page = coordinator.get(url(table))
    before = bylaws.version
    for what, bad in BAD.items():
        answer = coordinator.submit(page, "Save", **{"place": "Kreishaus"} | bad)
        assert answer.status_code == 422, what
        assert 'value="Kreishaus"' in answer.text, what
    house.expire_all()
    assert (bylaws.version, bylaws.usual_place) == (before, "Rathaus")


def test_a_stale_template_is_compared_before_it_is_saved(table, year, sign_in):
    coordinator = sign_in(table.coordinator)
    opened = coordinator.get(url(table))
    asked = coordinator.submit(opened, "Save", place="Kreishaus")
    assert coordinator.submit(asked, "Only the template").status_code == 303
    refused = coordinator.submit(opened, "Save", place="Feuerwache", form_key="another")
    late = (
        coordinator.submit(refused, "Only the template") if "Only the template" in refused.text else refused
    )
    assert late.status_code == 409
    assert "Kreishaus" in late.text


def test_the_page_asks_the_same_for_many_meetings(house, table, by, year, sign_in, statements):
    coordinator = sign_in(table.coordinator)
    page = coordinator.get(url(table))

    def asked():
        with statements() as seen:
            assert coordinator.submit(page, "Save", place="Kreishaus", starts="09:00").status_code == 200
        return len(seen)

    before = asked()
    more = [date(2028, 1, 10) + timedelta(weeks=count) for count in range(11)]
    facts = {"starts": time(10), "ends": time(12), "place": "Rathaus"}
    rules.plan_year(house, table.body.id, days=more, **facts, by=by, now=build.NOW)
    house.commit()
    assert asked() == before
    assert len(house.scalars(select(Meeting.id)).all()) == 14
