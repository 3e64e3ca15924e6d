"""The administration says who runs the site."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.actors import Actor
from models.errors import NotAllowed
from models.history import record
from models.imprints import Imprint, imprint_of
from models.versions import must_be


def may_edit_imprint(by: Actor | None) -> bool:
    return by is not None and by.is_admin


def edit_imprint(house: Session, *, based_on: int | None, by: Actor, now: datetime, **facts: Any) -> None:
    """Enter or change what imprint and privacy page say; there is one such row."""
    if not may_edit_imprint(by):
        raise NotAllowed
    kept = house.get(Imprint, 1, with_for_update=True)
    must_be(kept or imprint_of(house), based_on)
    kept = kept or Imprint()
    changed = [name for name, value in facts.items() if getattr(kept, name) != value]
    for name in changed:
        setattr(kept, name, facts[name])
    house.add(kept)
    record(house, "edit", kept, by=by, now=now, changed=changed)
