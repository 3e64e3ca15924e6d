"""Where migrations run: the site's own database, or the engine that a test hands in."""

from pathlib import Path
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.ddl.sqlite import SQLiteImpl
from alembic.operations.batch import BatchOperationsImpl
from sqlalchemy import Connection, Engine
from sqlalchemy.types import TypeDecorator

import models  # noqa: F401 - with it comes the whole schema
from models.base import Base
from plumbing import settings
from plumbing.database import make_engine

ROOT = Path(__file__).parent.parent


class TableAlone(SQLiteImpl):
    """SQLite changes a table by reading what it is and copying it. Of the tables that it points to the names
    are enough: else each of them is read too, and those that they point to, which takes most of the time."""

    __dialect__ = "sqlite"

    def requires_recreate_in_batch(self, batch_op: BatchOperationsImpl) -> bool:
        batch_op.reflect_kwargs["resolve_fks"] = False
        return super().requires_recreate_in_batch(batch_op)


def write_plain_types(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Own column types are written as what the database stores: a migration must outlive our models."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def site_engine() -> Engine:
    """The database of the settings; the secret plays no part in migrating."""
    values = settings.load(ROOT / "instance", {"SECRET_KEY": "not needed here".ljust(32)})
    return make_engine(values["DATABASE_URL"])


def keep_a_copy(connection: Connection) -> None:
    """Before a SQLite database is changed, a whole copy is put beside it; VACUUM INTO bears with writers."""
    file = Path(connection.engine.url.database or "")
    here = context.get_context().get_current_revision()
    connection.rollback()
    if here is None or here == context.get_head_revision() or not file.is_file():
        return
    copy = file.with_name(f"{file.stem}-before-{context.get_head_revision()}{file.suffix}")
    if not copy.exists():
        on_file(connection, f"VACUUM INTO '{copy}'")
        copy.chmod(0o600)


def on_file(connection: Connection, statement: str) -> list[Any]:
    """Run a statement that SQLite takes outside of transactions only."""
    return connection.connection.cursor().execute(statement).fetchall()


def migrate(connection: Connection) -> None:
    """All waiting migrations in one transaction: the schema is the old or the new one, never between."""
    is_file = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,  # SQLite changes a table by copying it
        render_item=write_plain_types,
        transactional_ddl=True,
    )
    if is_file:
        keep_a_copy(connection)
        on_file(connection, "PRAGMA foreign_keys=OFF")  # else a copied table would take its children along
    try:
        with context.begin_transaction():
            context.run_migrations()
            if is_file and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"rows point to rows that do not exist: {broken[:5]}")
    finally:
        if is_file and not connection.in_transaction():
            on_file(connection, "PRAGMA foreign_keys=ON")


def run() -> None:
    if context.is_offline_mode():
        raise SystemExit("Migrations need the database itself: run them without --sql.")
    given: Engine | None = context.config.attributes.get("engine")
    engine = given or site_engine()
    with engine.connect() as connection:
        migrate(connection)
    if given is None:
        engine.dispose()


run()
