"""Surveys: questions, respondents, answer sheets in versions."""

import sqlalchemy as sa
from alembic import op


revision = "d33016493493"
down_revision = "613053f03338"
branch_labels = None
depends_on = None


BEFORE = "'reply', 'people', 'dates', 'decision', 'topics', 'adoption', 'sign-off'"


def upgrade() -> None:
    _kinds(f"{BEFORE}, 'survey'")
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("period", sa.String(length=120), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "public",
                "internal",
                "confidential",
                "coordination",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("shows_answers", sa.Boolean(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("retold", sa.Boolean(), nullable=False),
        sa.Column("held", sa.String(length=40), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evaluated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("visibility <> 'public'", name=op.f("ck_survey_level")),
        sa.CheckConstraint("NOT anonymous OR NOT shows_answers", name=op.f("ck_survey_anonymous")),
        sa.CheckConstraint(
            "NOT retold OR (round_id IS NULL AND NOT anonymous)", name=op.f("ck_survey_retold")
        ),
        sa.CheckConstraint("finished_at IS NULL OR retold", name=op.f("ck_survey_finished")),
        sa.CheckConstraint("smallest > 0", name=op.f("ck_survey_smallest")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_survey_body_id_body")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_survey_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_survey_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("round_id", name=op.f("uq_survey_round_id")),
    )
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "respondent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("stands_for", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_documented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "organisation_id IS NULL OR stands_for = 1", name=op.f("ck_respondent_institution")
        ),
        sa.CheckConstraint("stands_for > 0", name=op.f("ck_respondent_stands_for")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_respondent_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_respondent_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent")),
        sa.UniqueConstraint(
            "survey_id", "organisation_id", name=op.f("uq_respondent_survey_id_organisation_id")
        ),
    )
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_respondent_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_respondent_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "survey_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "yes",
                "number",
                "choice",
                "text",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("period", sa.String(length=120), nullable=False),
        sa.Column(
            "strength",
            sa.Enum(
                "count",
                "estimate",
                "impression",
                name="numberstrength",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("several", sa.Boolean(), nullable=False),
        sa.Column("paired_with_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind = 'choice' OR NOT several", name=op.f("ck_survey_question_choice")),
        sa.CheckConstraint(
            "kind = 'number' OR (strength IS NULL AND unit = '')", name=op.f("ck_survey_question_number")
        ),
        sa.CheckConstraint("wording <> ''", name=op.f("ck_survey_question_wording")),
        sa.CheckConstraint(
            "paired_with_id IS NULL OR paired_with_id <> id", name=op.f("ck_survey_question_paired")
        ),
        sa.ForeignKeyConstraint(
            ["paired_with_id"],
            ["survey_question.id"],
            name=op.f("fk_survey_question_paired_with_id_survey_question"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_question_survey_id_survey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_question")),
    )
    with op.batch_alter_table("survey_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_survey_question_paired_with_id"), ["paired_with_id"], unique=False
        )
        batch_op.create_index("ix_survey_question_survey_id_place", ["survey_id", "place"], unique=False)

    op.create_table(
        "survey_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_survey_table_body_id_body")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_survey_table_round_id_round")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_table_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_table")),
        sa.UniqueConstraint("round_id", name=op.f("uq_survey_table_round_id")),
        sa.UniqueConstraint("survey_id", "body_id", name=op.f("uq_survey_table_survey_id_body_id")),
    )
    with op.batch_alter_table("survey_table", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_table_body_id"), ["body_id"], unique=False)

    op.create_table(
        "answer_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "site",
                "link",
                "calendar",
                "unproven",
                "coordination",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("oral", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "released_at IS NULL OR channel IS NOT NULL OR respondent_id IS NULL",
            name=op.f("ck_answer_sheet_way"),
        ),
        sa.CheckConstraint(
            "respondent_id IS NOT NULL OR released_at IS NOT NULL", name=op.f("ck_answer_sheet_nobodys")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_sheet_person_id_person")),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["respondent.id"], name=op.f("fk_answer_sheet_respondent_id_respondent")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_answer_sheet_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_sheet")),
        sa.UniqueConstraint("respondent_id", "number", name=op.f("uq_answer_sheet_respondent_id_number")),
    )
    with op.batch_alter_table("answer_sheet", schema=None) as batch_op:
        batch_op.create_index(
            "ix_answer_sheet_one_draft",
            ["respondent_id"],
            unique=True,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )
        batch_op.create_index(
            "ix_answer_sheet_survey_id_released_at", ["survey_id", "released_at"], unique=False
        )

    op.create_table(
        "respondent_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["respondent.id"], name=op.f("fk_respondent_link_respondent_id_respondent")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_respondent_link_token_hash")),
    )
    with op.batch_alter_table("respondent_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_respondent_link_respondent_id"), ["respondent_id"], unique=False)

    op.create_table(
        "respondent_seat",
        sa.Column("asked_seat_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_seat_id"], ["asked_seat.id"], name=op.f("fk_respondent_seat_asked_seat_id_asked_seat")
        ),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["respondent.id"], name=op.f("fk_respondent_seat_respondent_id_respondent")
        ),
        sa.PrimaryKeyConstraint("asked_seat_id", name=op.f("pk_respondent_seat")),
    )
    with op.batch_alter_table("respondent_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_respondent_seat_respondent_id"), ["respondent_id"], unique=False)

    op.create_table(
        "survey_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["survey_question.id"], name=op.f("fk_survey_choice_question_id_survey_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_choice")),
    )
    with op.batch_alter_table("survey_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_choice_question_id"), ["question_id"], unique=False)

    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column(
            "value",
            sa.Enum(
                "yes",
                "none-seen",
                "no-statement",
                "not-responsible",
                name="answervalue",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "strength",
            sa.Enum(
                "count",
                "estimate",
                "impression",
                name="numberstrength",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "number IS NULL OR (number > 0 AND value = 'yes')", name=op.f("ck_survey_answer_number")
        ),
        sa.CheckConstraint("(number IS NULL) = (strength IS NULL)", name=op.f("ck_survey_answer_strength")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["survey_question.id"], name=op.f("fk_survey_answer_question_id_survey_question")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["answer_sheet.id"], name=op.f("fk_survey_answer_sheet_id_answer_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint("sheet_id", "question_id", name=op.f("uq_survey_answer_sheet_id_question_id")),
    )
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_answer_question_id"), ["question_id"], unique=False)

    op.create_table(
        "chosen_choice",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("choice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["survey_answer.id"], name=op.f("fk_chosen_choice_answer_id_survey_answer")
        ),
        sa.ForeignKeyConstraint(
            ["choice_id"], ["survey_choice.id"], name=op.f("fk_chosen_choice_choice_id_survey_choice")
        ),
        sa.PrimaryKeyConstraint("answer_id", "choice_id", name=op.f("pk_chosen_choice")),
    )
    with op.batch_alter_table("chosen_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chosen_choice_choice_id"), ["choice_id"], unique=False)



def downgrade() -> None:
    with op.batch_alter_table("chosen_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chosen_choice_choice_id"))

    op.drop_table("chosen_choice")
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_answer_question_id"))

    op.drop_table("survey_answer")
    with op.batch_alter_table("survey_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_choice_question_id"))

    op.drop_table("survey_choice")
    with op.batch_alter_table("respondent_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_respondent_seat_respondent_id"))

    op.drop_table("respondent_seat")
    with op.batch_alter_table("respondent_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_respondent_link_respondent_id"))

    op.drop_table("respondent_link")
    with op.batch_alter_table("answer_sheet", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_sheet_survey_id_released_at")
        batch_op.drop_index("ix_answer_sheet_one_draft")

    op.drop_table("answer_sheet")
    with op.batch_alter_table("survey_table", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_table_body_id"))

    op.drop_table("survey_table")
    with op.batch_alter_table("survey_question", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_question_survey_id_place")
        batch_op.drop_index(batch_op.f("ix_survey_question_paired_with_id"))

    op.drop_table("survey_question")
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_respondent_survey_id"))
        batch_op.drop_index(batch_op.f("ix_respondent_organisation_id"))

    op.drop_table("respondent")
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_survey_body_id"))

    op.drop_table("survey")
    asked = "SELECT id FROM asked_seat WHERE round_id IN (SELECT id FROM round WHERE kind = 'survey')"
    op.execute(f"DELETE FROM asked_link WHERE asked_seat_id IN ({asked})")
    op.execute("DELETE FROM asked_seat WHERE round_id IN (SELECT id FROM round WHERE kind = 'survey')")
    op.execute("DELETE FROM round WHERE kind = 'survey'")
    _kinds(BEFORE)


def _kinds(kinds: str) -> None:
    """The kinds that a round may have."""
    with op.batch_alter_table("round") as table:
        table.drop_constraint(op.f("ck_round_roundkind"), type_="check")
        table.create_check_constraint(op.f("ck_round_roundkind"), f"kind IN ({kinds})")
