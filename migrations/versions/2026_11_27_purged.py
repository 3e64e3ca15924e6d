"""Versions and editions from which a passage was purged."""

import sqlalchemy as sa
from alembic import op

revision = "c41f7d09a6e2"
down_revision = "d5a1c90b77e2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("text_version", "edition"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("edition", "text_version"):
        with op.batch_alter_table(name) as table:
            table.drop_column("purged_at")
