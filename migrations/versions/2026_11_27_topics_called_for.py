"""Meetings for which topics were called for."""

import sqlalchemy as sa
from alembic import op


revision = "5be1f0c7a2d4"
down_revision = "b27c05e8f914"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting") as batch:
        batch.add_column(sa.Column("topics_called_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("meeting") as batch:
        batch.drop_column("topics_called_on")
