"""Addresses that want no reminders."""

import sqlalchemy as sa
from alembic import op


revision = "c7d20b6e91aa"
down_revision = "d959677516e0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_stop")),
        sa.UniqueConstraint("address", name=op.f("uq_reminder_stop_address")),
    )


def downgrade() -> None:
    op.drop_table("reminder_stop")
