"""What the coordination has looked into about a seat and lets be."""

import sqlalchemy as sa
from alembic import op


revision = "ef3ebefc1902"
down_revision = "512d5d6b18bf"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checked_concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "missing",
                "refused",
                "ending",
                "silent",
                "unfilled",
                name="concernkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("situation", sa.String(length=80), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_checked_concern_person_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_checked_concern_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checked_concern")),
        sa.UniqueConstraint("seat_id", "kind", name=op.f("uq_checked_concern_seat_id_kind")),
    )


def downgrade() -> None:
    op.drop_table("checked_concern")
