"""A member proposes an institution for a seat; the coordination records what the table has decided."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.organisations import rules as organisation_rules
from blueprints.tables import rules as table_rules
from blueprints.tables.admissions.letters import send_decision
from models.actors import Actor, HeldSeat
from models.admissions import Admission, AdmissionState
from models.bodies import Body, BodyState
from models.errors import NotAllowed, RuleBroken
from models.folding import folded
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.organisations import Organisation, OrganisationKind
from models.periods import overlap
from models.seats import Seat, SeatKind
from models.words import N_


def may_propose(by: Actor, table_id: int) -> bool:
    """The coordination, and whoever acts for a full member (domain.md 3)."""
    return by.coordinates_body(table_id) or bool(proposing_seats(by, table_id))


def proposing_seats(by: Actor, table_id: int) -> list[HeldSeat]:
    """The seats for which one may propose: full members, represented or deputised for."""
    return [each for each in by.seats_at(table_id) if each.kind == SeatKind.VOTING.value]


def propose(
    house: Session,
    table_id: int,
    *,
    seat_id: int | None,
    organisation_id: int | None,
    name: str,
    organisation_kind: OrganisationKind | None,
    kind: SeatKind,
    reason: str,
    by: Actor,
    now: datetime,
) -> Admission:
    """Propose an institution, of the directory or by name and kind; without a seat for the coordination."""
    held = [each.seat_id for each in proposing_seats(by, table_id)]
    if seat_id not in held and not (seat_id is None and by.coordinates_body(table_id)):
        raise NotAllowed
    body = house.get_one(Body, table_id, with_for_update=True)
    if body.state is BodyState.DISSOLVED:
        raise RuleBroken(N_("This body is dissolved. It admits nobody any more."))
    if body.is_external:
        raise NotAllowed
    today = table_rules.day_of(now)
    if organisation_id is not None:
        _judge_known(house, table_id, organisation_id, today)
        name, organisation_kind = "", None
    else:
        _judge_named(house, name, organisation_kind)
    _judge_once(house, table_id, seat_id, organisation_id, name)
    admission = Admission(
        body_id=table_id,
        kind=kind,
        reason=reason,
        proposed_on=today,
        by_id=by.person_id,
        seat_id=seat_id,
        organisation_id=organisation_id,
        name=name,
        organisation_kind=organisation_kind,
    )
    house.add(admission)
    record(house, "propose", admission, by=by, now=now, kind=kind.value)
    return admission


def admit(
    house: Session,
    table_id: int,
    admission_id: int,
    *,
    organisation_id: int | None = None,
    name: str = "",
    organisation_kind: OrganisationKind | None = None,
    kind: SeatKind,
    since: FuzzyDate,
    starts_on: date | None,
    reference: str,
    by: Actor,
    now: datetime,
) -> Seat:
    """Record that the table admits the institution: it has a seat from now on.

    Whoever was only named is chosen from the directory by `organisation_id`, or added to it as `name`.
    """
    table_rules.locked(house, table_id, by)
    admission = _open(house, table_id, admission_id)
    alike = _alike(house, admission)
    known = admission.organisation_id or organisation_id
    if known is None:
        known = _added(house, name, organisation_kind, by=by, now=now).id
    facts: dict[str, Any] = {"kind": kind, "since": since, "starts_on": starts_on, "reference": reference}
    seat = table_rules.admit(house, table_id, organisation_id=known, **facts, by=by, now=now)
    for each in alike:
        each.decide(AdmissionState.ADMITTED, now, reference=reference)
        each.organisation_id, each.made_seat_id = known, seat.id
        record(house, "admit", each, by=by, now=now, seat=seat.id)
    send_decision(house, table_id, alike, now=now)
    return seat


def refuse(
    house: Session,
    table_id: int,
    admission_id: int,
    *,
    reason: str,
    reference: str,
    by: Actor,
    now: datetime,
) -> None:
    """Record that the table does not admit the institution, whoever has proposed it."""
    table_rules.locked(house, table_id, by)
    alike = _alike(house, _open(house, table_id, admission_id))
    for each in alike:
        each.decide(AdmissionState.REFUSED, now, reason=reason, reference=reference)
        record(house, "refuse", each, by=by, now=now)
    send_decision(house, table_id, alike, now=now)


def withdraw(house: Session, table_id: int, admission_id: int, *, by: Actor, now: datetime) -> None:
    """Whoever proposed it takes it back while nobody has decided on it: the institution, or the coordination
    what it proposed itself."""
    house.get(Body, table_id, with_for_update=True)
    admission = _at(house, table_id, admission_id)
    if not may_withdraw(by, admission):
        raise NotAllowed
    admission.decide(AdmissionState.WITHDRAWN, now)
    record(house, "withdraw", admission, by=by, now=now)


def may_withdraw(by: Actor, admission: Admission) -> bool:
    """For the seat it was proposed for, or as the coordination; that it is still open is judged later."""
    if admission.seat_id is None:
        return by.coordinates_body(admission.body_id)
    return admission.seat_id in {each.seat_id for each in proposing_seats(by, admission.body_id)}


def _at(house: Session, table_id: int, admission_id: int) -> Admission:
    """A proposal at this table, held until the end of the transaction; one of another is not found."""
    found = house.get(Admission, admission_id, with_for_update=True, populate_existing=True)
    if found is None or found.body_id != table_id:
        raise NotAllowed
    return found


def _open(house: Session, table_id: int, admission_id: int) -> Admission:
    found = _at(house, table_id, admission_id)
    if found.state is not AdmissionState.OPEN:
        raise RuleBroken(N_("This proposal has been decided on already."))
    return found


def _alike(house: Session, admission: Admission) -> list[Admission]:
    """The proposal and all others of the same institution: one decision settles them."""
    name = admission.name
    if admission.organisation_id is not None:
        name = house.get_one(Organisation, admission.organisation_id).name
    waiting = _waiting(house, admission.body_id)
    others = [each for each in waiting if each.means(admission.organisation_id, name)]
    return [admission, *(each for each in others if each.id != admission.id)]


def _waiting(house: Session, table_id: int) -> Sequence[Admission]:
    query = select(Admission).where(Admission.body_id == table_id, Admission.state == AdmissionState.OPEN)
    return house.scalars(query.order_by(Admission.id)).all()


def _judge_known(house: Session, table_id: int, organisation_id: int, today: date) -> None:
    organisation = house.get(Organisation, organisation_id)
    if organisation is None:
        raise RuleBroken(N_("There is no such institution."), field="organisation_id")
    organisation.must_exist(today, "organisation_id")
    seats = house.scalars(
        select(Seat).where(Seat.body_id == table_id, Seat.organisation_id == organisation_id)
    )
    if any(overlap(each.starts_on, each.ends_on, today, None) for each in seats):
        raise RuleBroken(N_("This institution already holds a seat here."), field="organisation_id")


def _judge_named(house: Session, name: str, kind: OrganisationKind | None) -> None:
    if not name:
        raise RuleBroken(N_("Please choose an institution, or name one."), field="organisation_id")
    if kind is None:
        raise RuleBroken(N_("Please choose the kind of the institution."), field="organisation_kind")
    alike = select(Organisation).where(Organisation.folded.startswith(folded(name), autoescape=True))
    if any(each.name.casefold() == name.casefold() for each in house.scalars(alike)):
        raise RuleBroken(
            N_("This institution is in the directory already. Please choose it from the list."), field="name"
        )


def _judge_once(
    house: Session, table_id: int, seat_id: int | None, organisation_id: int | None, name: str
) -> None:
    """Refuse what the same side has proposed already; what others have proposed is not told."""
    field = "name" if organisation_id is None else "organisation_id"
    for each in _waiting(house, table_id):
        if each.seat_id == seat_id and each.means(organisation_id, name):
            raise RuleBroken(N_("This institution is proposed already; the decision is open."), field=field)


def _added(
    house: Session, name: str, kind: OrganisationKind | None, *, by: Actor, now: datetime
) -> Organisation:
    """The institution, new in the directory."""
    if not name:
        raise RuleBroken(N_("Please choose an institution, or name one."), field="name")
    if kind is None:
        raise RuleBroken(N_("Please choose the kind of the institution."), field="organisation_kind")
    return organisation_rules.create(house, name=name, kind=kind, by=by, now=now)
