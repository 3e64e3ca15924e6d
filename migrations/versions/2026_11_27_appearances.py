"""Appearances outside, and the mandates for them."""

import sqlalchemy as sa
from alembic import op


revision = "9611af6ff387"
down_revision = "5d0c72e1b9a4"
branch_labels = None
depends_on = None


LINK = sa.table("link", sa.column("from_table"), sa.column("to_table"))
ENDS = ("appearance", "mandate")


def upgrade() -> None:
    op.create_table(
        "appearance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hearing",
                "expert-talk",
                "conference",
                "contribution",
                name="appearancekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("host_name", sa.String(length=160), nullable=False),
        sa.Column("held_on", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "decided",
                "accepted",
                "declined",
                "submitted",
                "attended",
                "closed",
                name="appearancestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("resolved_in", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("found_in", sa.String(length=300), nullable=False),
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
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("host_id IS NULL OR host_name = ''", name=op.f("ck_appearance_one_host")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_appearance_titled")),
        sa.CheckConstraint("visibility <> 'confidential'", name=op.f("ck_appearance_readers")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_appearance_body_id_body")),
        sa.ForeignKeyConstraint(["host_id"], ["body.id"], name=op.f("fk_appearance_host_id_body")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_appearance_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appearance")),
    )
    with op.batch_alter_table("appearance", schema=None) as batch_op:
        batch_op.create_index("ix_appearance_body_id_held_on", ["body_id", "held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_appearance_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appearance_project_id"), ["project_id"], unique=False)

    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appearance_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("employer_name", sa.String(length=160), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "order",
                "board",
                "expert",
                "own",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("principal_id", sa.Integer(), nullable=True),
        sa.Column("principal_name", sa.String(length=160), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("bound_to", sa.String(length=200), nullable=False),
        sa.Column("position_version_id", sa.Integer(), nullable=True),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("found_in", sa.String(length=300), nullable=False),
        sa.Column(
            "ended",
            sa.Enum(
                "fulfilled",
                "revoked",
                "lapsed",
                name="mandateend",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("to_check_since", sa.Date(), nullable=True),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(report = '') = (reported_on IS NULL)", name=op.f("ck_mandate_reported")),
        sa.CheckConstraint("employer_id IS NULL OR employer_name = ''", name=op.f("ck_mandate_one_employer")),
        sa.CheckConstraint("person_id IS NOT NULL OR name <> ''", name=op.f("ck_mandate_named")),
        sa.CheckConstraint(
            "principal_id IS NULL OR principal_name = ''", name=op.f("ck_mandate_one_principal")
        ),
        sa.CheckConstraint("(ended IS NULL) = (ended_on IS NULL)", name=op.f("ck_mandate_ending")),
        sa.ForeignKeyConstraint(
            ["appearance_id"], ["appearance.id"], name=op.f("fk_mandate_appearance_id_appearance")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_mandate_body_id_body")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organisation.id"], name=op.f("fk_mandate_employer_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mandate_person_id_person")),
        sa.ForeignKeyConstraint(
            ["position_version_id"],
            ["position_version.id"],
            name=op.f("fk_mandate_position_version_id_position_version"),
        ),
        sa.ForeignKeyConstraint(
            ["principal_id"], ["organisation.id"], name=op.f("fk_mandate_principal_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandate_appearance_id"), ["appearance_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandate_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandate_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandate_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mandate_position_version_id"), ["position_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mandate_principal_id"), ["principal_id"], unique=False)



def downgrade() -> None:
    op.execute(LINK.delete().where(sa.or_(LINK.c.from_table.in_(ENDS), LINK.c.to_table.in_(ENDS))))
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mandate_principal_id"))
        batch_op.drop_index(batch_op.f("ix_mandate_position_version_id"))
        batch_op.drop_index(batch_op.f("ix_mandate_person_id"))
        batch_op.drop_index(batch_op.f("ix_mandate_employer_id"))
        batch_op.drop_index(batch_op.f("ix_mandate_body_id"))
        batch_op.drop_index(batch_op.f("ix_mandate_appearance_id"))

    op.drop_table("mandate")
    with op.batch_alter_table("appearance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appearance_project_id"))
        batch_op.drop_index(batch_op.f("ix_appearance_host_id"))
        batch_op.drop_index("ix_appearance_body_id_held_on")

    op.drop_table("appearance")
