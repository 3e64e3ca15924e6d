"""The form of a source, with the papers and decisions of the table that it can lead to."""

from typing import Any

from flask import abort

from blueprints.positions import choice_queries, queries
from blueprints.positions.forms import EditSourceForm, NewSourceForm
from models.links import linked_from
from models.papers import Paper
from models.position_texts import PositionSource
from models.positions import Position
from plumbing.database import reading


def found_source(position: Position, source_id: int) -> PositionSource:
    there = queries.sources(reading(), position.id)
    return next((each for each in there if each.id == source_id), None) or abort(404)


def source_form(position: Position, source: PositionSource | None = None) -> Any:
    """A new source, or one as it stands."""
    form: Any = NewSourceForm() if source is None else EditSourceForm(**_facts(source))
    form.offer(
        choice_queries.papers(reading(), position.body_id),
        choice_queries.decisions(reading(), position.body_id),
    )
    return form


def _facts(source: PositionSource) -> dict[str, Any]:
    leads = [each.thing for each in linked_from(reading(), source)]
    paper = next((each.id for each in leads if isinstance(each, Paper)), None)
    decision = next((each.id for each in leads if not isinstance(each, Paper)), None)
    facts = {"words": source.words, "paper_id": paper, "decision_id": decision}
    return {**facts, "based_on": source.version}
