"""What a guest is told: neutral letters of her own, and behind her link the item, its time, who invites."""

from datetime import timedelta

import pytest

from blueprints.meetings import guest_rules
from models.invitations import AnswerLink, Invitation
from models.visibility import Visibility
from tests import build
from tests.meetings.test_told import Office

TITLE = "Schutz in der Unterkunft"


@pytest.fixture
def office(house, app, stop_clock):
    stop_clock(build.NOW)
    made = Office(house, app)
    made.item.title = TITLE
    made.guest = guest_rules.add_guest(
        house,
        made.item.id,
        name="Fachreferat",
        email="referat@amt.example",
        starts_at=made.meeting.starts_at + timedelta(minutes=30),
        ends_at=made.meeting.starts_at + timedelta(minutes=60),
        **made.doing,
    )
    made.invite()
    return made


def page_of(house, client, person):
    mine = house.query(Invitation).filter_by(person_id=person.id).first()
    token, hashed = AnswerLink.new_token()
    house.add(AnswerLink(token_hash=hashed, invitation_id=mine.id, issued_at=build.NOW))
    house.commit()
    return client.get(f"/r/{token}").text


def test_behind_her_link_a_guest_reads_her_item_its_time_the_table_and_who_invites(office, house, client):
    page = page_of(house, client, office.guest)
    for said in (TITLE, "10:30 bis 11:00 Uhr", "Rathaus", office.table.body.name, "Eingeladen von"):
        assert said in page


@pytest.mark.parametrize("level", [Visibility.CONFIDENTIAL, Visibility.COORDINATION])
def test_link_that_was_passed_on_tells_no_title_of_a_confidential_item(office, house, client, level):
    office.item.visibility = level
    page = page_of(house, client, office.guest)
    assert TITLE not in page
    assert "10:30 bis 11:00 Uhr" in page


def test_a_member_reads_the_table_and_no_items_title(office, house, client):
    page = page_of(house, client, office.table.mains[0])
    assert office.table.body.name in page
    assert TITLE not in page
    assert "Ihr Punkt" not in page


def test_papers_are_counted_for_the_guest_but_not_reached_by_the_link(office, house, client):
    words = page_of(house, client, office.guest)
    assert "lesen Sie nach der Anmeldung" in words
    assert "/files/" not in words


def test_the_guests_letters_are_neutral_and_lead_nowhere_but_to_her_question(office):
    office.deliver()
    office.move(days=7)
    mine = [each for each in office.letters() if each.recipient == office.guest.email]
    assert [each.template for each in mine] == ["meetings/guest_invitation", "meetings/guest_move"]
    words = office.words(mine[1])
    assert words.startswith("Verlegung der Sitzung vom 29.09.2026 auf den 06.10.2026")
    assert "von 10:30 bis 11:00 Uhr" in words
    for never in (TITLE, office.table.body.name, f"/meetings/{office.meeting.id}", "vertritt"):
        assert never not in words


def test_another_hour_of_the_same_day_is_named_as_such(office):
    office.deliver()
    office.move(days=0, starts_at=office.meeting.starts_at - timedelta(hours=1))
    subjects = {office.words(each).partition("\n")[0] for each in office.letters()[-5:]}
    assert subjects == {"Neue Uhrzeit für die Sitzung am 29.09.2026"}


def test_the_preview_of_a_move_shows_the_guests_letter_too(office, sign_in):
    office.deliver()
    browser = sign_in(office.table.coordinator)
    page = browser.get(f"/meetings/{office.meeting.id}/move")
    looked = browser.submit(page, "Weiter: Nachrichten ansehen", day="2026-10-06").text
    assert "Die Nachricht an Gäste" in looked
    assert "als Gast zu einem Punkt eingeladen" in looked
