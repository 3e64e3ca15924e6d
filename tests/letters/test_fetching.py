"""The two ways in, a mailbox and a pipe: no mail is read twice, none vanishes, none stops the rest."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from blueprints.meetings import invitation_rules
from blueprints.office import fetching
from models.incoming_mail import Outcome
from models.invitations import Reply
from tests import build
from tests.letters.imap_server import ImapServer
from tests.letters.mails_in import sample

US = "termine@tisch.example"


@pytest.fixture
def mailbox():
    server = ImapServer()
    yield server
    server.stop()


@pytest.fixture
def site(make_app, mailbox, house, stop_clock):
    """A site that reads the mailbox; its meeting is invited."""
    stop_clock(build.NOW)
    table = build.table(house, seats=1)
    table.mains[0].email = "vertretung@polizei.example"
    meeting = build.meeting(house, table.body)
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    uid = meeting.uid
    house.commit()
    app = make_app(IMAP_URL=mailbox.url, MAIL_FROM=US)
    app.config["MEETING_UID"] = uid
    with app.app_context():
        yield app


@pytest.fixture
def reply(site):
    return sample("apple_accept", uid=site.config["MEETING_UID"])


def run(site, *words, **more):
    return site.test_cli_runner().invoke(args=["letters", *words], **more)


@pytest.mark.parametrize("can_move", [True, False])
def test_settled_mails_are_moved_and_others_stay_with_a_flag(site, mailbox, house, reply, can_move):
    mailbox.folder.can_move = can_move
    settled, written = mailbox.folder.add(reply), mailbox.folder.add(sample("written_by_hand"))
    result = run(site, "fetch")
    assert result.exit_code == 0
    assert "1 an answer, taken" in result.output
    assert "1 with a flag wait in the mailbox" in result.output
    assert mailbox.folder.moved == [settled]
    assert mailbox.folder.flags[written] == {"\\FLAGGED"}
    assert len(house.scalars(select(Reply)).all()) == 1


def test_a_second_run_reads_nothing_twice(site, mailbox, house, reply):
    mailbox.folder.add(reply)
    mailbox.folder.add(sample("written_by_hand"))
    run(site, "fetch")
    assert run(site, "fetch").output.startswith("No new mail.")
    assert len(house.scalars(select(Reply)).all()) == 1


def test_a_mail_that_fails_stays_is_reported_and_does_not_stop_the_rest(
    site, mailbox, house, reply, monkeypatch
):
    bad, good = mailbox.folder.add(b"Subject: bad\r\n\r\n"), mailbox.folder.add(reply)
    take_in = fetching.take_in

    def take(raw):
        if b"bad" in raw[:20]:
            raise KeyError("vertretung@polizei.example")
        return take_in(raw)

    monkeypatch.setattr(fetching, "take_in", take)
    result = run(site, "fetch")
    assert result.exit_code == 1
    assert f"failed: mail {bad} stays with a flag: KeyError" in result.output
    assert "polizei" not in result.output
    assert mailbox.folder.moved == [good]
    assert run(site, "fetch").exit_code == 0


def test_without_a_database_all_mails_wait(site, mailbox, reply, monkeypatch):
    uids = [mailbox.folder.add(reply), mailbox.folder.add(reply)]

    def away(_raw):
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(fetching, "take_in", away)
    assert run(site, "fetch").exit_code == 1
    assert list(mailbox.folder.mails) == uids
    assert not any(mailbox.folder.flags.values())


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://127.0.0.1/INBOX",
        "imap://x:secret@127.0.0.1:1/INBOX",
        'imap://x:secret@127.0.0.1/IN"BOX',
        "imap://x:secret@127.0.0.1/Processed",
    ],
)
def test_a_mailbox_that_cannot_be_opened_is_told(site, url):
    site.config["IMAP_URL"] = url
    result = run(site, "fetch")
    assert result.exit_code == 1
    assert "secret" not in result.output


def test_a_wrong_password_is_told(site, mailbox):
    site.config["IMAP_URL"] = mailbox.url.replace("secret", "other")
    assert run(site, "fetch").exit_code == 1


def test_a_pipe_and_a_file_are_read(site, house, reply, tmp_path):
    assert run(site, "receive", input=reply).output.strip() == Outcome.ANSWERED.value
    file = tmp_path / "mail.eml"
    file.write_bytes(reply)
    assert run(site, "receive", str(file)).output.strip() == Outcome.DOUBLED.value
    assert len(house.scalars(select(Reply)).all()) == 1


@pytest.mark.parametrize("raw", [b"", b"\xff" * 3_000_000, b"no mail at all"])
def test_whatever_is_piped_the_mail_server_is_told_that_all_is_well(site, raw):
    result = run(site, "receive", input=raw)
    assert (result.exit_code, result.output.strip()) == (0, Outcome.LEFT.value)


def test_a_database_that_is_away_makes_the_mail_server_try_again(site, reply, monkeypatch):
    def away(_raw):
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr("blueprints.office.receiving.take_in", away)
    assert run(site, "receive", input=reply).exit_code == 75
