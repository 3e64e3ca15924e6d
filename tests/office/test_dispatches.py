"""Dispatches and their progress, letters sent again, the second channel, all sending stopped and let go."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from blueprints.meetings import invitation_rules
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.reply_rules import Given, record_reply
from models.errors import NotAllowed
from models.history import Entry
from models.invitations import AnswerLink
from models.letters import Dispatch, Letter, LetterKind, LetterState, Way
from models.mail_answers import meaning, server_words
from models.other_ways import note_other_way, take_back_way
from models.people import Person
from models.post_office import PostOffice, pause_queue
from models.rounds import Coming
from tests import build

DAY = timedelta(days=1)


def text_of(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def invited(house, table, meeting, by):
    """An invited meeting: three letters were sent, the last was refused. The first and the last of them."""
    due_on = meeting.held_on.day - 7 * DAY
    invitation_rules.invite(house, meeting.id, due_on=due_on, by=by, now=build.NOW)
    house.commit()
    *sent, second = letters_of(house)
    for each in sent:
        each.accept(build.NOW)
    second.note(550, "5.1.1", "5.1.1 unknown user")
    second.refuse(build.NOW)
    house.commit()
    return sent[0], second


def letters_of(house):
    return house.scalars(select(Letter).order_by(Letter.id).execution_options(populate_existing=True)).all()


def test_a_dispatch_counts_its_letters_and_the_answers(house, invited, table, by, sign_in):
    answering = invitations(house, invited[0].meeting_id)[0]
    record_reply(house, answering.id, Given(coming=Coming.YES), by=by, now=build.NOW)
    client = sign_in(table.coordinator)
    assert "3 gesendet, 1 nicht zustellbar" in text_of(client.get("/office/dispatches"))
    page = text_of(client.get(f"/office/dispatches/{invited[1].id}"))
    assert "4 von 4 Nachrichten warten nicht mehr" in page
    assert "1 von 2" in page
    assert "Dieses Postfach gibt es nicht" in page
    assert "Stand neu laden" not in page


def test_a_running_dispatch_can_be_loaded_anew(house, invited, table, sign_in):
    invited[0].state = LetterState.QUEUED
    page = text_of(sign_in(table.coordinator).get(f"/office/dispatches/{invited[0].id}"))
    assert "3 von 4 Nachrichten warten nicht mehr" in page
    assert "Stand neu laden" in page


def test_a_page_of_a_large_dispatch_asks_the_same(house, by, sign_in, statements):
    counts = []
    for seats in (2, 100):
        table = build.table(house, seats=seats)
        meeting = build.meeting(house, table.body)
        who = build.actor(house, table.coordinator)
        invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=who, now=build.NOW)
        first = house.scalars(select(Letter.id).where(Letter.meeting_id == meeting.id).limit(1)).one()
        client = sign_in(table.coordinator)
        client.get("/office/")
        with statements() as seen:
            page = client.get(f"/office/dispatches/{first}").get_data(as_text=True)
        counts.append(len(seen))
        assert f'max="{2 * seats}"' in page
    assert counts[0] == counts[1] <= 10


def test_dispatches_of_another_table_are_not_found(house, table, invited, sign_in):
    stranger = sign_in(build.table(house).coordinator)
    assert table.body.name not in text_of(stranger.get("/office/dispatches"))
    assert stranger.get(f"/office/dispatches/{invited[0].id}").status_code == 404
    assert stranger.get(f"/office/letters/{invited[0].id}/other-way").status_code == 404


def test_dispatches_cost_the_same_whatever_the_data(house, letter, table, sign_in, statements):
    client, counts = sign_in(table.coordinator), []
    client.get("/office/")
    for more in (2, 40):
        for number in range(more):
            letter(hours_ago=more + number, meeting_id=build.meeting(house, table.body).id)
        with statements() as seen:
            assert client.get("/office/dispatches").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_sent_invitation_goes_again_with_a_new_link(house, invited, table, sign_in):
    links = house.scalar(select(func.count(AnswerLink.id)))
    client = sign_in(table.coordinator)
    answer = client.submit(client.get(f"/office/letters/{invited[0].id}"), "Erneut senden")
    assert answer.status_code == 303
    again = letters_of(house)[-1]
    assert (again.recipient, again.resend, again.sequence) == (invited[0].recipient, 1, 0)
    assert again.state is LetterState.QUEUED
    assert house.scalar(select(func.count(AnswerLink.id))) == links + 1


def test_a_refused_invitation_goes_again_to_the_corrected_address(house, invited, table, sign_in):
    person = house.get_one(Person, invited[1].person_id)
    person.email = "richtig@musterstadt.example"
    client = sign_in(table.coordinator)
    page = client.get(f"/office/letters/{invited[1].id}")
    assert "berichtigte Adresse richtig@musterstadt.example" in text_of(page)
    client.submit(page, "Erneut senden")
    assert letters_of(house)[-1].recipient == "richtig@musterstadt.example"
    assert "richtig@musterstadt.example" in [
        each.address for each in invitations(house, invited[1].meeting_id)
    ]
    care = text_of(client.get("/office/letters?care_only=1"))
    assert "Nichts" in care or invited[1].name not in care


def test_what_is_over_or_called_off_is_not_sent_again(house, invited, table, by, sign_in):
    client = sign_in(table.coordinator)
    invitation_rules.cancel(house, invited[0].meeting_id, reason="krank", by=by, now=build.NOW)
    house.commit()
    assert "Erneut senden" not in text_of(client.get(f"/office/letters/{invited[0].id}"))
    answer = client.post(f"/office/letters/{invited[0].id}/resend")
    assert answer.status_code == 422
    assert "nicht mehr eingeladen" in text_of(answer)


def test_a_cancellation_that_came_back_goes_again_as_a_cancellation(house, invited, table, by, sign_in):
    invitation_rules.cancel(house, invited[0].meeting_id, reason="krank", by=by, now=build.NOW)
    house.commit()
    cancellation = letters_of(house)[-1]
    cancellation.come_back(build.NOW)
    client = sign_in(table.coordinator)
    client.submit(client.get(f"/office/letters/{cancellation.id}"), "Erneut senden")
    again = letters_of(house)[-1]
    assert (again.method, again.sequence, again.resend) == ("CANCEL", cancellation.sequence, 1)


def test_whoever_was_told_by_phone_counts_as_reached(house, invited, table, meeting, by, sign_in):
    client, refused = sign_in(table.coordinator), invited[1]
    page = client.get(f"/office/letters/{refused.id}/other-way")
    answer = client.submit(page, "Als erreicht vermerken", way="phone", on=build.TODAY.isoformat())
    assert answer.status_code == 303
    house.refresh(refused)
    assert (refused.reached_by, refused.reached_noted_by_id) == (Way.PHONE, table.coordinator.id)
    assert house.scalars(select(Dispatch.way).where(Dispatch.way == Way.PHONE)).all() == [Way.PHONE]
    page = text_of(client.get(f"/office/letters/{refused.id}"))
    assert "per Telefon erreicht" in page
    assert table.coordinator.name in page
    page = text_of(client.get(f"/meetings/{meeting.id}"))
    assert "Auf anderem Weg erreicht" in page
    assert "Nicht erreicht" not in page
    assert "Nichts" in text_of(client.get("/office/letters?care_only=1"))
    assert "note-other-way" in house.scalars(select(Entry.gesture)).all()
    sent = invitation_rules.cancel(house, meeting.id, reason="krank", by=by, now=build.NOW)
    assert sent == 4


def test_the_meeting_shows_who_was_not_reached(invited, table, meeting, sign_in):
    page = text_of(sign_in(table.coordinator).get(f"/meetings/{meeting.id}"))
    assert "3 von 4" in page
    assert "Nicht erreicht" in page
    member = text_of(sign_in(table.mains[0]).get(f"/meetings/{meeting.id}"))
    assert "Nicht erreicht" not in member


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"way": None, "on": build.TODAY.isoformat()}, "Bitte wählen Sie den Weg"),
        ({"way": "phone", "on": ""}, "Bitte geben Sie"),
        ({"way": "phone", "on": (build.TODAY + DAY).isoformat()}, "Dieser Tag liegt in der Zukunft."),
        ({"way": "post", "on": (build.TODAY - 9 * DAY).isoformat()}, "gab es die Nachricht noch nicht"),
    ],
)
def test_a_note_that_cannot_be_is_refused(house, invited, table, sign_in, typed, words):
    client = sign_in(table.coordinator)
    page = client.get(f"/office/letters/{invited[1].id}/other-way")
    answer = client.submit(page, "Als erreicht vermerken", **typed)
    assert answer.status_code == 422
    assert words in text_of(answer)
    house.refresh(invited[1])
    assert invited[1].reached_by is None


def test_a_note_is_made_once(house, invited, by):
    note_other_way(house, invited[1], Way.POST, build.TODAY, by=by, now=build.NOW)
    with pytest.raises(NotAllowed):
        note_other_way(house, invited[1], Way.PHONE, build.TODAY, by=by, now=build.NOW)


def test_a_note_by_mistake_is_taken_back(house, invited, table, sign_in):
    """Two recipients of one institution told by phone: the note and the record of one of them go."""
    client = sign_in(table.coordinator)
    for letter in invited[:2]:
        page = client.get(f"/office/letters/{letter.id}/other-way")
        client.submit(page, "Als erreicht vermerken", way="phone")
    noted = select(Dispatch.way).where(Dispatch.way == Way.PHONE)
    assert len(house.scalars(noted).all()) == 2
    page = client.get(f"/office/letters/{invited[1].id}")
    assert client.submit(page, "Vermerk zurücknehmen").status_code == 303
    house.expire_all()
    assert [each.reached_by for each in invited[:2]] == [Way.PHONE, None]
    assert len(house.scalars(noted).all()) == 1
    assert "Vermerk zurücknehmen" not in text_of(client.get(f"/office/letters/{invited[1].id}"))
    done = select(Entry.gesture).where(Entry.subject == "letter").order_by(Entry.id.desc())
    assert house.scalars(done).first() == "take-back-way"


def test_only_the_coordination_takes_a_note_back(house, invited, table, by, sign_in):
    with pytest.raises(NotAllowed):
        take_back_way(house, invited[1], by=by, now=build.NOW)
    note_other_way(house, invited[1], Way.POST, build.TODAY, by=by, now=build.NOW)
    house.commit()
    address = f"/office/letters/{invited[1].id}/other-way/take-back"
    assert sign_in(table.mains[0]).post(address).status_code == 404
    assert sign_in(build.person(house), is_admin=True).post(address).status_code == 404
    with pytest.raises(NotAllowed):
        take_back_way(house, invited[1], by=build.actor(house, table.mains[0]), now=build.NOW)


def test_administration_stops_all_sending_and_lets_it_go_on(house, letter, table, sign_in):
    waiting = letter(LetterState.QUEUED)
    admin = sign_in(build.person(house, "Systemadministration"), is_admin=True)
    assert admin.submit(admin.get("/office/"), "Versand anhalten").status_code == 303
    assert house.get(PostOffice, 1).paused_at == build.NOW
    page = text_of(sign_in(table.coordinator).get(f"/office/letters/{waiting.id}"))
    assert "hat den Versand angehalten" in page
    assert admin.submit(admin.get("/office/"), "Nachrichten weitersenden").status_code == 303
    house.expire_all()
    assert house.get(PostOffice, 1).paused_at is None
    done = select(Entry.gesture).where(Entry.subject == "post_office").order_by(Entry.id)
    assert house.scalars(done).all() == ["pause", "release"]


def test_administration_reads_states_and_server_words_without_recipients(house, letter, sign_in):
    failed = letter(LetterState.FAILED, recipient="erika@musterstadt.example")
    failed.note(550, "5.1.1", "5.1.1 <erika@musterstadt.example>: user unknown")
    page = text_of(sign_in(build.person(house), is_admin=True).get("/office/"))
    assert "Dieses Postfach gibt es nicht" in page
    assert "5.1.1 &lt;…@musterstadt.example&gt;: user unknown" in page
    assert "erika" not in page


def test_codes_of_mail_servers_are_explained():
    assert meaning(550, "5.1.1") == "There is no such mailbox."
    assert meaning(452, "4.2.2") == "The mailbox is full."
    assert meaning(550, "5.7.99") == "The mailbox does not exist, or does not take our letters."
    assert meaning(None, "5.4.99") == "The way to the recipient's mail server is disturbed."
    assert meaning(451, "") == "The mail server has put the letter off."
    assert meaning(599, "") == "The mail server has refused the letter."
    assert meaning(None, "", "timed out") == "The connection to the mail server failed or broke."
    assert meaning(None, "") == ""
    assert meaning(250, "2.6.0", "queued mail for delivery") == meaning(250, "2.1.5", "recipient ok") == ""


def test_words_of_mail_servers_are_told_once():
    assert server_words(550, "5.1.1", "5.1.1 unknown user") == "550 5.1.1 unknown user"
    assert server_words(550, "5.1.1", "unknown user") == "550 5.1.1 unknown user"
    assert server_words(None, "", "timed out") == "timed out"
    assert server_words(None, "", "") == ""


def test_account_letters_have_no_dispatch_and_no_second_channel(house, letter, by, sign_in):
    account = letter(kind=LetterKind.ACCOUNT, body_id=None)
    admin = sign_in(build.person(house), is_admin=True)
    assert admin.get(f"/office/dispatches/{account.id}").status_code == 404
    with pytest.raises(NotAllowed):
        note_other_way(house, account, Way.POST, build.TODAY, by=by, now=build.NOW)


def test_only_the_administration_pauses(house, by):
    with pytest.raises(NotAllowed):
        pause_queue(house, by=by, now=build.NOW)
    assert house.get(PostOffice, 1) is None
