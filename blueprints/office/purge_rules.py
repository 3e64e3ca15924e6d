"""Who takes a passage out for good, and what the history says of it: never the passage."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.actors import Actor
from models.bodies import Body
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import Meeting
from models.purging import Places, Render, lock_texts, passage_of, places, take_out
from models.texts import Text, start_anew
from models.words import N_


def may_purge(by: Actor, table_id: int) -> bool:
    """The coordination of the body whose meeting or text it is."""
    return by.coordinates_body(table_id)


def found(house: Session, thing: Body | Meeting | Text, passage: str, *, by: Actor) -> Places:
    """Where the passage stands; refused where it stands nowhere."""
    if not may_purge(by, table_of(thing)):
        raise NotAllowed
    there = places(house, passage_of(passage), **_scope(thing))
    if not len(there):
        raise RuleBroken(N_("This passage stands nowhere here."), "passage")
    return there


def purge(
    house: Session, thing: Body | Meeting | Text, passage: str, *, by: Actor, now: datetime, render: Render
) -> Places:
    """Take the passage out of every version, draft and edition. It can't be taken back.

    The history names the rows by number and by the hashes under which they are known, and counts; the
    chain of the history itself is not touched. Refused where signs between its letters or words hide some of
    the passage, so that it would stay.
    """
    lock_texts(house, **_scope(thing))
    there = found(house, thing, passage, by=by)
    known = [row.sha256 for row in there.versions] + [row.sha256 for row in there.editions]
    take_out(there, passage_of(passage), now=now, render=render)
    house.flush()
    if len(places(house, passage_of(passage), **_scope(thing))):
        raise RuleBroken(
            N_("Signs within this passage hide a part of it. Remove it in smaller parts."), "passage"
        )
    start_anew(house, there.versions, by=by, now=now)
    facts = there.counts | {
        "sha256": known,
        "version_ids": [row.id for row in there.versions],
        "edition_ids": [row.id for row in there.editions],
    }
    record(house, "purge", thing, by=by, now=now, body_id=table_of(thing), **facts)
    return there


def table_of(thing: Body | Meeting | Text) -> int:
    return thing.id if isinstance(thing, Body) else thing.body_id


def _scope(thing: Body | Meeting | Text) -> dict[str, int]:
    if isinstance(thing, Body):
        return {"table_id": thing.id}
    return {"meeting_id": thing.id} if isinstance(thing, Meeting) else {"text_id": thing.id}
