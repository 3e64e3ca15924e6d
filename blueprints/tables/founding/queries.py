"""Which bodies there are, for the system administration: names and offices, nothing of what is in them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from blueprints.tables.queries import COORDINATING
from models.accounts import Account, AccountLink
from models.bodies import Body, BodyKind, BodyState, Coordination, Office
from models.deadlines import BERLIN
from models.organisations import Organisation
from models.periods import holds
from models.standing import in_force


@dataclass(frozen=True, kw_only=True)
class Known:
    """A body as the administration may know it: read by the house, handed on as plain values.

    `is_orphaned`: it is coordinated here, and nobody who coordinates it can sign in (any more).
    `invited_until`: nobody can yet, but somebody has a link that works so long.
    """

    id: int
    name: str
    kind: BodyKind
    state: BodyState
    coordination: str
    is_external: bool
    is_orphaned: bool
    invited_until: date | None = None


def all_bodies(house: Session, now: datetime) -> list[Known]:
    """Every body by name; two statements, however many there are."""
    return _known(house, now)


def one_body(house: Session, body_id: int, now: datetime) -> Known | None:
    return next(iter(_known(house, now, Body.id == body_id)), None)


def _known(house: Session, now: datetime, *which: ColumnElement[bool]) -> list[Known]:
    standing = and_(Coordination.body_id == Body.id, in_force(Coordination, now.astimezone(BERLIN).date()))
    rows = house.execute(
        select(
            Body.id,
            Body.name,
            Body.kind,
            Body.state,
            Body.is_external,
            Organisation.name.label("institution"),
        )
        .outerjoin(Coordination, standing)
        .outerjoin(Organisation, Organisation.id == Coordination.organisation_id)
        .where(*which)
        .order_by(Body.name, Body.id, Coordination.id)
    ).all()
    cared_for = _with_somebody(house, now)
    by_id = {row.id: row for row in rows}
    return [
        Known(
            id=row.id,
            name=row.name,
            kind=row.kind,
            state=row.state,
            coordination=row.institution or "",
            is_external=row.is_external,
            is_orphaned=not row.is_external
            and row.state is not BodyState.DISSOLVED
            and row.id not in cared_for,
            invited_until=cared_for.get(row.id),
        )
        for row in by_id.values()
    ]


def _with_somebody(house: Session, now: datetime) -> dict[int, date | None]:
    """The bodies that somebody coordinates who can sign in (none), or who still has a link for it (until)."""
    link = and_(AccountLink.account_id == Account.id, AccountLink.used_at.is_(None))
    rows = house.execute(
        select(Office.body_id, Office.starts_on, Office.ends_on, Account.password_hash, AccountLink)
        .join(Account, Account.person_id == Office.person_id)
        .outerjoin(AccountLink, link)
        .where(Office.kind.in_(COORDINATING), Account.locked_at.is_(None))
        .where(or_(Account.password_hash.is_not(None), AccountLink.id.is_not(None)))
    )
    today = now.astimezone(BERLIN).date()
    found: dict[int, date | None] = {}
    for body_id, starts_on, ends_on, password, invited in rows:
        if holds(starts_on, ends_on, today) and password:
            found[body_id] = None
        elif holds(starts_on, ends_on, today) and invited.works(now):
            found.setdefault(body_id, invited.expires_at.astimezone(BERLIN).date())
    return found
