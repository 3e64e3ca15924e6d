"""What is published of minutes."""

import sqlalchemy as sa
from alembic import op


revision = "e7b1f2a04c93"
down_revision = "5be20c9d71fa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (content IS NULL) AND (approved_at IS NULL) = (sha256 IS NULL)",
            name=op.f("ck_publication_approved"),
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR approved_at IS NOT NULL", name=op.f("ck_publication_withdrawn")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_publication_approved_by_id_person")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_publication_body_id_body")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_publication_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_publication_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_publication_prepared_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("minutes_id", name=op.f("uq_publication_minutes_id")),
    )
    with op.batch_alter_table("publication", schema=None) as batch:
        batch.create_index(batch.f("ix_publication_body_id"), ["body_id"], unique=False)
        batch.create_index(batch.f("ix_publication_meeting_id"), ["meeting_id"], unique=False)
        batch.create_index(batch.f("ix_publication_sha256"), ["sha256"], unique=False)


def downgrade() -> None:
    op.drop_table("publication")
