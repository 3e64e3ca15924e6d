"""What a guest is told: neutral letters of her own, and behind her link the item, its time, who invites."""

import email
import email.policy
from datetime import timedelta

import pytest

from blueprints.meetings import guest_rules
from models.invitations import AnswerLink, Invitation
from models.outbox import Letter, LetterBytes
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


def times(office):
    return f"/meetings/{office.meeting.id}/items/{office.item.id}/guests/{office.guest.id}/time"


def test_another_time_stands_in_the_agenda_and_goes_to_the_guest_alone(office, house, sign_in):
    office.deliver()
    before = house.query(Letter).count()
    keeper = sign_in(office.table.coordinator)
    page = keeper.get(times(office))
    assert 'value="10:30"' in page.text
    assert keeper.submit(page, slot_from="11:00", slot_until="11:15").status_code == 303
    told = house.query(Letter).order_by(Letter.id.desc()).first()
    assert (house.query(Letter).count(), told.template) == (before + 1, "meetings/guest_time")
    assert (told.recipient, told.method) == ("referat@amt.example", "")
    assert (
        "11:00 bis 11:15 Uhr"
        in keeper.get(times(office).removesuffix(f"/guests/{office.guest.id}/time")).text
    )
    raw = email.message_from_bytes(house.get_one(LetterBytes, told.id).raw, policy=email.policy.default)
    words = " ".join(raw.get_body(("plain",)).get_content().split())
    assert "von 11:00 bis 11:15 Uhr" in words
    assert TITLE not in words


def test_a_time_may_be_taken_away_and_the_same_again_or_a_wrong_one_is_refused(office, house, sign_in):
    keeper = sign_in(office.table.coordinator)
    before = house.query(Letter).count()
    for typed in ({}, {"slot_from": "08:00"}, {"slot_from": "", "slot_until": "11:00"}, {"slot_from": "x"}):
        assert keeper.submit(keeper.get(times(office)), **typed).status_code == 422, typed
    assert house.query(Letter).count() == before
    assert keeper.submit(keeper.get(times(office)), slot_from="", slot_until="").status_code == 303
    assert house.query(Letter).count() == before + 1
    for role in (office.table.mains[0], office.table.reader):
        assert sign_in(role).get(times(office)).status_code == 404
