"""Papers of a version: an edition is made by a click, and downloaded as document or pocket card."""

from flask import Response, abort, render_template, request, url_for

from blueprints.procedures import paper_rules, queries
from blueprints.procedures.blueprint import OF_PROCEDURE, OF_VERSION, Answer, bp
from blueprints.procedures.comparing import comparison
from blueprints.procedures.pages import about_page, found, version_of
from blueprints.procedures.paper import download_of
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.versions import form_page


@bp.route(f"{OF_VERSION}/papers", methods=["GET", "POST"])
@signed_in
def papers(table_id: int, procedure_id: int, number: int) -> Answer:
    about = found(table_id, procedure_id)
    version, form = version_of(about, number), Form()
    page = about_page(about) | {"version": version}
    if form.validate_on_submit():
        paper = paper_rules.compile_paper(house(), table_id, procedure_id, number, by=me(), now=now())
        return commit(url_for(".paper", **page["ids"], edition_id=paper.id))
    return form_page("procedures/papers.html", form, **page)


@bp.get(f"{OF_PROCEDURE}/papers/<int:edition_id>")
@signed_in
def paper(table_id: int, procedure_id: int, edition_id: int) -> Answer:
    edition = queries.edition(reading(), table_id, procedure_id, edition_id, me()) or abort(404)
    return render_template(
        "procedures/paper.html", **about_page(found(table_id, procedure_id)), edition=edition
    )


@bp.get(f"{OF_PROCEDURE}/papers/<int:edition_id>/card.pdf")
@signed_in
def card(table_id: int, procedure_id: int, edition_id: int) -> Response:
    edition = queries.edition(reading(), table_id, procedure_id, edition_id, me()) or abort(404)
    return download_of(edition, True)


@bp.get(f"{OF_PROCEDURE}/papers/<int:edition_id>/document.pdf")
@signed_in
def document(table_id: int, procedure_id: int, edition_id: int) -> Response:
    edition = queries.edition(reading(), table_id, procedure_id, edition_id, me()) or abort(404)
    return download_of(edition, False)


@bp.get(f"{OF_PROCEDURE}/changes")
@signed_in
def changes(table_id: int, procedure_id: int) -> Answer:
    about = found(table_id, procedure_id)
    return render_template("procedures/changes.html", **about_page(about), **comparison(about, request.args))
