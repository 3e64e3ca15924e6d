"""The pages of the directory."""

from typing import Any

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import coordinators, fresh
from blueprints.organisations import (
    contact_queries,
    entry_pages,
    offer_queries,
    offer_rules,
    queries,
    relation_queries,
    rules,
    seat_queries,
)
from blueprints.organisations.forms import NewOrganisationForm, OrganisationForm, SearchForm
from models.errors import RuleBroken
from models.organisations import Organisation
from plumbing import vcards
from plumbing.access import me, signed_in
from plumbing.attachments import saved
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
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
    seats = seat_queries.seats_of(reading(), organisation_id, today(), me())
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        kin=queries.kin_of(reading(), organisation_id),
        seats=seats,
        people=queries.people_of(reading(), organisation_id, today(), me()),
        coordinates=queries.coordinated_by(reading(), organisation_id, today()),
        contacts=contact_queries.contacts_of(reading(), organisation_id),
        now=now(),
        relations=relation_queries.relations_of(reading(), organisation_id),
        **entry_pages.offered(organisation),
        may_create=rules.may_create(me()),
        may_see_mailbox=rules.may_see_mailbox(me(), organisation),
        offers=offer_queries.offers_of(reading(), organisation_id),
        may_keep_offers=offer_rules.may_keep(me(), organisation_id),
        admitting=queries.bodies_to_admit_it_to(reading(), organisation, today(), me()),
        may_see_owed=queries.may_see_owed(me(), organisation_id, seats.present),
        may_see_agreed=queries.may_see_owed(me(), organisation_id, [*seats.present, *seats.former]),
        today=today(),
    )


@bp.get("/<int:organisation_id>/former-seats")
@signed_in
def former_seats(organisation_id: int) -> Answer:
    organisation = queries.organisation(reading(), organisation_id) or abort(404)
    page = request.args.get("page", 1, type=int)
    found = seat_queries.former_seats(reading(), organisation_id, page, today(), me())
    return render_template("organisations/former_seats.html", organisation=organisation, found=found)


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
    form.offer(queries.to_choose(reading(), today()))
    if form.validate_on_submit():
        try:
            organisation = rules.create(house(), **form.facts(), by=me(), now=now())
            flash(gettext("The institution stands in the directory now."), "done")
            return commit(url_for(".show", organisation_id=organisation.id))
        except RuleBroken as broken:
            form.refuse(broken)
    existing = queries.named(reading(), form.name.data) if form.name.errors else None
    return form_page("organisations/create.html", form, existing=existing)


@bp.route("/<int:organisation_id>/edit", methods=["GET", "POST"])
@coordinators
def edit(organisation_id: int) -> Answer:
    organisation = kept(organisation_id)
    form = _form_over(organisation)
    if form.validate_on_submit():
        try:
            rules.edit(house(), organisation_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", organisation_id=organisation_id))
        except RuleBroken as broken:
            form.refuse(broken, _form_over(organisation, formdata=None))
    return form_page("organisations/edit.html", form, organisation=organisation)


@bp.route("/<int:organisation_id>/delete", methods=["GET", "POST"])
@coordinators
@fresh
def delete(organisation_id: int) -> Answer:
    organisation = kept(organisation_id)
    form = Form()
    if form.validate_on_submit():
        try:
            rules.delete(house(), organisation_id, by=me(), now=now())
            flash(gettext("The institution is deleted."), "done")
            return commit(url_for(".index"))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("organisations/delete.html", form, organisation=organisation)


def found(organisation_id: int) -> Organisation:
    """The institution, or no page."""
    return queries.organisation(reading(), organisation_id) or abort(404)


def kept(organisation_id: int) -> Organisation:
    """The institution, for whoever keeps its entry; for all others there is no such page."""
    organisation = found(organisation_id)
    return organisation if entry_pages.may_edit(organisation) else abort(404)


def _form_over(organisation: Organisation, **given: Any) -> OrganisationForm:
    """The form as the row fills it, and as it was sent unless `formdata=None` is given."""
    form = OrganisationForm(obj=organisation, based_on=organisation.version, **given)
    form.offer(queries.to_choose(reading(), today(), organisation.id, organisation.parent_id))
    return form


from blueprints.organisations import (  # noqa: E402 - they hang their views on the blueprint
    change_routes,
    contact_routes,
    management_routes,
    offer_routes,
    relation_routes,
)

__all__ = ["bp", "change_routes", "contact_routes", "management_routes", "offer_routes", "relation_routes"]
