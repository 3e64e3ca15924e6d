"""Opening a round at a table: who is asked is fixed at that moment."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, not_, select
from sqlalchemy.orm import Session

from models.organisations import Organisation
from models.rounds import AskedSeat, Round
from models.seats import Seat
from models.standing import dormant


def open_round(
    house: Session,
    asking: Round,
    *,
    holds_on: Collection[date],
    awake_on: date,
    only: Collection[ColumnElement[bool]] = (),
) -> int:
    """Ask every seat that holds on all of these days and is awake on the day of meeting; `only` narrows them.

    Returns how many are asked.
    """
    house.add(asking)
    house.flush()
    rows = house.execute(
        select(Seat, Organisation.name)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.body_id == asking.body_id, not_(dormant(awake_on)), *only)
        .order_by(Seat.id)
    )
    asked = [
        AskedSeat(round_id=asking.id, seat_id=seat.id, organisation_id=seat.organisation_id, name=name)
        for seat, name in rows
        if all(seat.holds_on(day) for day in holds_on)
    ]
    house.add_all(asked)
    house.flush()
    return len(asked)
