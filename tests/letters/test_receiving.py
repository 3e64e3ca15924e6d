"""What mails change: proven answers count like those by link, all others wait for the coordination."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from blueprints.meetings import invitation_rules, reply_rules
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.reply_queries import who_comes
from blueprints.meetings.reply_rules import Given
from blueprints.office.receiving import take_in
from models.history import Entry
from models.incoming_mail import Outcome
from models.invitations import Invitation, InvitationKind, Reply
from models.letters import Letter
from models.meetings import Meeting
from models.outbox import LetterState
from models.rounds import Channel, Coming, Voice
from models.unclear_mail import UnclearMail, UnclearReason
from plumbing import database
from plumbing.mail_templates import sender_for
from tests import build
from tests.letters.mails_in import sample

US = "termine@tisch.example"
LATER = datetime(2026, 9, 3, 8, 0, tzinfo=UTC)


@pytest.fixture
def table(house):
    return build.table(house, seats=2)


@pytest.fixture(params=["plus addresses", "one address"])
def site(request, make_app, house, table, stop_clock):
    """A site whose mail server knows plus addresses, and one whose does not; its meeting is invited."""
    stop_clock(build.NOW)
    app = make_app(MAIL_FROM=US, MAIL_PLUS="on" if request.param == "plus addresses" else "")
    table.mains[0].email = "vertretung@polizei.example"
    meeting = build.meeting(house, table.body)
    by = build.actor(house, table.coordinator)
    meeting_id = meeting.id
    house.commit()
    with app.app_context():
        with database.job() as unit:
            invitation_rules.invite(unit, meeting_id, due_on=build.TODAY, by=by, now=build.NOW)
        stop_clock(LATER)
        app.meeting_id = meeting_id
        yield app


@pytest.fixture
def meeting(site, house):
    return house.get_one(Meeting, site.meeting_id)


@pytest.fixture
def receive(house, meeting):
    """Takes in a sample as it came to the right address; `words` put other words in place of known ones."""

    def do(name, *, to=None, **words):
        given = {"uid": meeting.uid, "us": to or sender_for("vertretung@polizei.example")} | words
        house.commit()
        return take_in(sample(name, **given))

    return do


def replies(house):
    house.expire_all()
    return house.scalars(select(Reply).order_by(Reply.id)).all()


def waiting(house):
    house.expire_all()
    return house.scalars(select(UnclearMail).order_by(UnclearMail.id)).all()


def mine(house, meeting):
    return next(
        each for each in invitations(house, meeting.id) if each.address == "vertretung@polizei.example"
    )


@pytest.mark.parametrize(
    ("name", "coming", "note"),
    [
        ("exchange_accept", Coming.YES, "Ich komme etwas später."),
        ("gmail_tentative", Coming.PERHAPS, "Ich warte auf die Freigabe"),
        ("apple_accept", Coming.YES, ""),
        ("thunderbird_decline", Coming.NO, ""),
        ("nextcloud_accept", Coming.YES, ""),
        ("outlook_on_behalf", Coming.YES, ""),
        ("bare_root", Coming.YES, ""),
    ],
)
def test_a_proven_answer_counts_with_its_note_and_its_time(house, receive, meeting, name, coming, note):
    assert receive(name) is Outcome.ANSWERED
    (reply,) = replies(house)
    assert (reply.coming, reply.note, reply.channel) == (coming, note, Channel.CALENDAR)
    assert reply.answered_at == datetime(2026, 9, 2, 7, 0, 3, tzinfo=UTC)
    assert (reply.starts_at, reply.invitation_id) == (meeting.starts_at, mine(house, meeting).id)
    assert waiting(house) == []


def test_the_answer_is_the_voice_of_the_institution(house, receive, meeting, table):
    receive("thunderbird_decline")
    answers = who_comes(house, meeting.id, on=build.TODAY, by=build.actor(house, table.coordinator))
    assert [line.voice for line in answers.lines if line.seat_id == table.seats[0].id] == [Voice.DECLINED]


def test_the_history_tells_the_way_and_no_words(house, receive):
    receive("exchange_decline_with_comment")
    (entry,) = house.scalars(select(Entry).where(Entry.subject == "reply"))
    assert entry.facts == {"coming": "no", "channel": "calendar"}
    assert entry.person_id is None


def test_a_second_copy_changes_nothing(house, receive):
    assert receive("apple_accept") is Outcome.ANSWERED
    assert receive("apple_accept") is Outcome.DOUBLED
    assert len(replies(house)) == 1


def test_the_later_stamp_counts_in_whatever_order_mails_arrive(house, receive):
    assert receive("apple_accept", stamp="20260902T110000Z") is Outcome.ANSWERED
    assert receive("thunderbird_decline", stamp="20260902T100000Z") is Outcome.OUTDATED
    assert [each.coming for each in replies(house)] == [Coming.YES]


def test_a_later_answer_by_another_way_is_not_overtaken(house, receive, meeting, table):
    given, by = Given(coming=Coming.NO), build.actor(house, table.mains[0])
    reply_rules.answer(house, mine(house, meeting).id, given, by=by, now=LATER - timedelta(hours=1))
    assert receive("apple_accept") is Outcome.OUTDATED
    assert receive("apple_accept", stamp="20260903T073000Z") is Outcome.ANSWERED
    assert replies(house)[-1].coming is Coming.YES


def test_a_clock_that_is_ahead_does_not_win_for_ever(house, receive):
    assert receive("apple_accept", stamp="20360902T070003Z") is Outcome.ANSWERED
    assert replies(house)[0].answered_at == LATER


def move(house, meeting, table):
    by = build.actor(house, table.coordinator)
    invitation_rules.move(
        house,
        meeting.id,
        starts_at=meeting.starts_at + timedelta(days=7),
        ends_at=meeting.ends_at + timedelta(days=7),
        place="",
        due_on=build.TODAY + timedelta(days=9),
        reason="",
        by=by,
        now=LATER,
    )


def test_an_answer_to_an_earlier_date_is_a_hint(house, receive, meeting, table):
    old = meeting.starts_at
    move(house, meeting, table)
    assert receive("apple_accept") is Outcome.EARLIER_DATE
    assert replies(house)[0].starts_at == old
    answers = who_comes(house, meeting.id, on=build.TODAY, by=build.actor(house, table.coordinator))
    (line,) = [line for line in answers.lines if line.seat_id == table.seats[0].id]
    assert (line.voice, line.hint) == (Voice.OPEN, Coming.YES)


def test_an_answer_to_an_earlier_date_does_not_hide_one_to_the_present(house, receive, meeting, table):
    move(house, meeting, table)
    assert receive("thunderbird_decline", sequence="SEQUENCE:1") is Outcome.ANSWERED
    assert receive("apple_accept", stamp="20260903T073000Z") is Outcome.OUTDATED
    assert len(replies(house)) == 1


def test_an_answer_to_the_present_date_counts_whatever_was_sent_to_others_since(
    house, receive, meeting, table
):
    move(house, meeting, table)
    meeting.sequence += 1  # somebody was taken off and came back: her letter needs a later revision
    assert receive("apple_accept", sequence="SEQUENCE:1") is Outcome.ANSWERED
    assert replies(house)[0].starts_at == meeting.starts_at


def test_without_a_sequence_the_stamp_tells_which_date_was_meant(house, receive, meeting, table):
    move(house, meeting, table)
    assert receive("bare_root", sequence="X-NOTHING:0") is Outcome.EARLIER_DATE


def test_a_delegate_is_invited_like_a_substitute_named_on_the_site(house, receive, meeting):
    assert receive("thunderbird_delegated") is Outcome.ANSWERED
    (reply,) = replies(house)
    assert (reply.coming, reply.substitute) == (Coming.SUBSTITUTE, "Fachkraft Prävention")
    (new,) = house.scalars(select(Invitation).where(Invitation.kind == InvitationKind.SUBSTITUTE))
    assert (new.address, new.name) == ("fachkraft@polizei.example", "Fachkraft Prävention")
    assert (
        house.scalar(select(Letter.template).where(Letter.invitation_id == new.id)) == "meetings/substitute"
    )


def test_a_delegation_to_nobody_waits(house, receive):
    assert receive("bare_root", partstat="PARTSTAT=DELEGATED") is Outcome.NEEDS_A_LOOK
    assert [each.reason for each in waiting(house)] == [UnclearReason.REFUSED]
    assert replies(house) == []


def test_a_counter_proposal_is_a_wish_and_changes_nothing(house, receive, meeting):
    before = meeting.starts_at
    assert receive("outlook_counter") is Outcome.NEEDS_A_LOOK
    (mail,) = waiting(house)
    assert (mail.reason, mail.invitation_id) == (UnclearReason.WISH, mine(house, meeting).id)
    assert mail.proposes_starts_at == datetime(2026, 9, 29, 12, 0, tzinfo=UTC)
    assert replies(house) == []
    assert meeting.starts_at == before


def test_a_foreign_sender_proves_nothing(house, receive, site, meeting):
    """With a secret address of her own it does; without, the mail must come from her or her institution."""
    outcome = receive("apple_accept", address="vertretung@polizei.example")
    assert outcome is Outcome.ANSWERED
    uid = meeting.uid
    house.commit()
    raw = sample("outlook_on_behalf", uid=uid, us=US, stamp="20260902T120000Z")
    forged = raw.replace(b"geschaeftszimmer@polizei.example>", b"boese@anderswo.example>")
    assert take_in(forged) is Outcome.NEEDS_A_LOOK
    reason = UnclearReason.UNPROVEN if site.config["MAIL_PLUS"] else UnclearReason.SENDER
    assert [each.reason for each in waiting(house)] == [reason]
    assert len(replies(house)) == 1


def test_with_plus_addresses_only_her_own_one_is_proof(house, receive, site, table):
    others = sender_for(table.mains[1].email)
    for to in (US, others, "termine+aaaaaaaaaaaaaaaa@tisch.example"):
        assert receive("apple_accept", to=to) in (
            (Outcome.NEEDS_A_LOOK, Outcome.DOUBLED)
            if site.config["MAIL_PLUS"]
            else (Outcome.ANSWERED, Outcome.DOUBLED)
        )
    assert len(waiting(house)) == (1 if site.config["MAIL_PLUS"] else 0)


def test_nobody_answers_for_another_invited_person(house, receive, site, table):
    """Somebody invited has her own reply address and the entry's UID; neither proves who she is not."""
    outcome = receive("apple_accept", address=table.mains[1].email)
    if site.config["MAIL_PLUS"]:
        assert outcome is Outcome.NEEDS_A_LOOK
        assert replies(house) == []
    else:
        assert replies(house)[0].person_id == table.mains[1].id


def test_an_uninvited_address_waits(house, receive):
    assert receive("bare_root", address="fremd@anderswo.example") is Outcome.NEEDS_A_LOOK
    (mail,) = waiting(house)
    assert mail.attendee == mail.sender == "fremd@anderswo.example"
    assert mail.reason in (UnclearReason.UNINVITED, UnclearReason.SENDER)


def test_a_date_of_a_series_waits(house, receive):
    assert receive("apple_accept", sequence="RECURRENCE-ID:20260929T080000Z") is Outcome.NEEDS_A_LOOK
    assert [each.reason for each in waiting(house)] == [UnclearReason.SERIES]


def test_what_waits_comes_once(house, receive):
    for _ in range(2):
        receive("outlook_counter")
    assert len(waiting(house)) == 1


def test_a_meeting_called_off_takes_no_answers_but_tells_of_whoever_will_come(house, receive, meeting, table):
    by = build.actor(house, table.coordinator)
    invitation_rules.cancel(house, meeting.id, reason="", by=by, now=LATER)
    assert receive("thunderbird_decline") is Outcome.CLOSED
    assert receive("apple_accept") is Outcome.NEEDS_A_LOOK
    assert [each.reason for each in waiting(house)] == [UnclearReason.CANCELLED]
    assert replies(house) == []


def test_a_meeting_that_is_over_takes_no_answers(house, receive, stop_clock, meeting):
    stop_clock(meeting.ends_at + timedelta(hours=1))
    assert receive("apple_accept") is Outcome.CLOSED


def test_an_unknown_entry_goes_to_the_table_that_invited_its_sender(house, receive):
    assert receive("apple_accept", uid="f" * 32) is Outcome.NEEDS_A_LOOK
    assert [each.reason for each in waiting(house)] == [UnclearReason.UNKNOWN_MEETING]
    assert receive("bare_root", uid="e" * 32, address="fremd@anderswo.example") is Outcome.LEFT


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("attendee_cancels", Outcome.LEFT),
        ("forwarded_reply", Outcome.LEFT),
        ("written_by_hand", Outcome.LEFT),
        ("absence_exchange", Outcome.AUTOMATIC),
        ("absence_vacation", Outcome.AUTOMATIC),
        ("report_delivered", Outcome.AUTOMATIC),
    ],
)
def test_other_mails_change_nothing_and_are_never_answered(house, receive, name, outcome):
    letters = len(house.scalars(select(Letter)).all())
    assert receive(name) is outcome
    assert (replies(house), waiting(house)) == ([], [])
    assert len(house.scalars(select(Letter)).all()) == letters


def test_a_note_that_no_form_would_take_is_left_out(house, receive):
    raw_note = "COMMENT:" + "x" * 5000
    assert receive("apple_accept", sequence=f"SEQUENCE:0\r\n{raw_note}") is Outcome.ANSWERED
    assert replies(house)[0].note == "x" * 1000


@pytest.fixture
def sent(house, meeting, site):
    """The letter to the police, gone out."""
    letter = house.scalars(select(Letter).where(Letter.recipient == "vertretung@polizei.example")).one()
    letter.state, letter.sent_at = LetterState.ACCEPTED, LATER - timedelta(days=1)
    house.commit()
    return letter


@pytest.mark.parametrize("name", ["bounce_postfix", "bounce_exchange", "bounce_untidy"])
def test_a_letter_that_came_back_is_marked_with_the_words_of_the_server(house, receive, sent, name):
    assert receive(name, letter_id=sent.message_id) is Outcome.BOUNCED
    house.refresh(sent)
    assert sent.state is LetterState.BOUNCED
    assert sent.enhanced_code.startswith("5.")
    assert sent.last_text
    assert "aBcD-efgh" not in sent.last_text
    assert receive(name, letter_id=sent.message_id) is Outcome.DOUBLED


@pytest.mark.parametrize("name", ["bounce_delayed", "bounce_untidy_delay"])
def test_a_delay_is_no_failure(house, receive, sent, name):
    assert receive(name, letter_id=sent.message_id) is Outcome.DELAYED
    house.refresh(sent)
    assert sent.state is LetterState.ACCEPTED
    assert sent.enhanced_code.startswith("4.")


def test_a_report_that_came_to_another_address_waits_where_there_are_plus_addresses(
    house, receive, sent, site
):
    outcome = receive("bounce_postfix", to=US, letter_id=sent.message_id)
    house.refresh(sent)
    if site.config["MAIL_PLUS"]:
        assert outcome is Outcome.NEEDS_A_LOOK
        assert sent.state is LetterState.ACCEPTED
        assert [each.letter_id for each in waiting(house)] == [sent.id]
    else:
        assert outcome is Outcome.BOUNCED


def test_a_report_without_our_id_is_understood_by_the_reply_address(house, receive, sent, site):
    outcome = receive("bounce_postfix")
    house.refresh(sent)
    assert outcome is (Outcome.BOUNCED if site.config["MAIL_PLUS"] else Outcome.LEFT)
    assert sent.state is (LetterState.BOUNCED if site.config["MAIL_PLUS"] else LetterState.ACCEPTED)


def test_a_report_about_a_stranger_changes_nothing(house, receive, sent):
    assert receive("bounce_postfix", address="fremd@anderswo.example") is Outcome.LEFT
