"""Papers of any issuer, where they were consulted, and their files."""

import sqlalchemy as sa
from alembic import op


revision = "53c715c9ea74"
down_revision = "e07b53c1d9f4"
branch_labels = None
depends_on = None

BEFORE = (
    "(CASE WHEN COALESCE(item_id, topic_id) IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN document_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN nomination_id IS NULL THEN 0 ELSE 1 END) = 1"
)
ONE_PLACE = BEFORE.replace(" = 1", " + (CASE WHEN paper_id IS NULL THEN 0 ELSE 1 END) = 1")
FILE = sa.table("file", sa.column("id"), sa.column("paper_id"))
CHUNK = sa.table("file_chunk", sa.column("file_id"))
LINK = sa.table("link", sa.column("from_table"), sa.column("to_table"))


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "motion",
                "proposal",
                "printed",
                "committee",
                "notification",
                "statement",
                "question",
                "bill",
                "recommendation",
                "other",
                name="paperkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=True),
        sa.Column("issuer_name", sa.String(length=160), nullable=False),
        sa.Column("originator", sa.String(length=160), nullable=False),
        sa.Column("spellings", sa.Text(), nullable=False),
        sa.Column("dated", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("found_in", sa.String(length=300), nullable=False),
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
        sa.Column("number_key", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("issuer_id IS NULL OR issuer_name = ''", name=op.f("ck_paper_issuer")),
        sa.CheckConstraint("title <> '' OR number <> ''", name=op.f("ck_paper_named")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_paper_body_id_body")),
        sa.ForeignKeyConstraint(["issuer_id"], ["body.id"], name=op.f("fk_paper_issuer_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index("ix_paper_body_id_dated", ["body_id", "dated"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_issuer_id"), ["issuer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_number_key"), ["number_key"], unique=False)

    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "hearing",
                "preliminary",
                "recommendation",
                "decision",
                "notice",
                name="consultationrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.String(length=40), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "unanimous",
                "majority",
                "carried",
                "amended",
                "noted",
                "adjourned",
                "deferred",
                "referred",
                "rejected",
                "recommended",
                name="consultationresult",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("found_in", sa.String(length=300), nullable=False),
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
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("visibility <> 'confidential'", name=op.f("ck_consultation_level")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_consultation_body_id_body")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["body.id"], name=op.f("fk_consultation_committee_id_body")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_consultation_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_consultation_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "paper_audience",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_audience_paper_id_paper")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_paper_audience_seat_id_seat")),
        sa.PrimaryKeyConstraint("paper_id", "seat_id", name=op.f("pk_paper_audience")),
    )
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_file_one_place"), type_="check")
        batch_op.add_column(sa.Column("paper_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_file_paper_id"), ["paper_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_file_paper_id_paper"), "paper", ["paper_id"], ["id"])
        batch_op.create_check_constraint(batch_op.f("ck_file_one_place"), ONE_PLACE)


def downgrade() -> None:
    of_papers = FILE.c.paper_id.is_not(None)
    ends = (LINK.c.from_table == "paper", LINK.c.to_table == "paper", LINK.c.from_table == "consultation")
    op.execute(LINK.delete().where(sa.or_(*ends, LINK.c.to_table == "consultation")))
    op.execute(CHUNK.delete().where(CHUNK.c.file_id.in_(sa.select(FILE.c.id).where(of_papers))))
    op.execute(FILE.delete().where(of_papers))
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_file_one_place"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_file_paper_id_paper"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_file_paper_id"))
        batch_op.drop_column("paper_id")
        batch_op.create_check_constraint(batch_op.f("ck_file_one_place"), BEFORE)

    op.drop_table("paper_audience")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_paper_id"))
        batch_op.drop_index(batch_op.f("ix_consultation_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_consultation_committee_id"))

    op.drop_table("consultation")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_number_key"))
        batch_op.drop_index(batch_op.f("ix_paper_issuer_id"))
        batch_op.drop_index("ix_paper_body_id_dated")

    op.drop_table("paper")