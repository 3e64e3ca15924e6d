"""Topics, the files that come with them, and calls for topics."""

import sqlalchemy as sa
from alembic import op


revision = "64adf4de88d1"
down_revision = "7be1054d9c3f"
branch_labels = None
depends_on = None

BEFORE = (
    "(CASE WHEN item_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN document_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN nomination_id IS NULL THEN 0 ELSE 1 END) = 1"
)
ONE_PLACE = BEFORE.replace("(CASE WHEN item_id ", "(CASE WHEN COALESCE(item_id, topic_id) ")
FILE = sa.table("file", sa.column("id"), sa.column("item_id"), sa.column("topic_id"))
CHUNK = sa.table("file_chunk", sa.column("file_id"))


def upgrade() -> None:
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column(
            "aim",
            sa.Enum(
                "inform",
                "consult",
                "decide",
                name="topicaim",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("minutes_planned", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "public",
                "internal",
                "confidential",
                "coordination",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "site",
                "link",
                "calendar",
                "unproven",
                "coordination",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "accepted",
                "put-off",
                "put-back",
                "refused",
                "withdrawn",
                name="topicstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(decided_at IS NULL) = (state = 'submitted')", name=op.f("ck_topic_decided")),
        sa.CheckConstraint("item_id IS NULL OR state = 'accepted'", name=op.f("ck_topic_item")),
        sa.CheckConstraint("state <> 'refused' OR reason <> ''", name=op.f("ck_topic_reason")),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'put-off') OR meeting_id IS NOT NULL", name=op.f("ck_topic_meeting")
        ),
        sa.CheckConstraint("visibility <> 'public'", name=op.f("ck_topic_never_public")),
        sa.CheckConstraint("minutes_planned BETWEEN 0 AND 600", name=op.f("ck_topic_minutes_planned")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_topic_body_id_body")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_topic_item_id_agenda_item"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_topic_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_topic_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_topic_seat_id_seat")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_topic_submitted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("item_id", name=op.f("uq_topic_item_id")),
    )
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.create_index("ix_topic_body_id_state", ["body_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "no_topics",
        sa.Column("asked_seat_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "site",
                "link",
                "calendar",
                "unproven",
                "coordination",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_seat_id"], ["asked_seat.id"], name=op.f("fk_no_topics_asked_seat_id_asked_seat")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_no_topics_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_no_topics_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_no_topics_seat_id_seat")),
        sa.PrimaryKeyConstraint("asked_seat_id", name=op.f("pk_no_topics")),
    )
    with op.batch_alter_table("no_topics", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_no_topics_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "topic_audience",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_topic_audience_seat_id_seat")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_audience_topic_id_topic")),
        sa.PrimaryKeyConstraint("topic_id", "seat_id", name=op.f("pk_topic_audience")),
    )
    op.create_table(
        "topic_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_guest_topic_id_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_guest")),
    )
    with op.batch_alter_table("topic_guest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_guest_topic_id"), ["topic_id"], unique=False)

    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_file_one_place"), type_="check")
        batch_op.add_column(sa.Column("topic_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_file_topic_id"), ["topic_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_file_topic_id_topic"), "topic", ["topic_id"], ["id"])
        batch_op.create_check_constraint(batch_op.f("ck_file_one_place"), ONE_PLACE)
    _kinds("'reply', 'people', 'dates', 'decision', 'topics'")



def downgrade() -> None:
    on_no_agenda = sa.and_(FILE.c.topic_id.is_not(None), FILE.c.item_id.is_(None))
    op.execute(CHUNK.delete().where(CHUNK.c.file_id.in_(sa.select(FILE.c.id).where(on_no_agenda))))
    op.execute(FILE.delete().where(on_no_agenda))
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_file_one_place"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_file_topic_id_topic"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_file_topic_id"))
        batch_op.drop_column("topic_id")
        batch_op.create_check_constraint(batch_op.f("ck_file_one_place"), BEFORE)

    with op.batch_alter_table("topic_guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_guest_topic_id"))

    op.drop_table("topic_guest")
    op.drop_table("topic_audience")
    with op.batch_alter_table("no_topics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_no_topics_seat_id"))

    op.drop_table("no_topics")
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_seat_id"))
        batch_op.drop_index(batch_op.f("ix_topic_meeting_id"))
        batch_op.drop_index("ix_topic_body_id_state")

    op.drop_table("topic")
    op.execute("DELETE FROM asked_seat WHERE round_id IN (SELECT id FROM round WHERE kind = 'topics')")
    op.execute("DELETE FROM round WHERE kind = 'topics'")
    _kinds("'reply', 'people', 'dates', 'decision'")


def _kinds(kinds: str) -> None:
    """The kinds that a round may have."""
    with op.batch_alter_table("round") as table:
        table.drop_constraint(op.f("ck_round_roundkind"), type_="check")
        table.create_check_constraint(op.f("ck_round_roundkind"), f"kind IN ({kinds})")
