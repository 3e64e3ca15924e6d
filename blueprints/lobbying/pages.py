"""What the pages and forms of projects show, put together for the person who reads."""

from collections.abc import Mapping
from typing import Any, Final

from flask import abort, url_for
from flask_babel import get_locale, gettext

from blueprints.lobbying import queries, rules, station_rules
from blueprints.lobbying.contribution_words import contributed
from blueprints.lobbying.plan_pages import shown_plans
from blueprints.lobbying.station_words import called, steps
from blueprints.requests.queries import bodies_outside
from blueprints.tables import queries as table_queries
from models.papers import Paper
from models.projects import Project, ProjectKind, in_line, next_date, phase_of
from models.visibility import Visibility
from plumbing import clock
from plumbing.access import me
from plumbing.database import reading
from plumbing.forms import choices, typed_or_empty

KINDS: Final = {each.value: each for each in ProjectKind}
LARGEST_ID: Final = 2**31 - 1


def search_page(given: Mapping[str, str]) -> dict[str, Any]:
    """One page of what is found, with what it was narrowed by; the address holds all of it."""
    wanted = _wanted(given)
    asked = {
        "q": wanted.text,
        "table": wanted.table_id,
        "kind": wanted.kind.value if wanted.kind else "",
        "theme": wanted.theme,
        "watched": "1" if wanted.watched else "mine" if wanted.mine else "",
    }
    found, table_id = queries.search(reading(), wanted), wanted.table_id or 0
    return {
        "found": found,
        "rows": [(each, *_where_it_stands(each)) for each in found.projects],
        "wanted": wanted,
        "asked": {name: value for name, value in asked.items() if value},
        "narrowing": queries.narrowing(reading()),
        "kinds": choices(ProjectKind),
        "table_id": table_id if rules.may_keep(me(), table_id) else None,
        "called": called,
    }


def _where_it_stands(project: Project) -> tuple[Any, Any]:
    """The phase it is in, and the next date."""
    line = in_line(project.stations, project.ladder)
    return phase_of(line, clock.today()), next_date(line, clock.today())


def _wanted(given: Mapping[str, str]) -> queries.Wanted:
    """What the address asks for; what makes no sense asks for nothing."""
    return queries.Wanted(
        text=typed_or_empty(given.get("q", ""), 100),
        table_id=number_in(given.get("table")) or None,
        kind=KINDS.get(given.get("kind", "")),
        theme=typed_or_empty(given.get("theme", ""), 500),
        watched=given.get("watched") == "1",
        mine=given.get("watched") == "mine",
        page=min(max(number_in(given.get("page")), 1), 10_000),
    )


def number_in(typed: str | None) -> int:
    """A number as an id may be; 0 for anything else."""
    is_number = typed is not None and typed.isascii() and typed.isdigit() and len(typed) < 11
    return min(int(typed or 0), LARGEST_ID) if is_number else 0


def project_page(project: Project) -> dict[str, Any]:
    """One project: what it is, where it stands, its papers, what is proposed."""
    line, today = in_line(project.stations, project.ladder), clock.today()
    return {
        **about(project),
        "phase": phase_of(line, today),
        "next_date": next_date(line, today),
        "today": today,
        "plans": shown_plans(project.body_id, project.id),
        "steps": steps(line, str(get_locale()), today),
        "line": [each for each in line if not each.is_proposed],
        "proposed": [each for each in line if each.is_proposed],
        "papers": queries.papers_of(reading(), project),
        "watches": queries.watches(reading(), project.id),
        "contributed": contributed(project),
        "called": called,
        "keeps": rules.may_keep(me(), project.body_id),
        "enters": station_rules.may_enter(me(), project.body_id),
    }


def about(project: Project) -> dict[str, Any]:
    """What every page about one project shows of it."""
    return {
        "project": project,
        "body": project.body,
        "hue": project.body.hue,
        "url": url_for("lobbying.project", table_id=project.body_id, project_id=project.id),
    }


def seen_project(table_id: int, project_id: int) -> tuple[Project, dict[str, Any]]:
    """The project for whoever may read it."""
    project = queries.project(reading(), table_id, project_id) or abort(404)
    return project, about(project)


def kept_project(table_id: int, project_id: int) -> tuple[Project, dict[str, Any]]:
    """The project for whoever keeps it; for all others there is none to change."""
    if not rules.may_keep(me(), table_id):
        abort(404)
    return seen_project(table_id, project_id)


def new_form(form: Any, table_id: int) -> tuple[Any, dict[str, Any]]:
    """The empty form of a project, with the table's own level where projects have it."""
    body = table_queries.body(reading(), table_id) if rules.may_keep(me(), table_id) else None
    body = body or abort(404)
    own = Visibility(body.default_visibility)
    made = form(visibility=Visibility.COORDINATION if own is Visibility.CONFIDENTIAL else own)
    made.offer(bodies_outside(reading()))
    return made, {"body": body, "hue": body.hue}


def edit_form(form: Any, project: Project, **given: Any) -> Any:
    """The form as the project fills it, and as it was sent unless `formdata=None` is given."""
    made = form(obj=project, based_on=project.version, **given)
    made.offer(bodies_outside(reading()))
    return made


def paper_name(paper: Paper) -> str:
    """What a paper is called in a choice: its kind and number, its title."""
    name = f"{gettext(paper.kind.label)} {paper.number}".strip()
    return f"{name}: {paper.title}" if paper.title else name
