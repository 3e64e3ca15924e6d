"""The tests' own PostgreSQL: it starts for us alone, and nothing of it is left, even after kill -9."""

import os
import signal
import subprocess
import sys
import time

import sqlalchemy as sa

from plumbing import database
from tests import needs
from tests.cluster import Cluster

KILLED = """
import os, signal
from tests import needs
from tests.cluster import Cluster
cluster = Cluster(needs.POSTGRESQL).start()
print(cluster.server.pid, cluster.folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def version(url):
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(sa.text("SHOW server_version_num"))
    engine.dispose()
    return int(found)


def compiles(url):
    """Whether PostgreSQL makes machine code of the site's statements: that takes seconds for each."""
    engine = database.make_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(sa.text("SHOW jit"))
    engine.dispose()
    return found


def test_it_answers_on_a_socket_only_and_leaves_nothing():
    cluster = Cluster(needs.POSTGRESQL).start()
    try:
        assert version(cluster.url("postgres")) >= 150000
        assert (cluster.folder.stat().st_mode & 0o077) == 0, "others may not enter its folder"
        assert (
            "listen_addresses=''" in " ".join(cluster.server.args)
            or "listen_addresses=" in cluster.server.args
        )
        assert compiles(cluster.url("postgres")) == "off"
    finally:
        cluster.stop()
    assert not cluster.folder.exists()
    assert cluster.server.returncode == 0


def test_it_ends_with_a_killed_test_run():
    told = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)
    assert told.returncode == -signal.SIGKILL, told.stderr
    pid, folder = told.stdout.split()
    for _ in range(100):
        if not os.path.exists(f"/proc/{pid}"):
            break
        time.sleep(0.05)
    assert not os.path.exists(f"/proc/{pid}"), "the server lives on without its test run"
    subprocess.run(["rm", "-rf", folder], check=True)
