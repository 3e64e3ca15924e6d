"""A date finding as it stands: options, what each institution has said, counts. Read once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Date, Integer, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from models import periods
from models.constants import fixed
from models.date_findings import SILENT, DateAnswer, DateChoice, DateOption, Fits, Standing, best_of
from models.deadlines import BERLIN
from models.organisations import Organisation
from models.people import Person
from models.rounds import AskedSeat, Channel
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import DAY, dormant, in_force

OPTIONS: Final = (
    select(
        DateOption.id,
        DateOption.starts_at,
        DateOption.ends_at,
        DateOption.withdrawn_at,
        DateOption.meeting_id,
    )
    .where(DateOption.round_id == bindparam("round_id"))
    .order_by(DateOption.starts_at, DateOption.id)
)
ONLY: Final = bindparam("asked_id", type_=Integer())
ASKED: Final = (
    select(
        AskedSeat.id,
        AskedSeat.name,
        AskedSeat.seat_id,
        AskedSeat.organisation_id,
        Organisation,
        Seat.starts_on,
        Seat.ends_on,
        dormant(bindparam("meets_on", type_=Date())).label("sleeps"),
    )
    .join(Seat, Seat.id == AskedSeat.seat_id)
    .join(Organisation, Organisation.id == AskedSeat.organisation_id)
    .where(AskedSeat.round_id == bindparam("round_id"), or_(ONLY.is_(None), AskedSeat.id == ONLY))
    .order_by(Organisation.folded, AskedSeat.id)
)
ACTS: Final = exists().where(
    Appointment.seat_id == DateAnswer.seat_id,
    Appointment.person_id == DateAnswer.person_id,
    Appointment.role != AppointmentRole.READER,
    in_force(Appointment, DAY),
)
OF_ROUND: Final = select(AskedSeat.id).where(
    AskedSeat.round_id == bindparam("round_id"), or_(ONLY.is_(None), AskedSeat.id == ONLY)
)
ANSWERS: Final = fixed(
    select(DateAnswer, Person.name, ACTS.label("acts"))
    .outerjoin(Person, Person.id == DateAnswer.person_id)
    .where(DateAnswer.asked_seat_id.in_(OF_ROUND))
    .order_by(DateAnswer.id)
)
CHOICES: Final = (
    select(DateChoice.answer_id, DateChoice.option_id, DateChoice.fits)
    .join(DateAnswer, DateAnswer.id == DateChoice.answer_id)
    .where(DateAnswer.asked_seat_id.in_(OF_ROUND))
    .order_by(DateChoice.answer_id)
)


@dataclass(frozen=True)
class Option:
    """A date that is or was offered."""

    id: int
    starts_at: datetime
    ends_at: datetime | None
    withdrawn_at: datetime | None
    meeting_id: int | None

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(BERLIN).date()


@dataclass(frozen=True, kw_only=True)
class Given:
    """One answer that was given: of a person, or of the institution as a whole (`name` is empty; None where
    it is not told).

    `counts`: for some date it is the last of this person, who still acts for the institution.
    """

    asked_id: int
    institution: str
    name: str | None
    fits: dict[int, Fits]
    channel: Channel
    answered_at: datetime
    note: str
    address: str
    counts: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one institution has said; `given` (who, in which words) only where it may be told in full."""

    asked_id: int
    seat_id: int
    organisation_id: int
    name: str
    short: str
    standing: Standing
    fits: dict[int, Fits]
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Count:
    """How an option fares among those who still sit."""

    option: Option
    yes: tuple[str, ...]
    perhaps: tuple[str, ...]
    no: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int]:
        return len(self.yes), len(self.perhaps)


class Dates:
    """Options, asked seats and every answer of one date finding, or of one of its asked seats."""

    def __init__(self, house: Session, round_id: int, on: date, asked_id: int | None = None) -> None:
        given: dict[str, Any] = {"round_id": round_id, "asked_id": asked_id, "on": on}
        self.on = on
        self.options = [Option(*row) for row in house.execute(OPTIONS, given)]
        self.offered = [each for each in self.options if each.withdrawn_at is None]
        self.last_day = max((each.day for each in self.offered), default=on)
        self.asked = house.execute(ASKED, given | {"meets_on": self.last_day}).all()
        self.rows = house.execute(ANSWERS, given).all()
        self.choices: dict[int, dict[int, Fits]] = defaultdict(dict)
        for answer_id, option_id, fits in house.execute(CHOICES, given):
            self.choices[answer_id][option_id] = fits
        self.said = self._last()

    def _last(self) -> dict[int, dict[int | None, dict[int, tuple[Fits, int]]]]:
        """By asked seat, then by person, what was said last of each option, and in which answer."""
        said: dict[int, dict[int | None, dict[int, tuple[Fits, int]]]] = defaultdict(dict)
        for answer, _, acts in self.rows:
            if acts or answer.person_id is None:
                mine = said[answer.asked_seat_id].setdefault(answer.person_id, {})
                mine |= {option: (fits, answer.id) for option, fits in self.choices[answer.id].items()}
        return said

    def lines(self, told: Iterable[int] | None = ()) -> list[Line]:
        """One for each asked institution, by name; in full where its seat is `told`; None: all of them."""
        seats = None if told is None else set(told)
        given: dict[int, list[Given]] = defaultdict(list)
        for each in self.changes():
            given[each.asked_id].append(each)
        return [
            self._line(row, given[row.id] if seats is None or row.seat_id in seats else [])
            for row in self.asked
        ]

    def _line(self, row: Any, given: list[Given]) -> Line:
        said = self.said.get(row.id, {}).values()
        fits = {
            each.id: best
            for each in self.options
            if (best := best_of(mine[each.id][0] for mine in said if each.id in mine)) is not None
        }
        return Line(
            asked_id=row.id,
            seat_id=row.seat_id,
            organisation_id=row.organisation_id,
            name=row.name,
            short=row.Organisation.called,
            standing=self._standing(row, fits),
            fits=fits,
            given=tuple(given),
        )

    def _standing(self, row: Any, fits: dict[int, Fits]) -> Standing:
        if not periods.holds(row.starts_on, row.ends_on, self.on):
            return Standing.VOID
        if row.sleeps:
            return Standing.DORMANT
        answered = [each.id in fits for each in self.offered]
        if all(answered):
            return Standing.ALL
        return Standing.PART if any(answered) else Standing.NONE

    def counts(self, lines: list[Line]) -> list[Count]:
        """All options in the order of their days; void and dormant institutions do not count."""
        sitting = [each for each in lines if each.standing not in (Standing.VOID, Standing.DORMANT)]

        def who(option: Option, fits: Fits | None) -> tuple[str, ...]:
            return tuple(each.name for each in sitting if each.fits.get(option.id) is fits)

        return [
            Count(
                option=each,
                yes=who(each, Fits.YES),
                perhaps=who(each, Fits.PERHAPS),
                no=who(each, Fits.NO),
                open=who(each, None),
            )
            for each in self.options
        ]

    def silent(self) -> set[int]:
        """The seats from which an answer is still wanted."""
        return {each.seat_id for each in self.lines() if each.standing in SILENT}

    def changes(self) -> list[Given]:
        """Every answer that was ever given, newest first."""
        names = {row.id: row.name for row in self.asked}
        counting = {
            answer_id
            for people in self.said.values()
            for said in people.values()
            for _, answer_id in said.values()
        }
        return [
            Given(
                asked_id=answer.asked_seat_id,
                institution=names[answer.asked_seat_id],
                name=name or "",
                fits=self.choices[answer.id],
                channel=answer.channel,
                answered_at=answer.answered_at,
                note=answer.note,
                address=answer.address or "",
                counts=answer.id in counting,
            )
            for answer, name, _ in reversed(self.rows)
        ]


def best(counts: list[Count]) -> set[int]:
    """The options that fit most institutions; none while nobody has said yes or perhaps."""
    offered = [each for each in counts if each.option.withdrawn_at is None]
    most = max((each.rank for each in offered), default=(0, 0))
    return {each.option.id for each in offered if each.rank == most and any(most)}
