"""Papers may be noted as handed over in person."""

import sqlalchemy as sa
from alembic import op


revision = "e5b8120fd743"
down_revision = "c40e9d2f7b16"
branch_labels = None
depends_on = None

COLUMNS = (("dispatch", "way"), ("letter", "reached_by"))


def _allow(*ways: str) -> None:
    listed = ", ".join(f"'{way}'" for way in ways)
    for table, column in COLUMNS:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_way"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_way"), f"{column} IN ({listed})")


def upgrade() -> None:
    _allow("mail", "post", "phone", "in-person")


def downgrade() -> None:
    for table, column in COLUMNS:
        way = sa.table(table, sa.column(column))
        op.execute(sa.update(way).where(way.c[column] == "in-person").values({column: "post"}))
    _allow("mail", "post", "phone")
