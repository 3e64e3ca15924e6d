"""Agreed procedures with versions, steps and comments; what is said to them are stances."""

import sqlalchemy as sa
from alembic import op


revision = "3a1b483918d2"
down_revision = "7fa2c40e93d1"
branch_labels = None
depends_on = None

KINDS = "'reply', 'people', 'dates', 'decision', 'topics'"
OF_DECISIONS = "'agree', 'concern', 'abstain', 'against', 'veto', 'no-part', 'conflict'"
OF_PROCEDURES = (
    "'in-consultation', 'adopted', 'adopted-reserved', 'own-rule', 'not-concerned', 'not-adopted', 'terminated'"
)


def upgrade() -> None:
    op.create_table(
        "procedure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scope_limits", sa.Text(), nullable=False),
        sa.Column("capacity_note", sa.Text(), nullable=False),
        sa.Column(
            "legal_form",
            sa.Enum(
                "informal",
                "agreement",
                "contract",
                "decree",
                name="legalform",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("addressees", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.Column("lead_seat_id", sa.Integer(), nullable=True),
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
            "contacts_visibility",
            sa.Enum(
                "public",
                "internal",
                "confidential",
                "coordination",
                name="contactsvisibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_months", sa.Integer(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("in_review_since", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_note", sa.Text(), nullable=False),
        sa.Column("repealed_on", sa.Date(), nullable=True),
        sa.Column("repeal_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("NOT is_external OR source <> ''", name=op.f("ck_procedure_source")),
        sa.CheckConstraint(
            "(checked_on IS NULL) = (checked_by_id IS NULL)", name=op.f("ck_procedure_checked")
        ),
        sa.CheckConstraint("review_months BETWEEN 1 AND 60", name=op.f("ck_procedure_review_months")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_procedure_body_id_body")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["person.id"], name=op.f("fk_procedure_checked_by_id_person")
        ),
        sa.ForeignKeyConstraint(["lead_seat_id"], ["seat.id"], name=op.f("fk_procedure_lead_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure")),
    )
    with op.batch_alter_table("procedure", schema=None) as batch_op:
        batch_op.create_index("ix_procedure_body_id_title", ["body_id", "title"], unique=False)
        batch_op.create_index(batch_op.f("ix_procedure_lead_seat_id"), ["lead_seat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_procedure_review_on"), ["review_on"], unique=False)

    op.create_table(
        "procedure_audience",
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name=op.f("fk_procedure_audience_procedure_id_procedure")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_procedure_audience_seat_id_seat")),
        sa.PrimaryKeyConstraint("procedure_id", "seat_id", name=op.f("pk_procedure_audience")),
    )
    op.create_table(
        "procedure_party",
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name=op.f("fk_procedure_party_procedure_id_procedure")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_procedure_party_seat_id_seat")),
        sa.PrimaryKeyConstraint("procedure_id", "seat_id", name=op.f("pk_procedure_party")),
    )
    op.create_table(
        "procedure_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("consulted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comments_until", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_in", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(consulted_at IS NULL) = (comments_until IS NULL)", name=op.f("ck_procedure_version_consulted")
        ),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (round_id IS NULL)", name=op.f("ck_procedure_version_asked")
        ),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (sha256 IS NULL)", name=op.f("ck_procedure_version_frozen")
        ),
        sa.CheckConstraint(
            "decided_on IS NOT NULL OR in_force_on IS NULL", name=op.f("ck_procedure_version_in_force")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_procedure_version_number")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_procedure_version_body_id_body")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_procedure_version_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name=op.f("fk_procedure_version_procedure_id_procedure")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_procedure_version_round_id_round")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_procedure_version_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_version")),
        sa.UniqueConstraint("procedure_id", "number", name=op.f("uq_procedure_version_procedure_id_number")),
        sa.UniqueConstraint("round_id", name=op.f("uq_procedure_version_round_id")),
        sa.UniqueConstraint("text_id", name=op.f("uq_procedure_version_text_id")),
    )
    with op.batch_alter_table("procedure_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_procedure_version_body_id"), ["body_id"], unique=False)

    op.create_table(
        "procedure_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("commented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("step_key", sa.Integer(), nullable=True),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "taken",
                "changed",
                "not-taken",
                name="commentanswer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer_note", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answer IS NULL OR answer = 'taken' OR answer_note <> ''",
            name=op.f("ck_procedure_comment_reason"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_procedure_comment_answered")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_procedure_comment_body_id_body")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_procedure_comment_person_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_procedure_comment_seat_id_seat")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["procedure_version.id"],
            name=op.f("fk_procedure_comment_version_id_procedure_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_comment")),
    )
    with op.batch_alter_table("procedure_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_procedure_comment_version_id"), ["version_id"], unique=False)

    op.create_table(
        "procedure_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column(
            "category",
            sa.Enum(
                "specialist-centre",
                "counselling",
                "provider",
                "association",
                "umbrella",
                "network",
                "police",
                "justice",
                "youth-office",
                "health-office",
                "social-office",
                "public-order",
                "immigration",
                "employment",
                "administration",
                "equality",
                "school",
                "hospital",
                "shelter",
                "ministry",
                "parliament",
                "political-group",
                "international",
                "other",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("time_limit", sa.String(length=160), nullable=False),
        sa.Column("otherwise", sa.Text(), nullable=False),
        sa.Column("with_consent", sa.Text(), nullable=False),
        sa.Column("without_consent", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("documents", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 100", name=op.f("ck_procedure_step_place")),
        sa.CheckConstraint("seat_id IS NULL OR category IS NULL", name=op.f("ck_procedure_step_actor")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_procedure_step_seat_id_seat")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["procedure_version.id"],
            name=op.f("fk_procedure_step_version_id_procedure_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_step")),
    )
    with op.batch_alter_table("procedure_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_procedure_step_seat_id"), ["seat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_procedure_step_version_id"), ["version_id"], unique=False)

    op.create_table(
        "step_branch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("to_step_id", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(length=200), nullable=False),
        sa.CheckConstraint("to_step_id <> step_id", name=op.f("ck_step_branch_elsewhere")),
        sa.ForeignKeyConstraint(
            ["step_id"], ["procedure_step.id"], name=op.f("fk_step_branch_step_id_procedure_step")
        ),
        sa.ForeignKeyConstraint(
            ["to_step_id"], ["procedure_step.id"], name=op.f("fk_step_branch_to_step_id_procedure_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_branch")),
    )
    with op.batch_alter_table("step_branch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_branch_step_id"), ["step_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_branch_to_step_id"), ["to_step_id"], unique=False)

    op.create_table(
        "step_contact",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact_point.id"], name=op.f("fk_step_contact_contact_id_contact_point")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name=op.f("fk_step_contact_procedure_id_procedure")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["procedure_step.id"], name=op.f("fk_step_contact_step_id_procedure_step")
        ),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_step_contact")),
    )
    with op.batch_alter_table("step_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_contact_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_contact_procedure_id"), ["procedure_id"], unique=False)

    op.create_table(
        "step_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["help_offer.id"], name=op.f("fk_step_offer_offer_id_help_offer")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["procedure_step.id"], name=op.f("fk_step_offer_step_id_procedure_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_offer")),
    )
    with op.batch_alter_table("step_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_offer_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_offer_step_id"), ["step_id"], unique=False)

    with op.batch_alter_table("stance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_stance_ends"), "(value = 'terminated') = (ends_on IS NOT NULL)"
        )
    _values(", ".join((OF_DECISIONS, OF_PROCEDURES)))
    _kinds(", ".join((KINDS, "'adoption'")))


def downgrade() -> None:
    adoptions = "SELECT id FROM round WHERE kind = 'adoption'"
    asked = f"SELECT id FROM asked_seat WHERE round_id IN ({adoptions})"
    cast = f"SELECT id FROM stance WHERE asked_seat_id IN ({asked})"
    op.execute("UPDATE procedure_version SET round_id = NULL, decided_on = NULL, sha256 = NULL, in_force_on = NULL")
    op.execute(f"DELETE FROM stance_confirmation WHERE stance_id IN ({cast})")
    op.execute(f"DELETE FROM stance WHERE asked_seat_id IN ({asked})")
    op.execute(f"DELETE FROM asked_seat WHERE round_id IN ({adoptions})")
    op.execute("DELETE FROM round WHERE kind = 'adoption'")
    _kinds(KINDS)
    _values(OF_DECISIONS)
    with op.batch_alter_table("stance", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_stance_ends"), type_="check")
        batch_op.drop_column("ends_on")

    with op.batch_alter_table("step_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_offer_step_id"))
        batch_op.drop_index(batch_op.f("ix_step_offer_offer_id"))

    op.drop_table("step_offer")
    with op.batch_alter_table("step_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_contact_procedure_id"))
        batch_op.drop_index(batch_op.f("ix_step_contact_contact_id"))

    op.drop_table("step_contact")
    with op.batch_alter_table("step_branch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_branch_to_step_id"))
        batch_op.drop_index(batch_op.f("ix_step_branch_step_id"))

    op.drop_table("step_branch")
    with op.batch_alter_table("procedure_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_procedure_step_version_id"))
        batch_op.drop_index(batch_op.f("ix_procedure_step_seat_id"))

    op.drop_table("procedure_step")
    with op.batch_alter_table("procedure_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_procedure_comment_version_id"))

    op.drop_table("procedure_comment")
    with op.batch_alter_table("procedure_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_procedure_version_body_id"))

    op.drop_table("procedure_version")
    op.drop_table("procedure_party")
    op.drop_table("procedure_audience")
    with op.batch_alter_table("procedure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_procedure_review_on"))
        batch_op.drop_index(batch_op.f("ix_procedure_lead_seat_id"))
        batch_op.drop_index("ix_procedure_body_id_title")

    op.drop_table("procedure")


def _kinds(kinds: str) -> None:
    """The kinds that a round may have."""
    with op.batch_alter_table("round") as table:
        table.drop_constraint(op.f("ck_round_roundkind"), type_="check")
        table.create_check_constraint(op.f("ck_round_roundkind"), f"kind IN ({kinds})")


def _values(values: str) -> None:
    """What a stance may say."""
    with op.batch_alter_table("stance") as table:
        table.drop_constraint(op.f("ck_stance_stancevalue"), type_="check")
        table.create_check_constraint(op.f("ck_stance_stancevalue"), f"value IN ({values})")
