"""Two bodies may bear one name: a refusal told of bodies that must not be known."""

import sqlalchemy as sa
from alembic import op


revision = "c94e61b20d7a"
down_revision = "a1d85c0e37f2"
branch_labels = None
depends_on = None

BODY = sa.table("body", sa.column("id", sa.Integer), sa.column("name", sa.String))


def upgrade() -> None:
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_body_name"), type_="unique")


def downgrade() -> None:
    """Names that stand twice get their number behind them."""
    first = sa.select(sa.func.min(BODY.c.id)).group_by(BODY.c.name)
    numbered = BODY.c.name + " (" + sa.cast(BODY.c.id, sa.String) + ")"
    op.execute(BODY.update().where(BODY.c.id.not_in(first)).values(name=numbered))
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_body_name"), ["name"])
