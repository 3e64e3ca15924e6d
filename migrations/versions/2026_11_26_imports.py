"""Imports: files, their lines, and people noted for a table."""

import sqlalchemy as sa
from alembic import op


revision = "05aa0708211a"
down_revision = "069eb843b111"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "institutions",
                "people",
                "seats",
                "offers",
                name="importkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=160), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("unknown_columns", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "checking",
                "checked",
                "running",
                "done",
                "undoing",
                "undone",
                "stopped",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("seen", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 0 AND total >= 0", name=op.f("ck_import_position")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_import_body_id_body")),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["person.id"], name=op.f("fk_import_started_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_started_by_id"), ["started_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_state"), ["state"], unique=False)

    op.create_table(
        "known_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_known_person_body_id_body")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_known_person_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_person")),
        sa.UniqueConstraint("body_id", "person_id", name=op.f("uq_known_person_body_id_person_id")),
    )
    with op.batch_alter_table("known_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_known_person_person_id"), ["person_id"], unique=False)

    op.create_table(
        "import_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=600), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("is_misread", sa.Boolean(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "pending",
                "new",
                "changed",
                "same",
                "doubtful",
                "refused",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.String(length=40), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_import_line_import_id_import")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_line")),
    )
    with op.batch_alter_table("import_line", schema=None) as batch_op:
        batch_op.create_index("ix_import_line_key", ["import_id", "key"], unique=False)
        batch_op.create_index("ix_import_line_number", ["import_id", "number"], unique=True)
        batch_op.create_index("ix_import_line_outcome", ["import_id", "outcome"], unique=False)



def downgrade() -> None:
    with op.batch_alter_table("import_line", schema=None) as batch_op:
        batch_op.drop_index("ix_import_line_outcome")
        batch_op.drop_index("ix_import_line_number")
        batch_op.drop_index("ix_import_line_key")

    op.drop_table("import_line")
    with op.batch_alter_table("known_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_known_person_person_id"))

    op.drop_table("known_person")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_state"))
        batch_op.drop_index(batch_op.f("ix_import_started_by_id"))
        batch_op.drop_index(batch_op.f("ix_import_body_id"))

    op.drop_table("import")
