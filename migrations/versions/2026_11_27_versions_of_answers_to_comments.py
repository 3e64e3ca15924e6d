"""Answers to comments on procedures carry the version of the comment that they start from."""

import sqlalchemy as sa
from alembic import op

revision = "52a7c4e18d90"
down_revision = "5b8e0d4417aa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("procedure_comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("procedure_comment", schema=None) as batch_op:
        batch_op.alter_column("version", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("procedure_comment", schema=None) as batch_op:
        batch_op.drop_column("version")
