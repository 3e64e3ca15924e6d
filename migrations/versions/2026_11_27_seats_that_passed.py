"""To which seat one has passed, so that open questions go to the successor."""

import sqlalchemy as sa
from alembic import op


revision = "e19b7d40c3a8"
down_revision = "c41f7a90d2b6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("seat") as table:
        table.add_column(sa.Column("passed_to_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_seat_passed_to_id_seat", "seat", ["passed_to_id"], ["id"])
        table.create_index("ix_seat_passed_to_id", ["passed_to_id"])


def downgrade() -> None:
    with op.batch_alter_table("seat") as table:
        table.drop_index("ix_seat_passed_to_id")
        table.drop_constraint("fk_seat_passed_to_id_seat", type_="foreignkey")
        table.drop_column("passed_to_id")
