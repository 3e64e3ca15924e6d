"""The pages of a year: it is planned at once, and it stands on one sheet."""

from typing import Any

from flask import Response, abort, flash, render_template, request, url_for
from flask_babel import ngettext

from blueprints.accounts.doors import coordinators
from blueprints.meetings import queries as meeting_queries
from blueprints.meetings.routes import Answer, bp
from blueprints.meetings.rules import may_plan
from blueprints.meetings.years import paper, queries, rules
from blueprints.meetings.years.forms import DaysForm, YearForm
from blueprints.meetings.years.months import months_of
from blueprints.meetings.years.pages import Row, carried, changed_days, fresh_days, looked_at, year_form
from models.bodies import Body
from models.errors import RuleBroken
from models.sent_editions import papers_of
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.language import chosen_language
from plumbing.versions import form_page


@bp.route("/round-tables/<int:table_id>/meetings/plan-year", methods=["GET", "POST"])
@coordinators
def plan_year(table_id: int) -> Answer:
    body = meeting_queries.coordinated_table(reading(), table_id, me()) or abort(404)
    form, step = year_form(body), request.form.get("step", "look")
    if step != "change" and form.validate_on_submit():
        try:
            return _make(body, form) if step == "make" else _days_page(body, form, fresh_days(form))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/years/plan_year.html", form, body=body, hue=body.hue)


def _make(body: Body, form: YearForm) -> Answer:
    """The meetings are made once every day of them has been shown as it will be."""
    days = DaysForm()
    rows = looked_at(body, days, form.number.data)
    if not days.validate():
        return form_page("meetings/years/days.html", days, **_about(body, form, rows))
    if any(row.other.data and row.day for row in days.rows):
        return _days_page(body, form, changed_days(days), is_changed=True)
    try:
        meetings = rules.plan_year(house(), body.id, days=days.chosen(), **form.facts(), by=me(), now=now())
    except RuleBroken as broken:
        days.refuse(broken)
        return form_page("meetings/years/days.html", days, **_about(body, form, rows))
    told = ngettext("%(num)d meeting is planned.", "%(num)d meetings are planned.", len(meetings))
    flash(told, "done")
    return commit(url_for(".year", table_id=body.id, year=meetings[0].held_on.year))


def _days_page(body: Body, form: YearForm, days: DaysForm, *, is_changed: bool = False) -> Answer:
    rows = looked_at(body, days, form.number.data)
    about = _about(body, form, rows)
    return form_page("meetings/years/days.html", days, **about, is_changed=is_changed)


def _about(body: Body, form: YearForm, rows: list[Row]) -> dict[str, Any]:
    return {"body": body, "hue": body.hue, "plan": form, "rows": rows, "carried": carried()}


@bp.get("/round-tables/<int:table_id>/years/<int:year>")
@signed_in
def year(table_id: int, year: int) -> Answer:
    found = queries.year_of(reading(), table_id, year, me(), today()) or abort(404)
    return render_template(
        "meetings/years/year.html",
        found=found,
        body=found.body,
        hue=found.body.hue,
        papers=papers_of(reading(), [line.meeting.id for line in found.lines], me()),
        months=months_of(found, str(chosen_language())) if found.lines else [],
        may_plan=may_plan(me(), table_id) and year >= today().year,
    )


@bp.get("/round-tables/<int:table_id>/years/<int:year>.pdf")
@signed_in
def print_year(table_id: int, year: int) -> Response:
    found = queries.year_of(reading(), table_id, year, me(), today()) or abort(404)
    return paper.download_of(found, now())
