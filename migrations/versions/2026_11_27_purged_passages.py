"""Checksums of passages that were purged, so that nobody writes them again."""

import sqlalchemy as sa
from alembic import op

revision = "3b7e19c5d2f8"
down_revision = "7c1d5e90ab34"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "purged_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_purged_passage_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purged_passage")),
        sa.UniqueConstraint("body_id", "digest", name=op.f("uq_purged_passage_body_id_digest")),
    )


def downgrade() -> None:
    op.drop_table("purged_passage")
