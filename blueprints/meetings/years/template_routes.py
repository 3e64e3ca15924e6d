"""The page of the template: it is changed, alone or with the coming meetings that still follow it."""

from typing import Any

from flask import abort, flash, request, url_for
from flask_babel import gettext, ngettext

from blueprints.accounts.doors import coordinators
from blueprints.meetings import queries as meeting_queries
from blueprints.meetings.routes import Answer, bp
from blueprints.meetings.years import template_queries, template_rules
from blueprints.meetings.years.template_forms import FIELDS, TemplateForm
from models.bodies import Body
from models.errors import RuleBroken
from models.meeting_templates import Template
from models.versions import must_be
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.versions import form_page


@bp.route("/round-tables/<int:table_id>/meetings/template", methods=["GET", "POST"])
@coordinators
def edit_template(table_id: int) -> Answer:
    body = meeting_queries.coordinated_table(reading(), table_id, me()) or abort(404)
    form, step = _form_over(body), request.form.get("step", "look")
    if step != "change" and form.validate_on_submit():
        try:
            return _changed(body, form, step)
        except RuleBroken as broken:
            form.refuse(broken, _form_over(body, formdata=None))
    return form_page("meetings/years/template.html", form, body=body, hue=body.hue)


def _form_over(body: Body, **given: Any) -> TemplateForm:
    """The form as the bylaws fill it, and as it was sent unless `formdata=None` is given."""
    bylaws = body.bylaws
    facts = {name: getattr(bylaws, column) for name, column in template_rules.COLUMNS.items()}
    return TemplateForm(based_on=bylaws.version, **facts, **given)


def _changed(body: Body, form: TemplateForm, step: str) -> Answer:
    """What follows is shown first; where nothing would, the template is changed at once."""
    old, new = Template.of(body.bylaws), Template.saying(**form.facts())
    must_be(body.bylaws, form.based_on.data)
    new.judge()
    found = template_queries.reach(reading(), body.id, old, new, now())
    if step == "look" and found.follow:
        about = {"body": body, "hue": body.hue, "found": found}
        return form_page("meetings/years/template_meetings.html", form, fields=FIELDS, **about)
    chosen = request.form.getlist("meeting", type=int) if step == "with" else []
    based_on = form.based_on.data
    template_rules.change_template(
        *(house(), body.id), based_on=based_on, with_meetings=chosen, **form.facts(), by=me(), now=now()
    )
    flash(_told(len(chosen), len(found.stay)), "done")
    return commit(url_for("tables.show", table_id=body.id))


def _told(changed: int, own: int) -> str:
    words = [gettext("The template is changed.")]
    if changed:
        words.append(
            ngettext("%(num)d meeting changed with it.", "%(num)d meetings changed with it.", changed)
        )
    if own:
        words.append(
            ngettext(
                "%(num)d coming meeting has details of its own and stays as it is.",
                "%(num)d coming meetings have details of their own and stay as they are.",
                own,
            )
        )
    return " ".join(words)
