"""Tables say whether institutions that join later read earlier minutes."""

import sqlalchemy as sa
from alembic import op


revision = "a7d31c0be592"
down_revision = "53c715c9ea74"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bylaws") as batch:
        batch.add_column(
            sa.Column("earlier_minutes", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("bylaws") as batch:
        batch.alter_column("earlier_minutes", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("bylaws") as batch:
        batch.drop_column("earlier_minutes")
