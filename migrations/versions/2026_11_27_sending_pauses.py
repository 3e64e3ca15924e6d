"""Tables whose coordination has stopped the sending of letters."""

import sqlalchemy as sa
from alembic import op

revision = "5d0c72e1b9a4"
down_revision = "5d0f83b1c6e4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sending_pause",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_sending_pause_body_id_body")),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_sending_pause")),
    )


def downgrade() -> None:
    op.drop_table("sending_pause")
