"""What became of an item of an agenda, and the meeting that it was put off to."""

import sqlalchemy as sa
from alembic import op


revision = "d41c7a90be35"
down_revision = "64adf4de88d1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agenda_item") as table:
        table.add_column(
            sa.Column(
                "outcome",
                sa.Enum(
                    "dealt-with",
                    "put-off",
                    "taken-off",
                    name="itemoutcome",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        table.add_column(sa.Column("put_off_to_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_agenda_item_put_off_to_id_meeting"), "meeting", ["put_off_to_id"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_agenda_item_put_off_to"), "put_off_to_id IS NULL OR outcome = 'put-off'"
        )
        table.create_index(op.f("ix_agenda_item_put_off_to_id"), ["put_off_to_id"])


def downgrade() -> None:
    with op.batch_alter_table("agenda_item") as table:
        table.drop_index(op.f("ix_agenda_item_put_off_to_id"))
        table.drop_constraint(op.f("ck_agenda_item_put_off_to"), type_="check")
        table.drop_constraint(op.f("fk_agenda_item_put_off_to_id_meeting"), type_="foreignkey")
        table.drop_constraint(op.f("ck_agenda_item_itemoutcome"), type_="check")
        table.drop_column("put_off_to_id")
        table.drop_column("outcome")
