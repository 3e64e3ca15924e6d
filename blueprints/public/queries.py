"""What is published, read by the house and handed on as plain values."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.publications import Publication


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published text: its frozen content, hash, and whether a passage was removed since."""

    id: int
    data: dict[str, Any]
    sha256: str
    purged: bool


OUT = Publication.approved_at.is_not(None) & Publication.withdrawn_at.is_(None)


def published(house: Session, limit: int = 100) -> list[Published]:
    """The newest first."""
    rows = house.scalars(
        select(Publication).where(OUT).order_by(Publication.approved_at.desc(), Publication.id.desc())
    )
    return [_plain(row) for row in rows.fetchmany(limit)]


def published_one(house: Session, publication_id: int) -> Published | None:
    """None for what is prepared only, or withdrawn."""
    found = house.scalar(select(Publication).where(OUT, Publication.id == publication_id))
    return _plain(found) if found else None


def _plain(row: Publication) -> Published:
    return Published(id=row.id, data=row.data, sha256=row.sha256 or "", purged=row.purged_at is not None)
