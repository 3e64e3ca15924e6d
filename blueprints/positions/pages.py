"""What the pages of positions show, put together for the person who reads."""

from collections.abc import Mapping
from typing import Any

from flask import abort, url_for
from flask_babel import gettext

from blueprints.positions import (
    abandoning_rules,
    choice_queries,
    publishing_queries,
    queries,
    rules,
    version_rules,
)
from blueprints.positions.standing_words import standings
from blueprints.tables import queries as table_queries
from models.bodies import Body
from models.people import Person
from models.positions import Position
from models.visibility import Visibility
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.gestures import Passed
from plumbing.pages import berlin_day, german_day
from plumbing.versions import VersionedForm


def index_page(given: Mapping[str, str]) -> dict[str, Any]:
    """One page of positions, of all tables or of one."""
    table_id, page = _number(given.get("table")), _number(given.get("page"))
    body = table_queries.body(reading(), table_id) if table_id else None
    found = queries.positions(reading(), table_id or None, min(page or 1, 10_000))
    return {
        "found": found,
        "states": standings(house(), found.positions, clock.today()),
        "names": _table_names(found.positions),
        "published": _published(table_id or None, {each.id for each in found.positions}),
        "body": body,
        "hue": body.hue if body else None,
        "may_begin": body is not None and rules.may_begin(me(), body.id),
    }


def _published(table_id: int | None, shown: set[int]) -> list[tuple[int, str, str]]:
    """What everybody reads of the tables' positions, beside those that stand in the list."""
    found = publishing_queries.published_positions(house(), table_id=table_id)
    return [(key, title, german_day(berlin_day(at))) for key, title, at in found if key not in shown]


def _number(typed: str | None) -> int:
    """An id from an address; 0 for anything else."""
    is_number = typed is not None and typed.isascii() and typed.isdigit() and len(typed) < 10
    return int(typed or 0) if is_number else 0


def _table_names(found: Any) -> dict[int, str]:
    """What the keeping tables are called, also for whoever takes part from outside."""
    return {each.id: each.body.name if each.body else table_name(each) for each in found}


def table_name(position: Position) -> str:
    """The name alone: whoever was invited to a position may know who keeps it."""
    return house().get_one(Body, position.body_id).name


def found_position(table_id: int, position_id: int) -> tuple[Position, dict[str, Any]]:
    """The position and what every page about it shows; for whoever may not see it there is none."""
    found = queries.position(reading(), table_id, position_id) or abort(404)
    return found, about(found)


def led_position(table_id: int, position_id: int) -> tuple[Position, dict[str, Any]]:
    """The same for whoever has the lead."""
    found, page = found_position(table_id, position_id)
    return (found, page) if rules.may_lead(me(), found) else abort(404)


def written_position(table_id: int, position_id: int) -> tuple[Position, dict[str, Any]]:
    """The same for whoever writes it; once the text is final, or withdrawn, she is told so."""
    found, page = found_position(table_id, position_id)
    if not rules.writes(me(), found):
        abort(404)
    why = rules.why_not_written(found)
    if why:
        raise Passed(why, page["url"])
    return found, page


def about(position: Position) -> dict[str, Any]:
    confidential = position.visibility is Visibility.CONFIDENTIAL
    return {
        "position": position,
        "body": position.body,
        "table_name": position.body.name if position.body else table_name(position),
        "hue": position.body.hue if position.body else None,
        "ids": {"table_id": position.body_id, "position_id": position.id},
        "url": url_for("positions.show", table_id=position.body_id, position_id=position.id),
        "standing": standings(house(), [position], clock.today())[position.id],
        "named": [name for _, name in queries.named(reading(), position.id)] if confidential else [],
        "may_lead": rules.may_lead(me(), position),
        "may_write": rules.may_write(me(), position),
        "begun": position.begun_at is not None,
        "may_open": version_rules.may_open(me(), position),
        "may_freeze": version_rules.may_freeze(me(), position) and position.begun_at is not None,
        "may_abandon": abandoning_rules.may_abandon(me(), position),
        "may_take_up": abandoning_rules.may_take_up(me(), position),
        "may_reopen": version_rules.may_reopen(me(), position),
        "sees_names": table_queries.sees_names(me(), position.body_id),
        "editor_name": editor_name,
    }


def editor_name(person: Person, sees_names: bool) -> str:
    """By name for whoever sits at the table, else by her institution; needs the person's organisation."""
    if sees_names:
        return person.name
    return person.organisation.name if person.organisation else gettext("an editor")


def new_form(form: Any, table_id: int) -> tuple[Any, dict[str, Any]]:
    """The empty form of a position."""
    body = table_queries.body(reading(), table_id) if rules.may_begin(me(), table_id) else None
    body = body or abort(404)
    made = form()
    seats = choice_queries.seats_to_name(reading(), frozenset([table_id]), clock.today())
    made.offer(seats, choice_queries.projects(reading(), table_id))
    made.offer_earlier(choice_queries.earlier(reading(), table_id))
    return made, {"body": body, "hue": body.hue}


def edit_form(form: type[VersionedForm], position: Position, **given: Any) -> Any:
    """The form as the position fills it, and as it was sent unless `formdata=None` is given."""
    named = [each.seat_id for each in position.audience]
    made: Any = form(obj=position, based_on=position.version, seat_ids=named, **given)
    seats = choice_queries.seats_to_name(reading(), position.body_ids, clock.today())
    made.offer(seats, choice_queries.projects(reading(), position.body_id))
    return made


def usual_headings(form: Any) -> list[str]:
    """The headings of the kind that was chosen, in the language of the page."""
    if not form.usual_sections.data or form.like_id.data:
        return []
    return [gettext(each) for each in rules.USUAL_SECTIONS[form.kind.data]]


def editors_form(form: Any, position: Position) -> Any:
    """Who writes it today, to choose among all who take part; whoever has left writes no more."""
    there = rules.people_of(house(), position, clock.now())
    staying = [each for each in position.editors if each.person_id in there]
    leads = [each.person_id for each in staying if each.leads]
    made = form(leads=leads, writes=[each.person_id for each in staying if not each.leads])
    people = queries.people_to_name(reading(), position, me(), clock.today())
    made.offer([(each.person_id, _called(each)) for each in people if each.person_id in there])
    return made


def _called(each: queries.Nameable) -> str:
    """By name with the institution; where one does not sit with her by institution and function."""
    if each.name:
        return f"{each.name} ({each.institution})"
    return ", ".join(filter(None, [each.institution, each.function])) or gettext("an editor")
