"""Drafts of positions that were withdrawn, projects that people watch, mandates of the table itself."""

import sqlalchemy as sa
from alembic import op

revision = "a3c5d17e9b42"
down_revision = "c4d1a90e7b35"
branch_labels = None
depends_on = None

FOR_TABLE = "NOT for_table OR (principal_id IS NULL AND principal_name = '')"


def upgrade() -> None:
    with op.batch_alter_table("position") as table:
        table.add_column(sa.Column("abandoned_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("mandate") as table:
        table.add_column(sa.Column("for_table", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_check_constraint(op.f("ck_mandate_for_table"), FOR_TABLE)
    with op.batch_alter_table("mandate") as table:
        table.alter_column("for_table", server_default=None)
    op.create_table(
        "project_watch",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_project_watch_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_watch_project_id_project")
        ),
        sa.PrimaryKeyConstraint("project_id", "person_id", name=op.f("pk_project_watch")),
    )
    with op.batch_alter_table("project_watch") as table:
        table.create_index(op.f("ix_project_watch_person_id"), ["person_id"])


def downgrade() -> None:
    op.drop_table("project_watch")
    with op.batch_alter_table("mandate") as table:
        table.drop_constraint(op.f("ck_mandate_for_table"), type_="check")
        table.drop_column("for_table")
    with op.batch_alter_table("position") as table:
        table.drop_column("abandoned_at")
