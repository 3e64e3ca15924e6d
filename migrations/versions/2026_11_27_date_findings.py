"""Date findings; links of letters to any question of a round, not only to that about people."""

import sqlalchemy as sa
from alembic import op


revision = "d959677516e0"
down_revision = "4f1c2a9d7e30"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "date_finding",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_date_finding_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_date_finding")),
    )
    op.create_table(
        "date_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name=op.f("ck_date_option_period")),
        sa.CheckConstraint("withdrawn_at IS NULL OR meeting_id IS NULL", name=op.f("ck_date_option_chosen")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_date_option_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_date_option_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_option")),
    )
    with op.batch_alter_table("date_option", schema=None) as batch_op:
        batch_op.create_index(
            "ix_date_option_once",
            ["round_id", "starts_at"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_index(
            "ix_date_option_one_winner",
            ["round_id"],
            unique=True,
            sqlite_where=sa.text("meeting_id IS NOT NULL"),
            postgresql_where=sa.text("meeting_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_date_option_round_id"), ["round_id"], unique=False)

    op.create_table(
        "asked_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("asked_seat_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_seat_id"], ["asked_seat.id"], name=op.f("fk_asked_link_asked_seat_id_asked_seat")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_asked_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_asked_link_token_hash")),
    )
    with op.batch_alter_table("asked_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_link_asked_seat_id"), ["asked_seat_id"], unique=False)

    op.create_table(
        "date_answer",
        sa.Column("id", sa.Integer(), nullable=False),
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
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_seat_id"], ["asked_seat.id"], name=op.f("fk_date_answer_asked_seat_id_asked_seat")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_date_answer_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_date_answer_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_date_answer_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_answer")),
    )
    with op.batch_alter_table("date_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_date_answer_asked_seat_id"), ["asked_seat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_date_answer_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "date_choice",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column(
            "fits",
            sa.Enum(
                "yes", "perhaps", "no", name="fits", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["date_answer.id"], name=op.f("fk_date_choice_answer_id_date_answer")
        ),
        sa.ForeignKeyConstraint(
            ["option_id"], ["date_option.id"], name=op.f("fk_date_choice_option_id_date_option")
        ),
        sa.PrimaryKeyConstraint("answer_id", "option_id", name=op.f("pk_date_choice")),
    )
    _move_links("people_link", "asked_link")
    with op.batch_alter_table("people_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_link_asked_seat_id"))

    op.drop_table("people_link")
    _kinds("'reply', 'people', 'dates'")


def downgrade() -> None:
    op.create_table(
        "people_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("asked_seat_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_seat_id"], ["asked_seat.id"], name=op.f("fk_people_link_asked_seat_id_asked_seat")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_people_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_people_link_token_hash")),
    )
    with op.batch_alter_table("people_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_link_asked_seat_id"), ["asked_seat_id"], unique=False)

    op.drop_table("date_choice")
    with op.batch_alter_table("date_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_date_answer_seat_id"))
        batch_op.drop_index(batch_op.f("ix_date_answer_asked_seat_id"))

    op.drop_table("date_answer")
    of_dates = "SELECT id FROM round WHERE kind = 'dates'"
    asked = f"SELECT id FROM asked_seat WHERE round_id IN ({of_dates})"
    op.execute(f"DELETE FROM asked_link WHERE asked_seat_id IN ({asked})")
    _move_links("asked_link", "people_link")
    with op.batch_alter_table("asked_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asked_link_asked_seat_id"))

    op.drop_table("asked_link")
    with op.batch_alter_table("date_option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_date_option_round_id"))
        batch_op.drop_index(
            "ix_date_option_one_winner",
            sqlite_where=sa.text("meeting_id IS NOT NULL"),
            postgresql_where=sa.text("meeting_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_date_option_once",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("date_option")
    op.drop_table("date_finding")
    op.execute(f"DELETE FROM asked_seat WHERE round_id IN ({of_dates})")
    op.execute("DELETE FROM round WHERE kind = 'dates'")
    _kinds("'reply', 'people'")


def _move_links(old: str, new: str) -> None:
    columns = "token_hash, asked_seat_id, address, issued_at, person_id"
    op.execute(f"INSERT INTO {new} ({columns}) SELECT {columns} FROM {old}")


def _kinds(kinds: str) -> None:
    """The kinds that a round may have."""
    with op.batch_alter_table("round") as table:
        table.drop_constraint(op.f("ck_round_roundkind"), type_="check")
        table.create_check_constraint(op.f("ck_round_roundkind"), f"kind IN ({kinds})")
