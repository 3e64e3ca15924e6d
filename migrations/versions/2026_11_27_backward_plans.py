"""Plans back from hearings and deadlines of projects."""

import sqlalchemy as sa
from alembic import op


revision = "c85da7759efa"
down_revision = "8e4a6d20c7f1"
branch_labels = None
depends_on = None


LINK = sa.table("link", sa.column("from_table"), sa.column("to_table"))


def upgrade() -> None:
    op.create_table(
        "backward_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column("drafting_days", sa.Integer(), nullable=False),
        sa.Column("amendments_days", sa.Integer(), nullable=False),
        sa.Column("final_text_days", sa.Integer(), nullable=False),
        sa.Column("sign_off_days", sa.Integer(), nullable=False),
        sa.Column("dispatch_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "drafting_days BETWEEN 1 AND 120 AND amendments_days BETWEEN 1 AND 120 AND final_text_days BETWEEN 1 AND 120 AND sign_off_days BETWEEN 1 AND 120 AND dispatch_days BETWEEN 1 AND 120",
            name=op.f("ck_backward_plan_lengths"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_backward_plan_body_id_body")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_backward_plan_position_id_position")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["project_station.id"], name=op.f("fk_backward_plan_station_id_project_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backward_plan")),
        sa.UniqueConstraint("station_id", name=op.f("uq_backward_plan_station_id")),
    )
    with op.batch_alter_table("backward_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_backward_plan_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_backward_plan_position_id"), ["position_id"], unique=False)



def downgrade() -> None:
    ends = (LINK.c.from_table == "backward_plan", LINK.c.to_table == "backward_plan")
    op.execute(LINK.delete().where(sa.or_(*ends)))
    with op.batch_alter_table("backward_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_backward_plan_position_id"))
        batch_op.drop_index(batch_op.f("ix_backward_plan_body_id"))

    op.drop_table("backward_plan")
