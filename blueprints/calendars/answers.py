"""What a calendar program gets for its secret: the calendar, or that nothing is new."""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import chain
from typing import Any, Final, NamedTuple

from flask import Response, current_app, g, request
from flask_babel import gettext
from sqlalchemy.exc import OperationalError

from blueprints.accounts.doors import demo_allowed
from blueprints.calendars import entries, queries, rules
from blueprints.calendars.queries import Bearer
from models.feeds import FeedKind
from plumbing import clock
from plumbing.access import act_as
from plumbing.calendar_feeds import CONTENT_TYPE, feed
from plumbing.database import close_work, house, job, reading
from plumbing.language import chosen_language

REMEMBERED_AT_MOST: Final = 5000


class Told(NamedTuple):
    """What was told last for a secret, and all that it follows from."""

    basis: Any
    etag: str


def nothing() -> Response:
    """The answer to all secrets that open nothing: it tells nothing, sets nothing, looks like no page."""
    return Response(status=404, content_type="text/plain; charset=utf-8")


def bearer(token: str) -> Bearer | None:
    """Whose calendar it is; accounts of the demo open nothing where real mail is sent."""
    found = queries.bearer(house(), token, clock.today())
    return None if found is not None and found.is_demo and not demo_allowed() else found


def calendar(found: Bearer) -> Response:
    """The owner's calendar with her rights of this moment, or 304.

    While no gesture has happened in the house, and person, rights and day are the same, the calendar is the
    same as before: then it is not even made. Whatever changes what is told leaves a line in the history.
    """
    act_as(found.actor)
    known: dict[str, Told] = current_app.extensions.setdefault("feeds_told", {})
    basis = (found.seal, found.actor, chosen_language())
    told = known.get(found.feed.token_hash)
    if found.seal and told is not None and told.basis == basis and has(told.etag):
        return _headed(Response(), found, told.etag)
    body = feed(*_content(found))
    told = Told(basis, sha256(body).hexdigest()[:32])
    if len(known) >= REMEMBERED_AT_MOST:
        known.clear()
    known[found.feed.token_hash] = told
    return _headed(Response(body), found, told.etag)


def has(etag: str) -> bool:
    """Whether the program says that it has this already; a proxy that compresses weakens the mark."""
    return request.if_none_match.contains_weak(etag)


def _content(found: Bearer) -> tuple[str, Iterator[bytes]]:
    given = (reading(), found.actor, found.actor.on, found.feed.made_at)
    if found.feed.kind is FeedKind.DEADLINES:
        return gettext("Round tables: deadlines"), chain(entries.deadlines(*given), entries.askings(*given))
    return gettext("Round tables"), entries.meetings(*given)


def _headed(response: Response, found: Bearer, etag: str) -> Response:
    """Last-Modified is the moment since which this is told; it is stored, for all workers."""
    row, told_at = found.feed, found.feed.told_at
    if told_at is None or row.told_hash != etag:
        told_at = clock.now()
    if row.used_on != found.actor.on or row.told_hash != etag:
        g.feed_read = {"feed_id": row.id, "on": found.actor.on, "told_hash": etag, "told_at": told_at}
    response.content_type = CONTENT_TYPE
    response.headers["Content-Disposition"] = f"attachment; filename={row.kind.value}.ics"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(etag)
    response.last_modified = told_at
    response.make_conditional(request)
    return response


def note_read(_error: BaseException | None = None) -> None:
    """Reading leaves no trace but this: once a day, or when the answer is new, in its own transaction."""
    read: dict[str, Any] | None = g.pop("feed_read", None)
    if read is None:
        return
    close_work()
    with suppress(OperationalError), job() as unit:  # a busy database is no reason to refuse the calendar
        rules.note_read(unit, **read)
