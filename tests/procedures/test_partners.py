"""Procedures due for review propose themselves for an agenda; who leaves finds what loses it."""

from datetime import timedelta

from blueprints.meetings.drafting.queries import Group, proposals
from models.meetings import AgendaItem
from tests import build
from tests.requests.conftest import words


def test_a_review_that_is_due_proposes_itself_for_the_agenda(house, decided, sign_in):
    decided.about.review_on = build.TODAY + timedelta(days=20)
    meeting = build.meeting(house, decided.table.body, in_days=28)
    found = [each for each in proposals(house, meeting) if each.group is Group.PROCEDURES]
    assert [each.about.id for each in found] == [decided.id]
    chief = sign_in(decided.table.coordinator)
    page = chief.get(f"/meetings/{meeting.id}/agenda/draft")
    assert "Überprüfung: Vorgehen in der Nacht" in words(page)
    early = build.meeting(house, decided.table.body, in_days=10)
    assert [each for each in proposals(house, early) if each.group is Group.PROCEDURES] == []
    assert house.query(AgendaItem).count() == 0


def test_the_exit_list_names_the_procedures_that_lose_the_institution(house, decided, sign_in):
    chief, table = sign_in(decided.table.coordinator), decided.table
    for place, named in ((0, True), (1, True), (2, False)):
        where = f"/round-tables/{table.body.id}/seats/{table.seats[place].id}/exit"
        assert ("Vorgehen in der Nacht" in chief.get(where).text) is named, place
