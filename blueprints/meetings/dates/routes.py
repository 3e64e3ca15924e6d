"""Finding a date: asking, how far it has come, and the meeting that is made of the winner."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.meetings import queries as meeting_queries
from blueprints.meetings.dates import (
    change_rules,
    following_rules,  # noqa: F401 - on the consequences
    queries,
    rules,
)
from blueprints.meetings.dates.forms import FindDateForm
from blueprints.meetings.dates.pages import chosen_form, find_page, finding_page
from blueprints.meetings.dates.queries import Finding
from blueprints.meetings.routes import Answer, bp
from blueprints.tables.people.queries import people_by_house
from models.errors import RuleBroken
from models.meetings import Meeting
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.forms import keys_of
from plumbing.sent_words import told_sent
from plumbing.versions import form_page


@bp.route("/round-tables/<int:table_id>/date-findings/new", methods=["GET", "POST"])
@coordinators
def find_date(table_id: int) -> Answer:
    body = meeting_queries.coordinated_table(reading(), table_id, me()) or abort(404)
    form = FindDateForm()
    if "more" in request.form:
        form.more()
        return find_page(form, body, shown=False)
    valid = form.validate_on_submit()
    if valid and form.is_as_shown() and "look" not in request.form:
        try:
            asking, sent = rules.ask(house(), table_id, **form.facts(), by=me(), now=now())
            flash(told_sent(sent, table_id), "done")
            return commit(url_for(".date_finding", table_id=table_id, round_id=asking.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return find_page(form, body, shown=valid)


@bp.get("/round-tables/<int:table_id>/date-findings/<int:round_id>")
@signed_in
def date_finding(table_id: int, round_id: int) -> Answer:
    found = queries.finding(reading(), round_id)
    if found is None or found.body.id != table_id:
        abort(404)
    return render_template("meetings/dates/date_finding.html", **finding_page(found))


def running(table_id: int, round_id: int) -> Finding:
    """A finding that its coordination may still change; one that is closed leads back to its page."""
    found = queries.coordinated(reading(), table_id, round_id, me()) or abort(404)
    if found.asking.closed_at is not None:
        flash(gettext("This date finding is closed."), "hint")
        abort(redirect(url_for("meetings.date_finding", table_id=table_id, round_id=round_id)))
    return found


@bp.route(
    "/round-tables/<int:table_id>/date-findings/<int:round_id>/options/<int:option_id>/choose",
    methods=["GET", "POST"],
)
@coordinators
def choose_date(table_id: int, round_id: int, option_id: int) -> Answer:
    found = running(table_id, round_id)
    people = people_by_house(reading(), table_id)
    waiting = queries.without_a_day(reading(), table_id)
    meeting = _meant(waiting)
    form = chosen_form(meeting, meeting_queries.proposal(reading(), table_id, keys_of(people)), people)
    facts = finding_page(found) | {"waiting": waiting, "meeting": meeting}
    count = option_of(facts, option_id)
    if form.validate_on_submit():
        try:
            which = {"meeting_id": meeting.id} if meeting else {}
            fixed = change_rules.choose(
                house(), table_id, round_id, option_id, **which, **form.facts(), by=me(), now=now()
            )
            flash(gettext("The meeting is planned. Next comes the invitation."), "done")
            return commit(url_for(".invite", meeting_id=fixed.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/dates/choose_date.html", form, count=count, **facts)


def _meant(waiting: list[Meeting]) -> Meeting | None:
    """The meeting whose day this becomes: the one that the address names, else the only one without a day."""
    asked = request.args.get("meeting", "")
    if asked == "new" or not (asked or len(waiting) == 1):
        return None
    return next((each for each in waiting if asked in ("", str(each.id))), None) or abort(404)


def option_of(facts: dict[str, Any], option_id: int) -> Any:
    """One of the dates with its counts."""
    return next((each for each in facts["counts"] if each.option.id == option_id), None) or abort(404)
