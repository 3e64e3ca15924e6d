"""By which way and on which day a guest got her extract on paper."""

import sqlalchemy as sa
from alembic import op

revision = "9ab3e5d1f207"
down_revision = "4c71d09a6be2"
branch_labels = None
depends_on = None

WAYS = ("mail", "post", "phone", "in-person")


def upgrade() -> None:
    way = sa.Enum(*WAYS, name="way", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("edition_reader") as batch:
        batch.add_column(sa.Column("paper_way", way, nullable=True))
        batch.add_column(sa.Column("paper_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("edition_reader") as batch:
        batch.drop_constraint(op.f("ck_edition_reader_way"), type_="check")
        batch.drop_column("paper_on")
        batch.drop_column("paper_way")
