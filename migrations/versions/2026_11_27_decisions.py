"""Decisions and stances; by which rules a table decides."""

import sqlalchemy as sa
from alembic import op

revision = "59ab3c2d9a05"
down_revision = "461f292d647e"
branch_labels = None
depends_on = None
LIMITS = {"quorum_percent": (0, 100), "circular_working_days": (10, 60)}


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "substance",
                "procedure",
                name="decisionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("circular", sa.Boolean(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum(
                "consensus",
                "unanimity",
                "majority",
                name="decisionmode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quorum_percent", sa.Integer(), nullable=False),
        sa.Column("silence_consents", sa.Boolean(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "consensus",
                "reservations",
                "unanimous",
                "majority",
                "failed",
                "adjourned",
                "objected",
                "no-result",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("follows", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("carried_out_on", sa.Date(), nullable=True),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("again_of_id", sa.Integer(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(number IS NULL) = (year IS NULL)", name=op.f("ck_decision_numbered")),
        sa.CheckConstraint("(result IS NULL) = (closed_at IS NULL)", name=op.f("ck_decision_closed")),
        sa.CheckConstraint("(round_id IS NULL) = (sha256 IS NULL)", name=op.f("ck_decision_frozen")),
        sa.CheckConstraint("NOT circular OR meeting_id IS NULL", name=op.f("ck_decision_circular")),
        sa.CheckConstraint("item_id IS NULL OR meeting_id IS NOT NULL", name=op.f("ck_decision_item")),
        sa.CheckConstraint(
            "number IS NULL OR (number > 0 AND result IS NOT NULL)", name=op.f("ck_decision_number")
        ),
        sa.CheckConstraint(
            "superseded_by_id IS NULL OR superseded_by_id <> id", name=op.f("ck_decision_superseded")
        ),
        sa.ForeignKeyConstraint(
            ["again_of_id"], ["decision.id"], name=op.f("fk_decision_again_of_id_decision")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_decision_body_id_body")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_decision_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_decision_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_decision_round_id_round")),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["decision.id"], name=op.f("fk_decision_superseded_by_id_decision")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_decision_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("body_id", "year", "number", name=op.f("uq_decision_body_id_year_number")),
        sa.UniqueConstraint("round_id", name=op.f("uq_decision_round_id")),
        sa.UniqueConstraint("text_id", name=op.f("uq_decision_text_id")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index("ix_decision_body_id_created_at", ["body_id", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_review_on"), ["review_on"], unique=False)

    op.create_table(
        "procedure_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
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
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_procedure_objection_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_procedure_objection_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_procedure_objection_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_procedure_objection_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_objection")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_procedure_objection_decision_id")),
    )
    op.create_table(
        "stance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_seat_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "main",
                "deputy",
                "reader",
                name="appointmentrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "value",
            sa.Enum(
                "agree",
                "concern",
                "abstain",
                "against",
                "veto",
                "no-part",
                "conflict",
                name="stancevalue",
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
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("special_opinion", sa.Text(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "said_by",
            sa.Enum(
                "orally",
                "phone",
                "writing",
                name="saidby",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(channel = 'coordination') = (recorded_by_id IS NOT NULL AND said_by IS NOT NULL "
            "AND said_on IS NOT NULL)",
            name=op.f("ck_stance_recorded"),
        ),
        sa.CheckConstraint(
            "NOT provisional OR value NOT IN ('no-part', 'conflict')", name=op.f("ck_stance_provisional")
        ),
        sa.CheckConstraint("channel IN ('site', 'coordination')", name=op.f("ck_stance_never_by_link")),
        sa.CheckConstraint("role <> 'reader'", name=op.f("ck_stance_acts")),
        sa.CheckConstraint("value <> 'veto' OR reason <> ''", name=op.f("ck_stance_veto")),
        sa.ForeignKeyConstraint(
            ["asked_seat_id"], ["asked_seat.id"], name=op.f("fk_stance_asked_seat_id_asked_seat")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stance_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_stance_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_stance_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stance")),
    )
    with op.batch_alter_table("stance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stance_asked_seat_id"), ["asked_seat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stance_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "stance_confirmation",
        sa.Column("stance_id", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stance_confirmation_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_stance_confirmation_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["stance_id"], ["stance.id"], name=op.f("fk_stance_confirmation_stance_id_stance")
        ),
        sa.PrimaryKeyConstraint("stance_id", name=op.f("pk_stance_confirmation")),
    )
    modes = sa.Enum(
        "consensus",
        "unanimity",
        "majority",
        name="decisionmode",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    with op.batch_alter_table("bylaws") as table:
        for name, kind, value in (
            ("decision_mode", modes, "consensus"),
            ("quorum_percent", sa.Integer(), "0"),
            ("circular_working_days", sa.Integer(), "10"),
            ("silence_consents", sa.Boolean(), sa.false()),
        ):
            table.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        for name, (least, most) in LIMITS.items():
            table.create_check_constraint(op.f(f"ck_bylaws_{name}"), f"{name} BETWEEN {least} AND {most}")
    with op.batch_alter_table("bylaws") as table:
        for name in (*LIMITS, "decision_mode", "silence_consents"):
            table.alter_column(name, server_default=None)
    _kinds("'reply', 'people', 'dates', 'decision'")


def downgrade() -> None:
    with op.batch_alter_table("bylaws") as table:
        table.drop_constraint(op.f("ck_bylaws_decisionmode"), type_="check")
        for name in LIMITS:
            table.drop_constraint(op.f(f"ck_bylaws_{name}"), type_="check")
        for name in (*LIMITS, "decision_mode", "silence_consents"):
            table.drop_column(name)

    op.drop_table("stance_confirmation")
    with op.batch_alter_table("stance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stance_seat_id"))
        batch_op.drop_index(batch_op.f("ix_stance_asked_seat_id"))

    op.drop_table("stance")
    op.drop_table("procedure_objection")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_review_on"))
        batch_op.drop_index(batch_op.f("ix_decision_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_decision_item_id"))
        batch_op.drop_index("ix_decision_body_id_created_at")

    op.drop_table("decision")
    op.execute("DELETE FROM asked_seat WHERE round_id IN (SELECT id FROM round WHERE kind = 'decision')")
    op.execute("DELETE FROM round WHERE kind = 'decision'")
    _kinds("'reply', 'people', 'dates'")


def _kinds(kinds: str) -> None:
    """The kinds that a round may have."""
    with op.batch_alter_table("round") as table:
        table.drop_constraint(op.f("ck_round_roundkind"), type_="check")
        table.create_check_constraint(op.f("ck_round_roundkind"), f"kind IN ({kinds})")
