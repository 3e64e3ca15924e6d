"""Signatures: said for one's institution, confirmed by its management, taken back from a day on."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from blueprints.positions.publishing_rules import follow
from blueprints.positions.rules import locked
from blueprints.positions.signing_queries import roles_of
from blueprints.positions.telling_letters import tell_withdrawn
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.positions import Position
from models.signatures import (
    SIGNING,
    AskedSigner,
    Signature,
    SignatureConfirmation,
    SignatureValue,
    SignatureWithdrawal,
    SignOff,
    Word,
    speaks_for,
    standing_of,
)
from models.words import N_

ANOTHER_TEXT: Final = N_("The text is another one by now. Please look at it again before you sign.")
HAS_ENDED: Final = N_("The sign-off has ended. Please tell the coordination directly.")
COUNTS_NO_LONGER: Final = N_("There is nothing to do here: another answer counts by now, or it is settled.")


def may_sign(by: Actor, position: Position) -> bool:
    """Whoever has the signing right for an institution; the coordination as such never."""
    return bool(roles_of(by, position))


def sign(
    house: Session,
    position_id: int,
    *,
    asked_id: int,
    value: SignatureValue,
    sha256: str,
    words: str = "",
    print_words: bool = False,
    provisional: bool = False,
    by: Actor,
    now: datetime,
) -> Signature:
    """Say for one's institution whether it signs the text with this checksum, and no other one.

    Every word is kept; the one that counts is derived. Nobody says it for another institution.
    """
    position, about, asked = _asked(house, position_id, asked_id, by)
    final = position.final_version
    if final is None or final.id != about.version_id or sha256 != about.sha256:
        raise RuleBroken(ANOTHER_TEXT)
    if not about.takes(day_of(now)):
        raise RuleBroken(HAS_ENDED)
    made = Signature(
        asked_id=asked.id,
        person_id=by.person_id,
        role=roles_of(by, position)[asked.organisation_id],
        value=value,
        sha256=sha256,
        signed_at=now,
        words=words,
        print_words=print_words,
        provisional=provisional,
    )
    made.judge()
    house.add(made)
    house.flush()
    facts = {"value": value.value, "sha256": sha256, "organisation": asked.organisation_id}
    record(house, "sign", made, by=by, now=now, body_id=position.body_id, **facts)
    follow(house, position, now)
    return made


def confirm(
    house: Session,
    position_id: int,
    signature_id: int,
    *,
    agreed: bool,
    said_on: date,
    by: Actor,
    now: datetime,
) -> None:
    """Note what the management of one's institution says to its provisional signature; also after the end.

    Until it agrees, the institution is not named as a signatory.
    """
    position, signature = own(house, position_id, signature_id, by)
    standing = _standing(house, signature, day_of(now))
    if standing is None or standing[0] is not signature or not signature.provisional:
        raise RuleBroken(COUNTS_NO_LONGER)
    if standing[1] is not None:
        raise RuleBroken(N_("The answer of the management has been noted already."))
    if not day_of(signature.signed_at) <= said_on <= day_of(now):
        raise RuleBroken(N_("Please give a day between the signature and today."), field="said_on")
    house.add(
        SignatureConfirmation(
            signature_id=signature.id,
            agreed=agreed,
            said_on=said_on,
            noted_at=now,
            person_id=by.person_id,
        )
    )
    house.flush()
    record(house, "confirm", signature, by=by, now=now, body_id=position.body_id, agreed=agreed)


def withdraw(
    house: Session, position_id: int, signature_id: int, *, from_on: date, by: Actor, now: datetime
) -> None:
    """Take the signature of one's institution back from a day on, today at the earliest: what was published
    or sent before keeps the truth of its day; what everybody reads no longer names it from then on. Possible
    at any time, also after the end."""
    position, signature = own(house, position_id, signature_id, by)
    standing = _standing(house, signature, day_of(now))
    if standing is None or standing[0] is not signature or signature.value not in SIGNING:
        raise RuleBroken(N_("This signature does not stand: there is nothing to take back."))
    if standing[2] is not None:
        raise RuleBroken(N_("This signature has been taken back already."))
    if from_on < day_of(now):
        raise RuleBroken(N_("A signature is taken back from today on or from a later day."), field="from_on")
    house.add(
        SignatureWithdrawal(signature_id=signature.id, from_on=from_on, noted_at=now, person_id=by.person_id)
    )
    house.flush()
    facts = {"from_on": from_on.isoformat()}
    record(house, "withdraw", signature, by=by, now=now, body_id=position.body_id, **facts)
    follow(house, position, now)
    tell_withdrawn(house, position, signature, _number(house, position, signature), by, now)


def _number(house: Session, position: Position, signature: Signature) -> int:
    """The number of the version that it stands under."""
    about = house.get_one(SignOff, house.get_one(AskedSigner, signature.asked_id).sign_off_id)
    return next(each.number for each in position.versions if each.id == about.version_id)


def _asked(
    house: Session, position_id: int, asked_id: int, by: Actor
) -> tuple[Position, SignOff, AskedSigner]:
    """Position (held), sign-off and asked institution, if one may sign for it."""
    position = locked(house, position_id, by)
    asked = house.get(AskedSigner, asked_id)
    if asked is None or asked.organisation_id not in roles_of(by, position):
        raise NotAllowed
    wanted = select(SignOff).where(SignOff.id == asked.sign_off_id).options(joinedload(SignOff.round))
    about = house.scalars(wanted.execution_options(populate_existing=True)).one()
    if about.position_id != position.id:
        raise NotAllowed
    return position, about, asked


def own(house: Session, position_id: int, signature_id: int, by: Actor) -> tuple[Position, Signature]:
    """A signature of an institution for which one may sign, and over which one's word counts: no deputy
    confirms or takes back what the main representative has said."""
    signature = house.get(Signature, signature_id)
    if signature is None:
        raise NotAllowed
    position, _, asked = _asked(house, position_id, signature.asked_id, by)
    role = roles_of(by, position)[asked.organisation_id]
    if not speaks_for(signature, person_id=by.person_id, role=role):
        raise NotAllowed
    return position, signature


def _standing(house: Session, signature: Signature, today: date) -> Word | None:
    """The word of its institution that counts today."""
    rows = house.execute(
        select(Signature, SignatureConfirmation, SignatureWithdrawal)
        .outerjoin(SignatureConfirmation, SignatureConfirmation.signature_id == Signature.id)
        .outerjoin(SignatureWithdrawal, SignatureWithdrawal.signature_id == Signature.id)
        .where(Signature.asked_id == signature.asked_id)
    )
    return standing_of([(row[0], row[1], row[2]) for row in rows], today)
