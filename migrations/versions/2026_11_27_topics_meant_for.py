"""For which meeting a topic was meant, whatever was decided about it."""

import sqlalchemy as sa
from alembic import op

revision = "7fa2c40e93d1"
down_revision = "5b0e3a7c41d9"
branch_labels = None
depends_on = None

TOPIC = sa.table("topic", *(sa.column(name) for name in ("meeting_id", "meant_for_id", "state")))


def upgrade() -> None:
    with op.batch_alter_table("topic") as table:
        table.add_column(sa.Column("meant_for_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_topic_meant_for_id_meeting"), "meeting", ["meant_for_id"], ["id"])
    waits = TOPIC.c.state == "submitted"
    op.execute(sa.update(TOPIC).where(waits).values(meant_for_id=TOPIC.c.meeting_id))


def downgrade() -> None:
    with op.batch_alter_table("topic") as table:
        table.drop_constraint(op.f("fk_topic_meant_for_id_meeting"), type_="foreignkey")
        table.drop_column("meant_for_id")
