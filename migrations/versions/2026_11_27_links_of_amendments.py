"""A link about an answer to an amendment knows who it was sent to."""

import sqlalchemy as sa
from alembic import op


revision = "5b0e3a7c41d9"
down_revision = "9611af6ff387"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM amendment_link")
    with op.batch_alter_table("amendment_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=False))
        batch_op.alter_column("address", existing_type=sa.String(), type_=sa.String(length=254))
        batch_op.create_foreign_key(
            batch_op.f("fk_amendment_link_person_id_person"), "person", ["person_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("amendment_link", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_amendment_link_person_id_person"), type_="foreignkey")
        batch_op.alter_column("address", existing_type=sa.String(length=254), type_=sa.String())
        batch_op.drop_column("person_id")
