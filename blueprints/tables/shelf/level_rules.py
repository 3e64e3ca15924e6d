"""Who may read a document of the shelf: stricter at once, wider with the consent of whoever put it there."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from blueprints.tables.rules import day_of
from blueprints.tables.shelf.letters import ask_owner
from blueprints.tables.shelf.rules import locked, may_change, name_seats
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.people import Person
from models.shelf import ShelfDocument
from models.standing import actor_of
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_


def set_level(
    house: Session,
    document_id: int,
    *,
    based_on: int | None,
    visibility: Visibility,
    seat_ids: Iterable[int],
    by: Actor,
    now: datetime,
) -> bool:
    """Change who may read the document: stricter at once, wider with its owner's consent (domain.md 5.18).

    Returns whether it holds now; else the owner is asked.
    """
    document = locked(house, document_id, by)
    must_be(document, based_on)
    before = {each.seat_id for each in document.audience}
    wanted = set(seat_ids)
    wider = visibility.strictness < document.visibility.strictness
    more_named = visibility is document.visibility is Visibility.CONFIDENTIAL and not wanted <= before
    if (wider or more_named) and _owner_is_asked(house, document, by, now):
        if more_named or visibility is Visibility.CONFIDENTIAL:
            raise RuleBroken(
                N_("Only whoever put the document here names further institutions."), field="seat_ids"
            )
        document.lower_to, document.asked_by_id = visibility.value, by.person_id
        record(house, "ask-level", document, by=by, now=now, level=visibility.value)
        ask_owner(house, document, house.get_one(Person, document.owner_id), now)
        return False
    _apply(house, document, visibility, wanted, by, now)
    return True


def _apply(
    house: Session,
    document: ShelfDocument,
    visibility: Visibility,
    seat_ids: Iterable[int],
    by: Actor,
    now: datetime,
) -> None:
    document.visibility = visibility
    document.lower_to = document.asked_by_id = None
    name_seats(house, document, seat_ids, now)
    record(house, "set-level", document, by=by, now=now, level=visibility.value)


def _owner_is_asked(house: Session, document: ShelfDocument, by: Actor, now: datetime) -> bool:
    """The one who put it there, as long as she keeps the shelf; afterwards her successors decide."""
    if by.person_id == document.owner_id:
        return False
    owner = house.get_one(Person, document.owner_id)
    return may_change(house, document, actor_of(house, owner, day_of(now)))


def may_consent(by: Actor, document: ShelfDocument) -> bool:
    return document.lower_to is not None and by.person_id == document.owner_id


def consent(house: Session, document_id: int, *, agreed: bool, by: Actor, now: datetime) -> None:
    """The owner agrees that more people may read the document, or does not."""
    document = locked(house, document_id, by)
    if not may_consent(by, document):
        raise NotAllowed
    assert document.lower_to is not None
    if agreed:
        _apply(house, document, Visibility(document.lower_to), (), by, now)
    else:
        document.lower_to = document.asked_by_id = None
        record(house, "keep-level", document, by=by, now=now)
