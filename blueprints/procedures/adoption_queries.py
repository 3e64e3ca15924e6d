"""What each institution has said to each version, read by the house and handed on as plain values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.adoptions import BINDING, Adopter, Group, Word, groups
from models.constants import fixed
from models.deadlines import BERLIN
from models.links import Link, LinkKind
from models.organisations import Organisation
from models.people import Person
from models.procedures import Procedure, ProcedureParty, ProcedureVersion
from models.rounds import AskedSeat, Channel
from models.seats import Seat
from models.shelf import ShelfDocument
from models.stances import SaidBy, Stance, StanceConfirmation, StanceValue, counting


@dataclass(frozen=True, kw_only=True)
class Said:
    """The stance of an institution that counts. `name` and the ways are for its own house and the
    coordination. `own_rule` is the document that it has instead, by its id."""

    id: int
    value: StanceValue
    reason: str
    provisional: bool
    confirmed: bool | None
    on: date
    ends_on: date | None
    name: str
    channel: Channel
    said_by: SaidBy | None
    held_before: bool = False
    own_rule: int | None = None
    confirmed_on: date | None = None

    @property
    def since(self) -> date:
        """The day from which it counts: a provisional word only from that of its management on."""
        return self.confirmed_on or self.on

    @property
    def word(self) -> Word:
        return Word(
            value=self.value,
            waits=self.provisional and self.confirmed is None,
            refused=self.confirmed is False,
            ends_on=self.ends_on,
            held_before=self.held_before,
        )


@dataclass(frozen=True, kw_only=True)
class Line:
    """An institution that was asked to adopt one version, and its word."""

    asked_id: int
    seat_id: int
    organisation_id: int
    number: int
    name: str
    short: str
    said: Said | None
    left_on: date | None

    @property
    def waits(self) -> bool:
        """Whether its answer is still awaited: of a member, silent or still consulting in the house."""
        silent = self.said is None or self.said.value is StanceValue.IN_CONSULTATION
        return silent and self.left_on is None

    @property
    def can_terminate(self) -> bool:
        """Whether there is an adoption that could end, or whose end could be another day; a provisional one
        binds nobody yet."""
        if self.said is None:
            return False
        word = self.said.word
        adopted = word.value in BINDING and not (word.waits or word.refused)
        return adopted or word.value is StanceValue.TERMINATED


@dataclass(kw_only=True)
class Adoptions:
    """All that was said to the versions of one procedure, as it counts on a day; `names` are those of the
    core parties, by their seats, in the order of the alphabet."""

    about: Procedure
    versions: Sequence[ProcedureVersion]
    lines: list[Line]
    core: frozenset[int]
    on: date
    names: dict[int, str] = field(default_factory=dict)

    @cached_property
    def adopters(self) -> list[Adopter]:
        """Every institution that was asked about some version, by name."""
        words: dict[int, dict[int, Word | None]] = defaultdict(dict)
        newest: dict[int, Line] = {}
        for each in self.lines:
            words[each.seat_id][each.number] = each.said.word if each.said else None
            newest[each.seat_id] = each
        return [
            Adopter(
                seat_id=each.seat_id,
                name=each.name,
                short=each.short,
                words=words[each.seat_id],
                left_on=each.left_on,
            )
            for each in newest.values()
        ]

    @cached_property
    def binding(self) -> list[int]:
        """The numbers of the versions that bind their adopters today."""
        return [each.number for each in self.versions if each.binds_on(self.about, self.on)]

    @cached_property
    def groups(self) -> list[Group]:
        return groups(self.adopters, self.binding, self.on)

    def of_version(self, number: int) -> list[Line]:
        return [each for each in self.lines if each.number == number]

    def carried(self, number: int) -> list[Adopter]:
        """The institutions whose word to an earlier version carries on: this one changed nothing for them."""
        return [each for each in self.adopters if each.carried_from(number) and each.binds(number, self.on)]

    def missing(self, number: int) -> list[str]:
        """The core parties that have not adopted a version, by name."""
        bound = {each.seat_id for each in self.adopters if each.binds(number, self.on)}
        return [self.names[seat_id] for seat_id in sorted(self.core - bound) if seat_id in self.names]

    def core_has_adopted(self, number: int) -> bool:
        bound = {each.seat_id for each in self.adopters if each.binds(number, self.on)}
        return bool(self.core <= bound and bound)

    def in_force_since(self, number: int) -> date | None:
        """The day on which the last core party bound itself to a version, whenever that was recorded; without
        core parties the day of the first adoption. None while that has not come."""
        if not self.core_has_adopted(number):
            return None
        said = {(each.seat_id, each.number): each.said for each in self.lines if each.said}
        days = {
            each.seat_id: said[each.seat_id, each.carried_from(number) or number].since
            for each in self.adopters
            if each.binds(number, self.on)
        }
        return max(days[each] for each in self.core) if self.core else min(days.values())

    def number_for(self, seats: Iterable[int]) -> int | None:
        """The latest version that binds one of these seats today; None where none does."""
        wanted = set(seats)
        bound = [
            number
            for each in self.adopters
            if each.seat_id in wanted
            for number in self.binding
            if each.binds(number, self.on)
        ]
        return max(bound, default=None)


ASKED: Final = (
    select(AskedSeat, Organisation.name, Organisation.short_name, Seat.ends_on)
    .join(Seat, Seat.id == AskedSeat.seat_id)
    .join(Organisation, Organisation.id == AskedSeat.organisation_id)
    .where(AskedSeat.round_id.in_(bindparam("rounds", expanding=True)))
    .order_by(Organisation.folded, AskedSeat.seat_id, AskedSeat.round_id)
)
CORE: Final = (
    select(ProcedureParty.seat_id, Organisation.name)
    .join(Seat, Seat.id == ProcedureParty.seat_id)
    .join(Organisation, Organisation.id == Seat.organisation_id)
    .where(ProcedureParty.procedure_id == bindparam("procedure_id"))
    .order_by(Organisation.folded, Seat.id)
)
OWN_RULE: Final = (
    select(Link.to_id)
    .where(
        *(Link.from_table == Stance.__tablename__, Link.from_id == Stance.id),
        *(Link.kind == LinkKind.CITES, Link.to_table == ShelfDocument.__tablename__),
    )
    .order_by(Link.id)
    .limit(1)
    .scalar_subquery()
)
SAID: Final = fixed(
    select(Stance, Person.name, StanceConfirmation, OWN_RULE.label("own_rule"))
    .join(Person, Person.id == Stance.person_id)
    .outerjoin(StanceConfirmation, StanceConfirmation.stance_id == Stance.id)
    .where(Stance.asked_seat_id.in_(bindparam("asked_ids", expanding=True)))
    .order_by(Stance.id)
)


def adoptions(house: Session, about: Procedure, versions: Sequence[ProcedureVersion], on: date) -> Adoptions:
    """Three statements, however many versions and institutions there are."""
    numbers = {each.round_id: each.number for each in versions if each.round_id is not None}
    rows = house.execute(ASKED, {"rounds": list(numbers)}).all()
    said = _said(house, [row.AskedSeat.id for row in rows])
    lines = [
        Line(
            asked_id=row.AskedSeat.id,
            seat_id=row.AskedSeat.seat_id,
            organisation_id=row.AskedSeat.organisation_id,
            number=numbers[row.AskedSeat.round_id],
            name=row.name,
            short=row.short_name or row.name,
            said=said.get(row.AskedSeat.id),
            left_on=row.ends_on + timedelta(days=1) if row.ends_on else None,
        )
        for row in rows
    ]
    core = house.execute(CORE, {"procedure_id": about.id}).all()
    return Adoptions(
        about=about,
        versions=versions,
        lines=lines,
        core=frozenset(row.seat_id for row in core),
        names={row.seat_id: row.name for row in core},
        on=on,
    )


def _said(house: Session, asked_ids: Sequence[int]) -> dict[int, Said]:
    """The word of each asked institution that counts, by asked seat."""
    if not asked_ids:
        return {}
    rows = house.execute(SAID, {"asked_ids": list(asked_ids)}).all()
    by_seat: dict[int, dict[int, Said]] = defaultdict(dict)
    cast: dict[int, list[Stance]] = defaultdict(list)
    for stance, name, answer, rule in rows:
        cast[stance.asked_seat_id].append(stance)
        by_seat[stance.asked_seat_id][stance.id] = _one(stance, name, answer, rule)
    return {asked_id: _counted(each, by_seat[asked_id]) for asked_id, each in cast.items()}


def _one(stance: Stance, name: str, answer: StanceConfirmation | None, rule: int | None) -> Said:
    return Said(
        id=stance.id,
        value=stance.value,
        reason=stance.reason,
        provisional=stance.provisional,
        confirmed=answer.agreed if answer else None,
        confirmed_on=answer.said_on if answer else None,
        on=stance.said_on or stance.cast_at.astimezone(BERLIN).date(),
        ends_on=stance.ends_on,
        name=name,
        channel=stance.channel,
        said_by=stance.said_by,
        own_rule=rule,
    )


def _counted(cast: Sequence[Stance], said: dict[int, Said]) -> Said:
    """The one that counts; of a termination, whether what it ends had been adopted before."""
    best = counting(cast)
    assert best is not None
    found = said[best.id]
    if best.value is not StanceValue.TERMINATED:
        return found
    earlier = [each for each in cast if each.id < best.id and each.value in BINDING]
    last = counting(earlier)
    held = last is not None and said[last.id].word.binds_on(found.on)
    return Said(**{**found.__dict__, "held_before": held})
