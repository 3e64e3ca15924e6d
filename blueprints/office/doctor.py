"""`flask doctor`: looks at the whole installation and says in one line each what is well and what is not."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from blueprints.office.doctor_findings import Finding, looking, ok, warn, wrong
from blueprints.office.doctor_mail import look_at_letters, look_at_mail, look_at_mailbox
from models.files import broken_files
from models.history import Entry, broken_links
from models.imprints import imprint_of
from plumbing import clock, database

SQLITE_AT_LEAST: Final = (3, 51, 3)
"""Older ones carry the WAL-reset bug: a crash at the wrong moment may damage the database."""
SPACE_WANTED: Final = 1024**3
SPACE_NEEDED: Final = 100 * 1024**2


Look = Callable[[], Iterator[Finding]]


def examine() -> Iterator[Finding]:
    """All findings, in a fixed order; what can't be examined at all is wrong itself."""
    for about, look in LOOKS.items():
        try:
            yield from look()
        except (OSError, SQLAlchemyError, ValueError) as error:
            yield wrong(about, f"cannot be examined: {type(error).__name__}: {str(error).splitlines()[0]}")


def look_at_settings() -> Iterator[Finding]:
    config = current_app.config
    base = urlsplit(str(config["BASE_URL"]))
    if base.scheme not in ("http", "https") or not base.hostname:
        yield wrong("settings", f"BASE_URL is no address: {config['BASE_URL']}")
    elif base.scheme == "http" and not config["IS_LOOPBACK"]:
        yield wrong("settings", f"BASE_URL is not https: {config['BASE_URL']}; cookies would travel open")
    else:
        yield ok("settings", f"BASE_URL {config['BASE_URL']}, hosts {', '.join(config['TRUSTED_HOSTS'])}")
    if current_app.debug:
        yield wrong("debug", "debug mode is on: it shows the inside of the site to everybody")
    else:
        yield ok("debug", "off")


def look_at_secret() -> Iterator[Finding]:
    secret = str(current_app.config["SECRET_KEY"])
    if len(secret) < 32 or len(set(secret)) < 12:
        yield wrong("secret", "SECRET_KEY is too short or too plain; take 48 random characters")
    else:
        yield ok("secret", "SECRET_KEY is set")


def look_at_database() -> Iterator[Finding]:
    engine = database.engine()
    shown = engine.url.render_as_string(hide_password=True)
    if engine.dialect.name != "sqlite":
        with looking():
            version = engine.dialect.server_version_info or (0,)
        words = f"PostgreSQL {'.'.join(map(str, version))} at {shown}"
        yield ok("database", words) if version >= (15,) else wrong("database", f"{words}: 15 is needed")
        return
    yield from _sqlite(shown)


def _sqlite(shown: str) -> Iterator[Finding]:
    with looking() as unit:
        raw: Any = unit.connection.connection
        version = raw.execute("SELECT sqlite_version()").fetchone()[0]
        mode = raw.execute("PRAGMA journal_mode").fetchone()[0]
    least = ".".join(map(str, SQLITE_AT_LEAST))
    if tuple(map(int, version.split("."))) < SQLITE_AT_LEAST:
        yield wrong("database", f"SQLite {version} is too old, {least} is needed")
    elif mode != "wal":
        yield wrong("database", f"SQLite {version} writes without WAL ({mode}): is the disk a network disk?")
    else:
        yield ok("database", f"SQLite {version}, WAL, at {shown}")


def look_at_migrations() -> Iterator[Finding]:
    # imported only here: 11 MiB that no serving process needs
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(Config(toml_file=Path(current_app.root_path) / "pyproject.toml"))
    with looking() as unit:
        here = set(MigrationContext.configure(unit.connection).get_current_heads())
    wanted = set(scripts.get_heads())
    if here != wanted:
        told = ", ".join(sorted(here)) or "none"
        yield wrong(
            "migrations", f"the database is at {told}, the code wants {', '.join(wanted)}: make migrate"
        )
    else:
        yield ok("migrations", f"at the newest: {', '.join(sorted(here)) or 'none yet'}")


def look_at_history() -> Iterator[Finding]:
    with looking() as unit:
        broken = list(broken_links(unit.house))
        length = unit.house.scalar(select(func.count(Entry.id)))
    yield from (wrong("history", sentence) for sentence in broken[:5])
    if not broken:
        yield ok("history", f"{length} entries, each follows from the one before")


def look_at_files() -> Iterator[Finding]:
    with looking() as unit:
        broken = list(broken_files(unit.house))
    yield from (wrong("files", sentence) for sentence in broken[:5])
    if not broken:
        yield ok("files", "every file is what was stored")


def look_at_clock() -> Iterator[Finding]:
    name = str(current_app.config["TIMEZONE"])
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        yield wrong("clock", f"TIMEZONE is unknown here: {name}")
        return
    now, built = clock.now(), _built_at()
    if now < built - timedelta(days=1):
        yield wrong("clock", f"the clock is slow: it says {now:%d.%m.%Y %H:%M} UTC, the code is younger")
        return
    with looking() as unit:
        last = unit.house.scalar(select(func.max(Entry.happened_at)))
    if last is not None and last > now + timedelta(minutes=5):
        yield warn("clock", f"the history has an entry of {last:%d.%m.%Y %H:%M} UTC, after now")
    yield ok("clock", f"{now:%d.%m.%Y %H:%M} UTC, {name}")


def _built_at() -> datetime:
    """When this code came here: no right clock is earlier."""
    return datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)


def look_at_disk() -> Iterator[Finding]:
    free = shutil.disk_usage(_instance()).free
    words = f"{free / 1024**3:.1f} GiB free at {_instance()}"
    if free < SPACE_NEEDED:
        yield wrong("disk", words)
    else:
        yield warn("disk", words) if free < SPACE_WANTED else ok("disk", words)


def look_at_imprint() -> Iterator[Finding]:
    """Imprint and privacy page say who runs the site."""
    with looking() as unit:
        missing = imprint_of(unit.house).missing
    if missing:
        yield warn(
            "imprint", f"not entered: {', '.join(missing)}; the administration does it under /office/imprint"
        )
    else:
        yield ok("imprint", "operator, contact, data protection officer and authority are entered")


def look_at_rights() -> Iterator[Finding]:
    """Nobody but the owner reads what lies in the instance's folder."""
    if not _instance().stat().st_mode & OTHERS:
        yield ok("rights", f"only the owner enters {_instance()}")
        return
    open_ones = [path.name for path in sorted(_private_files()) if path.stat().st_mode & OTHERS]
    if open_ones:
        yield warn("rights", f"others may read {', '.join(open_ones[:8])} in {_instance()}: chmod go-rwx")
    else:
        yield ok("rights", f"only the owner reads {_instance()}")


OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def _private_files() -> Iterator[Path]:
    instance = _instance()
    if instance.is_dir() and os.name == "posix":
        yield from (path for path in instance.iterdir() if path.is_file() and path.name != "README.md")
        yield from (instance / "letters").glob("*.eml")


def _instance() -> Path:
    """The instance's folder, or where it would be made."""
    app: Flask = current_app
    folder = Path(app.instance_path)
    return folder if folder.exists() else folder.parent


LOOKS: Final[dict[str, Look]] = {
    "settings": look_at_settings,
    "secret": look_at_secret,
    "database": look_at_database,
    "migrations": look_at_migrations,
    "history": look_at_history,
    "files": look_at_files,
    "mail": look_at_mail,
    "mailbox": look_at_mailbox,
    "letters": look_at_letters,
    "clock": look_at_clock,
    "disk": look_at_disk,
    "rights": look_at_rights,
    "imprint": look_at_imprint,
}
