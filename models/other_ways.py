"""The second channel: somebody was told by post or by phone what a letter says."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.letters import cares_for, dispatched
from models.meetings import BERLIN
from models.outbox import Dispatch, Letter, LetterKind, LetterState, Way
from models.words import N_

RECORDED: Final = (
    "sent_on",
    "template",
    "purpose",
    "sequence",
    "organisation_id",
    "body_id",
    "meeting_id",
    "way",
)
"""What a record of dispatch says of the letter that it outlives."""


def may_note_other_way(by: Actor, letter: Letter) -> bool:
    """The coordination notes once that it has told the recipient by post or by phone."""
    if letter.kind is LetterKind.ACCOUNT or letter.state is LetterState.SUPERSEDED:
        return False
    return letter.reached_by is None and cares_for(by, letter)


def note_other_way(house: Session, letter: Letter, way: Way, on: date, *, by: Actor, now: datetime) -> None:
    """Note the second channel: from now on the recipient counts as told of what the letter says."""
    if not may_note_other_way(by, letter) or way is Way.MAIL:
        raise NotAllowed
    if on > now.astimezone(BERLIN).date():
        raise RuleBroken(N_("This day has not come yet."), field="on")
    if on < letter.created_at.astimezone(BERLIN).date():
        raise RuleBroken(N_("The letter was not written yet on that day."), field="on")
    letter.reached_by, letter.reached_on, letter.reached_noted_by_id = way, on, by.person_id
    house.add(dispatched(letter, way, on))
    record(house, "note-other-way", letter, by=by, now=now, way=way.value)


def may_take_back_way(by: Actor, letter: Letter) -> bool:
    """Whoever may note that somebody was told by another way may say that it was a mistake."""
    return letter.reached_by is not None and cares_for(by, letter)


def take_back_way(house: Session, letter: Letter, *, by: Actor, now: datetime) -> None:
    """The note was a mistake: the recipient counts as told no more, and its record of dispatch goes."""
    if not may_take_back_way(by, letter) or letter.reached_by is None or letter.reached_on is None:
        raise NotAllowed
    noted = dispatched(letter, letter.reached_by, letter.reached_on)
    same = [getattr(Dispatch, name).is_not_distinct_from(getattr(noted, name)) for name in RECORDED]
    kept = house.scalar(select(Dispatch).where(*same).order_by(Dispatch.id.desc()).limit(1))
    if kept is not None:
        house.delete(kept)
    record(house, "take-back-way", letter, by=by, now=now, way=letter.reached_by.value)
    letter.reached_by = letter.reached_on = letter.reached_noted_by_id = None


def note_posted(
    house: Session, *, template: str, on: date, body_id: int, meeting_id: int, **facts: Any
) -> None:
    """Note an invitation on paper where no letter by mail came to nothing: only the record of its dispatch.

    `facts`: the institution, its id, and the revision of the meeting that the letter speaks of.
    """
    kind, purpose = LetterKind.CALENDAR, "invite"
    record_of = facts | {"body_id": body_id, "meeting_id": meeting_id, "template": template}
    house.add(Dispatch(sent_on=on, way=Way.POST, kind=kind, purpose=purpose, **record_of))


def note_handed_over(
    house: Session, way: Way, *, template: str, on: date, body_id: int, meeting_id: int, **facts: Any
) -> None:
    """Note a paper that was posted or handed over where no letter by mail was possible.

    `facts`: the institution, its id, and the purpose that tells the paper from others of the meeting.
    """
    record_of = facts | {"body_id": body_id, "meeting_id": meeting_id, "template": template}
    house.add(Dispatch(sent_on=on, way=way, kind=LetterKind.CONTENT, sequence=None, **record_of))


def take_back_handed_over(house: Session, **facts: Any) -> None:
    """The last note of a paper that was handed over was a mistake: its record of dispatch goes."""
    same = [getattr(Dispatch, name).is_not_distinct_from(value) for name, value in facts.items()]
    kept = house.scalar(select(Dispatch).where(*same).order_by(Dispatch.id.desc()).limit(1))
    if kept is not None:
        house.delete(kept)


def take_back_posted(house: Session, meeting_id: int, organisation_id: int | None) -> None:
    """The last note of an invitation on paper was a mistake: its record of dispatch goes."""
    kept = house.scalar(
        select(Dispatch)
        .where(
            Dispatch.meeting_id == meeting_id,
            Dispatch.way == Way.POST,
            Dispatch.organisation_id == organisation_id,
        )
        .order_by(Dispatch.id.desc())
        .limit(1)
    )
    if kept is not None:
        house.delete(kept)
