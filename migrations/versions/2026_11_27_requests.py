"""Requests of committees and others, and the replies that they got."""

import sqlalchemy as sa
from alembic import op


revision = "553e19445909"
down_revision = "d33016493493"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "external_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("asker", sa.String(length=160), nullable=False),
        sa.Column("asked_on", sa.String(length=40), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("found_in", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_meeting_id", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
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
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_note", sa.Text(), nullable=False),
        sa.Column("folded", sa.String(length=8000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "committee_id IS NOT NULL OR organisation_id IS NOT NULL OR asker <> ''",
            name=op.f("ck_external_request_asker"),
        ),
        sa.CheckConstraint("visibility <> 'confidential'", name=op.f("ck_external_request_level")),
        sa.CheckConstraint(
            "appointment_id IS NULL OR seat_id IS NOT NULL", name=op.f("ck_external_request_person")
        ),
        sa.CheckConstraint(
            "committee_id IS NULL OR organisation_id IS NULL", name=op.f("ck_external_request_one_asker")
        ),
        sa.CheckConstraint("due_on IS NULL OR due_meeting_id IS NULL", name=op.f("ck_external_request_due")),
        sa.CheckConstraint(
            "follows_id IS NULL OR follows_id <> id", name=op.f("ck_external_request_follows")
        ),
        sa.CheckConstraint(
            "seat_id IS NULL OR assigned_at IS NOT NULL", name=op.f("ck_external_request_assigned")
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_external_request_appointment_id_appointment"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_external_request_body_id_body")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["body.id"], name=op.f("fk_external_request_committee_id_body")
        ),
        sa.ForeignKeyConstraint(
            ["due_meeting_id"], ["meeting.id"], name=op.f("fk_external_request_due_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["external_request.id"],
            name=op.f("fk_external_request_follows_id_external_request"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_external_request_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_external_request_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_request")),
    )
    with op.batch_alter_table("external_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_external_request_appointment_id"), ["appointment_id"], unique=False
        )
        batch_op.create_index("ix_external_request_body_id_asked_on", ["body_id", "asked_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_external_request_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_external_request_due_meeting_id"), ["due_meeting_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_external_request_follows_id"), ["follows_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_external_request_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "request_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "mail",
                "portal",
                "post",
                "orally",
                name="sentby",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("closes", sa.Boolean(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("released_by", sa.String(length=160), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(released_on IS NULL) = (released_by = '')", name=op.f("ck_request_reply_released")
        ),
        sa.CheckConstraint("noted_on IS NULL OR sent_on IS NOT NULL", name=op.f("ck_request_reply_noted")),
        sa.CheckConstraint("sent_on IS NULL OR released_on IS NOT NULL", name=op.f("ck_request_reply_sent")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_request_reply_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_request_reply_paper_id_paper")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["external_request.id"], name=op.f("fk_request_reply_request_id_external_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_reply")),
    )
    with op.batch_alter_table("request_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_reply_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_reply_request_id"), ["request_id"], unique=False)



def downgrade() -> None:
    with op.batch_alter_table("request_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_reply_request_id"))
        batch_op.drop_index(batch_op.f("ix_request_reply_paper_id"))

    op.drop_table("request_reply")
    with op.batch_alter_table("external_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_external_request_seat_id"))
        batch_op.drop_index(batch_op.f("ix_external_request_follows_id"))
        batch_op.drop_index(batch_op.f("ix_external_request_due_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_external_request_committee_id"))
        batch_op.drop_index("ix_external_request_body_id_asked_on")
        batch_op.drop_index(batch_op.f("ix_external_request_appointment_id"))

    op.drop_table("external_request")
