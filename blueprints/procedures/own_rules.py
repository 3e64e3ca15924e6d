"""The file of an institution that has a rule of its own instead of a version."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from blueprints.tables.rules import day_of
from models.actors import Actor
from models.files import File, store
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.links import LinkKind, link
from models.procedures import Procedure
from models.rounds import AskedSeat
from models.shelf import DocumentKind, DocumentState, ShelfDocument
from models.stances import Stance
from models.visibility import Visibility


def keep_rule(
    house: Session,
    about: Procedure,
    asked: AskedSeat,
    stance: Stance,
    file: dict[str, Any],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """The institution's own rule lies on the shelf of the table, for its members; the stance cites it."""
    facts = dict(file)
    stream = facts.pop("stream")
    document = ShelfDocument(
        body_id=about.body_id,
        title=f"{about.title}: {asked.name}"[:200],
        owner_id=by.person_id,
        put_at=now,
        kind=DocumentKind.AGREEMENT,
        dated=FuzzyDate.of_day(day_of(now)),
        issuer=asked.name[:160],
        visibility=Visibility.COORDINATION if _is_narrow(about) else Visibility.INTERNAL,
        state=DocumentState.RELEASED,
    )
    house.add(document)
    house.flush()
    record(house, "put", document, by=by, now=now, level=document.visibility.value)
    kept = File(item_id=None, document_id=document.id, uploaded_by_id=by.person_id, uploaded_at=now, **facts)
    store(house, kept, stream)
    record(house, "add", kept, by=by, now=now, body_id=about.body_id, sha256=kept.sha256)
    link(house, LinkKind.CITES, stance, document)


def _is_narrow(about: Procedure) -> bool:
    """Its title must not stand where more people read than see the procedure."""
    return about.visibility in (Visibility.CONFIDENTIAL, Visibility.COORDINATION)
