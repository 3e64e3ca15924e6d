"""Who may see a topic that leaves an agenda: what was kept from readers there stays kept from them."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.files import File, give_back
from models.meetings import AgendaItem
from models.topics import Topic, TopicAudience
from models.visibility import Visibility


def leave_agenda(house: Session, item_id: int) -> None:
    """Take the topic of an item off it, with its files: it goes on under the stricter level of both."""
    topic = house.scalar(select(Topic).where(Topic.item_id == item_id).options(selectinload(Topic.audience)))
    if topic is not None:
        item = house.scalars(
            select(AgendaItem).where(AgendaItem.id == item_id).options(selectinload(AgendaItem.audience))
        ).one()
        _narrow(topic, item)
        for file in house.scalars(select(File).where(File.topic_id == topic.id).order_by(File.id)):
            file.visibility = max(file.visibility, topic.visibility, key=lambda each: each.strictness)
        house.flush()
    give_back(house, item_id)


def _narrow(topic: Topic, item: AgendaItem) -> None:
    """Of two that name institutions, those named by both; nobody left means for the coordination only."""
    level = max(topic.visibility, item.visibility, key=lambda each: each.strictness)
    seats = [{each.seat_id for each in of.audience} for of in (topic, item) if of.visibility is level]
    named = set.intersection(*seats) if level is Visibility.CONFIDENTIAL else set()
    if level is Visibility.CONFIDENTIAL and not named:
        level = Visibility.COORDINATION
    topic.visibility = level
    kept = [each for each in topic.audience if each.seat_id in named]
    new = named - {each.seat_id for each in kept}
    topic.audience = kept + [TopicAudience(topic_id=topic.id, seat_id=seat) for seat in sorted(new)]
