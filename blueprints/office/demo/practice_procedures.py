"""A procedure of the practice table: two versions, branches, every state of adoption, a review due."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.office.demo.practice_procedure_words import (
    COMMENT,
    FIRST_STEPS,
    HEADER,
    NEW_STEP,
    OWN_RULE,
    SAID,
    WORDING,
)
from blueprints.procedures import (
    adoption_rules,
    comment_rules,
    deciding_rules,
    rules,
    step_rules,
    version_rules,
)
from models.contact_points import ContactPoint
from models.procedure_comments import CommentAnswer
from models.procedure_steps import WORDS, ProcedureStep
from models.procedures import Procedure, ProcedureVersion
from models.rounds import AskedSeat
from models.seats import SeatKind
from models.stances import StanceValue
from plumbing.markdown import render
from plumbing.uploads import accepted

FIRST: Final = 80
SECOND: Final = 40
"""So many days ago the two versions were decided."""
CORE: Final = ("polizei", "fachberatung")
WentOut = Callable[[Session, datetime], None]


def tell(house: Session, table: Practice, today: date, went_out: WentOut) -> None:
    """The first version binds eight institutions; the second one is being adopted."""
    about = _first(house, table, today - timedelta(days=FIRST))
    went_out(house, at(today - timedelta(days=FIRST - 2), 12))
    _second(house, table, about, today)
    went_out(house, at(today - timedelta(days=SECOND), 12))
    _adopt(house, table, about, today)
    went_out(house, at(today - timedelta(days=3), 12))


def _first(house: Session, table: Practice, day: date) -> Procedure:
    given: dict[str, Any] = {"by": table.actor(house, "koordination", day), "now": at(day, 9)}
    core = [table.seats[each].id for each in CORE]
    lead = table.seats["fachberatung"].id
    facts: dict[str, Any] = {"core_ids": core, "seat_ids": [], "lead_seat_id": lead}
    about = rules.create(house, table.body.id, **HEADER, **facts, **given)
    place = (table.body.id, about.id)
    version_rules.begin(house, *place, **given, render=render)
    version_rules.word(house, *place, 1, markdown=WORDING, based_on=0, **given, render=render)
    for step in FIRST_STEPS:
        _step(house, table, place, 1, step, 99, given)
    _branches(house, place, given)
    voting = [each.id for each in table.seats.values() if each.kind is SeatKind.VOTING]
    _decide(house, place, 1, day, voting, given)
    later = {"by": given["by"], "now": at(day + timedelta(days=2), 11)}
    event = [
        adoption_rules.Signed(
            asked_id=_asked(house, about, 1, table.seats[key].id),
            person_id=table.people[key].id,
            answer=adoption_rules.Answer(value=StanceValue.ADOPTED),
        )
        for key, seat in table.seats.items()
        if seat.kind is SeatKind.VOTING
    ]
    adoption_rules.record_event(house, *place, 1, event, said_on=day + timedelta(days=2), **later)
    house.flush()
    return about


def _step(
    house: Session,
    table: Practice,
    place: tuple[int, int],
    number: int,
    step: dict[str, Any],
    after: int,
    given: dict[str, Any],
) -> ProcedureStep:
    facts = dict(step)
    who, contact = facts.pop("who", None), facts.pop("contact", None)
    named = house.scalar(select(ContactPoint.id).where(ContactPoint.name == contact)) if contact else None
    facts |= {"seat_id": table.seats[who].id if who else None, "contact_id": named, "offer_ids": []}
    return step_rules.add(house, *place, number, after=after, branches=[], **facts | given)


def _branches(house: Session, place: tuple[int, int], given: dict[str, Any]) -> None:
    """The second step branches: to the youth office for minors, past it for adults; the fifth leads back."""
    version = select(ProcedureVersion.id).where(
        ProcedureVersion.procedure_id == place[1], ProcedureVersion.number == 1
    )
    rows = version_rules.steps_of(house, house.scalars(version).one())
    for number, ways in (
        (2, [("die Person minderjährig ist", 3), ("die Person volljährig ist", 4)]),
        (5, [("sich die Lage ändert", 1), ("die Person versorgt ist", 6)]),
    ):
        step = rows[number - 1]
        same = {name: getattr(step, name) for name in (*WORDS, "seat_id", "category", "ends")}
        step_rules.edit(
            *(house, *place, 1, step.id),
            based_on=step.version,
            contact_id=step.contact.contact_id if step.contact else None,
            offer_ids=[],
            branches=[(condition, rows[to - 1].key) for condition, to in ways],
            **same | given,
        )
    house.flush()


def _decide(
    house: Session, place: tuple[int, int], number: int, day: date, seats: list[int], given: dict[str, Any]
) -> None:
    days: dict[str, Any] = {"decided_on": day, "begins_on": None, "due_on": day + timedelta(days=45)}
    days |= {"decided_in": "Übung: in der Sitzung im Konsens", "seat_ids": seats, **given}
    deciding_rules.decide(house, *place, number, **days)
    house.flush()


def _asked(house: Session, about: Procedure, number: int, seat_id: int) -> int:
    version = select(ProcedureVersion.round_id).where(
        ProcedureVersion.procedure_id == about.id, ProcedureVersion.number == number
    )
    mine = select(AskedSeat.id).where(AskedSeat.round_id.in_(version), AskedSeat.seat_id == seat_id)
    return int(house.scalars(mine).one())


def _second(house: Session, table: Practice, about: Procedure, today: date) -> None:
    """A step more, commented on in consultation; it touches everybody, as the wording changed, too."""
    place, begun = (table.body.id, about.id), today - timedelta(days=SECOND + 25)
    given: dict[str, Any] = {"by": table.actor(house, "koordination", begun), "now": at(begun, 9)}
    version_rules.begin(house, *place, **given, render=render)
    added = _step(house, table, place, 2, NEW_STEP, 1, given)
    more = f"{WORDING}\n\nGedolmetscht wird nie durch Angehörige. (Übungsangabe)"
    version_rules.word(house, *place, 2, markdown=more, based_on=1, **given, render=render)
    until = begun + timedelta(days=14)
    version_rules.consult(house, *place, 2, comments_until=until, **given)
    member = table.actor(house, "jugendamt", begun)
    said: dict[str, Any] = {"step_key": added.key, "seat_id": table.seats["jugendamt"].id, **COMMENT}
    made = comment_rules.comment(house, *place, 2, **said, by=member, now=at(begun, 15))
    answer: dict[str, Any] = {"answer": CommentAnswer.CHANGED, "answer_note": "Als Bemerkung aufgenommen."}
    answer["based_on"] = made.version
    comment_rules.answer(house, *place, 2, made.id, **answer | given)
    day = today - timedelta(days=SECOND)
    chief = {"by": table.actor(house, "koordination", day), "now": at(day, 9)}
    voting = [each.id for each in table.seats.values() if each.kind is SeatKind.VOTING]
    _decide(house, place, 2, day, voting, chief)


def _adopt(house: Session, table: Practice, about: Procedure, today: date) -> None:
    """Each institution in another state; one has said nothing, and ends the first version as of a day."""
    place = (table.body.id, about.id)
    for days, (key, said) in enumerate(SAID.items()):
        day = today - timedelta(days=SECOND - 4 - 3 * days)
        value, facts = said["value"], dict(said)
        if value is StanceValue.OWN_RULE:
            facts["rule"] = _file()
        number = 1 if value is StanceValue.TERMINATED else 2
        if value is StanceValue.TERMINATED:
            facts["ends_on"] = today + timedelta(days=60)
        adoption_rules.adopt(
            *(house, *place, number),
            asked_id=_asked(house, about, number, table.seats[key].id),
            answer=adoption_rules.Answer(**facts),
            by=table.actor(house, key, day),
            now=at(day, 10),
        )
    house.flush()


def _file() -> dict[str, Any]:
    stream = BytesIO(OWN_RULE.encode())
    name, content_type = accepted(stream, "eigene-regelung-uebung.txt")
    return {"name": name, "content_type": content_type, "stream": stream}
