"""Meetings are found by their time: everybody's overview asks for the next ten."""

from alembic import op


revision = "c41f7a90d2b6"
down_revision = "c94e61b20d7a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_meeting_starts_at"), "meeting", ["starts_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_meeting_starts_at"), table_name="meeting")
