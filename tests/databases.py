"""The two databases of the tests: each built once for a worker, each fresh for every test."""

import fcntl
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from flask import has_app_context
from sqlalchemy import Connection, Engine, create_engine, event, inspect

from models.base import Base
from models.history import seal_entries
from models.visibility import HouseSession
from plumbing import database

ROOT = Path(__file__).parent.parent
HARMLESS = ("SELECT", "BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")


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


class Unchanged:
    """Which beginning a database holds, as long as nothing was written for good through its engine."""

    def __init__(self, engine: Engine) -> None:
        self.state = ""
        event.listen(engine, "before_cursor_execute", self._note)
        event.listen(engine, "commit", self._lose)
        event.listen(engine, "rollback", self._forget)

    def _note(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip("( ").upper().startswith(HARMLESS):
            connection.info["wrote"] = True

    def _lose(self, connection: Connection) -> None:
        if connection.info.pop("wrote", False):
            self.state = ""

    def _forget(self, connection: Connection) -> None:
        connection.info.pop("wrote", None)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Only one of the workers goes on from here."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


class SqliteStore:
    """A file; for every test a copy of the one that was built, once for all workers."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self.file, self.shared = folder / "roundtable.sqlite", shared
        self.engine = database.make_engine(f"sqlite:///{self.file}")
        event.listen(self.engine, "connect", _in_no_order)
        self.held = Unchanged(self.engine)
        self.template = shared / "schema.sqlite"
        with alone(shared / "schema.sqlite.lock"):
            if not self.template.exists():
                build(self.engine)
                self.save("schema")

    def fresh(self) -> None:
        self._take(self.template)
        self.held.state = ""

    def _take(self, beginning: Path) -> None:
        self.engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(beginning, self.file)

    def save(self, state: str) -> None:
        self.engine.dispose()
        shutil.copyfile(self.file, self.shared / f"{state}.sqlite")

    def put_back(self, state: str) -> None:
        if self.held.state != state:
            self._take(self.shared / f"{state}.sqlite")
            self.held.state = state

    def close(self) -> None:
        self.engine.dispose()


class PostgresStore:
    """A database of the worker's own, copied from the one that was built; emptied before every test."""

    def __init__(self, server_url: str, name: str, shared: Path) -> None:
        self.server_url, self.name = server_url, name
        self.engine = database.make_engine(server_url.replace("/postgres?", f"/{name}?"))
        self.held = Unchanged(self.engine)
        built = shared / "schema.postgresql"
        with alone(shared / "schema.postgresql.lock"):
            if not built.exists():
                make_database(server_url, name)
                build(self.engine)
                self.save("schema")
                built.touch()
        self.put_back("schema")
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
        make_database(self.server_url, f"kept_{state}", copy_of=self.name)

    def put_back(self, state: str) -> None:
        if self.held.state != state:
            self.engine.dispose()
            make_database(self.server_url, self.name, copy_of=f"kept_{state}")
            self.held.state = state

    def close(self) -> None:
        self.engine.dispose()


class Stores:
    """A worker's databases by name."""

    def __init__(self, *, folder: Path, shared: Path, server_url: Callable[[], str], worker: str) -> None:
        """`shared` is a folder of all workers: what takes long is made by one of them."""
        self.server_url, self.worker, self.shared = server_url, worker, shared
        self.made: dict[str, SqliteStore | PostgresStore] = {}
        self.makers: dict[str, Callable[[], SqliteStore | PostgresStore]] = {
            "sqlite": lambda: SqliteStore(folder, shared),
            "postgresql": lambda: PostgresStore(server_url(), f"test_{worker}", shared),
        }

    def fresh(self, name: str) -> Engine:
        self.of(name).fresh()
        return self.made[name].engine

    def of(self, name: str) -> SqliteStore | PostgresStore:
        if name not in self.made:
            self.made[name] = self.makers[name]()
        return self.made[name]

    def keep(self, name: str, state: str, make: Callable[[], Any], instance: Path, *, upon: str) -> Any:
        """Fill the database, fresh or as it is `upon` an earlier beginning, and the instance by `make()`
        once; later put back what that left, and give its answer again."""
        answered, files, lock = (self.shared / f"{name}-{state}.{end}" for end in ("answer", "files", "lock"))
        with alone(lock):
            if not answered.exists():
                if not upon:
                    self.made[name].fresh()
                answer = make()
                self.made[name].save(state)
                shutil.copytree(instance, files)
                answered.write_bytes(pickle.dumps(answer))
                return answer
        self.made[name].put_back(state)
        shutil.copytree(files, instance, dirs_exist_ok=True)
        return pickle.loads(answered.read_bytes())  # noqa: S301 - our own

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
