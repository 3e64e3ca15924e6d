"""What became of a frozen edition: its version, and whether it was approved, replaced or purged since."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.deadlines import BERLIN
from models.editions import SHORTEST, Edition, EditionKind
from models.history import Entry
from models.minutes import Minutes
from models.position_issues import PositionIssue
from models.publications import Publication
from models.survey_issues import SurveyIssue

CHECKSUM: Final = re.compile(rf"[0-9a-f]{{{SHORTEST},64}}")


@dataclass(frozen=True, kw_only=True)
class Life:
    """`version` counts what its readers were sent; `approved_on` is the day since which it counts, for the
    version that was approved; `corrects_approved`: compiled after the approval, as a dated correction."""

    version: int | None
    issued_on: date
    approved_on: date | None = None
    approved_in_id: int | None = None
    corrects_approved: bool = False
    replaced_on: date | None = None
    replaced_by: int | None = None
    purged_on: date | None = None
    withdrawn_on: date | None = None

    @property
    def is_current(self) -> bool:
        return self.replaced_on is None and self.withdrawn_on is None


def life_of(house: Session, edition: Edition) -> Life:
    """Read by the house: it says nothing of what stands in the edition."""
    if edition.kind is EditionKind.POSITION:
        return _of_issue(house, edition, PositionIssue, "position_id")
    if edition.kind is EditionKind.SURVEY:
        return _of_issue(house, edition, SurveyIssue, "survey_id")
    if edition.kind is not EditionKind.MINUTES:
        told = _told(house, edition.sha256) if edition.kind is EditionKind.PUBLISHED else None
        return Life(
            version=None,
            issued_on=_day(edition.compiled_at),
            purged_on=_purged(edition),
            withdrawn_on=told.withdrawn_on if told else None,
        )
    minutes = house.scalar(select(Minutes).where(Minutes.meeting_id == edition.meeting_id))
    return life_of_minutes(edition, minutes, _later(house, edition))


def life_of_minutes(edition: Edition, minutes: Minutes | None, others: Sequence[Edition]) -> Life:
    """The same of minutes where they and the other versions for their readers are known already."""
    following = next((each for each in others if each.replaces == edition.sha256), None)
    approved_at = minutes.approved_at if minutes else None
    replaced_before = following and approved_at and following.compiled_at <= approved_at
    counts = minutes is not None and approved_at is not None and not replaced_before
    return Life(
        version=edition.version,
        issued_on=_day(edition.compiled_at),
        approved_on=minutes.approved_on if minutes and counts else None,
        approved_in_id=minutes.approved_in_id if minutes and counts else None,
        corrects_approved=bool(counts and approved_at and edition.compiled_at > approved_at),
        replaced_on=_day(following.compiled_at) if following else None,
        replaced_by=following.version if following else None,
        purged_on=_purged(edition),
    )


def _of_issue(house: Session, edition: Edition, cls: Any, of: str) -> Life:
    """Of what was published in issues: whether it was withdrawn, or a newer issue of the same is public."""
    issue = house.scalar(select(cls).where(cls.edition_id == edition.id))
    life = Life(version=None, issued_on=_day(edition.compiled_at), purged_on=_purged(edition))
    if issue is None or issue.published_at is None:
        return life
    newer = select(cls.published_at).where(
        getattr(cls, of) == getattr(issue, of),
        cls.number > issue.number,
        cls.published_at.is_not(None),
    )
    replaced_at = house.scalar(newer.order_by(cls.number).limit(1))
    return replace(
        life,
        replaced_on=_day(replaced_at) if replaced_at else None,
        withdrawn_on=_day(issue.withdrawn_at) if issue.withdrawn_at else None,
    )


def _later(house: Session, edition: Edition) -> Sequence[Edition]:
    later = select(Edition).where(
        Edition.meeting_id == edition.meeting_id,
        Edition.kind == edition.kind,
        Edition.number > edition.number,
    )
    return house.scalars(later.order_by(Edition.number, Edition.id)).all()


def _purged(edition: Edition) -> date | None:
    return _day(edition.purged_at) if edition.purged_at else None


def _day(at: datetime) -> date:
    return at.astimezone(BERLIN).date()


def typed_checksum(typed: str) -> str:
    """A checksum as somebody types it from paper, without its spaces; empty where it can be none."""
    found = re.sub(r"\s+", "", typed[:200]).lower()
    return found if CHECKSUM.fullmatch(found) else ""


def life_by_checksum(house: Session, checksum: str) -> Life | None:
    """The life of the newest edition whose checksum begins so."""
    if not CHECKSUM.fullmatch(checksum):
        return None
    known = select(Edition).where(Edition.sha256.startswith(checksum, autoescape=True))
    found = house.scalar(known.order_by(Edition.id.desc()).limit(1))
    return life_of(house, found) if found else _told(house, checksum)


def _told(house: Session, checksum: str) -> Life | None:
    """What the history says of a published text: when it went out and was withdrawn. It knows those, too, of
    which no edition was kept."""
    of_publications = (Entry.subject == Publication.__tablename__) & Entry.gesture.in_(
        ("publish", "withdraw")
    )
    entries = list(house.scalars(select(Entry).where(of_publications).order_by(Entry.id.desc())))
    said = next((each for each in entries if _names(each, checksum)), None)
    if said is None or said.happened_at is None:
        return None
    later = [each for each in entries if each.subject_id == said.subject_id and each.id > said.id]
    withdrawn_at = later[-1].happened_at if later else None
    return Life(
        version=None, issued_on=_day(said.happened_at), withdrawn_on=withdrawn_at and _day(withdrawn_at)
    )


def _names(entry: Entry, checksum: str) -> bool:
    published = entry.gesture == "publish"
    return published and str((entry.facts or {}).get("sha256", "")).startswith(checksum)
