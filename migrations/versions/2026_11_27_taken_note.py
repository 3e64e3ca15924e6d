"""Institutions may say that they have taken note of minutes."""

import sqlalchemy as sa
from alembic import op


revision = "c40e9d2f7b16"
down_revision = "a7d31c0be592"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("edition_reader") as batch:
        batch.add_column(sa.Column("taken_note_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("edition_reader") as batch:
        batch.drop_column("taken_note_at")
