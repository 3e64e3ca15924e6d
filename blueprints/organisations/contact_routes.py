"""The pages on which contact points are kept."""

from typing import Any

from flask import abort, flash, url_for
from flask_babel import gettext

from blueprints.organisations import contact_queries, contact_rules
from blueprints.organisations.contact_forms import CheckForm, ContactForm, NewContactForm
from blueprints.organisations.routes import Answer, bp, found
from models.contact_points import ContactPoint
from models.errors import RuleBroken
from models.organisations import Organisation
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.versions import form_page


@bp.route("/<int:organisation_id>/contact-points/new", methods=["GET", "POST"])
@signed_in
def add_contact(organisation_id: int) -> Answer:
    organisation = _kept(organisation_id)
    form = NewContactForm()
    if form.validate_on_submit():
        try:
            contact_rules.add_contact(house(), organisation_id, **form.facts(), by=me(), now=now())
            return commit(_page(organisation_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("organisations/add_contact.html", form, organisation=organisation)


@bp.route("/<int:organisation_id>/contact-points/<int:contact_id>/edit", methods=["GET", "POST"])
@signed_in
def edit_contact(organisation_id: int, contact_id: int) -> Answer:
    organisation, contact = _kept(organisation_id), _contact(organisation_id, contact_id)
    form = _form_over(contact)
    if form.validate_on_submit():
        try:
            contact_rules.edit_contact(
                house(), organisation_id, contact_id, **form.facts(), by=me(), now=now()
            )
            return commit(_page(organisation_id))
        except RuleBroken as broken:
            form.refuse(broken, _form_over(contact, formdata=None))
    return form_page("organisations/edit_contact.html", form, organisation=organisation, contact=contact)


@bp.post("/<int:organisation_id>/contact-points/<int:contact_id>/check")
@signed_in
def check_contact(organisation_id: int, contact_id: int) -> Answer:
    organisation, contact = _kept(organisation_id), _contact(organisation_id, contact_id)
    form = CheckForm()
    if form.validate_on_submit():
        try:
            contact_rules.check_contact(
                house(), organisation_id, contact_id, **form.facts(), by=me(), now=now()
            )
            return commit(_page(organisation_id))
        except RuleBroken:
            flash(gettext("Somebody has changed this contact point meanwhile. Please look again."), "problem")
    form = _form_over(contact, formdata=None)
    page, _ = form_page("organisations/edit_contact.html", form, organisation=organisation, contact=contact)
    return page, 422


@bp.route("/<int:organisation_id>/contact-points/<int:contact_id>/remove", methods=["GET", "POST"])
@signed_in
def remove_contact(organisation_id: int, contact_id: int) -> Answer:
    organisation, contact = _kept(organisation_id), _contact(organisation_id, contact_id)
    form = Form()
    if form.validate_on_submit():
        contact_rules.remove_contact(house(), organisation_id, contact_id, by=me(), now=now())
        return commit(_page(organisation_id))
    return form_page("organisations/remove_contact.html", form, organisation=organisation, contact=contact)


def _kept(organisation_id: int) -> Organisation:
    """The institution, for whoever keeps its contact points; for all others there is none."""
    organisation = found(organisation_id)
    return organisation if contact_rules.may_keep_contacts(me(), organisation, house()) else abort(404)


def _contact(organisation_id: int, contact_id: int) -> ContactPoint:
    return contact_queries.contact(reading(), organisation_id, contact_id) or abort(404)


def _form_over(contact: ContactPoint, **given: Any) -> ContactForm:
    return ContactForm(obj=contact, based_on=contact.version, **given)


def _page(organisation_id: int) -> str:
    return url_for(".show", organisation_id=organisation_id, _anchor="contact-points")
