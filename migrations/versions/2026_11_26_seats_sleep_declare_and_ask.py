"""Seats may sleep, appointments wait for a declaration, institutions are asked for a successor."""

import sqlalchemy as sa
from alembic import op


revision = "9bd4bec60e00"
down_revision = "f9a3c8a358e2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "declaration_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_declaration_wording_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_wording")),
        sa.UniqueConstraint("body_id", "sha256", name=op.f("uq_declaration_wording_body_id_sha256")),
    )
    op.create_table(
        "dormancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name=op.f("ck_dormancy_period")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_dormancy_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dormancy")),
    )
    with op.batch_alter_table("dormancy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dormancy_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "reappointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_reappointment_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reappointment")),
        sa.UniqueConstraint("seat_id", "last_day", name=op.f("uq_reappointment_seat_id_last_day")),
    )
    with op.batch_alter_table("reappointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reappointment_seat_id"), ["seat_id"], unique=False)

    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wording_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_appointment_wording_id_declaration_wording"),
            "declaration_wording",
            ["wording_id"],
            ["id"],
        )

    with op.batch_alter_table("bylaws") as table:
        table.add_column(
            sa.Column("reappointment_weeks", sa.Integer(), nullable=False, server_default=sa.text("4"))
        )
        # Tables that are at work go on as they were: their coordination asks for declarations when it wishes.
        table.add_column(
            sa.Column("declaration_needed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("declaration", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("bylaws") as table:
        table.alter_column("reappointment_weeks", server_default=None)
        table.alter_column("declaration_needed", server_default=None)
        table.alter_column("declaration", server_default=None)
        table.create_check_constraint(
            op.f("ck_bylaws_reappointment_weeks"), "reappointment_weeks BETWEEN 1 AND 26"
        )

    with op.batch_alter_table("seat") as table:
        table.add_column(sa.Column("reference", sa.String(length=200), nullable=False, server_default=""))
        table.add_column(sa.Column("end_reference", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("seat") as table:
        table.alter_column("reference", server_default=None)
        table.alter_column("end_reference", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_column("end_reference")
        batch_op.drop_column("reference")

    with op.batch_alter_table("bylaws", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_bylaws_reappointment_weeks"), type_="check")
        batch_op.drop_column("declaration")
        batch_op.drop_column("declaration_needed")
        batch_op.drop_column("reappointment_weeks")

    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_appointment_wording_id_declaration_wording"), type_="foreignkey"
        )
        batch_op.drop_column("wording_id")

    with op.batch_alter_table("reappointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reappointment_seat_id"))

    op.drop_table("reappointment")
    with op.batch_alter_table("dormancy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dormancy_seat_id"))

    op.drop_table("dormancy")
    op.drop_table("declaration_wording")
