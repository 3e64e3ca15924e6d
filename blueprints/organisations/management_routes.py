"""The page on which an institution states whether it answers subject to its management."""

from flask import abort, url_for

from blueprints.organisations import management_rules
from blueprints.organisations.forms import ManagementForm
from blueprints.organisations.routes import Answer, bp, found
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house
from plumbing.versions import form_page


@bp.route("/<int:organisation_id>/management", methods=["GET", "POST"])
@signed_in
def set_management(organisation_id: int) -> Answer:
    organisation = found(organisation_id)
    if not management_rules.may_set_management(me(), organisation, house()):
        abort(404)
    form = ManagementForm(obj=organisation, based_on=organisation.version)
    if form.validate_on_submit():
        try:
            management_rules.set_management(house(), organisation_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", organisation_id=organisation_id))
        except RuleBroken as broken:
            current = ManagementForm(obj=organisation, based_on=organisation.version, formdata=None)
            form.refuse(broken, current)
    return form_page("organisations/set_management.html", form, organisation=organisation)
