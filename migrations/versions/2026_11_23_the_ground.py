"""The ground: institutions, seats, tables, meetings, letters, texts, history."""

import sqlalchemy as sa
from alembic import op


revision = "18ba694cf89a"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "round-table",
                "network",
                "working-group",
                "steering-group",
                "committee",
                "conference",
                name="bodykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "municipal",
                "regional",
                "supraregional",
                "state",
                "federal",
                "international",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("founded", sa.String(length=40), nullable=False),
        sa.Column("founded_note", sa.String(length=200), nullable=False),
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
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.Column("hue", sa.Integer(), nullable=False),
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
        sa.Column("default_visibility", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("hue BETWEEN 0 AND 11", name=op.f("ck_body_hue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("name", name=op.f("uq_body_name")),
    )
    op.create_table(
        "form_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("leads_to", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form_key")),
    )
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gesture", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
        sa.UniqueConstraint("number", name=op.f("uq_history_number")),
    )
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_history_body_id"), ["body_id"], unique=False)
        batch_op.create_index("ix_history_subject", ["subject", "subject_id"], unique=False)

    op.create_table(
        "history_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_head")),
    )
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "answers",
                "follows-from",
                "cites",
                "supersedes",
                name="linkkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_table", sa.String(length=60), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_table", sa.String(length=60), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_table <> to_table OR from_id <> to_id", name=op.f("ck_link_ends")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint(
            "kind",
            "from_table",
            "from_id",
            "to_table",
            "to_id",
            name=op.f("uq_link_kind_from_table_from_id_to_table_to_id"),
        ),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index("ix_link_from", ["from_table", "from_id"], unique=False)
        batch_op.create_index("ix_link_to", ["to_table", "to_id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "specialist-centre",
                "counselling",
                "provider",
                "association",
                "umbrella",
                "police",
                "justice",
                "youth-office",
                "health-office",
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
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "municipal",
                "regional",
                "supraregional",
                "state",
                "federal",
                "international",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("is_collective", sa.Boolean(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("address_protected", sa.Boolean(), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=True),
        sa.Column("mailbox_released", sa.Boolean(), nullable=False),
        sa.Column("public_contact", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("NOT address_protected OR place = ''", name=op.f("ck_organisation_protected")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisation.id"], name=op.f("fk_organisation_parent_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_folded"), ["folded"], unique=False)

    op.create_table(
        "post_office",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resume_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pauses", sa.Integer(), nullable=False),
        sa.Column("smtp_code", sa.Integer(), nullable=True),
        sa.Column("last_text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_office")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("client_hash", sa.String(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_address", ["address_hash", "tried_at"], unique=False)
        batch_op.create_index("ix_sign_in_attempt_client", ["client_hash", "tried_at"], unique=False)

    op.create_table(
        "bylaws",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "land",
            sa.Enum(
                "BB",
                "BE",
                "BW",
                "BY",
                "HB",
                "HE",
                "HH",
                "MV",
                "NI",
                "NW",
                "RP",
                "SH",
                "SL",
                "SN",
                "ST",
                "TH",
                name="land",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.Column("topic_call_weeks", sa.Integer(), nullable=False),
        sa.Column("agenda_weeks", sa.Integer(), nullable=False),
        sa.Column("objection_days", sa.Integer(), nullable=False),
        sa.Column("reminder_working_days", sa.String(length=20), nullable=False),
        sa.Column("names_in_calendar", sa.Boolean(), nullable=False),
        sa.Column("names_in_subject", sa.Boolean(), nullable=False),
        sa.Column("agenda_template", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("agenda_weeks BETWEEN 1 AND 26", name=op.f("ck_bylaws_agenda_weeks")),
        sa.CheckConstraint("notice_days BETWEEN 1 AND 90", name=op.f("ck_bylaws_notice_days")),
        sa.CheckConstraint("objection_days BETWEEN 1 AND 90", name=op.f("ck_bylaws_objection_days")),
        sa.CheckConstraint("reply_days BETWEEN 1 AND 60", name=op.f("ck_bylaws_reply_days")),
        sa.CheckConstraint("topic_call_weeks BETWEEN 1 AND 26", name=op.f("ck_bylaws_topic_call_weeks")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_bylaws_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bylaws")),
        sa.UniqueConstraint("body_id", name=op.f("uq_bylaws_body_id")),
    )
    op.create_table(
        "coordination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=40), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_coordination_body_id_body")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_coordination_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination")),
    )
    with op.batch_alter_table("coordination", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coordination_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_coordination_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("salutation", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("contact_released", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "voting",
                "advisory",
                "guest",
                name="seatkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on", name=op.f("ck_seat_period")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_seat_body_id_body")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_seat_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_seat_open",
            ["body_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_seat_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_privacy_officer", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_account_email_key")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
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
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("may_sign", sa.Boolean(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on", name=op.f("ck_appointment_period")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_appointment_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_appointment_one_main",
            ["seat_id"],
            unique=True,
            sqlite_where=sa.text("role = 'main' AND ends_on IS NULL"),
            postgresql_where=sa.text("role = 'main' AND ends_on IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_appointment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("held_on", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("online_url", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "scheduled",
                "invited",
                "held",
                "minuted",
                "closed",
                "cancelled",
                "not-held",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
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
        sa.Column("chair", sa.String(length=120), nullable=False),
        sa.Column("minute_taker_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replies_due_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name=op.f("ck_meeting_period")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_meeting_body_id_body")),
        sa.ForeignKeyConstraint(
            ["minute_taker_id"], ["person.id"], name=op.f("fk_meeting_minute_taker_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("body_id", "number", name=op.f("uq_meeting_body_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_uid")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_held_on"), ["held_on"], unique=False)

    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "coordination",
                "deputy-coordination",
                "reader",
                name="officekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on", name=op.f("ck_office_period")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_office_body_id_body")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_office_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_office_person_id"), ["person_id"], unique=False)

    op.create_table(
        "account_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitation",
                "reset",
                name="linkpurpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_link_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_link_token_hash")),
    )
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_link_account_id"), ["account_id"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "formal",
                "information",
                "consultation",
                "decision",
                "anonymous-case",
                "other-business",
                name="itemkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("minutes_planned", sa.Integer(), nullable=False),
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
        sa.Column("submitter_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes_planned BETWEEN 0 AND 600", name=op.f("ck_agenda_item_minutes_planned")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["submitter_id"], ["organisation.id"], name=op.f("fk_agenda_item_submitter_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "calendar",
                "reminder",
                "content",
                "account",
                name="letterkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_dispatch_body_id_body")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_dispatch_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_dispatch_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
    )
    with op.batch_alter_table("dispatch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispatch_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispatch_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agenda", "minutes", name="editionkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("compiled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compiled_by_id", sa.Integer(), nullable=True),
        sa.Column("for_readers", sa.Boolean(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_edition_body_id_body")),
        sa.ForeignKeyConstraint(
            ["compiled_by_id"], ["person.id"], name=op.f("fk_edition_compiled_by_id_person")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_edition_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_body_id"), ["body_id"], unique=False)
        batch_op.create_index("ix_edition_meeting_id_kind", ["meeting_id", "kind"], unique=False)

    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in-review",
                "circulated",
                name="minutesstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attendance_noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objections_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'circulated' OR (confirmed_at IS NOT NULL AND circulated_at IS NOT NULL AND objections_until IS NOT NULL)",
            name=op.f("ck_minutes_circulated"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_minutes_body_id_body")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_minutes_confirmed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_body_id"), ["body_id"], unique=False)

    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("reply", name="roundkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_round_body_id_body")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_round_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_text_body_id_body")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_text_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text")),
    )
    with op.batch_alter_table("text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_text_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "asked_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_asked_seat_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_asked_seat_round_id_round")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_asked_seat_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_seat")),
        sa.UniqueConstraint("round_id", "seat_id", name=op.f("uq_asked_seat_round_id_seat_id")),
    )
    with op.batch_alter_table("asked_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_seat_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asked_seat_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("names", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "present",
                "represented",
                "excused",
                "absent",
                name="attendancestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("(seat_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_attendance_one_kind")),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_attendance_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_attendance_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("minutes_id", "person_id", name=op.f("uq_attendance_minutes_id_person_id")),
        sa.UniqueConstraint("minutes_id", "seat_id", name=op.f("uq_attendance_minutes_id_seat_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_minutes_id"), ["minutes_id"], unique=False)

    op.create_table(
        "edition_reader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(seat_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_edition_reader_one_reader")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_reader_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_edition_reader_person_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_edition_reader_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_reader")),
    )
    with op.batch_alter_table("edition_reader", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_reader_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_edition_reader_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_edition_reader_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
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
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("size BETWEEN 0 AND 26214400", name=op.f("ck_file_size")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_file_item_id_agenda_item")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_file_uploaded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
    )
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_item_id"), ["item_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "main",
                "deputy",
                "mailbox",
                "guest",
                "substitute",
                name="invitationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_invitation_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_invitation_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_invitation_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "meeting_id",
            "seat_id",
            "address",
            "item_id",
            name=op.f("uq_invitation_meeting_id_seat_id_address_item_id"),
        ),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "item_audience",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_item_audience_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_item_audience_seat_id_seat")),
        sa.PrimaryKeyConstraint("item_id", "seat_id", name=op.f("pk_item_audience")),
    )
    op.create_table(
        "item_guest",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_item_guest_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_guest_person_id_person")),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_item_guest")),
    )
    op.create_table(
        "item_minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_item_minutes_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_item_minutes_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_item_minutes_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_minutes")),
        sa.UniqueConstraint("item_id", name=op.f("uq_item_minutes_item_id")),
        sa.UniqueConstraint("text_id", name=op.f("uq_item_minutes_text_id")),
    )
    with op.batch_alter_table("item_minutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_minutes_minutes_id"), ["minutes_id"], unique=False)

    op.create_table(
        "text_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("markdown", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_text_draft_person_id_person")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_text_draft_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_draft")),
        sa.UniqueConstraint("text_id", "person_id", name=op.f("uq_text_draft_text_id_person_id")),
    )
    with op.batch_alter_table("text_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_draft_text_id"), ["text_id"], unique=False)

    op.create_table(
        "text_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("markdown", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number > 0 AND based_on < number", name=op.f("ck_text_version_number")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_text_version_author_id_person")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_text_version_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_version")),
        sa.UniqueConstraint("text_id", "number", name=op.f("uq_text_version_text_id_number")),
    )
    with op.batch_alter_table("text_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_version_text_id"), ["text_id"], unique=False)

    op.create_table(
        "answer_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_answer_link_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_answer_link_token_hash")),
    )
    with op.batch_alter_table("answer_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_link_invitation_id"), ["invitation_id"], unique=False)

    op.create_table(
        "file_chunk",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(data) BETWEEN 1 AND 262144", name=op.f("ck_file_chunk_data")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_chunk_file_id_file")),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_file_chunk")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "calendar",
                "reminder",
                "content",
                "account",
                name="letterkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("resend", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("order_key", sa.String(), nullable=True),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "accepted",
                "failed",
                "unknown",
                "superseded",
                "held",
                name="letterstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("smtp_code", sa.Integer(), nullable=True),
        sa.Column("enhanced_code", sa.String(), nullable=False),
        sa.Column("last_text", sa.String(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_letter_body_id_body")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_letter_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_letter_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_letter_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_letter_dedupe_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letter_message_id")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_order_key"), ["order_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_recipient"), ["recipient"], unique=False)
        batch_op.create_index("ix_letter_state_next_try_at", ["state", "next_try_at"], unique=False)

    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column(
            "coming",
            sa.Enum(
                "yes",
                "no",
                "perhaps",
                "substitute",
                name="coming",
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
                "coordination",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("substitute", sa.String(length=120), nullable=False),
        sa.Column("substitute_address", sa.String(length=254), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_reply_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_reply_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reply_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_reply_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_reply_round_id_round")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_reply_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "support_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_support_need_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_support_need_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_need")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_support_need_invitation_id")),
    )
    with op.batch_alter_table("support_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_need_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "letter_bytes",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_bytes_letter_id_letter"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_bytes")),
    )


def downgrade() -> None:
    op.drop_table("letter_bytes")
    with op.batch_alter_table("support_need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_need_meeting_id"))

    op.drop_table("support_need")
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_seat_id"))
        batch_op.drop_index(batch_op.f("ix_reply_round_id"))
        batch_op.drop_index(batch_op.f("ix_reply_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_reply_invitation_id"))

    op.drop_table("reply")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_state_next_try_at")
        batch_op.drop_index(batch_op.f("ix_letter_recipient"))
        batch_op.drop_index(batch_op.f("ix_letter_order_key"))
        batch_op.drop_index(batch_op.f("ix_letter_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_letter_invitation_id"))
        batch_op.drop_index(batch_op.f("ix_letter_body_id"))

    op.drop_table("letter")
    op.drop_table("file_chunk")
    with op.batch_alter_table("answer_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_link_invitation_id"))

    op.drop_table("answer_link")
    with op.batch_alter_table("text_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_text_version_text_id"))

    op.drop_table("text_version")
    with op.batch_alter_table("text_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_text_draft_text_id"))

    op.drop_table("text_draft")
    with op.batch_alter_table("item_minutes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_minutes_minutes_id"))

    op.drop_table("item_minutes")
    op.drop_table("item_guest")
    op.drop_table("item_audience")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_seat_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_person_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_meeting_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_item_id"))

    op.drop_table("file")
    with op.batch_alter_table("edition_reader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_reader_seat_id"))
        batch_op.drop_index(batch_op.f("ix_edition_reader_person_id"))
        batch_op.drop_index(batch_op.f("ix_edition_reader_edition_id"))

    op.drop_table("edition_reader")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_minutes_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("asked_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asked_seat_seat_id"))
        batch_op.drop_index(batch_op.f("ix_asked_seat_round_id"))

    op.drop_table("asked_seat")
    with op.batch_alter_table("text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_text_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_text_body_id"))

    op.drop_table("text")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_account_id"))

    op.drop_table("sign_in_session")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_round_body_id"))

    op.drop_table("round")
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_body_id"))

    op.drop_table("minutes")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index("ix_edition_meeting_id_kind")
        batch_op.drop_index(batch_op.f("ix_edition_body_id"))

    op.drop_table("edition")
    with op.batch_alter_table("dispatch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispatch_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_dispatch_body_id"))

    op.drop_table("dispatch")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_meeting_id"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_link_account_id"))

    op.drop_table("account_link")
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_office_person_id"))
        batch_op.drop_index(batch_op.f("ix_office_body_id"))

    op.drop_table("office")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_held_on"))
        batch_op.drop_index(batch_op.f("ix_meeting_body_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_seat_id"))
        batch_op.drop_index(batch_op.f("ix_appointment_person_id"))
        batch_op.drop_index(
            "ix_appointment_one_main",
            sqlite_where=sa.text("role = 'main' AND ends_on IS NULL"),
            postgresql_where=sa.text("role = 'main' AND ends_on IS NULL"),
        )

    op.drop_table("appointment")
    op.drop_table("account")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_organisation_id"))
        batch_op.drop_index(
            "ix_seat_open",
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_seat_body_id"))

    op.drop_table("seat")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_person_email"))

    op.drop_table("person")
    with op.batch_alter_table("coordination", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coordination_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_coordination_body_id"))

    op.drop_table("coordination")
    op.drop_table("bylaws")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_client")
        batch_op.drop_index("ix_sign_in_attempt_address")

    op.drop_table("sign_in_attempt")
    op.drop_table("post_office")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_folded"))

    op.drop_table("organisation")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.drop_index("ix_link_to")
        batch_op.drop_index("ix_link_from")

    op.drop_table("link")
    op.drop_table("history_head")
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.drop_index("ix_history_subject")
        batch_op.drop_index(batch_op.f("ix_history_body_id"))

    op.drop_table("history")
    op.drop_table("form_key")
    op.drop_table("body")
