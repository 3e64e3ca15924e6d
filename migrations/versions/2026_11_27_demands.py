"""Demands of tables, where they stood, and what was answered."""

import sqlalchemy as sa
from alembic import op


revision = "760c5bbef69d"
down_revision = "0e8d9fd819b1"
branch_labels = None
depends_on = None


LINK = sa.table("link", sa.column("from_table"), sa.column("to_table"))
ENDS = ("demand", "demand_entry")


def upgrade() -> None:
    op.create_table(
        "demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("wording <> ''", name=op.f("ck_demand_worded")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_demand_body_id_body")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_demand_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand")),
        sa.UniqueConstraint("body_id", "number", name=op.f("uq_demand_body_id_number")),
    )
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_project_id"), ["project_id"], unique=False)

    op.create_table(
        "demand_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.String(length=40), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "raised",
                "taken-up",
                "in-part",
                "refused",
                "overtaken",
                name="demandstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("found_in", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "paper_id IS NOT NULL OR position_id IS NOT NULL OR words <> ''",
            name=op.f("ck_demand_entry_somewhere"),
        ),
        sa.CheckConstraint("paper_id IS NULL OR position_id IS NULL", name=op.f("ck_demand_entry_one_place")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_demand_entry_body_id_body")),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_demand_entry_demand_id_demand")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_demand_entry_paper_id_paper")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_demand_entry_position_id_position")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_entry")),
    )
    with op.batch_alter_table("demand_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_entry_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_entry_demand_id"), ["demand_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_entry_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_entry_position_id"), ["position_id"], unique=False)



def downgrade() -> None:
    op.execute(LINK.delete().where(sa.or_(LINK.c.from_table.in_(ENDS), LINK.c.to_table.in_(ENDS))))
    with op.batch_alter_table("demand_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_entry_position_id"))
        batch_op.drop_index(batch_op.f("ix_demand_entry_paper_id"))
        batch_op.drop_index(batch_op.f("ix_demand_entry_demand_id"))
        batch_op.drop_index(batch_op.f("ix_demand_entry_body_id"))

    op.drop_table("demand_entry")
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_project_id"))
        batch_op.drop_index(batch_op.f("ix_demand_body_id"))

    op.drop_table("demand")
