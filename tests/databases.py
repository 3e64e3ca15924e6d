"""The two databases of the tests: each built once, each empty for every test."""

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
from pysqlite3 import dbapi2
from sqlalchemy import Connection, Engine, create_engine, event, inspect

from models.base import Base
from models.history import seal_entries
from models.visibility import HouseSession
from plumbing import database

ROOT = Path(__file__).parent.parent
MOST_AT_ONCE = 400
"""So many SELECTs SQLite puts together."""
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


class Emptying:
    """Takes all rows out of a database, whoever wrote them. It asks which tables have any: most have none.
    That takes a millisecond; each new connection to SQLite reads the whole schema, which takes ten."""

    def __init__(self, engine: Engine) -> None:
        tables = [table for table in inspect(engine).get_table_names() if table != "alembic_version"]
        some = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables]
        starts = range(0, len(some), MOST_AT_ONCE)
        self.questions = [" UNION ALL ".join(some[n : n + MOST_AT_ONCE]) for n in starts]

    def __call__(self, cursor: Any) -> None:
        for question in self.questions:
            cursor.execute(question)
            for (table,) in cursor.fetchall():
                cursor.execute(f'DELETE FROM "{table}"')


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
        self.own: Any = None
        self.template = shared / "schema.sqlite"
        with alone(shared / "schema.sqlite.lock"):
            if not self.template.exists():
                build(self.engine)
                self.save("schema")
        self._take(self.template)
        self.emptying = Emptying(self.engine)
        self.schema = self._own().execute("PRAGMA schema_version").fetchone()

    def fresh(self) -> None:
        """Emptied where that is enough: nobody kept a connection, changed the schema or filled the file."""
        self.held.state = ""
        is_small = self.file.exists() and self.file.stat().st_size < 2 * self.template.stat().st_size
        pool: Any = self.engine.pool
        if not is_small or pool.checkedout() or not self._emptied():
            self._take(self.template)

    def _own(self) -> Any:
        """A connection that stays, and asks for no foreign keys: tables are emptied in any order."""
        if self.own is None:
            self.own = dbapi2.connect(self.file, isolation_level=None, timeout=0.5, cached_statements=400)
            self.own.execute("PRAGMA synchronous=OFF")
        return self.own

    def _emptied(self) -> bool:
        try:
            cursor = self._own().cursor()
            cursor.execute("BEGIN IMMEDIATE")
            self.emptying(cursor)
            cursor.execute("COMMIT")
            cursor.execute("PRAGMA schema_version")
            return bool(cursor.fetchone() == self.schema)
        except dbapi2.DatabaseError:  # somebody elsewhere holds the lock, or has broken something
            return False

    def _let_go(self) -> None:
        self.engine.dispose()
        if self.own is not None:
            self.own.close()
            self.own = None

    def _take(self, beginning: Path) -> None:
        self._let_go()
        for suffix in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(beginning, self.file)

    def save(self, state: str) -> None:
        self._let_go()
        shutil.copyfile(self.file, self.shared / f"{state}.sqlite")

    def put_back(self, state: str) -> None:
        if self.held.state != state:
            self._take(self.shared / f"{state}.sqlite")
            self.held.state = state

    def close(self) -> None:
        self._let_go()


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
        self.emptying = Emptying(self.engine)

    def fresh(self) -> None:
        """Much faster than TRUNCATE on small tables. No triggers, no foreign keys: in any order; and a test
        that left a transaction open shall not stop us."""
        self.held.state = ""
        with self.engine.begin() as connection:
            cursor = connection.connection.cursor()
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute("SET LOCAL session_replication_role = replica")
            self.emptying(cursor)

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
        if not self.in_transaction():  # nothing was read or written since the last one
            return
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
