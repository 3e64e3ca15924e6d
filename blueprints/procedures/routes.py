"""Agreed procedures of a table: the list, the one in force for the reader's institution, each version."""

from flask import abort, render_template, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators, fresh
from blueprints.meetings.queries import seats_to_name
from blueprints.procedures import (
    adoption_routes,  # noqa: F401 - hang themselves on the blueprint
    comment_routes,  # noqa: F401
    paper_routes,  # noqa: F401
    queries,
    review_routes,  # noqa: F401
    rules,
    step_routes,  # noqa: F401
    version_routes,  # noqa: F401
)
from blueprints.procedures.blueprint import OF_PROCEDURE, OF_TABLE, OF_VERSION, Answer
from blueprints.procedures.blueprint import bp as bp
from blueprints.procedures.forms import (
    AnnexForm,
    EditProcedureForm,
    NewProcedureForm,
    ProcedureForm,
    TakeAnnexOutForm,
)
from blueprints.procedures.pages import found, index_page, kept, version_page
from models.errors import RuleBroken
from models.procedures import Procedure, ProcedureAudience, ProcedureParty
from models.seats import SeatKind
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.get(OF_TABLE)
@signed_in
def index(table_id: int) -> Answer:
    return render_template("procedures/index.html", **index_page(table_id))


@bp.get(OF_PROCEDURE)
@signed_in
def show(table_id: int, procedure_id: int) -> Answer:
    about = found(table_id, procedure_id)
    return render_template("procedures/show.html", **version_page(about), is_own=True)


@bp.get(OF_VERSION)
@signed_in
def version(table_id: int, procedure_id: int, number: int) -> Answer:
    about = found(table_id, procedure_id)
    return render_template("procedures/show.html", **version_page(about, number), is_own=False)


@bp.route(f"{OF_TABLE}/new", methods=["GET", "POST"])
@coordinators
def create(table_id: int) -> Answer:
    page = index_page(table_id)
    if not page["keeps"]:
        abort(404)
    form = _offered(NewProcedureForm(), table_id)
    if form.validate_on_submit():
        try:
            made = rules.create(house(), table_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", table_id=table_id, procedure_id=made.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("procedures/create.html", form, **page)


@bp.route(f"{OF_PROCEDURE}/edit", methods=["GET", "POST"])
@coordinators
def edit(table_id: int, procedure_id: int) -> Answer:
    about, page = kept(table_id, procedure_id)
    form = _form_over(about)
    if form.validate_on_submit():
        try:
            rules.edit(house(), table_id, procedure_id, **form.facts(), by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, _form_over(about, formdata=None))
    return form_page("procedures/edit.html", form, **page)


@bp.route(f"{OF_PROCEDURE}/remove", methods=["GET", "POST"])
@coordinators
@fresh
def remove(table_id: int, procedure_id: int) -> Answer:
    _, page = kept(table_id, procedure_id)
    form = Form()

    def gesture() -> str:
        rules.remove(house(), table_id, procedure_id, by=me(), now=now())
        return gettext("The procedure is deleted.")

    back = url_for(".index", table_id=table_id)
    return settled(form, gesture, back) or form_page("procedures/remove.html", form, **page)


@bp.route(f"{OF_PROCEDURE}/annexes/new", methods=["GET", "POST"])
@coordinators
def annex(table_id: int, procedure_id: int) -> Answer:
    about, page = kept(table_id, procedure_id)
    form = AnnexForm()
    form.offer(queries.documents_to_annex(reading(), about))

    def gesture() -> str:
        rules.annex(house(), table_id, procedure_id, **form.facts(), by=me(), now=now())
        return gettext("The document is an annex now.")

    return settled(form, gesture, page["url"]) or form_page("procedures/annex.html", form, **page)


@bp.post(f"{OF_PROCEDURE}/annexes/remove")
@coordinators
def take_annex_out(table_id: int, procedure_id: int) -> Answer:
    about, page = kept(table_id, procedure_id)
    form = TakeAnnexOutForm()

    def gesture() -> None:
        rules.take_annex_out(house(), table_id, procedure_id, **form.facts(), by=me(), now=now())

    return settled(form, gesture, page["url"]) or form_page(
        "procedures/show.html", form, **version_page(about), is_own=True
    )


def _form_over(about: Procedure, **given: object) -> EditProcedureForm:
    """The form as the procedure fills it, and as it was sent unless `formdata=None` is given."""
    named = [key for key, _ in queries.named(reading(), about.id, ProcedureAudience)]
    core = [key for key, _ in queries.named(reading(), about.id, ProcedureParty)]
    form = EditProcedureForm(obj=about, based_on=about.version, seat_ids=named, core_ids=core, **given)
    _offered(form, about.body_id)
    return form


def _offered(form: ProcedureForm, table_id: int) -> ProcedureForm:
    seats = seats_to_name(reading(), table_id, today())
    form.offer(seats, seats_to_name(reading(), table_id, today(), SeatKind.VOTING))
    return form
