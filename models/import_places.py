"""A protected address stays in no file that was imported before it became protected."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, event, inspect, or_, select, update

from models.folding import folded
from models.imports import Import, ImportKind, ImportLine, without
from models.offers import HelpOffer
from models.organisations import Organisation

PLACES: Final = ("place", "postal_address")
"""What is not stored where the address is protected."""


@event.listens_for(Organisation, "after_update")
def _forget_those_of_an_institution(_mapper: Any, connection: Connection, row: Organisation) -> None:
    """Its own lines, and those of its offers."""
    if _has_become_protected(row):
        offers = select(HelpOffer.id).where(HelpOffer.organisation_id == row.id)
        key = folded(row.name)
        own = or_(ImportLine.row_id == row.id, ImportLine.key == key)
        of_offers = or_(ImportLine.row_id.in_(offers), ImportLine.key.startswith(f"{key}|", autoescape=True))
        _forget(connection, ImportKind.INSTITUTIONS, own)
        _forget(connection, ImportKind.OFFERS, of_offers)


@event.listens_for(HelpOffer, "after_update")
def _forget_those_of_an_offer(_mapper: Any, connection: Connection, row: HelpOffer) -> None:
    if _has_become_protected(row):
        same_title = ImportLine.key.endswith(f"|{folded(row.title)}", autoescape=True)
        _forget(connection, ImportKind.OFFERS, or_(ImportLine.row_id == row.id, same_title))


def _has_become_protected(row: Organisation | HelpOffer) -> bool:
    state: Any = inspect(row)
    return row.address_protected and bool(state.attrs.address_protected.history.has_changes())


def _forget(connection: Connection, kind: ImportKind, which: ColumnElement[bool]) -> None:
    lines: Any = ImportLine.__table__
    of_kind = ImportLine.import_id.in_(select(Import.id).where(Import.kind == kind))
    kept = (lines.c.facts, lines.c.changes, lines.c.effects)
    for row in connection.execute(select(lines.c.id, *kept).where(and_(of_kind, which))).all():
        facts, changes, effects = without(PLACES, row.facts, row.changes, row.effects)
        said = {"facts": facts, "changes": changes, "effects": effects}
        connection.execute(update(lines).where(lines.c.id == row.id).values(**said))
