"""What institutions say: cast, recorded, confirmed by their management; the objection to circulation."""

from typing import Any

from flask import abort, flash, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.decisions import queries, recording_rules, rules, voting_rules
from blueprints.decisions.forms import ConfirmForm, ObjectForm, RecordForm, RecordObjectionForm, StanceForm
from blueprints.decisions.pages import decision_page
from blueprints.decisions.person_queries import acting_people
from blueprints.decisions.routes import Answer, bp
from blueprints.decisions.voice_queries import Line
from models.errors import RuleBroken
from models.organisations import Organisation
from models.stances import StanceValue
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.versions import form_page


def _facts(table_id: int, decision_id: int) -> dict[str, Any]:
    found = queries.decision(reading(), table_id, decision_id) or abort(404)
    return decision_page(found)


def _back(table_id: int, decision_id: int) -> str:
    return url_for("decisions.show", table_id=table_id, decision_id=decision_id)


@bp.route("/<int:decision_id>/voice", methods=["GET", "POST"])
@signed_in
def cast(table_id: int, decision_id: int) -> Answer:
    facts = _facts(table_id, decision_id)
    own: list[Line] = facts["own"] or abort(404)
    form = StanceForm()
    form.offer_institutions([(each.asked_id, each.name) for each in own])
    form.offer_values(each for each in facts["found"].choices if each is not StanceValue.NO_PART)
    _prefill(form, own)
    if form.validate_on_submit():
        try:
            voting_rules.cast(house(), table_id, decision_id, **form.facts(), by=me(), now=now())
            words = gettext("Thank you. The answer of your institution is noted.")
            flash(words + " " + gettext("You can change it as long as the question is open."), "done")
            return commit(_back(table_id, decision_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("decisions/cast.html", form, **facts)


def _prefill(form: StanceForm, lines: list[Line]) -> None:
    """Of the one institution that is asked what it said last; of several each begins anew."""
    if request.method != "GET" or len(lines) != 1:
        return
    said = lines[0].said
    if said is None:
        form.provisional.data = _as_a_rule_provisional(lines[0].organisation_id)
        return
    form.value.data, form.reason.data = said.value.value, said.reason
    form.special_opinion.data, form.provisional.data = said.special_opinion, said.provisional


def _as_a_rule_provisional(organisation_id: int) -> bool:
    """What the institution has stated for good: it decides subject to its management."""
    return house().get_one(Organisation, organisation_id).decides_subject_to_management


def _line(facts: dict[str, Any], asked_id: int) -> Line:
    return next((each for each in facts["lines"] if each.asked_id == asked_id), None) or abort(404)


@bp.route("/<int:decision_id>/voices/<int:asked_id>/record", methods=["GET", "POST"])
@coordinators
def record(table_id: int, decision_id: int, asked_id: int) -> Answer:
    if not rules.may_decide(me(), table_id):
        abort(404)
    facts = _facts(table_id, decision_id)
    line = _line(facts, asked_id)
    own = recording_rules.last_own_words(house(), [asked_id]).get(asked_id, 0)
    form = RecordForm(over=own)
    people = [(key, name) for key, name, _ in acting_people(house(), line.seat_id, today())]
    form.offer_people(people, facts["found"].circular)
    form.offer_values(facts["found"].choices)
    if request.method == "GET":
        form.said_on.data = today()
        form.provisional.data = _as_a_rule_provisional(line.organisation_id)
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"asked_id": asked_id, "by": me(), "now": now()}
            recording_rules.record_stance(house(), table_id, decision_id, **form.facts(), **given)
            flash(gettext("The answer is recorded. The institution is told by letter."), "done")
            return commit(_back(table_id, decision_id))
        except RuleBroken as broken:
            form.refuse(broken)
            form.over.data, form.over.raw_data = own, None
    return form_page("decisions/record.html", form, line=line, **facts)


@bp.route("/<int:decision_id>/object", methods=["GET", "POST"])
@signed_in
def object_to_it(table_id: int, decision_id: int) -> Answer:
    facts = _facts(table_id, decision_id)
    own: list[Line] = facts["own"] or abort(404)
    form = ObjectForm()
    form.offer_institutions([(each.asked_id, each.name) for each in own])
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"asked_id": form.asked_id.data, "reason": form.reason.data or ""}
            voting_rules.object_to_circulation(house(), table_id, decision_id, **given, by=me(), now=now())
            flash(gettext("The circulation has ended. The question goes to a meeting."), "done")
            return commit(_back(table_id, decision_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("decisions/object.html", form, **facts)


@bp.route("/<int:decision_id>/voices/<int:asked_id>/record-objection", methods=["GET", "POST"])
@coordinators
def record_objection(table_id: int, decision_id: int, asked_id: int) -> Answer:
    if not rules.may_decide(me(), table_id):
        abort(404)
    facts = _facts(table_id, decision_id)
    line = _line(facts, asked_id)
    form = RecordObjectionForm()
    form.offer_people([(key, name) for key, name, _ in acting_people(house(), line.seat_id, today())])
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"asked_id": asked_id, "reason": form.reason.data or ""}
            given |= {"recorded": True, "person_id": form.person_id.data}
            voting_rules.object_to_circulation(house(), table_id, decision_id, **given, by=me(), now=now())
            flash(gettext("The circulation has ended. The question goes to a meeting."), "done")
            return commit(_back(table_id, decision_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("decisions/record_objection.html", form, line=line, **facts)


@bp.route("/<int:decision_id>/stances/<int:stance_id>/confirm", methods=["GET", "POST"])
@signed_in
def confirm(table_id: int, decision_id: int, stance_id: int) -> Answer:
    facts = _facts(table_id, decision_id)
    line = next((each for each in facts["to_confirm"] if each.said.id == stance_id), None) or abort(404)
    form = ConfirmForm(said_on=today())
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"agreed": form.agreed.data == "yes", "said_on": form.said_on.data}
            voting_rules.confirm(house(), table_id, decision_id, stance_id, **given, by=me(), now=now())
            flash(gettext("The answer of the management is noted."), "done")
            return commit(_back(table_id, decision_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("decisions/confirm.html", form, line=line, **facts)
