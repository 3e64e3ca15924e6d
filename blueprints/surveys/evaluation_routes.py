"""The evaluation of a survey: results, single answers, and how they leave the house."""

from flask import abort, render_template
from flask_babel import force_locale, gettext

from blueprints.accounts.doors import coordinators
from blueprints.surveys import evaluation_rules
from blueprints.surveys.blueprint import OF_QUESTION, OF_SURVEY, Answer, bp
from blueprints.surveys.evaluation_pages import (
    answers_page,
    evaluated_survey,
    evaluation_page,
    published_page,
    publishing_page,
    withdrawing_page,
)
from blueprints.surveys.evaluation_paper import live_paper, published_as_paper
from plumbing.access import me, public, signed_in
from plumbing.clock import now
from plumbing.database import house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page

PUBLISHED = "/public/surveys/<int:survey_id>"


@bp.get(f"{OF_SURVEY}/evaluation")
@signed_in
def evaluation(table_id: int, survey_id: int) -> Answer:
    return render_template("surveys/evaluation.html", **evaluation_page(table_id, survey_id))


@bp.get(f"{OF_QUESTION}/answers")
@signed_in
def answers(table_id: int, survey_id: int, question_id: int) -> Answer:
    return render_template(
        "surveys/evaluation_answers.html", **answers_page(table_id, survey_id, question_id)
    )


@bp.get(f"{OF_SURVEY}/evaluation.pdf")
@signed_in
def evaluation_paper(table_id: int, survey_id: int) -> Answer:
    with force_locale("de"):
        return live_paper(table_id, survey_id)


@bp.route(f"{OF_SURVEY}/evaluation/finish", methods=["GET", "POST"])
@coordinators
def evaluate(table_id: int, survey_id: int) -> Answer:
    found, _, page = evaluated_survey(table_id, survey_id)
    form = Form() if evaluation_rules.may_evaluate(me(), found.body_id) and found.closed_at else abort(404)

    def gesture() -> str:
        evaluation_rules.evaluate(house(), table_id, survey_id, by=me(), now=now())
        return gettext("The evaluation is finished.")

    shown = settled(form, gesture, page["evaluation_url"])
    return shown or form_page("surveys/evaluation_finish.html", form, **page)


@bp.route(f"{OF_SURVEY}/publish", methods=["GET", "POST"])
@coordinators
def publish(table_id: int, survey_id: int) -> Answer:
    page, form = publishing_page(table_id, survey_id), Form()

    def gesture() -> str:
        evaluation_rules.publish(house(), table_id, survey_id, by=me(), now=now())
        return gettext("The results are published.")

    shown = settled(form, gesture, page["evaluation_url"])
    return shown or form_page("surveys/evaluation_publish.html", form, **page)


@bp.route(f"{OF_SURVEY}/publish/withdraw", methods=["GET", "POST"])
@coordinators
def withdraw_publication(table_id: int, survey_id: int) -> Answer:
    page, form = withdrawing_page(table_id, survey_id), Form()

    def gesture() -> str:
        evaluation_rules.withdraw_publication(house(), table_id, survey_id, by=me(), now=now())
        return gettext("The results are no longer published.")

    shown = settled(form, gesture, page["evaluation_url"])
    return shown or form_page("surveys/evaluation_withdraw.html", form, **page)


@bp.get(PUBLISHED)
@public
def published(survey_id: int) -> Answer:
    return render_template("surveys/evaluation_published.html", **published_page(survey_id))


@bp.get(f"{PUBLISHED}.pdf")
@public
def published_paper(survey_id: int) -> Answer:
    with force_locale("de"):
        return published_as_paper(survey_id)
