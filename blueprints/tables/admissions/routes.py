"""The pages on which an institution is proposed for a seat and the coordination records the decision."""

from typing import Any

from flask import abort, flash, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.tables import queries as table_queries
from blueprints.tables.admissions import queries, rules
from blueprints.tables.admissions.forms import AdmitForm, AdmitNamedForm, ProposalForm, RefuseForm
from blueprints.tables.blueprint import Answer, bp
from models.admissions import Admission
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import told
from plumbing.versions import form_page


@bp.route("/<int:table_id>/admissions", methods=["GET", "POST"])
@signed_in
def propose_admission(table_id: int) -> Answer:
    body = queries.place(reading(), table_id, me()) or abort(404)
    form = _proposal_form(table_id)
    if form.validate_on_submit():
        try:
            rules.propose(house(), table_id, **form.facts(), by=me(), now=now())
            flash(gettext("The proposal is noted. It waits for a decision."), "done")
            return commit(url_for(".propose_admission", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page(
        "tables/admissions/propose_admission.html",
        form,
        body=body,
        hue=body.hue,
        admissions=queries.admissions_of(reading(), table_id),
        may_decide=me().coordinates_body(table_id),
        may_withdraw=rules.may_withdraw,
    )


@bp.route("/<int:table_id>/admissions/<int:admission_id>", methods=["GET", "POST"])
@coordinators
def admit_proposed(table_id: int, admission_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    admission = queries.open_admission(reading(), table_id, admission_id) or abort(404)
    form = _admit_form(admission)
    if form.validate_on_submit():
        try:
            seat = rules.admit(house(), table_id, admission_id, **form.facts(), by=me(), now=now())
            flash(gettext("The institution is admitted. Now somebody can be appointed."), "done")
            return commit(url_for(".seat", table_id=table_id, seat_id=seat.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _decision_page("tables/admissions/admit_proposed.html", form, body, admission)


@bp.route("/<int:table_id>/admissions/<int:admission_id>/refuse", methods=["GET", "POST"])
@coordinators
def refuse_admission(table_id: int, admission_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    admission = queries.open_admission(reading(), table_id, admission_id) or abort(404)
    form = RefuseForm()
    if form.validate_on_submit():
        try:
            rules.refuse(house(), table_id, admission_id, **form.facts(), by=me(), now=now())
            flash(gettext("The refusal is recorded."), "done")
            return commit(url_for(".propose_admission", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _decision_page("tables/admissions/refuse_admission.html", form, body, admission)


@bp.post("/<int:table_id>/admissions/<int:admission_id>/withdraw")
@signed_in
def withdraw_admission(table_id: int, admission_id: int) -> Answer:
    back = url_for(".propose_admission", table_id=table_id)
    try:
        rules.withdraw(house(), table_id, admission_id, by=me(), now=now())
    except RuleBroken as broken:
        flash(told(broken), "problem")
    return commit(back)


def _proposal_form(table_id: int) -> ProposalForm:
    form = ProposalForm()
    sides = queries.sides(reading(), table_id, me())
    if me().coordinates_body(table_id):
        sides = [("", gettext("the coordination")), *sides]
    form.offer(table_queries.organisations_to_admit(reading(), table_id, today()), sides)
    return form


def _admit_form(admission: Admission) -> AdmitForm:
    if admission.organisation_id is not None:
        return AdmitForm(kind=admission.kind)
    form = AdmitNamedForm(
        kind=admission.kind, name=admission.name, organisation_kind=admission.organisation_kind
    )
    form.offer(table_queries.organisations_to_admit(reading(), admission.body_id, today()))
    return form


def _decision_page(template: str, form: Any, body: Any, admission: Admission) -> Answer:
    named_only = admission.organisation_id is None
    return form_page(
        template,
        form,
        body=body,
        hue=body.hue,
        admission=admission,
        proposed_by=queries.proposed_by(reading(), admission),
        similar=queries.similar(reading(), admission.name) if named_only else [],
    )
