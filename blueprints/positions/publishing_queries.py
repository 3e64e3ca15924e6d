"""What the pages of issues and submissions read, through the reader's session."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.editions import Edition
from models.lobby_checks import LobbyCheck
from models.organisations import Organisation
from models.position_issues import PositionIssue, PositionSubmission
from models.positions import Position


def issues(reading: Session, position_id: int) -> list[tuple[PositionIssue, Edition]]:
    """The issues of a position with what they say, the newest first."""
    rows = reading.execute(
        select(PositionIssue, Edition)
        .join(Edition, Edition.id == PositionIssue.edition_id)
        .where(PositionIssue.position_id == position_id)
        .order_by(PositionIssue.number.desc())
    )
    return [(row[0], row[1]) for row in rows]


def submissions(reading: Session, position_id: int) -> list[PositionSubmission]:
    """To whom it went, the newest first."""
    mine = select(PositionSubmission).where(PositionSubmission.position_id == position_id)
    rows = mine.options(joinedload(PositionSubmission.issue)).order_by(PositionSubmission.id.desc())
    return list(reading.scalars(rows))


def lobby_checks(reading: Session, position_id: int) -> list[tuple[LobbyCheck, str]]:
    """The checks of the register that the reader may see, by institution."""
    rows = reading.execute(
        select(LobbyCheck, Organisation.name)
        .join(Organisation, Organisation.id == LobbyCheck.organisation_id)
        .where(LobbyCheck.position_id == position_id)
        .order_by(Organisation.folded, LobbyCheck.id)
    )
    return [(row[0], row[1]) for row in rows]


OUT: Final = PositionIssue.published_at.is_not(None)


def last_published(house: Session, position_id: int) -> tuple[PositionIssue, Edition] | None:
    """The issue that was published last, even where it has been withdrawn since; read by the house."""
    row = house.execute(
        select(PositionIssue, Edition)
        .join(Edition, Edition.id == PositionIssue.edition_id)
        .where(OUT, PositionIssue.position_id == position_id)
        .order_by(PositionIssue.number.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def published_positions(
    house: Session, limit: int = 100, *, table_id: int | None = None
) -> list[tuple[int, str, datetime]]:
    """Those that everybody can read today, of one table or of all, with title and moment, the newest first;
    read by the house."""
    kept = select(Position.id).where(Position.body_id == table_id)
    of_table = [] if table_id is None else [PositionIssue.position_id.in_(kept)]
    newest = select(func.max(PositionIssue.id)).where(OUT).group_by(PositionIssue.position_id)
    rows = house.execute(
        select(PositionIssue.position_id, Edition.title, PositionIssue.published_at)
        .join(Edition, Edition.id == PositionIssue.edition_id)
        .where(PositionIssue.id.in_(newest), PositionIssue.withdrawn_at.is_(None), *of_table)
        .order_by(PositionIssue.published_at.desc(), PositionIssue.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows if row[2] is not None]
