"""Who may submit a topic; submitting, changing and withdrawing one, and its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from blueprints.meetings.agenda_rules import seats_on
from models.actors import Actor
from models.bodies import Body, BodyState
from models.errors import NotAllowed, RuleBroken
from models.files import File
from models.filing import is_among, names_at, put_in, take_out
from models.history import record
from models.meetings import BERLIN, Meeting, MeetingState
from models.rounds import Channel
from models.seats import Seat, SeatKind
from models.topics import MOST_GUESTS, WAITING, Topic, TopicAim, TopicAudience, TopicGuest, TopicState
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_

SUBMITTING: Final = (SeatKind.VOTING, SeatKind.ADVISORY)
"""Whose institutions submit topics: guests at the table do not (domain.md 3)."""
MOST_FILES: Final = 10


@dataclass(frozen=True, kw_only=True)
class GuestWish:
    """Somebody whom the institution would like to be there."""

    name: str
    function: str = ""
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a topic shall say. `meeting_id`: for which meeting it is meant, if that matters. `seat_ids`: the
    institutions that a confidential topic names; its own one sees it anyway."""

    title: str
    aim: TopicAim = TopicAim.CONSULT
    text: str = ""
    minutes_planned: int = 0
    visibility: Visibility = Visibility.INTERNAL
    seat_ids: Sequence[int] = ()
    guests: Sequence[GuestWish] = ()
    meeting_id: int | None = None


def own_seats(by: Actor, table_id: int) -> list[int]:
    """The seats at this table for which one may submit."""
    kinds = [kind.value for kind in SUBMITTING]
    return [seat.seat_id for seat in by.seats_at(table_id) if seat.kind in kinds]


def may_submit(by: Actor, table_id: int) -> bool:
    """Representative and deputies of every member, voting or advisory; the coordination for anybody."""
    return by.coordinates_body(table_id) or bool(own_seats(by, table_id))


def may_edit_topic(by: Actor, topic: Topic) -> bool:
    """The institution whose topic it is, until it is decided; the coordination what it has entered."""
    return is_own(by, topic) and topic.state in WAITING


def is_own(by: Actor, topic: Topic) -> bool:
    """Whether it is the topic of one's institution, or was entered by the coordination as which one acts."""
    entered = topic.seat_id is None or topic.recorded_by_id is not None
    return topic.seat_id in by.seat_ids or (entered and by.coordinates_body(topic.body_id))


def submit(
    house: Session, table_id: int, wanted: Wanted, *, seat_id: int | None, by: Actor, now: datetime
) -> Topic:
    """Submit a topic for an institution (`seat_id`), or as the coordination its own (None).

    What the coordination enters for an institution is marked so.
    """
    if not may_submit(by, table_id):
        raise NotAllowed
    body = house.get_one(Body, table_id, with_for_update=True)
    if body.state is BodyState.DISSOLVED:
        raise RuleBroken(N_("This body is dissolved. It meets no more."))
    ours = seat_id in own_seats(by, table_id)
    if not ours:
        _judge_entered(house, table_id, seat_id, by, now)
    topic = Topic(
        body_id=table_id,
        seat_id=seat_id,
        submitted_at=now,
        channel=Channel.SITE if ours or seat_id is None else Channel.COORDINATION,
        submitted_by_id=by.person_id if ours or seat_id is None else None,
        recorded_by_id=None if ours or seat_id is None else by.person_id,
        **_facts(wanted),
    )
    _judge(house, topic, wanted, by, now)
    house.add(topic)
    house.flush()
    _name(house, topic, wanted)
    record(house, "submit", topic, by=by, now=now, seat=seat_id, level=topic.visibility.value)
    return topic


def edit_topic(
    house: Session, topic_id: int, wanted: Wanted, *, based_on: int | None, by: Actor, now: datetime
) -> Topic:
    """Change a topic that waits; one that was put back counts as new again."""
    topic = _own(house, topic_id, by)
    must_be(topic, based_on)
    topic.must_wait()
    facts = _facts(wanted)
    if topic.state is TopicState.PUT_OFF:
        del facts["meeting_id"], facts["meant_for_id"]
    changed = [name for name, value in facts.items() if getattr(topic, name) != value]
    for name in changed:
        setattr(topic, name, facts[name])
    _judge(house, topic, wanted, by, now)
    if topic.state is TopicState.PUT_BACK:
        topic.state, topic.decided_at = TopicState.SUBMITTED, None
    _name(house, topic, wanted)
    record(house, "edit", topic, by=by, now=now, changed=changed)
    return topic


def withdraw(house: Session, topic_id: int, *, based_on: int | None, by: Actor, now: datetime) -> Topic:
    """Take a topic back; it stays as withdrawn, for its institution and the coordination only."""
    topic = _own(house, topic_id, by)
    must_be(topic, based_on)
    topic.settle(TopicState.WITHDRAWN, now)
    record(house, "withdraw", topic, by=by, now=now)
    return topic


def add_topic_file(
    house: Session, topic_id: int, *, name: str, by: Actor, now: datetime, **upload: Any
) -> File:
    """Keep a file with a topic that waits. Name and type are what the bytes were judged to be."""
    topic = _own(house, topic_id, by)
    topic.must_wait()
    full = N_("At most %(most)s files for a topic.")
    if is_among(name, names_at(house, File.topic_id == topic_id, full, MOST_FILES)):
        raise RuleBroken(N_("This topic already has a file with this name."), field="upload")
    place: dict[str, Any] = {"topic_id": topic_id, "visibility": topic.visibility}
    return put_in(house, topic.body_id, name=name, **upload, **place, by=by, now=now)


def remove_topic_file(house: Session, file_id: int, *, by: Actor, now: datetime) -> int:
    """Delete a file of a topic that waits; the history keeps its hash. Returns the topic it hung on."""
    file = house.get(File, file_id)
    if file is None or file.topic_id is None:
        raise NotAllowed
    topic = _own(house, file.topic_id, by)
    topic.must_wait()
    take_out(house, topic.body_id, File.id == file_id, by=by, now=now)
    return topic.id


def whole_topic(house: Session, topic_id: int) -> Topic | None:
    """A topic with those it names and wishes for, held until the end of the transaction."""
    return house.scalar(
        select(Topic)
        .where(Topic.id == topic_id)
        .options(selectinload(Topic.audience), selectinload(Topic.guests))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _own(house: Session, topic_id: int, by: Actor) -> Topic:
    topic = whole_topic(house, topic_id)
    if topic is None:
        raise NotAllowed
    if not may_edit_topic(by, topic):
        if topic.seat_id in by.seat_ids or by.coordinates_body(topic.body_id):
            topic.must_wait()
        raise NotAllowed
    return topic


def _facts(wanted: Wanted) -> dict[str, Any]:
    names = ("title", "aim", "text", "minutes_planned", "visibility", "meeting_id")
    return {name: getattr(wanted, name) for name in names} | {"meant_for_id": wanted.meeting_id}


def _judge_entered(house: Session, table_id: int, seat_id: int | None, by: Actor, now: datetime) -> None:
    """What the coordination enters is its own, or that of an institution which may submit today."""
    if not by.coordinates_body(table_id):
        raise NotAllowed
    if seat_id is None:
        return
    seat = house.get(Seat, seat_id)
    on = now.astimezone(BERLIN).date()
    if seat is None or seat.body_id != table_id or not seat.holds_on(on) or seat.kind not in SUBMITTING:
        raise RuleBroken(N_("Please choose among the institutions of this table."), field="seat_id")


def _judge(house: Session, topic: Topic, wanted: Wanted, by: Actor, now: datetime) -> None:
    with house.no_autoflush:
        topic.judge(len(wanted.seat_ids))
        if len(wanted.guests) > MOST_GUESTS:
            raise RuleBroken(N_("At most %(most)s guests for a topic."), field="guests", most=MOST_GUESTS)
        if wanted.visibility is Visibility.CONFIDENTIAL:
            known = seats_on(house, topic.body_id, now.astimezone(BERLIN).date())
            if not set(wanted.seat_ids) <= known.keys():
                raise RuleBroken(N_("Please choose among the institutions of this table."), field="seat_ids")
        if wanted.meeting_id is not None and topic.meeting_id == wanted.meeting_id:
            meeting = house.get(Meeting, wanted.meeting_id)
            if meeting is None or not is_meant(by, topic.body_id, meeting):
                raise RuleBroken(N_("Please choose among the meetings of this table."), field="meeting_id")


def is_meant(by: Actor, table_id: int, meeting: Meeting) -> bool:
    """Whether a topic may be meant for it: it lies ahead, and one knows of it."""
    known = by.coordinates_body(table_id) or meeting.state is not MeetingState.PLANNED
    return meeting.body_id == table_id and meeting.is_open and known


def _name(house: Session, topic: Topic, wanted: Wanted) -> None:
    """Let the topic name these seats and guests, and no others; its files have its level."""
    house.refresh(topic, ["audience", "guests"])
    confidential = topic.visibility is Visibility.CONFIDENTIAL
    seats = sorted(set(wanted.seat_ids)) if confidential else []
    kept = [each for each in topic.audience if each.seat_id in seats]
    new = set(seats) - {each.seat_id for each in kept}
    topic.audience = kept + [TopicAudience(topic_id=topic.id, seat_id=seat) for seat in sorted(new)]
    wishes = [(each.name, each.function, each.email) for each in wanted.guests]
    if [(each.name, each.function, each.email) for each in topic.guests] != wishes:
        topic.guests = [
            TopicGuest(topic_id=topic.id, name=name, function=function, email=email)
            for name, function, email in wishes
        ]
    files = house.scalars(select(File).where(File.topic_id == topic.id, File.item_id.is_(None)))
    for file in files:
        file.visibility = topic.visibility
    house.flush()
