"""The letter by which an institution names somebody lies with the nomination."""

import sqlalchemy as sa
from alembic import op


revision = "7c2e94d1f6b8"
down_revision = "5f3c1b7a9d20"
branch_labels = None
depends_on = None

ONE_PLACE = (
    "(CASE WHEN item_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN document_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN nomination_id IS NULL THEN 0 ELSE 1 END) = 1"
)
FILE = sa.table("file", sa.column("id"), sa.column("nomination_id"))
CHUNK = sa.table("file_chunk", sa.column("file_id"))


def upgrade() -> None:
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_file_one_place"), type_="check")
        batch_op.add_column(sa.Column("nomination_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_file_nomination_id"), ["nomination_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_file_nomination_id_nomination"), "nomination", ["nomination_id"], ["id"]
        )
        batch_op.create_check_constraint(batch_op.f("ck_file_one_place"), ONE_PLACE)


def downgrade() -> None:
    of_nominations = sa.select(FILE.c.id).where(FILE.c.nomination_id.is_not(None))
    op.execute(CHUNK.delete().where(CHUNK.c.file_id.in_(of_nominations)))
    op.execute(FILE.delete().where(FILE.c.nomination_id.is_not(None)))
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_file_one_place"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_file_nomination_id_nomination"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_file_nomination_id"))
        batch_op.drop_column("nomination_id")
        batch_op.create_check_constraint(
            batch_op.f("ck_file_one_place"), "(item_id IS NULL) <> (document_id IS NULL)"
        )
