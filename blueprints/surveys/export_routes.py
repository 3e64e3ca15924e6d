"""Results of a survey as files: a workbook, and CSV as German Excel opens it."""

from flask import abort
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import fresh
from blueprints.surveys import export_rows
from blueprints.surveys.blueprint import OF_SURVEY, bp
from blueprints.surveys.evaluation_pages import data_of, evaluated_survey
from blueprints.surveys.evaluation_queries import Reads, voices
from models.surveys import Survey
from plumbing import clock, spreadsheets
from plumbing.access import signed_in
from plumbing.attachments import saved
from plumbing.database import house

FORMS = ("xlsx", "csv", "answers")


@bp.get(f"{OF_SURVEY}/exports/<string:form>")
@signed_in
@fresh
def export(table_id: int, survey_id: int, form: str) -> Response:
    """`answers`: the single answers, for whoever reads everything; they stand in the workbook, too."""
    found, allowed, _ = evaluated_survey(table_id, survey_id)
    if form not in FORMS or (form == "answers" and allowed is not Reads.EVERYTHING):
        abort(404)
    sheets = _sheets(found, allowed)
    name = f"{gettext('Evaluation')} {found.title} {clock.today().isoformat()}"
    if form == "xlsx":
        return saved(f"{name}.xlsx", spreadsheets.XLSX, spreadsheets.xlsx_bytes(sheets))
    title = gettext("Single answers") if form == "answers" else gettext("Results")
    return saved(f"{name} – {title}.csv", spreadsheets.CSV, spreadsheets.csv_bytes(sheets[title]))


def _sheets(found: Survey, allowed: Reads) -> dict[str, list[export_rows.Row]]:
    """The tables by their names; what has no rows is left out."""
    counted = voices(house(), found, clock.today(), notes=allowed is Reads.EVERYTHING)
    data = data_of(found, counted, allowed)
    sheets = {
        gettext("Overview"): export_rows.overview(data),
        gettext("Results"): export_rows.results(data),
        gettext("Numbers"): export_rows.numbers(data),
        gettext("Paired questions"): export_rows.crosses(data),
    }
    if allowed is Reads.EVERYTHING:
        labels = {one.id: one.label for each in found.questions for one in each.choices}
        sheets[gettext("Single answers")] = export_rows.single_answers(data, counted.asked, labels)
    return {name: rows for name, rows in sheets.items() if len(rows) > 1}
