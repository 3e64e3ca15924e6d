"""The time of a guest: two instants instead of a few typed signs."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op


revision = "b7d94f0a6c21"
down_revision = "05aa0708211a"
branch_labels = None
depends_on = None

BERLIN = ZoneInfo("Europe/Berlin")
CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\b")
guest = sa.table(
    "item_guest",
    sa.column("item_id", sa.Integer),
    sa.column("person_id", sa.Integer),
    sa.column("slot", sa.String),
    sa.column("starts_at", sa.DateTime(timezone=True)),
    sa.column("ends_at", sa.DateTime(timezone=True)),
)
item = sa.table("agenda_item", sa.column("id", sa.Integer), sa.column("meeting_id", sa.Integer))
meeting = sa.table(
    "meeting", sa.column("id", sa.Integer), sa.column("starts_at", sa.DateTime(timezone=True))
)


def upgrade() -> None:
    with op.batch_alter_table("item_guest") as table:
        table.add_column(sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    typed = sa.select(guest.c.item_id, guest.c.person_id, guest.c.slot, meeting.c.starts_at).select_from(
        guest.join(item, item.c.id == guest.c.item_id).join(meeting, meeting.c.id == item.c.meeting_id)
    )
    for row in op.get_bind().execute(typed.where(guest.c.slot != "")).all():
        times = list(_times(row.slot, row.starts_at))[:2]
        if times and times == sorted(set(times)):
            _set(row, starts_at=times[0], ends_at=times[1] if len(times) > 1 else None)
    with op.batch_alter_table("item_guest") as table:
        table.drop_column("slot")
        table.create_check_constraint(op.f("ck_item_guest_period"), "ends_at IS NULL OR starts_at < ends_at")
        table.create_check_constraint(
            op.f("ck_item_guest_beginning"), "starts_at IS NOT NULL OR ends_at IS NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("item_guest") as table:
        table.drop_constraint(op.f("ck_item_guest_beginning"), type_="check")
        table.drop_constraint(op.f("ck_item_guest_period"), type_="check")
        table.add_column(sa.Column("slot", sa.String(length=40), nullable=False, server_default=""))
    timed = sa.select(guest.c.item_id, guest.c.person_id, guest.c.starts_at, guest.c.ends_at)
    for row in op.get_bind().execute(timed.where(guest.c.starts_at.is_not(None))).all():
        _set(row, slot="–".join(_clock(at) for at in (row.starts_at, row.ends_at) if at is not None))
    with op.batch_alter_table("item_guest") as table:
        table.alter_column("slot", server_default=None)
        table.drop_column("ends_at")
        table.drop_column("starts_at")


def _set(row: sa.Row, **values: object) -> None:
    same = (guest.c.item_id == row.item_id) & (guest.c.person_id == row.person_id)
    op.get_bind().execute(guest.update().where(same).values(**values))


def _times(slot: str, starts_at: datetime | None) -> Iterator[datetime]:
    """The clock times in what was typed, on the day of the meeting; stored in UTC."""
    if starts_at is None:
        return
    day = (starts_at if starts_at.tzinfo else starts_at.replace(tzinfo=UTC)).astimezone(BERLIN)
    for hour, minute in CLOCK.findall(slot):
        at = day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0).astimezone(UTC)
        yield at if op.get_bind().dialect.name != "sqlite" else at.replace(tzinfo=None)


def _clock(at: datetime) -> str:
    return f"{(at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(BERLIN):%H:%M}"
