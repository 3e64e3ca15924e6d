"""Projects of politics that tables follow, with their phases and dates."""

import sqlalchemy as sa
from alembic import op


revision = "83f0014e4a73"
down_revision = "3b7e19c5d2f8"
branch_labels = None
depends_on = None


LINK = sa.table("link", sa.column("from_table"), sa.column("to_table"))
ENDS = ("project", "project_station")


def upgrade() -> None:
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "law",
                "regulation",
                "concept",
                "motion",
                "international",
                name="projectkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "municipal",
                "regional",
                "supraregional",
                "state",
                "federal",
                "international",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("lead_name", sa.String(length=160), nullable=False),
        sa.Column("laws", sa.Text(), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("found_in", sa.String(length=300), nullable=False),
        sa.Column("is_watched", sa.Boolean(), nullable=False),
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
        sa.Column("folded", sa.String(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("lead_id IS NULL OR lead_name = ''", name=op.f("ck_project_one_lead")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_project_titled")),
        sa.CheckConstraint("visibility <> 'confidential'", name=op.f("ck_project_readers")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_project_body_id_body")),
        sa.ForeignKeyConstraint(["lead_id"], ["body.id"], name=op.f("fk_project_lead_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "project_station",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "announced",
                "ministerial-draft",
                "associations",
                "cabinet",
                "council-first",
                "first-reading",
                "committee",
                "final-reading",
                "council-second",
                "promulgated",
                "in-force",
                "evaluation",
                "lapsed",
                "withdrawn",
                "motion",
                "proposal",
                "expert-committee",
                "main-committee",
                "council",
                "resolved",
                "rejected",
                "adjourned",
                "noted",
                "drafting",
                "consultation",
                "parliament",
                "published",
                "carried-out",
                "hearing",
                "deadline",
                "other",
                name="stationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("found_in", sa.String(length=300), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_project_station_body_id_body")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_station_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["seat.id"], name=op.f("fk_project_station_proposed_by_id_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_station")),
    )
    with op.batch_alter_table("project_station", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_station_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_project_station_project_id_held_on", ["project_id", "held_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_project_station_proposed_by_id"), ["proposed_by_id"], unique=False
        )



def downgrade() -> None:
    op.execute(LINK.delete().where(sa.or_(LINK.c.from_table.in_(ENDS), LINK.c.to_table.in_(ENDS))))
    with op.batch_alter_table("project_station", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_station_proposed_by_id"))
        batch_op.drop_index("ix_project_station_project_id_held_on")
        batch_op.drop_index(batch_op.f("ix_project_station_body_id"))

    op.drop_table("project_station")
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_lead_id"))
        batch_op.drop_index(batch_op.f("ix_project_body_id"))

    op.drop_table("project")
