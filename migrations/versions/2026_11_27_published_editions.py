"""What is published of minutes is an edition like every other document."""

import json

import sqlalchemy as sa
from alembic import op

revision = "5d0f83b1c6e4"
down_revision = "96426e23ea95"
branch_labels = None
depends_on = None

EDITION = sa.table(
    "edition",
    *(sa.column(name) for name in ("id", "meeting_id", "body_id", "number", "compiled_by_id")),
    *(sa.column(name) for name in ("kind", "title", "content", "sha256")),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("compiled_at", "purged_at")),
    *(sa.column(name, sa.Boolean()) for name in ("for_readers", "whole")),
)
PUBLICATION = sa.table(
    "publication",
    *(sa.column(name) for name in ("id", "meeting_id", "body_id", "content", "sha256", "edition_id")),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("approved_at", "purged_at")),
    sa.column("approved_by_id"),
)
BEFORE = "(approved_at IS NULL) = (content IS NULL) AND (approved_at IS NULL) = (sha256 IS NULL)"


def upgrade() -> None:
    _kinds("'agenda', 'minutes', 'position', 'published'")
    with op.batch_alter_table("publication") as table:
        table.drop_constraint(op.f("ck_publication_approved"), type_="check")
        table.add_column(sa.Column("edition_id", sa.Integer(), nullable=True))
    _freeze(op.get_bind())
    with op.batch_alter_table("publication") as table:
        table.drop_index(op.f("ix_publication_sha256"))
        for name in ("content", "sha256", "purged_at"):
            table.drop_column(name)
        table.create_foreign_key(op.f("fk_publication_edition_id_edition"), "edition", ["edition_id"], ["id"])
        table.create_index(op.f("ix_publication_edition_id"), ["edition_id"], unique=False)
        table.create_check_constraint(
            op.f("ck_publication_approved"), "(approved_at IS NULL) = (edition_id IS NULL)"
        )


def _freeze(connection: sa.Connection) -> None:
    """An edition with the same content and checksum for each text that was approved."""
    for row in connection.execute(sa.select(PUBLICATION).where(PUBLICATION.c.content.is_not(None))).all():
        facts = {
            "kind": "published",
            "meeting_id": row.meeting_id,
            "body_id": row.body_id,
            "number": 1,
            "title": str(json.loads(row.content).get("body", ""))[:200],
            "content": row.content,
            "sha256": row.sha256,
            "compiled_at": row.approved_at,
            "compiled_by_id": row.approved_by_id,
            "for_readers": False,
            "whole": False,
            "purged_at": row.purged_at,
        }
        made = connection.execute(sa.insert(EDITION).values(facts).returning(EDITION.c.id)).scalar_one()
        connection.execute(
            sa.update(PUBLICATION).where(PUBLICATION.c.id == row.id).values(edition_id=made)
        )


def downgrade() -> None:
    with op.batch_alter_table("publication") as table:
        table.drop_constraint(op.f("ck_publication_approved"), type_="check")
        table.drop_constraint(op.f("fk_publication_edition_id_edition"), type_="foreignkey")
        table.drop_index(op.f("ix_publication_edition_id"))
        table.add_column(sa.Column("content", sa.Text(), nullable=True))
        table.add_column(sa.Column("sha256", sa.String(), nullable=True))
        table.add_column(sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True))
    connection = op.get_bind()
    asked = sa.select(PUBLICATION.c.id, EDITION.c.content, EDITION.c.sha256, EDITION.c.purged_at)
    for row in connection.execute(asked.join(EDITION, EDITION.c.id == PUBLICATION.c.edition_id)).all():
        facts = {"content": row.content, "sha256": row.sha256, "purged_at": row.purged_at}
        connection.execute(sa.update(PUBLICATION).where(PUBLICATION.c.id == row.id).values(facts))
    with op.batch_alter_table("publication") as table:
        table.drop_column("edition_id")
        table.create_index(op.f("ix_publication_sha256"), ["sha256"], unique=False)
        table.create_check_constraint(op.f("ck_publication_approved"), BEFORE)
    connection.execute(sa.delete(EDITION).where(EDITION.c.kind == "published"))
    _kinds("'agenda', 'minutes', 'position'")


def _kinds(kinds: str) -> None:
    with op.batch_alter_table("edition") as table:
        table.drop_constraint(op.f("ck_edition_editionkind"), type_="check")
        table.create_check_constraint(op.f("ck_edition_editionkind"), f"kind IN ({kinds})")
