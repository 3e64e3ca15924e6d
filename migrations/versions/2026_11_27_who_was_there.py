"""Who came later, left earlier or left the room for an item."""

import sqlalchemy as sa
from alembic import op

revision = "7d1f0c52ab34"
down_revision = "3c9d70b2e815"
branch_labels = None
depends_on = None

PERIOD = "came_at IS NULL OR left_at IS NULL OR came_at < left_at"
THERE = "(came_at IS NULL AND left_at IS NULL) OR state IN ('present', 'represented')"


def upgrade() -> None:
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("came_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_check_constraint(batch_op.f("ck_attendance_period"), PERIOD)
        batch_op.create_check_constraint(batch_op.f("ck_attendance_there"), THERE)
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.alter_column("version", server_default=None)

    op.create_table(
        "withdrawal",
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance.id"], name=op.f("fk_withdrawal_attendance_id_attendance")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_withdrawal_item_id_agenda_item")),
        sa.PrimaryKeyConstraint("attendance_id", "item_id", name=op.f("pk_withdrawal")),
    )


def downgrade() -> None:
    op.drop_table("withdrawal")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_attendance_there"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_attendance_period"), type_="check")
        batch_op.drop_column("version")
        batch_op.drop_column("left_at")
        batch_op.drop_column("came_at")
