"""In which window a draft was typed."""

import sqlalchemy as sa
from alembic import op

revision = "4c71d09a6be2"
down_revision = "553e19445909"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("text_draft") as batch:
        batch.add_column(sa.Column("window", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("text_draft") as batch:
        batch.alter_column("window", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("text_draft") as batch:
        batch.drop_column("window")
