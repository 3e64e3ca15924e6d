"""Letters are found by their mailbox, however the address was spelled."""

import sqlalchemy as sa
from alembic import op


revision = "d5a1c90b77e2"
down_revision = "b7f20c95d1e6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letter") as table:
        table.add_column(sa.Column("recipient_key", sa.String(), nullable=True))
        table.drop_index("ix_letter_recipient")
    op.execute("UPDATE letter SET recipient_key = lower(recipient)")
    with op.batch_alter_table("letter") as table:
        table.alter_column("recipient_key", existing_type=sa.String(), nullable=False)
        table.create_index("ix_letter_recipient_key", ["recipient_key"])


def downgrade() -> None:
    with op.batch_alter_table("letter") as table:
        table.drop_index("ix_letter_recipient_key")
        table.drop_column("recipient_key")
        table.create_index("ix_letter_recipient", ["recipient"])
