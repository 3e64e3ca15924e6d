"""The doctor: each look says ok, warn or wrong; what is wrong ends with exit status 1."""

import socket
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.office import doctor, doctor_mail
from blueprints.office.doctor_findings import Health
from models.files import File, FileChunk, store
from models.history import Entry, record
from models.imprints import Imprint
from models.letters import LetterState
from models.post_office import PostOffice
from tests import build
from tests.letters.imap_server import ImapServer

GOOD_SECRET = "4f9c1b7de2a86035b9d1e7f2c8a4063d"


@pytest.fixture(autouse=True)
def built_before(monkeypatch):
    """The clock of these tests stands still, perhaps before this code came to this machine."""
    monkeypatch.setattr(doctor, "_built_at", lambda: build.NOW - timedelta(days=30))


@pytest.fixture
def examined(make_app, house):
    """What the doctor says with these settings, by subject."""

    def examine(**given):
        house.commit()
        site = make_app(**{"SECRET_KEY": GOOD_SECRET} | given)
        with site.app_context():
            findings = list(doctor.examine())
        return {name: [each for each in findings if each.about == name] for name in doctor.LOOKS} | {
            "debug": [each for each in findings if each.about == "debug"]
        }

    return examine


def health(findings):
    return [each.health for each in findings]


def test_a_healthy_site_has_nothing_wrong(examined, house):
    house.add(Imprint(operator="Amt", contact="Post", privacy_officer="Stelle", authority="Behörde"))
    found = examined()
    assert [each for findings in found.values() for each in findings if each.health is not Health.OK] == []
    assert all(found.values())


def test_each_line_begins_with_its_health(make_app, house):
    house.commit()
    result = make_app(SECRET_KEY=GOOD_SECRET).test_cli_runner().invoke(args=["doctor"])
    assert {line.split()[0] for line in result.output.splitlines()} <= {"ok", "warn", "wrong"}
    assert result.exit_code == 0


def test_something_wrong_ends_with_status_1(make_app, house):
    house.commit()
    result = make_app(SECRET_KEY="x" * 40).test_cli_runner().invoke(args=["doctor"])
    assert result.exit_code == 1
    assert "wrong  secret" in result.output


def test_an_open_address_without_encryption_is_wrong(examined):
    assert health(examined(BASE_URL="http://tische.example")["settings"]) == [Health.WRONG]
    assert health(examined(BASE_URL="https://tische.example")["settings"]) == [Health.OK]


def test_a_site_that_does_not_say_who_runs_it_is_to_be_watched(examined, house):
    (finding,) = examined()["imprint"]
    assert (finding.health, "who runs this site" in finding.words) == (Health.WARN, True)
    house.add(Imprint(operator="Amt", contact="Post", privacy_officer="Stelle"))
    (finding,) = examined()["imprint"]
    assert finding.words.startswith("not entered: the supervisory authority for data protection;")


def test_debug_mode_is_wrong(examined):
    assert health(examined(DEBUG=True)["debug"]) == [Health.WRONG]


def test_a_changed_history_is_wrong(examined, house):
    body = build.body(house)
    record(house, "create", body, by=None, now=build.NOW)
    house.commit()
    house.scalars(select(Entry)).one().gesture = "edit"
    found = examined()["history"]
    assert health(found) == [Health.WRONG]
    assert "entry 1 was changed" in found[0].words


def test_a_changed_file_is_wrong(examined, house, tmp_path):
    item = build.agenda_item(house, build.meeting(house, build.body(house)))
    file = File(item_id=item.id, name="liste.txt", content_type="text/plain", uploaded_at=build.NOW)
    (tmp_path / "list").write_bytes(b"words")
    with (tmp_path / "list").open("rb") as stream:
        store(house, file, stream)
    assert health(examined()["files"]) == [Health.OK]
    house.get(FileChunk, (file.id, 0)).data = b"other"
    assert health(examined()["files"]) == [Health.WRONG]


def test_a_schema_that_is_behind_is_wrong(examined, monkeypatch):
    monkeypatch.setattr("alembic.script.ScriptDirectory.get_heads", lambda self: ["a newer one"])
    assert health(examined()["migrations"]) == [Health.WRONG]


def test_an_old_sqlite_is_wrong(examined, engine, monkeypatch):
    monkeypatch.setattr(doctor, "SQLITE_AT_LEAST", (99, 0, 0))
    wanted = Health.WRONG if engine.dialect.name == "sqlite" else Health.OK
    assert health(examined()["database"]) == [wanted]


def test_letters_that_wait_are_told(examined, house, letter):
    assert health(examined()["letters"]) == [Health.OK]
    letter(LetterState.QUEUED, hours_ago=2)
    letter(LetterState.UNKNOWN)
    assert health(examined()["letters"]) == [Health.WARN, Health.WARN]
    house.add(PostOffice(held_since=build.NOW, last_text="535 no"))
    assert health(examined()["letters"])[0] is Health.WRONG


def test_without_mail_server_letters_become_files_on_this_machine_only(examined):
    assert health(examined()["mail"]) == [Health.OK]
    assert health(examined(BASE_URL="https://tische.example")["mail"]) == [Health.WRONG]


def test_a_mail_server_that_is_not_there_is_wrong(examined):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert health(examined(SMTP_URL=f"smtp://127.0.0.1:{port}")["mail"]) == [Health.WRONG]


@pytest.mark.parametrize(
    ("answer_to_rcpt", "wanted"), [(b"250 ok", [Health.OK]), (b"550 no", [Health.OK, Health.WARN])]
)
def test_the_plus_address_is_tried_and_nothing_is_sent(examined, answer_to_rcpt, wanted):
    with MailServer(answer_to_rcpt) as server:
        found = examined(SMTP_URL=server.url, MAIL_PLUS="on", MAIL_FROM="tische@musterstadt.example")["mail"]
    assert health(found) == wanted
    assert "rcpt TO:<tische+doctor@musterstadt.example>" in server.heard
    assert "data" not in server.heard


def test_the_mailbox_is_opened_and_forgeable_replies_are_told(examined):
    assert health(examined()["mailbox"]) == [Health.OK]
    server = ImapServer()
    try:
        assert health(examined(IMAP_URL=server.url)["mailbox"]) == [Health.OK, Health.WARN]
        assert health(examined(IMAP_URL=server.url, MAIL_PLUS="on")["mailbox"]) == [Health.OK]
        wrong = server.url.replace("secret", "other")
        assert health(examined(IMAP_URL=wrong, MAIL_PLUS="on")["mailbox"]) == [Health.WRONG]
    finally:
        server.stop()


def test_an_unknown_time_zone_is_wrong(examined):
    assert health(examined(TIMEZONE="Europe/Dortmund")["clock"]) == [Health.WRONG]


def test_a_clock_that_is_slow_is_wrong(examined, stop_clock):
    stop_clock(build.NOW.replace(year=2001))
    assert health(examined()["clock"]) == [Health.WRONG]


def test_files_that_others_may_read_are_told(examined, tmp_path):
    tmp_path.chmod(0o755)
    secret = tmp_path / "secret_key"
    secret.write_text("x")
    secret.chmod(0o644)
    assert health(examined()["rights"]) == [Health.WARN]
    secret.chmod(0o600)
    assert health(examined()["rights"]) == [Health.OK]


def test_a_full_disk_is_wrong(examined, monkeypatch):
    monkeypatch.setattr(doctor, "SPACE_NEEDED", 2**70)
    assert health(examined()["disk"]) == [Health.WRONG]


def test_what_cannot_be_examined_is_wrong(examined, monkeypatch):
    monkeypatch.setitem(doctor.LOOKS, "disk", broken)
    assert health(examined()["disk"]) == [Health.WRONG]


def broken():
    raise OSError("no such disk")


class MailServer:
    """Speaks as much SMTP as the doctor needs, to one client, and remembers what it heard."""

    def __init__(self, answer_to_rcpt):
        self.answers = {"EHLO": b"250 here", "RCPT": answer_to_rcpt, "QUIT": b"221 bye"}
        self.heard = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.close()
        self.thread.join(timeout=5)

    def serve(self):
        connection, _ = self.listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 here\r\n")
            for line in lines:
                said = line.decode().strip()
                self.heard.append(said)
                connection.sendall(self.answers.get(said[:4].upper(), b"250 ok") + b"\r\n")


def test_the_doctors_address_keeps_the_domain():
    assert doctor_mail._plus_address("tische@musterstadt.example") == "tische+doctor@musterstadt.example"
