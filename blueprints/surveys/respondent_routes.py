"""Respondents: those without a seat, and what the coordination notes about one."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.surveys import respondent_rules
from blueprints.surveys.blueprint import OF_RESPONDENT, OF_SURVEY, Answer, bp
from blueprints.surveys.respondent_pages import (
    new_respondent,
    noted_respondent,
    readdressed_respondent,
    removable_respondent,
    respondent_page,
    told_entered,
)
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.sent_words import told_sent
from plumbing.versions import form_page


@bp.route(f"{OF_SURVEY}/respondents/new", methods=["GET", "POST"])
@coordinators
def add_respondent(table_id: int, survey_id: int) -> Answer:
    form, page = new_respondent(table_id, survey_id)

    def gesture() -> str:
        made = respondent_rules.add(house(), table_id, survey_id, **form.facts(), by=me(), now=now())
        return told_entered(page["about"], made)

    to = url_for(".show", **page["ids"], _anchor="respondents")
    return settled(form, gesture, to) or form_page("surveys/add_respondent.html", form, **page)


@bp.get(OF_RESPONDENT)
@signed_in
def respondent(table_id: int, survey_id: int, respondent_id: int) -> Answer:
    page = respondent_page(table_id, survey_id, respondent_id)
    return render_template("surveys/respondent.html", **page)


@bp.route(f"{OF_RESPONDENT}/remove", methods=["GET", "POST"])
@coordinators
def remove_respondent(table_id: int, survey_id: int, respondent_id: int) -> Answer:
    page = removable_respondent(table_id, survey_id, respondent_id)
    form = Form()

    def gesture() -> str:
        respondent_rules.remove(house(), table_id, survey_id, respondent_id, by=me(), now=now())
        return gettext("Taken out.")

    to = url_for(".show", **page["ids"], _anchor="respondents")
    return settled(form, gesture, to) or form_page("surveys/remove_respondent.html", form, **page)


@bp.route(f"{OF_RESPONDENT}/address", methods=["GET", "POST"])
@coordinators
def readdress(table_id: int, survey_id: int, respondent_id: int) -> Answer:
    form, page = readdressed_respondent(table_id, survey_id, respondent_id)

    def gesture() -> str:
        facts = form.facts() | {"by": me(), "now": now()}
        letters = respondent_rules.readdress(house(), table_id, survey_id, respondent_id, **facts)
        words = gettext("The address is corrected.")
        return f"{words} {told_sent(letters, table_id)}"

    to = url_for(".show", **page["ids"], _anchor="respondents")
    return settled(form, gesture, to) or form_page("surveys/readdress.html", form, **page)


@bp.route(f"{OF_RESPONDENT}/undocumented", methods=["GET", "POST"])
@coordinators
def note_undocumented(table_id: int, survey_id: int, respondent_id: int) -> Answer:
    page = noted_respondent(table_id, survey_id, respondent_id)
    form = Form()

    def gesture() -> str:
        given: dict[str, Any] = {"undocumented": not page["undocumented"], "by": me(), "now": now()}
        respondent_rules.note_undocumented(house(), table_id, survey_id, respondent_id, **given)
        return gettext("Noted.")

    to = url_for(".show", **page["ids"], _anchor="respondents")
    return settled(form, gesture, to) or form_page("surveys/note_undocumented.html", form, **page)
