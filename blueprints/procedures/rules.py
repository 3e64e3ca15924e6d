"""Procedures of a table: who keeps them and who drafts them, what is said about them, what is annexed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from blueprints.procedures.own_rules import follow
from blueprints.tables import rules as table_rules
from blueprints.tables.rules import changed, day_of
from models.actors import Actor
from models.deadlines import months_later
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.links import Link, LinkKind, link, unlink
from models.procedure_comments import ProcedureComment
from models.procedure_steps import ProcedureStep, StepBranch, StepContact, StepOffer
from models.procedures import Procedure, ProcedureAudience, ProcedureParty, ProcedureVersion
from models.seats import Seat, SeatKind
from models.shelf import ShelfDocument
from models.standing import in_force
from models.texts import Text, TextDraft, TextVersion
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_

MOST_ANNEXES: Final = 30


def may_keep(by: Actor, table_id: int) -> bool:
    """The coordination keeps procedures: header, decisions, what is in force, reviews."""
    return by.coordinates_body(table_id)


def may_draft(by: Actor, procedure: Procedure) -> bool:
    """The coordination, and the representatives of the institution in the lead (domain.md 3 and 5.10)."""
    return may_keep(by, procedure.body_id) or procedure.lead_seat_id in by.seat_ids


def create(
    house: Session,
    table_id: int,
    *,
    seat_ids: Iterable[int],
    core_ids: Iterable[int],
    by: Actor,
    now: datetime,
    **facts: Any,
) -> Procedure:
    """Write down what a procedure is for; one of others is shown to its readers at once."""
    table_rules.locked(house, table_id, by)
    made = Procedure(body_id=table_id, **facts)
    named, core = _judged(house, made, seat_ids, core_ids, now)
    made.shown_at = now if made.is_external else None
    house.add(made)
    house.flush()
    house.add_all(ProcedureAudience(procedure_id=made.id, seat_id=each) for each in sorted(named))
    house.add_all(ProcedureParty(procedure_id=made.id, seat_id=each) for each in sorted(core))
    record(house, "create", made, by=by, now=now, level=made.visibility.value)
    return made


def edit(
    house: Session,
    table_id: int,
    procedure_id: int,
    *,
    based_on: int | None,
    seat_ids: Iterable[int],
    core_ids: Iterable[int],
    by: Actor,
    now: datetime,
    **facts: Any,
) -> None:
    """Correct what is said about a procedure, who may read it and who its core parties are."""
    found = kept(house, table_id, procedure_id, by)
    must_be(found, based_on)
    facts["is_external"] = found.is_external
    names = changed(found, facts)
    if "review_months" in names and found.review_on is not None:
        found.review_on = months_later(_looked_at_on(house, found), found.review_months)
    named, core = _judged(house, found, seat_ids, core_ids, now)
    for kind, wanted in ((ProcedureAudience, named), (ProcedureParty, core)):
        _name(house, kind, procedure_id, wanted)
    follow(house, found, by=by, now=now)
    record(house, "edit", found, by=by, now=now, changed=names, level=found.visibility.value)


def _looked_at_on(house: Session, found: Procedure) -> date:
    """The day from which its next review is counted: that of its last check or decision."""
    decided = select(func.max(ProcedureVersion.decided_on))
    last = house.scalar(decided.where(ProcedureVersion.procedure_id == found.id))
    return max(each for each in (found.checked_on, last) if each is not None)


def _name(house: Session, kind: Any, procedure_id: int, wanted: set[int]) -> None:
    before = {each.seat_id: each for each in house.scalars(select(kind).filter_by(procedure_id=procedure_id))}
    for seat_id in before.keys() - wanted:
        house.delete(before[seat_id])
    house.add_all(kind(procedure_id=procedure_id, seat_id=each) for each in sorted(wanted - before.keys()))


def _judged(
    house: Session, made: Procedure, seat_ids: Iterable[int], core_ids: Iterable[int], now: datetime
) -> tuple[set[int], set[int]]:
    """The seats that confidential parts name, and the core parties; all of them, and the lead, sit there."""
    confidential = Visibility.CONFIDENTIAL in (made.visibility, made.contacts_visibility)
    named, core = set(seat_ids) if confidential else set(), set(core_ids)
    made.judge(len(named), len(core))
    lead = {made.lead_seat_id} if made.lead_seat_id else set()
    for field, wanted in (("seat_ids", named), ("core_ids", core), ("lead_seat_id", lead)):
        known = select(Seat.id).where(
            Seat.body_id == made.body_id, Seat.id.in_(wanted), in_force(Seat, day_of(now))
        )
        if set(house.scalars(known)) != wanted:
            raise RuleBroken(N_("Choose among the institutions of the table."), field=field)
    full = select(Seat.id).where(Seat.id.in_(core), Seat.kind == SeatKind.VOTING)
    if set(house.scalars(full)) != core:
        raise RuleBroken(N_("Only full members adopt, so only they are core parties."), field="core_ids")
    return named, core


def remove(house: Session, table_id: int, procedure_id: int, *, by: Actor, now: datetime) -> None:
    """Delete what never was decided, with its drafts and comments; all else stays as it was."""
    found = kept(house, table_id, procedure_id, by)
    versions = house.scalars(
        select(ProcedureVersion).where(ProcedureVersion.procedure_id == procedure_id)
    ).all()
    if any(each.is_decided for each in versions):
        raise RuleBroken(N_("What was decided is not deleted. It can be repealed."))
    record(house, "remove", found, by=by, now=now)
    for each in versions:
        forget_version(house, each)
    for kind in (ProcedureAudience, ProcedureParty):
        house.execute(delete(kind).where(kind.procedure_id == procedure_id))
    unlink(house, found)
    house.expire(found, ["parties", "versions"])
    house.execute(delete(Procedure).where(Procedure.id == procedure_id))


def forget_version(house: Session, version: ProcedureVersion) -> None:
    """Delete a version that nobody has decided, with all that hangs on it."""
    house.flush()
    mine = select(ProcedureStep.id).where(ProcedureStep.version_id == version.id)
    for kind in (StepBranch, StepOffer, StepContact):
        house.execute(delete(kind).where(kind.step_id.in_(mine)))
    house.execute(delete(ProcedureComment).where(ProcedureComment.version_id == version.id))
    for step in house.scalars(select(ProcedureStep).where(ProcedureStep.version_id == version.id)).all():
        unlink(house, step)
    house.execute(delete(ProcedureStep).where(ProcedureStep.version_id == version.id))
    unlink(house, version)
    text_id = version.text_id
    house.execute(delete(ProcedureVersion).where(ProcedureVersion.id == version.id))
    for words in (TextDraft, TextVersion):
        house.execute(delete(words).where(words.text_id == text_id))
    house.execute(delete(Text).where(Text.id == text_id))


def annex(
    house: Session, table_id: int, procedure_id: int, *, document_id: int, by: Actor, now: datetime
) -> None:
    """Name a document of the table's shelf as an annex: it keeps its own level and its own versions."""
    found = kept(house, table_id, procedure_id, by)
    document = house.scalar(
        select(ShelfDocument).where(
            ShelfDocument.id == document_id, ShelfDocument.body_id == table_id, ShelfDocument.visible_to(by)
        )
    )
    if document is None:
        raise RuleBroken(N_("There is no such document on the shelf."), field="document_id")
    if len(_annexes(house, procedure_id)) >= MOST_ANNEXES:
        raise RuleBroken(N_("At most %(most)s annexes."), field="document_id", most=MOST_ANNEXES)
    link(house, LinkKind.CITES, found, document)
    record(house, "annex", found, by=by, now=now, document=document_id)


def take_annex_out(
    house: Session, table_id: int, procedure_id: int, *, document_id: int, by: Actor, now: datetime
) -> None:
    """The document stays on the shelf; it is no annex any more. Nothing happens if it was none."""
    found = kept(house, table_id, procedure_id, by)
    row = next((each for each in _annexes(house, procedure_id) if each.to_id == document_id), None)
    if row is None:
        return
    house.delete(row)
    record(house, "take-annex-out", found, by=by, now=now, document=document_id)


def _annexes(house: Session, procedure_id: int) -> list[Link]:
    ends = {"from_table": Procedure.__tablename__, "to_table": ShelfDocument.__tablename__}
    rows = select(Link).filter_by(kind=LinkKind.CITES, from_id=procedure_id, **ends).order_by(Link.id)
    return list(house.scalars(rows))


def kept(house: Session, table_id: int, procedure_id: int, by: Actor) -> Procedure:
    """The procedure for its coordination, held until the end of the transaction; the body before it."""
    table_rules.locked(house, table_id, by)
    found = house.get(Procedure, procedure_id, with_for_update=True, populate_existing=True)
    if found is None or found.body_id != table_id:
        raise NotAllowed
    return found


def drafted(house: Session, table_id: int, procedure_id: int, by: Actor) -> Procedure:
    """The procedure for whoever drafts it, held until the end of the transaction."""
    found = house.get(Procedure, procedure_id, with_for_update=True, populate_existing=True)
    if found is None or found.body_id != table_id or not may_draft(by, found):
        raise NotAllowed
    return found
