"""`make run` finds its port, makes its secret once, sees an empty database, and stops all that it started."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from models.organisations import Organisation
from plumbing import serve

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
KEEP_RUNNING = f"from plumbing import serve; raise SystemExit(serve.keep_running([{SLEEP!r}, {SLEEP!r}]))"


def test_a_taken_port_is_noticed():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert serve.taken(port)
    assert not serve.taken(port)


@pytest.fixture
def instance(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("ROUNDTABLE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ROUNDTABLE_BASE_URL", "")  # so that what serve sets is undone
    monkeypatch.delenv("ROUNDTABLE_BASE_URL")
    monkeypatch.setattr(serve, "INSTANCE", tmp_path / "instance")
    mask = os.umask(0o022)
    yield tmp_path / "instance"
    os.umask(mask)


def test_the_secret_is_made_once_and_for_its_owner_alone(instance):
    serve.prepare("5000")
    first = (instance / "secret_key").read_text()
    assert len(first) >= 32
    assert (instance / "secret_key").stat().st_mode & 0o077 == 0
    serve.prepare("5000")
    assert (instance / "secret_key").read_text() == first


def test_links_begin_with_the_port_unless_a_base_url_is_set(instance, monkeypatch):
    assert serve.prepare("5077")["BASE_URL"] == "http://127.0.0.1:5077"
    assert os.environ["ROUNDTABLE_BASE_URL"] == "http://127.0.0.1:5077"
    monkeypatch.setenv("ROUNDTABLE_BASE_URL", "https://tische.example")
    assert serve.prepare("5077")["BASE_URL"] == "https://tische.example"


def test_a_database_with_one_row_is_not_empty(engine, house):
    assert serve.is_empty(engine)
    house.add(Organisation(name="Polizei"))
    house.commit()
    assert not serve.is_empty(engine)


def test_a_stop_signal_ends_all_that_runs():
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        running = subprocess.Popen([sys.executable, "-c", KEEP_RUNNING], cwd=serve.ROOT)
        children = wait_for_children(running.pid)
        running.send_signal(name)
        assert running.wait(timeout=30) == 0
        assert not [child for child in children if os.path.exists(f"/proc/{child}")]


def test_where_one_ends_the_other_is_stopped():
    ends = [sys.executable, "-c", "pass"]
    handlers = [(name, signal.getsignal(name)) for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    start = time.monotonic()
    assert serve.keep_running([ends, SLEEP]) == 1
    assert time.monotonic() - start < 30
    for name, handler in handlers:
        signal.signal(name, handler)


def wait_for_children(pid):
    for _ in range(300):
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            children = file.read().split()
        if len(children) == 2:
            time.sleep(0.2)
            return children
        time.sleep(0.1)
    raise AssertionError("it did not start both")
