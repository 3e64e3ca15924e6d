"""The voices in the room: what each institution says, recorded by the coordination with one save."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from blueprints.decisions.recording_rules import record_stance
from models.actors import Actor
from models.errors import RuleBroken
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
    made = []
    for each in voices:
        try:
            made.append(
                record_stance(
                    house,
                    table_id,
                    decision_id,
                    asked_id=each.asked_id,
                    over=each.over,
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
