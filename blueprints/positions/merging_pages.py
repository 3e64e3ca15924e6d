"""The pages on which accepted amendments go into the text."""

from typing import Any

from flask import abort

from blueprints.positions import amendment_rules, queries
from blueprints.positions.amendment_forms import ByHandForm
from blueprints.positions.amendment_pages import amendment_page, must_be_live
from blueprints.positions.drafting_pages import found_draft
from blueprints.positions.queries import Draft
from blueprints.positions.rules import may_lead
from models.amendments import Amendment, AmendmentState
from models.positions import Position
from plumbing.access import me
from plumbing.database import reading


def mergeable(position: Position) -> dict[str, Any]:
    """The accepted amendments of the newest version, for whoever takes them in."""
    newest = position.newest
    if newest is None or not amendment_rules.may_answer(me(), position):
        abort(404)
    return {"accepted": queries.to_merge(queries.amendments(reading(), newest.id))}


def by_hand_page(position: Position, amendment: Amendment) -> dict[str, Any]:
    """One accepted amendment beside the section as it is written now."""
    if not may_lead(me(), position):
        abort(404)
    must_be_live(position, amendment)
    if amendment.state is not AmendmentState.ACCEPTED:
        abort(404)
    return amendment_page(position, amendment) | {"draft": found_draft(position, amendment.section_id)}


def by_hand_form(draft: Draft) -> ByHandForm:
    return ByHandForm(markdown=draft.version.markdown if draft.version else "", based_on=draft.text.latest)
