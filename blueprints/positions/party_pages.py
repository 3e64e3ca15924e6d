"""Who takes part in a position, by table and institution, and the forms that let somebody else in."""

from dataclasses import dataclass
from typing import Any

from flask import abort

from blueprints.positions import party_queries, party_rules
from blueprints.positions.party_forms import DelegateForm, TableForm
from models.positions import Position, PositionTable
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading


@dataclass(frozen=True, kw_only=True)
class ShownTable:
    """Another table: whether it has agreed, and what the reader may do about it."""

    table: PositionTable
    name: str
    may_agree: bool
    may_end: bool


def parties_page(position: Position) -> dict[str, Any]:
    """The tables, and the institutions outside with the people they sent; names are for the coordination."""
    ends = party_rules.may_end(me(), position)
    names = party_queries.table_names(house(), [each.body_id for each in position.tables])
    shown = [
        ShownTable(
            table=each,
            name=names[each.body_id],
            may_agree=me().coordinates_body(each.body_id) and each.agreed_at is None,
            may_end=ends or me().coordinates_body(each.body_id),
        )
        for each in position.tables
    ]
    outside = party_queries.delegates(reading(), position.id)
    invites = party_rules.may_invite(me(), position)
    return {"tables": shown, "outside": outside, "invites": invites, "ends": ends}


def table_form(position: Position) -> TableForm:
    """Another table of the site, for whoever may ask it."""
    if not party_rules.may_invite(me(), position):
        abort(404)
    form = TableForm()
    there = {position.body_id, *(each.body_id for each in position.tables)}
    form.offer([each for each in party_queries.tables_to_ask(reading()) if each[0] not in there])
    return form


def delegate_form(position: Position) -> DelegateForm:
    """A person of an institution that has no seat at any of the tables."""
    if not party_rules.may_invite(me(), position):
        abort(404)
    form = DelegateForm()
    form.offer(party_queries.institutions_outside(reading(), position.body_ids, clock.today()))
    return form
