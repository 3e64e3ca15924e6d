"""The pages of a shelf: what lies there, one document, and what its keeper does with it."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import fresh
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp, form_over
from blueprints.tables.shelf import level_rules, queries, rules, wording_rules
from blueprints.tables.shelf.forms import (
    ArchiveForm,
    ConsentForm,
    EditDocumentForm,
    LevelForm,
    NewDocumentForm,
    VersionForm,
)
from models.bodies import Body
from models.errors import RuleBroken
from models.shelf import DocumentKind, DocumentState, ShelfDocument
from models.visibility import Visibility
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form, choices
from plumbing.uploads import judged
from plumbing.versions import form_page

KINDS = {each.value: each for each in DocumentKind}


@bp.get("/<int:table_id>/documents")
@signed_in
def shelf(table_id: int) -> Answer:
    body = _body_with_shelf(table_id)
    kind = KINDS.get(request.args.get("kind", ""))
    archived = request.args.get("archived") == "1"
    page = request.args.get("page", 1, type=int)
    return render_template(
        "tables/shelf/shelf.html",
        body=body,
        hue=body.hue,
        found=queries.shelf(reading(), table_id, kind, archived, min(page, 10_000)),
        kinds=choices(DocumentKind),
        kind=kind,
        archived=archived,
        may_put=_may_put(table_id),
    )


@bp.get("/<int:table_id>/documents/<int:document_id>")
@signed_in
def document(table_id: int, document_id: int) -> Answer:
    body = _body_with_shelf(table_id)
    document = queries.document(reading(), table_id, document_id) or abort(404)
    keeps = rules.may_change(reading(), document, me())
    wordings = queries.wordings(reading(), document)
    applies = next((each for each in wordings if each.in_force_on and each.in_force_on <= today()), None)
    return render_template(
        "tables/shelf/document.html",
        body=body,
        hue=body.hue,
        document=document,
        wordings=wordings,
        applies=applies,
        html=queries.html_of(applies),
        named=_named(document),
        replaced_by=queries.replacing(reading(), document),
        keeps=keeps,
        writes=keeps and wording_rules.may_write(document),
        consent=ConsentForm() if level_rules.may_consent(me(), document) and keeps else None,
        asked_by=queries.asked_by(reading(), document) if keeps and document.lower_to else "",
        asked_level=Visibility(document.lower_to) if document.lower_to else None,
        put_aside=document.state in (DocumentState.REPLACED, DocumentState.ARCHIVED),
    )


def _named(document: ShelfDocument) -> list[str]:
    """Whom a confidential document names is for those who may read it."""
    if document.visibility is not Visibility.CONFIDENTIAL:
        return []
    return [name for _, name in queries.named(reading(), document)]


@bp.route("/<int:table_id>/documents/new", methods=["GET", "POST"])
@signed_in
def put_document(table_id: int) -> Answer:
    body = table_queries.body(reading(), table_id) if _may_put(table_id) else None
    body = body or abort(404)
    form = NewDocumentForm(visibility=_proposed(body))
    form.offer(queries.seats_to_name(reading(), table_id, today(), me()))
    if form.validate_on_submit():
        try:
            document = rules.put(
                house(), table_id, **form.facts(), upload=judged(form.upload.data), by=me(), now=now()
            )
            flash(gettext("The document lies here as a draft. Release it when it is complete."), "done")
            return commit(url_for(".document", table_id=table_id, document_id=document.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/shelf/put_document.html", form, body=body, hue=body.hue)


def _proposed(body: Body) -> Visibility:
    """The table's own default; of a body that others coordinate what stays in one's house."""
    return Visibility.CONFIDENTIAL if body.is_external else Visibility(body.default_visibility)


@bp.route("/<int:table_id>/documents/<int:document_id>/edit", methods=["GET", "POST"])
@signed_in
def correct_document(table_id: int, document_id: int) -> Answer:
    document, page = kept_document(table_id, document_id)
    form = form_over(EditDocumentForm, document)
    if form.validate_on_submit():
        try:
            rules.correct(house(), document_id, **form.facts(), by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, form_over(EditDocumentForm, document, formdata=None))
    return form_page("tables/shelf/correct_document.html", form, **page)


@bp.route("/<int:table_id>/documents/<int:document_id>/file", methods=["GET", "POST"])
@signed_in
def add_version(table_id: int, document_id: int) -> Answer:
    _, page = kept_document(table_id, document_id)
    form = VersionForm()
    if form.validate_on_submit():
        try:
            upload = judged(form.upload.data) or {}
            rules.add_file(house(), document_id, **upload, by=me(), now=now())
            flash(gettext("The file is kept."), "done")
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/shelf/add_version.html", form, **page)


@bp.route("/<int:table_id>/documents/<int:document_id>/release", methods=["GET", "POST"])
@signed_in
def release_document(table_id: int, document_id: int) -> Answer:
    _, page = kept_document(table_id, document_id)
    form = Form()
    if form.validate_on_submit():
        try:
            rules.release(house(), document_id, by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/shelf/release_document.html", form, **page)


@bp.route("/<int:table_id>/documents/<int:document_id>/archive", methods=["GET", "POST"])
@signed_in
def archive_document(table_id: int, document_id: int) -> Answer:
    document, page = kept_document(table_id, document_id)
    form = ArchiveForm()
    form.offer(queries.others(reading(), document))
    if form.validate_on_submit():
        try:
            rules.archive(house(), document_id, **form.facts(), by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/shelf/archive_document.html", form, **page)


@bp.route("/<int:table_id>/documents/<int:document_id>/bring-back", methods=["GET", "POST"])
@signed_in
def bring_back_document(table_id: int, document_id: int) -> Answer:
    _, page = kept_document(table_id, document_id)
    form = Form()
    if form.validate_on_submit():
        try:
            rules.bring_back(house(), document_id, by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/shelf/bring_back_document.html", form, **page)


@bp.route("/<int:table_id>/documents/<int:document_id>/remove", methods=["GET", "POST"])
@signed_in
@fresh
def remove_document(table_id: int, document_id: int) -> Answer:
    _, page = kept_document(table_id, document_id)
    form = Form()
    if form.validate_on_submit():
        try:
            rules.remove(house(), document_id, by=me(), now=now())
            flash(gettext("The document is deleted."), "done")
            return commit(url_for(".shelf", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/shelf/remove_document.html", form, **page)


@bp.route("/<int:table_id>/documents/<int:document_id>/level", methods=["GET", "POST"])
@signed_in
def set_level(table_id: int, document_id: int) -> Answer:
    document, page = kept_document(table_id, document_id)
    named = [seat_id for seat_id, _ in queries.named(reading(), document)]
    form = form_over(LevelForm, document, seat_ids=named)
    form.offer(queries.seats_to_name(reading(), table_id, today(), me()))
    if form.validate_on_submit():
        try:
            holds = level_rules.set_level(house(), document_id, **form.facts(), by=me(), now=now())
            told = gettext("Whoever put the document here is asked; until then the level stays.")
            flash(gettext("The level has been changed.") if holds else told, "done")
            return commit(page["url"])
        except RuleBroken as broken:
            current = form_over(LevelForm, document, seat_ids=named, formdata=None)
            current.offer(form.seat_ids.choices)
            form.refuse(broken, current)
    return form_page("tables/shelf/set_level.html", form, **page)


@bp.post("/<int:table_id>/documents/<int:document_id>/consent")
@signed_in
def consent(table_id: int, document_id: int) -> Answer:
    document, page = kept_document(table_id, document_id)
    if not level_rules.may_consent(me(), document):
        abort(404)
    form = ConsentForm()
    if form.validate_on_submit():
        level_rules.consent(house(), document_id, **form.facts(), by=me(), now=now())
        return commit(page["url"])
    return form_page("tables/shelf/consent.html", form, **page)


def _body_with_shelf(table_id: int) -> Body:
    body = table_queries.body(reading(), table_id)
    if body is None or not queries.has_shelf(me(), body):
        abort(404)
    return body


def _may_put(table_id: int) -> bool:
    by = me()
    return rules.may_put(by, table_id) or rules.own_seat(reading(), table_id, by) is not None


def kept_document(table_id: int, document_id: int) -> tuple[ShelfDocument, dict[str, Any]]:
    """The document, for whoever keeps it, and what its pages show; for all others there is none."""
    body = table_queries.body(reading(), table_id) or abort(404)
    document = queries.document(reading(), table_id, document_id)
    if document is None or not rules.may_change(reading(), document, me()):
        abort(404)
    url = url_for(".document", table_id=table_id, document_id=document_id)
    return document, {"body": body, "hue": body.hue, "document": document, "url": url}
