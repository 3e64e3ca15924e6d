"""Comments on passages of a version: made by whoever sees it, resolved by the editors or their author."""

from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.positions.amendment_rules import why_still
from blueprints.positions.rules import locked, may_write
from models.actors import Actor
from models.amendments import PositionComment
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.position_texts import section_of
from models.positions import Position
from models.words import N_


def may_comment(by: Actor, position: Position) -> bool:
    """Whoever sees the position, advisory members too, while a version is there that is not final."""
    return bool(position.newest) and position.is_in_the_making and position.is_seen_by(by)


def may_resolve(by: Actor, position: Position, comment: PositionComment) -> bool:
    """The editors, and who made it."""
    own = comment.author_id == by.person_id and may_comment(by, position)
    return own or may_write(by, position)


def comment(
    house: Session,
    position_id: int,
    section_id: int,
    *,
    paragraph: str,
    text: str,
    organisation_id: int | None,
    by: Actor,
    now: datetime,
) -> PositionComment:
    """Note something on a paragraph of the newest version, or on a whole section (`paragraph` empty)."""
    position = locked(house, position_id, by)
    newest = position.newest
    if newest is None:
        raise NotAllowed
    if why := why_still(position):
        raise RuleBroken(why)
    section = section_of(house.get_one(Edition, newest.edition_id).data, section_id)
    if section is None or (paragraph and paragraph not in section["paragraphs"]):
        raise RuleBroken(N_("There is no such passage."), field="paragraph")
    if organisation_id is not None and organisation_id not in position.voices(by, advisory=True):
        raise RuleBroken(N_("Choose an institution for which you speak."), field="organisation_id")
    made = PositionComment(
        position_id=position_id,
        version_id=newest.id,
        section_id=section_id,
        author_id=by.person_id,
        text=text,
        created_at=now,
        paragraph=paragraph,
        organisation_id=organisation_id,
    )
    house.add(made)
    facts = {"section": section_id, "organisation": organisation_id}
    record(house, "comment", made, by=by, now=now, body_id=position.body_id, **facts)
    return made


def resolve(house: Session, comment_id: int, *, resolved: bool, by: Actor, now: datetime) -> None:
    """It is dealt with, or open again."""
    found = house.get(PositionComment, comment_id)
    if found is None:
        raise NotAllowed
    position = locked(house, found.position_id, by)
    if not may_resolve(by, position, found):
        raise NotAllowed
    found.resolved_at = now if resolved else None
    found.resolved_by_id = by.person_id if resolved else None
    gesture = "resolve" if resolved else "open-again"
    record(house, gesture, found, by=by, now=now, body_id=position.body_id)
