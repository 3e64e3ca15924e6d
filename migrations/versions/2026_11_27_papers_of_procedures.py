"""Papers of procedures are editions without a meeting."""

import sqlalchemy as sa
from alembic import op


revision = "8e4a6d20c7f1"
down_revision = "3a1b483918d2"
branch_labels = None
depends_on = None

EDITION = sa.table("edition", sa.column("id"), sa.column("kind"))
READER = sa.table("edition_reader", sa.column("edition_id"))


def upgrade() -> None:
    _kinds("'agenda', 'minutes', 'position', 'published', 'procedure'", "kind IN ('position', 'procedure')")


def downgrade() -> None:
    connection = op.get_bind()
    ours = sa.select(EDITION.c.id).where(EDITION.c.kind == "procedure")
    connection.execute(sa.delete(READER).where(READER.c.edition_id.in_(ours)))
    connection.execute(sa.delete(EDITION).where(EDITION.c.kind == "procedure"))
    _kinds("'agenda', 'minutes', 'position', 'published'", "kind = 'position'")


def _kinds(kinds: str, without: str) -> None:
    with op.batch_alter_table("edition") as table:
        for name in ("editionkind", "of_meeting"):
            table.drop_constraint(op.f(f"ck_edition_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_edition_editionkind"), f"kind IN ({kinds})")
        table.create_check_constraint(op.f("ck_edition_of_meeting"), f"({without}) = (meeting_id IS NULL)")
