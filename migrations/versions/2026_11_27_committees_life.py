"""Who moved a paper, and what a committee recommends to the body that decides."""

import sqlalchemy as sa
from alembic import op


revision = "a74520317c59"
down_revision = "7c1e5f0a92d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "recommends",
                sa.Enum(
                    *("resolve", "amend", "note", "adjourn", "defer", "refer", "reject"),
                    name="recommendation",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("recommends_to_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_consultation_recommends_to_id_body"), "body", ["recommends_to_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_consultation_recommends"),
            "recommends IS NULL OR role IN ('recommendation', 'preliminary')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_consultation_recommends_to"), "recommends_to_id IS NULL OR recommends IS NOT NULL"
        )

    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.add_column(sa.Column("originator_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_paper_originator_id"), ["originator_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_paper_originator_id_organisation"), "organisation", ["originator_id"], ["id"]
        )



def downgrade() -> None:
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_paper_originator_id_organisation"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_paper_originator_id"))
        batch_op.drop_column("originator_id")

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_consultation_recommends_to_id_body"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_consultation_recommends_to"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_consultation_recommends"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_consultation_recommendation"), type_="check")
        batch_op.drop_column("recommends_to_id")
        batch_op.drop_column("recommends")

