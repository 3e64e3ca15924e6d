"""Proposals for admission; whether an institution decides subject to its management."""

import sqlalchemy as sa
from alembic import op


revision = "d536eaa29919"
down_revision = "3e788df32e18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "voting",
                "advisory",
                "guest",
                name="seatkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "organisation_kind",
            sa.Enum(
                "specialist-centre",
                "counselling",
                "provider",
                "association",
                "umbrella",
                "network",
                "police",
                "justice",
                "youth-office",
                "health-office",
                "social-office",
                "public-order",
                "immigration",
                "employment",
                "administration",
                "equality",
                "school",
                "hospital",
                "shelter",
                "ministry",
                "parliament",
                "political-group",
                "international",
                "other",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "admitted",
                "refused",
                "withdrawn",
                name="admissionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=300), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("made_seat_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'admitted') = (made_seat_id IS NOT NULL)", name=op.f("ck_admission_admitted")
        ),
        sa.CheckConstraint(
            "organisation_id IS NOT NULL OR (name <> '' AND organisation_kind IS NOT NULL)",
            name=op.f("ck_admission_institution"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_admission_body_id_body")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_admission_by_id_person")),
        sa.ForeignKeyConstraint(["made_seat_id"], ["seat.id"], name=op.f("fk_admission_made_seat_id_seat")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_admission_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_admission_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission")),
    )
    with op.batch_alter_table("admission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_admission_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_admission_open",
            ["body_id", "organisation_id", "seat_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(batch_op.f("ix_admission_seat_id"), ["seat_id"], unique=False)

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("decides_subject_to_management", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("management_note", sa.String(length=200), nullable=False, server_default="")
        )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.alter_column("decides_subject_to_management", server_default=None)
        batch_op.alter_column("management_note", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("management_note")
        batch_op.drop_column("decides_subject_to_management")

    with op.batch_alter_table("admission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_admission_seat_id"))
        batch_op.drop_index(
            "ix_admission_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_admission_body_id"))

    op.drop_table("admission")
