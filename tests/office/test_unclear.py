"""The page of mails that need a look: who sees it, what counts afterwards, what is wiped."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.meetings import invitation_rules
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.reply_rules import Given, record_reply
from models.bounces import doubtful_addresses
from models.history import Entry
from models.invitations import Reply
from models.letters import LetterState
from models.organisations import Organisation
from models.rounds import Channel, Coming
from models.seats import Seat
from models.unclear_mail import (
    MOST_WAITING,
    Settlement,
    UnclearMail,
    UnclearReason,
    forget_unclear_mails,
    set_aside,
)
from tests import build


@pytest.fixture
def invited(house, table, meeting):
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW - timedelta(days=1))
    house.commit()
    return invitations(house, meeting.id)[0]


@pytest.fixture
def mail(house, meeting, invited):
    return build.unclear_mail(house, meeting, invitation_id=invited.id, note="Ich komme gern.")


@pytest.fixture
def who(house, invited):
    """The institution whose answer it is, as the buttons name it to a screen reader."""
    return house.get_one(Organisation, house.get_one(Seat, invited.seat_id).organisation_id).name


def text_of(answer):
    return answer.get_data(as_text=True)


def test_the_page_tells_who_what_and_why(mail, invited, table, sign_in):
    client = sign_in(table.coordinator)
    assert "1 E-Mail ist zu klären" in text_of(client.get("/office/"))
    page = text_of(client.get("/office/unclear-mails"))
    for words in ("Zusage", "Ich komme gern.", "absender@musterstadt.example", invited.name, "Jeder könnte"):
        assert words in page


def test_what_is_taken_over_counts_and_is_wiped(house, mail, who, invited, table, sign_in):
    client = sign_in(table.coordinator)
    assert (
        client.submit(client.get("/office/unclear-mails"), f"Als Antwort übernehmen {who}").status_code == 303
    )
    reply = house.scalars(select(Reply)).one()
    assert (reply.coming, reply.channel, reply.note) == (Coming.YES, Channel.UNPROVEN, "Ich komme gern.")
    assert (reply.invitation_id, reply.recorded_by_id) == (invited.id, table.coordinator.id)
    assert reply.answered_at == build.NOW - timedelta(hours=2)
    house.refresh(mail)
    assert (mail.settlement, mail.note, mail.sender) == (Settlement.TAKEN_OVER, "", None)
    gestures = house.scalars(select(Entry.gesture).where(Entry.subject == "unclear_mail")).all()
    assert gestures == ["take-over"]
    page = text_of(client.get("/office/unclear-mails"))
    assert "Ich komme gern." not in page
    assert "als Antwort übernommen" in page


def test_what_is_dismissed_changes_nothing_and_is_wiped(house, mail, who, table, sign_in):
    client = sign_in(table.coordinator)
    assert client.submit(client.get("/office/unclear-mails"), f"Verwerfen {who}").status_code == 303
    house.refresh(mail)
    assert (mail.settlement, mail.note) == (Settlement.DISMISSED, "")
    assert house.scalars(select(Reply)).all() == []


def test_it_is_settled_once(house, mail, table, sign_in):
    client = sign_in(table.coordinator)
    client.post(f"/office/unclear-mails/{mail.id}/dismiss")
    again = client.post(f"/office/unclear-mails/{mail.id}/take-over")
    assert again.status_code == 422
    assert "inzwischen jemand erledigt" in text_of(again)
    assert house.scalars(select(Reply)).all() == []


def test_a_later_answer_is_not_overtaken(house, mail, invited, table, sign_in):
    client = sign_in(table.coordinator)
    by = build.actor(house, table.coordinator)
    record_reply(house, invited.id, Given(coming=Coming.NO), by=by, now=build.NOW - timedelta(minutes=5))
    house.commit()
    refused = client.post(f"/office/unclear-mails/{mail.id}/take-over")
    assert refused.status_code == 422
    assert "spätere Antwort" in text_of(refused)
    assert [each.coming for each in house.scalars(select(Reply))] == [Coming.NO]
    house.refresh(mail)
    assert mail.note == "Ich komme gern."


def test_for_an_unknown_address_the_coordination_says_whose_answer_it_is(
    house, meeting, invited, table, sign_in
):
    mail = build.unclear_mail(house, meeting, reason=UnclearReason.UNINVITED)
    client = sign_in(table.coordinator)
    page = client.get("/office/unclear-mails")
    assert "Wessen Antwort ist es?" in text_of(page)
    assert client.submit(page, "Als Antwort übernehmen").status_code == 422
    other = build.meeting(house, table.body)
    stranger = build.unclear_mail(house, other, reason=UnclearReason.UNINVITED)
    house.commit()
    for chosen in (invited.id, 10**30, -1, "x"):
        data = {"invitation_id": chosen}
        wrong = client.post(f"/office/unclear-mails/{stranger.id}/take-over", data=data)
        assert wrong.status_code == 422
    assert client.submit(page, "Als Antwort übernehmen", invitation_id=str(invited.id)).status_code == 303
    assert house.scalars(select(Reply.invitation_id)).all() == [invited.id]
    house.refresh(mail)
    assert mail.settlement is Settlement.TAKEN_OVER


@pytest.mark.parametrize("reason", [UnclearReason.WISH, UnclearReason.CANCELLED, UnclearReason.WITHDRAWN])
def test_a_wish_can_only_be_noted(house, meeting, who, invited, table, sign_in, reason):
    mail = build.unclear_mail(house, meeting, invitation_id=invited.id, reason=reason)
    client = sign_in(table.coordinator)
    page = client.get("/office/unclear-mails")
    assert "Als Antwort übernehmen" not in text_of(page)
    assert client.post(f"/office/unclear-mails/{mail.id}/take-over").status_code == 404
    assert client.submit(page, f"Zur Kenntnis genommen {who}").status_code == 303


def test_others_do_not_find_it(house, mail, table, sign_in):
    stranger = sign_in(build.table(house).coordinator)
    assert "Ich komme gern." not in text_of(stranger.get("/office/unclear-mails"))
    assert "Nichts wartet" in text_of(stranger.get("/office/"))
    for gesture in ("take-over", "dismiss"):
        assert stranger.post(f"/office/unclear-mails/{mail.id}/{gesture}").status_code == 404
    for person in (table.mains[0], table.reader):
        assert sign_in(person).get("/office/unclear-mails").status_code == 404


def test_the_page_asks_the_same_whatever_the_data(house, meeting, invited, table, sign_in, statements):
    client = sign_in(table.coordinator)
    client.get("/office/unclear-mails")
    counts = []
    for more in (2, 30):
        for _ in range(more):
            build.unclear_mail(house, meeting, reason=UnclearReason.UNINVITED)
            build.unclear_mail(house, meeting, invitation_id=invited.id)
        with statements() as seen:
            assert client.get("/office/unclear-mails").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_after_thirty_days_nothing_is_left(house, mail, meeting):
    young = build.unclear_mail(house, meeting, received_at=build.NOW - timedelta(days=29))
    mail.received_at = build.NOW - timedelta(days=31)
    house.flush()
    assert forget_unclear_mails(house, build.NOW) == 1
    assert house.scalars(select(UnclearMail.id)).all() == [young.id]


def test_a_flood_has_an_end(house, meeting):
    for count in range(MOST_WAITING):
        build.unclear_mail(house, meeting, fingerprint=str(count))
    assert not set_aside(house, UnclearReason.WISH, meeting.body_id, "one more", now=build.NOW)


def bounced(letter, recipient, days_ago, state=LetterState.BOUNCED):
    at = build.NOW - timedelta(days=days_ago)
    return letter(state, recipient=recipient, sent_at=at, final_at=at)


def test_after_three_letters_an_address_is_in_question(house, letter):
    for days in (30, 20, 10):
        bounced(letter, "Weg@stadt.example", days)
    bounced(letter, "einmal@stadt.example", 5)
    worst, once = doubtful_addresses(house, build.NOW)
    assert (worst.address, worst.letters, worst.is_in_question) == ("weg@stadt.example", 3, True)
    assert (once.letters, once.is_in_question) == (1, False)


def test_a_letter_that_stayed_away_clears_the_address(house, letter):
    for days in (30, 20, 10):
        bounced(letter, "weg@stadt.example", days)
    bounced(letter, "weg@stadt.example", 0.5, LetterState.ACCEPTED)
    assert len(doubtful_addresses(house, build.NOW)) == 1
    assert doubtful_addresses(house, build.NOW + timedelta(days=1)) == []


def test_a_letter_that_came_back_needs_care_and_says_what_to_do(house, letter, table, sign_in):
    back = letter(LetterState.BOUNCED, last_text="550 unbekannt", smtp_code=550)
    client = sign_in(table.coordinator)
    assert back.name in text_of(client.get("/office/letters?care_only=1"))
    page = text_of(client.get(f"/office/letters/{back.id}"))
    for words in ("zurückgekommen", "550 unbekannt", "berichtigen Sie die Adresse"):
        assert words in page
