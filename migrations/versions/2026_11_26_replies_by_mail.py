"""Answers and bounces by mail: letters that came back, what waits for the coordination."""

import sqlalchemy as sa
from alembic import op


revision = "8da3a627efa1"
down_revision = "ce185314ad0d"
branch_labels = None
depends_on = None

STATES = ("queued", "sending", "accepted", "failed", "unknown", "superseded", "held")
CHANNELS = ("site", "link", "calendar", "coordination")
NEW_CHANNELS = ("site", "link", "calendar", "unproven", "coordination")


def exchange(table: str, name: str, column: str, words: tuple[str, ...]) -> None:
    """Let a column hold these words and no others."""
    chosen = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(batch_op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{name}"), f"{column} IN ({chosen})")


def upgrade() -> None:
    exchange("letter", "letterstate", "state", (*STATES, "bounced"))
    for table in ("reply", "people_answer"):
        exchange(table, "channel", "channel", NEW_CHANNELS)
    op.create_table(
        "unclear_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "unproven",
                "sender",
                "uninvited",
                "series",
                "refused",
                "withdrawn",
                "wish",
                "cancelled",
                "unknown-meeting",
                "bounce",
                name="unclearreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("sender", sa.String(length=254), nullable=True),
        sa.Column("attendee", sa.String(length=254), nullable=True),
        sa.Column(
            "coming",
            sa.Enum(
                "yes",
                "no",
                "perhaps",
                "substitute",
                name="coming",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("substitute", sa.String(length=120), nullable=False),
        sa.Column("substitute_address", sa.String(length=254), nullable=True),
        sa.Column("proposes_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposes_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "settlement",
            sa.Enum(
                "taken-over",
                "dismissed",
                name="settlement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_unclear_mail_body_id_body")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_unclear_mail_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_unclear_mail_letter_id_letter"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_unclear_mail_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_unclear_mail_settled_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unclear_mail")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_unclear_mail_fingerprint")),
    )
    with op.batch_alter_table("unclear_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unclear_mail_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unclear_mail_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unclear_mail_meeting_id"), ["meeting_id"], unique=False)



def downgrade() -> None:
    with op.batch_alter_table("unclear_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unclear_mail_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_unclear_mail_letter_id"))
        batch_op.drop_index(batch_op.f("ix_unclear_mail_body_id"))

    op.drop_table("unclear_mail")
    op.execute("UPDATE reply SET channel = 'coordination' WHERE channel = 'unproven'")
    for table in ("reply", "people_answer"):
        exchange(table, "channel", "channel", CHANNELS)
    op.execute("UPDATE letter SET state = 'failed' WHERE state = 'bounced'")
    exchange("letter", "letterstate", "state", STATES)
