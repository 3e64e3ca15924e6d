"""The mails that need a look: those that wait first, with whom and which meeting they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models.bodies import Body
from models.invitations import Invitation
from models.letters import Letter
from models.meetings import Meeting
from models.organisations import Organisation
from models.seats import Seat
from models.unclear_mail import UnclearMail

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class UnclearLine:
    """A mail with the names that its row only knows by id; `choices` where it names nobody invited."""

    mail: UnclearMail
    body: Body | None
    meeting: Meeting | None
    name: str
    institution: str
    letter: Letter | None
    choices: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class UnclearLines:
    """One page of mails; `waiting` counts all that nobody has settled."""

    lines: list[UnclearLine]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


Invited = dict[int, tuple[Invitation, str]]
"""Invitations by id, each with its institution."""


def unclear_mails(
    reading: Session, tables: Sequence[Body], *, table_id: int | None = None, page: int = 1
) -> UnclearLines:
    """In a constant number of statements; a page that there is not is the first one."""
    settled = case((UnclearMail.settled_at.is_(None), 0), else_=1)
    query = select(UnclearMail, func.count().over()).order_by(settled, UnclearMail.id.desc()).limit(PAGE)
    if table_id is not None:
        query = query.where(UnclearMail.body_id == table_id)
    rows = reading.execute(query.offset((page - 1) * PAGE)).all()
    if not rows and page > 1:
        page, rows = 1, reading.execute(query).all()
    lines = _named(reading, [row[0] for row in rows], tables)
    return UnclearLines(lines=lines, total=rows[0][1] if rows else 0, page=page)


def unclear_mail(reading: Session, mail_id: int) -> bool:
    """Whether there is such a mail for this reader."""
    return reading.scalar(select(UnclearMail.id).where(UnclearMail.id == mail_id)) is not None


def waiting_mails(reading: Session) -> int:
    """How many wait for this reader."""
    count = select(func.count(UnclearMail.id)).where(UnclearMail.settled_at.is_(None))
    return reading.scalar(count) or 0


def _named(reading: Session, mails: Sequence[UnclearMail], tables: Sequence[Body]) -> list[UnclearLine]:
    bodies = {body.id: body for body in tables}
    meetings = _by_id(reading, Meeting, {each.meeting_id for each in mails})
    letters = _by_id(reading, Letter, {each.letter_id for each in mails})
    invited = _invited(reading, mails)
    return [
        UnclearLine(
            mail=mail,
            body=bodies.get(mail.body_id),
            meeting=meetings.get(mail.meeting_id),
            name=invited[mail.invitation_id][0].name if mail.invitation_id in invited else "",
            institution=invited[mail.invitation_id][1] if mail.invitation_id in invited else "",
            letter=letters.get(mail.letter_id),
            choices=_choices(mail, invited),
        )
        for mail in mails
    ]


def _by_id(reading: Session, cls: Any, ids: set[int | None]) -> dict[int | None, Any]:
    wanted = sorted(each for each in ids if each is not None)
    found = reading.scalars(select(cls).where(cls.id.in_(wanted)))
    return {row.id: row for row in found}


def _invited(reading: Session, mails: Sequence[UnclearMail]) -> Invited:
    """Everybody invited to the meetings of these mails."""
    query = (
        select(Invitation, Organisation.name)
        .outerjoin(Seat, Seat.id == Invitation.seat_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(Invitation.meeting_id.in_({each.meeting_id for each in mails if each.meeting_id}))
        .order_by(Organisation.name, Invitation.id)
    )
    return {row[0].id: (row[0], row[1] or "") for row in reading.execute(query)}


def _choices(mail: UnclearMail, invited: Invited) -> tuple[tuple[int, str], ...]:
    """Whose answer it may be, where that is not known."""
    if not mail.is_answer or mail.invitation_id is not None or mail.settled_at is not None:
        return ()
    return tuple(
        (each.id, f"{institution}: {each.name}" if institution else each.name)
        for each, institution in invited.values()
        if each.meeting_id == mail.meeting_id and each.withdrawn_at is None
    )
