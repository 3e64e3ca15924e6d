"""Names that institutions and bodies will bear from a day ahead on."""

import sqlalchemy as sa
from alembic import op


revision = "3c9d70b2e815"
down_revision = "c41d0b7e52aa"
branch_labels = None
depends_on = None

AHEAD = {
    "organisation": {"next_name": 200, "next_short_name": 60, "next_name_source": 200},
    "body": {"next_name": 200},
}


def upgrade() -> None:
    for name, lines in AHEAD.items():
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("next_name_on", sa.Date(), nullable=True))
            for column, length in lines.items():
                kind = sa.String(length=length)
                table.add_column(sa.Column(column, kind, nullable=False, server_default=""))
            table.create_check_constraint(
                op.f(f"ck_{name}_next_name"), "(next_name = '') = (next_name_on IS NULL)"
            )
        with op.batch_alter_table(name) as table:
            for column in lines:
                table.alter_column(column, server_default=None)


def downgrade() -> None:
    for name, lines in AHEAD.items():
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_next_name"), type_="check")
            for column in ("next_name_on", *lines):
                table.drop_column(column)
