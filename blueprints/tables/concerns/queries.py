"""Seats with which something is to be settled, for the coordination: derived anew at each look."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from blueprints.tables.admissions.queries import Proposed, proposed_from
from blueprints.tables.concerns.statement import CONCERNS, given
from blueprints.tables.concerns.vacancy_queries import Named, Vacancy, named_from, vacancy_from
from blueprints.tables.departures.queries import Outlasting, outlasting
from models.bodies import BodyState
from models.concerns import ENDING_WEEKS, ConcernKind
from models.deadlines import BERLIN, counted_forward


@dataclass(frozen=True, kw_only=True)
class Concern:
    """One thing to settle about one seat. `situation` tells it from a later one of the same kind.

    `day`: the last day of the representative (missing, ending), when the last answer was due (silent), or
    when the last letter came back (bouncing: so many `letters`).
    `person_id` and `address` where letters are refused or come back; `checked_on`: it is let be.
    """

    kind: ConcernKind
    seat_id: int
    body_id: int
    table_name: str
    hue: int
    institution: str
    situation: str
    day: date | None = None
    appointment_id: int | None = None
    person_id: int | None = None
    address: str = ""
    letters: int = 0
    name: str = ""
    successor: str = ""
    vacancy: Vacancy | None = None
    checked_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ToAsk:
    """A table as a line names it: at which it is time to ask about people, or at which nobody sits yet."""

    table_id: int
    table_name: str
    hue: int


def _to_ask(row: Any) -> ToAsk:
    return ToAsk(table_id=row.body_id, table_name=row.table_name, hue=row.hue)


@dataclass(frozen=True, kw_only=True)
class NewTopics:
    """Topics of a table that nobody has decided on yet, and how many."""

    table_id: int
    table_name: str
    hue: int
    number: int


def _new_topics(row: Any) -> NewTopics:
    return NewTopics(table_id=row.body_id, table_name=row.table_name, hue=row.hue, number=row.new_topics)


@dataclass(frozen=True, kw_only=True)
class LastAsked:
    """The last time that a table asked about its people."""

    id: int
    opened_at: datetime


@dataclass(frozen=True, kw_only=True)
class ToSettle:
    """What waits for the coordination at its seats: concerns, the most urgent first, nominations, proposals
    for admission, seats whose institution has ended, and tables at which nobody sits yet (`empty`); also
    topics to decide on. `last_asked` by table."""

    concerns: list[Concern]
    named: list[Named]
    proposed: list[Proposed]
    outlasting: list[Outlasting]
    to_ask: list[ToAsk]
    empty: list[ToAsk]
    last_asked: dict[int, LastAsked]
    new_topics: list[NewTopics] = field(default_factory=list)


def to_settle(session: Session, table_ids: Collection[int], on: date) -> ToSettle:
    """At the seats of these tables, in one question; for their coordination only."""
    if not table_ids:
        return ToSettle(concerns=[], named=[], proposed=[], outlasting=[], to_ask=[], empty=[], last_asked={})
    checked: dict[tuple[int, ConcernKind], Any] = {}
    seats: dict[int, Any] = {}
    named: dict[int, Named] = {}
    proposed: dict[int, Proposed] = {}
    empty: dict[int, Any] = {}
    asked: dict[int, LastAsked] = {}
    new_topics: dict[int, NewTopics] = {}
    for row in session.execute(CONCERNS, given(table_ids, on)):
        if row.id:
            seats.setdefault(row.id, row)
        if row.asked_id:
            asked[row.body_id] = LastAsked(id=row.asked_id, opened_at=row.asked_at)
        if row.new_topics:
            new_topics.setdefault(row.body_id, _new_topics(row))
        if row.checked:
            checked[row.id, row.checked] = row
        if row.nomination_id:
            named[row.nomination_id] = named_from(row)
        if row.admission_id:
            proposed[row.admission_id] = proposed_from(row)
        if not row.id and not row.is_elsewhere:
            empty[row.body_id] = row
    awake = (row for row in seats.values() if not row.sleeps and not row.is_elsewhere)
    found = [each for row in awake for each in _of_seat(row, on, checked)]
    order = list(ConcernKind)
    found.sort(key=lambda each: order.index(each.kind))
    ended = [outlasting(row) for row in seats.values() if row.outlasts]
    to_ask = {row.body_id: row for row in seats.values() if _is_time_to_ask(row, on)}
    return ToSettle(
        concerns=found,
        named=list(named.values()),
        proposed=list(proposed.values()),
        outlasting=ended,
        to_ask=[_to_ask(row) for row in to_ask.values()],
        empty=[_to_ask(row) for row in empty.values()],
        last_asked=asked,
        new_topics=list(new_topics.values()),
    )


def _is_time_to_ask(row: Any, on: date) -> bool:
    """So many months since the last asking, or since the table first invited."""
    last = row.asked_at or row.first_at
    if last is None or row.is_elsewhere or row.body_state is not BodyState.ACTIVE:
        return False
    return (
        counted_forward(last.astimezone(BERLIN).date(), months=row.people_check_months, land=row.land) <= on
    )


def concerns(session: Session, table_ids: Collection[int], on: date) -> list[Concern]:
    return to_settle(session, table_ids, on).concerns


@dataclass(frozen=True, kw_only=True)
class Pressing:
    """All that is to be settled at one table: one line on the overview. `due_on`: the first end."""

    table_id: int
    table_name: str
    hue: int
    seats: int
    names: str
    due_on: date | None


def vacant(found: Collection[Concern]) -> list[Vacancy]:
    """The vacancies among them that nobody lets be: each is a line of its own."""
    missing = (each for each in found if each.kind is ConcernKind.MISSING and each.checked_on is None)
    return [each.vacancy for each in missing if each.vacancy is not None]


def pressing(found: Collection[Concern]) -> list[Pressing]:
    """What else stands open, table by table; seats that nobody was ever named for don't press."""
    own_line = (ConcernKind.MISSING, ConcernKind.UNFILLED)
    by_table: dict[int, list[Concern]] = {}
    for each in found:
        if each.kind not in own_line and each.checked_on is None:
            by_table.setdefault(each.body_id, []).append(each)
    return [_pressing(each) for each in by_table.values()]


def _pressing(found: list[Concern]) -> Pressing:
    names = {each.seat_id: each.institution for each in found}
    ends = [each.day for each in found if each.kind is ConcernKind.ENDING and each.day]
    first = found[0]
    return Pressing(
        table_id=first.body_id,
        table_name=first.table_name,
        hue=first.hue,
        seats=len(names),
        names=", ".join(names.values()),
        due_on=min(ends, default=None),
    )


def concern_of(session: Session, table_id: int, seat_id: int, kind: ConcernKind, on: date) -> Concern | None:
    found = (each for each in concerns(session, {table_id}, on) if each.seat_id == seat_id)
    return next((each for each in found if each.kind is kind), None)


def _of_seat(row: Any, on: date, checked: dict[tuple[int, ConcernKind], Any]) -> list[Concern]:
    found: list[Concern] = []

    def tell(kind: ConcernKind, situation: str, **facts: Any) -> None:
        seen = checked.get((row.id, kind))
        found.append(
            Concern(
                kind=kind,
                seat_id=row.id,
                body_id=row.body_id,
                table_name=row.table_name,
                hue=row.hue,
                institution=row.name,
                situation=situation,
                checked_on=seen.checked_on if seen and seen.situation == situation else None,
                **facts,
            )
        )

    _about_the_representative(row, on, tell)
    if row.letter_id:
        only = row.first_id if row.first_id == row.last_person_id else None
        tell(ConcernKind.REFUSED, f"letter {row.letter_id}", person_id=only, address=row.address)
    if row.bounced_id:
        only = row.bounced_first_id if row.bounced_first_id == row.bounced_last_id else None
        told = {"person_id": only, "address": row.bounced_address, "letters": row.bounced}
        day = row.bounced_at.astimezone(BERLIN).date()
        tell(ConcernKind.BOUNCING, f"back {row.bounced_id}", day=day, **told)
    if row.said_id:
        said = {"name": row.denied_name, "successor": row.successor, "appointment_id": row.denied_id}
        tell(ConcernKind.DENIED, f"said {row.said_id}", **said)
    if row.silent_on:
        tell(ConcernKind.SILENT, f"heard {row.last_heard or 0}", day=row.silent_on)
    return found


def _about_the_representative(row: Any, on: date, tell: Any) -> None:
    """Never there, gone, or going soon; an end together with the membership's own is no gap."""
    if row.open_ended is None:
        tell(ConcernKind.UNFILLED, "never")
    elif row.open_ended or (row.ends_on and row.ends_on <= row.last_day):
        return
    elif row.last_day < on:
        tell(ConcernKind.MISSING, f"since {row.last_day}", day=row.last_day, vacancy=vacancy_from(row))
    elif row.last_day <= on + timedelta(weeks=ENDING_WEEKS):
        tell(
            ConcernKind.ENDING,
            f"on {row.last_day}",
            day=row.last_day,
            appointment_id=row.last_id,
            vacancy=vacancy_from(row),
        )
