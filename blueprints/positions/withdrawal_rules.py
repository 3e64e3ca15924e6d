"""Signatures that are to be taken back: until the day comes it is corrected, or the signature stays."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from blueprints.positions.publishing_rules import follow
from blueprints.positions.signature_rules import COUNTS_NO_LONGER, own
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.errors import RuleBroken
from models.history import record
from models.positions import Position
from models.signatures import Signature, SignatureWithdrawal
from models.words import N_


def correct(
    house: Session, position_id: int, signature_id: int, *, from_on: date, by: Actor, now: datetime
) -> None:
    """Another day, today at the earliest, as long as the one that was given has not come: until then nothing
    that is public or was sent has changed."""
    position, signature, found = _ahead(house, position_id, signature_id, by, now)
    if from_on < day_of(now):
        raise RuleBroken(N_("A signature is taken back from today on or from a later day."), field="from_on")
    facts = {"before": found.from_on.isoformat(), "from_on": from_on.isoformat()}
    found.from_on = from_on
    house.flush()
    record(house, "correct-withdrawal", signature, by=by, now=now, body_id=position.body_id, **facts)
    follow(house, position, now)


def keep(house: Session, position_id: int, signature_id: int, *, by: Actor, now: datetime) -> None:
    """The signature stands after all, as long as the day has not come."""
    position, signature, found = _ahead(house, position_id, signature_id, by, now)
    facts = {"from_on": found.from_on.isoformat()}
    house.delete(found)
    house.flush()
    record(house, "keep", signature, by=by, now=now, body_id=position.body_id, **facts)


def _ahead(
    house: Session, position_id: int, signature_id: int, by: Actor, now: datetime
) -> tuple[Position, Signature, SignatureWithdrawal]:
    """A withdrawal of one's institution whose day lies ahead."""
    position, signature = own(house, position_id, signature_id, by)
    found = house.get(SignatureWithdrawal, signature.id)
    if found is None:
        raise RuleBroken(COUNTS_NO_LONGER)
    if found.from_on <= day_of(now):
        raise RuleBroken(
            N_("The withdrawal holds already. While the sign-off runs, your institution can sign anew.")
        )
    return position, signature, found
