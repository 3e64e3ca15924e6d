"""The page on which the administration says who runs the site."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext

from blueprints.accounts.doors import administrators, fresh
from blueprints.office import imprint_rules
from blueprints.office.imprint_forms import ImprintForm
from blueprints.office.routes import bp
from models.errors import RuleBroken
from models.imprints import imprint_of
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.versions import form_page


@bp.route("/imprint", methods=["GET", "POST"])
@administrators
@fresh
def edit_imprint() -> Any:
    form = _form()
    if form.validate_on_submit():
        try:
            imprint_rules.edit_imprint(house(), **form.facts(), by=me(), now=now())
            flash(gettext("Imprint and privacy page say this now."), "done")
            return commit(url_for("home.imprint"))
        except RuleBroken as broken:
            form.refuse(broken, _form(formdata=None))
    return form_page("office/edit_imprint.html", form)


def _form(**given: Any) -> ImprintForm:
    kept = imprint_of(reading())
    return ImprintForm(obj=kept, based_on=kept.version, **given)
