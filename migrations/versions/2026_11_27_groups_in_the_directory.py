"""A group that the directory names together answers as one, of nobody knows how many."""

from alembic import op


revision = "e81d4b7c60a5"
down_revision = "a3c5d17e9b42"
branch_labels = None
depends_on = None

INSTITUTION = "organisation_id IS NULL OR stands_for = 1"


def upgrade() -> None:
    with op.batch_alter_table("respondent") as batch:
        batch.drop_constraint(op.f("ck_respondent_institution"), type_="check")


def downgrade() -> None:
    op.execute("UPDATE respondent SET stands_for = 1 WHERE organisation_id IS NOT NULL")
    with op.batch_alter_table("respondent") as batch:
        batch.create_check_constraint(op.f("ck_respondent_institution"), INSTITUTION)
