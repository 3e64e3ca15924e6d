"""The register of a table, one decision, and the coordination's gestures on it."""

from typing import Any

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.decisions import (
    closing_rules,
    following_rules,  # noqa: F401 - on the consequences
    queries,
    rules,
)
from blueprints.decisions.citing_pages import version_to_decide
from blueprints.decisions.forms import AdjournForm, CloseForm, FollowUpForm, PutForm, QuestionForm
from blueprints.decisions.pages import decision_page, first_day
from blueprints.decisions.register_pages import register_page
from blueprints.decisions.sending_pages import addresses, sending
from models.citations import offered, references
from models.decisions import Decision
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.markdown import render
from plumbing.sent_words import told_sent
from plumbing.versions import form_page

bp = Blueprint("decisions", __name__, url_prefix="/round-tables/<int:table_id>/decisions")
Answer = Any


@bp.get("")
@signed_in
def index(table_id: int) -> Answer:
    body = queries.table_of(reading(), table_id, me()) or abort(404)
    return render_template("decisions/index.html", **register_page(body))


@bp.get("/<int:decision_id>")
@signed_in
def show(table_id: int, decision_id: int) -> Answer:
    found = queries.decision(reading(), table_id, decision_id) or abort(404)
    return render_template("decisions/show.html", **decision_page(found))


@bp.route("/new", methods=["GET", "POST"])
@coordinators
def propose(table_id: int) -> Answer:
    body = queries.table_of(reading(), table_id, me())
    if body is None or not rules.may_decide(me(), table_id):
        abort(404)
    form, again = QuestionForm(based_on=0), _again(table_id)
    form.offer(queries.items_to_decide(reading(), table_id), offered(reading(), table_id))
    if request.method == "GET":
        _prefill(form, again, table_id)
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"again_of_id": again.id if again else None, "by": me(), "now": now()}
            made = rules.propose(house(), table_id, **form.facts(), **given, render=render)
            return commit(url_for(".show", table_id=table_id, decision_id=made.id))
        except RuleBroken as broken:
            form.refuse(broken)
    page = {"body": body, "hue": body.hue, "again": again, "back": _back(form, again, table_id)}
    return form_page("decisions/propose.html", form, **page)


def _back(form: QuestionForm, again: Decision | None, table_id: int) -> str:
    """Where one came from: the agenda item, the decision that is taken up again, else the register."""
    item_id = request.args.get("item", 0, type=int)
    if item_id in form.items:
        return url_for("meetings.item", meeting_id=queries.meeting_of(reading(), item_id), item_id=item_id)
    if again is not None:
        return url_for(".show", table_id=table_id, decision_id=again.id)
    return url_for(".index", table_id=table_id)


def _again(table_id: int) -> Decision | None:
    """The decision that is taken up again, if the address names one that may be seen."""
    number = request.args.get("again", 0, type=int)
    return queries.coordinated(reading(), table_id, number, me()) if 0 < number < 2**31 else None


def _prefill(form: QuestionForm, again: Decision | None, table_id: int) -> None:
    """From the agenda item one comes from, from the decision that is taken up again, or from the version of a
    procedure that is to be decided."""
    item_id = request.args.get("item", 0, type=int)
    if item_id in form.items:
        form.item_id.data = item_id
    if again is not None:
        form.title.data, form.kind.data = again.title, again.kind.value
        newest = queries.wording(reading(), again)
        form.wording.data = newest.markdown if newest else ""
        form.cites.data = [each.key for each in references(reading(), again)]
    elif (asked := version_to_decide(request.args.get("cites", ""), table_id)) is not None:
        form.title.data, form.wording.data = asked.title, asked.wording
        form.cites.data = [asked.key]


def _own(table_id: int, decision_id: int) -> Decision:
    """A decision for its coordination; for all others there is none to change."""
    return queries.coordinated(reading(), table_id, decision_id, me()) or abort(404)


def _form_over(found: Decision, **given: Any) -> QuestionForm:
    newest = queries.wording(reading(), found)
    form = QuestionForm(
        title=found.title,
        wording=newest.markdown if newest else "",
        kind=found.kind.value,
        way="circular" if found.circular else "meeting",
        item_id=found.item_id,
        cites=[each.key for each in references(reading(), found)],
        based_on=found.version,
        **given,
    )
    form.offer(queries.items_to_decide(reading(), found.body_id), offered(reading(), found.body_id))
    return form


@bp.route("/<int:decision_id>/edit", methods=["GET", "POST"])
@coordinators
def edit(table_id: int, decision_id: int) -> Answer:
    found = _own(table_id, decision_id)
    form = _form_over(found)
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"based_on": form.based_on.data, "by": me(), "now": now()}
            rules.edit(house(), table_id, decision_id, **form.facts(), **given, render=render)
            flash(gettext("Saved."), "done")
            return commit(url_for(".show", table_id=table_id, decision_id=decision_id))
        except RuleBroken as broken:
            form.refuse(broken, _form_over(found, formdata=None))
    return form_page("decisions/edit.html", form, found=found, body=found.body, hue=found.body.hue)


@bp.route("/<int:decision_id>/put", methods=["GET", "POST"])
@coordinators
def put(table_id: int, decision_id: int) -> Answer:
    found = _own(table_id, decision_id)
    form = PutForm(based_on=found.version, due_on=first_day(found) if found.circular else None)
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"due_on": form.due_on.data, "based_on": form.based_on.data}
            form.must_reach(addresses(found))
            _, sent = rules.put(house(), table_id, decision_id, **given, by=me(), now=now())
            if sent:
                flash(told_sent(sent, table_id), "done")
            return commit(url_for(".show", table_id=table_id, decision_id=decision_id))
        except RuleBroken as broken:
            form.refuse(broken)
    facts = decision_page(found) | sending(found, form.due_on.data)
    form.show(each.address for each in facts["reached"])
    return form_page("decisions/put.html", form, first_day=first_day(found), **facts)


@bp.route("/<int:decision_id>/close", methods=["GET", "POST"])
@coordinators
def close(table_id: int, decision_id: int) -> Answer:
    found = _own(table_id, decision_id)
    facts = decision_page(found)
    form = CloseForm(shown=facts["outcome"].result.value)
    if form.validate_on_submit():
        try:
            closing_rules.close(house(), table_id, decision_id, shown=form.shown.data, by=me(), now=now())
            flash(gettext("The result is noted."), "done")
            return commit(url_for(".show", table_id=table_id, decision_id=decision_id))
        except RuleBroken as broken:
            form.refuse(broken)
            form.shown.data, form.shown.raw_data = facts["outcome"].result.value, None
    return form_page("decisions/close.html", form, **facts)


@bp.route("/<int:decision_id>/adjourn", methods=["GET", "POST"])
@coordinators
def adjourn(table_id: int, decision_id: int) -> Answer:
    found = _own(table_id, decision_id)
    form = AdjournForm()
    if form.validate_on_submit():
        try:
            note = form.note.data or ""
            closing_rules.adjourn(house(), table_id, decision_id, note=note, by=me(), now=now())
            return commit(url_for(".show", table_id=table_id, decision_id=decision_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("decisions/adjourn.html", form, found=found, body=found.body, hue=found.body.hue)


def _follow_form(found: Decision, **given: Any) -> FollowUpForm:
    form = FollowUpForm(
        follows=found.follows,
        review_on=found.review_on,
        carried_out_on=found.carried_out_on,
        superseded_by_id=found.superseded_by_id,
        based_on=found.version,
        **given,
    )
    form.offer(queries.others_to_supersede(reading(), found))
    return form


@bp.route("/<int:decision_id>/follow-up", methods=["GET", "POST"])
@coordinators
def follow_up(table_id: int, decision_id: int) -> Answer:
    found = _own(table_id, decision_id)
    form = _follow_form(found)
    if form.validate_on_submit():
        try:
            closing_rules.follow_up(house(), table_id, decision_id, **form.facts(), by=me(), now=now())
            flash(gettext("Saved."), "done")
            return commit(url_for(".show", table_id=table_id, decision_id=decision_id))
        except RuleBroken as broken:
            form.refuse(broken, _follow_form(found, formdata=None))
    return form_page("decisions/follow_up.html", form, found=found, body=found.body, hue=found.body.hue)


from blueprints.decisions import room_routes, voice_routes  # noqa: E402, F401 - their pages belong here
