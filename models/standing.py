"""The standing of a person on a day: seats, offices, single items and minutes to take, in one question."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    column,
    exists,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    table,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from models.actors import Actor, HeldSeat
from models.bodies import Body, BodyState, Bylaws, Office, OfficeKind
from models.constants import fixed
from models.guests import ItemGuest
from models.meetings import BERLIN, AgendaItem, Meeting
from models.people import Person
from models.seats import Appointment, AppointmentRole, Dormancy, Seat

READER = OfficeKind.READER.value
DAY = bindparam("on", type_=Date())
NO_DAY = cast(null(), Date())
MINUTES = table("minutes", column("meeting_id", Integer), column("objections_until", Date))
"""Of the minutes only these: their own module lies above this one."""
EDITION = table("edition", column("id", Integer), column("meeting_id", Integer), column("kind", String))
EXTRACT = table(
    "edition_reader",
    column("edition_id", Integer),
    column("person_id", Integer),
    column("sent_at", Meeting.starts_at.type),
)
DELEGATE = table(
    "position_delegate",
    column("position_id", Integer),
    column("organisation_id", Integer),
    column("person_id", Integer),
    column("may_sign", Boolean),
    column("ended_at", Meeting.starts_at.type),
)
GUESTS_READ_DAYS: Final = 14
"""A guest reads her item until so many days after the meeting (domain.md 6)."""


def in_force(row: Any, on: Any) -> ColumnElement[bool]:
    """SQL: the row's period `starts_on` to `ends_on` holds on that day."""
    return or_(row.starts_on.is_(None), row.starts_on <= on) & or_(row.ends_on.is_(None), row.ends_on >= on)


def declared(on: Any) -> ColumnElement[bool]:
    """SQL: the confidentiality declaration of the appointment is given, or the seat's body asks for none."""
    asks_for_none = exists().where(Bylaws.body_id == Seat.body_id, Bylaws.declaration_needed.is_(False))
    given = and_(Appointment.declared_on.is_not(None), Appointment.declared_on <= on)
    return or_(given, asks_for_none)


def dormant(on: Any) -> ColumnElement[bool]:
    """SQL: the seat sleeps that day."""
    return exists().where(Dormancy.seat_id == Seat.id, in_force(Dormancy, on))


def on_the_day(on: date) -> dict[str, Any]:
    """What `standing_of` is asked with: the day, and since when a meeting of guests must have begun."""
    since = datetime.combine(on - timedelta(days=GUESTS_READ_DAYS), time(), BERLIN)
    return {"on": on, "guests_since": since}


def standing_of(person_id: Any) -> Subquery:
    """SQL: all rows of the standing that the person has on a day (`on_the_day`), ready to be joined."""
    asked = (_seats, _undeclared, _offices, _handovers, _guest_items, _records, _signs_outside)
    parts = (part(person_id) for part in asked)
    return union_all(*parts).subquery()


def actor_of(house: Session, person: Person, on: date, **account: Any) -> Actor:
    """The actor that a person is on that day. Reads as the house; `account` adds what the account knows."""
    rows = house.execute(STANDING, {"person_id": person.id, **on_the_day(on)}).all()
    return actor_with(rows, person, on=on, **account)


def actor_with(rows: Sequence[Any], person: Any, **account: Any) -> Actor:
    """The actor that a person, or what an actor shows of her, is by the rows of `standing_of`; a row of
    nothing, as an outer join makes it, is none."""
    offices = [row for row in rows if row.what == "office"]
    guest = [row for row in rows if row.what == "guest"]
    return Actor(
        person_id=person.id,
        name=person.name,
        language=person.language,
        organisation_id=person.organisation_id,
        coordinates=frozenset(row.body_id for row in offices if row.kind != READER),
        reads=frozenset(row.body_id for row in offices if row.kind == READER),
        seats=_held(rows),
        guest_items=frozenset(row.one for row in guest),
        guest_meetings=frozenset(row.two for row in guest),
        guest_bodies=frozenset(row.body_id for row in rows if row.what in ("guest", "record")),
        dissolved=frozenset(row.body_id for row in offices if row.kind != READER and row.two),
        records=frozenset(row.one for row in rows if row.what == "record"),
        undeclared=frozenset(row.one for row in rows if row.what == "undeclared"),
        handovers=frozenset(row.one for row in rows if row.what == "handover"),
        signs_outside=frozenset(row.one for row in rows if row.what == "outside"),
        **account,
    )


def _held(rows: Sequence[Any]) -> tuple[HeldSeat, ...]:
    held = [row for row in rows if row.what == "seat"]
    return tuple(
        HeldSeat(
            seat_id=row.one,
            body_id=row.body_id,
            organisation_id=row.two,
            kind=row.kind,
            role=row.role,
            rank=row.rank,
            may_sign=bool(row.may_sign),
            since=row.since,
        )
        for row in sorted(held, key=lambda row: row.one)
    )


def _row(what: str, body_id: Any, one: Any, two: Any, kind: Any = None, role: Any = None) -> Select[Any]:
    """One shape for all parts of the question; `_seats` fills in rank, signing right and beginning."""
    return select(
        literal(what).label("what"),
        body_id.label("body_id"),
        one.label("one"),
        two.label("two"),
        (literal("") if kind is None else type_coerce(kind, String)).label("kind"),
        (literal("") if role is None else type_coerce(role, String)).label("role"),
    )


def _seats(person_id: Any) -> Select[Any]:
    return (
        _row("seat", Seat.body_id, Seat.id, Seat.organisation_id, Seat.kind, Appointment.role)
        .add_columns(
            Appointment.rank.label("rank"),
            Appointment.may_sign.label("may_sign"),
            Appointment.starts_on.label("since"),
        )
        .join(Appointment.seat)
        .where(
            Appointment.person_id == person_id, in_force(Seat, DAY), in_force(Appointment, DAY), declared(DAY)
        )
    )


def _undeclared(person_id: Any) -> Select[Any]:
    """Appointments that wait for the person's confidentiality declaration; coming ones, too."""
    row = _row("undeclared", Seat.body_id, Appointment.id, literal(0))
    still = [or_(each.ends_on.is_(None), each.ends_on >= DAY) for each in (Seat, Appointment)]
    return (
        row.add_columns(literal(0), false(), NO_DAY)
        .join(Appointment.seat)
        .where(Appointment.person_id == person_id, not_(declared(DAY)), *still)
    )


def _offices(person_id: Any) -> Select[Any]:
    """`two` is 1 where the body is dissolved."""
    gone = case((Body.state == BodyState.DISSOLVED, 1), else_=0)
    row = _row("office", Office.body_id, Office.id, gone, Office.kind).join(Body, Body.id == Office.body_id)
    return row.add_columns(literal(0), false(), NO_DAY).where(
        Office.person_id == person_id, in_force(Office, DAY)
    )


def _handovers(person_id: Any) -> Select[Any]:
    """New coordinations with which an office of hers comes, came or ends: told to her, they give no right."""
    row = _row("handover", Office.body_id, Office.handover_id, literal(0))
    return row.add_columns(literal(0), false(), NO_DAY).where(
        Office.person_id == person_id,
        Office.handover_id.is_not(None),
        Office.kind != OfficeKind.READER,
        or_(Office.ends_on.is_(None), Office.ends_on >= DAY),
    )


def _signs_outside(person_id: Any) -> Select[Any]:
    """Positions that she may sign for an institution without a seat there: no right by itself."""
    row = _row("outside", literal(0), DELEGATE.c.position_id, DELEGATE.c.organisation_id)
    mine = and_(
        DELEGATE.c.person_id == person_id, DELEGATE.c.may_sign.is_(True), DELEGATE.c.ended_at.is_(None)
    )
    return row.add_columns(literal(0), false(), NO_DAY).where(mine)


def _guest_items(person_id: Any) -> Select[Any]:
    """Every item that the person is a guest of: from dispatch until 14 days after the meeting, and again
    from the dispatch of the minutes until the last day for objections, or 14 days after her extract."""
    row = _row("guest", Meeting.body_id, AgendaItem.id, Meeting.id)
    may_object = exists().where(MINUTES.c.meeting_id == Meeting.id, MINUTES.c.objections_until >= DAY)
    since = bindparam("guests_since", type_=Meeting.starts_at.type)
    was_sent = exists().where(
        EXTRACT.c.person_id == ItemGuest.person_id,
        EXTRACT.c.sent_at >= since,
        EDITION.c.id == EXTRACT.c.edition_id,
        EDITION.c.meeting_id == Meeting.id,
        EDITION.c.kind == literal("minutes"),
    )
    return (
        row.add_columns(literal(0), false(), NO_DAY)
        .select_from(ItemGuest)
        .join(AgendaItem, AgendaItem.id == ItemGuest.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            ItemGuest.person_id == person_id,
            Meeting.invited_at.is_not(None),
            or_(Meeting.starts_at >= since, may_object, was_sent),
        )
    )


def _records(person_id: Any) -> Select[Any]:
    """Whoever has given a coordination away, or represents nobody at the table any more, keeps nothing by
    having taken minutes in that time (domain.md 5.3; 13, case 25): only meetings of a later time count then.
    """
    held_on = func.date(Meeting.starts_at)
    given_away = exists().where(
        Office.body_id == Meeting.body_id,
        Office.person_id == person_id,
        Office.kind != OfficeKind.READER,
        Office.ends_on < DAY,
        or_(Meeting.starts_at.is_(None), held_on <= Office.ends_on),
    )
    row = _row("record", Meeting.body_id, Meeting.id, literal(0))
    return row.add_columns(literal(0), false(), NO_DAY).where(
        Meeting.minute_taker_id == person_id, ~given_away, ~_has_left(person_id, held_on)
    )


def _has_left(person_id: Any, held_on: Any) -> ColumnElement[bool]:
    """SQL: she filled a seat at the meeting's body, to its day or longer, and fills none there now."""
    at_the_body = (
        Seat.id == Appointment.seat_id,
        Seat.body_id == Meeting.body_id,
        Appointment.person_id == person_id,
        Appointment.role != AppointmentRole.READER,
    )
    last_day = func.coalesce(Appointment.ends_on, Seat.ends_on)
    over = or_(Appointment.ends_on < DAY, Seat.ends_on < DAY)
    left = exists().where(*at_the_body, over, or_(Meeting.starts_at.is_(None), held_on <= last_day))
    return and_(left, ~exists().where(*at_the_body, in_force(Seat, DAY), in_force(Appointment, DAY)))


STANDING = fixed(select(standing_of(bindparam("person_id", type_=Integer()))))
