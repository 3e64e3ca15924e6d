"""What feeds and their page read: whose a secret is, and what may be told to that person now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, or_, select, true
from sqlalchemy.orm import Session

from models.accounts import Account, hashed
from models.actors import Actor
from models.bodies import Body, Bylaws
from models.constants import fixed
from models.decisions import Decision
from models.feeds import CalendarFeed
from models.guests import ItemGuest
from models.history import HistoryHead
from models.invitations import Invitation, Reply
from models.meetings import BERLIN, AgendaItem, Meeting, MeetingState
from models.minutes import Minutes
from models.people import Person
from models.rounds import Round, RoundKind
from models.standing import actor_with, on_the_day, standing_of
from models.surveys import Survey
from models.visibility import ReaderSession

DAYS_BACK: Final = 90
OPEN: Final = (MeetingState.PLANNED, MeetingState.SCHEDULED, MeetingState.INVITED)


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """The feed behind a secret, and its owner with the rights of this moment.

    `seal` is the last seal of the history: while it stays, no gesture has happened in the house.
    """

    feed: CalendarFeed
    actor: Actor
    is_demo: bool
    seal: str


MINE: Final = CalendarFeed.token_hash == bindparam("token_hash")
STANDING: Final = standing_of(
    select(Account.person_id)
    .join(CalendarFeed, CalendarFeed.account_id == Account.id)
    .where(MINE)
    .scalar_subquery()
)
WHOSE: Final = fixed(
    select(CalendarFeed, Account.is_demo, Person, HistoryHead.seal, STANDING)
    .join(Account, Account.id == CalendarFeed.account_id)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(HistoryHead, true())
    .outerjoin(STANDING, true())
    .where(MINE, Account.locked_at.is_(None))
)


def bearer(house: Session, token: str, on: date) -> Bearer | None:
    """Whose feed this is, in one statement that asks the same for every secret; None for unknown and revoked
    ones, locked accounts, and owners to whom such a feed has nothing to tell any more."""
    rows = house.execute(WHOSE, {"token_hash": hashed(token), **on_the_day(on)}).all()
    if not rows:
        return None
    feed, is_demo, person, seal = rows[0][:4]
    actor = actor_with(rows, person, on=on, account=feed.account_id)
    return (
        Bearer(feed=feed, actor=actor, is_demo=is_demo, seal=seal or "") if feed.kind.is_for(actor) else None
    )


FEEDS: Final = (
    select(CalendarFeed).where(CalendarFeed.account_id == bindparam("account_id")).order_by(CalendarFeed.id)
)


def feeds_of(reading: Session, account_id: int) -> Sequence[CalendarFeed]:
    return reading.scalars(FEEDS, {"account_id": account_id}).all()


def own_feed(reading: Session, feed_id: int, account_id: int) -> CalendarFeed | None:
    return next((each for each in feeds_of(reading, account_id) if each.id == feed_id), None)


OWN: Final = or_(
    Meeting.body_id.in_(bindparam("bodies", expanding=True)),
    Meeting.id.in_(bindparam("single", expanding=True)),
)
WINDOW: Final = Meeting.starts_at >= bindparam("since")


class Held(NamedTuple):
    """A meeting as a calendar tells it: plain values, alike whenever it tells the same."""

    id: int
    uid: str
    sequence: int
    revised_at: datetime | None
    starts_at: datetime
    ends_at: datetime | None
    state: MeetingState
    place: str
    body_id: int
    body_name: str
    names_in_calendar: bool


MEETINGS: Final = fixed(
    select(
        *(Meeting.id, Meeting.uid, Meeting.sequence, Meeting.revised_at),
        *(Meeting.starts_at, Meeting.ends_at, Meeting.state, Meeting.place),
        *(Meeting.body_id, Body.name.label("body_name"), Bylaws.names_in_calendar),
    )
    .join(Body, Body.id == Meeting.body_id)
    .join(Bylaws, Bylaws.body_id == Body.id)
    .where(OWN, WINDOW)
    .order_by(Meeting.starts_at, Meeting.id)
)


def first_instant(today: date) -> datetime:
    """From when on a feed tells: the beginning of a day, so that it stays the same until midnight."""
    return datetime.combine(today - timedelta(days=DAYS_BACK), time(), BERLIN)


def _own(by: Actor, today: date) -> dict[str, Any]:
    return {
        "bodies": list(by.coordinates | by.member_of),
        "single": list(by.guest_meetings | by.records),
        "since": first_instant(today),
    }


def meetings(reading: ReaderSession, by: Actor, today: date) -> Iterator[Held]:
    """One's own meetings at a known time: those of one's seats and coordinations, those to which one is
    invited as a guest, those whose minutes one takes."""
    return map(Held._make, reading.rows(MEETINGS, _own(by, today)))


ANSWERS: Final = fixed(
    select(
        *(Invitation.id, Invitation.meeting_id, Invitation.seat_id, Invitation.person_id, Invitation.kind),
        *(Reply.coming, Reply.answered_at, Reply.seat_id.label("answered_for")),
        (Reply.starts_at == Meeting.starts_at).label("is_for_this_date"),
    )
    .join(Meeting, Meeting.id == Invitation.meeting_id)
    .outerjoin(Reply, Reply.invitation_id == Invitation.id)
    .where(
        OWN,
        WINDOW,
        Invitation.withdrawn_at.is_(None),
        or_(
            Invitation.person_id == bindparam("person_id"),
            Invitation.seat_id.in_(bindparam("seats", expanding=True)),
        ),
    )
    .order_by(Invitation.id, Reply.id)
)


def answers(reading: ReaderSession, by: Actor, today: date) -> dict[int, list[Any]]:
    """By meeting: the standing invitations of the person and her seats, each with its last reply."""
    given = _own(by, today) | {"person_id": by.person_id, "seats": list(by.seat_ids)}
    found: dict[int, list[Any]] = {}
    before = 0
    for row in reading.rows(ANSWERS, given):
        invitation_id, meeting_id = row[:2]
        if invitation_id != before:
            found.setdefault(meeting_id, []).append(row)
        elif row.answered_for == row.seat_id:
            found[meeting_id][-1] = row
        before = invitation_id
    return found


SLOTS: Final = (
    select(AgendaItem.meeting_id, ItemGuest)
    .join(AgendaItem, AgendaItem.id == ItemGuest.item_id)
    .where(
        ItemGuest.person_id == bindparam("person_id"),
        AgendaItem.id.in_(bindparam("items", expanding=True)),
    )
)


def slots(reading: Session, by: Actor) -> dict[int, list[ItemGuest]]:
    """By meeting: for which part of it the person is asked to be there as a guest, for each item."""
    found: dict[int, list[ItemGuest]] = {}
    if by.guest_items:
        given = {"person_id": by.person_id, "items": list(by.guest_items)}
        for meeting_id, guest in reading.execute(SLOTS, given):
            found.setdefault(meeting_id, []).append(guest)
    return found


DEADLINES: Final = (
    select(
        *(Meeting.id, Meeting.uid, Meeting.sequence, Meeting.revised_at),
        *(
            Meeting.starts_at,
            Meeting.held_on,
            Meeting.state,
            Meeting.replies_due_on,
            Meeting.topics_called_on,
            Body.name.label("body_name"),
            Bylaws,
        ),
        *(Minutes.circulated_at, Minutes.objections_until),
    )
    .join(Meeting.body)
    .join(Body.bylaws)
    .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
    .where(
        Meeting.body_id.in_(bindparam("bodies", expanding=True)),
        Body.is_external.is_(False),
        or_(Meeting.state.in_(OPEN) & WINDOW, Minutes.objections_until >= bindparam("since_day")),
    )
    .order_by(Meeting.starts_at, Meeting.id)
)


def deadlines(reading: Session, by: Actor, today: date) -> Sequence[Any]:
    """Meetings of the bodies that one coordinates whose last days lie ahead or not long ago."""
    since = first_instant(today)
    given = {"bodies": list(by.coordinates), "since": since, "since_day": since.date()}
    return reading.execute(DEADLINES, given).all()


ASKINGS: Final = (
    select(
        *(Round.id, Round.kind, Round.opened_at, Round.due_on, Round.body_id),
        *(Decision.id.label("decision_id"), Body.name.label("body_name"), Bylaws.names_in_calendar),
        *(Survey.id.label("survey_id"), Survey.body_id.label("survey_table")),
    )
    .join(Body, Body.id == Round.body_id)
    .join(Bylaws, Bylaws.body_id == Body.id)
    .outerjoin(Decision, Decision.round_id == Round.id)
    .outerjoin(Survey, Survey.round_id == Round.id)
    .where(
        Round.body_id.in_(bindparam("bodies", expanding=True)),
        or_(Round.kind.in_((RoundKind.PEOPLE, RoundKind.DATES, RoundKind.DECISION)), Survey.id.is_not(None)),
        Round.meeting_id.is_(None),
        Round.closed_at.is_(None),
        Round.due_on >= bindparam("since_day"),
    )
    .order_by(Round.due_on, Round.id)
)


def askings(reading: Session, by: Actor, today: date) -> Sequence[Any]:
    """What runs outside of meetings at the bodies that one coordinates, with its last day for answers."""
    given = {"bodies": list(by.coordinates), "since_day": first_instant(today).date()}
    return reading.execute(ASKINGS, given).all()
