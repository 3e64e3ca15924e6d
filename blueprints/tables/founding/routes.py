"""Pages of the system administration about bodies: which there are, and a new first coordination."""

from flask import abort, flash, render_template, url_for
from flask_babel import gettext

from blueprints.accounts.doors import administrators, fresh
from blueprints.organisations.queries import to_choose
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.forms import NewCoordinationForm
from blueprints.tables.founding import rules
from blueprints.tables.founding.pages import known_bodies, orphaned_body
from models.errors import RuleBroken
from plumbing.access import me
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.versions import form_page


@bp.get("/all")
@administrators
def all_bodies() -> Answer:
    return render_template("tables/founding/all_bodies.html", bodies=known_bodies())


@bp.route("/<int:table_id>/new-coordination", methods=["GET", "POST"])
@administrators
@fresh
def name_coordination(table_id: int) -> Answer:
    body = orphaned_body(table_id) or abort(404)
    form = NewCoordinationForm()
    form.offer(to_choose(reading(), today()))
    if body.coordination:
        form.keep_institution()
    if form.validate_on_submit():
        try:
            rules.name_coordination(house(), table_id, **form.facts(), by=me(), now=now())
            flash(gettext("A letter with a link is on its way to the new coordination."), "done")
            return commit(url_for(".all_bodies"))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/founding/name_coordination.html", form, body=body)
