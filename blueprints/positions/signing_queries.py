"""Who is asked to sign, who may, and what each institution has said: read by the house, as plain values."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import not_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.organisations import Organisation
from models.people import Person
from models.positions import Position
from models.seats import Appointment, AppointmentRole, Seat, SeatKind
from models.signatures import (
    AskedSigner,
    Signature,
    SignatureConfirmation,
    SignatureValue,
    SignatureWithdrawal,
    SignOff,
    Word,
    is_printed,
    standing_of,
)
from models.standing import dormant, in_force
from models.visibility import Visibility

WORDS: Final = (
    select(Signature, SignatureConfirmation, SignatureWithdrawal, Person.name)
    .join(AskedSigner, AskedSigner.id == Signature.asked_id)
    .join(Person, Person.id == Signature.person_id)
    .outerjoin(SignatureConfirmation, SignatureConfirmation.signature_id == Signature.id)
    .outerjoin(SignatureWithdrawal, SignatureWithdrawal.signature_id == Signature.id)
    .order_by(Signature.id)
)


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Somebody who is written to for an institution; `may_sign` for it, or only represents it."""

    organisation_id: int
    person: Person
    may_sign: bool

    @property
    def address(self) -> str | None:
        return self.person.email


@dataclass(frozen=True, kw_only=True)
class Said:
    """One word that was said for an institution. `name` is for its own people and the coordination."""

    id: int
    asked_id: int
    institution: str
    person_id: int
    role: AppointmentRole | None
    name: str
    value: SignatureValue
    words: str
    print_words: bool
    provisional: bool
    confirmed: bool | None
    confirmed_on: date | None
    withdrawn_from: date | None
    signed_at: datetime
    counts: bool

    @property
    def waits(self) -> bool:
        """Whether the management of the institution has not answered yet."""
        return self.provisional and self.confirmed is None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One asked institution and the word of it that counts. `has_left`: it said nothing and is no longer
    asked; `can_sign`: somebody may sign for it; `is_printed`: named as a signatory."""

    asked_id: int
    organisation_id: int
    name: str
    short: str
    is_outside: bool
    has_left: bool
    can_sign: bool
    said: Said | None
    is_printed: bool

    @property
    def is_awaited(self) -> bool:
        """Whether a final word of it is still wanted: it is silent, or still discusses it."""
        says_nothing = self.said is None or self.said.value is SignatureValue.CONSULTING
        return says_nothing and not self.has_left


def sign_off(session: Session, version_id: int) -> SignOff | None:
    """The asking for signatures under one version."""
    wanted = select(SignOff).where(SignOff.version_id == version_id)
    return session.scalar(wanted.options(joinedload(SignOff.round)))


def roles_of(by: Actor, position: Position) -> dict[int, AppointmentRole | None]:
    """The institutions for which one may sign, with one's role: who has the signing right at a full member's
    seat, or was invited from outside to sign. The coordination as such signs for nobody."""
    audience = {each.seat_id for each in position.audience}
    named = position.visibility is Visibility.CONFIDENTIAL
    found: dict[int, AppointmentRole | None] = {}
    for each in position.delegates:
        if each.person_id == by.person_id and each.may_sign and each.ended_at is None:
            found[each.organisation_id] = None
    for seat in sorted(by.seats, key=lambda each: each.role == "main"):
        sits = seat.body_id in position.body_ids and (not named or seat.seat_id in audience)
        if sits and seat.may_sign and seat.kind == SeatKind.VOTING.value and seat.role != "reader":
            found[seat.organisation_id] = AppointmentRole(seat.role)
    return found


def _seats(position: Position, on: date) -> list[ColumnElement[bool]]:
    """SQL: the full members' seats whose institutions are meant: of a confidential position those it names,
    and of no institution the seat at another table too."""
    meant = [Seat.body_id.in_(position.body_ids), Seat.kind == SeatKind.VOTING, in_force(Seat, on)]
    if position.visibility is Visibility.CONFIDENTIAL:
        meant.append(Seat.id.in_([each.seat_id for each in position.audience]))
    return meant


def to_ask(house: Session, position: Position, on: date) -> dict[int, tuple[str, int | None]]:
    """The institutions that would be asked that day, with name and seat: full members that are awake, and
    those outside the tables of which somebody may sign."""
    rows = house.execute(
        select(Seat.id, Seat.organisation_id, Organisation.name)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(
            *(*_seats(position, on), not_(dormant(on))),
        )
        .order_by(Organisation.folded, Seat.id)
    )
    found: dict[int, tuple[str, int | None]] = {}
    for row in rows:
        found.setdefault(row.organisation_id, (row.name, row.id))
    outside = (other for other in position.delegates if other.may_sign and other.ended_at is None)
    ids = {other.organisation_id for other in outside} - found.keys()
    names = select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    for each in house.execute(names.order_by(Organisation.folded, Organisation.id)):
        found[each.id] = (each.name, None)
    return found


def signatories(
    house: Session, position: Position, organisation_ids: Collection[int], on: date
) -> list[Signatory]:
    """Whoever may sign for these institutions, and their main representatives."""
    rows = house.execute(
        select(Seat.organisation_id, Person, Appointment.may_sign)
        .join(Seat, Seat.id == Appointment.seat_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            *(*_seats(position, on), Seat.organisation_id.in_(organisation_ids), in_force(Appointment, on)),
            (Appointment.role == AppointmentRole.MAIN)
            | (Appointment.may_sign.is_(True) & (Appointment.role != AppointmentRole.READER)),
        )
        .order_by(Seat.organisation_id, Appointment.id)
    )
    found = [Signatory(organisation_id=row[0], person=row[1], may_sign=bool(row[2])) for row in rows]
    sent = [
        each
        for each in position.delegates
        if each.may_sign and each.ended_at is None and each.organisation_id in organisation_ids
    ]
    people = select(Person).where(Person.id.in_({each.person_id for each in sent}))
    known = {each.id: each for each in house.scalars(people.order_by(Person.id))}
    found += [
        Signatory(organisation_id=each.organisation_id, person=known[each.person_id], may_sign=True)
        for each in sent
    ]
    return found


class Signed:
    """All that was said to one final text, as it stands on a day."""

    def __init__(self, house: Session, about: SignOff, position: Position, on: date) -> None:
        asked = house.execute(
            select(AskedSigner, Organisation)
            .join(Organisation, Organisation.id == AskedSigner.organisation_id)
            .where(AskedSigner.sign_off_id == about.id)
            .order_by(Organisation.folded, AskedSigner.id)
        ).all()
        rows = house.execute(WORDS.where(AskedSigner.sign_off_id == about.id)).all()
        said: dict[int, list[Word]] = defaultdict(list)
        for signature, confirmation, withdrawal, _ in rows:
            said[signature.asked_id].append((signature, confirmation, withdrawal))
        standing = {key: standing_of(words, on) for key, words in said.items()}
        counting = {word[0].id for word in standing.values() if word}
        names = {each.id: each.name for each, _ in asked}
        self.about = about
        self.said = [_said(*row, names[row[0].asked_id], row[0].id in counting) for row in rows]
        here = to_ask(house, position, on)
        able = {
            each.organisation_id
            for each in signatories(house, position, [each.organisation_id for each, _ in asked], on)
            if each.may_sign
        }
        best = {each.asked_id: each for each in self.said if each.counts}
        self.lines = [
            Line(
                asked_id=each.id,
                organisation_id=each.organisation_id,
                name=each.name,
                short=organisation.called,
                is_outside=each.seat_id is None,
                has_left=each.organisation_id not in here and each.id not in best,
                can_sign=each.organisation_id in able,
                said=best.get(each.id),
                is_printed=is_printed(standing.get(each.id), on),
            )
            for each, organisation in asked
        ]

    @property
    def printed(self) -> Iterator[Line]:
        """The institutions that are named as signatories, by name."""
        return (each for each in self.lines if each.is_printed)

    def silent(self) -> set[int]:
        """The institutions from which a word is still wanted."""
        return {each.organisation_id for each in self.lines if each.said is None and not each.has_left}


def _said(
    signature: Signature,
    confirmation: SignatureConfirmation | None,
    withdrawal: SignatureWithdrawal | None,
    name: str,
    institution: str,
    counts: bool,
) -> Said:
    return Said(
        id=signature.id,
        asked_id=signature.asked_id,
        institution=institution,
        person_id=signature.person_id,
        role=signature.role,
        name=name,
        value=signature.value,
        words=signature.words,
        print_words=signature.print_words,
        provisional=signature.provisional,
        confirmed=confirmation.agreed if confirmation else None,
        confirmed_on=confirmation.said_on if confirmation else None,
        withdrawn_from=withdrawal.from_on if withdrawal else None,
        signed_at=signature.signed_at,
        counts=counts,
    )
