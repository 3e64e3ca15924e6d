"""Which files travel with the letters of a meeting: public ones of open items, as many as fit a mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audiences import OPEN
from models.editions import Edition, EditionKind
from models.files import File
from models.invitations import Invitation, InvitationKind
from models.meetings import AgendaItem, Meeting
from models.visibility import Visibility

MOST_BYTES: Final = 5 * 1024 * 1024
"""Of all files of a letter together; in the mail they are a third longer, which servers still take."""


class Paper(NamedTuple):
    """A file that may stand in a letter: everybody may read it, and its item is no secret to members."""

    id: int
    item_id: int | None
    name: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Travelling:
    """What goes with a letter, and what is too large to go along."""

    files: tuple[Paper, ...] = ()
    too_large: tuple[Paper, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(file.id for file in self.files)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(file.name for file in self.files)


class Enclosing:
    """The public papers of a meeting, read once; `since`: only what came after that moment.

    A public file on a confidential item does not travel: not even its name is for everybody. Of a paper with
    several versions the newest goes.
    """

    def __init__(self, house: Session, meeting_id: int, since: datetime | None = None) -> None:
        query = (
            select(File.id, File.item_id, File.name, File.size)
            .join(AgendaItem, AgendaItem.id == File.item_id)
            .where(AgendaItem.meeting_id == meeting_id, AgendaItem.visibility.in_(OPEN))
            .where(File.visibility == Visibility.PUBLIC)
            .order_by(AgendaItem.place, AgendaItem.id, File.id)
        )
        if since is not None:
            query = query.where(File.uploaded_at > since)
        found = [Paper(*row) for row in house.execute(query)]
        newest = {(paper.item_id, paper.name): paper for paper in found}
        self.papers = [paper for paper in found if newest[paper.item_id, paper.name] is paper]

    def of(self, invitation: Invitation) -> Travelling:
        """With the letter to this recipient: a guest gets the papers of her own item."""
        return self.for_guest(invitation.item_id) if _is_guest(invitation) else self.for_members()

    def for_members(self) -> Travelling:
        return _fitting(self.papers)

    def for_guest(self, item_id: int | None) -> Travelling:
        return _fitting(paper for paper in self.papers if paper.item_id == item_id)


def last_carried(house: Session, meeting: Meeting) -> datetime | None:
    """When letters last went that carry files: the invitation, or a Nachtrag. A move carries none."""
    sent = house.scalars(
        select(Edition).where(Edition.meeting_id == meeting.id, Edition.kind == EditionKind.AGENDA)
    )
    carried = [each.compiled_at for each in sent if each.number == 1 or each.addendum]
    return max(carried, default=meeting.invited_at)


def _is_guest(invitation: Invitation) -> bool:
    return invitation.kind is InvitationKind.GUEST


def _fitting(papers: Iterable[Paper]) -> Travelling:
    """In the order of the agenda, each that still fits."""
    files: list[Paper] = []
    too_large: list[Paper] = []
    for paper in papers:
        room = MOST_BYTES - sum(other.size for other in files)
        (files if paper.size <= room else too_large).append(paper)
    return Travelling(files=tuple(files), too_large=tuple(too_large))
