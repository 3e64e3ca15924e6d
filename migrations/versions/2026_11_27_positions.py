"""Positions: their sections, frozen versions, amendments and comments."""

import sqlalchemy as sa
from alembic import op


revision = "96426e23ea95"
down_revision = "83f0014e4a73"
branch_labels = None
depends_on = None

TEXT, SECTION = sa.table("text", sa.column("id")), sa.table("position_section", sa.column("text_id"))
OF_TEXT = [sa.table(each, sa.column("text_id")) for each in ("text_draft", "text_version")]
EDITION = sa.table("edition", sa.column("kind"))
LINK = sa.table("link", sa.column("from_table"), sa.column("to_table"))
GUARDED = ("position", "position_section", "position_version", "position_source", "amendment", "position_comment")

def upgrade() -> None:
    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "statement",
                "paper",
                "open-letter",
                "demand",
                "questions",
                name="positionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("addressees", sa.Text(), nullable=False),
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
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("visibility <> 'public'", name=op.f("ck_position_level")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_position_body_id_body")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_position_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
    )
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_position_project_id"), ["project_id"], unique=False)

    op.create_table(
        "position_audience",
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_position_audience_position_id_position")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_position_audience_seat_id_seat")),
        sa.PrimaryKeyConstraint("position_id", "seat_id", name=op.f("pk_position_audience")),
    )
    op.create_table(
        "position_delegate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("may_sign", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_position_delegate_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_position_delegate_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_position_delegate_position_id_position")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_delegate")),
        sa.UniqueConstraint(
            "position_id",
            "person_id",
            "organisation_id",
            name=op.f("uq_position_delegate_position_id_person_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("position_delegate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_position_delegate_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_position_delegate_person_id"), ["person_id"], unique=False)

    op.create_table(
        "position_editor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_position_editor_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_position_editor_position_id_position")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_editor")),
        sa.UniqueConstraint(
            "position_id", "person_id", name=op.f("uq_position_editor_position_id_person_id")
        ),
    )
    with op.batch_alter_table("position_editor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_editor_person_id"), ["person_id"], unique=False)

    op.create_table(
        "position_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_position_source_position_id_position")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_source")),
        sa.UniqueConstraint("position_id", "number", name=op.f("uq_position_source_position_id_number")),
    )
    op.create_table(
        "position_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_position_table_body_id_body")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_position_table_position_id_position")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_table")),
        sa.UniqueConstraint("position_id", "body_id", name=op.f("uq_position_table_position_id_body_id")),
    )
    with op.batch_alter_table("position_table", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_table_body_id"), ["body_id"], unique=False)

    op.create_table(
        "position_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["person.id"], name=op.f("fk_position_section_editor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_position_section_position_id_position")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_position_section_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_section")),
        sa.UniqueConstraint("text_id", name=op.f("uq_position_section_text_id")),
    )
    with op.batch_alter_table("position_section", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_section_position_id"), ["position_id"], unique=False)

    op.create_table(
        "position_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("amendments_until", sa.Date(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("is_final = (amendments_until IS NULL)", name=op.f("ck_position_version_purpose")),
        sa.CheckConstraint("is_final OR reopened_at IS NULL", name=op.f("ck_position_version_reopened")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_position_version_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_position_version_position_id_position")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_version")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_position_version_edition_id")),
        sa.UniqueConstraint("position_id", "number", name=op.f("uq_position_version_position_id_number")),
    )
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("markdown", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched", sa.JSON(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "taken",
                "modified",
                "refused",
                "referred",
                name="amendmentanswer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer_markdown", sa.Text(), nullable=False),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("by_meeting", sa.Boolean(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "agreed_channel",
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
            nullable=True,
        ),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_as", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answer IS NULL OR answer <> 'modified' OR answer_markdown <> ''",
            name=op.f("ck_amendment_modified"),
        ),
        sa.CheckConstraint(
            "answer IS NULL OR answer <> 'refused' OR answer_reason <> ''", name=op.f("ck_amendment_reason")
        ),
        sa.CheckConstraint(
            "answer IS NOT NULL OR (answered_at IS NULL AND agrees IS NULL)",
            name=op.f("ck_amendment_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["person.id"], name=op.f("fk_amendment_agreed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_amendment_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_amendment_author_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_amendment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_amendment_position_id_position")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["position_section.id"], name=op.f("fk_amendment_section_id_position_section")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["position_version.id"], name=op.f("fk_amendment_version_id_position_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("position_id", "number", name=op.f("uq_amendment_position_id_number")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendment_section_id"), ["section_id"], unique=False)
        batch_op.create_index(
            "ix_amendment_version_id_section_id", ["version_id", "section_id"], unique=False
        )

    op.create_table(
        "position_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paragraph", sa.String(length=10), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)", name=op.f("ck_position_comment_resolved")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_position_comment_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_position_comment_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_position_comment_position_id_position")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["person.id"], name=op.f("fk_position_comment_resolved_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["position_section.id"],
            name=op.f("fk_position_comment_section_id_position_section"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["position_version.id"],
            name=op.f("fk_position_comment_version_id_position_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_comment")),
    )
    with op.batch_alter_table("position_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_comment_position_id"), ["position_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_position_comment_version_id"), ["version_id"], unique=False)

    op.create_table(
        "amendment_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_link_amendment_id_amendment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_amendment_link_token_hash")),
    )
    with op.batch_alter_table("amendment_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_link_amendment_id"), ["amendment_id"], unique=False)

    op.create_table(
        "amendment_support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("supported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_support_amendment_id_amendment")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_amendment_support_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_amendment_support_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_support")),
        sa.UniqueConstraint(
            "amendment_id", "organisation_id", name=op.f("uq_amendment_support_amendment_id_organisation_id")
        ),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.alter_column("meeting_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.drop_constraint(batch_op.f("ck_edition_editionkind"), type_="check")
        kinds = "kind IN ('agenda', 'minutes', 'position')"
        batch_op.create_check_constraint(batch_op.f("ck_edition_editionkind"), kinds)
        one_place = "(kind = 'position') = (meeting_id IS NULL)"
        batch_op.create_check_constraint(batch_op.f("ck_edition_of_meeting"), one_place)



def downgrade() -> None:
    op.execute(LINK.delete().where(sa.or_(LINK.c.from_table.in_(GUARDED), LINK.c.to_table.in_(GUARDED))))
    op.drop_table("amendment_support")
    with op.batch_alter_table("amendment_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendment_link_amendment_id"))

    op.drop_table("amendment_link")
    with op.batch_alter_table("position_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_comment_version_id"))
        batch_op.drop_index(batch_op.f("ix_position_comment_position_id"))

    op.drop_table("position_comment")
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_index("ix_amendment_version_id_section_id")
        batch_op.drop_index(batch_op.f("ix_amendment_section_id"))
        batch_op.drop_index(batch_op.f("ix_amendment_organisation_id"))

    op.drop_table("amendment")
    op.drop_table("position_version")
    op.execute(EDITION.delete().where(EDITION.c.kind == "position"))
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_edition_of_meeting"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_edition_editionkind"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_edition_editionkind"), "kind IN ('agenda', 'minutes')"
        )
        batch_op.alter_column("meeting_id", existing_type=sa.INTEGER(), nullable=False)

    with op.batch_alter_table("position_section", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_section_position_id"))

    written = op.get_bind().execute(sa.select(SECTION.c.text_id)).scalars().all()
    op.drop_table("position_section")
    for each in OF_TEXT:
        op.execute(each.delete().where(each.c.text_id.in_(written)))
    op.execute(TEXT.delete().where(TEXT.c.id.in_(written)))
    with op.batch_alter_table("position_table", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_table_body_id"))

    op.drop_table("position_table")
    op.drop_table("position_source")
    with op.batch_alter_table("position_editor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_editor_person_id"))

    op.drop_table("position_editor")
    with op.batch_alter_table("position_delegate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_delegate_person_id"))
        batch_op.drop_index(batch_op.f("ix_position_delegate_organisation_id"))

    op.drop_table("position_delegate")
    op.drop_table("position_audience")
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_project_id"))
        batch_op.drop_index(batch_op.f("ix_position_body_id"))

    op.drop_table("position")
