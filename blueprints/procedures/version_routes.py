"""Versions of a procedure: begun, worded, put to the table for comments, given up."""

from datetime import timedelta
from typing import Any, Final

from flask import abort, flash, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.procedures import queries, rules, version_rules
from blueprints.procedures.blueprint import OF_PROCEDURE, OF_VERSION, Answer, bp
from blueprints.procedures.forms import ConsultForm, WordingForm
from blueprints.procedures.letters import CONSULTED
from blueprints.procedures.pages import about_page, drafted, found
from blueprints.procedures.sending_pages import sending
from models.errors import RuleBroken
from models.texts import Collision
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.markdown import render
from plumbing.sent_words import told_sent
from plumbing.versions import form_page

USUAL: Final = timedelta(weeks=4)
"""So long a consultation runs unless another day is chosen."""


@bp.route(f"{OF_PROCEDURE}/versions/new", methods=["GET", "POST"])
@signed_in
def begin(table_id: int, procedure_id: int) -> Answer:
    about = found(table_id, procedure_id)
    page = about_page(about)
    if not rules.may_draft(me(), about):
        abort(404)
    form = Form()
    if form.validate_on_submit():
        try:
            made = version_rules.begin(house(), table_id, procedure_id, by=me(), now=now(), render=render)
            return commit(url_for(".version", **page["ids"], number=made.number))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("procedures/begin.html", form, **page)


@bp.route(f"{OF_VERSION}/wording", methods=["GET", "POST"])
@signed_in
def word(table_id: int, procedure_id: int, number: int) -> Answer:
    _, version, page = drafted(table_id, procedure_id, number)
    newest = queries.wording(reading(), version)
    form = WordingForm(markdown=newest.markdown if newest else "", based_on=newest.number if newest else 0)
    theirs = None
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"markdown": form.markdown.data or "", "based_on": form.based_on.data}
            version_rules.word(
                house(), table_id, procedure_id, number, **given, by=me(), now=now(), render=render
            )
            flash(gettext("The wording is saved."), "done")
            return commit(page["back"])
        except Collision as collision:
            form.refuse(collision)
            theirs = collision.theirs
            form.based_on.data, form.based_on.raw_data = collision.latest, None
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("procedures/word.html", form, theirs=theirs, **page)


@bp.route(f"{OF_VERSION}/consult", methods=["GET", "POST"])
@coordinators
def consult(table_id: int, procedure_id: int, number: int) -> Answer:
    about, version, page = drafted(table_id, procedure_id, number)
    form = ConsultForm(comments_until=version.comments_until or today() + USUAL)

    seats = version_rules.seats_to_consult(house(), about, today())
    shown = sending(about, version, seats, CONSULTED, due_on=form.comments_until.data)

    def gesture() -> str:
        form.must_reach(each.address for each in shown["reached"])
        given: dict[str, Any] = {"comments_until": form.comments_until.data, "by": me(), "now": now()}
        letters = version_rules.consult(house(), table_id, procedure_id, number, **given)
        return gettext("The version is in consultation.") + " " + told_sent(letters, table_id)

    if done := settled(form, gesture, page["back"]):
        return done
    form.show(each.address for each in shown["reached"])
    page |= shown
    return form_page("procedures/consult.html", form, **page)


@bp.route(f"{OF_VERSION}/drop", methods=["GET", "POST"])
@coordinators
def drop(table_id: int, procedure_id: int, number: int) -> Answer:
    _, _, page = drafted(table_id, procedure_id, number)
    form = Form()

    def gesture() -> str:
        version_rules.drop(house(), table_id, procedure_id, number, by=me(), now=now())
        return gettext("The version is given up.")

    return settled(form, gesture, page["url"]) or form_page("procedures/drop.html", form, **page)
