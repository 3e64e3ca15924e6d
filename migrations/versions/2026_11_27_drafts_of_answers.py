"""Drafts of answers may be incomplete; a survey says itself until when and whether it is closed."""

import sqlalchemy as sa
from alembic import op


revision = "7c1e5f0a92d4"
down_revision = "c1f84e2a7d93"
branch_labels = None
depends_on = None


OPENED = "(round_id IS NULL) = (opened_at IS NULL)"
DUE = "(round_id IS NULL) = (due_on IS NULL)"
CLOSED = "closed_at IS NULL OR retold OR round_id IS NOT NULL"
OF_ROUND = "(SELECT {0} FROM round WHERE round.id = survey.round_id)"


def upgrade() -> None:
    _survey_says_itself()
    with op.batch_alter_table("survey_answer") as batch:
        batch.alter_column("value", existing_type=sa.String(length=40), nullable=True)
    with op.batch_alter_table("answer_sheet") as batch:
        batch.add_column(sa.Column("saves", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("answer_sheet") as batch:
        batch.alter_column("saves", server_default=None)


def _survey_says_itself() -> None:
    with op.batch_alter_table("survey") as batch:
        batch.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("opened_at", "due_on", "closed_at"):
        of_round = OF_ROUND.format(name)
        op.execute(f"UPDATE survey SET {name} = {of_round} WHERE round_id IS NOT NULL")
    op.execute("UPDATE survey SET closed_at = finished_at WHERE finished_at IS NOT NULL")
    with op.batch_alter_table("survey") as batch:
        batch.drop_constraint(op.f("ck_survey_finished"), type_="check")
        batch.drop_column("finished_at")
        batch.create_check_constraint(op.f("ck_survey_opened"), OPENED)
        batch.create_check_constraint(op.f("ck_survey_due"), DUE)
        batch.create_check_constraint(op.f("ck_survey_closed"), CLOSED)


def _round_says_it() -> None:
    with op.batch_alter_table("survey") as batch:
        batch.add_column(sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE survey SET finished_at = closed_at WHERE round_id IS NULL")
    with op.batch_alter_table("survey") as batch:
        for name in ("opened", "due", "closed"):
            batch.drop_constraint(op.f(f"ck_survey_{name}"), type_="check")
        for name in ("opened_at", "due_on", "closed_at"):
            batch.drop_column(name)
        batch.create_check_constraint(op.f("ck_survey_finished"), "finished_at IS NULL OR retold")


def downgrade() -> None:
    _round_says_it()
    with op.batch_alter_table("answer_sheet") as batch:
        batch.drop_column("saved_at")
        batch.drop_column("saves")
    op.execute("DELETE FROM chosen_choice WHERE answer_id IN (SELECT id FROM survey_answer WHERE value IS NULL)")
    op.execute("DELETE FROM survey_answer WHERE value IS NULL")
    with op.batch_alter_table("survey_answer") as batch:
        batch.alter_column("value", existing_type=sa.String(length=40), nullable=False)
