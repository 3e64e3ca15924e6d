"""The page on which a person gives the confidentiality declaration, before anything of the table is seen."""

from flask import abort, flash, url_for
from flask_babel import gettext

from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.people import declaration_queries, declaration_rules
from blueprints.tables.people.forms import DeclarationForm
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house
from plumbing.versions import form_page


@bp.route("/<int:table_id>/appointments/<int:appointment_id>/declaration", methods=["GET", "POST"])
@signed_in
def declare(table_id: int, appointment_id: int) -> Answer:
    asked = declaration_queries.asked(house(), table_id, appointment_id, me(), today()) or abort(404)
    wording = asked.wording or gettext(declaration_rules.STANDARD)
    form = DeclarationForm()
    if form.validate_on_submit():
        try:
            declaration_rules.declare(
                house(),
                table_id,
                appointment_id,
                shown=form.shown.data or "",
                wording=wording,
                by=me(),
                now=now(),
            )
            flash(gettext("Thank you. Your declaration is kept with its wording."), "done")
            later = asked.starts_on is not None
            return commit(url_for("home.overview") if later else url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken)
    form.shown.data = declaration_queries.hashed(wording)
    return form_page("tables/people/declare.html", form, asked=asked, hue=asked.hue, wording=wording)
