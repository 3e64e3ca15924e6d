"""Whoever signs in with a mailbox may say that somebody else with it is another person."""

import sqlalchemy as sa
from alembic import op


revision = "b27c05e8f914"
down_revision = "59ab3c2d9a05"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("apart_from_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_person_apart_from_id_person", "person", ["apart_from_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.drop_constraint("fk_person_apart_from_id_person", type_="foreignkey")
        table.drop_column("apart_from_id")
