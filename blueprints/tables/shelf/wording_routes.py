"""The pages of bylaws as a text: written in versions, put into force, compared word by word."""

from typing import Any

from flask import abort, flash, render_template, url_for
from flask_babel import gettext

from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.shelf import queries, wording_rules
from blueprints.tables.shelf.forms import InForceForm, WordingForm
from blueprints.tables.shelf.routes import kept_document
from models.comparing import word_diff
from models.errors import RuleBroken
from models.shelf import ShelfDocument
from models.texts import Collision, TextVersion
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.markdown import render
from plumbing.versions import form_page


@bp.route("/<int:table_id>/documents/<int:document_id>/wording", methods=["GET", "POST"])
@signed_in
def write_wording(table_id: int, document_id: int) -> Answer:
    document, page = _written(table_id, document_id)
    newest = next(iter(queries.wordings(reading(), document)), None)
    form = WordingForm(markdown=newest.markdown if newest else "", based_on=newest.number if newest else 0)
    if form.validate_on_submit():
        given: dict[str, Any] = {"based_on": form.based_on.data, "by": me(), "now": now()}
        try:
            typed = form.markdown.data or ""
            wording_rules.write_wording(house(), document_id, typed, render=render, **given)
            flash(gettext("The wording is kept."), "done")
            return commit(page["url"])
        except Collision as collision:
            form.refuse(collision)
            return _both(form, collision, page)
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/shelf/write_wording.html", form, **page)


def _both(form: WordingForm, collision: Collision, page: dict[str, Any]) -> Answer:
    """Both texts; the next save is over the newest version."""
    form.based_on.data, form.based_on.raw_data = collision.latest, None
    differences = word_diff(collision.theirs, collision.mine)
    return (
        render_template(
            "tables/shelf/wording_collision.html",
            form=form,
            collision=collision,
            differences=differences,
            **page,
        ),
        409,
    )


@bp.route("/<int:table_id>/documents/<int:document_id>/force", methods=["GET", "POST"])
@signed_in
def put_into_force(table_id: int, document_id: int) -> Answer:
    document, page = _written(table_id, document_id)
    newest = next(iter(queries.wordings(reading(), document)), None) or abort(404)
    form = InForceForm(number=newest.number, in_force_on=today())
    if form.validate_on_submit():
        try:
            wording_rules.put_into_force(house(), document_id, **form.facts(), by=me(), now=now())
            flash(gettext("The wording is frozen. All who may see the document can read it."), "done")
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page(
        "tables/shelf/put_into_force.html", form, wording=newest, html=queries.html_of(newest), **page
    )


@bp.get("/<int:table_id>/documents/<int:document_id>/wordings/<int:number>")
@signed_in
def wording(table_id: int, document_id: int, number: int) -> Answer:
    body = table_queries.body(reading(), table_id) or abort(404)
    document = queries.document(reading(), table_id, document_id) or abort(404)
    shown = list(queries.wordings(reading(), document))
    found = next((each for each in shown if each.number == number), None) or abort(404)
    earlier = next((each for each in shown if each.number < number), None)
    return render_template(
        "tables/shelf/wording.html",
        body=body,
        hue=body.hue,
        document=document,
        wording=found,
        html=queries.html_of(found),
        earlier=earlier,
        differences=_differences(earlier, found),
        url=url_for(".document", table_id=table_id, document_id=document_id),
    )


def _differences(earlier: TextVersion | None, found: TextVersion) -> list[tuple[str, str]]:
    return word_diff(earlier.markdown, found.markdown) if earlier else []


def _written(table_id: int, document_id: int) -> tuple[ShelfDocument, dict[str, Any]]:
    document, page = kept_document(table_id, document_id)
    if not wording_rules.may_write(document):
        abort(404)
    return document, page
