"""Engine, sessions and the one commit: reading as the reader, gestures as the house."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, redirect, request
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import InsertmanyvaluesSentinelOpts

from models.actors import Actor
from models.form_keys import FormKey
from models.history import seal_entries
from models.visibility import HouseSession, ReaderSession
from plumbing import clock
from plumbing.compiled import CompiledStatements, PlannedOnce, by_place
from plumbing.kept import kept

READING_METHODS = {"GET", "HEAD", "OPTIONS"}
before_commit: list[Callable[[Session], None]] = []
"""What the one commit does first: the outbox renders and stores its letters here."""


class DoubleClick(Exception):
    """The form was sent before; `leads_to` is where the first one led."""

    def __init__(self, leads_to: str) -> None:
        super().__init__(leads_to)
        self.leads_to = leads_to


def make_engine(url: str) -> Engine:
    """An engine for SQLite (as embedded default) or PostgreSQL; to be made after the fork."""
    said = {"compiled_cache": CompiledStatements()}
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=5, execution_options=said)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    from pysqlite3 import dbapi2

    engine = create_engine(
        url,
        module=dbapi2,
        paramstyle="named",
        connect_args={"isolation_level": None, "timeout": 30},
        execution_options=said,
    )
    engine.dialect.statement_compiler = PlannedOnce
    engine.dialect.do_execute = by_place  # type: ignore[assignment]
    # The rows of one INSERT get rising ids in their order, so that each new row finds its own.
    engine.dialect.insertmanyvalues_implicit_sentinel = InsertmanyvaluesSentinelOpts.ANY_AUTOINCREMENT
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    """Our statements join many small tables: compiling one to machine code takes seconds, running it none."""
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=30000",  # whoever comes new may be quicker than who waits: 200 answers at once
        "trusted_schema=OFF",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writing transaction takes the lock at once: one that turns to writing later would fail at once.

    The pragma is said only where it changes something: SQLite forgets all prepared statements by it.
    """
    writing = connection.get_execution_options().get("writing", True)
    if connection.info.get("writing") is not writing:
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
        connection.info["writing"] = writing
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


class Work:
    """One unit of work: one transaction, and on it a session of the reader and, where one is asked for, one
    of the house."""

    def __init__(self, engine: Engine, *, writing: bool, reader: Actor | None = None) -> None:
        self.connection = engine.connect()
        self._open(writing=writing)
        self.transaction = self.connection.begin()
        self.reading = ReaderSession(self.connection, reader=reader, join_transaction_mode="rollback_only")

    @cached_property
    def house(self) -> HouseSession:
        return HouseSession(self.connection, join_transaction_mode="rollback_only")

    def _open(self, *, writing: bool) -> None:
        """How the next transaction of this connection begins."""
        sqlite = self.connection.dialect.name == "sqlite"
        self.connection.execution_options(
            **{"writing": writing} if sqlite else {"postgresql_readonly": not writing}
        )

    def commit(self, *, ends: bool = False) -> None:
        """Render the letters, seal the history, commit once; or nothing happens. Unless the work ends with
        it, what is asked after that begins a transaction that only reads: whoever waits to write need not
        wait for a page."""
        for step in before_commit:
            step(self.house)
        seal_entries(self.house)
        self.house.flush()
        self.transaction.commit()
        if ends:
            return
        self.house.info.clear()
        self.house.expire_all()
        self._open(writing=False)

    def close(self) -> None:
        self.reading.close()
        if "house" in vars(self):
            self.house.close()
        self.connection.close()


def engine() -> Engine:
    """The engine of this process: made at its first use, so after the fork."""
    engines: dict[int, Engine] = current_app.extensions.setdefault("engines", {})
    if os.getpid() not in engines:
        engines[os.getpid()] = make_engine(current_app.config["DATABASE_URL"])
    return engines[os.getpid()]


def work() -> Work:
    """The unit of work of this request; opened for writing unless the method only reads."""
    known = kept()
    if "work" not in known:
        writing = not has_request_context() or request.method not in READING_METHODS
        known["work"] = Work(engine(), writing=writing, reader=known.get("actor"))
    found: Work = known["work"]
    return found


def house() -> Session:
    """The session of the house: for gestures, counts and freezing. Its rows never reach a template."""
    return work().house


def reading() -> ReaderSession:
    """The session of the person who reads: what it finds may be shown."""
    return work().reading


def only_read() -> None:
    """What this request still does is showing a page: whatever it has not committed is undone, and who waits
    to write need not wait for the page."""
    known = kept()
    unit: Work | None = known.pop("work", None)
    if unit is not None:
        unit.close()
    known["work"] = Work(engine(), writing=False, reader=known.get("actor"))


@contextmanager
def attempt(session: Session) -> Iterator[None]:
    """A part of a transaction: what is refused in it is undone, its history and its letters too."""
    waiting = {name: list(session.info.get(name, ())) for name in ("unsealed", "unrendered")}
    part = session.begin_nested()
    try:
        yield
    except BaseException:
        part.rollback()
        session.info.update(waiting)
        raise
    part.commit()


@contextmanager
def trial(session: Session) -> Iterator[None]:
    """Tries what would happen, to say so: all of it is undone, its history and its letters too."""
    waiting = {name: list(session.info.get(name, ())) for name in ("unsealed", "unrendered")}
    part = session.begin_nested()
    try:
        yield
    finally:
        part.rollback()
        session.info.update(waiting)


@contextmanager
def job() -> Iterator[Session]:
    """A unit of work outside a request: it reads openly as the house and commits at the end."""
    unit = Work(engine(), writing=True)
    try:
        yield unit.house
        unit.commit(ends=True)
    finally:
        unit.close()


def commit(to: str = "") -> Response:
    """The one commit of a request; leads on to `to`. A form that was sent before raises DoubleClick."""
    key = _sent_key() if has_request_context() else ""
    unit = work()
    if key and to:
        unit.house.add(FormKey(key=key, leads_to=_without_secret(to), used_at=clock.now()))
    try:
        unit.commit()
    except IntegrityError as error:
        if unit.transaction.is_active:  # the flush that failed has ended it already, where it was in that
            unit.transaction.rollback()
        if key and (first := _first_result(key)) is not None:
            raise DoubleClick(first) from error
        raise
    return redirect(to, code=303) if to else Response(status=204)  # type: ignore[return-value]


def _sent_key() -> str:
    """What stands for a form and everything typed into it; empty for one without a key. Browsers bring an old
    key back with a restored page: what is typed there then is no second click."""
    key = request.form.get("form_key", "")[:64]
    if not key:
        return ""
    typed = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    files = sorted((name, file.filename or "") for name, file in request.files.items(multi=True))
    return hashlib.sha256(json.dumps([key, typed, files]).encode()).hexdigest()


def _without_secret(to: str) -> str:
    """Where a form led; nothing where that address holds a letter's secret, which is never stored."""
    secret = str((request.view_args or {}).get("token", ""))
    return "" if secret and secret in to else to


def _first_result(key: str) -> str | None:
    close_work()
    found = house().get(FormKey, key)
    return found.leads_to if found else None


def refuse_second_click() -> None:
    """Before any gesture: a form that was sent already, with the same in it, leads to its first result."""
    if request.method == "POST" and (key := _sent_key()):
        found = house().get(FormKey, key)
        if found is not None:
            raise DoubleClick(found.leads_to)


def close_work(_error: BaseException | None = None) -> None:
    """Let go of the transaction; whoever asks for a session after that begins a new one."""
    unit: Work | None = g.pop("work", None)
    if unit is not None:
        unit.close()


def init_app(app: Flask) -> None:
    app.teardown_appcontext(close_work)
