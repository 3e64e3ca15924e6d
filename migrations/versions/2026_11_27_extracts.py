"""Since when an edition is its reader's; what was frozen before was handed over at once."""

import sqlalchemy as sa
from alembic import op


revision = "5be20c9d71fa"
down_revision = "b81e44f9d026"
branch_labels = None
depends_on = None

EDITION = sa.table("edition", sa.column("id"), sa.column("compiled_at"))
READER = sa.table("edition_reader", sa.column("edition_id"), sa.column("sent_at"))


def upgrade() -> None:
    with op.batch_alter_table("edition_reader") as batch:
        batch.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    compiled = sa.select(EDITION.c.compiled_at).where(EDITION.c.id == READER.c.edition_id).scalar_subquery()
    op.execute(sa.update(READER).values(sent_at=compiled))


def downgrade() -> None:
    with op.batch_alter_table("edition_reader") as batch:
        batch.drop_column("sent_at")
