"""House rules for migrations: they make what the models say, lead back, keep the rows, or change nothing."""

import shutil
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.base import Base
from plumbing import database
from tests.databases import alembic_config
from tests.house_rules.tree import ROOT, list_of, parsed, place

VERSIONS = ROOT / "migrations" / "versions"


@pytest.fixture
def bare(engine, tmp_path, stores):
    """An empty database without any schema."""
    with stores.bare(engine.dialect.name, tmp_path) as made:
        yield made


known: dict[tuple[str, ...], dict] = {}
"""What SQLite says of a table, by the statements that made it: a migration changes few of them."""


def schema(engine):
    """Everything that the database enforces, in words that can be compared."""
    if engine.dialect.name != "sqlite":
        return described(engine)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        made: dict[str, list[str]] = {}
        for table, statement in rows:
            made.setdefault(table, []).append(statement)
    keys = {table: (table, *sorted(said)) for table, said in made.items() if table != "alembic_version"}
    unknown = [table for table, key in keys.items() if key not in known]
    for table, told in (described(engine, unknown) if unknown else {}).items():
        known[keys[table]] = told
    return {table: known[key] for table, key in keys.items()}


def described(engine, tables=None):
    inspector, told = sa.inspect(engine), {}
    which = {"filter_names": tables}
    keys = inspector.get_multi_pk_constraint(**which)
    unique = inspector.get_multi_unique_constraints(**which)
    foreign = inspector.get_multi_foreign_keys(**which)
    checks = inspector.get_multi_check_constraints(**which)
    columns, indexes = inspector.get_multi_columns(**which), inspector.get_multi_indexes(**which)
    for place_of_it in sorted(set(columns) - {(None, "alembic_version")}):
        told[place_of_it[1]] = {
            "columns": {  # their order carries no meaning, and a new one can only be added at the end
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in columns[place_of_it]
            },
            "primary key": keys[place_of_it]["constrained_columns"],
            "foreign keys": sorted(
                (key["name"] or "", key["constrained_columns"], key["referred_table"], str(key["options"]))
                for key in foreign[place_of_it]
            ),
            "unique": sorted((one["name"] or "", one["column_names"]) for one in unique[place_of_it]),
            "checks": sorted((one["name"] or "", one["sqltext"]) for one in checks[place_of_it]),
            "indexes": sorted((one["name"] or "", one["column_names"]) for one in indexes[place_of_it]),
        }
    return told


def test_migrations_make_what_the_models_say(engine, bare):
    """What all tests stand on was made by the migrations (`tests.databases.build`)."""
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_heads()
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert not found, list_of(
        [str(each) for each in found], "Write a migration: alembic revision --autogenerate:"
    )
    Base.metadata.create_all(bare)
    assert schema(engine) == schema(bare), (
        "Autogenerate leaves checks and conditions out; add them to the migration"
    )


def test_migrations_lead_back_and_forth(bare, monkeypatch):
    config = alembic_config(bare)
    scripts = ScriptDirectory.from_config(config)
    monkeypatch.setattr(ScriptDirectory, "from_config", lambda _config: scripts)  # read once for all steps
    steps = [script.revision for script in scripts.walk_revisions()][::-1]
    before = [schema(bare)]
    for step in steps:
        command.upgrade(config, step)
        before.append(schema(bare))
    last = before.pop()
    for step in reversed(steps):
        command.downgrade(config, "-1")
        assert schema(bare) == before.pop(), f"downgrade() of {step} does not lead back to what was there"
    assert schema(bare) == {}, "downgrade() of the first migration leaves tables behind"
    if bare.dialect.name == "postgresql":  # what SQLite keeps of a table is all in what was compared
        command.upgrade(config, "head")
        assert schema(bare) == last


def test_migrations_form_one_line():
    script = ScriptDirectory.from_config(alembic_config(sa.create_engine("sqlite://")))
    assert len(script.get_heads()) == 1, f"merge these heads: {script.get_heads()}"


def test_migrations_import_no_models():
    found = []
    for path in VERSIONS.glob("*.py"):
        source = path.read_text()
        if "import models" in source or "from models" in source or "from blueprints" in source:
            found.append(place(path))
        if "def downgrade" not in source or not parsed(path).body:
            found.append(place(path))
    assert not found, list_of(found, "Models move on, a migration stays as it was written:")


FIRST = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "first", None

def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE")))

def downgrade():
    op.drop_table("child")
    op.drop_table("parent")
"""
SECOND = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "second", "first"

def upgrade():
    with op.batch_alter_table("parent") as table:
        table.alter_column("name", type_=sa.String(40), nullable=False, existing_type=sa.String(20))
    %s

def downgrade():
    with op.batch_alter_table("parent") as table:
        table.alter_column("name", type_=sa.String(20), nullable=True, existing_type=sa.String(40))
"""


def two_steps(engine, folder, last_words="pass"):
    """Migrations of the test's own through our env.py: a table that has children will be changed."""
    migrations = folder / "migrations"
    shutil.copytree(ROOT / "migrations", migrations, ignore=shutil.ignore_patterns("versions", "__pycache__"))
    (migrations / "versions").mkdir()
    (migrations / "versions" / "first.py").write_text(FIRST)
    (migrations / "versions" / "second.py").write_text(SECOND % last_words)
    config = alembic_config(engine, migrations)
    command.upgrade(config, "first")
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO parent (id, name) VALUES (1, 'x')"))
        connection.execute(sa.text("INSERT INTO child (id, parent_id) VALUES (1, 1)"))
    return config


def rows(engine):
    with engine.connect() as connection:
        return [connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) for table in ("parent", "child")]


def test_a_changed_table_keeps_its_rows_and_their_children(bare, tmp_path):
    config = two_steps(bare, tmp_path)
    forth, back = (command.upgrade, "second"), (command.downgrade, "first")
    for move, goal in (forth, back, forth):
        move(config, goal)
        assert rows(bare) == [1, 1]


def test_a_migration_that_breaks_changes_nothing(bare, tmp_path):
    config = two_steps(bare, tmp_path, "raise RuntimeError('power cut')")
    before = schema(bare)
    with pytest.raises(RuntimeError, match="power cut"):
        command.upgrade(config, "second")
    assert schema(bare) == before
    assert rows(bare) == [1, 1]


def test_on_sqlite_a_migration_that_orphans_rows_is_refused(stores, tmp_path):
    with stores.bare("sqlite", tmp_path) as engine:
        config = two_steps(engine, tmp_path, "op.execute('DELETE FROM parent')")
        with pytest.raises(RuntimeError, match="rows that do not exist"):
            command.upgrade(config, "second")
        assert rows(engine) == [1, 1]


def test_on_sqlite_the_file_is_copied_before_it_is_changed(stores, tmp_path):
    with stores.bare("sqlite", tmp_path) as engine:
        command.upgrade(two_steps(engine, tmp_path), "second")
        copied = database.make_engine(f"sqlite:///{tmp_path / 'bare-before-second.sqlite'}")
        with copied.connect() as connection:
            name = next(c for c in sa.inspect(connection).get_columns("parent") if c["name"] == "name")
        assert str(name["type"]) == "VARCHAR(20)"
        assert rows(copied) == [1, 1]
        copied.dispose()


def test_typed_times_of_guests_become_instants_and_go_back(bare):
    config = alembic_config(bare)
    command.upgrade(config, "18ba694cf89a")
    metadata = sa.MetaData()
    metadata.reflect(bare)
    starts_at = datetime(2026, 9, 29, 8, tzinfo=UTC)
    with bare.begin() as connection:

        def add(table, **values):
            """A row with whatever the columns of that day demand."""
            columns = metadata.tables[table].c
            needed = {each.name: _something(each) for each in columns if not each.nullable}
            connection.execute(metadata.tables[table].insert().values(**needed | values))

        add("body", id=1, hue=0)
        add("meeting", id=1, body_id=1, starts_at=starts_at, number=None)
        add("agenda_item", id=1, meeting_id=1, minutes_planned=0)
        for number, slot in enumerate(("10:30", "10:30 bis 11.15 Uhr", "später", ""), 1):
            add("person", id=number, organisation_id=None, email=f"{number}@a.example")
            add("item_guest", item_id=1, person_id=number, slot=slot)
    command.upgrade(config, "b7d94f0a6c21")
    with bare.connect() as connection:
        found = connection.execute(
            sa.text("SELECT starts_at, ends_at FROM item_guest ORDER BY person_id")
        ).all()
    assert [(_clock(row.starts_at), _clock(row.ends_at)) for row in found] == [
        ("08:30", None),
        ("08:30", "09:15"),
        (None, None),
        (None, None),
    ]
    command.downgrade(config, "18ba694cf89a")
    with bare.connect() as connection:
        slots = connection.scalars(sa.text("SELECT slot FROM item_guest ORDER BY person_id")).all()
    assert slots == ["10:30", "10:30–11:15", "", ""]


def _clock(at):
    """The clock time in UTC; SQLite gives the text that it keeps."""
    return f"{at.astimezone(UTC):%H:%M}" if isinstance(at, datetime) else at and at[11:16]


def _something(column):
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer):
        return 1
    if isinstance(kind, sa.DateTime | sa.TIMESTAMP):
        return datetime(2026, 9, 1, tzinfo=UTC)
    return KNOWN.get((column.table.name, column.name), "")


KNOWN = {
    ("body", "kind"): "round-table",
    ("body", "state"): "active",
    ("body", "visibility"): "internal",
    ("meeting", "state"): "planned",
    ("meeting", "visibility"): "internal",
    ("agenda_item", "kind"): "consultation",
    ("agenda_item", "visibility"): "internal",
}


def test_what_was_published_becomes_an_edition_with_its_checksum_and_goes_back(bare):
    config = alembic_config(bare)
    command.upgrade(config, "96426e23ea95")
    metadata = sa.MetaData()
    metadata.reflect(bare)
    content, at = '{"body":"Tisch","items":[]}', datetime(2026, 9, 1, tzinfo=UTC)
    with bare.begin() as connection:

        def add(table, **values):
            columns = metadata.tables[table].c
            needed = {each.name: _something(each) for each in columns if not each.nullable}
            connection.execute(metadata.tables[table].insert().values(**needed | values))

        add("body", id=1, hue=0)
        add("person", id=1, organisation_id=None)
        for key in (1, 2):
            add("meeting", id=key, body_id=1, starts_at=at, number=key, uid=str(key))
            add("minutes", id=key, meeting_id=key, body_id=1, state="draft")
            out = {"content": content, "sha256": "ab", "approved_at": at} if key == 1 else {}
            add("publication", id=key, minutes_id=key, meeting_id=key, draft="{}", prepared_by_id=1, **out)
    command.upgrade(config, "5d0f83b1c6e4")
    asked = "SELECT e.content, e.sha256, e.kind FROM publication p JOIN edition e ON e.id = p.edition_id"
    with bare.connect() as connection:
        assert connection.execute(sa.text(asked)).all() == [(content, "ab", "published")]
    command.downgrade(config, "96426e23ea95")
    with bare.connect() as connection:
        kept = connection.execute(sa.text("SELECT content, sha256 FROM publication ORDER BY id")).all()
        assert kept == [(content, "ab"), (None, None)]
        assert connection.scalar(sa.text("SELECT count(*) FROM edition")) == 0
