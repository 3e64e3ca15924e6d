"""Files that travel with letters: kept once for all letters that carry the same ones."""

import sqlalchemy as sa
from alembic import op


revision = "b7f20c95d1e6"
down_revision = "5be1f0c7a2d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("boundary", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enclosure")),
    )
    op.create_table(
        "enclosed_file",
        sa.Column("enclosure_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enclosure_id"], ["enclosure.id"], name=op.f("fk_enclosed_file_enclosure_id_enclosure")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_enclosed_file_file_id_file")),
        sa.PrimaryKeyConstraint("enclosure_id", "file_id", name=op.f("pk_enclosed_file")),
    )
    op.create_index(op.f("ix_enclosed_file_file_id"), "enclosed_file", ["file_id"])
    with op.batch_alter_table("letter_bytes") as table:
        table.add_column(sa.Column("enclosure_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_letter_bytes_enclosure_id_enclosure"), "enclosure", ["enclosure_id"], ["id"]
        )
        table.create_index(op.f("ix_letter_bytes_enclosure_id"), ["enclosure_id"])


def downgrade() -> None:
    """Letters that wait with files would go out cut off: they lose the files, but not their end."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT letter_id, raw, boundary FROM letter_bytes JOIN enclosure ON enclosure.id = enclosure_id"
        )
    ).all()
    for letter_id, raw, boundary in rows:
        whole = bytes(raw) + f"--{boundary}--\r\n".encode()
        connection.execute(
            sa.text("UPDATE letter_bytes SET raw = :raw WHERE letter_id = :id"),
            {"raw": whole, "id": letter_id},
        )
    with op.batch_alter_table("letter_bytes") as table:
        table.drop_index(op.f("ix_letter_bytes_enclosure_id"))
        table.drop_constraint(op.f("fk_letter_bytes_enclosure_id_enclosure"), type_="foreignkey")
        table.drop_column("enclosure_id")
    op.drop_table("enclosed_file")
    op.drop_table("enclosure")
