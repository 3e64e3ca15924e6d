"""Papers of any issuer: searched over all tables, kept at one, with their way through the bodies."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators, fresh
from blueprints.requests import (  # noqa: F401 - routes hang themselves on the blueprint
    consultation_routes,
    queries,
    reply_routes,
    report_routes,
    request_routes,
    rules,
    session_routes,
)
from blueprints.requests.blueprint import OF_PAPER, OF_TABLE, Answer
from blueprints.requests.blueprint import bp as bp
from blueprints.requests.forms import (
    EditPaperForm,
    NewPaperForm,
    PaperFileForm,
    RelateForm,
    UnrelateForm,
)
from blueprints.requests.pages import called, edit_form, kept_paper, new_form, paper_page, search_page
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.uploads import judged
from plumbing.versions import form_page


@bp.get("/papers")
@signed_in
def papers() -> Answer:
    return render_template("requests/papers.html", **search_page(request.args))


@bp.get(OF_PAPER)
@signed_in
def paper(table_id: int, paper_id: int) -> Answer:
    found = queries.paper(reading(), table_id, paper_id) or abort(404)
    return render_template("requests/paper.html", **paper_page(found))


@bp.route(f"{OF_TABLE}/new", methods=["GET", "POST"])
@coordinators
def keep_paper(table_id: int) -> Answer:
    form, page = new_form(NewPaperForm, table_id)
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"upload": judged(form.upload.data), "by": me(), "now": now()}
            made = rules.keep(house(), table_id, **form.facts(), **given)
            flash(gettext("The paper is kept."), "done")
            return commit(url_for(".paper", table_id=table_id, paper_id=made.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("requests/keep_paper.html", form, **page)


@bp.route(f"{OF_PAPER}/edit", methods=["GET", "POST"])
@coordinators
def correct_paper(table_id: int, paper_id: int) -> Answer:
    found, page = kept_paper(table_id, paper_id)
    form = edit_form(EditPaperForm, found)
    if form.validate_on_submit():
        try:
            rules.correct(house(), paper_id, **form.facts(), by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, edit_form(EditPaperForm, found, formdata=None))
    return form_page("requests/correct_paper.html", form, **page)


@bp.route(f"{OF_PAPER}/remove", methods=["GET", "POST"])
@coordinators
@fresh
def remove_paper(table_id: int, paper_id: int) -> Answer:
    _, page = kept_paper(table_id, paper_id)
    form, back = Form(), url_for(".papers", table=table_id)

    def gesture() -> str:
        rules.remove(house(), paper_id, by=me(), now=now())
        return gettext("The paper is deleted.")

    return settled(form, gesture, back) or form_page("requests/remove_paper.html", form, **page)


@bp.route(f"{OF_PAPER}/files/new", methods=["GET", "POST"])
@coordinators
def add_paper_file(table_id: int, paper_id: int) -> Answer:
    _, page = kept_paper(table_id, paper_id)
    form = PaperFileForm()

    def gesture() -> str:
        rules.add_file(house(), paper_id, **(judged(form.upload.data) or {}), by=me(), now=now())
        return gettext("The file is kept.")

    return settled(form, gesture, page["url"]) or form_page("requests/add_paper_file.html", form, **page)


@bp.route(f"{OF_PAPER}/files/<int:file_id>/remove", methods=["GET", "POST"])
@coordinators
@fresh
def remove_paper_file(table_id: int, paper_id: int, file_id: int) -> Answer:
    _, page = kept_paper(table_id, paper_id)
    file = queries.file(reading(), paper_id, file_id) or abort(404)
    form = Form()

    def gesture() -> str:
        rules.remove_file(house(), paper_id, file_id, by=me(), now=now())
        return gettext("The file is deleted.")

    shown = page | {"file": file}
    return settled(form, gesture, page["url"]) or form_page("requests/remove_paper_file.html", form, **shown)


@bp.route(f"{OF_PAPER}/relations/new", methods=["GET", "POST"])
@coordinators
def relate_papers(table_id: int, paper_id: int) -> Answer:
    found, page = kept_paper(table_id, paper_id)
    form = RelateForm()
    form.offer([(each.id, called(each)) for each in queries.others(reading(), found)])

    def gesture() -> None:
        rules.relate(house(), paper_id, **form.facts(), by=me(), now=now())

    return settled(form, gesture, page["url"]) or form_page("requests/relate_papers.html", form, **page)


@bp.post(f"{OF_PAPER}/relations/end")
@coordinators
def unrelate_papers(table_id: int, paper_id: int) -> Answer:
    found, page = kept_paper(table_id, paper_id)
    form = UnrelateForm()

    def gesture() -> None:
        rules.unrelate(house(), paper_id, **form.facts(), by=me(), now=now())

    return settled(form, gesture, page["url"]) or form_page("requests/paper.html", form, **paper_page(found))
