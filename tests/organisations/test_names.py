"""Names over the years: renaming, names of the past, and how they are found and shown."""

import email
import email.policy
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from blueprints.minutes import rules as minutes_rules
from blueprints.office import deadlines
from blueprints.organisations import queries
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.meetings import MeetingState
from models.minutes import Attendance
from models.organisation_names import called_on, name_on
from models.organisations import FormerName, Organisation
from models.outbox import Letter, LetterBytes
from models.seats import Seat
from tests import build
from tests.imports.conftest import csv_of, imported, outcomes


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2)


@pytest.fixture
def named(house):
    """Three names: until March 2010 the first, in 2019 the second ended, since then the third."""
    kept = build.organisation(house, "Jobcenter Musterstadt", short_name="Jobcenter")
    for name, until in (("Arbeitsamt", FuzzyDate.of_month(2010, 3)), ("ARGE", FuzzyDate.of_year(2019))):
        build.added(house, FormerName(organisation_id=kept.id, name=name, until=until))
    build.added(house, FormerName(organisation_id=kept.id, name="Vermittlungsstelle"))
    return kept


ON = {
    date(1990, 1, 1): "Arbeitsamt",
    date(2010, 2, 28): "Arbeitsamt",
    date(2010, 3, 1): "ARGE",
    date(2018, 12, 31): "ARGE",
    date(2019, 1, 1): "Jobcenter Musterstadt",
    date(2026, 9, 1): "Jobcenter Musterstadt",
    None: "Jobcenter Musterstadt",
}


def test_a_day_has_one_name_in_sql_and_in_plain_python(house, named):
    loaded = queries.organisation(house, named.id)
    for day, name in ON.items():
        assert house.scalar(select(name_on(day)).where(Organisation.id == named.id)) == name
        assert loaded.name_of(day) == name
    assert (
        house.scalar(select(called_on(date(1990, 1, 1))).where(Organisation.id == named.id)) == "Arbeitsamt"
    )
    assert house.scalar(select(called_on(build.TODAY)).where(Organisation.id == named.id)) == "Jobcenter"


def test_renaming_keeps_the_former_name(house, table, sign_in):
    kept = build.organisation(house, "Arbeitsamt", short_name="AA")
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{kept.id}/rename")
    answer = keeper.submit(page, name="Agentur für Arbeit", short_name="", since="seit 2004", source="Brief")
    house.refresh(kept)
    former = house.query(FormerName).filter_by(organisation_id=kept.id).one()
    assert answer.status_code == 303
    assert (kept.name, kept.short_name, kept.folded) == (
        "Agentur für Arbeit",
        "",
        "agentur fur arbeit",
    )
    assert (former.name, former.short_name, former.until) == ("Arbeitsamt", "AA", FuzzyDate.of_year(2004))
    line = house.query(Entry).filter_by(subject="organisation", subject_id=kept.id).one()
    assert (line.gesture, line.facts) == ("rename", {"since": "2004"})
    shown = keeper.get(f"/organisations/{kept.id}").text
    assert "Arbeitsamt, bis 2004" in shown


REFUSED = {
    "no day": {"since": ""},
    "a day that is none": {"since": "irgendwann"},
    "a time ahead without a day": {"since": "2027"},
    "a name that another one will bear": {"name": "künftiges amt"},
    "a day before the last renaming": {"since": "2015"},
    "no name": {"name": " "},
    "the name it has": {"name": "Jobcenter Musterstadt", "short_name": "Jobcenter"},
    "a name that is taken": {"name": "POLIZEI"},
    "an over-long name": {"name": "x" * 201},
}


def test_bad_renaming_is_refused_and_kept_as_typed(house, table, named, sign_in):
    build.organisation(house, "Polizei")
    build.organisation(house, "Altes Amt", next_name="Künftiges Amt", next_name_on=date(2027, 1, 1))
    keeper, address = sign_in(table.coordinator), f"/organisations/{named.id}/rename"
    good = {"name": "Neu", "since": "2022", "source": "Schreiben vom Mai", "based_on": "1"}
    for what, bad in REFUSED.items():
        answer = keeper.post(address, data=good | bad)
        assert answer.status_code == 422, what
        assert "Schreiben vom Mai" in answer.text, what
    house.refresh(named)
    assert (named.name, named.version) == ("Jobcenter Musterstadt", 1)


def test_name_from_a_day_ahead_on_is_taken_on_its_day_by_itself(house, table, named, sign_in):
    keeper, address = sign_in(table.coordinator), f"/organisations/{named.id}"
    page = keeper.get(address + "/rename")
    typed = {"name": "Amt für Arbeit", "short_name": "AfA", "since": "01.10.2026", "source": "Erlass"}
    assert keeper.submit(page, **typed).status_code == 303
    told = "Neuer Name ab dem 01.10.2026: „Amt für Arbeit“."
    assert told in sign_in(table.mains[0]).get(address).text
    assert deadlines.take_names(house, date(2026, 9, 30), build.NOW) == 0
    assert deadlines.take_names(house, date(2026, 10, 1), build.NOW) == 1
    assert deadlines.take_names(house, date(2026, 10, 1), build.NOW) == 0
    house.expire_all()
    renamed = queries.organisation(house, named.id)
    assert (renamed.name, renamed.short_name, renamed.folded) == (
        *("Amt für Arbeit", "AfA"),
        "amt fur arbeit afa",
    )
    assert renamed.name_of(date(2026, 9, 30)) == "Jobcenter Musterstadt"
    assert renamed.name_of(date(2026, 10, 1)) == "Amt für Arbeit"
    shown = keeper.get(address).text
    assert told not in shown
    assert "Jobcenter Musterstadt, bis 01.10.2026 (Erlass)" in shown


def test_name_ahead_is_one_and_is_taken_back(house, table, named, sign_in):
    keeper, address = sign_in(table.coordinator), f"/organisations/{named.id}/rename"
    keeper.submit(keeper.get(address), name="Amt für Arbeit", since="01.10.2026")
    second = keeper.submit(keeper.get(address), name="Arbeitsagentur", since="01.11.2026")
    assert (second.status_code, "Nehmen Sie ihn zuerst zurück" in second.text) == (422, True)
    back = keeper.get(address + "/take-back")
    assert keeper.submit(back, "Umbenennung zurücknehmen").status_code == 303
    assert keeper.get(address + "/take-back").status_code == 404
    assert deadlines.take_names(house, date(2027, 1, 1), build.NOW) == 0


def test_name_that_another_one_took_meanwhile_waits(house, table, named):
    waiting = build.organisation(house, "Altes Amt", next_name="Polizei", next_name_on=date(2026, 9, 2))
    build.organisation(house, "Polizei")
    named.await_name("Amt für Arbeit", date(2026, 9, 2))
    assert deadlines.take_names(house, date(2026, 9, 2), build.NOW) == 1
    assert (waiting.name, named.name) == ("Altes Amt", "Amt für Arbeit")


def test_institution_that_ends_before_its_name_begins_keeps_the_present_one(house, table, sign_in):
    ending = build.organisation(house, "Altes Amt", next_name="Neu", next_name_on=date(2026, 12, 1))
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{ending.id}/end")
    assert keeper.submit(page, ending="closed", ended_on="2026-11-01").status_code == 303
    house.refresh(ending, ["next_name_on", "next_name"])
    assert (ending.next_name_on, ending.next_name) == (None, "")


def test_two_who_rename_at_once_are_told(house, table, named, sign_in):
    first, second = sign_in(table.coordinator), sign_in(table.coordinator)
    opened = second.get(f"/organisations/{named.id}/rename")
    page = first.get(f"/organisations/{named.id}/rename")
    assert first.submit(page, name="Erster Name", since="2024").status_code == 303
    assert second.submit(opened, name="Zweiter Name", since="2025").status_code in (409, 422)
    house.refresh(named)
    assert named.name == "Erster Name"


def test_former_name_is_added_and_taken_out(house, table, named, sign_in):
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{named.id}/names/new")
    assert keeper.submit(page, name="Stempelstelle", until="1950").status_code == 303
    page = keeper.get(f"/organisations/{named.id}/names/new")
    assert keeper.submit(page, name="Zweimal", until="2019").status_code == 422
    added = house.query(FormerName).filter_by(name="Stempelstelle").one()
    page = keeper.get(f"/organisations/{named.id}/names/{added.id}/remove")
    assert keeper.submit(page, "Entfernen").status_code == 303
    assert house.query(FormerName).filter_by(name="Stempelstelle").count() == 0
    other = build.organisation(house)
    theirs = house.query(FormerName).first().id
    assert keeper.get(f"/organisations/{other.id}/names/{theirs}/remove").status_code == 404


def test_directory_finds_a_former_name_and_says_so(house, table, named, sign_in):
    reader = sign_in(table.mains[0])
    page = reader.get("/organisations/", query_string={"q": "vermittlung"}).text
    assert "Jobcenter Musterstadt" in page
    assert "früher: Vermittlungsstelle" in page
    assert "früher" not in reader.get("/organisations/", query_string={"q": "jobcenter"}).text
    both = reader.get("/organisations/", query_string={"q": "vermittlung arge"}).text
    assert "Jobcenter Musterstadt" not in both


def test_directory_finds_a_name_that_lies_ahead_and_says_so(house, table, named, sign_in):
    keeper, reader = sign_in(table.coordinator), sign_in(table.mains[0])
    typed = {"name": "Amt für Arbeit", "short_name": "AfA", "since": "01.10.2026"}
    assert keeper.submit(keeper.get(f"/organisations/{named.id}/rename"), **typed).status_code == 303
    for words in ("amt fur", "afa"):
        page = reader.get("/organisations/", query_string={"q": words}).text
        assert "Jobcenter Musterstadt" in page
        assert "Neuer Name ab dem 01.10.2026: „Amt für Arbeit“." in page
    assert "Neuer Name" not in reader.get("/organisations/", query_string={"q": "jobcenter"}).text


def test_who_came_to_an_old_meeting_is_shown_by_the_name_of_that_day(house, table, sign_in):
    """Case 4: renamed after the meeting, written down after the renaming."""
    of = house.get_one(Organisation, table.seats[0].organisation_id)
    of.name, of.short_name = "Kreisjugendamt", "KJA"
    old = build.meeting(house, table.body, in_days=-60, state=MeetingState.HELD)
    by = build.actor(house, table.coordinator)
    house.commit()
    keeper = sign_in(table.coordinator)
    page = keeper.get(f"/organisations/{of.id}/rename")
    since = build.TODAY - timedelta(days=30)
    assert (
        keeper.submit(page, name="Amt für Jugend", short_name="AfJ", since=f"{since:%d.%m.%Y}").status_code
        == 303
    )
    minutes_rules.begin(house, old.id, by=by, now=build.NOW)
    house.flush()
    named = set(house.scalars(select(Attendance.institution)))
    assert "Kreisjugendamt" in named
    assert "Amt für Jugend" not in named


def test_a_name_is_changed_where_the_institution_sits_and_other_tables_are_told(house, table, named, sign_in):
    """Who has it at no table may not: page, forms and files say so. What sits nowhere is open to all."""
    other, third = build.table(house, 1), build.table(house, 1)
    for each in (table, other):
        build.seat(house, each.body, named)
    address = f"/organisations/{named.id}"
    stranger = sign_in(third.coordinator)
    assert "Diesen Eintrag führt eine andere Koordination" in stranger.get(address).text
    for path in ("/edit", "/rename", "/end", "/names/new", "/delete"):
        assert stranger.get(address + path).status_code == 404
        assert stranger.post(address + path, data={"name": "Amt", "since": "2026"}).status_code == 404
    file = csv_of(("Name", "Art der Institution", "Notiz"), ("Jobcenter Musterstadt", "Polizei", "Neu"))
    taken = imported(stranger, "/round-tables/directory/imports/new/institutions", file)
    assert outcomes(house, taken) == ["refused"]
    keeper = sign_in(table.coordinator)
    typed = {"name": "Amt für Arbeit", "short_name": "AfA", "since": "2026", "source": "Erlass"}
    assert keeper.submit(keeper.get(address + "/rename"), **typed).status_code == 303
    told = house.query(Letter).filter_by(template="organisations/renamed").one()
    assert told.person_id == other.coordinator.id
    mail = email.message_from_bytes(house.get_one(LetterBytes, told.id).raw, policy=email.policy.default)
    words = mail.get_body(("plain",)).get_content() + mail["Subject"]
    assert address in words
    for hidden in ("Amt für Arbeit", "Jobcenter", other.body.name, table.body.name):
        assert hidden not in words
    for seat in house.query(Seat).filter_by(organisation_id=named.id):
        seat.ends_on = build.TODAY - timedelta(days=1)
    assert stranger.get(address + "/rename").status_code == 200
