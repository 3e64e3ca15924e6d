"""`flask deadlines run`: reminders and deletions that are due, as often as one likes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from blueprints.meetings import invitation_rules
from blueprints.office import deadlines
from models.accounts import AccountLink, LinkPurpose, SignInAttempt, SignInSession
from models.form_keys import FormKey
from models.invitations import AnswerLink, Invitation, SupportNeed
from models.letters import Letter, LetterState
from tests import build


def run(app, house, today=None):
    house.commit()
    result = app.test_cli_runner().invoke(
        args=["deadlines", "run", *(["--today", str(today)] if today else [])]
    )
    assert result.exit_code == 0, result.output
    return dict(line.rsplit(": ", 1) for line in result.output.splitlines())


def invited(app, house, table, in_days=28):
    meeting = build.meeting(house, table.body, in_days=in_days)
    by = build.actor(house, table.coordinator)
    with app.app_context():
        due_on = meeting.held_on.day - timedelta(days=7)
        invitation_rules.invite(house, meeting.id, due_on=due_on, by=by, now=build.NOW)
        house.commit()
    return meeting


def count(house, cls, *criteria):
    return house.scalar(select(func.count()).select_from(cls).where(*criteria))


def test_the_silent_are_reminded_on_their_day_and_once(app, house, table):
    meeting = invited(app, house, table)
    assert run(app, house)["reminders posted"] == "0"
    day = meeting.replies_due_on - timedelta(days=3)
    assert int(run(app, house, day)["reminders posted"]) > 0
    posted = count(house, Letter, Letter.template == "meetings/reminder")
    assert run(app, house, day)["reminders posted"] == "0"
    assert count(house, Letter, Letter.template == "meetings/reminder") == posted


def reminders(house):
    return count(house, Letter, Letter.template == "meetings/reminder")


def test_missed_reminder_days_are_made_up_by_one_letter(app, house, table):
    meeting = invited(app, house, table)
    run(app, house, meeting.replies_due_on - timedelta(days=1))
    once = reminders(house)
    assert once == count(house, Invitation)
    run(app, house, meeting.replies_due_on)
    assert reminders(house) == once


def test_whoever_was_just_told_of_a_new_date_is_not_reminded_the_same_day(app, house, table):
    meeting = invited(app, house, table)
    by = build.actor(house, table.coordinator)
    facts = {"place": "", "reason": "", "due_on": build.TODAY + timedelta(days=5), "by": by, "now": build.NOW}
    times = {"starts_at": meeting.starts_at - timedelta(days=14), "ends_at": None}
    with app.app_context():
        invitation_rules.move(house, meeting.id, **times, **facts)
        house.commit()
    run(app, house, build.TODAY)
    assert reminders(house) == 0
    run(app, house, build.TODAY + timedelta(days=4))
    assert reminders(house) > 0


def told(house):
    query = select(Letter.recipient, Letter.purpose).where(Letter.template == "meetings/due")
    return house.execute(query.order_by(Letter.id)).all()


@pytest.fixture
def wants_mails(house, table):
    table.coordinator.due_mails = True
    return table.coordinator


def test_coordinators_who_want_it_are_told_what_is_due_once(app, house, table, wants_mails):
    """The meeting is on 27 October 2026, a Tuesday: topics until 15 September, agenda until the 29th."""
    build.meeting(house, table.body, in_days=56)
    assert run(app, house, date(2026, 9, 9))["letters about deadlines posted"] == "0"
    for day, purposes in (
        (date(2026, 9, 10), ["due-topics-2026-09-15"]),
        (date(2026, 9, 11), ["due-topics-2026-09-15"]),
        (date(2026, 9, 24), ["due-topics-2026-09-15", "due-agenda-2026-09-29"]),
    ):
        run(app, house, day)
        assert [purpose for _, purpose in told(house)] == purposes


def test_topics_that_were_called_for_are_asked_for_no_more(app, house, table, wants_mails, sign_in):
    """On the overview, on the pages, by letter, until the note is taken back."""
    meeting = build.meeting(house, table.body, in_days=56)
    client = sign_in(wants_mails)
    assert "Themen abfragen" in client.get("/overview").text
    page = client.get(f"/meetings/{meeting.id}")
    assert "Als Nächstes: Themenabfrage" in page.text
    page = client.get(f"/meetings/{meeting.id}/topic-call")
    assert client.submit(page, "Themen sind abgefragt").status_code == 303
    assert "Themen abfragen" not in client.get("/overview").text
    page = client.get(f"/meetings/{meeting.id}")
    assert "erledigt am 01.09.2026" in page.text
    assert "Als Nächstes: Schluss der Tagesordnung" in page.text
    run(app, house, date(2026, 9, 11))
    assert told(house) == []
    page = client.get(f"/meetings/{meeting.id}/topic-call")
    assert client.submit(page, "Themen sind noch nicht abgefragt").status_code == 303
    run(app, house, date(2026, 9, 11))
    assert [purpose for _, purpose in told(house)] == ["due-topics-2026-09-15"]


def test_only_the_coordination_notes_topics_before_the_invitation(app, house, table, sign_in):
    meeting = build.meeting(house, table.body, in_days=56)
    address = f"/meetings/{meeting.id}/topics"
    assert sign_in(table.mains[0]).post(address, data={"called": "yes"}).status_code == 404
    client = sign_in(table.coordinator)
    assert client.post(address, data={"called": "vielleicht"}).status_code == 400
    assert client.get(address).status_code == 405
    meeting.invited_at = build.NOW
    house.commit()
    assert client.post(address, data={"called": "yes"}).status_code == 422
    house.refresh(meeting)
    assert meeting.topics_called_on is None


def test_missed_days_are_made_up_by_one_letter_to_the_coordination(app, house, table, wants_mails):
    build.meeting(house, table.body, in_days=56)
    run(app, house, date(2026, 10, 14))
    assert told(house) == [(wants_mails.email, "due-invite-2026-10-13")]


def test_nobody_is_told_who_did_not_ask_for_it(app, house, table):
    build.meeting(house, table.body, in_days=28)
    run(app, house)
    assert told(house) == []


def test_what_was_invited_to_is_no_longer_due(app, house, table, wants_mails):
    invited(app, house, table)
    run(app, house, build.TODAY + timedelta(days=10))
    assert told(house) == []


def test_a_coordinator_switches_her_letters_on_in_the_profile(house, table, sign_in):
    client = sign_in(table.coordinator)
    client.submit(client.get("/accounts/profile"), "Speichern", due_mails="y")
    house.refresh(table.coordinator)
    assert table.coordinator.due_mails
    assert "due_mails" not in sign_in(table.mains[0]).get("/accounts/profile").text


def test_support_needs_go_fourteen_days_after_the_meeting(app, house, table):
    meeting = invited(app, house, table)
    invitation = house.scalars(select(Invitation)).first()
    need = SupportNeed(
        meeting_id=meeting.id, invitation_id=invitation.id, text="Rollstuhl", stated_on=build.TODAY
    )
    house.add(need)
    last = meeting.held_on.day + timedelta(days=14)
    assert run(app, house, last)["support needs deleted"] == "0"
    assert run(app, house, last + timedelta(days=1))["support needs deleted"] == "1"
    assert count(house, SupportNeed) == 0


def test_old_letters_go_after_ninety_days(app, house, letter):
    letter(LetterState.ACCEPTED, final_at=build.NOW - timedelta(days=91))
    letter(LetterState.ACCEPTED, final_at=build.NOW - timedelta(days=89))
    assert run(app, house)["old letters deleted"] == "1"
    assert count(house, Letter) == 1


def test_reply_links_end_with_their_meeting(app, house, table):
    meeting = invited(app, house, table)
    assert count(house, AnswerLink) > 0
    assert run(app, house, meeting.held_on.day + timedelta(days=13))["old reply links deleted"] == "0"
    assert int(run(app, house, meeting.held_on.day + timedelta(days=15))["old reply links deleted"]) > 0
    assert count(house, AnswerLink) == 0


def test_what_opens_nothing_any_more_is_forgotten(app, house, sign_in, table):
    sign_in(table.coordinator)
    session = house.scalars(select(SignInSession)).one()
    expired = {"expires_at": build.NOW - timedelta(days=91), "purpose": LinkPurpose.INVITATION}
    house.add(AccountLink(token_hash="a", account_id=session.account_id, **expired))
    house.add(
        SignInAttempt(
            address_hash="a", client_hash="b", tried_at=build.NOW - timedelta(days=91), succeeded=False
        )
    )
    house.add(FormKey(key="k", leads_to="/", used_at=build.NOW - timedelta(days=8)))
    session.started_at = build.NOW - timedelta(days=91)
    found = run(app, house)
    for line in ("old account links", "old sign-in attempts", "old form keys", "old sessions"):
        assert found[f"{line} deleted"] == "1"


def test_what_still_works_stays(app, house, sign_in, table):
    sign_in(table.coordinator)
    house.add(FormKey(key="k", leads_to="/", used_at=build.NOW - timedelta(days=6)))
    assert set(run(app, house).values()) == {"0"}


def test_a_day_that_is_none_is_refused(app):
    result = app.test_cli_runner().invoke(args=["deadlines", "run", "--today", "2026-13-01"])
    assert result.exit_code == 2


def test_the_day_of_the_run_is_the_day_that_was_given(app, house, table):
    meeting = invited(app, house, table)
    run(app, house, date(2026, 9, 18))
    assert all(
        letter.created_at.date() == date(2026, 9, 18)
        for letter in house.scalars(select(Letter).where(Letter.template == "meetings/reminder"))
    )
    assert meeting.replies_due_on == date(2026, 9, 22)


def test_what_fails_does_not_keep_the_rest_from_being_done(app, house, letter, monkeypatch):
    letter(LetterState.ACCEPTED, final_at=build.NOW - timedelta(days=91))
    house.commit()

    def fail(*_):
        raise OperationalError("select", {}, Exception("locked"))

    monkeypatch.setitem(deadlines.STEPS, "reminders posted", fail)
    result = app.test_cli_runner().invoke(args=["deadlines", "run"])
    assert result.exit_code == 1
    assert "reminders posted: failed" in result.output
    assert "old letters deleted: 1" in result.output
    assert count(house, Letter) == 0
