"""What a new version changes, and whom it must ask: read by the house."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from blueprints.procedures.version_rules import of_members, steps_of, wording_of
from models.contact_points import ContactPoint
from models.organisations import Organisation
from models.procedure_changes import Sitting, StepChange, changes, touched
from models.procedures import Procedure, ProcedureVersion
from models.rounds import AskedSeat
from models.seats import Seat, SeatKind


@dataclass(frozen=True, kw_only=True)
class ToAsk(Sitting):
    """A seat that can be asked to adopt, with the name of its institution."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Impact:
    """What differs from the version `before` (None: there is none), and the seats that must be asked again.

    `wording`: the wording differs, which touches everybody who was asked before.
    """

    before: ProcedureVersion | None
    steps: list[StepChange] = field(default_factory=list)
    wording: bool = False
    must: frozenset[int] = frozenset()

    @property
    def contact_only(self) -> bool:
        """Nothing but contact points differs, or nothing at all."""
        return (
            self.before is not None and not self.wording and all(each.is_contact_only for each in self.steps)
        )


def seats_to_ask(house: Session, about: Procedure, today: date) -> list[ToAsk]:
    """The full members that can be asked to adopt it that day, by the names of their institutions: advisory
    ones comment on it, but adopt nothing (domain.md 3)."""
    rows = (
        select(Seat.id, Organisation.id.label("organisation_id"), Organisation.kind, Organisation.name)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(*of_members(about, today), Seat.kind == SeatKind.VOTING)
        .order_by(Organisation.folded, Seat.id)
    )
    return [
        ToAsk(seat_id=row.id, organisation_id=row.organisation_id, kind=row.kind, name=row.name)
        for row in house.execute(rows)
    ]


def earlier(house: Session, about: Procedure, number: int) -> ProcedureVersion | None:
    """The last version before that was decided."""
    return house.scalar(
        select(ProcedureVersion)
        .where(
            ProcedureVersion.procedure_id == about.id,
            ProcedureVersion.number < number,
            ProcedureVersion.decided_on.is_not(None),
        )
        .order_by(ProcedureVersion.number.desc())
        .limit(1)
    )


def asked_before(about: Procedure) -> Select[int]:
    """SQL: the seats that were ever asked to adopt a version."""
    rounds = select(ProcedureVersion.round_id).where(ProcedureVersion.procedure_id == about.id)
    return select(AskedSeat.seat_id).where(AskedSeat.round_id.in_(rounds))


def impact_of(house: Session, about: Procedure, found: ProcedureVersion, today: date) -> Impact:
    """Compare a version with the one decided before it."""
    before = earlier(house, about, found.number)
    if before is None:
        return Impact(before=None)
    steps = changes(steps_of(house, before.id), steps_of(house, found.id))
    old, new = (wording_of(house, each) for each in (before, found))
    wording = (old.markdown if old else "") != (new.markdown if new else "")
    seats = seats_to_ask(house, about, today)
    if wording:
        known = set(house.scalars(asked_before(about)))
        must = frozenset(each.seat_id for each in seats if each.seat_id in known)
        return Impact(before=before, steps=steps, wording=True, must=must)
    named = {each.contact.contact_id for change in steps for each in change.steps if each.contact}
    owners = {
        row.id: row.organisation_id
        for row in house.execute(
            select(ContactPoint.id, ContactPoint.organisation_id).where(ContactPoint.id.in_(named))
        )
    }
    return Impact(before=before, steps=steps, must=frozenset(touched(steps, seats, owners)))
