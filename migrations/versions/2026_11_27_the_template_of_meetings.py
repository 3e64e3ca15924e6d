"""The template of a table's meetings: their usual times and place, beside the items of the agenda."""

import sqlalchemy as sa
from alembic import op


revision = "c4e1a7720b9d"
down_revision = "a83e5d10b4f2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bylaws") as table:
        table.add_column(sa.Column("usual_starts", sa.Time(), nullable=True))
        table.add_column(sa.Column("usual_ends", sa.Time(), nullable=True))
        table.add_column(sa.Column("usual_place", sa.String(length=200), nullable=False, server_default=""))
        table.add_column(
            sa.Column("usual_online_url", sa.String(length=300), nullable=False, server_default="")
        )
    with op.batch_alter_table("bylaws") as table:
        table.alter_column("usual_place", server_default=None)
        table.alter_column("usual_online_url", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("bylaws") as table:
        for name in ("usual_online_url", "usual_place", "usual_ends", "usual_starts"):
            table.drop_column(name)
