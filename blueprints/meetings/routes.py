"""The pages of planning: the meeting itself, planning and recording one, what became of it."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import coordinators
from blueprints.meetings import queries, rules
from blueprints.meetings.forms import ConfirmForm, EditForm, NotHeldForm, PlanForm, RecordForm
from blueprints.meetings.naming import date_words, meeting_name, slot_words, table_name
from blueprints.meetings.pages import after_planning, meeting_page, tell_of_day, tell_of_order, told_planned
from blueprints.tables.people.queries import people_by_house
from models.bodies import Body
from models.errors import RuleBroken
from models.fuzzy_dates import FuzzyDate, is_of_our_time
from models.meetings import Meeting
from plumbing.access import me, signed_in
from plumbing.clock import BERLIN, now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Groups, keys_of
from plumbing.language import chosen_language
from plumbing.versions import form_page

bp = Blueprint("meetings", __name__)
bp.add_app_template_global(date_words, "date_words")
bp.add_app_template_global(meeting_name, "meeting_name")
bp.add_app_template_global(slot_words, "slot_words")
bp.add_app_template_global(table_name, "table_name")
Answer = str | tuple[str, int] | Response


@bp.get("/meetings/<int:meeting_id>")
@signed_in
def show(meeting_id: int) -> Answer:
    meeting, tasks = queries.meeting_with_tasks(reading(), meeting_id, today()) or abort(404)
    return render_template("meetings/show.html", meeting=meeting, tasks=tasks, **meeting_page(meeting))


@bp.route("/round-tables/<int:table_id>/meetings/plan", methods=["GET", "POST"])
@coordinators
def plan(table_id: int) -> Answer:
    body = queries.coordinated_table(reading(), table_id, me()) or abort(404)
    people = people_by_house(reading(), table_id)
    form = PlanForm(**queries.proposal(reading(), table_id, keys_of(people)))
    form.offer(people)
    only_look = "look" in request.form
    if form.validate_on_submit() and not only_look:
        try:
            meeting = rules.schedule(house(), table_id, **form.facts(), by=me(), now=now())
            flash(told_planned(meeting), "done")
            tell_of_day(meeting)
            tell_of_order(meeting)
            return commit(after_planning(meeting))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/plan.html", form, body=body, hue=body.hue, **_due(body, form.day.data))


@bp.route("/round-tables/<int:table_id>/meetings/record", methods=["GET", "POST"])
@coordinators
def record(table_id: int) -> Answer:
    body = queries.coordinated_table(reading(), table_id, me()) or abort(404)
    form = RecordForm()
    if form.validate_on_submit():
        try:
            held_on = FuzzyDate.parse(form.held_on.data, field="held_on")
            meeting = rules.record_meeting(
                house(), table_id, held_on=held_on, **form.facts(), by=me(), now=now()
            )
            return commit(url_for(".show", meeting_id=meeting.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/record.html", form, body=body, hue=body.hue)


@bp.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@coordinators
def edit(meeting_id: int) -> Answer:
    meeting = queries.coordinated_meeting(reading(), meeting_id, me()) or abort(404)
    form = _form_over(meeting)
    if form.validate_on_submit():
        try:
            tell_of_order(rules.edit(house(), meeting_id, **form.facts(), by=me(), now=now()))
            return commit(url_for(".show", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken, _form_over(meeting, formdata=None))
    return form_page("meetings/edit.html", form, meeting=meeting, hue=meeting.body.hue)


@bp.post("/meetings/<int:meeting_id>/hold")
@coordinators
def hold(meeting_id: int) -> Answer:
    queries.coordinated_meeting(reading(), meeting_id, me()) or abort(404)
    form = ConfirmForm()
    if not form.validate_on_submit():
        abort(422)
    rules.hold(house(), meeting_id, by=me(), now=now())
    flash(gettext("Noted. Next come the minutes."), "done")
    return commit(url_for(".show", meeting_id=meeting_id))


@bp.post("/meetings/<int:meeting_id>/topics")
@coordinators
def note_topics(meeting_id: int) -> Answer:
    queries.coordinated_meeting(reading(), meeting_id, me()) or abort(404)
    called = request.form.get("called", "")
    if called not in ("yes", "no"):
        abort(400)
    rules.note_topics(house(), meeting_id, called=called == "yes", by=me(), now=now())
    flash(gettext("Noted.") if called == "yes" else gettext("The note is taken back."), "done")
    return commit(url_for(".show", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/not-held", methods=["GET", "POST"])
@coordinators
def mark_not_held(meeting_id: int) -> Answer:
    meeting = queries.coordinated_meeting(reading(), meeting_id, me()) or abort(404)
    form = NotHeldForm(held_on=_typed(meeting.held_on))
    if form.validate_on_submit():
        try:
            held_on = FuzzyDate.parse(form.held_on.data, field="held_on")
            rules.mark_not_held(
                house(), meeting_id, reason=form.reason.data or "", held_on=held_on, by=me(), now=now()
            )
            return commit(url_for(".show", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/not_held.html", form, meeting=meeting, hue=meeting.body.hue)


def _form_over(meeting: Meeting, **given: Any) -> EditForm:
    """The form as the row fills it, and as it was sent unless `formdata=None` is given."""
    start = meeting.starts_at.astimezone(BERLIN) if meeting.starts_at else None
    end = meeting.ends_at.astimezone(BERLIN) if meeting.ends_at else None
    form = EditForm(
        obj=meeting,
        based_on=meeting.version,
        day=start.date() if start else meeting.held_on.day,
        starts=start.time() if start else None,
        ends=end.time() if end else None,
        **given,
    )
    form.offer(_takers(meeting))
    form.has_time = start is not None
    if not rules.may_change_time(meeting):
        form.keep_time()
    return form


def _takers(meeting: Meeting) -> Groups:
    """Whom the table knows; and who takes the minutes already, though she comes from elsewhere."""
    people, taker = people_by_house(reading(), meeting.body_id), meeting.minute_taker
    if taker is None or any(key == taker.id for _, group in people for key, _ in group):
        return people
    return [(gettext("from outside the table"), [(taker.id, taker.name)]), *people]


def _due(body: Body, day: date | None) -> dict[str, Any]:
    """What a day would make due, as soon as one is typed."""
    if day is None or not is_of_our_time(day):
        return {"deadlines": None}
    deadlines = queries.deadlines_of(day, body.bylaws)
    return {
        "deadlines": deadlines,
        "upcoming": deadlines.upcoming(today(), invited=False),
        "invited_at": None,
    }


def _typed(day: FuzzyDate) -> str:
    return day.words(chosen_language()) if day.is_known else ""


from blueprints.meetings import (  # noqa: E402, F401 - hang their views; following_rules: on the consequences
    agenda_routes,
    file_routes,
    following_rules,
    invitation_routes,
    list_routes,
)
from blueprints.meetings.dates import answer_routes as dates_answer_routes  # noqa: E402, F401
from blueprints.meetings.dates import change_routes as dates_change_routes  # noqa: E402, F401 - with its room
from blueprints.meetings.drafting import routes as drafting_routes  # noqa: E402, F401
from blueprints.meetings.held import routes as held_routes  # noqa: E402, F401
from blueprints.meetings.papers import routes as paper_routes  # noqa: E402, F401
from blueprints.meetings.settling import routes as settling_routes  # noqa: E402, F401
from blueprints.meetings.topics import call_routes as topic_call_routes  # noqa: E402, F401
from blueprints.meetings.topics import decision_routes as topic_decision_routes  # noqa: E402, F401
from blueprints.meetings.topics import routes as topic_routes  # noqa: E402, F401
from blueprints.meetings.years import routes as year_routes  # noqa: E402, F401
from blueprints.meetings.years import template_routes  # noqa: E402, F401
