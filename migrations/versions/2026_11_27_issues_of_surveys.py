"""Results of surveys leave the house: released answers, issues, editions of them."""

import sqlalchemy as sa
from alembic import op


revision = "c4d1a90e7b35"
down_revision = "e27b90c4d5a8"
branch_labels = None
depends_on = None

EDITION = sa.table("edition", sa.column("id"), sa.column("kind"))
READER = sa.table("edition_reader", sa.column("edition_id"))
BEFORE = "'agenda', 'minutes', 'position', 'published', 'procedure'"


def upgrade() -> None:
    _kinds(f"{BEFORE}, 'survey'", "kind IN ('position', 'procedure', 'survey')")
    op.create_table(
        "answer_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("said_how", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_answer_release_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["survey_question.id"],
            name=op.f("fk_answer_release_question_id_survey_question"),
        ),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["respondent.id"], name=op.f("fk_answer_release_respondent_id_respondent")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["answer_sheet.id"], name=op.f("fk_answer_release_sheet_id_answer_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_release")),
    )
    with op.batch_alter_table("answer_release") as table:
        table.create_index("ix_answer_release_question_id", ["question_id"])
        table.create_index("ix_answer_release_respondent_id", ["respondent_id"])
        table.create_index(
            "ix_answer_release_one",
            ["sheet_id", "question_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
    op.create_table(
        "survey_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("compiled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR published_at IS NOT NULL", name=op.f("ck_survey_issue_withdrawn")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_survey_issue_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_issue_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_issue")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_survey_issue_edition_id")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_survey_issue_survey_id_number")),
    )


def downgrade() -> None:
    op.drop_table("survey_issue")
    op.drop_table("answer_release")
    connection = op.get_bind()
    ours = sa.select(EDITION.c.id).where(EDITION.c.kind == "survey")
    connection.execute(sa.delete(READER).where(READER.c.edition_id.in_(ours)))
    connection.execute(sa.delete(EDITION).where(EDITION.c.kind == "survey"))
    _kinds(BEFORE, "kind IN ('position', 'procedure')")


def _kinds(kinds: str, without: str) -> None:
    with op.batch_alter_table("edition") as table:
        for name in ("editionkind", "of_meeting"):
            table.drop_constraint(op.f(f"ck_edition_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_edition_editionkind"), f"kind IN ({kinds})")
        table.create_check_constraint(op.f("ck_edition_of_meeting"), f"({without}) = (meeting_id IS NULL)")
