"""What a request comes from, and what it led to: papers, resolutions, meetings, items, positions."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.requests.judging_rules import TEXTS
from blueprints.requests.report_queries import report, surveys_of
from blueprints.requests.request_rules import led
from blueprints.surveys.rules import judge_letters
from models.actors import Actor
from models.consultations import Consultation
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.links import Link, LinkKind, end_of, link
from models.meetings import AgendaItem, Meeting
from models.papers import Paper
from models.positions import Position
from models.report_fields import LETTERS, named_from
from models.requests import ExternalRequest
from models.surveys import Survey
from models.words import N_

BEFORE: Final[dict[str, Any]] = {"paper": Paper, "consultation": Consultation}
"""What a request follows from."""
AFTER: Final[dict[str, Any]] = {
    "survey": Survey,
    "meeting": Meeting,
    "agenda_item": AgendaItem,
    "position": Position,
}
"""What follows from a request."""
TIED: Final = BEFORE | AFTER


def tie(house: Session, request_id: int, *, thing: tuple[str, int], by: Actor, now: datetime) -> None:
    """Say what the request follows from, or what follows from it."""
    request = led(house, request_id, by)
    other = _other(house, request, thing, by)
    if isinstance(other, Survey):
        judge_letters(house, request)
    source, target = _ends(request, other, thing[0])
    link(house, LinkKind.FOLLOWS_FROM, source, target)
    record(house, "tie", request, by=by, now=now, kind=thing[0], other=thing[1])


def untie(house: Session, request_id: int, *, thing: tuple[str, int], by: Actor, now: datetime) -> None:
    """Take that back."""
    request = led(house, request_id, by)
    if thing[0] not in TIED:
        raise NotAllowed
    if thing[0] == "survey":
        _judge_named(house, request, thing[1])
    here, there = end_of(request), thing
    ends = (here, there) if thing[0] in BEFORE else (there, here)
    found = house.scalar(
        select(Link).filter_by(
            kind=LinkKind.FOLLOWS_FROM,
            from_table=ends[0][0],
            from_id=ends[0][1],
            to_table=ends[1][0],
            to_id=ends[1][1],
        )
    )
    if found is None:
        raise NotAllowed
    house.delete(found)
    record(house, "untie", request, by=by, now=now, kind=thing[0], other=thing[1])


def _judge_named(house: Session, request: ExternalRequest, survey_id: int) -> None:
    """A report names surveys by their letters, in the order in which they were tied: without this one the
    texts would say of others what was found here."""
    made = report(house, request.id)
    place = next((at for at, each in enumerate(surveys_of(house, request)) if each.id == survey_id), None)
    if made is None or place is None:
        return
    texts = [getattr(made, name) for name in TEXTS] + [each.text for each in made.assessments]
    if any(named_from(each, LETTERS[place]) for each in texts):
        raise RuleBroken(
            N_("The report names figures of this survey or of one after it. Take them out of it first."),
            field="belonging",
        )


def _ends(request: ExternalRequest, other: Any, kind: str) -> tuple[Any, Any]:
    return (request, other) if kind in BEFORE else (other, request)


def _other(house: Session, request: ExternalRequest, thing: tuple[str, int], by: Actor) -> Any:
    """What is tied: it is the table's own, and whoever ties it sees it."""
    cls = TIED.get(thing[0])
    found = house.scalar(select(cls).where(cls.id == thing[1], cls.visible_to(by))) if cls else None
    if found is None or _table_of(house, found) != request.body_id:
        raise RuleBroken(N_("There is no such thing at this table."), field="belonging")
    return found


def _table_of(house: Session, found: Any) -> int | None:
    if isinstance(found, AgendaItem):
        return house.scalar(select(Meeting.body_id).where(Meeting.id == found.meeting_id))
    table_id: int = found.body_id
    return table_id
