"""Reports on requests, and their versions as editions."""

import sqlalchemy as sa
from alembic import op


revision = "97d6748700bf"
down_revision = "e81d4b7c60a5"
branch_labels = None
depends_on = None


EDITION = sa.table("edition", sa.column("id"), sa.column("kind"))
READER = sa.table("edition_reader", sa.column("edition_id"))
BEFORE = "'agenda', 'minutes', 'position', 'published', 'procedure', 'survey'"


def upgrade() -> None:
    _kinds(f"{BEFORE}, 'report'", "kind IN ('position', 'procedure', 'survey', 'report')")
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objections_until", sa.Date(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(shown_at IS NULL) = (objections_until IS NULL)", name=op.f("ck_report_shown")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_report_body_id_body")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_report_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["external_request.id"], name=op.f("fk_report_request_id_external_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("request_id", name=op.f("uq_report_request_id")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "report_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.CheckConstraint("author <> '' AND text <> ''", name=op.f("ck_report_assessment_authored")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_assessment_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_assessment")),
    )
    with op.batch_alter_table("report_assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_assessment_report_id"), ["report_id"], unique=False)

    op.create_table(
        "report_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name=op.f("ck_report_objection_answered")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_report_objection_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_objection_report_id_report")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_report_objection_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_objection")),
    )
    with op.batch_alter_table("report_objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_objection_report_id"), ["report_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_objection_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("released_by", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("number = 1 OR reason <> ''", name=op.f("ck_report_version_reason")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_report_version_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_version_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_report_version_edition_id")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_version_report_id_number")),
    )
    with op.batch_alter_table("request_reply", schema=None) as batch_op:
        batch_op.add_column(sa.Column("report_edition_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reference", sa.String(length=100), nullable=False, server_default=""))
        batch_op.create_index(
            batch_op.f("ix_request_reply_report_edition_id"), ["report_edition_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_request_reply_report_edition_id_edition"), "edition", ["report_edition_id"], ["id"]
        )
    with op.batch_alter_table("request_reply", schema=None) as batch_op:
        batch_op.alter_column("reference", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("request_reply", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_request_reply_report_edition_id_edition"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_request_reply_report_edition_id"))
        batch_op.drop_column("reference")
        batch_op.drop_column("report_edition_id")

    op.drop_table("report_version")
    with op.batch_alter_table("report_objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_objection_seat_id"))
        batch_op.drop_index(batch_op.f("ix_report_objection_report_id"))

    op.drop_table("report_objection")
    with op.batch_alter_table("report_assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_assessment_report_id"))

    op.drop_table("report_assessment")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_decision_id"))
        batch_op.drop_index(batch_op.f("ix_report_body_id"))

    op.drop_table("report")
    connection = op.get_bind()
    ours = sa.select(EDITION.c.id).where(EDITION.c.kind == "report")
    connection.execute(sa.delete(READER).where(READER.c.edition_id.in_(ours)))
    connection.execute(sa.delete(EDITION).where(EDITION.c.kind == "report"))
    _kinds(BEFORE, "kind IN ('position', 'procedure', 'survey')")


def _kinds(kinds: str, without: str) -> None:
    with op.batch_alter_table("edition") as table:
        for name in ("editionkind", "of_meeting"):
            table.drop_constraint(op.f(f"ck_edition_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_edition_editionkind"), f"kind IN ({kinds})")
        table.create_check_constraint(op.f("ck_edition_of_meeting"), f"({without}) = (meeting_id IS NULL)")
