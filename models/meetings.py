"""Meetings and their agenda: what is planned, who is a guest for which item, who may see what."""

import enum
import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.clock_times import judge_hours
from models.errors import RuleBroken
from models.fuzzy_dates import FIRST_YEAR, LAST_YEAR, FuzzyDate, FuzzyDateType
from models.item_outcomes import ItemOutcome
from models.organisations import Organisation
from models.people import Person
from models.seats import Seat
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_

if TYPE_CHECKING:
    from models.guests import ItemGuest

BERLIN = ZoneInfo("Europe/Berlin")


class MeetingState(enum.Enum):
    """Life cycle of domain.md 5.4. Moving is a gesture, not a state; overdue things are computed."""

    PLANNED = "planned"
    SCHEDULED = "scheduled"
    INVITED = "invited"
    HELD = "held"
    MINUTED = "minuted"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    NOT_HELD = "not-held"

    @property
    def label(self) -> str:
        return MEETING_STATE_WORDS[self]


MEETING_STATE_WORDS = {
    MeetingState.PLANNED: N_("being planned"),
    MeetingState.SCHEDULED: N_("date fixed"),
    MeetingState.INVITED: N_("invited"),
    MeetingState.HELD: N_("held"),
    MeetingState.MINUTED: N_("minutes sent"),
    MeetingState.CLOSED: N_("closed"),
    MeetingState.CANCELLED: N_("cancelled"),
    MeetingState.NOT_HELD: N_("did not take place"),
}
ANNOUNCED = (
    MeetingState.SCHEDULED,
    MeetingState.INVITED,
    MeetingState.HELD,
    MeetingState.MINUTED,
    MeetingState.CLOSED,
    MeetingState.CANCELLED,
    MeetingState.NOT_HELD,
)
"""States in which members know of the meeting; an agenda shows from INVITED on (AGENDA_OUT)."""
AGENDA_OUT = tuple(
    state for state in ANNOUNCED if state not in (MeetingState.SCHEDULED, MeetingState.CANCELLED)
)
OUTCOMES_OUT = (MeetingState.MINUTED, MeetingState.CLOSED)
"""States in which all know what became of an item; before, only its coordination and minute taker."""
KNOWN_OF_OTHERS = (MeetingState.SCHEDULED, MeetingState.HELD, MeetingState.NOT_HELD)
"""What can be known of a session to which others invite."""


HIGHEST_NUMBER = 9999


def is_web_address(address: str) -> bool:
    """Whether a link may lead there: http or https, a host, and no name or password before it."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def new_calendar_uid() -> str:
    """Born with the meeting and never changed (RFC 5545 3.8.4.7); it tells nothing about the meeting."""
    return secrets.token_hex(16)


class Meeting(Guarded, Base):
    """A meeting of one leading body.

    `held_on` is always there, as exactly as it is known; `starts_at` and `ends_at` only for a known day
    and time. `sequence` and `revised_at` are the calendar's SEQUENCE and DTSTAMP: both count what was
    sent. `replies_due_on` is the announced last day for replies and moves only by a recorded gesture.
    `topics_called_on`: noted by hand that topics were called for; what the bylaws make due of it is done.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="period"),
        UniqueConstraint("body_id", "number"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    number: Mapped[int | None] = mapped_column(default=None)
    title: Mapped[str] = mapped_column(TypedLine(160), default="")
    held_on: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown, index=True)
    starts_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    place: Mapped[str] = mapped_column(TypedLine(200), default="")
    online_url: Mapped[str] = mapped_column(TypedLine(300), default="")
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED)
    reason: Mapped[str] = mapped_column(TypedLine(300), default="")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    chair: Mapped[str] = mapped_column(TypedLine(120), default="")
    minute_taker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    uid: Mapped[str] = mapped_column(unique=True, default_factory=new_calendar_uid)
    sequence: Mapped[int] = mapped_column(default=0)
    revised_at: Mapped[datetime | None] = mapped_column(default=None)
    invited_at: Mapped[datetime | None] = mapped_column(default=None)
    moved_from_at: Mapped[datetime | None] = mapped_column(default=None)
    replies_due_on: Mapped[date | None] = mapped_column(default=None)
    topics_called_on: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(TypedLine(200), default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql")
    minute_taker: Mapped[Person | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    items: Mapped[list["AgendaItem"]] = relationship(
        init=False,
        repr=False,
        back_populates="meeting",
        lazy="raise_on_sql",
        order_by="AgendaItem.place",
        foreign_keys="AgendaItem.meeting_id",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    name_then = ""
    """The body's name on that day, where it is another one than today's and a query has looked it up."""

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        announced = cls.state.in_(ANNOUNCED)
        return or_(
            cls.body_id.in_(reader.coordinates),
            and_(announced, cls.body_id.in_(reader.readable)),
            and_(announced, cls.visibility == Visibility.PUBLIC),
            cls.id.in_(reader.guest_meetings | reader.records),
        )

    @staticmethod
    def judge_time(starts_at: datetime, ends_at: datetime | None) -> None:
        """Refuse a year beyond all plans, an hour that no clock shows, and an end before the beginning."""
        if not FIRST_YEAR <= starts_at.year < LAST_YEAR:
            raise RuleBroken(N_("Please check the year."), field="day")
        judge_hours(starts_at, ends_at)

    def set_time(self, starts_at: datetime, ends_at: datetime | None) -> None:
        """Fix day and time together, so that `held_on` never differs from `starts_at`."""
        self.judge_time(starts_at, ends_at)
        self.starts_at, self.ends_at = starts_at, ends_at
        self.held_on = FuzzyDate.of_day(starts_at.astimezone(BERLIN).date())

    def judge(self) -> None:
        """Refuse a number that none is, and a way into the meeting that is no address of the web."""
        if self.number is not None and not 1 <= self.number <= HIGHEST_NUMBER:
            raise RuleBroken(N_("Between 1 and %(most)s."), field="number", most=HIGHEST_NUMBER)
        if self.online_url and not is_web_address(self.online_url):
            raise RuleBroken(
                N_("Please give an address that begins with https:// or http://."), field="online_url"
            )

    def is_over(self, now: datetime) -> bool:
        """Whether its planned time has passed; False while no time is known."""
        last = self.ends_at or self.starts_at
        return last is not None and last <= now

    @property
    def is_open(self) -> bool:
        """Whether it still lies ahead: it can be invited to, moved or cancelled."""
        return self.state in (MeetingState.PLANNED, MeetingState.SCHEDULED, MeetingState.INVITED)


class ItemKind(enum.Enum):
    FORMAL = "formal"
    INFORMATION = "information"
    CONSULTATION = "consultation"
    DECISION = "decision"
    ANONYMOUS_CASE = "anonymous-case"
    OTHER_BUSINESS = "other-business"

    @property
    def label(self) -> str:
        return ITEM_KIND_WORDS[self]


ITEM_KIND_WORDS = {
    ItemKind.FORMAL: N_("formal item"),
    ItemKind.INFORMATION: N_("information"),
    ItemKind.CONSULTATION: N_("consultation"),
    ItemKind.DECISION: N_("decision"),
    ItemKind.ANONYMOUS_CASE: N_("case constellation (anonymous)"),
    ItemKind.OTHER_BUSINESS: N_("any other business"),
}


class AgendaItem(Guarded, Base):
    """One item of the agenda. `place` orders it; its number is computed (`models.numbering`).

    `text` is the preparation, Markdown. `minutes_planned` is time in minutes. Confidential items name
    their seats in `audience`; guests of an item are invited for it alone. `outcome` is what somebody noted
    became of it, none so far; `put_off_to_id` the later meeting that an item put off is for, if one is named.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("minutes_planned BETWEEN 0 AND 600", name="minutes_planned"),
        CheckConstraint("put_off_to_id IS NULL OR outcome = 'put-off'", name="put_off_to"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str] = mapped_column(TypedLine(200))
    place: Mapped[int] = mapped_column(default=0)
    kind: Mapped[ItemKind] = mapped_column(default=ItemKind.CONSULTATION)
    text: Mapped[str] = mapped_column(TypedText(20_000), default="")
    minutes_planned: Mapped[int] = mapped_column(default=0)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    source: Mapped[str] = mapped_column(TypedLine(200), default="")
    outcome: Mapped[ItemOutcome | None] = mapped_column(default=None)
    put_off_to_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None, index=True)
    chatham_house: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(init=False, default=1)

    meeting: Mapped[Meeting] = relationship(
        init=False, repr=False, back_populates="items", lazy="raise_on_sql", foreign_keys=meeting_id
    )
    put_off_to: Mapped[Meeting | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys=put_off_to_id
    )
    submitter: Mapped[Organisation | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    audience: Mapped[list["ItemAudience"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    guests: Mapped[list["ItemGuest"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Coordination and minute taker read all; others what is out and meant for them."""
        mine = ids_where(Meeting, Meeting.body_id.in_(reader.coordinates))
        out = Meeting.state.in_(AGENDA_OUT)
        ours = ids_where(Meeting, out, Meeting.body_id.in_(reader.readable))
        everybodys = ids_where(Meeting, out, Meeting.visibility == Visibility.PUBLIC)
        naming = select(ItemAudience.item_id).where(ItemAudience.seat_id.in_(reader.seat_ids)).correlate(None)
        return or_(
            cls.meeting_id.in_(mine),
            cls.meeting_id.in_(reader.records),
            cls.id.in_(reader.guest_items),
            and_(cls.meeting_id.in_(everybodys), cls.visibility == Visibility.PUBLIC),
            and_(cls.meeting_id.in_(ours), cls.visibility.in_((Visibility.PUBLIC, Visibility.INTERNAL))),
            and_(cls.meeting_id.in_(ours), cls.visibility == Visibility.CONFIDENTIAL, cls.id.in_(naming)),
        )


class ItemAudience(Base):
    """A seat that a confidential item names."""

    __tablename__ = "item_audience"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)

    seat: Mapped[Seat] = relationship(init=False, repr=False, lazy="raise_on_sql")
