"""Coordinators who want to be written to about deadlines; who took somebody off a list of the invited."""

import sqlalchemy as sa
from alembic import op


revision = "a83e5d10b4f2"
down_revision = "a3f0c2b7d914"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("due_mails", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("person") as table:
        table.alter_column("due_mails", server_default=None)
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_invitation_withdrawn_by_id_person"), "person", ["withdrawn_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("invitation") as table:
        table.drop_constraint(op.f("fk_invitation_withdrawn_by_id_person"), type_="foreignkey")
        table.drop_column("withdrawn_by_id")
    with op.batch_alter_table("person") as table:
        table.drop_column("due_mails")
