"""Signatures under positions, their issues, submissions and the check of the register."""

import sqlalchemy as sa
from alembic import op


revision = "613053f03338"
down_revision = "760c5bbef69d"
branch_labels = None
depends_on = None


BEFORE = "'reply', 'people', 'dates', 'decision', 'topics', 'adoption'"


def upgrade() -> None:
    _kinds(f"{BEFORE}, 'sign-off'")
    op.create_table(
        "lobby_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "to-check",
                "not-liable",
                "liable",
                "entered",
                name="lobbyresult",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(result = 'entered') = (entered_on IS NOT NULL)", name=op.f("ck_lobby_check_entered")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lobby_check_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_lobby_check_position_id_position")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lobby_check")),
        sa.UniqueConstraint(
            "position_id", "organisation_id", name=op.f("uq_lobby_check_position_id_organisation_id")
        ),
    )
    with op.batch_alter_table("lobby_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lobby_check_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "position_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("compiled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR published_at IS NOT NULL", name=op.f("ck_position_issue_withdrawn")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_position_issue_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_position_issue_position_id_position")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["position_version.id"],
            name=op.f("fk_position_issue_version_id_position_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_issue")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_position_issue_edition_id")),
        sa.UniqueConstraint("position_id", "number", name=op.f("uq_position_issue_position_id_number")),
    )
    with op.batch_alter_table("position_issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_issue_version_id"), ["version_id"], unique=False)

    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("express", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_sign_off_position_id_position")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sign_off_round_id_round")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["position_version.id"], name=op.f("fk_sign_off_version_id_position_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
        sa.UniqueConstraint("round_id", name=op.f("uq_sign_off_round_id")),
        sa.UniqueConstraint("version_id", name=op.f("uq_sign_off_version_id")),
    )
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_off_position_id"), ["position_id"], unique=False)

    op.create_table(
        "asked_signer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_off_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_asked_signer_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_asked_signer_seat_id_seat")),
        sa.ForeignKeyConstraint(
            ["sign_off_id"], ["sign_off.id"], name=op.f("fk_asked_signer_sign_off_id_sign_off")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_signer")),
        sa.UniqueConstraint(
            "sign_off_id", "organisation_id", name=op.f("uq_asked_signer_sign_off_id_organisation_id")
        ),
    )
    with op.batch_alter_table("asked_signer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_asked_signer_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_asked_signer_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "position_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "mail",
                "portal",
                "post",
                "orally",
                name="sentby",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answered_on IS NULL OR sent_on IS NOT NULL", name=op.f("ck_position_submission_answered")
        ),
        sa.CheckConstraint(
            "received_on IS NULL OR sent_on IS NOT NULL", name=op.f("ck_position_submission_received")
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["position_issue.id"], name=op.f("fk_position_submission_issue_id_position_issue")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_position_submission_position_id_position")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_submission")),
    )
    with op.batch_alter_table("position_submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_submission_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_position_submission_position_id"), ["position_id"], unique=False)

    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
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
            nullable=True,
        ),
        sa.Column(
            "value",
            sa.Enum(
                "signs",
                "reservation",
                "dissent",
                "neutral",
                "consulting",
                name="signaturevalue",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("print_words", sa.Boolean(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT provisional OR value IN ('signs', 'reservation')", name=op.f("ck_signature_provisional")
        ),
        sa.CheckConstraint("role <> 'reader'", name=op.f("ck_signature_acts")),
        sa.CheckConstraint("value <> 'reservation' OR words <> ''", name=op.f("ck_signature_reservation")),
        sa.CheckConstraint(
            "value IN ('reservation', 'dissent') OR words = ''", name=op.f("ck_signature_words")
        ),
        sa.CheckConstraint("words <> '' OR NOT print_words", name=op.f("ck_signature_printed")),
        sa.ForeignKeyConstraint(
            ["asked_id"], ["asked_signer.id"], name=op.f("fk_signature_asked_id_asked_signer")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_asked_id"), ["asked_id"], unique=False)

    op.create_table(
        "signature_confirmation",
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signature_confirmation_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_signature_confirmation_signature_id_signature")
        ),
        sa.PrimaryKeyConstraint("signature_id", name=op.f("pk_signature_confirmation")),
    )
    op.create_table(
        "signature_withdrawal",
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signature_withdrawal_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_signature_withdrawal_signature_id_signature")
        ),
        sa.PrimaryKeyConstraint("signature_id", name=op.f("pk_signature_withdrawal")),
    )


def downgrade() -> None:
    op.execute("CREATE TEMPORARY TABLE issued AS SELECT edition_id FROM position_issue")
    op.drop_table("signature_withdrawal")
    op.drop_table("signature_confirmation")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signature_asked_id"))

    op.drop_table("signature")
    with op.batch_alter_table("position_submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_submission_position_id"))
        batch_op.drop_index(batch_op.f("ix_position_submission_issue_id"))

    op.drop_table("position_submission")
    with op.batch_alter_table("asked_signer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asked_signer_seat_id"))
        batch_op.drop_index(batch_op.f("ix_asked_signer_organisation_id"))

    op.drop_table("asked_signer")
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_off_position_id"))

    op.drop_table("sign_off")
    with op.batch_alter_table("position_issue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_issue_version_id"))

    op.drop_table("position_issue")
    with op.batch_alter_table("lobby_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lobby_check_organisation_id"))

    op.drop_table("lobby_check")
    op.execute("DELETE FROM edition WHERE id IN (SELECT edition_id FROM issued)")
    op.execute("DROP TABLE issued")
    op.execute("DELETE FROM round WHERE kind = 'sign-off'")
    _kinds(BEFORE)


def _kinds(kinds: str) -> None:
    """The kinds that a round may have."""
    with op.batch_alter_table("round") as table:
        table.drop_constraint(op.f("ck_round_roundkind"), type_="check")
        table.create_check_constraint(op.f("ck_round_roundkind"), f"kind IN ({kinds})")
