"""The form of a source, with what of the table it can lead to; and the ways from sources to that."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import abort, url_for
from flask_babel import get_locale, gettext

from blueprints.positions import choice_queries, queries
from blueprints.positions.choice_queries import Citable
from blueprints.positions.forms import EditSourceForm, NewSourceForm
from models.decisions import Decision
from models.links import LinkKind, ends_of_each, linked_from
from models.meetings import AgendaItem
from models.papers import Paper
from models.position_texts import PositionSource
from models.positions import Position
from models.procedures import Procedure, ProcedureVersion
from models.surveys import Survey
from plumbing.database import reading
from plumbing.forms import named

Group = tuple[str, list[tuple[str, str]]]


def found_source(position: Position, source_id: int) -> PositionSource:
    there = queries.sources(reading(), position.id)
    return next((each for each in there if each.id == source_id), None) or abort(404)


def source_form(position: Position, source: PositionSource | None = None) -> Any:
    """A new source, or one as it stands."""
    form: Any = NewSourceForm() if source is None else EditSourceForm(**_facts(source))
    form.offer(list(_groups(choice_queries.citable_at(reading(), position.body_id))))
    return form


def _facts(source: PositionSource) -> dict[str, Any]:
    leads = [_value(each.thing) for each in linked_from(reading(), source)]
    return {"words": source.words, "leads_to": leads[0] if leads else "", "based_on": source.version}


def _value(thing: Any) -> str:
    return f"{thing.__tablename__}-{thing.id}"


def _groups(found: Citable) -> Iterable[Group]:
    """What can be chosen, kind by kind."""
    papers = [(_value(each), f"{each.number} {each.title}".strip()) for each in found.papers]
    decisions = [(_value(each), each.title) for each in found.decisions]
    items = [(_value(each), _item_words(each)) for each in found.items]
    yield gettext("Papers"), papers
    yield gettext("Decisions"), decisions
    yield gettext("Minutes, by items"), items
    yield gettext("Procedures"), named(found.procedures)
    yield gettext("Surveys"), [(_value(each), each.title) for each in found.surveys]


def _item_words(item: AgendaItem) -> str:
    day = item.meeting.held_on.words(str(get_locale()))
    return gettext("%(title)s, minutes of %(day)s", title=item.title, day=day)


def ways(sources: Sequence[PositionSource], table_id: int) -> dict[int, tuple[str, str]]:
    """By the ids of sources what they lead to, as far as the reader may see it: its name and address."""
    ends = ends_of_each(reading(), sources, LinkKind.CITES)
    shown = {key: [way for each in found if (way := _way(each, table_id))] for key, found in ends.items()}
    return {key: found[0] for key, found in shown.items() if found}


def _way(thing: Any, table_id: int) -> tuple[str, str] | None:
    match thing:
        case Paper():
            name = f"{gettext(thing.kind.label)} {thing.number}".strip()
            return name, url_for("requests.paper", table_id=table_id, paper_id=thing.id)
        case Decision():
            return gettext("Decision"), url_for("decisions.show", table_id=table_id, decision_id=thing.id)
        case AgendaItem():
            return gettext("Minutes"), url_for("minutes.show", meeting_id=thing.meeting_id)
        case Procedure():
            return gettext("Procedure"), url_for("procedures.show", table_id=table_id, procedure_id=thing.id)
        case Survey():
            return gettext("Survey"), url_for("surveys.show", table_id=table_id, survey_id=thing.id)
        case ProcedureVersion():
            ids: dict[str, Any] = {
                "table_id": table_id,
                "procedure_id": thing.procedure_id,
                "number": thing.number,
            }
            return gettext("Procedure"), url_for("procedures.version", **ids)
    return None
