"""What the pages of minutes and editions read, for this reader."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from models.bodies import Body
from models.body_life import former_name
from models.editions import Edition, EditionKind
from models.meetings import AgendaItem, Meeting
from models.minutes import Attendance, Minutes, attendances
from models.publications import Publication

NAME_THEN = former_name(Meeting.body_id, Meeting.held_on).scalar_subquery().label("then")


def meeting_for(reading: Session, meeting_id: int) -> Meeting | None:
    """The meeting with its body; the body is None for a minute taker from outside."""
    found = select(Meeting, Body, NAME_THEN).outerjoin(Body, Body.id == Meeting.body_id)
    row = reading.execute(found.where(Meeting.id == meeting_id)).one_or_none()
    return _with_body(row.Meeting, row.Body, row.then) if row else None


def _with_body(meeting: Meeting, body: Body | None, name_then: str | None) -> Meeting:
    set_committed_value(meeting, "body", body)
    meeting.name_then = name_then or ""
    return meeting


def minutes_of(reading: Session, meeting_id: int) -> Minutes | None:
    return reading.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id))


def publication_of(reading: Session, meeting_id: int) -> Publication | None:
    """What is prepared or published of the minutes: for the coordination only."""
    return reading.scalar(select(Publication).where(Publication.meeting_id == meeting_id))


def edition(reading: Session, edition_id: int) -> Edition | None:
    """One edition of a meeting; those of positions, and what is published, have their own pages."""
    wanted = select(Edition).where(
        Edition.id == edition_id, Edition.kind.in_((EditionKind.AGENDA, EditionKind.MINUTES))
    )
    return reading.scalar(wanted)


def item(reading: Session, item_id: int) -> AgendaItem | None:
    """An agenda item with its meeting and that one's body."""
    row = reading.execute(
        select(AgendaItem, Meeting, Body, NAME_THEN)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(Body, Body.id == Meeting.body_id)
        .where(AgendaItem.id == item_id)
    ).one_or_none()
    if row is None:
        return None
    set_committed_value(row.AgendaItem, "meeting", _with_body(row.Meeting, row.Body, row.then))
    found: AgendaItem = row.AgendaItem
    return found


def attendance_of(reading: Session, minutes: Minutes) -> list[Attendance]:
    return attendances(reading, minutes.id)


def line_of(reading: Session, minutes: Minutes, line_id: int) -> Attendance | None:
    """One line of the attendance list."""
    found = select(Attendance).where(Attendance.id == line_id, Attendance.minutes_id == minutes.id)
    return reading.scalar(found.options(selectinload(Attendance.withdrawals)))
