"""What the pages and forms of requests show, put together for the person who reads."""

from collections.abc import Mapping
from typing import Any

from flask import abort, request, url_for
from flask_babel import get_locale, gettext

from blueprints.requests import (
    queries,
    reminder_rules,
    report_queries,
    request_queries,
    request_rules,
    request_words,
)
from blueprints.requests.pages import called as called_paper
from blueprints.requests.pages import number_in
from blueprints.requests.request_forms import COORDINATION, AssignForm, RequestForm, TieForm
from blueprints.requests.request_queries import Wanted, Which
from blueprints.tables import queries as table_queries
from blueprints.tables.queries import coordination_name
from blueprints.tasks import queries as task_queries
from models.requests import ExternalRequest, RequestReply
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.forms import choices, typed_or_empty

WHICH = {each.value: each for each in Which}


def list_page(given: Mapping[str, str]) -> dict[str, Any]:
    """One page of the requests, with what it was narrowed by; the address holds all of it."""
    wanted = Wanted(
        text=typed_or_empty(given.get("q", ""), 100),
        table_id=number_in(given.get("table")) or None,
        which=WHICH.get(given.get("which", ""), Which.ALL),
        page=max(number_in(given.get("page")), 1),
    )
    found = request_queries.search(reading(), wanted)
    asked = {"q": wanted.text, "table": wanted.table_id, "which": wanted.which.value}
    return {
        "found": found,
        "wanted": wanted,
        "asked": {name: value for name, value in asked.items() if value},
        "tables": request_queries.tables_with_requests(reading()),
        "which": choices(Which),
        "table_id": wanted.table_id if request_rules.may_register(me(), wanted.table_id or 0) else None,
        **words(),
    }


def words() -> dict[str, Any]:
    """How requests are put into words, for templates."""
    language = str(get_locale())
    return {
        "standing": request_words.standing,
        "asked_by": request_words.asked_by,
        "lead_of": request_words.lead_of,
        "due_words": lambda found: request_words.due_words(found, language),
        "called": lambda thing: request_words.called(thing, language),
        "url_of": request_words.url_of,
    }


def seen(table_id: int, request_id: int) -> ExternalRequest:
    """The request for whoever may read it."""
    return request_queries.request(reading(), table_id, request_id) or abort(404)


def about(found: ExternalRequest) -> dict[str, Any]:
    """What every page about one request shows of it."""
    url = url_for("requests.show", table_id=found.body_id, request_id=found.id)
    return {"found": found, "body": found.body, "hue": found.body.hue, "url": url, **words()}


def request_page(found: ExternalRequest) -> dict[str, Any]:
    """One request, its replies, what it comes from and what it led to."""
    before, after = request_queries.tied(reading(), found)
    loaded = request_queries.with_sessions(reading(), before + after)
    return {
        **about(found),
        "comes_from": [_loaded(each, loaded) for each in before],
        "led_to": [_loaded(each, loaded) for each in after],
        "lead_person": _lead_person(found),
        "report": report_queries.report(reading(), found.id),
        "leads": request_rules.may_register(me(), found.body_id),
        "works": request_rules.may_work_on(me(), found),
        "today": clock.today(),
        "to_remind": is_to_remind(found),
        "reminders": reminder_rules.days_ahead(found, clock.today()) if is_open(found) else [],
    }


def is_open(found: ExternalRequest) -> bool:
    """A reply is still owed."""
    return not found.is_settled and found.withdrawn_on is None


def is_to_remind(found: ExternalRequest) -> bool:
    """Another house than the coordination owes the reply."""
    return is_open(found) and found.seat_id is not None


def _lead_person(found: ExternalRequest) -> str:
    """Who has the lead: her name for those who know each other at the table, for all others her function."""
    if found.appointment is None:
        return ""
    person = found.appointment.person
    return person.name if table_queries.sees_names(me(), found.body_id) else person.function


def _loaded(thing: Any, loaded: dict[tuple[str, int], Any]) -> Any:
    return loaded.get((thing.__tablename__, thing.id), thing)


def led(table_id: int, request_id: int) -> tuple[ExternalRequest, dict[str, Any]]:
    """The request for the coordination of its table; for all others there is none to change."""
    found = seen(table_id, request_id)
    if not request_rules.may_register(me(), table_id):
        abort(404)
    return found, about(found)


def worked_on(table_id: int, request_id: int) -> tuple[ExternalRequest, dict[str, Any]]:
    """The request for whoever has the lead."""
    found = seen(table_id, request_id)
    if not request_rules.may_work_on(me(), found):
        abort(404)
    return found, about(found)


def reply_of(found: ExternalRequest, reply_id: int) -> RequestReply:
    return request_queries.reply(reading(), found.id, reply_id) or abort(404)


def registering(table_id: int) -> dict[str, Any]:
    """The table for whoever registers requests there."""
    body = table_queries.body(reading(), table_id) if request_rules.may_register(me(), table_id) else None
    body = body or abort(404)
    return {"body": body, "hue": body.hue}


def offered(form: RequestForm, table_id: int, but: int | None = None) -> Any:
    language = str(get_locale())
    sessions = [
        (name, [(each, on.words(language)) for each, on in of])
        for name, of in queries.sessions(reading(), table_id, me())
    ]
    form.offer(
        queries.bodies_outside(reading()),
        request_queries.institutions(reading(), clock.today()),
        sessions,
        request_queries.earlier(reading(), table_id, but),
    )
    return form


def new_form(form: type[RequestForm], table_id: int) -> Any:
    """The empty form; as a further question it takes over what the first one says of who asks."""
    before = request_queries.request(reading(), table_id, number_in(request.args.get("follows")))
    known: dict[str, Any] = {}
    if before is not None:
        names = ("committee_id", "organisation_id", "asker", "addressee", "visibility")
        known = {name: getattr(before, name) for name in names} | {"follows_id": before.id}
    return offered(form(**known), table_id)


def assign_form(found: ExternalRequest, **given: Any) -> AssignForm:
    """The lead as it is, with the institutions and people of today."""
    seat = found.seat_id or COORDINATION
    form = AssignForm(based_on=found.version, seat_id=seat, appointment_id=found.appointment_id, **given)
    known = task_queries.choice(reading(), found.body_id, clock.today())
    name = coordination_name(house(), found.body_id, clock.today())
    label = gettext("Coordination (%(name)s)", name=name) if name else gettext("Coordination")
    form.offer([(COORDINATION, label), *known.seats], known.people)
    return form


def tie_form(found: ExternalRequest) -> TieForm:
    language = str(get_locale())
    groups = [
        (
            gettext(request_words.THING_WORDS[name]),
            [(key, request_words.called(row, language)) for key, row in of],
        )
        for name, of in request_queries.to_tie(reading(), found.body_id)
    ]
    form = TieForm()
    form.offer(groups)
    return form


def with_papers(form: Any, found: ExternalRequest) -> Any:
    papers = request_queries.papers_of(reading(), found.body_id)
    versions = [
        (key, gettext("Version %(number)s", number=number))
        for key, number in report_queries.versions_to_send(reading(), found.id)
    ]
    form.offer([(each.id, called_paper(each)) for each in papers], versions)
    return form
