"""What the pages and forms of appearances show, put together for the person who reads."""

from typing import Any

from flask import abort, url_for
from flask_babel import gettext

from blueprints.lobbying import appearance_queries, mandate_rules, rules
from blueprints.lobbying.mandate_words import Card, card, who_for_whom
from blueprints.organisations.choice_queries import institutions
from blueprints.requests.queries import bodies_outside
from blueprints.tables import queries as table_queries
from models.appearance_words import PROMISED
from models.appearances import Appearance, Mandate
from models.deadlines import Land
from models.requests import requests_behind
from plumbing import clock
from plumbing.access import me
from plumbing.database import reading


def list_page(table_id: int | None, page: int) -> dict[str, Any]:
    """One page of appearances; `table_id` also says where a new one is noted."""
    found = appearance_queries.appearances(reading(), table_id, page)
    return {
        "found": found,
        "rows": [(each, [who_for_whom(one, me()) for one in each.mandates]) for each in found.appearances],
        "tables": appearance_queries.tables(reading()),
        "wanted": table_id,
        "table_id": table_id if table_id and rules.may_keep(me(), table_id) else None,
    }


def cards(found: Appearance, land: Land) -> list[Card]:
    return [
        card(each, found, me(), land, clock.today(), may_report=mandate_rules.may_report(me(), each))
        for each in found.mandates
    ]


def appearance_page(found: Appearance) -> dict[str, Any]:
    """One appearance with the cards of its mandates, and what the reader may do."""
    land = appearance_queries.land_of(reading(), found.body_id)
    return {
        **about(found),
        "cards": cards(found, land),
        "report_due_on": found.report_due_on(land),
        "keeps": rules.may_keep(me(), found.body_id),
        "promised": PROMISED,
        "unsent": found.state in PROMISED and not any(each.runs for each in found.mandates),
        "requests": requests_behind(reading(), appearance_queries.positions_on(reading(), found)),
    }


def about(found: Appearance) -> dict[str, Any]:
    """What every page about one appearance shows of it."""
    return {
        "appearance": found,
        "body": found.body,
        "hue": found.body.hue,
        "url": url_for("lobbying.appearance", table_id=found.body_id, appearance_id=found.id),
    }


def seen_appearance(table_id: int, appearance_id: int) -> tuple[Appearance, dict[str, Any]]:
    """The appearance for whoever may read it."""
    found = appearance_queries.appearance(reading(), table_id, appearance_id) or abort(404)
    return found, about(found)


def kept_appearance(table_id: int, appearance_id: int) -> tuple[Appearance, dict[str, Any]]:
    """The appearance for whoever keeps it; for all others there is none to change."""
    if not rules.may_keep(me(), table_id):
        abort(404)
    return seen_appearance(table_id, appearance_id)


def mandate_of(found: Appearance, mandate_id: int) -> Mandate:
    """One of its mandates."""
    return next((each for each in found.mandates if each.id == mandate_id), None) or abort(404)


def table_of(table_id: int) -> dict[str, Any]:
    """The table where something new is noted, for its coordination."""
    body = table_queries.body(reading(), table_id) if rules.may_keep(me(), table_id) else None
    body = body or abort(404)
    return {"body": body, "hue": body.hue}


def offered(form: Any, table_id: int) -> Any:
    form.offer(appearance_queries.projects(reading(), table_id), bodies_outside(reading()))
    return form


def mandate_form(form: Any, found: Appearance, kept: Mandate | None = None) -> Any:
    """The form with what may be chosen; who goes already stays a choice after leaving the table."""
    people = appearance_queries.people(reading(), found.body_id, clock.today())
    if kept and kept.person and kept.person_id not in {key for key, _ in people}:
        people.append((kept.person.id, kept.person.name))
    texts = [
        (key, gettext("%(title)s, version %(number)d", title=title, number=number))
        for key, title, number in appearance_queries.frozen_texts(reading(), found.body_id)
    ]
    form.offer(people, institutions(reading()), texts)
    return form
