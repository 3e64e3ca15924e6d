"""The standing setting of an institution: what it says needs the consent of its management."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from blueprints.organisations.contact_rules import speaks_for
from blueprints.organisations.rules import may_edit
from models.actors import Actor
from models.errors import NotAllowed
from models.history import record
from models.organisations import Organisation
from models.versions import must_be


def may_set_management(by: Actor, organisation: Organisation, house: Session) -> bool:
    """Its own main representatives, and whoever keeps its entry."""
    return speaks_for(by, organisation.id) or may_edit(by, organisation, house)


def set_management(
    house: Session, organisation_id: int, *, based_on: int | None, by: Actor, now: datetime, **facts: Any
) -> Organisation:
    """State whether the institution answers subject to its management; what was said before stays."""
    organisation = house.get(Organisation, organisation_id, with_for_update=True)
    if organisation is None or not may_set_management(by, organisation, house):
        raise NotAllowed
    must_be(organisation, based_on)
    changed = [name for name, value in facts.items() if getattr(organisation, name) != value]
    for name in changed:
        setattr(organisation, name, facts[name])
    record(house, "set-management", organisation, by=by, now=now, changed=changed)
    return organisation
