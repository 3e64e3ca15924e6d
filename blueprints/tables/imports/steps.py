"""The work of an import in short steps, each a transaction: check, write, take back; a crash loses none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from blueprints.organisations import rules as organisation_rules
from blueprints.tables.imports.institutions import InstitutionMatcher
from blueprints.tables.imports.marks import mark_of
from blueprints.tables.imports.matching import Attempt, Matcher, Verdict, Work, refused, refused_by
from blueprints.tables.imports.offers import OfferMatcher
from blueprints.tables.imports.people import PersonMatcher
from blueprints.tables.imports.seats import SeatMatcher
from blueprints.tables.imports.undo import hindrances, trail_of, undo_line
from models.actors import Actor
from models.consequences import people_changed, put_off
from models.deadlines import BERLIN
from models.effects import noted
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.import_places import PLACES
from models.imports import (
    AT_WORK,
    WRITTEN,
    Import,
    ImportKind,
    ImportLine,
    ImportState,
    Outcome,
)
from models.people import Person
from models.standing import actor_of
from models.words import N_

CHECKED_AT_ONCE: Final = 500
WRITTEN_AT_ONCE: Final = 50
UNDONE_AT_ONCE: Final = 100
"""Lines of one step: the only writer of SQLite is held for less than a second."""

TWICE: Final = N_("Line %(line)s says the same.")
CHANGED_SINCE: Final = N_("The data have changed since the dry run. This line was left out.")
IN_A_CIRCLE: Final = N_("An institution can't belong to itself.")

MATCHERS: Final[dict[ImportKind, Callable[[Work], Matcher]]] = {
    ImportKind.INSTITUTIONS: InstitutionMatcher,
    ImportKind.PEOPLE: PersonMatcher,
    ImportKind.SEATS: SeatMatcher,
    ImportKind.OFFERS: OfferMatcher,
}


def advance(house: Session, import_id: int, *, attempt: Attempt, now: datetime) -> bool:
    """Do one step, as whoever started it and with the rights of today; False if there is none to do."""
    imported = house.scalar(
        select(Import)
        .where(Import.id == import_id, Import.state.in_(AT_WORK))
        .with_for_update(skip_locked=True)
    )
    if imported is None:
        return False
    starter = house.get_one(Person, imported.started_by_id)
    by = actor_of(house, starter, now.astimezone(BERLIN).date())
    with put_off(house):
        _step(Work(house, imported, by, now), attempt)
    if imported.body_id is not None and imported.state not in AT_WORK:
        people_changed(house, imported.body_id, now)
    return imported.state in AT_WORK


def _step(work: Work, attempt: Attempt) -> None:
    house, imported, by, now = work.house, work.imported, work.by, work.now
    if not still_may(by, imported):
        imported.state = ImportState.STOPPED
        record(house, "stop", imported, by=None, now=now)
    elif imported.state is ImportState.CHECKING:
        _check_some(work, attempt)
    elif imported.state is ImportState.RUNNING:
        _write_some(work, attempt)
    else:
        _undo_some(work, attempt)


def still_may(by: Actor, imported: Import) -> bool:
    """Whether whoever started it still has the right to."""
    if imported.body_id is None:
        return organisation_rules.may_create(by)
    return by.coordinates_body(imported.body_id)


def _lines(imported: Import, count: int) -> Select[ImportLine]:
    """The next lines in the order of the file."""
    return (
        select(ImportLine)
        .where(ImportLine.import_id == imported.id, ImportLine.number > imported.position)
        .order_by(ImportLine.number)
        .limit(count)
    )


def _check_some(work: Work, attempt: Attempt) -> None:
    house, imported = work.house, work.imported
    if not imported.position:
        imported.seen = mark_of(house, imported)
    query = _lines(imported, CHECKED_AT_ONCE).where(ImportLine.outcome == Outcome.PENDING)
    lines = list(house.scalars(query))
    verdicts = _verdicts(work, attempt, lines)
    for line, verdict in zip(lines, verdicts, strict=True):
        line.outcome, line.row_id, line.changes = verdict.outcome, verdict.row_id, verdict.changes
        line.errors = verdict.errors
        if verdict.forget:
            line.forget(verdict.forget)
            line.is_misread = True
        if verdict.asked:
            line.asked, line.candidates = verdict.asked, verdict.candidates
        imported.position = line.number
    if len(lines) < CHECKED_AT_ONCE:
        imported.enter(ImportState.CHECKED)


def _verdicts(work: Work, attempt: Attempt, lines: list[ImportLine]) -> list[Verdict]:
    """The verdict on each line; where only the rules know, they are asked by writing, and it is undone."""
    first = _first_lines(work, lines)
    matcher = MATCHERS[work.imported.kind](work)
    found: list[Verdict] = []

    def judge_all() -> None:
        for line in lines:
            before = first.get(line.key, line.number)
            if before < line.number:
                found.append(refused(TWICE, line=before))
            else:
                found.append(_tried(work, attempt, matcher, matcher.judge(line)))

    if not matcher.tries:
        judge_all()
        return found
    try:
        with attempt(work.house):
            judge_all()
            raise _OnlyTried
    except _OnlyTried:
        return found


class _OnlyTried(Exception):
    """What was written in a dry run is undone by this."""


def _tried(work: Work, attempt: Attempt, matcher: Matcher, verdict: Verdict) -> Verdict:
    if matcher.tries and verdict.outcome in WRITTEN:
        try:
            with attempt(work.house):
                matcher.write(verdict)
                work.house.flush()
        except RuleBroken as broken:
            return refused_by(broken)
    return verdict


def _first_lines(work: Work, lines: list[ImportLine]) -> dict[str, int]:
    """For each key the first line that has it, of those that are not left out."""
    rows = work.house.execute(
        select(ImportLine.key, func.min(ImportLine.number).label("number"))
        .where(
            ImportLine.import_id == work.imported.id,
            ImportLine.key.in_({line.key for line in lines if line.key}),
            ImportLine.is_misread.is_(False),
        )
        .group_by(ImportLine.key)
    )
    return {row.key: row.number for row in rows}


def _write_some(work: Work, attempt: Attempt) -> None:
    house, imported = work.house, work.imported
    wanted = (ImportLine.outcome.in_(WRITTEN), ImportLine.written.is_(None))
    lines = list(house.scalars(_lines(imported, WRITTEN_AT_ONCE).where(*wanted)))
    meant = frozenset(line.row_id for line in lines if line.row_id is not None)
    matcher = MATCHERS[imported.kind](replace(work, only=meant))
    count = _written(work)
    for line in lines:
        imported.position = line.number
        verdict = matcher.judge(line)
        if not verdict.is_as_shown(line):
            line.refuse(CHANGED_SINCE)
        elif getattr(matcher, "is_ready", lambda _: True)(verdict):
            count += _write(work, attempt, matcher, line, verdict, count + 1)
    if len(lines) < WRITTEN_AT_ONCE:
        _go_round(work, count)


def _write(
    work: Work, attempt: Attempt, matcher: Matcher, line: ImportLine, verdict: Verdict, place: int
) -> bool:
    try:
        with attempt(work.house), noted(work.house) as effects:
            matcher.write(verdict)
    except RuleBroken as broken:
        line.refuse(broken.message, broken.field or "", **broken.values)
        return False
    except NotAllowed:
        line.refuse(CHANGED_SINCE)
        return False
    line.effects, line.written = effects, place
    if line.facts.get("address_protected") == "1":
        line.forget(PLACES)
    return True


def _written(work: Work) -> int:
    """How many lines have been written."""
    most = select(func.max(ImportLine.written)).where(ImportLine.import_id == work.imported.id)
    return work.house.scalar(most) or 0


def _go_round(work: Work, count: int) -> None:
    """At the last line: those that waited for others get their turn, as long as that helps."""
    house, imported = work.house, work.imported
    house.flush()
    left = list(
        house.scalars(
            select(ImportLine).where(
                ImportLine.import_id == imported.id,
                ImportLine.outcome.in_(WRITTEN),
                ImportLine.written.is_(None),
            )
        )
    )
    if left and str(count) != imported.seen:
        imported.seen, imported.position = str(count), 0
        return
    for line in left:
        line.refuse(IN_A_CIRCLE, "parent_id")
    imported.enter(ImportState.DONE)
    record(house, "import", imported, by=work.by, now=work.now, **_counted(work), sha256=imported.sha256)


def _counted(work: Work) -> dict[str, int]:
    rows = work.house.execute(
        select(ImportLine.outcome, func.count().label("lines"))
        .where(ImportLine.import_id == work.imported.id, ImportLine.written.is_not(None))
        .group_by(ImportLine.outcome)
    )
    return {row.outcome.value: row.lines for row in rows}


def _undo_some(work: Work, attempt: Attempt) -> None:
    """Backwards in the order of writing; what was built on meanwhile stays and is told."""
    house, imported = work.house, work.imported
    trail = trail_of(house, imported)
    lines = list(
        house.scalars(
            select(ImportLine)
            .where(ImportLine.import_id == imported.id, ImportLine.written.is_not(None))
            .order_by(ImportLine.written.desc())
            .offset(imported.position)
            .limit(UNDONE_AT_ONCE)
        )
    )
    blocked = hindrances(house, trail, lines)
    for line in lines:
        if line.id in blocked:
            line.errors = [*line.errors, blocked[line.id]]
            imported.position += 1
        else:
            undo_line(house, trail, line)
    if len(lines) < UNDONE_AT_ONCE:
        left = imported.position
        imported.enter(ImportState.UNDONE)
        taken = {"lines": imported.total, "left": left, "sha256": imported.sha256}
        record(house, "undo", imported, by=work.by, now=work.now, **taken)
    house.flush()
