"""Without a mail server: letters become files, and the command that delivers says what it did."""

import email
import stat
import subprocess
import sys
import time

from plumbing import database
from plumbing.delivery import deliver_waiting
from plumbing.letter_copies import shown
from plumbing.mail import Files, Verdict
from tests.letters.post_office import ROOT, TOKEN, Server, invitation


def test_letter_becomes_a_file_that_only_the_owner_reads(paper_office, posted, look, tmp_path):
    letter_id = posted(**invitation())
    assert deliver_waiting() == {"accepted": 1}
    (file,) = (tmp_path / "letters").iterdir()
    assert file.name == f"{letter_id}-2026-09-01.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert email.message_from_bytes(file.read_bytes())["Message-ID"] == f"<{look(letter_id).message_id}>"
    with database.job() as house:
        said = shown(house, letter_id)
    assert said is not None
    assert "29.09.2026" in said.subject
    assert TOKEN not in said.text


def test_folder_that_cannot_be_written_holds_the_queue(tmp_path):
    (tmp_path / "letters").write_text("not a folder")
    answer = Files(tmp_path / "letters").hand_over("a@b.example", "c@d.example", b"x", "1.eml")
    assert answer.verdict is Verdict.TROUBLE


def test_command_delivers_what_waits(paper_office, posted):
    from blueprints.office.cli import letters

    posted(**invitation())
    paper_office.cli.add_command(letters)
    runner = paper_office.test_cli_runner()
    assert runner.invoke(args=["letters", "deliver"]).output == "1 accepted\n"
    assert runner.invoke(args=["letters", "deliver"]).output == "Nothing is due.\n"


def test_loop_finishes_its_letter_when_it_is_asked_to_stop(
    engine, office, mailroom, server: Server, posted, tmp_path
):
    for number in range(3):
        posted(**invitation(to=f"p{number}@b.example"))
    mailroom.say("DATA", 0.8)
    url = engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "tests.letters.worker", url, server.url, str(tmp_path)]
    worker = subprocess.Popen(words, cwd=ROOT)
    while not mailroom.connections:
        time.sleep(0.01)
    time.sleep(0.2)
    worker.terminate()
    assert worker.wait(10) == 0
    assert len(mailroom.taken) == 1
    assert deliver_waiting() == {"accepted": 2}
