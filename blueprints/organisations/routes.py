"""The pages of the directory."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.accounts.doors import coordinators
from blueprints.organisations import offer_queries, offer_rules, queries, rules
from blueprints.organisations.forms import NewOrganisationForm, OrganisationForm, SearchForm
from models.errors import RuleBroken
from models.organisations import Organisation
from plumbing import vcards
from plumbing.access import me, signed_in
from plumbing.attachments import saved
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.versions import form_page

bp = Blueprint("organisations", __name__, url_prefix="/organisations")
Answer = str | tuple[str, int] | Response


@bp.get("/")
@signed_in
def index() -> Answer:
    form = SearchForm(request.args)
    valid = form.validate()
    found = queries.directory(
        reading(), form.q.data or "", form.kind.data, request.args.get("page", 1, type=int)
    )
    may_create = rules.may_create(me())
    page = render_template("organisations/index.html", form=form, found=found, may_create=may_create)
    return page if valid else (page, 422)


@bp.get("/<int:organisation_id>")
@signed_in
def show(organisation_id: int) -> Answer:
    organisation = queries.organisation(reading(), organisation_id) or abort(404)
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        seats=queries.seats_of(reading(), organisation_id, today(), me()),
        coordinates=queries.coordinated_by(reading(), organisation_id, today()),
        may_edit=rules.may_edit(me(), organisation),
        may_see_mailbox=rules.may_see_mailbox(me(), organisation),
        offers=offer_queries.offers_of(reading(), organisation_id),
        may_keep_offers=offer_rules.may_keep(me(), organisation_id),
        today=today(),
    )


@bp.get("/<int:organisation_id>/contacts/<string:edition>")
@signed_in
def contact(organisation_id: int, edition: str) -> Answer:
    organisation = queries.organisation(reading(), organisation_id) or abort(404)
    if edition not in vcards.EDITIONS:
        abort(404)
    card = vcards.Contact(
        name=organisation.name,
        organisation=organisation.name,
        email=(organisation.mailbox or "") if rules.may_see_mailbox(me(), organisation) else "",
        note=organisation.public_contact,
        place=organisation.place,
        is_group=True,
    )
    return saved(f"{organisation.name}.vcf", vcards.TYPE, vcards.vcards([card], edition))


@bp.route("/new", methods=["GET", "POST"])
@coordinators
def create() -> Answer:
    form = NewOrganisationForm()
    form.offer(queries.to_choose(reading()))
    if form.validate_on_submit():
        try:
            organisation = rules.create(house(), **form.facts(), by=me(), now=now())
            return commit(url_for(".show", organisation_id=organisation.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("organisations/create.html", form)


@bp.route("/<int:organisation_id>/edit", methods=["GET", "POST"])
@coordinators
def edit(organisation_id: int) -> Answer:
    organisation = queries.organisation(reading(), organisation_id) or abort(404)
    form = _form_over(organisation)
    if form.validate_on_submit():
        try:
            rules.edit(house(), organisation_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", organisation_id=organisation_id))
        except RuleBroken as broken:
            form.refuse(broken, _form_over(organisation, formdata=None))
    return form_page("organisations/edit.html", form, organisation=organisation)


def _form_over(organisation: Organisation, **given: Any) -> OrganisationForm:
    """The form as the row fills it, and as it was sent unless `formdata=None` is given."""
    form = OrganisationForm(obj=organisation, based_on=organisation.version, **given)
    form.offer(queries.to_choose(reading(), organisation.id))
    return form


from blueprints.organisations import offer_routes  # noqa: E402, F401 - hangs its views
