"""Are these still your people: the yearly question, its answers and links."""

import sqlalchemy as sa
from alembic import op


revision = "ce185314ad0d"
down_revision = "d3b438776841"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_seat_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "site",
                "link",
                "calendar",
                "coordination",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_seat_id"], ["asked_seat.id"], name=op.f("fk_people_answer_asked_seat_id_asked_seat")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_people_answer_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_people_answer_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_people_answer_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_answer")),
    )
    with op.batch_alter_table("people_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_answer_asked_seat_id"), ["asked_seat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_answer_seat_id"), ["seat_id"], unique=False)

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

    op.create_table(
        "person_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("still", sa.Boolean(), nullable=False),
        sa.Column("successor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["people_answer.id"], name=op.f("fk_person_answer_answer_id_people_answer")
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_person_answer_appointment_id_appointment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_answer")),
        sa.UniqueConstraint(
            "answer_id", "appointment_id", name=op.f("uq_person_answer_answer_id_appointment_id")
        ),
    )
    with op.batch_alter_table("person_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_answer_appointment_id"), ["appointment_id"], unique=False)

    with op.batch_alter_table("bylaws") as table:
        table.add_column(
            sa.Column("people_check_months", sa.Integer(), nullable=False, server_default=sa.text("12"))
        )
    with op.batch_alter_table("bylaws") as table:
        table.alter_column("people_check_months", server_default=None)
        table.create_check_constraint(
            op.f("ck_bylaws_people_check_months"), "people_check_months BETWEEN 1 AND 60"
        )
    _kinds("round", "ck_round_roundkind", "'reply', 'people'")
    _kinds(
        "checked_concern",
        "ck_checked_concern_concernkind",
        "'missing', 'refused', 'denied', 'ending', 'silent', 'unfilled'",
    )



def downgrade() -> None:
    op.execute("DELETE FROM checked_concern WHERE kind = 'denied'")
    _kinds(
        "checked_concern",
        "ck_checked_concern_concernkind",
        "'missing', 'refused', 'ending', 'silent', 'unfilled'",
    )
    with op.batch_alter_table("bylaws", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_bylaws_people_check_months"), type_="check")
        batch_op.drop_column("people_check_months")

    with op.batch_alter_table("person_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_answer_appointment_id"))

    op.drop_table("person_answer")
    with op.batch_alter_table("people_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_link_asked_seat_id"))

    op.drop_table("people_link")
    with op.batch_alter_table("people_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_answer_seat_id"))
        batch_op.drop_index(batch_op.f("ix_people_answer_asked_seat_id"))

    op.drop_table("people_answer")
    op.execute("DELETE FROM asked_seat WHERE round_id IN (SELECT id FROM round WHERE kind = 'people')")
    op.execute("DELETE FROM round WHERE kind = 'people'")
    _kinds("round", "ck_round_roundkind", "'reply'")


def _kinds(name: str, constraint: str, kinds: str) -> None:
    """The kinds that a row may have."""
    with op.batch_alter_table(name) as table:
        table.drop_constraint(op.f(constraint), type_="check")
        table.create_check_constraint(op.f(constraint), f"kind IN ({kinds})")
