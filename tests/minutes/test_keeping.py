"""Keeping: objections and drafts of minutes go a year after the approval, what was frozen stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from blueprints.minutes import correction_rules, retention_rules
from models.editions import Edition, EditionKind, EditionReader
from models.history import Entry
from models.objections import Objection, ObjectionEnding
from models.texts import TextVersion
from plumbing.markdown import render
from tests.minutes.test_objections import MIDNIGHT, decide, lapse, object_to

LAST_DAY = date(2027, 10, 13)


@pytest.fixture
def approved(room):
    """Approved minutes: a text with two versions, a statement in a corrected edition."""
    room.written()
    room.write(room.open_item, "Ergebnis, besser gefasst", based_on=1)
    room.circulate()
    made = object_to(room, now=MIDNIGHT)
    lapse(room)
    decide(room, made, "statement", "", "Wir sehen das anders.", now=MIDNIGHT + timedelta(hours=1))
    given = {"based_on": 1, "by": room.by, "now": MIDNIGHT + timedelta(hours=2), "render": render}
    correction_rules.correct(room.house, room.meeting_id, {}, "", **given)
    room.house.commit()
    return room


def latest(room):
    """The newest edition of the first institution."""
    mine = select(EditionReader.edition_id).where(EditionReader.seat_id == room.table.seats[0].id)
    found = select(Edition).where(Edition.kind == EditionKind.MINUTES, Edition.id.in_(mine))
    return room.house.scalars(found.order_by(Edition.number.desc())).first()


def kept(house):
    return [house.scalar(select(func.count(cls.id))) for cls in (Objection, ObjectionEnding, TextVersion)]


def forget(room, day):
    gone = retention_rules.forget_objections(room.house, day, MIDNIGHT.replace(year=day.year))
    room.house.commit()
    return gone


def test_nothing_goes_before_the_year_is_over(house, approved):
    assert forget(approved, LAST_DAY) == 0
    assert kept(house) == [1, 1, 5]


def test_objections_and_unsent_versions_go_and_what_was_frozen_stays(house, approved):
    assert forget(approved, LAST_DAY + timedelta(days=2)) == 1
    assert kept(house) == [0, 0, 4]
    of_minutes = select(Edition).where(Edition.kind == EditionKind.MINUTES, Edition.whole.is_(True))
    newest = house.scalars(of_minutes.order_by(Edition.number.desc())).first()
    assert newest.data["statements"][0]["markdown"] == "Wir sehen das anders."
    assert newest.is_true
    entry = house.scalars(select(Entry).where(Entry.gesture == "forget-objections")).one()
    assert entry.facts == {"rows": 3}


def test_twice_is_as_good_as_once(house, approved):
    for expected in (1, 0):
        assert forget(approved, LAST_DAY + timedelta(days=40)) == expected


def test_open_objections_and_those_that_ended_lately_stay(house, approved):
    lately = MIDNIGHT.replace(year=2028)
    still_open = object_to(approved, edition=latest(approved), now=lately)
    ended = object_to(approved, edition=latest(approved), now=lately)
    decide(approved, ended, "refused", "So war es.", now=lately + timedelta(hours=1))
    assert forget(approved, date(2028, 10, 20)) == 1
    assert set(house.scalars(select(Objection.id))) == {still_open.id, ended.id}
    assert house.scalars(select(ObjectionEnding.objection_id)).all() == [ended.id]


def test_a_statement_that_no_version_has_taken_in_yet_stays(house, approved):
    made = object_to(approved, edition=latest(approved), now=MIDNIGHT + timedelta(hours=3))
    decide(approved, made, "statement", "", "Nachgetragen.", now=MIDNIGHT + timedelta(hours=4))
    assert forget(approved, LAST_DAY + timedelta(days=90)) == 1
    assert house.scalars(select(Objection.id)).all() == [made.id]
