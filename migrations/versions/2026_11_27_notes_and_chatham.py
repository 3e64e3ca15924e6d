"""The chair's notes on items, and the Chatham House rule for single items."""

import sqlalchemy as sa
from alembic import op

revision = "b81e44f9d026"
down_revision = "5a1e86c2f40b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("chatham_house", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.alter_column("chatham_house", server_default=None)

    op.create_table(
        "item_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_item_note_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_item_note_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_note")),
        sa.UniqueConstraint("item_id", name=op.f("uq_item_note_item_id")),
        sa.UniqueConstraint("text_id", name=op.f("uq_item_note_text_id")),
    )


def downgrade() -> None:
    op.execute(sa.text("CREATE TEMPORARY TABLE noted AS SELECT text_id FROM item_note"))
    op.drop_table("item_note")
    for table, column in (("text_version", "text_id"), ("text_draft", "text_id"), ("text", "id")):
        op.execute(sa.text(f"DELETE FROM {table} WHERE {column} IN (SELECT text_id FROM noted)"))
    op.execute(sa.text("DROP TABLE noted"))
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_column("chatham_house")
