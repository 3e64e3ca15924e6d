"""The letters office: another way than mail, and all sending stopped by the administration."""

import sqlalchemy as sa
from alembic import op


revision = "4f1c2a9d7e30"
down_revision = "8da3a627efa1"
branch_labels = None
depends_on = None


def way() -> sa.Enum:
    return sa.Enum("mail", "post", "phone", name="way", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("letter") as table:
        table.add_column(sa.Column("reached_by", way(), nullable=True))
        table.add_column(sa.Column("reached_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("reached_noted_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_letter_reached_noted_by_id_person"), "person", ["reached_noted_by_id"], ["id"]
        )
    with op.batch_alter_table("dispatch") as table:
        table.add_column(sa.Column("way", way(), nullable=False, server_default="mail"))
    with op.batch_alter_table("dispatch") as table:
        table.alter_column("way", server_default=None)
    with op.batch_alter_table("post_office") as table:
        table.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("post_office") as table:
        table.drop_column("paused_at")
    with op.batch_alter_table("dispatch") as table:
        table.drop_constraint(op.f("ck_dispatch_way"), type_="check")
        table.drop_column("way")
    with op.batch_alter_table("letter") as table:
        table.drop_constraint(op.f("fk_letter_reached_noted_by_id_person"), type_="foreignkey")
        table.drop_constraint(op.f("ck_letter_way"), type_="check")
        table.drop_column("reached_noted_by_id")
        table.drop_column("reached_on")
        table.drop_column("reached_by")
