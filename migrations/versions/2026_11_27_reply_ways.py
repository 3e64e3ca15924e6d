"""Replies to requests also go as a paper for a session."""

from alembic import op


revision = "5b8e0d4417aa"
down_revision = "97d6748700bf"
branch_labels = None
depends_on = None

BEFORE = "'mail', 'portal', 'post', 'orally'"


def upgrade() -> None:
    _ways("sentby", "replyway", f"{BEFORE}, 'session'")


def downgrade() -> None:
    op.execute("UPDATE request_reply SET channel = 'post' WHERE channel = 'session'")
    _ways("replyway", "sentby", BEFORE)


def _ways(before: str, after: str, ways: str) -> None:
    with op.batch_alter_table("request_reply") as table:
        table.drop_constraint(op.f(f"ck_request_reply_{before}"), type_="check")
        table.create_check_constraint(op.f(f"ck_request_reply_{after}"), f"channel IN ({ways})")
