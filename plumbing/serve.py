"""`make run`: prepare this machine's instance, then serve the site and its letter worker until Ctrl-C."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from sqlalchemy import Engine, inspect, literal, select, table

from plumbing import settings
from plumbing.database import make_engine

ROOT = Path(__file__).parent.parent
INSTANCE = ROOT / "instance"
TOLD = INSTANCE / "demo-accounts.txt"
PYTHON = [sys.executable, "-m"]
FLASK = [*PYTHON, "flask", "--app", "app"]


def main() -> int:
    port = os.environ.get("PORT") or "5000"
    if taken(port):
        print(f"Port {port} is taken by another program. Choose one: PORT=5001 make run")
        return 1
    values = prepare(port)
    engine = make_engine(values["DATABASE_URL"])
    migrate()
    hint = fill(engine)
    engine.dispose()
    print(f"\n{hint}\n\n  {values['BASE_URL']}\n\nCtrl-C stops the site and its letter worker.\n", flush=True)
    return keep_running(commands(port))


def taken(port: str) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError:
            return True
    return False


def prepare(port: str) -> dict[str, str]:
    """The instance's folder and secret, and the address that links begin with."""
    INSTANCE.mkdir(exist_ok=True)
    os.umask(0o077)  # secret, database and letters are for their owner alone
    secret = INSTANCE / "secret_key"
    if not secret.exists():
        secret.write_text(secrets.token_urlsafe(48))
    values = settings.load(INSTANCE)
    if values["BASE_URL"] == settings.DEFAULTS["BASE_URL"]:
        values["BASE_URL"] = os.environ["ROUNDTABLE_BASE_URL"] = f"http://127.0.0.1:{port}"
    return values


def migrate() -> None:
    from alembic import command  # 9 MiB that no worker needs
    from alembic.config import Config

    command.upgrade(Config(toml_file=ROOT / "pyproject.toml"), "head")


def is_empty(engine: Engine) -> bool:
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) - {"alembic_version"}
        questions = (select(literal(1)).select_from(table(name)).limit(1) for name in names)
        return all(connection.execute(question).first() is None for question in questions)


def fill(engine: Engine) -> str:
    """An empty database gets the demo, or with DEMO=0 its first account; the answer says how to sign in."""
    if is_empty(engine):
        TOLD.unlink(missing_ok=True)
        if os.environ.get("DEMO") == "0":
            address = os.environ.get("ADMIN", "administration@runde-tische.example")
            return told_by("accounts", "invite", address, "--name", "Administration", "--admin")
        TOLD.write_text(told_by("demo"))
    return TOLD.read_text() if TOLD.exists() else "Sign in with your account at:"


def told_by(*words: str) -> str:
    """What one of our commands prints; if it fails, its own words are the error."""
    done = subprocess.run([*FLASK, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"flask {' '.join(words)} failed")
    return done.stdout.strip()


def commands(port: str) -> list[list[str]]:
    """The site, loaded once for its workers to share, and the worker that sends its letters."""
    site = [*PYTHON, "gunicorn", "--no-control-socket", "--preload", "--bind", f"127.0.0.1:{port}"]
    site += ["--workers", "2", "--threads", "4", "--log-level", "warning", "app:create_app()"]
    return [site, [*FLASK, "letters", "deliver", "--loop"]]


def keep_running(started: list[list[str]]) -> int:
    """Each in a session of its own, so that Ctrl-C reaches only us; we stop all in order."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell's background jobs ignore the first
        signal.signal(name, interrupt)
    running = [subprocess.Popen(words, cwd=ROOT, start_new_session=True) for words in started]
    try:
        while all(process.poll() is None for process in running):
            time.sleep(0.3)
        print("The site or its letter worker has ended; stopping the other.")
        return 1
    except KeyboardInterrupt:
        print("\nStopping.")
        return 0
    finally:
        stop(running)


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def stop(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
