"""What the page of an institution offers: asked of the house, since who sits elsewhere is hidden."""

from blueprints.organisations import contact_rules, rules
from models.organisations import Organisation
from plumbing.access import me
from plumbing.database import house


def may_edit(organisation: Organisation) -> bool:
    """Whether the reader keeps the entry."""
    return rules.may_edit(me(), organisation, house())


def offered(organisation: Organisation) -> dict[str, bool]:
    """Whether she keeps it, its contact points, and the consent of its management, in one statement."""
    keeps = may_edit(organisation)
    nearest = keeps or contact_rules.speaks_for(me(), organisation.id)
    return {"may_edit": keeps, "may_set_management": nearest, "may_keep_contacts": nearest}
