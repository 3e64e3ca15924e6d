"""The outline of an open version: steps added, changed, moved and taken out; the contact point of one."""

from typing import Any

from flask import abort, flash, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.meetings.queries import seats_to_name
from blueprints.procedures import queries, step_queries, step_rules
from blueprints.procedures.blueprint import OF_VERSION, Answer, bp
from blueprints.procedures.forms import MoveForm
from blueprints.procedures.pages import drafted, kept, version_of, version_url
from blueprints.procedures.step_forms import ContactForm, EditStepForm, StepForm
from models.errors import RuleBroken
from models.procedure_steps import MOST_STEPS, ProcedureStep
from models.procedures import Procedure, ProcedureVersion
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page

OF_STEP = f"{OF_VERSION}/steps/<int:step_id>"


@bp.route(f"{OF_VERSION}/steps/new", methods=["GET", "POST"])
@signed_in
def add_step(table_id: int, procedure_id: int, number: int) -> Answer:
    about, version, page = drafted(table_id, procedure_id, number)
    form = _offered(StepForm(), about, version)
    after = min(max(request.args.get("after", MOST_STEPS, type=int), 0), MOST_STEPS)

    place = min(after, len(queries.outline(reading(), version.id))) + 1
    again = url_for(".add_step", **page["ids"], after=place)

    def gesture() -> str:
        given: dict[str, Any] = {"after": after, "by": me(), "now": now()}
        made = step_rules.add(house(), table_id, procedure_id, number, **form.facts(), **given)
        return gettext("Step %(number)s is saved.", number=made.place)

    to = again if request.form.get("then") == "another" else f"{page['back']}#step-{place}"
    return settled(form, gesture, to) or form_page("procedures/add_step.html", form, **page, place=place)


@bp.route(f"{OF_STEP}/edit", methods=["GET", "POST"])
@signed_in
def edit_step(table_id: int, procedure_id: int, number: int, step_id: int) -> Answer:
    about, version, page = drafted(table_id, procedure_id, number)
    step = queries.step(reading(), version, step_id) or abort(404)
    form = _form_over(step, about, version)
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"based_on": form.based_on.data, "by": me(), "now": now()}
            step_rules.edit(house(), table_id, procedure_id, number, step_id, **form.facts(), **given)
            flash(gettext("Step %(number)s is saved.", number=step.place), "done")
            return commit(f"{page['back']}#step-{step.place}")
        except RuleBroken as broken:
            form.refuse(broken, _form_over(step, about, version, formdata=None))
    return form_page("procedures/edit_step.html", form, step=step, **page)


@bp.post(f"{OF_STEP}/move")
@signed_in
def move_step(table_id: int, procedure_id: int, number: int, step_id: int) -> Answer:
    _, version, page = drafted(table_id, procedure_id, number)
    step = queries.step(reading(), version, step_id) or abort(404)
    form = MoveForm()
    up = form.way.data == "up"

    def gesture() -> None:
        given: dict[str, Any] = {"up": up, "by": me(), "now": now()}
        step_rules.move(house(), table_id, procedure_id, number, step_id, **given)

    to = f"{page['back']}#step-{max(step.place + (-1 if up else 1), 1)}"
    return settled(form, gesture, to) or abort(422)


@bp.route(f"{OF_STEP}/remove", methods=["GET", "POST"])
@signed_in
def take_step_out(table_id: int, procedure_id: int, number: int, step_id: int) -> Answer:
    _, version, page = drafted(table_id, procedure_id, number)
    step = queries.step(reading(), version, step_id) or abort(404)
    form = Form()

    def gesture() -> str:
        step_rules.take_out(house(), table_id, procedure_id, number, step_id, by=me(), now=now())
        return gettext("The step is taken out.")

    shown = page | {"step": step}
    return settled(form, gesture, page["back"]) or form_page("procedures/take_step_out.html", form, **shown)


@bp.route(f"{OF_STEP}/contact", methods=["GET", "POST"])
@coordinators
def choose_contact(table_id: int, procedure_id: int, number: int, step_id: int) -> Answer:
    about, page = kept(table_id, procedure_id)
    version = version_of(about, number)
    step = queries.step(reading(), version, step_id) or abort(404)
    form = ContactForm(contact_id=step.contact.contact_id if step.contact else None)
    form.offer(step_queries.contacts_to_choose(reading(), table_id, step))
    back = f"{version_url(about, version)}#step-{step.place}"

    def gesture() -> str:
        given: dict[str, Any] = {"contact_id": form.contact_id.data, "by": me(), "now": now()}
        step_rules.choose_contact(house(), table_id, procedure_id, number, step_id, **given)
        return gettext("The contact point is changed. Nobody is asked again because of that.")

    shown = page | {"step": step, "version": version, "back": back}
    return settled(form, gesture, back) or form_page("procedures/choose_contact.html", form, **shown)


def _form_over(
    step: ProcedureStep, about: Procedure, version: ProcedureVersion, **given: Any
) -> EditStepForm:
    keys = {each.id: each.key for each in queries.outline(reading(), version.id)}
    form = EditStepForm(
        obj=step,
        based_on=step.version,
        contact_id=step.contact.contact_id if step.contact else None,
        offer_ids=[each.offer_id for each in step.offers],
        branches=[{"condition": each.condition, "to": keys[each.to_step_id]} for each in step.branches],
        **given,
    )
    return _offered(form, about, version, step)


def _offered(
    form: Any, about: Procedure, version: ProcedureVersion, step: ProcedureStep | None = None
) -> Any:
    """The choices: institutions of today and the one that stands there, contact points, offers, steps."""
    seats = seats_to_name(reading(), about.body_id, today())
    if step is not None and step.seat_id and step.seat_id not in dict(seats):
        seats.append((step.seat_id, queries.institution_of(reading(), step.seat_id)))
    others = [
        (each.key, f"{each.place}. {' '.join(each.action.split())[:70]}")
        for each in queries.outline(reading(), version.id)
        if step is None or each.id != step.id
    ]
    contacts = step_queries.contacts_to_choose(reading(), about.body_id, step)
    form.offer(seats, contacts, step_queries.offers_to_choose(reading()), others)
    return form
