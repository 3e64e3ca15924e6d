"""The pages of imports: a file comes in, its dry run is read, it is imported, or taken back."""

import hashlib

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext, ngettext

from blueprints.accounts.doors import coordinators, fresh
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.imports import queries, rules
from blueprints.tables.imports.columns import columns_of
from blueprints.tables.imports.forms import ChoicesForm, FileForm, FilterForm
from blueprints.tables.imports.lines import left_rows, shown, told_error
from blueprints.tables.imports.sheets import comments, explanations, template_rows, understood
from blueprints.tables.imports.worker import work_off
from models.bodies import Body
from models.errors import NotAllowed, RuleBroken
from models.imports import Import, ImportKind, ImportState
from plumbing import spreadsheets
from plumbing.access import me
from plumbing.attachments import saved
from plumbing.clock import now
from plumbing.database import close_work, commit, house, reading
from plumbing.forms import Form
from plumbing.uploads import cleaned_name
from plumbing.versions import form_page

KINDS = {kind.value: kind for kind in ImportKind}


@bp.route("/<int:table_id>/imports/new/<string:kind>", methods=["GET", "POST"])
@coordinators
def begin_import(table_id: int, kind: str) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    return _begin(KINDS.get(kind), body)


@bp.route("/directory/imports/new/<string:kind>", methods=["GET", "POST"])
@coordinators
def begin_directory_import(kind: str) -> Answer:
    return _begin(KINDS.get(kind), None)


def _begin(kind: ImportKind | None, body: Body | None) -> Answer:
    if kind is None or not rules.may_import(me(), kind, body.id if body else None):
        abort(404)
    form = FileForm()
    if form.validate_on_submit():
        try:
            imported = _kept(kind, body.id if body else None, form.upload.data)
            answer = commit(url_for(".show_import", import_id=imported.id))
            work_off(imported.id)
            return answer
        except RuleBroken as broken:
            form.refuse(broken)
    page = {"kind": kind, "body": body, "hue": body.hue if body else None, "explained": explanations(kind)}
    return form_page("tables/imports/begin_import.html", form, **page)


def _kept(kind: ImportKind, table_id: int | None, sent: object) -> Import:
    """Read the file without holding the database, then keep its lines."""
    close_work()
    stream, name = sent.stream, cleaned_name(sent.filename or "")  # type: ignore[attr-defined]
    read = understood(kind, spreadsheets.read(stream, name))
    stream.seek(0)
    return rules.begin(
        house(),
        kind=kind,
        table_id=table_id,
        file_name=name,
        sha256=hashlib.sha256(stream.read()).hexdigest(),
        columns=read.columns,
        unknown=read.unknown,
        lines=read.lines,
        by=me(),
        now=now(),
    )


@bp.get("/import-templates/<string:kind>/<string:ending>")
@coordinators
def import_template(kind: str, ending: str) -> Answer:
    wanted = KINDS.get(kind) or abort(404)
    name = gettext("Template %(kind)s", kind=gettext(wanted.label)) + f".{ending}"
    rows = template_rows(wanted)
    if ending == "csv":
        return saved(name, spreadsheets.CSV, spreadsheets.csv_bytes([*comments(wanted), *rows]))
    if ending != "xlsx":
        abort(404)
    sheets = {gettext(wanted.label): rows, gettext("Explanations"): explanations(wanted)}
    return saved(name, spreadsheets.XLSX, spreadsheets.xlsx_bytes(sheets))


@bp.get("/imports/<int:import_id>")
@coordinators
def show_import(import_id: int) -> Answer:
    imported, body = _found(import_id)
    form = FilterForm(request.args)
    outcome = form.outcome.data if form.validate() else None
    found = queries.lines(reading(), imported, outcome, form.page.data or 1)
    counts = queries.counts(reading(), import_id)
    return render_template(
        "tables/imports/show_import.html",
        imported=imported,
        body=body,
        hue=body.hue if body else None,
        form=form,
        found=found,
        lines=shown(imported, found),
        counts=counts,
        done=counts.done(imported.state),
        left=counts.left,
        choices=ChoicesForm(),
    )


@bp.get("/imports/<int:import_id>/left-lines")
@coordinators
@fresh
def left_lines(import_id: int) -> Answer:
    imported, _ = _found(import_id)
    if imported.state.is_at_work:
        abort(404)
    lines = queries.left_lines(reading(), imported)
    name = gettext("Left lines %(of)s", of=imported.file_name.rpartition(".")[0] or imported.file_name)
    return saved(f"{name}.csv", spreadsheets.CSV, spreadsheets.csv_bytes(left_rows(imported, lines)))


@bp.post("/imports/<int:import_id>/continue")
@coordinators
def continue_import(import_id: int) -> Answer:
    imported, _ = _found(import_id)
    answer = commit(url_for(".show_import", import_id=imported.id))
    work_off(import_id)
    return answer


@bp.post("/imports/<int:import_id>/choices")
@coordinators
def choose_lines(import_id: int) -> Answer:
    imported, _ = _found(import_id)
    count = rules.choose(house(), import_id, ChoicesForm().decided(request.form), by=me())
    words = ngettext("%(num)s choice is kept.", "%(num)s choices are kept.", count)
    flash(words, "done" if count else "hint")
    answer = commit(url_for(".show_import", import_id=imported.id, outcome="doubtful"))
    work_off(import_id)
    return answer


@bp.post("/imports/<int:import_id>/run")
@coordinators
@fresh
def run_import(import_id: int) -> Answer:
    _found(import_id)
    if not rules.run(house(), import_id, by=me()):
        again = gettext("The data have changed since the dry run. It was made again: please look once more.")
        flash(again, "hint")
    answer = commit(url_for(".show_import", import_id=import_id))
    work_off(import_id)
    return answer


@bp.route("/imports/<int:import_id>/undo", methods=["GET", "POST"])
@coordinators
@fresh
def undo_import(import_id: int) -> Answer:
    imported, body = _found(import_id)
    if imported.state is not ImportState.DONE:
        abort(404)
    form = Form()
    if form.validate_on_submit():
        try:
            rules.undo(house(), import_id, by=me())
            answer = commit(url_for(".show_import", import_id=import_id))
            work_off(import_id)
            return answer
        except RuleBroken as broken:
            form.refuse(broken)
    columns, blocked = columns_of(imported.kind), queries.hindrances(house(), import_id)
    page = {
        "counts": queries.counts(reading(), import_id),
        "blocked": [(number, told_error(columns, reason)) for number, reason in blocked.items()],
    }
    return form_page(
        "tables/imports/undo_import.html", form, imported=imported, body=body, hue=_hue(body), **page
    )


@bp.route("/imports/<int:import_id>/discard", methods=["GET", "POST"])
@coordinators
def discard_import(import_id: int) -> Answer:
    imported, body = _found(import_id)
    form = Form()
    if form.validate_on_submit():
        try:
            rules.discard(house(), import_id, by=me(), now=now())
            flash(gettext("The file is forgotten. Nothing was written."), "done")
            return commit(_place(body))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/imports/discard_import.html", form, imported=imported, body=body, hue=_hue(body))


def _found(import_id: int) -> tuple[Import, Body | None]:
    """The import with its table, for whoever may work with it."""
    imported = queries.import_for(reading(), import_id) or abort(404)
    if not rules.may_import(me(), imported.kind, imported.body_id):
        raise NotAllowed
    body = table_queries.body(reading(), imported.body_id) if imported.body_id else None
    return imported, body


def _hue(body: Body | None) -> int | None:
    return body.hue if body else None


def _place(body: Body | None) -> str:
    return url_for(".exchange", table_id=body.id) if body else url_for(".exchange_directory")
