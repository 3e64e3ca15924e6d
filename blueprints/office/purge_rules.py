"""Who takes a passage out for good, and what the history says of it: never the passage."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.actors import Actor
from models.bodies import Body
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import Meeting
from models.purged_passages import allow_again, refuse_from_now_on
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
    house: Session,
    thing: Body | Meeting | Text,
    passage: str,
    *,
    by: Actor,
    now: datetime,
    render: Render,
    for_ever: bool = True,
) -> Places:
    """Take the passage out of every version, draft and edition. It can't be taken back; and `for_ever`
    nobody writes it again at this table.

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
    if for_ever:
        refuse_from_now_on(house, table_of(thing), passage, now)
    facts = there.counts | {
        "sha256": known,
        "version_ids": [row.id for row in there.versions],
        "edition_ids": [row.id for row in there.editions],
    }
    record(house, "purge", thing, by=by, now=now, body_id=table_of(thing), **facts)
    return there


def allow(house: Session, thing: Body | Meeting | Text, passage: str, *, by: Actor, now: datetime) -> None:
    """Let a passage be written again that was purged; refused where none with these words was."""
    table_id = table_of(thing)
    if not may_purge(by, table_id):
        raise NotAllowed
    if not allow_again(house, table_id, passage_of(passage).words):
        raise RuleBroken(N_("This passage is not refused at this table."), "passage")
    record(house, "allow-purged", house.get_one(Body, table_id), by=by, now=now)


def table_of(thing: Body | Meeting | Text) -> int:
    return thing.id if isinstance(thing, Body) else thing.body_id


def _scope(thing: Body | Meeting | Text) -> dict[str, int]:
    if isinstance(thing, Body):
        return {"table_id": thing.id}
    return {"meeting_id": thing.id} if isinstance(thing, Meeting) else {"text_id": thing.id}
