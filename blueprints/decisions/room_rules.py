"""The voices in the room: what each institution says, recorded by the coordination with one save."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.decisions.rules import may_decide
from blueprints.decisions.voting_rules import record_stance
from models.actors import Actor
from models.decisions import Decision
from models.errors import NotAllowed, RuleBroken
from models.rounds import Channel
from models.stances import SaidBy, Stance, StanceValue
from models.words import N_


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What somebody said for an institution that was asked; `over` is the stance that it had last said itself
    when the form was opened, 0 for none."""

    asked_id: int
    over: int
    value: StanceValue
    person_id: int | None
    reason: str = ""
    provisional: bool = False


def record_room(
    house: Session,
    table_id: int,
    decision_id: int,
    voices: Sequence[Spoken],
    *,
    said_on: date,
    by: Actor,
    now: datetime,
) -> list[Stance]:
    """Record them all or none; of whom nothing is recorded, nothing is assumed. A refusal names the field and
    the asked seat: "reason-17"."""
    if not voices:
        raise RuleBroken(N_("Please record what at least one institution says."))
    if len({each.asked_id for each in voices}) < len(voices):
        raise RuleBroken(N_("One institution stands here twice. Please open the form anew."))
    _must_know(house, table_id, decision_id, voices, by)
    made = []
    for each in voices:
        try:
            made.append(
                record_stance(
                    house,
                    table_id,
                    decision_id,
                    asked_id=each.asked_id,
                    person_id=each.person_id,
                    said_by=SaidBy.ORALLY,
                    said_on=said_on,
                    by=by,
                    now=now,
                    value=each.value,
                    reason=each.reason,
                    provisional=each.provisional,
                )
            )
        except RuleBroken as broken:
            if broken.field and broken.field != "said_on":
                broken.field = f"{broken.field}-{each.asked_id}"
            raise
    return made


def _must_know(house: Session, table_id: int, decision_id: int, voices: Sequence[Spoken], by: Actor) -> None:
    """What an institution has said itself since the form was opened is never recorded over unseen."""
    found = house.get(Decision, decision_id, with_for_update=True, populate_existing=True)
    if found is None or found.body_id != table_id or not may_decide(by, table_id):
        raise NotAllowed
    own = last_own_words(house, [each.asked_id for each in voices])
    for each in voices:
        if own.get(each.asked_id, 0) != each.over:
            raise RuleBroken(
                N_("The institution has answered itself in the meantime. Please compare and save again."),
                field=f"value-{each.asked_id}",
            )


def last_own_words(house: Session, asked_ids: Sequence[int]) -> dict[int, int]:
    """The stance that each asked institution has last said itself, by asked seat; none where it has not."""
    own = Stance.asked_seat_id.in_(asked_ids) & (Stance.channel == Channel.SITE)
    rows = house.execute(
        select(Stance.asked_seat_id, func.max(Stance.id).label("last"))
        .where(own)
        .group_by(Stance.asked_seat_id)
        .order_by(Stance.asked_seat_id)
    )
    return {row.asked_seat_id: row.last for row in rows}
