"""What the pages and forms of papers show, put together for the person who reads."""

from collections.abc import Mapping
from typing import Any, Final

from flask import abort, url_for
from flask_babel import get_locale, gettext

from blueprints.requests import queries, request_queries, rules
from blueprints.requests.forms import RELATION_WORDS
from blueprints.requests.path_queries import way_of
from blueprints.requests.station_words import standing_words, steps
from blueprints.tables import queries as table_queries
from models.paper_paths import Station
from models.paper_standing import standing
from models.papers import Paper, PaperKind
from models.requests import ExternalRequest, requests_after
from models.visibility import Visibility
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.forms import choices, typed_or_empty
from plumbing.versions import VersionedForm

KINDS: Final = {each.value: each for each in PaperKind}
LAST_PAGE: Final = 10_000
LARGEST_ID: Final = 2**31 - 1


def called(paper: Paper) -> str:
    """What a paper is called in a line: its kind and number, its title."""
    name = f"{gettext(paper.kind.label)} {paper.number}".strip()
    return f"{name}: {paper.title}" if paper.title else name


def heading(paper: Paper) -> str:
    """What its page is called: its title, or its kind and number where none is known."""
    return paper.title or called(paper)


def search_page(given: Mapping[str, str]) -> dict[str, Any]:
    """One page of what is found, with what it was narrowed by; the address holds all of it."""
    wanted = _wanted(given)
    asked = {
        "q": wanted.text,
        "table": wanted.table_id,
        "kind": wanted.kind.value if wanted.kind else "",
        "year": wanted.year,
        "issuer": wanted.issuer,
    }
    table_id = wanted.table_id or 0
    return {
        "found": queries.search(reading(), wanted),
        "wanted": wanted,
        "asked": {name: value for name, value in asked.items() if value},
        "narrowing": queries.narrowing(reading()),
        "kinds": choices(PaperKind),
        "table_id": table_id if rules.may_keep(me(), table_id) else None,
        "called": called,
        "heading": heading,
    }


def _wanted(given: Mapping[str, str]) -> queries.Wanted:
    """What the address asks for; what makes no sense asks for nothing."""
    year, issuer = number_in(given.get("year")), given.get("issuer", "")
    return queries.Wanted(
        text=typed_or_empty(given.get("q", ""), 100),
        table_id=number_in(given.get("table")) or None,
        kind=KINDS.get(given.get("kind", "")),
        year=year if 1900 <= year <= 2199 else None,
        issuer=number_in(issuer) or typed_or_empty(issuer, 160),
        page=min(max(number_in(given.get("page")), 1), LAST_PAGE),
    )


def number_in(typed: str | None) -> int:
    """A number as an id may be; 0 for anything else."""
    is_number = typed is not None and typed.isascii() and typed.isdigit() and len(typed) < 11
    return min(int(typed or 0), LARGEST_ID) if is_number else 0


def paper_page(paper: Paper) -> dict[str, Any]:
    """One paper, its stations, what else has its number, and what it is to other papers."""
    way = way_of(house(), reading(), paper)
    same, elsewhere = queries.of_same_number(reading(), paper)
    own = [each.consultation for each in way.stations if each.consultation and each.paper.id == paper.id]
    confidential = paper.visibility is Visibility.CONFIDENTIAL
    return {
        **about(paper),
        "steps": steps(way.stations, paper, str(get_locale()), clock.today(), way.terms),
        "related": [(gettext(RELATION_WORDS[each.kind][each.back]), each) for each in way.related],
        "own": own,
        "led_to": _led_to(way.stations),
        "standing": standing_words(standing(own)),
        "same_number": same,
        "elsewhere": elsewhere,
        "called": called,
        "named": [name for _, name in queries.named(reading(), paper)] if confidential else [],
        "keeps": rules.may_keep(me(), paper.body_id),
    }


def _led_to(stations: list[Station]) -> list[ExternalRequest]:
    """The requests that follow from a paper of this line or from a consultation of one."""
    consultations = [each.consultation.id for each in stations if each.consultation]
    return requests_after(reading(), {each.paper.id for each in stations}, consultations)


def about(paper: Paper) -> dict[str, Any]:
    """What every page about one paper shows of it."""
    url = url_for("requests.paper", table_id=paper.body_id, paper_id=paper.id)
    return {
        "paper": paper,
        "body": paper.body,
        "hue": paper.body.hue,
        "url": url,
        "heading": heading(paper),
    }


def kept_paper(table_id: int, paper_id: int) -> tuple[Paper, dict[str, Any]]:
    """The paper for whoever keeps it, and what its pages show; for all others there is none to change."""
    paper = queries.paper(reading(), table_id, paper_id)
    if paper is None or not rules.may_keep(me(), table_id):
        abort(404)
    return paper, about(paper)


def new_form(form: Any, table_id: int) -> tuple[Any, dict[str, Any]]:
    """The empty form of a paper, with the table's own level."""
    body = table_queries.body(reading(), table_id) if rules.may_keep(me(), table_id) else None
    body = body or abort(404)
    made = form(visibility=Visibility(body.default_visibility))
    _offer(made, table_id)
    return made, {"body": body, "hue": body.hue}


def edit_form(form: type[VersionedForm], paper: Paper, **given: Any) -> Any:
    """The form as the paper fills it, and as it was sent unless `formdata=None` is given."""
    named = [seat_id for seat_id, _ in queries.named(reading(), paper)]
    made = form(obj=paper, based_on=paper.version, seat_ids=named, **given)
    _offer(made, paper.body_id)
    return made


def _offer(form: Any, table_id: int) -> None:
    seats = queries.seats_to_name(reading(), table_id, clock.today())
    institutions = request_queries.institutions(reading(), clock.today())
    form.offer(queries.bodies_outside(reading()), seats, institutions)
