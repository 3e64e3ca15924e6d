"""The two databases of the tests: each built once for a worker, each fresh for every test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from flask import has_app_context
from sqlalchemy import Engine, create_engine, event, inspect

import models.every  # noqa: F401 - the metadata is whole only when all models are loaded
from models.base import Base
from models.history import seal_entries
from models.visibility import HouseSession
from plumbing import database

ROOT = Path(__file__).parent.parent


def alembic_config(engine: Engine, migrations: Path | None = None) -> Config:
    config = Config(toml_file=ROOT / "pyproject.toml")
    if migrations:
        config.set_main_option("script_location", str(migrations))
    config.attributes["engine"] = engine
    return config


def build(engine: Engine) -> None:
    """The schema as a site gets it: by its migrations."""
    if any((ROOT / "migrations" / "versions").glob("*.py")):
        command.upgrade(alembic_config(engine), "head")
    else:
        Base.metadata.create_all(engine)


def _in_no_order(raw: Any, _record: Any) -> None:
    """Connections of tests: quick, and a list without an order comes the other way round than it was written,
    as PostgreSQL may give it, too."""
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA reverse_unordered_selects=ON")


class SqliteStore:
    """A file; for every test a copy of the one that was built."""

    def __init__(self, folder: Path) -> None:
        self.file, self.template = folder / "roundtable.sqlite", folder / "template.sqlite"
        self.engine = database.make_engine(f"sqlite:///{self.file}")
        event.listen(self.engine, "connect", _in_no_order)
        build(self.engine)
        self.engine.dispose()
        shutil.copyfile(self.file, self.template)

    def fresh(self) -> None:
        self.engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)

    def save(self, state: str) -> None:
        self.engine.dispose()
        shutil.copyfile(self.file, self.file.with_name(f"{state}.kept"))

    def put_back(self, state: str) -> None:
        self.fresh()
        shutil.copyfile(self.file.with_name(f"{state}.kept"), self.file)

    def close(self) -> None:
        self.engine.dispose()


class PostgresStore:
    """A database of the worker's own; emptied before every test."""

    def __init__(self, server_url: str, name: str) -> None:
        self.server_url, self.name = server_url, name
        self.engine = database.make_engine(make_database(server_url, name))
        build(self.engine)
        tables = [table for table in inspect(self.engine).get_table_names() if table != "alembic_version"]
        self.emptied = "".join(
            [
                "SET LOCAL lock_timeout = '5s';",  # a test that left a transaction open shall not stop us
                "SET LOCAL session_replication_role = replica;",  # no triggers, no foreign keys: any order
                *(f'DELETE FROM "{table}";' for table in tables),
            ]
        )

    def fresh(self) -> None:
        """Much faster than TRUNCATE on small tables."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql(self.emptied)

    def save(self, state: str) -> None:
        self.engine.dispose()
        make_database(self.server_url, f"{self.name}_{state}", copy_of=self.name)

    def put_back(self, state: str) -> None:
        self.engine.dispose()
        make_database(self.server_url, self.name, copy_of=f"{self.name}_{state}")

    def close(self) -> None:
        self.engine.dispose()


class Stores:
    """A worker's databases by name."""

    def __init__(self, *, folder: Path, server_url: Callable[[], str], worker: str) -> None:
        self.server_url, self.worker = server_url, worker
        self.made: dict[str, SqliteStore | PostgresStore] = {}
        self.kept: dict[tuple[str, str], Any] = {}
        self.makers: dict[str, Callable[[], SqliteStore | PostgresStore]] = {
            "sqlite": lambda: SqliteStore(folder),
            "postgresql": lambda: PostgresStore(server_url(), f"test_{worker}"),
        }

    def fresh(self, name: str) -> Engine:
        if name not in self.made:
            self.made[name] = self.makers[name]()
        self.made[name].fresh()
        return self.made[name].engine

    def keep(self, name: str, state: str, make: Callable[[], Any]) -> Any:
        """Fill the fresh database by `make()` once; later put back what that left. Its answer is kept."""
        if (name, state) not in self.kept:
            answer = make()
            self.made[name].save(state)
            self.kept[name, state] = answer
        else:
            self.made[name].put_back(state)
        return self.kept[name, state]

    @contextmanager
    def bare(self, name: str, folder: Path) -> Iterator[Engine]:
        """A further database without any schema."""
        url = f"sqlite:///{folder / 'bare.sqlite'}"
        if name == "postgresql":
            url = make_database(self.server_url(), f"bare_{self.worker}")
        engine = database.make_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()

    def close(self) -> None:
        for store in self.made.values():
            store.close()


def make_database(server_url: str, name: str, copy_of: str = "template1") -> str:
    """The URL of a new database; one of the same name is dropped, whoever still uses it."""
    server = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}"')
    server.dispose()
    return server_url.replace("/postgres?", f"/{name}?")


class TestHouseSession(HouseSession):
    """The house's session in a test; its commit seals the history and renders letters, as the site's does."""

    __test__ = False

    def commit(self) -> None:
        self.flush()
        for step in database.before_commit if has_app_context() else ():
            step(self)
        seal_entries(self)
        super().commit()


@contextmanager
def watched(engine: Engine) -> Iterator[list[str]]:
    """Notes the statements that an engine runs, for tests of how many a page needs."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
