"""Calls for topics are switched off by themselves; whoever had reminders off keeps both off."""

import sqlalchemy as sa
from alembic import op

revision = "c1f84e2a7d93"
down_revision = "9ab3e5d1f207"
branch_labels = None
depends_on = None

STOPS = sa.table("reminder_stop", *(sa.column(name) for name in ("address", "since", "what")))


def upgrade() -> None:
    kinds = ("reminders", "topic-calls")
    what = sa.Enum(*kinds, name="stopkind", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("reminder_stop") as batch:
        batch.add_column(sa.Column("what", what, nullable=False, server_default="reminders"))
        batch.drop_constraint(op.f("uq_reminder_stop_address"), type_="unique")
        batch.create_unique_constraint(op.f("uq_reminder_stop_address_what"), ["address", "what"])
    with op.batch_alter_table("reminder_stop") as batch:
        batch.alter_column("what", server_default=None)
    both = sa.select(STOPS.c.address, STOPS.c.since, sa.literal("topic-calls"))
    op.execute(sa.insert(STOPS).from_select(["address", "since", "what"], both))


def downgrade() -> None:
    op.execute(sa.delete(STOPS).where(STOPS.c.what == "topic-calls"))
    with op.batch_alter_table("reminder_stop") as batch:
        batch.drop_constraint(op.f("uq_reminder_stop_address_what"), type_="unique")
        batch.drop_constraint(op.f("ck_reminder_stop_stopkind"), type_="check")
        batch.drop_column("what")
        batch.create_unique_constraint(op.f("uq_reminder_stop_address"), ["address"])
