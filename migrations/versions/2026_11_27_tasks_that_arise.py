"""Tasks that nobody gives say why they arose, each once."""

import sqlalchemy as sa
from alembic import op

revision = "6e10b7f3a2c4"
down_revision = "52a7c4e18d90"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_task_purpose"), ["purpose"])


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_task_purpose"), type_="unique")
        batch_op.drop_column("purpose")
