"""Mandates: given, corrected, ended, kept on after the person has left; and the report back to the table."""

from typing import Any

from flask import abort, flash
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.lobbying import (
    following_rules,  # noqa: F401 - what follows when people leave hangs itself on
    mandate_rules,
)
from blueprints.lobbying.appearance_forms import EditMandateForm, EndMandateForm, MandateForm, ReportForm
from blueprints.lobbying.appearance_pages import (
    appearance_page,
    kept_appearance,
    mandate_form,
    mandate_of,
    seen_appearance,
)
from blueprints.lobbying.blueprint import OF_APPEARANCE, OF_MANDATE, Answer, bp
from blueprints.lobbying.mandate_words import who_for_whom
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route(f"{OF_APPEARANCE}/mandates/new", methods=["GET", "POST"])
@coordinators
def give_mandate(table_id: int, appearance_id: int) -> Answer:
    found, page = kept_appearance(table_id, appearance_id)
    form = mandate_form(MandateForm(), found)

    def gesture() -> str:
        mandate_rules.give(house(), appearance_id, **form.facts(), by=me(), now=now())
        return gettext("The mandate is given.")

    return settled(form, gesture, page["url"]) or form_page("lobbying/give_mandate.html", form, **page)


@bp.route(f"{OF_MANDATE}/edit", methods=["GET", "POST"])
@coordinators
def correct_mandate(table_id: int, appearance_id: int, mandate_id: int) -> Answer:
    found, page = kept_appearance(table_id, appearance_id)
    kept = mandate_of(found, mandate_id)
    given: dict[str, Any] = {"obj": kept, "based_on": kept.version}
    form = mandate_form(EditMandateForm(**given), found, kept)
    if form.validate_on_submit():
        try:
            mandate_rules.correct(house(), mandate_id, **form.facts(), by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, mandate_form(EditMandateForm(formdata=None, **given), found, kept))
    return form_page("lobbying/correct_mandate.html", form, **page)


@bp.route(f"{OF_MANDATE}/end", methods=["GET", "POST"])
@coordinators
def end_mandate(table_id: int, appearance_id: int, mandate_id: int) -> Answer:
    found, page = kept_appearance(table_id, appearance_id)
    kept = mandate_of(found, mandate_id)
    form, page = EndMandateForm(), page | {"words": who_for_whom(kept, me())}

    def gesture() -> str:
        mandate_rules.end(house(), mandate_id, **form.facts(), by=me(), now=now())
        return gettext("The mandate has ended.")

    return settled(form, gesture, page["url"]) or form_page("lobbying/end_mandate.html", form, **page)


@bp.post(f"{OF_MANDATE}/keep-on")
@coordinators
def keep_mandate_on(table_id: int, appearance_id: int, mandate_id: int) -> Answer:
    found, page = kept_appearance(table_id, appearance_id)
    mandate_of(found, mandate_id)
    form = Form()

    def gesture() -> str:
        mandate_rules.keep_on(house(), mandate_id, by=me(), now=now())
        return gettext("The mandate goes on.")

    shown = appearance_page(found)
    return settled(form, gesture, page["url"]) or form_page("lobbying/appearance.html", form, **shown)


@bp.route(f"{OF_MANDATE}/report", methods=["GET", "POST"])
@signed_in
def report_back(table_id: int, appearance_id: int, mandate_id: int) -> Answer:
    found, page = seen_appearance(table_id, appearance_id)
    kept = mandate_of(found, mandate_id)
    if not mandate_rules.may_report(me(), kept):
        abort(404)
    given: dict[str, Any] = {"data": {"text": kept.report}, "based_on": kept.version}
    form = ReportForm(**given)
    if form.validate_on_submit():
        try:
            mandate_rules.report(house(), mandate_id, **form.facts(), by=me(), now=now())
            flash(gettext("The report is with the table."), "done")
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, ReportForm(formdata=None, **given))
    return form_page("lobbying/report_back.html", form, **page, words=who_for_whom(kept, me()))
