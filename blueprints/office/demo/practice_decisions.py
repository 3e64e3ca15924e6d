"""Decisions of the practice table: one that came about in the meeting that was held, one in circulation."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.decisions import closing_rules, recording_rules, rules, voting_rules
from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from models.bodies import Bylaws
from models.deadlines import is_working_day
from models.decisions import Decision, DecisionKind, earliest_end
from models.meetings import AgendaItem, Meeting
from models.rounds import AskedSeat
from models.stances import SaidBy, StanceValue
from plumbing.markdown import render

DECIDED: Final = (
    "Eine gemeinsame Liste der Ansprechstellen",
    (
        "Der Runde Tisch führt eine gemeinsame Liste der Ansprechstellen seiner Institutionen. "
        "Die Liste enthält **nur Funktionen**, keine Namen. (Übungsangabe)"
    ),
)
CIRCULATES: Final = (
    "Faltblatt zu den Wegen der Erstberatung",
    (
        "Der Runde Tisch gibt ein gemeinsames Faltblatt zu den Wegen der Erstberatung heraus. "
        "Jede Institution prüft ihre Angaben selbst. (Übungsangabe)"
    ),
)
IN_THE_ROOM: Final[dict[str, dict[str, Any]]] = {
    "polizei": {"value": StanceValue.AGREE, "provisional": True},
    "jugendamt": {"value": StanceValue.AGREE},
    "fachberatung": {"value": StanceValue.AGREE},
    "gesundheitsamt": {
        "value": StanceValue.CONCERN,
        "reason": "Die Pflege der Liste darf nicht an einer Institution hängen bleiben.",
    },
}
IN_CIRCULATION: Final[dict[str, dict[str, Any]]] = {
    "jugendamt-stellvertretung": {"value": StanceValue.ABSTAIN},
    "jugendamt": {"value": StanceValue.AGREE},
    "fachberatung": {"value": StanceValue.AGREE},
}
OPENED_BEFORE: Final = 6


def tell(
    house: Session,
    table: Practice,
    held: Meeting,
    items: dict[str, AgendaItem],
    today: date,
    went_out: Callable[[Session, datetime], None],
) -> None:
    """Decided in the room, by voice and by click; a week ago another question went into circulation."""
    assert held.held_on.day is not None
    day = held.held_on.day
    found = _put(house, table, DECIDED, at(day, 11), item_id=items["path"].id)
    for place, (who, said) in enumerate(IN_THE_ROOM.items()):
        _cast(house, table, found, who, at(day, 11, 5 + place), said)
    _by_voice(house, table, found, "ordnungsamt", at(day, 11, 20))
    chief: dict[str, Any] = {"by": table.actor(house, "koordination", day), "now": at(day, 11, 30)}
    closing_rules.close(house, table.body.id, found.id, **chief)
    house.flush()
    _keep(house, table, found, at(day, 12))
    went_out(house, at(day, 12, 45))
    _circulate(house, table, today, went_out)


def _keep(house: Session, table: Practice, found: Decision, now: datetime) -> None:
    closing_rules.follow_up(
        house,
        table.body.id,
        found.id,
        follows="Jede Institution nennt ihre Ansprechstelle.",
        review_on=now.date() + timedelta(days=365),
        carried_out_on=None,
        superseded_by_id=None,
        based_on=found.version,
        by=table.actor(house, "koordination", now.date()),
        now=now,
    )


def _circulate(
    house: Session, table: Practice, today: date, went_out: Callable[[Session, datetime], None]
) -> None:
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table.body.id)).one()
    opened = today - timedelta(days=OPENED_BEFORE)
    while not is_working_day(opened, bylaws.land):
        opened -= timedelta(days=1)
    due_on = earliest_end(opened, bylaws.circular_working_days, bylaws.land)
    found = _put(house, table, CIRCULATES, at(opened, 9), circular=True, due_on=due_on)
    went_out(house, at(opened, 9, 1))
    for place, (who, said) in enumerate(IN_CIRCULATION.items()):
        _cast(house, table, found, who, at(opened, 10 + place), said)


def _put(
    house: Session,
    table: Practice,
    words: tuple[str, str],
    now: datetime,
    *,
    due_on: date | None = None,
    **place: Any,
) -> Decision:
    chief: dict[str, Any] = {"by": table.actor(house, "koordination", now.date()), "now": now}
    title, wording = words
    made = rules.propose(
        house,
        table.body.id,
        title=title,
        wording=wording,
        kind=DecisionKind.SUBSTANCE,
        **place,
        **chief,
        render=render,
    )
    house.flush()
    rules.put(house, table.body.id, made.id, due_on=due_on, based_on=made.version, **chief)
    house.flush()
    return made


def _asked(house: Session, table: Practice, found: Decision, who: str) -> int:
    seat = table.seats[who.removesuffix("-stellvertretung")]
    mine = (AskedSeat.round_id == found.round_id) & (AskedSeat.seat_id == seat.id)
    return house.scalars(select(AskedSeat.id).where(mine)).one()


def _cast(
    house: Session, table: Practice, found: Decision, who: str, now: datetime, said: dict[str, Any]
) -> None:
    given: dict[str, Any] = {"asked_id": _asked(house, table, found, who), **said}
    by = table.actor(house, who, now.date())
    voting_rules.cast(house, table.body.id, found.id, **given, by=by, now=now)


def _by_voice(house: Session, table: Practice, found: Decision, who: str, now: datetime) -> None:
    recording_rules.record_stance(
        house,
        table.body.id,
        found.id,
        asked_id=_asked(house, table, found, who),
        person_id=table.people[who].id,
        said_by=SaidBy.ORALLY,
        said_on=now.date(),
        value=StanceValue.AGREE,
        by=table.actor(house, "koordination", now.date()),
        now=now,
    )
