"""Editions are found by their checksum."""

from alembic import op


revision = "c41d0b7e52aa"
down_revision = "d41c7a90be35"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_edition_sha256", "edition", ["sha256"])


def downgrade() -> None:
    op.drop_index("ix_edition_sha256", "edition")
