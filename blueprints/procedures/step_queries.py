"""What the form of a step offers: contact points and help offers of the directory."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from blueprints.procedures.step_rules import contacts_for
from models.contact_points import ContactPoint
from models.offers import HelpOffer
from models.organisations import Organisation
from models.procedure_steps import ProcedureStep


def contacts_to_choose(
    reading: Session, table_id: int, step: ProcedureStep | None = None
) -> list[tuple[str, list[tuple[int, str]]]]:
    """The contact points that a step may name, and the one that stands there, under their institutions."""
    there = step.contact.contact_id if step is not None and step.contact else None
    rows = reading.execute(
        select(ContactPoint.id, ContactPoint.name, Organisation.name.label("institution"))
        .join(Organisation, Organisation.id == ContactPoint.organisation_id)
        .where(or_(ContactPoint.id.in_(contacts_for(table_id)), ContactPoint.id == there))
        .order_by(Organisation.folded, ContactPoint.name, ContactPoint.id)
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        found.setdefault(row.institution, []).append((row.id, row.name))
    return list(found.items())


def offers_to_choose(reading: Session) -> list[tuple[int, str]]:
    """The help offers of the directory, for a choice."""
    rows = reading.execute(
        select(HelpOffer.id, HelpOffer.title, Organisation.name)
        .join(HelpOffer.organisation)
        .order_by(Organisation.folded, HelpOffer.title, HelpOffer.id)
    )
    return [(row.id, f"{row.name}: {row.title}") for row in rows]
