"""Tasks of institutions, their reports, and the links by which one reports."""

import sqlalchemy as sa
from alembic import op


revision = "461f292d647e"
down_revision = "e19b7d40c3a8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("counted_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("until_next_meeting", sa.Boolean(), nullable=False),
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
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "in-progress",
                "waiting",
                "put-back",
                "done",
                "dropped",
                name="taskstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("waiting_for", sa.String(length=200), nullable=False),
        sa.Column("waiting_seat_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NOT NULL) = (state IN ('done', 'dropped'))", name=op.f("ck_task_settled")
        ),
        sa.CheckConstraint("visibility <> 'public'", name=op.f("ck_task_never_public")),
        sa.CheckConstraint("appointment_id IS NULL OR seat_id IS NOT NULL", name=op.f("ck_task_person")),
        sa.CheckConstraint("due_on IS NULL OR NOT until_next_meeting", name=op.f("ck_task_due")),
        sa.CheckConstraint("item_id IS NULL OR meeting_id IS NOT NULL", name=op.f("ck_task_item")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_task_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_task_body_id_body")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_task_created_by_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_task_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_task_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_task_seat_id_seat")),
        sa.ForeignKeyConstraint(["waiting_seat_id"], ["seat.id"], name=op.f("fk_task_waiting_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index("ix_task_body_id_state", ["body_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "task_audience",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_task_audience_seat_id_seat")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_audience_task_id_task")),
        sa.PrimaryKeyConstraint("task_id", "seat_id", name=op.f("pk_task_audience")),
    )
    op.create_table(
        "task_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_link_person_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_task_link_seat_id_seat")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_link_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_task_link_token_hash")),
    )
    with op.batch_alter_table("task_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_link_task_id"), ["task_id"], unique=False)

    op.create_table(
        "task_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "in-progress",
                "waiting",
                "put-back",
                "done",
                "dropped",
                name="taskstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
            nullable=False,
        ),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("waiting_for", sa.String(length=200), nullable=False),
        sa.Column("waiting_seat_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_report_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_task_report_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_report_task_id_task")),
        sa.ForeignKeyConstraint(
            ["waiting_seat_id"], ["seat.id"], name=op.f("fk_task_report_waiting_seat_id_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_report")),
    )
    with op.batch_alter_table("task_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_report_task_id"), ["task_id"], unique=False)



def downgrade() -> None:
    with op.batch_alter_table("task_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_report_task_id"))

    op.drop_table("task_report")
    with op.batch_alter_table("task_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_link_task_id"))

    op.drop_table("task_link")
    op.drop_table("task_audience")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_seat_id"))
        batch_op.drop_index(batch_op.f("ix_task_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_task_item_id"))
        batch_op.drop_index("ix_task_body_id_state")
        batch_op.drop_index(batch_op.f("ix_task_appointment_id"))

    op.drop_table("task")
