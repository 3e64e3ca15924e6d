"""The pages on which an institution gets another name, keeps a former one, ends, or goes on after all."""

from flask import abort, url_for

from blueprints.accounts.doors import coordinators
from blueprints.organisations import ending_rules, name_rules, queries
from blueprints.organisations.forms import EndingForm, FormerNameForm, RenameForm
from blueprints.organisations.routes import Answer, bp, kept
from models.errors import RuleBroken
from models.organisations import Organisation
from plumbing.access import me
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import VersionedForm, form_page


@bp.route("/<int:organisation_id>/rename", methods=["GET", "POST"])
@coordinators
def rename(organisation_id: int) -> Answer:
    organisation = kept(organisation_id)
    form = RenameForm(based_on=organisation.version)
    if form.validate_on_submit():
        try:
            name_rules.rename(house(), organisation_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", organisation_id=organisation_id))
        except RuleBroken as broken:
            form.refuse(broken, RenameForm(based_on=organisation.version, formdata=None))
    return form_page("organisations/rename.html", form, organisation=organisation)


@bp.route("/<int:organisation_id>/rename/take-back", methods=["GET", "POST"])
@coordinators
def take_name_back(organisation_id: int) -> Answer:
    organisation = kept(organisation_id)
    if organisation.next_name_on is None:
        abort(404)
    form = VersionedForm(based_on=organisation.version)
    done = settled(
        form,
        lambda: name_rules.take_name_back(house(), organisation_id, **form.facts(), by=me(), now=now()),
        url_for(".show", organisation_id=organisation_id),
    )
    return done or form_page("organisations/take_name_back.html", form, organisation=organisation)


@bp.route("/<int:organisation_id>/names/new", methods=["GET", "POST"])
@coordinators
def add_former_name(organisation_id: int) -> Answer:
    organisation = kept(organisation_id)
    form = FormerNameForm()
    if form.validate_on_submit():
        try:
            name_rules.add_former_name(house(), organisation_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", organisation_id=organisation_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("organisations/add_former_name.html", form, organisation=organisation)


@bp.route("/<int:organisation_id>/names/<int:name_id>/remove", methods=["GET", "POST"])
@coordinators
def remove_former_name(organisation_id: int, name_id: int) -> Answer:
    organisation = kept(organisation_id)
    former = next((each for each in organisation.former_names if each.id == name_id), None) or abort(404)
    form = Form()
    if form.validate_on_submit():
        name_rules.remove_former_name(house(), organisation_id, name_id, by=me(), now=now())
        return commit(url_for(".show", organisation_id=organisation_id))
    page = {"organisation": organisation, "former": former}
    return form_page("organisations/remove_former_name.html", form, **page)


@bp.route("/<int:organisation_id>/end", methods=["GET", "POST"])
@coordinators
def end(organisation_id: int) -> Answer:
    organisation = kept(organisation_id)
    form = EndingForm(based_on=organisation.version)
    form.offer(queries.to_choose(reading(), today(), organisation_id))
    if form.validate_on_submit():
        try:
            ending_rules.end(house(), organisation_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", organisation_id=organisation_id))
        except RuleBroken as broken:
            form.refuse(broken, _as_it_is(organisation))
    return form_page("organisations/end.html", form, organisation=organisation)


@bp.route("/<int:organisation_id>/reopen", methods=["GET", "POST"])
@coordinators
def reopen(organisation_id: int) -> Answer:
    organisation = kept(organisation_id)
    form = VersionedForm(based_on=organisation.version)
    if form.validate_on_submit():
        try:
            ending_rules.reopen(house(), organisation_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", organisation_id=organisation_id))
        except RuleBroken as broken:
            form.refuse(broken, VersionedForm(based_on=organisation.version, formdata=None))
    return form_page("organisations/reopen.html", form, organisation=organisation)


def _as_it_is(organisation: Organisation) -> EndingForm:
    """The form over the institution as it is now: not ended, or ended by somebody else meanwhile."""
    form = EndingForm(obj=organisation, based_on=organisation.version, formdata=None)
    form.offer(queries.to_choose(reading(), today(), organisation.id))
    return form
