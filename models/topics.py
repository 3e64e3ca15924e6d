"""Topics: what an institution wants a table to speak of, and what became of it."""

import enum
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.errors import RuleBroken
from models.joined import meetings_open_to
from models.meetings import AgendaItem, ItemAudience, ItemKind, Meeting
from models.organisations import Organisation
from models.people import Person
from models.rounds import AskedSeat, Channel
from models.seats import Seat
from models.typed_text import TypedEmail, TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_

LEVELS: Final = (Visibility.INTERNAL, Visibility.CONFIDENTIAL, Visibility.COORDINATION)
"""A topic is never public; for the coordination only means: and for the institution that submitted it."""
MOST_GUESTS: Final = 5
"""So many guests a topic may wish for."""


class TopicAim(enum.Enum):
    """What the table is to do with it."""

    INFORM = "inform"
    CONSULT = "consult"
    DECIDE = "decide"

    @property
    def label(self) -> str:
        return TOPIC_AIM_WORDS[self]

    @property
    def item_kind(self) -> ItemKind:
        """The kind of the agenda item that it becomes."""
        return ITEM_KINDS[self]


TOPIC_AIM_WORDS: Final = {
    TopicAim.INFORM: N_("to inform"),
    TopicAim.CONSULT: N_("to consult"),
    TopicAim.DECIDE: N_("to decide"),
}
ITEM_KINDS: Final = {
    TopicAim.INFORM: ItemKind.INFORMATION,
    TopicAim.CONSULT: ItemKind.CONSULTATION,
    TopicAim.DECIDE: ItemKind.DECISION,
}


class TopicState(enum.Enum):
    """Life cycle of domain.md 5.6. How far an accepted one has come is its item's to say."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    PUT_OFF = "put-off"
    PUT_BACK = "put-back"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return TOPIC_STATE_WORDS[self]


TOPIC_STATE_WORDS: Final = {
    TopicState.SUBMITTED: N_("submitted"),
    TopicState.ACCEPTED: N_("accepted"),
    TopicState.PUT_OFF: N_("put off to a meeting"),
    TopicState.PUT_BACK: N_("put back"),
    TopicState.REFUSED: N_("refused"),
    TopicState.WITHDRAWN: N_("withdrawn"),
}
WAITING: Final = (TopicState.SUBMITTED, TopicState.PUT_OFF, TopicState.PUT_BACK)
"""What may still be changed, accepted, put off, refused or withdrawn."""
OURS_ALONE: Final = (TopicState.REFUSED, TopicState.WITHDRAWN)
"""What only the institution that submitted it and the coordination see."""


class Topic(Guarded, Base):
    """What one institution submits to a table: its seat; without a seat it is the coordination's own.

    `meeting_id` is the meeting that it is meant for, put off to, or on whose agenda it came; `item_id` is
    what it became there, empty again if that is taken off for good: then it waits for the same meeting.
    `meant_for_id` is the meeting that its institution named; whatever is decided, it answers that call.
    `reason` says why it was refused, put off or put back. `minutes_planned` is time in minutes, 0 for
    unknown. `recorded_by_id` is set when the coordination entered it for the institution.
    """

    __tablename__ = "topic"
    __table_args__ = (
        CheckConstraint("visibility <> 'public'", name="never_public"),
        CheckConstraint("minutes_planned BETWEEN 0 AND 600", name="minutes_planned"),
        CheckConstraint("item_id IS NULL OR state = 'accepted'", name="item"),
        CheckConstraint("state NOT IN ('accepted', 'put-off') OR meeting_id IS NOT NULL", name="meeting"),
        CheckConstraint("(decided_at IS NULL) = (state = 'submitted')", name="decided"),
        CheckConstraint("state <> 'refused' OR reason <> ''", name="reason"),
        Index("ix_topic_body_id_state", "body_id", "state"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    title: Mapped[str] = mapped_column(TypedLine(200))
    submitted_at: Mapped[datetime]
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)
    aim: Mapped[TopicAim] = mapped_column(default=TopicAim.CONSULT)
    text: Mapped[str] = mapped_column(TypedText(4000), default="")
    minutes_planned: Mapped[int] = mapped_column(default=0)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    channel: Mapped[Channel] = mapped_column(default=Channel.SITE)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    state: Mapped[TopicState] = mapped_column(default=TopicState.SUBMITTED)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None, index=True)
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), default=None, unique=True
    )
    meant_for_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None)
    reason: Mapped[str] = mapped_column(TypedText(1000), default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql")
    seat: Mapped[Seat | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    meeting: Mapped[Meeting | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys="Topic.meeting_id"
    )
    item: Mapped[AgendaItem | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    submitted_by: Mapped[Person | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys="Topic.submitted_by_id"
    )
    audience: Mapped[list["TopicAudience"]] = relationship(
        init=False,
        repr=False,
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="TopicAudience.seat_id",
    )
    guests: Mapped[list["TopicGuest"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", cascade="all, delete-orphan", order_by="TopicGuest.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination and the institution that submitted it always; other members by its level and, once
        it is on an agenda, only while its item there is meant for them and the meeting is of their time
        (models/joined.py). What was refused or withdrawn, and what is for the coordination only, no other
        member sees."""
        naming = select(TopicAudience.topic_id).where(TopicAudience.seat_id.in_(reader.seat_ids))
        item_names = select(ItemAudience.item_id).where(ItemAudience.seat_id.in_(reader.seat_ids))
        open_items = ids_where(
            AgendaItem, AgendaItem.visibility.in_((Visibility.PUBLIC, Visibility.INTERNAL))
        )
        named_items = ids_where(
            AgendaItem,
            AgendaItem.visibility == Visibility.CONFIDENTIAL,
            AgendaItem.id.in_(item_names.correlate(None)),
        )
        return or_(
            cls.body_id.in_(reader.coordinates),
            cls.seat_id.in_(reader.seat_ids),
            and_(
                cls.body_id.in_(reader.member_of),
                cls.state.not_in(OURS_ALONE),
                or_(cls.state != TopicState.ACCEPTED, cls.meeting_id.in_(meetings_open_to(reader))),
                or_(
                    cls.visibility == Visibility.INTERNAL,
                    and_(cls.visibility == Visibility.CONFIDENTIAL, cls.id.in_(naming.correlate(None))),
                ),
                or_(cls.item_id.is_(None), cls.item_id.in_(open_items), cls.item_id.in_(named_items)),
            ),
        )

    @property
    def is_waiting(self) -> bool:
        """Whether something is still to be decided about it."""
        return self.state in WAITING

    @property
    def is_off_agenda(self) -> bool:
        """Accepted, but taken off the agenda for good: it waits for the same meeting."""
        return self.state is TopicState.ACCEPTED and self.item_id is None

    def judge(self, named: int) -> None:
        """Refuse a topic without words, one that everybody would see, and a confidential one for nobody."""
        if not self.title:
            raise RuleBroken(N_("Please say in a few words what it is about."), field="title")
        if self.visibility not in LEVELS:
            raise RuleBroken(N_("A topic is never public."), field="visibility")
        if self.visibility is Visibility.CONFIDENTIAL and not named:
            raise RuleBroken(N_("Name at least one institution that may see it."), field="seat_ids")
        if not 0 <= self.minutes_planned <= 600:
            raise RuleBroken(N_("Between 0 and 600 minutes."), field="minutes_planned")

    def must_wait(self) -> None:
        """Refuse what can't be done any more with a topic that was accepted, refused or withdrawn."""
        if not self.is_waiting and not self.is_off_agenda:
            raise RuleBroken(N_("This topic is no longer open: it was accepted, refused or withdrawn."))

    def settle(
        self, state: TopicState, now: datetime, *, meeting_id: int | None = None, reason: str = ""
    ) -> None:
        """Decide about it. Refusing says why; putting off names the meeting; putting back leaves it open."""
        self.must_wait()
        if state is TopicState.REFUSED and not reason:
            raise RuleBroken(N_("Please say why."), field="reason")
        if state in (TopicState.ACCEPTED, TopicState.PUT_OFF) and meeting_id is None:
            raise RuleBroken(N_("Please choose a meeting."), field="meeting_id")
        self.state, self.decided_at, self.reason = state, now, reason
        self.meeting_id, self.item_id = meeting_id, None


class TopicAudience(Base):
    """A seat that a confidential topic names."""

    __tablename__ = "topic_audience"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)

    seat: Mapped[Seat] = relationship(init=False, repr=False, lazy="raise_on_sql")


class TopicGuest(Guarded, Base):
    """Somebody whom the institution would like to be there for its topic: a name or a function, and for an
    invitation an address. The coordination decides whom it invites."""

    __tablename__ = "topic_guest"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    name: Mapped[str] = mapped_column(TypedLine(120))
    function: Mapped[str] = mapped_column(TypedLine(120), default="")
    email: Mapped[str | None] = mapped_column(TypedEmail(), default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination, and the institution whose topic it is."""
        mine = or_(Topic.body_id.in_(reader.coordinates), Topic.seat_id.in_(reader.seat_ids))
        return cls.topic_id.in_(ids_where(Topic, mine))


class NoTopics(Guarded, Base):
    """An institution's answer to a call for topics: nothing from us this time. A topic that it submits later
    counts all the same."""

    __tablename__ = "no_topics"

    asked_seat_id: Mapped[int] = mapped_column(ForeignKey("asked_seat.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    channel: Mapped[Channel]
    answered_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    asked: Mapped[AskedSeat] = relationship(init=False, repr=False, lazy="raise_on_sql")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination, and the institution that answered."""
        coordinated = ids_where(Seat, Seat.body_id.in_(reader.coordinates))
        return or_(cls.seat_id.in_(coordinated), cls.seat_id.in_(reader.seat_ids))


def waiting_for(house: Session, meeting: Meeting) -> list[Topic]:
    """What waits for this meeting, oldest first: put off to it, or accepted and on no agenda any more.

    Each with its institution, audience and guests. For the house's eyes only.
    """
    off_agenda = and_(Topic.state == TopicState.ACCEPTED, Topic.item_id.is_(None))
    rows = house.scalars(
        select(Topic)
        .where(Topic.meeting_id == meeting.id, or_(Topic.state == TopicState.PUT_OFF, off_agenda))
        .options(
            joinedload(Topic.seat).joinedload(Seat.organisation).selectinload(Organisation.former_names),
            selectinload(Topic.audience),
            selectinload(Topic.guests),
        )
        .order_by(Topic.submitted_at, Topic.id)
    )
    return list(rows)
