"""Contacts with politics, and what the register of lobbying asks of them."""

import sqlalchemy as sa
from alembic import op


revision = "0e8d9fd819b1"
down_revision = "c85da7759efa"
branch_labels = None
depends_on = None


LINK = sa.table("link", sa.column("from_table"), sa.column("to_table"))


def upgrade() -> None:
    op.create_table(
        "political_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.String(length=40), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "talk",
                "phone",
                "mail",
                "letter",
                "event",
                name="contactway",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "addressed",
            sa.Enum(
                "parliament",
                "government",
                "state-parliament",
                "state-government",
                "municipal",
                "international",
                name="addressed",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("counterpart", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "register_check",
            sa.Enum(
                "to-check",
                "not-obliged",
                "obliged",
                "entered",
                name="registercheck",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("register_note", sa.String(length=200), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
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
        sa.CheckConstraint("counterpart <> ''", name=op.f("ck_political_contact_counterpart")),
        sa.CheckConstraint(
            "register_check <> 'not-obliged' OR register_note <> ''", name=op.f("ck_political_contact_reason")
        ),
        sa.CheckConstraint("visibility <> 'confidential'", name=op.f("ck_political_contact_readers")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_political_contact_body_id_body")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_political_contact_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_political_contact_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_political_contact")),
    )
    with op.batch_alter_table("political_contact", schema=None) as batch_op:
        batch_op.create_index("ix_political_contact_body_id_held_on", ["body_id", "held_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_political_contact_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_political_contact_project_id"), ["project_id"], unique=False)



def downgrade() -> None:
    ends = (LINK.c.from_table == "political_contact", LINK.c.to_table == "political_contact")
    op.execute(LINK.delete().where(sa.or_(*ends)))
    with op.batch_alter_table("political_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_political_contact_project_id"))
        batch_op.drop_index(batch_op.f("ix_political_contact_organisation_id"))
        batch_op.drop_index("ix_political_contact_body_id_held_on")

    op.drop_table("political_contact")
