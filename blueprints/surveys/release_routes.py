"""Answers are released to be quoted by name, and that is taken back."""

from flask import abort, render_template, request
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.surveys import release_rules
from blueprints.surveys.blueprint import OF_RESPONDENT, OF_SURVEY, Answer, bp
from blueprints.surveys.release_forms import SaidHowForm
from blueprints.surveys.release_pages import quotable, quotes_page, released
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page

OF_ANSWER = f"{OF_RESPONDENT}/questions/<int:question_id>"


@bp.get(f"{OF_SURVEY}/quotes")
@signed_in
def quotes(table_id: int, survey_id: int) -> Answer:
    chosen = request.args.get("respondent", type=int) or 0
    return render_template("surveys/quotes.html", **quotes_page(table_id, survey_id, chosen))


@bp.route(f"{OF_ANSWER}/release", methods=["GET", "POST"])
@signed_in
def release_quote(table_id: int, survey_id: int, respondent_id: int, question_id: int) -> Answer:
    found, page = quotable(table_id, survey_id, respondent_id, question_id)
    form = Form() if found.is_own and not found.release_id else abort(404)

    def gesture() -> str:
        which = (table_id, survey_id, respondent_id, question_id)
        release_rules.release_quote(house(), *which, by=me(), now=now())
        return gettext("The answer may be quoted.")

    shown = settled(form, gesture, page["quotes_url"])
    return shown or form_page("surveys/quote_release.html", form, **page)


@bp.route(f"{OF_ANSWER}/record-release", methods=["GET", "POST"])
@coordinators
def record_quote(table_id: int, survey_id: int, respondent_id: int, question_id: int) -> Answer:
    found, page = quotable(table_id, survey_id, respondent_id, question_id)
    if found.has_people or found.release_id or not page["keeps"]:
        abort(404)
    form = SaidHowForm()

    def gesture() -> str:
        which = (table_id, survey_id, respondent_id, question_id)
        how = form.said_how.data or ""
        release_rules.record_quote(house(), *which, said_how=how, by=me(), now=now())
        return gettext("The release is recorded.")

    shown = settled(form, gesture, page["quotes_url"])
    return shown or form_page("surveys/quote_record.html", form, **page)


@bp.route(f"{OF_SURVEY}/releases/<int:release_id>/take-back", methods=["GET", "POST"])
@signed_in
def take_quote_back(table_id: int, survey_id: int, release_id: int) -> Answer:
    _, page = released(table_id, survey_id, release_id)
    form = Form()

    def gesture() -> str:
        release_rules.take_back(house(), table_id, survey_id, release_id, by=me(), now=now())
        return gettext("The answer is not quoted any more.")

    shown = settled(form, gesture, page["quotes_url"])
    return shown or form_page("surveys/quote_take_back.html", form, **page | {"release_id": release_id})
