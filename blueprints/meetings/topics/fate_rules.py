"""What the coordination decides about a topic: on an agenda, to another meeting, put back, refused."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings import agenda_rules
from blueprints.meetings.guest_rules import add_guest
from blueprints.meetings.queries import deadlines_of
from blueprints.meetings.topics.letters import tell_institution
from blueprints.meetings.topics.rules import whole_topic
from blueprints.tables.people.person_rules import with_address
from blueprints.tables.people.queries import is_known
from models.actors import Actor
from models.bodies import Bylaws, Coordination
from models.errors import NotAllowed, RuleBroken
from models.files import File
from models.history import record
from models.late_topics import Late
from models.links import LinkKind, link
from models.meetings import BERLIN, AgendaItem, ItemKind, Meeting, MeetingState
from models.open_items import FELL_THROUGH
from models.rounds import Round, RoundKind
from models.seats import Seat
from models.standing import in_force
from models.topic_levels import leave_agenda
from models.topics import Topic, TopicGuest, TopicState
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_


def may_decide(by: Actor, topic: Topic, meeting: Meeting | None = None) -> bool:
    """The coordination, as long as something is to be decided about it; also again, where the `meeting` that
    it was accepted for does not take place."""
    fell_through = meeting is not None and topic.meeting_id == meeting.id and meeting.state in FELL_THROUGH
    return by.coordinates_body(topic.body_id) and (topic.is_waiting or topic.is_off_agenda or fell_through)


def closing_days(house: Session, meetings: Sequence[Meeting], bylaws: Bylaws) -> dict[int, date]:
    """The last day for topics of each of these meetings of one body, by id: as it was announced with the
    call, else as the bylaws make it. None of a meeting whose day is not known."""
    ids = [each.id for each in meetings]
    calls = select(Round.meeting_id, Round.due_on).where(
        Round.kind == RoundKind.TOPICS, Round.meeting_id.in_(ids)
    )
    announced = {row.meeting_id: row.due_on for row in house.execute(calls.order_by(Round.id))}
    return {
        each.id: announced.get(each.id) or deadlines_of(each.held_on.day, bylaws).agenda_closes_on
        for each in meetings
        if each.held_on.day is not None
    }


def has_closed(meeting: Meeting, closing: Mapping[int, date], on: date) -> bool:
    """Whether an agenda takes no more topics: it is out, or its last day for topics has passed."""
    closes = closing.get(meeting.id)
    return meeting.state is MeetingState.INVITED or (closes is not None and closes < on)


def is_late(topic: Topic, closes: date | None) -> bool:
    """Whether a topic came after an agenda had closed, whenever it is decided on."""
    return closes is not None and topic.submitted_at.astimezone(BERLIN).date() > closes


def accept(
    house: Session,
    topic_id: int,
    *,
    meeting_id: int | None,
    late: Late | None = None,
    note: str = "",
    guest_ids: Collection[int] = (),
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> AgendaItem:
    """Put a topic on a meeting's agenda: its words, aim, time, files, level and the chosen guests go along.

    `late` says how, where the agenda has closed; `note` then stands before its words. Where the agenda is
    out, the item is part of the next Nachtrag. Its institution is told by a letter.
    """
    topic = _decidable(house, topic_id, based_on, by)
    if meeting_id is None:
        raise RuleBroken(N_("Please choose a meeting."), field="meeting_id")
    meeting = _ahead(house, topic.body_id, meeting_id)
    came_late = _judge_late(house, topic, meeting, late)
    item = agenda_rules.add_item(
        house,
        meeting_id,
        title=topic.title,
        kind=ItemKind.OTHER_BUSINESS if came_late and late is Late.OTHER_BUSINESS else topic.aim.item_kind,
        text="\n\n".join(filter(None, (note if came_late else "", topic.text))),
        minutes_planned=topic.minutes_planned,
        visibility=topic.visibility,
        submitter_id=_submitter(house, topic, now.astimezone(BERLIN).date()),
        seat_ids=_named(house, topic, now),
        by=by,
        now=now,
    )
    _take_along(house, topic, item, guest_ids, by, now)
    topic.settle(TopicState.ACCEPTED, now, meeting_id=meeting_id)
    topic.item_id = item.id
    link(house, LinkKind.FOLLOWS_FROM, item, topic)
    how = {"late": late.value} if came_late and late else {}
    record(house, "accept", topic, by=by, now=now, meeting=meeting_id, item=item.id, **how)
    house.flush()
    tell_institution(house, topic, by=by, now=now)
    return item


def accept_waiting(house: Session, topic: Topic, meeting: Meeting, *, by: Actor, now: datetime) -> AgendaItem:
    """Put a topic that waits for this meeting on its agenda. Guests go along while nobody is invited yet:
    afterwards their letters would go at once, and nobody has looked at them."""
    guests = () if meeting.state is MeetingState.INVITED else [each.id for each in topic.guests if each.email]
    return accept(
        house,
        topic.id,
        meeting_id=meeting.id,
        late=Late.MEETING_AGREES,
        guest_ids=guests,
        based_on=topic.version,
        by=by,
        now=now,
    )


def put_off(
    house: Session,
    topic_id: int,
    *,
    meeting_id: int | None,
    reason: str = "",
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> Topic:
    """Keep a topic for a later meeting whose agenda is still open; whoever drafts it finds it there."""
    topic = _decidable(house, topic_id, based_on, by)
    if meeting_id is not None:
        _must_take(house, _ahead(house, topic.body_id, meeting_id), now)
    return _settle(house, topic, TopicState.PUT_OFF, reason, by, now, meeting_id)


def put_back(
    house: Session, topic_id: int, *, reason: str = "", based_on: int | None, by: Actor, now: datetime
) -> Topic:
    """Leave a topic open without a meeting."""
    return _settle(house, _decidable(house, topic_id, based_on, by), TopicState.PUT_BACK, reason, by, now)


def refuse(
    house: Session, topic_id: int, *, reason: str, based_on: int | None, by: Actor, now: datetime
) -> Topic:
    """Decline a topic and say why; the reason stands on its page, not in the letter."""
    return _settle(house, _decidable(house, topic_id, based_on, by), TopicState.REFUSED, reason, by, now)


def _settle(
    house: Session,
    topic: Topic,
    state: TopicState,
    reason: str,
    by: Actor,
    now: datetime,
    meeting_id: int | None = None,
) -> Topic:
    topic.settle(state, now, meeting_id=meeting_id, reason=reason)
    facts = {} if meeting_id is None else {"meeting": meeting_id}
    record(house, "refuse" if state is TopicState.REFUSED else state.value, topic, by=by, now=now, **facts)
    house.flush()
    tell_institution(house, topic, by=by, now=now)
    return topic


def _decidable(house: Session, topic_id: int, based_on: int | None, by: Actor) -> Topic:
    topic = whole_topic(house, topic_id)
    if topic is None or not by.coordinates_body(topic.body_id):
        raise NotAllowed
    meeting = house.get(Meeting, topic.meeting_id) if topic.meeting_id else None
    if not may_decide(by, topic, meeting):
        topic.must_wait()
    must_be(topic, based_on)
    if topic.item_id is not None:
        leave_agenda(house, topic.item_id)
        topic.item_id = None
    topic.must_wait()
    return topic


def _judge_late(house: Session, topic: Topic, meeting: Meeting, late: Late | None) -> bool:
    """Whether it came after the agenda had closed; then it must have been said how it comes on it."""
    closing = closing_days(house, [meeting], _bylaws(house, topic.body_id))
    came_late = is_late(topic, closing.get(meeting.id))
    if came_late and late is None:
        raise RuleBroken(
            N_("The topic came after this agenda had closed. Please choose how it comes on it."), field="late"
        )
    return came_late


def _ahead(house: Session, table_id: int, meeting_id: int) -> Meeting:
    meeting = house.get(Meeting, meeting_id)
    if meeting is None or meeting.body_id != table_id or not meeting.is_open:
        raise RuleBroken(N_("Please choose a meeting of this table that lies ahead."), field="meeting_id")
    return meeting


def _must_take(house: Session, meeting: Meeting, now: datetime) -> None:
    closing = closing_days(house, [meeting], _bylaws(house, meeting.body_id))
    if has_closed(meeting, closing, now.astimezone(BERLIN).date()):
        raise RuleBroken(
            N_("The agenda of this meeting has closed. Please choose a later one, or put the topic on it."),
            field="meeting_id",
        )


def _bylaws(house: Session, body_id: int) -> Bylaws:
    return house.scalars(select(Bylaws).where(Bylaws.body_id == body_id)).one()


def _submitter(house: Session, topic: Topic, on: date) -> int | None:
    """The institution that submits it; the coordination's own topic is that of the coordinating one."""
    if topic.seat_id is not None:
        return house.get_one(Seat, topic.seat_id).organisation_id
    query = select(Coordination.organisation_id).where(
        Coordination.body_id == topic.body_id, in_force(Coordination, on)
    )
    return house.scalar(query.order_by(Coordination.id.desc()).limit(1))


def _named(house: Session, topic: Topic, now: datetime) -> list[int]:
    """The seats that a confidential item names: those of the topic which still hold, and its own."""
    if topic.visibility is not Visibility.CONFIDENTIAL:
        return []
    known = agenda_rules.seats_on(house, topic.body_id, now.astimezone(BERLIN).date())
    wanted = [each.seat_id for each in topic.audience] + [topic.seat_id or 0]
    return [seat for seat in dict.fromkeys(wanted) if seat in known]


def _take_along(
    house: Session, topic: Topic, item: AgendaItem, guest_ids: Collection[int], by: Actor, now: datetime
) -> None:
    """Its files hang on the item as well, and the chosen guests are named for it."""
    for file in house.scalars(select(File).where(File.topic_id == topic.id)):
        file.item_id, file.visibility = item.id, topic.visibility
    for guest in topic.guests:
        if guest.id in guest_ids:
            add_guest(house, item.id, **_whom(house, topic.body_id, guest), by=by, now=now)


def _whom(house: Session, table_id: int, guest: TopicGuest) -> dict[str, Any]:
    """Somebody whom the table knows by this address, else somebody new."""
    if guest.email is None:
        raise RuleBroken(N_("Without an address a guest can't be invited."), field="guest_ids")
    for person in with_address(house, guest.email):
        if is_known(house, table_id, person.id):
            return {"person_id": person.id}
    return {"name": guest.name, "email": guest.email, "function": guest.function}
