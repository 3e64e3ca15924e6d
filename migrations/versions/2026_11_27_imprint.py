"""Who runs the site, for imprint and privacy page."""

import sqlalchemy as sa
from alembic import op


revision = "a1d85c0e37f2"
down_revision = "7c2e94d1f6b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imprint",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("privacy_officer", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_imprint_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imprint")),
    )


def downgrade() -> None:
    op.drop_table("imprint")
