"""The ways out: the page “Import and export”, tables as files, contacts as cards."""

from collections.abc import Iterable

from flask import abort, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import fresh
from blueprints.organisations import rules as organisation_rules
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.imports import export_queries, queries
from blueprints.tables.imports.columns import COLUMNS, OF_A_TABLE, OF_THE_DIRECTORY
from blueprints.tables.imports.sheets import headings
from models.imports import ImportKind
from models.people import Person
from plumbing import spreadsheets, vcards
from plumbing.access import me, signed_in
from plumbing.attachments import saved
from plumbing.clock import today
from plumbing.database import reading
from plumbing.language import chosen_language

FORMS = ("xlsx", "csv", "plain")


@bp.get("/<int:table_id>/exchange")
@signed_in
def exchange(table_id: int) -> Answer:
    body = table_queries.body(reading(), table_id) or abort(404)
    if not table_queries.sees_members(me(), table_id):
        abort(404)
    may_import = me().coordinates_body(table_id)
    imports = queries.imports_of(reading(), table_id) if may_import else []
    page = {"kinds": OF_A_TABLE, "imports": imports, "may_import": may_import}
    page["sees_names"] = table_queries.sees_names(me(), table_id)
    return render_template("tables/imports/exchange.html", body=body, hue=body.hue, **page)


@bp.get("/directory/exchange")
@signed_in
def exchange_directory() -> Answer:
    may_import = organisation_rules.may_create(me())
    imports = queries.imports_of(reading(), None) if may_import else []
    page = {"kinds": OF_THE_DIRECTORY, "imports": imports, "may_import": may_import}
    return render_template("tables/imports/exchange.html", body=None, **page)


@bp.get("/<int:table_id>/exports/<string:kind>/<string:form>")
@signed_in
@fresh
def export(table_id: int, kind: str, form: str) -> Answer:
    body = table_queries.body(reading(), table_id) or abort(404)
    if not table_queries.sees_members(me(), table_id) or kind not in [each.value for each in OF_A_TABLE]:
        abort(404)
    wanted = ImportKind(kind)
    collect = export_queries.seats if wanted is ImportKind.SEATS else export_queries.people
    return _file(wanted, body.name, form, collect(reading(), table_id, today(), me()))


@bp.get("/directory/exports/<string:kind>/<string:form>")
@signed_in
@fresh
def export_directory(kind: str, form: str) -> Answer:
    if kind not in [each.value for each in OF_THE_DIRECTORY]:
        abort(404)
    wanted = ImportKind(kind)
    collect = export_queries.offers if wanted is ImportKind.OFFERS else export_queries.institutions
    return _file(wanted, gettext("Directory"), form, collect(reading(), me()))


@bp.get("/<int:table_id>/contacts/<string:edition>")
@signed_in
@fresh
def contacts(table_id: int, edition: str) -> Answer:
    body = table_queries.body(reading(), table_id) or abort(404)
    if not table_queries.sees_names(me(), table_id) or edition not in vcards.EDITIONS:
        abort(404)
    cards = [_contact(person) for person in export_queries.contacts(reading(), table_id, today(), me())]
    name = gettext("Contacts %(table)s", table=body.name)
    return saved(f"{name}.vcf", vcards.TYPE, vcards.vcards(cards, edition))


@bp.get("/<int:table_id>/contacts/<string:edition>/<int:person_id>")
@signed_in
def contact(table_id: int, edition: str, person_id: int) -> Answer:
    if not table_queries.sees_names(me(), table_id) or edition not in vcards.EDITIONS:
        abort(404)
    found = export_queries.contacts(reading(), table_id, today(), me())
    person = next((each for each in found if each.id == person_id), None) or abort(404)
    return saved(f"{person.name}.vcf", vcards.TYPE, vcards.vcards([_contact(person)], edition))


def _contact(person: Person) -> vcards.Contact:
    institution = person.organisation.name if person.organisation else ""
    return vcards.Contact(
        name=person.name, organisation=institution, title=person.function, email=person.email or ""
    )


def _file(kind: ImportKind, of: str, form: str, lines: Iterable[export_queries.Facts]) -> Response:
    """As a workbook, as CSV for German Excel, or as plain CSV."""
    if form not in FORMS:
        abort(404)
    language = chosen_language()
    told = [
        [column.cell.told(facts.get(column.name, ""), gettext, language) for column in COLUMNS[kind]]
        for facts in lines
    ]
    rows = [headings(kind), *told]
    name = f"{of} – {gettext(kind.label)} {today().isoformat()}"
    if form == "xlsx":
        content = spreadsheets.xlsx_bytes({gettext(kind.label): rows})
        return saved(f"{name}.xlsx", spreadsheets.XLSX, content)
    return saved(f"{name}.csv", spreadsheets.CSV, spreadsheets.csv_bytes(rows, plain=form == "plain"))
