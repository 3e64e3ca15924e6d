"""Hashes of purged passages are keyed with the site's key: those that are there by the next nightly run."""

import sqlalchemy as sa
from alembic import op

revision = "e27b90c4d5a8"
down_revision = "a74520317c59"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("purged_passage") as batch:
        batch.add_column(sa.Column("keyed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("purged_passage") as batch:
        batch.alter_column("keyed", server_default=None)


def downgrade() -> None:
    """A keyed hash can't be turned back: what is known by one is not known again."""
    op.execute(sa.text("DELETE FROM purged_passage WHERE keyed"))
    with op.batch_alter_table("purged_passage") as batch:
        batch.drop_column("keyed")
