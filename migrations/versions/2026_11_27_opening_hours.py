"""Regular hours of help offers and contact points; what was said in words stays beside them."""

import sqlalchemy as sa
from alembic import op


revision = "5a1e86c2f40b"
down_revision = "7d1f0c52ab34"
branch_labels = None
depends_on = None

LAENDER = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")


def upgrade() -> None:
    for name in ("help_offer", "contact_point"):
        with op.batch_alter_table(name) as table:
            table.add_column(
                sa.Column("open_hours", sa.String(length=1000), nullable=False, server_default="")
            )
            land = sa.Enum(*LAENDER, name="land", native_enum=False, create_constraint=True, length=40)
            table.add_column(sa.Column("land", land, nullable=True))
        with op.batch_alter_table(name) as table:
            table.alter_column("open_hours", server_default=None)


def downgrade() -> None:
    for name in ("help_offer", "contact_point"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_land"), type_="check")
            table.drop_column("land")
            table.drop_column("open_hours")
