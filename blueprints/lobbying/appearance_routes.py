"""Appearances: listed over all tables, noted, corrected and deleted at one."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators, fresh
from blueprints.lobbying import appearance_rules
from blueprints.lobbying.appearance_forms import AppearanceForm, EditAppearanceForm
from blueprints.lobbying.appearance_pages import (
    appearance_page,
    kept_appearance,
    list_page,
    offered,
    seen_appearance,
    table_of,
)
from blueprints.lobbying.blueprint import APPEARANCES_OF, OF_APPEARANCE, Answer, bp
from blueprints.lobbying.pages import number_in
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.get("/appearances")
@signed_in
def appearances() -> Answer:
    table_id, page = (number_in(request.args.get(name)) for name in ("table", "page"))
    return render_template("lobbying/appearances.html", **list_page(table_id or None, page))


@bp.get(OF_APPEARANCE)
@signed_in
def appearance(table_id: int, appearance_id: int) -> Answer:
    found, _ = seen_appearance(table_id, appearance_id)
    return render_template("lobbying/appearance.html", **appearance_page(found))


@bp.route(f"{APPEARANCES_OF}/new", methods=["GET", "POST"])
@coordinators
def note_appearance(table_id: int) -> Answer:
    page = table_of(table_id)
    about = {"project_id": number_in(request.args.get("project")) or None}
    form = offered(AppearanceForm(data=about), table_id)
    if form.validate_on_submit():
        try:
            made = appearance_rules.note(house(), table_id, **form.facts(), by=me(), now=now())
            flash(gettext("The appearance is noted. Now say who goes there for whom."), "done")
            return commit(url_for(".appearance", table_id=table_id, appearance_id=made.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("lobbying/note_appearance.html", form, **page)


@bp.route(f"{OF_APPEARANCE}/edit", methods=["GET", "POST"])
@coordinators
def correct_appearance(table_id: int, appearance_id: int) -> Answer:
    found, page = kept_appearance(table_id, appearance_id)
    given: dict[str, Any] = {"obj": found, "based_on": found.version}
    form = offered(EditAppearanceForm(**given), table_id)
    if form.validate_on_submit():
        try:
            appearance_rules.correct(house(), appearance_id, **form.facts(), by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, offered(EditAppearanceForm(formdata=None, **given), table_id))
    return form_page("lobbying/correct_appearance.html", form, **page)


@bp.route(f"{OF_APPEARANCE}/remove", methods=["GET", "POST"])
@coordinators
@fresh
def remove_appearance(table_id: int, appearance_id: int) -> Answer:
    _, page = kept_appearance(table_id, appearance_id)
    form, back = Form(), url_for(".appearances", table=table_id)

    def gesture() -> str:
        appearance_rules.remove(house(), appearance_id, by=me(), now=now())
        return gettext("The appearance is deleted.")

    return settled(form, gesture, back) or form_page("lobbying/remove_appearance.html", form, **page)
