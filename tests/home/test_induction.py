"""New at a table: what is due, what comes, what was agreed, whom to ask; only what she may see herself."""

from datetime import timedelta
from pathlib import Path

import pytest

from blueprints.home.induction_words import WORDS
from blueprints.meetings import invitation_rules
from models.people import Person
from models.seats import Appointment, AppointmentRole
from models.shelf import DocumentKind, DocumentState, ShelfDocument
from models.visibility import Visibility
from tests import build

TODAY = build.TODAY


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2, name="Runder Tisch Ankunft")


@pytest.fixture
def newcomer(house, table):
    """A deputy since last week."""
    row = build.appointment(
        house,
        table.seats[0],
        role=AppointmentRole.DEPUTY,
        rank=2,
        starts_on=TODAY - timedelta(days=7),
        declared_on=TODAY - timedelta(days=7),
    )
    return house.get_one(Person, row.person_id)


def document(house, table, title, visibility=Visibility.INTERNAL, **facts):
    given = {"state": DocumentState.RELEASED, "kind": DocumentKind.AGREEMENT} | facts
    return build.added(
        house,
        ShelfDocument(
            body_id=table.body.id,
            title=title,
            owner_id=table.coordinator.id,
            put_at=build.NOW,
            visibility=visibility,
            **given,
        ),
    )


def invite(house, table):
    meeting = build.meeting(house, table.body)
    build.agenda_item(house, meeting)
    by = build.actor(house, table.coordinator)
    due_on = TODAY + timedelta(days=14)
    invitation_rules.invite(house, meeting.id, due_on=due_on, by=by, now=build.NOW)
    return meeting


def url(table, rest=""):
    return f"/round-tables/{table.body.id}/induction{rest}"


def test_it_holds_what_she_may_see_and_nothing_else(house, table, newcomer, sign_in):
    meeting = invite(house, table)
    document(house, table, "Absprache-Anlauf")
    document(house, table, "Nur-Koordination", Visibility.COORDINATION)
    document(house, table, "Noch-Entwurf", state=DocumentState.DRAFT)
    page = sign_in(newcomer).get(url(table)).text
    assert "Rückmeldung zur Einladung" in page
    assert f"/meetings/{meeting.id}" in page
    assert "Absprache-Anlauf" in page
    assert table.mains[1].name in page
    assert table.coordinator.name in page
    for hidden in ("Nur-Koordination", "Noch-Entwurf", table.reader.name):
        assert hidden not in page


def test_readers_see_functions_not_names(house, table, newcomer, sign_in):
    page = sign_in(table.reader).get(url(table)).text
    assert table.mains[0].name not in page
    assert table.deputies[0].name not in page


def test_the_paper_is_a_tagged_pdf_in_german(house, table, newcomer, sign_in):
    invite(house, table)
    answer = sign_in(newcomer).get(url(table, ".pdf"))
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert b"pdfuaid" in answer.data
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_overview_leads_there_for_sixty_days(house, table, newcomer, sign_in, stop_clock):
    def hinted(person):
        return url(table) in sign_in(person).get("/overview").text

    assert hinted(newcomer)
    assert not hinted(table.mains[0])
    row = house.query(Appointment).filter_by(person_id=newcomer.id).one()
    for days, expected in ((59, True), (60, False)):
        row.starts_on = TODAY - timedelta(days=days)
        row.declared_on = row.starts_on
        house.flush()
        assert hinted(newcomer) is expected


def test_strangers_guests_and_former_people_have_none(house, table, newcomer, sign_in):
    meeting = build.meeting(house, table.body, invited_at=build.NOW)
    guest = build.item_guest(house, build.agenda_item(house, meeting))
    row = house.query(Appointment).filter_by(person_id=newcomer.id).one()
    row.ends_on = TODAY - timedelta(days=1)
    house.flush()
    for person in (newcomer, guest, build.table(house, 1).mains[0]):
        client = sign_in(person)
        assert client.get(url(table)).status_code == 404
        assert client.get(url(table, ".pdf")).status_code == 404


def test_words_are_those_of_the_glossary(app):
    glossary = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text().casefold()
    from flask_babel import force_locale, gettext

    with app.test_request_context(), force_locale("de"):
        missing = [word for word, _ in WORDS if gettext(word).casefold() not in glossary]
    assert missing == []


def test_it_asks_as_often_for_much_as_for_little(house, table, newcomer, sign_in, statements):
    client = sign_in(newcomer)

    def count(page):
        client.get(page)
        with statements() as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    invite(house, table)
    document(house, table, "Eine Absprache")
    few = [count(url(table)), count("/overview")]
    for number in range(15):
        build.appointment(house, build.seat(house, table.body))
        document(house, table, f"Absprache {number}")
        build.meeting(house, table.body, in_days=40 + number)
    assert [count(url(table)), count("/overview")] == few
