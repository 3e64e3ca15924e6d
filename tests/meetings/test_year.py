"""A year of meetings: planned at once by the coordination, shown on one sheet to the whole table."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from blueprints.meetings.years import rules
from models.bodies import BodyState, Bylaws
from models.deadlines import Land
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.letters import Letter
from models.meetings import BERLIN, AgendaItem, Meeting, MeetingState
from models.visibility import Visibility
from tests import build
from tests.pages import Page, tag, text

FOUR = [date(2027, 12, 8), date(2027, 3, 10), date(2027, 6, 9), date(2027, 9, 8)]
GOOD = {
    "year": "2027",
    "kind": "months",
    "nth": "2",
    "weekday": "2",
    "months": ["3", "6", "9", "12"],
    "starts": "10:00",
    "ends": "12:00",
    "place": "Rathaus, Raum 204",
    "number": "12",
}


@pytest.fixture(autouse=True)
def clock(stop_clock):
    return stop_clock(build.NOW)


@pytest.fixture
def table(house):
    """A table whose people read English, so that tests name the words of the code."""
    made = build.table(house, bylaws={"agenda_template": "Opening\nMinutes"})
    for person in (made.coordinator, made.reader, *made.mains):
        person.language = "en"
    return made


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


def plan(house, table, by, days=FOUR, **facts):
    given = {"starts": time(10), "ends": time(12), "number": 12} | facts
    return rules.plan_year(house, table.body.id, days=days, **given, by=by, now=build.NOW)


def refused(field):
    return pytest.raises(RuleBroken, check=lambda broken: broken.field == field)


def meetings(house):
    return house.scalars(select(Meeting).order_by(Meeting.held_on, Meeting.id)).all()


# The gesture


def test_a_year_makes_ordinary_meetings_of_their_own(house, table, by):
    plan(house, table, by, place="Rathaus", chair="Leitung", visibility=Visibility.PUBLIC)
    house.commit()
    made = meetings(house)
    assert [(each.number, each.held_on.day) for each in made] == list(enumerate(sorted(FOUR), 12))
    assert {(each.state, each.sequence, each.place, each.chair, each.visibility) for each in made} == {
        (MeetingState.SCHEDULED, 0, "Rathaus", "Leitung", Visibility.PUBLIC)
    }
    assert len({each.uid for each in made}) == 4
    titles = house.scalars(select(AgendaItem.title).order_by(AgendaItem.meeting_id, AgendaItem.place)).all()
    assert titles == ["Opening", "Minutes"] * 4
    lines = house.execute(select(Entry.gesture, Entry.subject_id).order_by(Entry.id)).all()
    assert lines == [("plan", each.id) for each in made]
    assert house.scalars(select(Letter.id)).all() == []


def test_ten_o_clock_stays_ten_o_clock_over_summer_time(house, table, by):
    """The clocks change on Sunday, 28.03.2027 and 31.10.2027; Monday after the first is Easter Monday."""
    days = [date(2027, 3, 25), date(2027, 3, 30), date(2027, 10, 29), date(2027, 11, 2), date(2028, 2, 29)]
    plan(house, table, by, days=days)
    hours = [each.starts_at.astimezone(UTC).hour for each in meetings(house)]
    assert hours == [9, 8, 8, 9, 9]
    assert all(each.ends_at - each.starts_at == timedelta(hours=2) for each in meetings(house))
    assert [each.held_on.day for each in meetings(house)] == days


def test_only_the_coordination_plans_a_year(house, table, by):
    for person in (table.mains[0], table.reader, build.coordinator_of(house, build.body(house))):
        with pytest.raises(NotAllowed):
            plan(house, table, build.actor(house, person))
    table.body.state = BodyState.DISSOLVED
    with refused(None):
        plan(house, table, by)


def test_all_days_are_made_or_none(house, table, by):
    bad = {
        date(2026, 9, 1): "today",
        date(2026, 8, 31): "yesterday",
        date(2027, 3, 13): "a Saturday",
        date(2027, 5, 27): "Corpus Christi",
        date(2030, 1, 2): "beyond all plans",
        FOUR[0]: "twice",
    }
    for day, what in bad.items():
        with refused(day.isoformat()):
            plan(house, table, by, days=[*FOUR, day])
        assert meetings(house) == [], what
    with refused(None):
        plan(house, table, by, days=[])
    with refused("number"):
        plan(house, table, by, number=9998)
    with refused("ends"):
        plan(house, table, by, ends=time(10))
    with refused("online_url"):
        plan(house, table, by, online_url="javascript:alert(1)")
    with refused("minute_taker_id"):
        plan(house, table, by, minute_taker_id=build.person(house).id)
    house.rollback()


def test_holidays_are_those_of_the_tables_land(house, table, by):
    reformation_day = date(2028, 10, 31)
    plan(house, table, by, days=[reformation_day], number=None)
    saxon = build.table(house, bylaws={"land": Land.NI})
    with refused("2028-10-31"):
        plan(house, saxon, build.actor(house, saxon.coordinator), days=[reformation_day])


def test_a_day_with_a_meeting_is_not_taken_twice(house, table, by):
    """Nor a number; what is called off leaves its day free."""
    build.meeting(house, table.body, starts_at=datetime(2027, 3, 10, 14, tzinfo=BERLIN), number=12)
    with refused("2027-03-10"):
        plan(house, table, by)
    with refused("number"):
        plan(house, table, by, days=FOUR[2:])
    off = meetings(house)[0]
    off.state = MeetingState.CANCELLED
    plan(house, table, by, number=13)
    assert [each.number for each in meetings(house)] == [12, 13, 14, 15, 16]


def test_the_plan_becomes_the_template_if_she_says_so(house, table, by):
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table.body.id)).one()
    plan(house, table, by, place="Rathaus")
    assert (bylaws.usual_starts, bylaws.usual_place) == (None, "")
    later = [date(2028, 3, 8)]
    plan(house, table, by, days=later, number=None, place="Rathaus", as_template=True)
    assert (bylaws.usual_starts, bylaws.usual_ends, bylaws.usual_place) == (time(10), time(12), "Rathaus")


def test_a_year_of_many_meetings_asks_no_more_than_one_of_four(house, table, by, statements):
    """What is written grows with the meetings, what is asked does not."""
    counted = []
    for days in (FOUR, [date(2028, 9, 4) + timedelta(days=count) for count in range(26)]):
        chosen = [day for day in days if day.weekday() < 5]
        house.flush()
        with statements() as seen:
            plan(house, table, by, days=chosen, number=None)
            house.flush()
        counted.append(sum(each.startswith("SELECT") for each in seen))
    assert counted[0] == counted[1]


# The pages


def plan_url(table):
    return f"/round-tables/{table.body.id}/meetings/plan-year"


def words(answer):
    return text(Page(answer.get_data(as_text=True)).all("main")[0])


def look(coordinator, table, **typed):
    """The page of days that the rhythm gives."""
    page = coordinator.get(plan_url(table))
    return coordinator.submit(page, "Show the days", **GOOD | typed)


def test_all_days_are_shown_before_anything_is_made(house, table, coordinator):
    days = look(coordinator, table, nth="last", weekday="3", months=["3", "5"])
    shown = words(days)
    assert "Thursday, 25 March 2027 Meeting no. 12" in shown
    assert "Public holiday in North Rhine-Westphalia: Corpus Christi." in shown
    assert "Thursday, 3 June 2027, a week later" in shown
    assert "Friday, 28 May 2027, the next working day" in shown
    assert meetings(house) == []
    answer = coordinator.submit(days, "Make these meetings")
    assert answer.headers["Location"] == f"/round-tables/{table.body.id}/years/2027"
    assert [str(each.held_on) for each in meetings(house)] == ["25.03.2027", "03.06.2027"]
    sheet = words(coordinator.get(answer.headers["Location"]))
    assert "2 meetings are planned." in sheet


def test_a_day_is_chosen_typed_or_left_out_and_typed_ones_are_shown_first(house, table, coordinator):
    days = look(coordinator, table)
    changed = {"days-0-other": "2027-05-07", "days-1-choice": "none"}
    again = coordinator.submit(days, "Make these meetings", **changed)
    assert again.status_code == 200
    shown = words(again)
    assert "Please check: these are the days after your changes." in shown
    assert "Friday, 7 May 2027 Meeting no. 12" in shown
    assert "Bridge day beside Ascension Day." in shown
    assert "Wednesday, 9 June 2027 meeting" in shown.replace(" Meeting no.", " meeting no.")
    assert meetings(house) == []
    assert coordinator.submit(again, "Make these meetings").status_code == 303
    assert [(each.number, str(each.held_on)) for each in meetings(house)] == [
        (12, "07.05.2027"),
        (13, "08.09.2027"),
        (14, "08.12.2027"),
    ]


def test_a_typed_day_that_does_not_work_is_told_beside_it_and_keeps_what_was_typed(house, table, coordinator):
    days = look(coordinator, table)
    again = coordinator.submit(days, "Make these meetings", **{"days-0-other": "2027-05-06"})
    assert "Public holiday in North Rhine-Westphalia: Ascension Day." in words(again)
    wrong = coordinator.submit(days, "Make these meetings", **{"days-0-other": "soon", "form_key": "k2"})
    assert wrong.status_code == 422
    assert "soon" in wrong.text
    assert meetings(house) == []


def test_nothing_is_made_where_all_days_are_left_out(house, table, coordinator):
    days = look(coordinator, table, months=["3"])
    answer = coordinator.submit(days, "Make these meetings", **{"days-0-choice": "none"})
    assert answer.status_code == 422
    assert "No day is left" in words(answer)


def test_what_stands_already_and_other_tables_are_told(house, table, coordinator):
    own = build.meeting(house, table.body, starts_at=datetime(2027, 3, 10, 14, tzinfo=BERLIN), number=11)
    other = build.body(house, "Netzwerk", by=table.coordinator)
    build.meeting(house, other, starts_at=datetime(2027, 6, 9, 11, tzinfo=BERLIN))
    build.meeting(house, build.body(house, "Fremder Tisch"), starts_at=datetime(2027, 6, 9, 9, tzinfo=BERLIN))
    days = look(coordinator, table)
    shown = words(days)
    assert "On this day there already is: Meeting no. 11 on 10 March 2027." in shown
    assert "On the same day: Netzwerk, 11:00 to 13:00 o’clock" in shown
    assert "Fremder Tisch" not in days.text
    assert coordinator.submit(days, "Make these meetings").status_code == 303
    assert [each.number for each in meetings(house) if each.body_id == table.body.id] == [
        own.number,
        12,
        13,
        14,
    ]


def test_two_tabs_make_a_year_once(house, table, coordinator):
    first, second = look(coordinator, table), look(coordinator, table)
    assert coordinator.submit(first, "Make these meetings").status_code == 303
    refused_ = coordinator.submit(second, "Make these meetings")
    assert refused_.status_code == 422
    assert "On this day there already is" in words(refused_)
    again = coordinator.submit(first, "Make these meetings")
    assert again.headers["Location"] == f"/round-tables/{table.body.id}/years/2027"
    assert house.scalar(select(func.count()).select_from(Meeting)) == 4


def test_the_rhythm_can_be_changed_with_all_that_was_typed(house, table, coordinator):
    days = look(coordinator, table)
    back = coordinator.submit(days, "Change the rhythm")
    assert back.status_code == 200
    assert "Rathaus, Raum 204" in back.text
    weeks = coordinator.submit(back, "Show the days", kind="weeks", first_on="2027-01-20", weeks="12")
    shown = words(weeks)
    assert "Wednesday, 14 April 2027 Meeting no. 13" in shown
    assert "Wednesday, 10 March 2027" not in shown


BAD = {
    "no month": {"months": []},
    "end before start": {"ends": "09:00"},
    "a year that has passed": {"year": "2025"},
    "a year too far": {"year": "2030"},
    "no year": {"year": ""},
    "an immense year": {"year": "9" * 30},
    "no beginning": {"starts": ""},
    "no such rhythm": {"kind": "daily"},
    "no such weekday": {"weekday": "6"},
    "no such month": {"months": ["13"]},
    "no first day": {"kind": "weeks", "weeks": "6"},
    "no weeks": {"kind": "weeks", "first_on": "2027-01-20"},
    "zero weeks": {"kind": "weeks", "first_on": "2027-01-20", "weeks": "0"},
    "no days": {"kind": "listed"},
    "no such day": {"kind": "listed", "listed": "29.2."},
    "a number that none is": {"number": "0"},
}


def test_bad_plans_are_refused_and_keep_what_was_typed(house, table, coordinator):
    page = coordinator.get(plan_url(table))
    for what, bad in BAD.items():
        answer = coordinator.submit(page, "Show the days", **GOOD | bad)
        assert answer.status_code == 422, what
        assert "Rathaus, Raum 204" in answer.text, what
    assert meetings(house) == []


def test_the_plan_proposes_the_rhythm_of_the_year_before_and_the_template(house, table, coordinator):
    for month, day in ((3, 11), (6, 10), (9, 9)):
        starts_at = datetime(2026, month, day, 14, tzinfo=BERLIN)
        build.meeting(house, table.body, starts_at=starts_at, place="Kreishaus", number=month)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table.body.id)).one()
    bylaws.usual_starts, bylaws.usual_place = time(9, 30), "Altes Rathaus"
    days = coordinator.submit(coordinator.get(plan_url(table)), "Show the days")
    shown = words(days)
    assert "Wednesday, 10 March 2027 Meeting no. 10" in shown
    assert "Wednesday, 8 September 2027 Meeting no. 12" in shown
    assert "09:30" in days.text
    assert "Altes Rathaus" in days.text


# The sheet


def sheet_url(table, year=2027, ending=""):
    return f"/round-tables/{table.body.id}/years/{year}{ending}"


def test_the_year_stands_on_one_sheet_for_all_who_belong_to_the_table(house, table, by, sign_in):
    plan(house, table, by, place="Rathaus")
    build.meeting(house, table.body, starts_at=None, held_on=FuzzyDate.parse("Herbst 2027"))
    hidden = FuzzyDate.parse("November 2027")
    build.meeting(
        house, table.body, starts_at=None, held_on=hidden, state=MeetingState.PLANNED, title="Geheim"
    )
    build.meeting(house, table.body, starts_at=datetime(2028, 1, 3, 9, tzinfo=BERLIN), title="Später")
    for person in (table.mains[0], table.reader):
        page = sign_in(person).get(sheet_url(table))
        shown = words(page)
        assert "Wednesday, 10 March 2027, 10:00 to 12:00" in shown
        assert "27 January 2027" in shown  # topics, six weeks before
        assert "24 February 2027" in shown  # invitation, 14 days before
        assert "autumn 2027" in shown
        assert "Geheim" not in page.text
        assert "Später" not in page.text
        assert f"{sheet_url(table)}.pdf" in page.text
        assert "Plan a year" not in page.text


def test_the_year_is_a_picture_of_what_stands_in_its_table(house, table, by, sign_in):
    plan(house, table, by)
    fell_out = datetime(2027, 4, 14, 10, tzinfo=BERLIN)
    build.meeting(house, table.body, starts_at=fell_out, state=MeetingState.CANCELLED, number=99)
    secret = datetime(2027, 4, 28, 10, tzinfo=BERLIN)
    build.meeting(house, table.body, starts_at=secret, state=MeetingState.PLANNED)
    page = Page(sign_in(table.mains[0]).get(sheet_url(table)).text)
    named = [each.get("aria-label") for each in page.all("svg") if each.get("aria-label")]
    assert (named[0], named[-1], len(named)) == ("January 2027", "December 2027", 12)
    days = {each.get("aria-label") for each in page.all("a") if each.get("class") == "day-meeting"}
    assert days == {
        f"{day}: Meeting {number} (date fixed)"
        for number, day in enumerate(
            ("10 March 2027", "9 June 2027", "8 September 2027", "8 December 2027"), 12
        )
    }
    told = {each.get("class"): [] for each in page.all("text")}
    for each in page.all("text"):
        told[each.get("class")] += [text(title) for title in each if tag(title) == "title"]
    assert "27 January 2027: Call for topics by" in told["day-due"]
    assert told["day-off"] == ["14 April 2027: Meeting 99 (cancelled)"]
    assert "1 January 2027: New Year's Day" in told["day-holiday"]


def test_the_sheet_of_a_table_is_not_for_others(house, table, by, sign_in):
    table.body.visibility = Visibility.PUBLIC
    plan(house, table, by, visibility=Visibility.PUBLIC)
    stranger = sign_in(build.person(house))
    for ending in ("", ".pdf"):
        assert stranger.get(sheet_url(table, ending=ending)).status_code == 404
        for year in (0, 99, 2999, 9999999):
            assert sign_in(table.coordinator).get(sheet_url(table, year, ending)).status_code == 404


def test_the_sheet_is_one_page_of_tagged_paper(house, table, by, sign_in, tmp_path):
    plan(house, table, by, place="Rathaus für Klient*innen")
    answer = sign_in(table.mains[0]).get(sheet_url(table, ending=".pdf"))
    assert answer.mimetype == "application/pdf"
    (tmp_path / "year.pdf").write_bytes(answer.data)
    paper = PdfReader(tmp_path / "year.pdf")
    assert len(paper.pages) == 1
    page = paper.pages[0]
    assert page.mediabox.width > page.mediabox.height
    told = " ".join(page.extract_text().split())
    assert "Sitzungen 2027" in told
    assert "Mittwoch, 10.03.2027" in told
    assert "Klient*innen" in told
    assert paper.trailer["/Root"]["/Lang"] == "de-DE"
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_an_empty_year_says_how_to_begin(table, coordinator, sign_in):
    assert "Plan a year" in words(coordinator.get(sheet_url(table)))
    assert "Plan a year" not in words(coordinator.get(sheet_url(table, 2020)))
    assert "No meetings in this year" in words(sign_in(table.reader).get(sheet_url(table, 2020)))


def test_pages_of_a_year_ask_the_same_whatever_there_is(house, table, by, coordinator, statements):
    def asked(what):
        coordinator.get("/overview")
        with statements() as seen:
            assert what().status_code == 200
        return len(seen)

    page = coordinator.get(plan_url(table))
    few = look(coordinator, table, months=["3"])
    pages = (
        lambda: coordinator.get(sheet_url(table)),
        lambda: coordinator.submit(page, "Show the days", **GOOD),
        lambda: coordinator.submit(few, "Make these meetings", **{"days-0-other": "2027-05-07"}),
    )
    before = [asked(each) for each in pages]
    plan(house, table, by, days=[date(2027, 1, 11) + timedelta(weeks=count) for count in range(11)])
    house.commit()
    assert [asked(each) for each in pages] == before
    assert before[0] <= 6


def test_the_table_leads_to_the_year(table, coordinator, sign_in):
    page = coordinator.get(f"/round-tables/{table.body.id}").text
    assert sheet_url(table, 2026) in page
    assert plan_url(table) in page
    assert plan_url(table) not in sign_in(table.mains[0]).get(f"/round-tables/{table.body.id}").text
