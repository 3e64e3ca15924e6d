"""What is published, read by the house and handed on as plain values."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.editions import Edition
from models.publications import Publication


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published text: its frozen content, hash, and whether a passage was removed since."""

    id: int
    data: dict[str, Any]
    sha256: str
    purged: bool


OUT = Publication.approved_at.is_not(None) & Publication.withdrawn_at.is_(None)


OF: Final = (
    select(Publication.id, Edition)
    .join(Edition, Edition.id == Publication.edition_id)
    .where(OUT)
    .order_by(Publication.approved_at.desc(), Publication.id.desc())
)


def published(house: Session, limit: int = 100) -> list[Published]:
    """The newest first."""
    return [_plain(*row) for row in house.execute(OF.limit(limit))]


def published_one(house: Session, publication_id: int) -> Published | None:
    """None for what is prepared only, or withdrawn."""
    found = house.execute(OF.where(Publication.id == publication_id)).first()
    return _plain(*found) if found else None


def _plain(key: int, edition: Edition) -> Published:
    """Page and paper come from the edition, as for every other document."""
    return Published(id=key, data=edition.data, sha256=edition.sha256, purged=edition.purged_at is not None)
