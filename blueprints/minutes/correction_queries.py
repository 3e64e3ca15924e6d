"""What a corrected version of minutes starts from: the newest editions, and what was decided since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.comparing import word_diff
from models.deadlines import BERLIN
from models.editions import Edition, EditionKind
from models.meetings import AgendaItem
from models.numbering import numbered, ordered
from models.objections import Objection, ObjectionEnding, ObjectionOutcome

LARGEST: Final = 2**31 - 2


@dataclass(frozen=True, kw_only=True)
class Settled:
    """An objection that was decided so that something of it belongs into the minutes."""

    institution: str
    number: str
    wording: str
    is_statement: bool
    settled_on: date
    objection: Objection


def items_of(reading: Session, ids: Collection[int]) -> Sequence[AgendaItem]:
    """These items, as far as the reader sees them."""
    return reading.scalars(select(AgendaItem).where(AgendaItem.id.in_(ids)).order_by(AgendaItem.id)).all()


def newest_editions(house: Session, meeting_id: int) -> list[Edition]:
    """Of each set of readers what they were sent last; the whole minutes first."""
    of_minutes = (Edition.meeting_id == meeting_id) & (Edition.kind == EditionKind.MINUTES)
    rows = house.scalars(select(Edition).where(of_minutes).order_by(Edition.id)).all()
    return newest_of(rows)


def newest_of(editions: Sequence[Edition]) -> list[Edition]:
    """Those that no other among them replaces; the whole minutes first."""
    replaced = {each.replaces for each in editions}
    newest = [each for each in editions if each.sha256 not in replaced]
    return sorted(newest, key=lambda each: (not each.whole, each.id))


def purged_last(editions: Sequence[Edition]) -> int:
    """A number that stands for when a passage was last purged from one of them, small enough for a form's
    number; 0: never."""
    times = [each.purged_at for each in editions if each.purged_at]
    return int(max(times).timestamp() * 1_000_000) % LARGEST + 1 if times else 0


def not_taken_in(house: Session, meeting_id: int, newest: Edition) -> list[Settled]:
    """What was decided on objections since a version was compiled: changes of the text, and statements."""
    rows = house.execute(
        select(Objection, ObjectionEnding)
        .join(ObjectionEnding, ObjectionEnding.objection_id == Objection.id)
        .where(
            Objection.meeting_id == meeting_id,
            ObjectionEnding.ended_at > newest.compiled_at,
            ObjectionEnding.outcome.in_(
                (ObjectionOutcome.TAKEN_OVER, ObjectionOutcome.IN_PART, ObjectionOutcome.STATEMENT)
            ),
        )
        .order_by(ObjectionEnding.id)
    )
    return [
        Settled(
            institution=row.Objection.institution,
            number=row.Objection.item_number,
            wording=row.ObjectionEnding.wording,
            is_statement=row.ObjectionEnding.outcome is ObjectionOutcome.STATEMENT,
            settled_on=row.ObjectionEnding.ended_at.astimezone(BERLIN).date(),
            objection=row.Objection,
        )
        for row in rows
    ]


def items_by_number(house: Session, meeting_id: int) -> dict[str, int]:
    """The agenda items by their number in the minutes; the agenda is fixed once these are out."""
    items = list(house.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)))
    return {number: key for key, number in numbered(ordered(items)).items()}


@dataclass(frozen=True)
class Changed:
    """One item that differs between two versions, word by word."""

    number: str
    title: str
    differences: list[tuple[str, str]]


def changes_between(older: Edition, newer: Edition) -> list[Changed]:
    """What the readers of both read differently; both are theirs."""
    before = {item["number"]: item["markdown"] for item in older.data["items"]}
    pairs = [(item, before.get(item["number"], "")) for item in newer.data["items"]]
    return [
        Changed(item["number"], item["title"], word_diff(old, item["markdown"]))
        for item, old in pairs
        if item["markdown"] != old
    ]


def version_before(reading: Session, edition: Edition) -> Edition | None:
    """The version that this one corrects, if the reader may see it."""
    if not edition.replaces:
        return None
    rows: Sequence[Edition] = reading.scalars(
        select(Edition)
        .where(Edition.meeting_id == edition.meeting_id, Edition.sha256 == edition.replaces)
        .order_by(Edition.id)
    ).all()
    return rows[0] if rows else None
