"""Help offers, apart from the institutions that provide them."""

import sqlalchemy as sa
from alembic import op


revision = "069eb843b111"
down_revision = "662b4b41a622"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "help_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("target_groups", sa.String(length=1000), nullable=False),
        sa.Column("target_words", sa.Text(), nullable=False),
        sa.Column("kinds", sa.String(length=1000), nullable=False),
        sa.Column("kind_words", sa.Text(), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("access", sa.String(length=1000), nullable=False),
        sa.Column("access_words", sa.Text(), nullable=False),
        sa.Column("spoken", sa.String(length=1000), nullable=False),
        sa.Column("materials", sa.String(length=1000), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("address_protected", sa.Boolean(), nullable=False),
        sa.Column("since", sa.String(length=40), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "temporarily-closed",
                "inactive",
                "defunct",
                name="offerstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("alert", sa.String(length=300), nullable=False),
        sa.Column("alert_until", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("folded_area", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(alert = '') = (alert_until IS NULL)", name=op.f("ck_help_offer_alert_ends")),
        sa.CheckConstraint("NOT address_protected OR place = ''", name=op.f("ck_help_offer_protected")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["organisation.id"], name=op.f("fk_help_offer_checked_by_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_help_offer_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_offer")),
        sa.UniqueConstraint("organisation_id", "title", name=op.f("uq_help_offer_organisation_id_title")),
    )


def downgrade() -> None:
    op.drop_table("help_offer")
