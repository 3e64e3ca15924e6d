"""A PostgreSQL of the tests' own: private, fast, and gone when they are over, Ctrl-C and kill included."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

SETTINGS = {
    "listen_addresses": "",  # a socket in our own folder: no port that could be taken, no other user
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}
PR_SET_PDEATHSIG = 1


def programs() -> Path | None:
    """The folder with initdb and postgres, newest version first; None where there is no PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path and shutil.which("initdb") else None


def _owner() -> str | None:
    """PostgreSQL refuses to run as root: then its own user does it. None: we ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _die_with_parent() -> None:
    """Even when the tests are killed without a word, the kernel asks the server to stop."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


class Cluster:
    """A running server. `url(name)` is the SQLAlchemy URL of one of its databases."""

    def __init__(self, bin_folder: Path) -> None:
        self.bin = bin_folder
        self.owner = _owner()
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.server: subprocess.Popen[bytes] | None = None
        if self.owner:
            shutil.chown(self.folder, self.owner)

    def start(self) -> "Cluster":
        self._initdb()
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            self.server = subprocess.Popen(
                [
                    str(self.bin / "postgres"),
                    "-D",
                    str(self.folder / "data"),
                    "-k",
                    str(self.folder),
                    *options,
                ],
                **self._identity(),
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads run yet
            )
        self._wait_until_ready()
        return self

    def stop(self) -> None:
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            try:
                self.server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        return url_in(self.folder, database)

    def _identity(self) -> dict[str, Any]:
        if not self.owner:
            return {}
        entry = pwd.getpwnam(self.owner)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": self.folder}

    def _initdb(self) -> None:
        words = [str(self.bin / "initdb"), "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust"]
        made = subprocess.run(
            [*words, "-E", "UTF8", "--no-locale", "--no-sync"],
            **self._identity(),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stdout}{made.stderr}")

    def _wait_until_ready(self) -> None:
        for _ in range(400):
            assert self.server
            if self.server.poll() is not None:
                raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()}")
            status = self.folder / "data" / "postmaster.pid"
            if status.exists() and "ready" in status.read_text():
                return
            time.sleep(0.025)
        raise RuntimeError(f"PostgreSQL did not get ready: {(self.folder / 'log').read_text()}")


def url_in(folder: Path | str, database: str) -> str:
    return f"postgresql+psycopg://postgres@/{database}?host={folder}"
