"""The pages of a body's life: another state, another name, a name of long ago."""

from flask import abort, render_template, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators, coordinators_to_the_end
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.life import name_rules, queries, rules
from blueprints.tables.life.forms import FormerNameForm, RenameForm, StepForm
from blueprints.tables.rules import may_keep
from models.bodies import Body
from models.body_life import NEXT
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.get("/<int:table_id>/years")
@signed_in
def years(table_id: int) -> Answer:
    body = table_queries.body(reading(), table_id) or abort(404)
    return render_template(
        "tables/life/years.html",
        body=body,
        hue=body.hue,
        life=queries.life(reading(), body),
        may_keep=may_keep(me(), body),
        may_step=rules.may_step(me(), body),
    )


@bp.route("/<int:table_id>/life", methods=["GET", "POST"])
@coordinators_to_the_end
def step(table_id: int) -> Answer:
    body = table_queries.body(reading(), table_id)
    if body is None or not rules.may_step(me(), body):
        abort(404)
    form = StepForm(since=today())
    form.offer(NEXT[body.state])
    done = settled(
        form,
        lambda: rules.step(house(), table_id, **form.facts(), by=me(), now=now()),
        url_for(".show", table_id=table_id),
    )
    return done or form_page("tables/life/step.html", form, body=body, hue=body.hue)


@bp.route("/<int:table_id>/name", methods=["GET", "POST"])
@coordinators
def rename(table_id: int) -> Answer:
    body = kept_entry(table_id)
    form = RenameForm(since=today())

    def gesture() -> str:
        renamed = name_rules.rename(house(), table_id, **form.facts(), by=me(), now=now())
        if renamed.next_name_on is not None:
            return gettext("The body bears the new name by itself from that day on.")
        return gettext("The former name stays known; older documents keep it.")

    done = settled(form, gesture, url_for(".show", table_id=table_id))
    return done or form_page("tables/life/rename.html", form, body=body, hue=body.hue)


@bp.route("/<int:table_id>/name/take-back", methods=["GET", "POST"])
@coordinators
def take_name_back(table_id: int) -> Answer:
    body = kept_entry(table_id)
    if body.next_name_on is None:
        abort(404)
    form = Form()
    done = settled(
        form,
        lambda: name_rules.take_name_back(house(), table_id, by=me(), now=now()),
        url_for(".show", table_id=table_id),
    )
    return done or form_page("tables/life/take_name_back.html", form, body=body, hue=body.hue)


@bp.route("/<int:table_id>/former-names/new", methods=["GET", "POST"])
@coordinators
def note_name(table_id: int) -> Answer:
    body = kept_entry(table_id)
    form = FormerNameForm()
    done = settled(
        form,
        lambda: rules.note_name(house(), table_id, **form.facts(), by=me(), now=now()),
        url_for(".show", table_id=table_id),
    )
    return done or form_page("tables/life/note_name.html", form, body=body, hue=body.hue)


def kept_entry(table_id: int) -> Body:
    """The body, for whoever keeps its entry; for all others there is none to change."""
    body = table_queries.body(reading(), table_id)
    if body is None or not may_keep(me(), body):
        abort(404)
    return body
