"""Who was in the room stands as it was when a decision was closed."""

import sqlalchemy as sa
from alembic import op

revision = "7c1d5e90ab34"
down_revision = "e5b8120fd743"
branch_labels = None
depends_on = None

LEFT = """
UPDATE asked_seat SET had_withdrawn = true WHERE EXISTS (
    SELECT 1 FROM decision
    JOIN minutes ON minutes.meeting_id = decision.meeting_id
    JOIN attendance ON attendance.minutes_id = minutes.id
    JOIN withdrawal ON withdrawal.attendance_id = attendance.id AND withdrawal.item_id = decision.item_id
    WHERE decision.round_id = asked_seat.round_id AND decision.result IS NOT NULL
    AND attendance.seat_id = asked_seat.seat_id)
"""
NOTED = """
UPDATE asked_seat SET was_there = {there} WHERE EXISTS (
    SELECT 1 FROM decision
    JOIN minutes ON minutes.meeting_id = decision.meeting_id AND minutes.attendance_noted_at IS NOT NULL
    WHERE decision.round_id = asked_seat.round_id AND decision.result IS NOT NULL)
"""
THERE = """EXISTS (
    SELECT 1 FROM decision
    JOIN minutes ON minutes.meeting_id = decision.meeting_id
    JOIN attendance ON attendance.minutes_id = minutes.id
    WHERE decision.round_id = asked_seat.round_id AND attendance.seat_id = asked_seat.seat_id
    AND attendance.state IN ('present', 'represented'))
"""


def upgrade() -> None:
    with op.batch_alter_table("asked_seat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("was_there", sa.Boolean(), nullable=True))
        batch_op.add_column(
            sa.Column("had_withdrawn", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("asked_seat", schema=None) as batch_op:
        batch_op.alter_column("had_withdrawn", server_default=None)
    op.execute(sa.text(LEFT))
    op.execute(sa.text(NOTED.format(there=THERE)))


def downgrade() -> None:
    with op.batch_alter_table("asked_seat", schema=None) as batch_op:
        batch_op.drop_column("had_withdrawn")
        batch_op.drop_column("was_there")
