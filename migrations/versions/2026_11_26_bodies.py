"""Bodies through the years: names, phases, terms, passing on a coordination, a shelf of documents."""

import datetime

import sqlalchemy as sa
from alembic import op


revision = "3e788df32e18"
down_revision = "ef3ebefc1902"
branch_labels = None
depends_on = None


FILE = sa.table("file", sa.column("id"), sa.column("item_id"))
CHUNK = sa.table("file_chunk", sa.column("file_id"))
BODY = sa.table("body", sa.column("id"), sa.column("is_external", sa.Boolean()))
BYLAWS = sa.table("bylaws", sa.column("body_id"), sa.column("declaration_needed", sa.Boolean()))
COORDINATION = sa.table("coordination", sa.column("id"), sa.column("ends_on", sa.Date()))


def move_ends(days: int) -> None:
    """The last day of a period was written as the first one after it."""
    ended = sa.select(COORDINATION.c.id, COORDINATION.c.ends_on).where(COORDINATION.c.ends_on.is_not(None))
    for row in op.get_bind().execute(ended).all():
        op.execute(
            COORDINATION.update()
            .where(COORDINATION.c.id == row.id)
            .values(ends_on=row.ends_on + datetime.timedelta(days=days))
        )


def upgrade() -> None:
    op.create_table(
        "body_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("until", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_body_name_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_name")),
    )
    with op.batch_alter_table("body_name", schema=None) as batch_op:
        batch_op.create_index("ix_body_name_body_id_until", ["body_id", "until"], unique=True)

    op.create_table(
        "body_phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "founding",
                "active",
                "dormant",
                "dissolved",
                name="bodystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_body_phase_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_phase")),
    )
    with op.batch_alter_table("body_phase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_phase_body_id"), ["body_id"], unique=False)

    op.create_table(
        "electoral_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("since", sa.String(length=40), nullable=False),
        sa.Column("until", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_electoral_term_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_electoral_term")),
    )
    with op.batch_alter_table("electoral_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_electoral_term_body_id"), ["body_id"], unique=False)

    op.create_table(
        "handover_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coordination_id", sa.Integer(), nullable=False),
        sa.Column(
            "point",
            sa.Enum(
                "members",
                "meetings",
                "invitations",
                "minutes",
                "deadlines",
                "shelf",
                "bylaws",
                "new-access",
                "old-access",
                name="handoverpoint",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordination_id"],
            ["coordination.id"],
            name=op.f("fk_handover_tick_coordination_id_coordination"),
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_handover_tick_done_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_tick")),
        sa.UniqueConstraint("coordination_id", "point", name=op.f("uq_handover_tick_coordination_id_point")),
    )
    op.create_table(
        "shelf_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "paper",
                "minutes",
                "bylaws",
                "agreement",
                "report",
                "letter",
                "other",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("dated", sa.String(length=40), nullable=False),
        sa.Column("issuer", sa.String(length=160), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
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
            "state",
            sa.Enum(
                "draft",
                "released",
                "replaced",
                "archived",
                name="documentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("lower_to", sa.String(length=20), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(lower_to IS NULL) = (asked_by_id IS NULL)", name=op.f("ck_shelf_document_asked")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_shelf_document_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_shelf_document_body_id_body")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_shelf_document_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["shelf_document.id"],
            name=op.f("fk_shelf_document_replaced_by_id_shelf_document"),
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_shelf_document_seat_id_seat")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_shelf_document_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelf_document")),
        sa.UniqueConstraint("text_id", name=op.f("uq_shelf_document_text_id")),
    )
    with op.batch_alter_table("shelf_document", schema=None) as batch_op:
        batch_op.create_index("ix_shelf_document_body_id_dated", ["body_id", "dated"], unique=False)
        batch_op.create_index(batch_op.f("ix_shelf_document_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "document_audience",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["shelf_document.id"],
            name=op.f("fk_document_audience_document_id_shelf_document"),
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_document_audience_seat_id_seat")),
        sa.PrimaryKeyConstraint("document_id", "seat_id", name=op.f("pk_document_audience")),
    )
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("host_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("public_url", sa.String(length=300), nullable=False, server_default="")
        )
        batch_op.create_index(batch_op.f("ix_body_parent_id"), ["parent_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_body_parent_id_body"), "body", ["parent_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_body_host_id_organisation"), "organisation", ["host_id"], ["id"]
        )

    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.alter_column("public_url", server_default=None)

    with op.batch_alter_table("coordination", schema=None) as batch_op:
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.alter_column("ended_on", new_column_name="ends_on", existing_type=sa.Date())
    move_ends(-1)
    with op.batch_alter_table("coordination", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_coordination_period"), "ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on"
        )

    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document_id", sa.Integer(), nullable=True))
        batch_op.alter_column("item_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_file_document_id"), ["document_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_file_document_id_shelf_document"), "shelf_document", ["document_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_file_one_place"), "(item_id IS NULL) <> (document_id IS NULL)"
        )

    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handover_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_office_handover_id_coordination"), "coordination", ["handover_id"], ["id"]
        )

    outside = sa.select(BODY.c.id).where(BODY.c.is_external.is_(True))
    op.execute(BYLAWS.update().where(BYLAWS.c.body_id.in_(outside)).values(declaration_needed=False))
    with op.batch_alter_table("text_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("in_force_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("text_version", schema=None) as batch_op:
        batch_op.drop_column("in_force_on")

    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_office_handover_id_coordination"), type_="foreignkey")
        batch_op.drop_column("handover_id")

    of_documents = sa.select(FILE.c.id).where(FILE.c.item_id.is_(None))
    op.execute(CHUNK.delete().where(CHUNK.c.file_id.in_(of_documents)))
    op.execute(FILE.delete().where(FILE.c.item_id.is_(None)))
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_file_one_place"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_file_document_id_shelf_document"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_file_document_id"))
        batch_op.alter_column("item_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("document_id")

    with op.batch_alter_table("coordination", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_coordination_period"), type_="check")
    move_ends(1)
    with op.batch_alter_table("coordination", schema=None) as batch_op:
        batch_op.alter_column("ends_on", new_column_name="ended_on", existing_type=sa.Date())
        batch_op.drop_column("starts_on")

    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_body_host_id_organisation"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_body_parent_id_body"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_body_parent_id"))
        batch_op.drop_column("public_url")
        batch_op.drop_column("host_id")
        batch_op.drop_column("parent_id")

    op.drop_table("document_audience")
    with op.batch_alter_table("shelf_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shelf_document_seat_id"))
        batch_op.drop_index("ix_shelf_document_body_id_dated")

    op.drop_table("shelf_document")
    op.drop_table("handover_tick")
    with op.batch_alter_table("electoral_term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_electoral_term_body_id"))

    op.drop_table("electoral_term")
    with op.batch_alter_table("body_phase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_phase_body_id"))

    op.drop_table("body_phase")
    with op.batch_alter_table("body_name", schema=None) as batch_op:
        batch_op.drop_index("ix_body_name_body_id_until")

    op.drop_table("body_name")