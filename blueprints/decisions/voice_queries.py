"""What each institution has said to a question, read by the house and handed on as plain values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Date, bindparam, func, select
from sqlalchemy.orm import Session

from models import periods
from models.decisions import Decision
from models.minutes import WERE_THERE, Attendance, Minutes, Withdrawal
from models.organisations import Organisation
from models.people import Person
from models.results import Outcome, Voice, outcome_of
from models.rounds import AskedSeat, Channel
from models.seats import Seat
from models.stances import SaidBy, Stance, StanceConfirmation, StanceValue, counting
from models.standing import dormant

DAY: Final = bindparam("on", type_=Date())


def _asked(on: ColumnElement[Any]) -> Any:
    """Who is asked, and whether the seat sleeps on a day."""
    return (
        select(
            AskedSeat.id,
            AskedSeat.name,
            AskedSeat.seat_id,
            AskedSeat.organisation_id,
            AskedSeat.was_there,
            AskedSeat.had_withdrawn,
            AskedSeat.round_id,
            Organisation,
            Seat.starts_on,
            Seat.ends_on,
            dormant(on).label("sleeps"),
        )
        .join(Seat, Seat.id == AskedSeat.seat_id)
        .join(Organisation, Organisation.id == AskedSeat.organisation_id)
        .order_by(Organisation.folded, AskedSeat.id)
    )


ASKED: Final = _asked(DAY).where(AskedSeat.round_id == bindparam("round_id"))
ASKED_OF_ALL: Final = (
    _asked(func.coalesce(Decision.decided_on, DAY))
    .join(Decision, Decision.round_id == AskedSeat.round_id)
    .where(Decision.id.in_(bindparam("decisions", expanding=True)))
)
CAST: Final = (
    select(Stance, Person.name, StanceConfirmation, AskedSeat.round_id)
    .join(AskedSeat, AskedSeat.id == Stance.asked_seat_id)
    .join(Person, Person.id == Stance.person_id)
    .outerjoin(StanceConfirmation, StanceConfirmation.stance_id == Stance.id)
    .order_by(Stance.id)
)
STANCES: Final = CAST.where(AskedSeat.round_id == bindparam("round_id"))
STANCES_OF_ALL: Final = CAST.where(AskedSeat.round_id.in_(bindparam("rounds", expanding=True)))
THERE: Final = (
    select(
        Attendance.seat_id,
        Attendance.state,
        Attendance.names,
        Minutes.attendance_noted_at,
        Withdrawal.item_id,
    )
    .join(Minutes, Minutes.id == Attendance.minutes_id)
    .outerjoin(
        Withdrawal,
        (Withdrawal.attendance_id == Attendance.id) & (Withdrawal.item_id == bindparam("item_id")),
    )
    .where(Minutes.meeting_id == bindparam("meeting_id"))
)
"""Who was in the room, and who had left it for the item that is decided."""

OF_ROUNDS: Final = (
    select(
        AskedSeat.round_id,
        Stance.asked_seat_id,
        Stance.id,
        Stance.role,
        Stance.provisional,
        StanceConfirmation.agreed,
    )
    .join(AskedSeat, AskedSeat.id == Stance.asked_seat_id)
    .outerjoin(StanceConfirmation, StanceConfirmation.stance_id == Stance.id)
    .where(AskedSeat.round_id.in_(bindparam("rounds", expanding=True)))
    .order_by(Stance.id)
)


@dataclass(frozen=True, kw_only=True)
class Said:
    """One stance that was cast. `name` and the ways are for its own institution and the coordination.

    `confirmed`: what the management said to a provisional one, None while it has said nothing.
    """

    id: int
    asked_id: int
    institution: str
    name: str
    value: StanceValue
    reason: str
    special_opinion: str
    provisional: bool
    confirmed: bool | None
    confirmed_on: date | None
    channel: Channel
    said_by: SaidBy | None
    said_on: date | None
    cast_at: datetime
    counts: bool = False

    @property
    def waits(self) -> bool:
        """Whether the management of the institution has not answered yet."""
        return self.provisional and self.confirmed is None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One asked institution and the one stance that counts. `sits` is false where its seat has ended or
    sleeps; `there`: noted as present in the meeting, None where nothing is noted. Where it had `withdrawn`
    from the item because of a conflict of interest nothing it has said counts."""

    asked_id: int
    seat_id: int
    organisation_id: int
    name: str
    short: str
    sits: bool
    has_ended: bool
    said: Said | None
    there: bool | None
    withdrawn: bool = False
    came: str = ""
    """Who came for it, as the attendance list says while the question is open."""

    @property
    def voice(self) -> Voice:
        said = self.said
        return Voice(
            name=self.name,
            value=StanceValue.CONFLICT if self.withdrawn else said.value if said else None,
            special=bool(said and said.special_opinion),
            provisional=bool(said and said.waits),
            refused=bool(said and said.confirmed is False),
            there=self.there,
        )


class Heard(NamedTuple):
    """Who was asked, and every stance that was cast."""

    asked: Sequence[Any] = ()
    cast: Sequence[Any] = ()


def votes_of(house: Session, decisions: Iterable[Decision], today: date) -> dict[int, "Votes"]:
    """The votes on decisions that have a result, by decision: in two statements, however many there are."""
    closed = {each.id: each for each in decisions if each.result is not None}
    rounds = sorted(each.round_id for each in closed.values() if each.round_id)
    heard: dict[int | None, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    if rounds:
        for row in house.execute(ASKED_OF_ALL, {"decisions": sorted(closed), "on": today}):
            heard[row.round_id][0].append(row)
        for row in house.execute(STANCES_OF_ALL, {"rounds": rounds}):
            heard[row.round_id][1].append(row)
    return {key: Votes(house, each, today, Heard(*heard[each.round_id])) for key, each in closed.items()}


class Votes:
    """All that was said to one decision, as it counts on a day (the day of its result, once it has one).

    Once it is closed, what is noted of the room afterwards changes nothing: see `keep_room`. `heard` where it
    was read already, together with that of other decisions."""

    def __init__(self, house: Session, about: Decision, today: date, heard: Heard | None = None) -> None:
        on = about.decided_on or today
        rows, cast = heard or _heard(house, about.round_id, on)
        room = {"meeting_id": about.meeting_id, "item_id": about.item_id}
        self._names = {row.id: row.name for row in rows}
        self._came: dict[int, str] = {}
        if about.result is not None:
            self._there = {row.seat_id: row.was_there for row in rows if row.was_there is not None}
            self._withdrawn = {row.seat_id for row in rows if row.had_withdrawn}
        else:
            there = house.execute(THERE, room).all() if about.meeting_id else []
            self._there = {row.seat_id: row.state in WERE_THERE for row in there if row.attendance_noted_at}
            self._withdrawn = {row.seat_id for row in there if row.item_id}
            self._came = {row.seat_id: row.names for row in there if row.state in WERE_THERE}
        self.about = about
        stances: dict[int, list[Stance]] = defaultdict(list)
        for stance, *_ in cast:
            stances[stance.asked_seat_id].append(stance)
        counting_ids = {last.id for each in stances.values() if (last := counting(each))}
        self.said = [self._said(row[0], row[1], row[2], counting_ids) for row in cast]
        best = {each.asked_id: each for each in self.said if each.counts}
        self.lines = [self._line(row, best.get(row.id), on) for row in rows]

    def _said(
        self, stance: Stance, name: str, confirmation: StanceConfirmation | None, counting_ids: set[int]
    ) -> Said:
        return Said(
            id=stance.id,
            asked_id=stance.asked_seat_id,
            institution=self._names[stance.asked_seat_id],
            name=name,
            value=stance.value,
            reason=stance.reason,
            special_opinion=stance.special_opinion,
            provisional=stance.provisional,
            confirmed=confirmation.agreed if confirmation else None,
            confirmed_on=confirmation.said_on if confirmation else None,
            channel=stance.channel,
            said_by=stance.said_by,
            said_on=stance.said_on,
            cast_at=stance.cast_at,
            counts=stance.id in counting_ids,
        )

    def _line(self, row: Any, said: Said | None, on: date) -> Line:
        withdrawn = row.seat_id in self._withdrawn
        holds = periods.holds(row.starts_on, row.ends_on, on)
        return Line(
            asked_id=row.id,
            seat_id=row.seat_id,
            organisation_id=row.organisation_id,
            name=row.name,
            short=row.Organisation.called,
            sits=holds and not row.sleeps,
            has_ended=not holds,
            said=None if withdrawn else said,
            withdrawn=withdrawn,
            came=self._came.get(row.seat_id, ""),
            there=self._there.get(row.seat_id, False) if self._there else None,
        )

    @property
    def outcome(self) -> Outcome:
        """What it comes to as things stand; institutions whose seat has ended or sleeps do not count."""
        return outcome_of((each.voice for each in self.lines if each.sits), self.about.rules)

    def silent(self) -> set[int]:
        """The seats from which a word is still wanted."""
        return {each.seat_id for each in self.lines if each.sits and each.voice.value is None}

    def of_seats(self, seat_ids: Iterable[int]) -> list[Line]:
        wanted = set(seat_ids)
        return [each for each in self.lines if each.seat_id in wanted]

    def keep_room(self, house: Session) -> None:
        """As it is closed: note with each institution whether it was there and had left for the item."""
        for each in self.lines:
            asked = house.get_one(AskedSeat, each.asked_id)
            asked.was_there, asked.had_withdrawn = each.there, each.withdrawn

    def changes(self) -> list[Said]:
        """Everything that was ever said, the newest first."""
        return list(reversed(self.said))


def _heard(house: Session, round_id: int | None, on: date) -> Heard:
    if round_id is None:
        return Heard()
    given: dict[str, Any] = {"round_id": round_id, "on": on}
    return Heard(house.execute(ASKED, given).all(), house.execute(STANCES, given).all())


def provisional_rounds(house: Session, round_ids: Iterable[int | None]) -> set[int]:
    """Those rounds in which a stance that counts still waits for a management."""
    by_seat: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in house.execute(OF_ROUNDS, {"rounds": sorted(each for each in round_ids if each)}):
        by_seat[row.round_id, row.asked_seat_id].append(row)
    last = {key: counting(rows) for key, rows in by_seat.items()}
    return {key[0] for key, row in last.items() if row and row.provisional and row.agreed is None}
