"""Institutions over the years: former names, endings, contact points, relations, what is needed for letters."""

import sqlalchemy as sa
from alembic import op


revision = "89fe2683e77d"
down_revision = "18ba694cf89a"
branch_labels = None
depends_on = None


KINDS = (
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
)
NEW_KINDS = ("network", "social-office")
BEFORE = {
    "organisationkind": ("kind", tuple(kind for kind in KINDS if kind not in NEW_KINDS)),
    "protected": "NOT address_protected OR place = ''",
}
AFTER = {
    "organisationkind": ("kind", KINDS),
    "protected": "NOT address_protected OR (place = '' AND postal_address = '')",
    "dataprotection": ("data_protection", ("gdpr", "dsg-ekd", "kdg")),
    "ending": ("ending", ("merged", "split", "taken-over", "closed")),
    "lobby_number": "lobby_number = '' OR (length(lobby_number) = 7 AND substr(lobby_number, 1, 1) = 'R'"
    " AND ltrim(substr(lobby_number, 2), '0123456789') = '')",
    "ended": "(ending IS NULL) = (ended_on IS NULL)",
}
TEXTS = {"postal_address": sa.Text(), "lobby_number": sa.String(length=7), "end_reason": sa.String(length=200)}
MAY_BE_EMPTY = {"data_protection": sa.String(length=40), "ending": sa.String(length=40), "ended_on": sa.Date()}


def conditions(checks):
    """The name and the text of each check; one of several words is written as the models write it."""
    for name, told in checks.items():
        column, words = (told, None) if isinstance(told, str) else told
        chosen = ", ".join(f"'{word}'" for word in words or ())
        yield f"ck_organisation_{name}", f"{column} IN ({chosen})" if words else column


def exchange_checks(batch_op, old, new):
    for name, _ in conditions(old):
        batch_op.drop_constraint(batch_op.f(name), type_="check")
    for name, text in conditions(new):
        batch_op.create_check_constraint(batch_op.f(name), text)


def widen_organisations():
    with op.batch_alter_table("organisation") as batch_op:
        for name, kind in TEXTS.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=""))
        for name, kind in MAY_BE_EMPTY.items():
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    with op.batch_alter_table("organisation") as batch_op:
        for name in TEXTS:
            batch_op.alter_column(name, server_default=None)
        exchange_checks(batch_op, BEFORE, AFTER)
        batch_op.create_index(batch_op.f("ix_organisation_parent_id"), ["parent_id"], unique=False)


def narrow_organisations():
    new = ", ".join(f"'{kind}'" for kind in NEW_KINDS)
    op.execute(f"UPDATE organisation SET kind = 'other' WHERE kind IN ({new})")  # noqa: S608 - our own words
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_parent_id"))
        exchange_checks(batch_op, AFTER, BEFORE)
    with op.batch_alter_table("organisation") as batch_op:
        for name in (*TEXTS, *MAY_BE_EMPTY):
            batch_op.drop_column(name)


def upgrade() -> None:
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("until", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_former_name_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_name_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            "ix_former_name_until",
            ["organisation_id", "until"],
            unique=True,
            sqlite_where=sa.text("until <> '9999999999 XXXX'"),
            postgresql_where=sa.text("until <> '9999999999 XXXX'"),
        )

    op.create_table(
        "relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "member",
                "federated",
                "works-with",
                "hosts",
                "founded",
                name="relationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("wording", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("since", sa.String(length=40), nullable=False),
        sa.Column("until", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(other_id IS NULL) <> (body_id IS NULL)", name=op.f("ck_relation_one_end")),
        sa.CheckConstraint("other_id IS NULL OR other_id <> organisation_id", name=op.f("ck_relation_ends")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_relation_body_id_body")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_relation_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["organisation.id"], name=op.f("fk_relation_other_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relation_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relation_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relation_other_id"), ["other_id"], unique=False)

    op.create_table(
        "succession",
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("predecessor_id <> successor_id", name=op.f("ck_succession_ends")),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["organisation.id"], name=op.f("fk_succession_predecessor_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["organisation.id"], name=op.f("fk_succession_successor_id_organisation")
        ),
        sa.PrimaryKeyConstraint("predecessor_id", "successor_id", name=op.f("pk_succession")),
    )
    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_succession_successor_id"), ["successor_id"], unique=False)

    op.create_table(
        "contact_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "public",
                "internal",
                "crisis",
                name="contactkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "phone <> '' OR email IS NOT NULL OR website <> ''", name=op.f("ck_contact_point_way")
        ),
        sa.CheckConstraint(
            "(checked_on IS NULL) = (checked_by_id IS NULL)", name=op.f("ck_contact_point_checked")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["person.id"], name=op.f("fk_contact_point_checked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_contact_point_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
    )
    with op.batch_alter_table("contact_point", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_point_organisation_id"), ["organisation_id"], unique=False
        )

    widen_organisations()


def downgrade() -> None:
    narrow_organisations()
    with op.batch_alter_table("contact_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_point_organisation_id"))

    op.drop_table("contact_point")
    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_succession_successor_id"))

    op.drop_table("succession")
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_relation_other_id"))
        batch_op.drop_index(batch_op.f("ix_relation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_relation_body_id"))

    op.drop_table("relation")
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_former_name_until",
            sqlite_where=sa.text("until <> '9999999999 XXXX'"),
            postgresql_where=sa.text("until <> '9999999999 XXXX'"),
        )
        batch_op.drop_index(batch_op.f("ix_former_name_organisation_id"))

    op.drop_table("former_name")
