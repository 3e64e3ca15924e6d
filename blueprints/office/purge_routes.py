"""The page on which the coordination takes a passage out for good: choose, see where it stands, take out."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import coordinators, fresh
from blueprints.office import purge_queries, purge_rules
from blueprints.office.purge_forms import PurgeForm
from blueprints.office.purge_words import counted
from blueprints.office.routes import bp
from models.bodies import Body
from models.errors import RuleBroken
from models.guarding import findings
from models.meetings import Meeting
from models.texts import Text
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.guarding import directory
from plumbing.markdown import render
from plumbing.versions import form_page

Answer = str | tuple[str, int] | Response
LOOK = "look"
ALLOW = "allow"


@bp.route("/round-tables/<int:table_id>/purge", methods=["GET", "POST"])
@coordinators
@fresh
def purge_table(table_id: int) -> Answer:
    thing = purge_queries.table(reading(), table_id, me()) or abort(404)
    return _purge(thing, url_for(".index"))


@bp.route("/meetings/<int:meeting_id>/purge", methods=["GET", "POST"])
@coordinators
@fresh
def purge_meeting(meeting_id: int) -> Answer:
    thing = purge_queries.meeting(reading(), meeting_id, me()) or abort(404)
    return _purge(thing, url_for("minutes.show", meeting_id=meeting_id))


@bp.route("/texts/<int:text_id>/purge", methods=["GET", "POST"])
@coordinators
@fresh
def purge_text(text_id: int) -> Answer:
    thing = purge_queries.text(reading(), text_id, me()) or abort(404)
    document = purge_queries.document_of(reading(), thing)
    decision = None if document else purge_queries.decision_of(reading(), thing)
    if decision is not None:
        back = url_for("decisions.show", table_id=decision.body_id, decision_id=decision.id)
        return _purge(thing, back)
    if document is None:
        return _purge(thing, url_for(".index"))
    return _purge(thing, url_for("tables.document", table_id=document.body_id, document_id=document.id))


def _purge(thing: Body | Meeting | Text, back: str) -> Answer:
    """The passage travels in the form's body only: in no address, log or history."""
    form = PurgeForm()
    form.offer(_marked(thing))
    page: dict[str, Any] = {"kind": type(thing).__tablename__, "back": back}
    if form.validate_on_submit():
        try:
            if request.form.get("step") == LOOK:
                return _look(form, thing, page)
            return _act(form, thing, back)
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("office/purge.html", form, **page)


def _act(form: PurgeForm, thing: Body | Meeting | Text, back: str) -> Response:
    given: dict[str, Any] = {"by": me(), "now": now()}
    meant = _meant(form, thing)
    if request.form.get("step") == ALLOW:
        purge_rules.allow(house(), meant, form.chosen, **given)
        flash(gettext("The passage can be written again at this table."), "done")
        return commit(back)
    purge_rules.purge(house(), meant, form.chosen, render=render, for_ever=bool(form.for_ever.data), **given)
    flash(gettext("The passage is gone for good."), "done")
    return commit(back)


def _look(form: PurgeForm, thing: Body | Meeting | Text, page: dict[str, Any]) -> str:
    """Where it stands; and whether it stands elsewhere at the table, too, where that is not meant."""
    meant, body = _meant(form, thing), house().get_one(Body, purge_rules.table_of(thing))
    there = purge_rules.found(house(), meant, form.chosen, by=me())
    elsewhere = (
        0 if meant is body else len(purge_rules.found(house(), body, form.chosen, by=me())) - len(there)
    )
    form.passage.data, form.passage.raw_data = form.chosen, None
    return render_template(
        "office/purge_look.html", form=form, there=counted(there), elsewhere=elsewhere, **page
    )


def _meant(form: PurgeForm, thing: Body | Meeting | Text) -> Body | Meeting | Text:
    """The same row in the house's session, or its table where everything of that is meant."""
    if form.everywhere.data or isinstance(thing, Body):
        return house().get_one(Body, purge_rules.table_of(thing))
    if isinstance(thing, Meeting):
        return house().get_one(Meeting, thing.id)
    return house().get_one(Text, thing.id)


def _marked(thing: Body | Meeting | Text) -> list[str]:
    """What the guard finds in the newest wordings."""
    known, texts = directory(), purge_queries.written(reading(), thing)
    return [each.passage for words in texts for each in findings(words, known)]
