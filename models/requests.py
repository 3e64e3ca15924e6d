"""Requests of committees and others to a table (Anfrage, Prüfbitte), and the replies that they got."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, and_, event, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Body
from models.errors import RuleBroken
from models.folding import folded
from models.fuzzy_dates import FuzzyDate, FuzzyDateType
from models.links import Link, LinkKind, ends_of_each
from models.meetings import Meeting, MeetingState
from models.organisations import Organisation
from models.papers import Paper
from models.request_states import SETTLED as SETTLED
from models.request_states import ReplyWay as ReplyWay
from models.request_states import RequestState as RequestState
from models.seats import Appointment, Seat
from models.typed_text import TypedLine, TypedText
from models.visibility import Guarded, Visibility, ids_where
from models.words import N_

LEVELS: Final = (Visibility.PUBLIC, Visibility.INTERNAL, Visibility.COORDINATION)
"""For the coordination only means: and for the institution that has the lead."""
FELL_OUT: Final = (MeetingState.CANCELLED, MeetingState.NOT_HELD)
"""A session for which nothing can be due."""


class ExternalRequest(Guarded, Base):
    """What a body outside, an institution or somebody by her function asks of a table (`body_id`).

    `wording` is verbatim. `seat_id` has the lead, and a person of it (`appointment_id`); without a seat, once
    it is assigned, the coordination has it itself. Due on a day, or for a session (`due_meeting_id`): then
    the day is that session's and moves with it; or without one. `follows_id` is the request whose reply
    raised this question. What it comes from and what it led to are links (models/links.py).
    """

    __tablename__ = "external_request"
    __table_args__ = (
        CheckConstraint(
            "committee_id IS NOT NULL OR organisation_id IS NOT NULL OR asker <> ''", name="asker"
        ),
        CheckConstraint("committee_id IS NULL OR organisation_id IS NULL", name="one_asker"),
        CheckConstraint("due_on IS NULL OR due_meeting_id IS NULL", name="due"),
        CheckConstraint("visibility <> 'confidential'", name="level"),
        CheckConstraint("seat_id IS NULL OR assigned_at IS NOT NULL", name="assigned"),
        CheckConstraint("appointment_id IS NULL OR seat_id IS NOT NULL", name="person"),
        CheckConstraint("follows_id IS NULL OR follows_id <> id", name="follows"),
        Index("ix_external_request_body_id_asked_on", "body_id", "asked_on"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    title: Mapped[str] = mapped_column(TypedLine(200))
    registered_at: Mapped[datetime]
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), default=None, index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    asker: Mapped[str] = mapped_column(TypedLine(160), default="")
    asked_on: Mapped[FuzzyDate] = mapped_column(FuzzyDateType(), default_factory=FuzzyDate.unknown)
    wording: Mapped[str] = mapped_column(TypedText(5000), default="")
    addressee: Mapped[str] = mapped_column(TypedLine(200), default="")
    note: Mapped[str] = mapped_column(TypedText(2000), default="")
    found_in: Mapped[str] = mapped_column(TypedLine(300), default="")
    due_on: Mapped[date | None] = mapped_column(default=None)
    due_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), default=None, index=True)
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("external_request.id"), default=None, index=True
    )
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INTERNAL)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), default=None, index=True)
    assigned_at: Mapped[datetime | None] = mapped_column(default=None)
    begun_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_note: Mapped[str] = mapped_column(TypedText(1000), default="")
    folded: Mapped[str] = mapped_column(String(8000), init=False, default="")
    version: Mapped[int] = mapped_column(init=False, default=1)

    body: Mapped[Body] = relationship(init=False, repr=False, lazy="raise_on_sql", foreign_keys=body_id)
    committee: Mapped[Body | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys=committee_id
    )
    organisation: Mapped[Organisation | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    due_meeting: Mapped[Meeting | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    seat: Mapped[Seat | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    appointment: Mapped[Appointment | None] = relationship(init=False, repr=False, lazy="raise_on_sql")
    replies: Mapped[list["RequestReply"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="RequestReply.id"
    )
    follows: Mapped["ExternalRequest | None"] = relationship(
        init=False, repr=False, lazy="raise_on_sql", remote_side=id, foreign_keys=follows_id
    )
    followed_by: Mapped[list["ExternalRequest"]] = relationship(
        init=False,
        repr=False,
        lazy="raise_on_sql",
        foreign_keys=follows_id,
        order_by="ExternalRequest.id",
        overlaps="follows",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination and whoever has the lead see all, others by level."""
        inside = cls.body_id.in_(reader.readable)
        known = or_(inside, cls.body_id.in_(ids_where(Body, Body.visibility == Visibility.PUBLIC)))
        return or_(
            cls.body_id.in_(reader.coordinates),
            cls.seat_id.in_(reader.seat_ids),
            and_(cls.visibility == Visibility.PUBLIC, known),
            and_(cls.visibility == Visibility.INTERNAL, inside),
        )

    def is_seen_by(self, seat: Seat) -> bool:
        """Whether whoever stands for a seat at this table sees it, as `visible_to` says."""
        return self.visibility is not Visibility.COORDINATION or seat.id == self.seat_id

    @property
    def due_day(self) -> date | None:
        """The last day as it is known now: that of the session that it is wanted for, where it is one. None
        while that session has no day yet, or when it will not be or was not."""
        if self.due_meeting is None:
            return self.due_on
        return None if self.due_meeting.state in FELL_OUT else self.due_meeting.held_on.day

    @property
    def state(self) -> RequestState:
        if self.withdrawn_on is not None:
            return RequestState.WITHDRAWN
        settling = [each for each in self.replies if each.closes and each.sent_on]
        if settling:
            return self._settled(settling[-1])
        open_ = [each for each in self.replies if not each.sent_on]
        if open_:
            released = any(each.released_on for each in open_)
            return RequestState.RELEASED if released else RequestState.DRAFTED
        if self.begun_on or self.replies:
            return RequestState.IN_PROGRESS
        return RequestState.ASSIGNED if self.assigned_at else RequestState.RECEIVED

    def _settled(self, last: "RequestReply") -> RequestState:
        if any(each.withdrawn_on is None for each in self.followed_by):
            return RequestState.ASKED_AGAIN
        return RequestState.NOTED if last.noted_on else RequestState.SENT

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    def judge(self) -> None:
        """Refuse a request of nobody or of two, without words, with two deadlines, and a level that names
        nobody."""
        if not self.title:
            raise RuleBroken(N_("Please say in a few words what is asked."), field="title")
        if self.committee_id is None and self.organisation_id is None and not self.asker:
            raise RuleBroken(N_("Please say who asks."), field="committee_id")
        if self.committee_id is not None and self.organisation_id is not None:
            raise RuleBroken(N_("Choose a body or an institution, not both."), field="organisation_id")
        if self.due_on is not None and self.due_meeting_id is not None:
            raise RuleBroken(N_("Either a day, or a session."), field="due_on")
        if self.visibility not in LEVELS:
            raise RuleBroken(N_("Please choose one of the levels."), field="visibility")
        if self.follows_id is not None and self.follows_id == self.id:
            raise RuleBroken(N_("A request cannot follow from itself."), field="follows_id")


def judge_release(released_by: str, released_on: date | None, today: date) -> None:
    """Refuse a release, of a reply or a report, by nobody, on no day or on one that has not come yet."""
    if released_on is None:
        raise RuleBroken(N_("Please give the day of the release."), field="released_on")
    if released_on > today:
        raise RuleBroken(N_("This day has not come yet."), field="released_on")
    if not released_by:
        raise RuleBroken(N_("Please name the function that released it."), field="released_by")


class RequestReply(Guarded, Base):
    """One of the replies to a request: drafted, released by a function that is named, handed over on a day.

    `closes`: it settles the request; others are given on the way, as an oral report before the paper. When it
    was handed over, addressee, way and words are fixed. `noted_on`: when the addressee took note of it.
    `paper_id`: the paper that it is, with its files; `report_edition_id`: the version of a report that went
    with it. `reference` is the addressee's own.
    """

    __tablename__ = "request_reply"
    __table_args__ = (
        CheckConstraint("(released_on IS NULL) = (released_by = '')", name="released"),
        CheckConstraint("sent_on IS NULL OR released_on IS NOT NULL", name="sent"),
        CheckConstraint("noted_on IS NULL OR sent_on IS NOT NULL", name="noted"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("external_request.id"), index=True)
    channel: Mapped[ReplyWay]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    addressee: Mapped[str] = mapped_column(TypedLine(200), default="")
    text: Mapped[str] = mapped_column(TypedText(8000), default="")
    closes: Mapped[bool] = mapped_column(default=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), default=None, index=True)
    report_edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"), default=None, index=True)
    reference: Mapped[str] = mapped_column(TypedLine(100), default="")
    released_on: Mapped[date | None] = mapped_column(default=None)
    released_by: Mapped[str] = mapped_column(TypedLine(160), default="")
    sent_on: Mapped[date | None] = mapped_column(default=None)
    noted_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False, default=1)

    request: Mapped[ExternalRequest] = relationship(
        init=False, repr=False, lazy="raise_on_sql", back_populates="replies"
    )
    paper: Mapped[Paper | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Drafts are the coordination's and those of whoever has the lead; others see what is released."""
        request = ExternalRequest.__table__.c
        writing = or_(request.body_id.in_(reader.coordinates), request.seat_id.in_(reader.seat_ids))
        visible = ids_where(ExternalRequest, ExternalRequest.visible_to(reader))
        theirs = select(request.id).where(writing).correlate(None)
        return and_(
            cls.request_id.in_(visible), or_(cls.released_on.is_not(None), cls.request_id.in_(theirs))
        )

    def judge(self, today: date) -> None:
        """Refuse a reply of nothing to nobody, and days out of order or still to come."""
        if not self.text and self.paper_id is None and self.report_edition_id is None:
            raise RuleBroken(N_("Please give the words of the reply, or choose its paper."), field="text")
        if not self.addressee:
            raise RuleBroken(N_("Please say to whom the reply goes."), field="addressee")
        for name in ("sent_on", "noted_on"):
            day = getattr(self, name)
            if day is not None and day > today:
                raise RuleBroken(N_("This day has not come yet."), field=name)
        if self.released_on or self.released_by:
            judge_release(self.released_by, self.released_on, today)
        if self.sent_on and (self.released_on is None or self.sent_on < self.released_on):
            raise RuleBroken(N_("It had not been released then."), field="sent_on")
        if self.noted_on and (self.sent_on is None or self.noted_on < self.sent_on):
            raise RuleBroken(N_("It had not been handed over then."), field="noted_on")

    def must_be_open(self) -> None:
        if self.sent_on is not None:
            raise RuleBroken(N_("This reply has been handed over. Another one is a reply of its own."))


def requests_behind(session: Session, things: Iterable[Any]) -> list[ExternalRequest]:
    """The requests that rows of one table follow from, each once, as far as the reader sees them."""
    ends = ends_of_each(session, list(things), LinkKind.FOLLOWS_FROM)
    found = (one for each in ends.values() for one in each if isinstance(one, ExternalRequest))
    return sorted({one.id: one for one in found}.values(), key=lambda one: one.id)


def requests_after(
    session: Session, papers: Iterable[int], consultations: Iterable[int]
) -> list[ExternalRequest]:
    """The requests that follow from papers or from consultations of them, as far as the reader sees them."""
    of_papers = and_(Link.to_table == "paper", Link.to_id.in_(list(papers)))
    of_consultations = and_(Link.to_table == "consultation", Link.to_id.in_(list(consultations)))
    named = select(Link.from_id).where(
        Link.kind == LinkKind.FOLLOWS_FROM,
        Link.from_table == ExternalRequest.__tablename__,
        or_(of_papers, of_consultations),
    )
    found = select(ExternalRequest).where(ExternalRequest.id.in_(named))
    return list(session.scalars(found.order_by(ExternalRequest.id)))


@event.listens_for(ExternalRequest, "before_insert")
@event.listens_for(ExternalRequest, "before_update")
def _make_findable(_mapper: object, _connection: object, made: ExternalRequest) -> None:
    """What the search looks through follows whatever was changed, by whomever."""
    words = (made.title, made.asker, made.addressee, made.wording)
    made.folded = folded(" ".join(words))[:8000]
