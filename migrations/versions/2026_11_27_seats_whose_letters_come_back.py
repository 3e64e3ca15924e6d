"""Seats whose letters come back are one more concern."""

from alembic import op


revision = "5f3c1b7a9d20"
down_revision = "c4e1a7720b9d"
branch_labels = None
depends_on = None

BEFORE = "'missing', 'refused', 'denied', 'ending', 'silent', 'unfilled'"


def upgrade() -> None:
    _kinds("'missing', 'refused', 'bouncing', 'denied', 'ending', 'silent', 'unfilled'")


def downgrade() -> None:
    op.execute("DELETE FROM checked_concern WHERE kind = 'bouncing'")
    _kinds(BEFORE)


def _kinds(kinds: str) -> None:
    with op.batch_alter_table("checked_concern") as table:
        table.drop_constraint(op.f("ck_checked_concern_concernkind"), type_="check")
        table.create_check_constraint(op.f("ck_checked_concern_concernkind"), f"kind IN ({kinds})")
