"""Publishing minutes: a redacted text is prepared, approved by a gesture of its own, and can be withdrawn."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.minutes.correction_queries import items_by_number, newest_editions
from models.actors import Actor
from models.deadlines import BERLIN
from models.editions import Edition, EditionKind, canonical, freeze
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.meetings import Meeting
from models.minutes import Minutes
from models.publications import PUBLISHABLE, Publication, PublicationState
from models.unnamed import must_name_nobody
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_

Parts = Mapping[str, tuple[str, str]]
"""Title and text of each chosen item, by its number in the minutes."""


def may_publish(by: Actor, table_id: int) -> bool:
    """The coordination."""
    return by.coordinates_body(table_id)


def publishable(edition: Edition) -> list[dict[str, Any]]:
    """The items of which a text may be published; confidential ones are never offered."""
    return [item for item in edition.data["items"] if Visibility(item["visibility"]) in PUBLISHABLE]


def prepare(
    house: Session,
    meeting_id: int,
    parts: Parts,
    *,
    based_on: int,
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> Publication:
    """Keep what shall be published; `based_on` is 0 the first time. Only the coordination sees it yet."""
    meeting, minutes = _approved_minutes(house, meeting_id, by)
    offered = {item["number"] for item in publishable(newest_editions(house, meeting_id)[0])}
    if not parts or not parts.keys() <= offered:
        raise RuleBroken(N_("Please choose at least one item."))
    if not all(title.strip() and text.strip() for title, text in parts.values()):
        raise RuleBroken(N_("Every chosen item needs a title and a text."))
    ids = items_by_number(house, meeting_id)
    for number, (title, text) in parts.items():
        must_name_nobody(house, ids.get(number), title=title, markdown=text)
    draft = {
        number: {"title": title, "markdown": text, "html": str(render(text))}
        for number, (title, text) in parts.items()
    }
    found = of_minutes(house, minutes.id)
    if found is None:
        found = Publication(
            minutes_id=minutes.id,
            meeting_id=meeting.id,
            body_id=meeting.body_id,
            draft=canonical(draft),
            prepared_at=now,
            prepared_by_id=by.person_id,
        )
        house.add(found)
    else:
        must_be(found, based_on)
        found.must_not_be_out()
        found.draft, found.prepared_at, found.prepared_by_id = canonical(draft), now, by.person_id
        found.edition_id = found.approved_at = found.approved_by_id = found.withdrawn_at = None
    house.flush()
    record(house, "prepare", found, by=by, now=now, items=len(parts))
    return found


def publish(house: Session, meeting_id: int, *, based_on: int, by: Actor, now: datetime) -> Publication:
    """Approve what was prepared: frozen with its hash, it stands on the public side from now on."""
    meeting, minutes = _approved_minutes(house, meeting_id, by)
    found = of_minutes(house, minutes.id)
    if found is None or found.state is not PublicationState.PREPARED:
        raise RuleBroken(N_("Nothing is prepared."))
    must_be(found, based_on)
    whole = newest_editions(house, meeting_id)[0]
    order = [item["number"] for item in publishable(whole) if item["number"] in found.parts]
    head = {name: whole.data[name] for name in ("body", "number", "held_on", "coordination")}
    content = head | {
        "published_on": now.astimezone(BERLIN).date().isoformat(),
        "approved_on": minutes.approved_on.isoformat() if minutes.approved_on else None,
        "items": [found.parts[number] for number in order],
    }
    about = meeting.id, meeting.body_id, head["body"]
    made = freeze(house, EditionKind.PUBLISHED, *about, content, by=by, now=now)
    found.edition_id, found.approved_at, found.approved_by_id = made.id, now, by.person_id
    record(house, "publish", found, by=by, now=now, sha256=made.sha256, items=len(order))
    return found


def withdraw_publication(house: Session, meeting_id: int, *, by: Actor, now: datetime) -> None:
    """Take it off the public side; what was read or downloaded can't be called back."""
    _, minutes = _approved_minutes(house, meeting_id, by)
    found = of_minutes(house, minutes.id)
    if found is None or found.state is not PublicationState.PUBLISHED:
        raise RuleBroken(N_("Nothing is published."))
    found.withdrawn_at = now
    record(house, "withdraw", found, by=by, now=now)


def of_minutes(house: Session, minutes_id: int) -> Publication | None:
    wanted = select(Publication).where(Publication.minutes_id == minutes_id).with_for_update()
    return house.scalar(wanted)


def _approved_minutes(house: Session, meeting_id: int, by: Actor) -> tuple[Meeting, Minutes]:
    """Only minutes that are approved are published in any form."""
    meeting = house.get(Meeting, meeting_id)
    if meeting is None or not may_publish(by, meeting.body_id):
        raise NotAllowed
    minutes = house.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id).with_for_update())
    if minutes is None:
        raise NotAllowed
    if minutes.approved_on is None:
        raise RuleBroken(N_("Only approved minutes can be published."))
    return meeting, minutes
