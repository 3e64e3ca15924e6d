"""Stances that wait for a management are found without going through all of them."""

from alembic import op


revision = "e07b53c1d9f4"
down_revision = "e7b1f2a04c93"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_stance_provisional", "stance", ["provisional", "asked_seat_id"])


def downgrade() -> None:
    op.drop_index("ix_stance_provisional", table_name="stance")
