"""Answers to surveys are asked about and confirmed; until when single answers are kept."""

import sqlalchemy as sa
from alembic import op

revision = "7c20be91f4d3"
down_revision = "6e10b7f3a2c4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(is_right IS NULL) = (replied_at IS NULL)", name=op.f("ck_answer_check_replied")),
        sa.CheckConstraint("is_right IS NOT NULL OR question <> ''", name=op.f("ck_answer_check_asked")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_check_person_id_person")),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["respondent.id"], name=op.f("fk_answer_check_respondent_id_respondent")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["answer_sheet.id"], name=op.f("fk_answer_check_sheet_id_answer_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_check")),
    )
    with op.batch_alter_table("answer_check") as table:
        table.create_index("ix_answer_check_respondent_id", ["respondent_id"])
        table.create_index("ix_answer_check_sheet_id", ["sheet_id"])
        table.create_index(
            "ix_answer_check_one_open",
            ["sheet_id"],
            unique=True,
            sqlite_where=sa.text("replied_at IS NULL"),
            postgresql_where=sa.text("replied_at IS NULL"),
        )
    with op.batch_alter_table("survey") as batch:
        batch.add_column(sa.Column("kept_until", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("survey") as batch:
        batch.drop_column("kept_until")
    op.drop_table("answer_check")
