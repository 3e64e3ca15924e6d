"""Objections to minutes, what became of them, and the approval of minutes."""

import sqlalchemy as sa
from alembic import op

revision = "7be1054d9c3f"
down_revision = "c41f7d09a6e2"
branch_labels = None
depends_on = None

APPROVED = (
    "(approved_at IS NULL AND approved_on IS NULL AND approved_in_id IS NULL) "
    "OR (approved_at IS NOT NULL AND approved_on IS NOT NULL AND state = 'circulated')"
)


def upgrade() -> None:
    with op.batch_alter_table("minutes") as table:
        table.add_column(sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("approved_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("approved_in_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_minutes_approved_in_id_meeting"), "meeting", ["approved_in_id"], ["id"]
        )
        table.create_check_constraint(op.f("ck_minutes_approved"), APPROVED)
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("institution", sa.String(length=300), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("item_number", sa.String(length=20), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (recorded_by_id IS NULL)", name=op.f("ck_objection_who")
        ),
        sa.CheckConstraint("seat_id IS NOT NULL OR person_id IS NOT NULL", name=op.f("ck_objection_whose")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_objection_body_id_body")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_objection_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_objection_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_objection_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_objection_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_objection_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_objection_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_objection_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    for column in ("body_id", "meeting_id", "minutes_id", "seat_id"):
        op.create_index(op.f(f"ix_objection_{column}"), "objection", [column])
    op.create_table(
        "objection_ending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                *("withdrawn", "taken-over", "in-part", "refused", "statement"),
                name="objectionoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome <> 'refused' OR answer <> ''", name=op.f("ck_objection_ending_reason")),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objection.id"], name=op.f("fk_objection_ending_objection_id_objection")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_objection_ending_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_ending")),
        sa.UniqueConstraint("objection_id", name=op.f("uq_objection_ending_objection_id")),
    )


def downgrade() -> None:
    op.drop_table("objection_ending")
    op.drop_table("objection")
    with op.batch_alter_table("minutes") as table:
        table.drop_constraint(op.f("ck_minutes_approved"), type_="check")
        table.drop_constraint(op.f("fk_minutes_approved_in_id_meeting"), type_="foreignkey")
        for column in ("approved_in_id", "approved_on", "approved_at"):
            table.drop_column(column)
