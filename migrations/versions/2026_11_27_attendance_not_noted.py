"""Attendance that nobody has noted yet is a state of its own."""

from alembic import op


revision = "a3f0c2b7d914"
down_revision = "c7d20b6e91aa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _states("'present', 'represented', 'excused', 'absent', 'open'")


def downgrade() -> None:
    op.execute("UPDATE attendance SET state = 'absent' WHERE state = 'open'")
    _states("'present', 'represented', 'excused', 'absent'")


def _states(states: str) -> None:
    """The states that a row may have."""
    with op.batch_alter_table("attendance") as table:
        table.drop_constraint(op.f("ck_attendance_attendancestate"), type_="check")
        table.create_check_constraint(op.f("ck_attendance_attendancestate"), f"state IN ({states})")
