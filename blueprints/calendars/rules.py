"""Gestures around calendar feeds: make an address, revoke it; and what is noted when one is read."""

from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.accounts import Account, new_token
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.feeds import FEEDS_AT_MOST, CalendarFeed, FeedKind
from models.history import record
from models.words import N_


def may_make(by: Actor, kind: FeedKind) -> bool:
    """Whoever signed in, and has anything that such a calendar could tell."""
    return by.account is not None and kind.is_for(by)


def make(house: Session, *, kind: FeedKind, device: str, by: Actor, now: datetime) -> str:
    """A new address for one device; returns its secret, which is told once and kept nowhere."""
    if not may_make(by, kind):
        raise NotAllowed
    account = house.get_one(Account, by.account, with_for_update=True)
    mine = select(func.count(CalendarFeed.id)).where(CalendarFeed.account_id == account.id)
    if (house.scalar(mine) or 0) >= FEEDS_AT_MOST:
        raise RuleBroken(
            N_("You have %(most)s calendar addresses already. Please revoke one first."), most=FEEDS_AT_MOST
        )
    token, token_hash = new_token()
    feed = CalendarFeed(token_hash=token_hash, account_id=account.id, kind=kind, device=device, made_at=now)
    house.add(feed)
    record(house, "make", feed, by=by, now=now, kind=kind.value)
    return token


def revoke(house: Session, feed_id: int, *, by: Actor, now: datetime) -> None:
    """One's own address opens nothing any more, from the next request on."""
    feed = house.get(CalendarFeed, feed_id)
    if feed is None or by.account is None or feed.account_id != by.account:
        raise NotAllowed
    record(house, "revoke", feed, by=by, now=now)
    house.delete(feed)


def note_read(house: Session, feed_id: int, *, on: date, told_hash: str, told_at: datetime) -> None:
    """A program has read the feed that day; since when what it read is so. No gesture."""
    house.execute(
        update(CalendarFeed)
        .where(CalendarFeed.id == feed_id)
        .values(used_on=on, told_hash=told_hash, told_at=told_at)
    )
