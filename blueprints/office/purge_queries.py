"""What the page reads on which a passage is chosen: whose it is, and what the guard has marked."""

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.bodies import Body
from models.decisions import Decision
from models.meetings import Meeting
from models.shelf import ShelfDocument
from models.texts import Text, TextVersion

MOST_TEXTS = 60


def table(reading: Session, table_id: int, by: Actor) -> Body | None:
    """A body that she coordinates."""
    return reading.scalar(select(Body).where(Body.id == table_id, Body.id.in_(by.coordinates - by.dissolved)))


def meeting(reading: Session, meeting_id: int, by: Actor) -> Meeting | None:
    """A meeting of a body that she coordinates."""
    return reading.scalar(
        select(Meeting).where(Meeting.id == meeting_id, Meeting.body_id.in_(by.coordinates - by.dissolved))
    )


def text(reading: Session, text_id: int, by: Actor) -> Text | None:
    """A text of a body that she coordinates; not of a meeting: what was sent of it must be purged with it."""
    own = Text.body_id.in_(by.coordinates - by.dissolved)
    return reading.scalar(select(Text).where(Text.id == text_id, Text.meeting_id.is_(None), own))


def written(reading: Session, thing: Body | Meeting | Text) -> list[str]:
    """The newest wording of each text that is meant; of a whole table nothing is proposed."""
    if isinstance(thing, Body):
        return []
    meant = Text.meeting_id == thing.id if isinstance(thing, Meeting) else Text.id == thing.id
    newest = and_(TextVersion.text_id == Text.id, TextVersion.number == Text.latest)
    found = select(TextVersion.markdown).join(Text, newest).where(meant).order_by(TextVersion.id)
    return list(reading.scalars(found.limit(MOST_TEXTS)))


def decision_of(reading: Session, text: Text) -> Decision | None:
    """The decision whose wording the text is."""
    return reading.scalar(select(Decision).where(Decision.text_id == text.id))


def document_of(reading: Session, text: Text) -> ShelfDocument | None:
    """The document whose wording the text is."""
    return reading.scalar(select(ShelfDocument).where(ShelfDocument.text_id == text.id))
