"""The questions of a draft: added, changed, moved, taken out."""

from typing import Any

from flask import abort, flash
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.surveys import question_rules
from blueprints.surveys.blueprint import OF_QUESTION, OF_SURVEY, Answer, bp
from blueprints.surveys.draft_pages import drafted_survey, edit_question_form, question_form
from blueprints.surveys.forms import MoveForm
from blueprints.surveys.pages import question_of
from models.errors import RuleBroken
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route(f"{OF_SURVEY}/questions/new", methods=["GET", "POST"])
@coordinators
def add_question(table_id: int, survey_id: int) -> Answer:
    found, page = drafted_survey(table_id, survey_id)
    form = question_form(found)

    def gesture() -> str:
        question_rules.add(house(), table_id, survey_id, **form.facts(), by=me(), now=now())
        return gettext("Saved.")

    to = f"{page['url']}#questions"
    return settled(form, gesture, to) or form_page("surveys/add_question.html", form, **page)


@bp.route(f"{OF_QUESTION}/edit", methods=["GET", "POST"])
@coordinators
def edit_question(table_id: int, survey_id: int, question_id: int) -> Answer:
    found, page = drafted_survey(table_id, survey_id)
    question = question_of(found, question_id)
    form = edit_question_form(found, question)
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {**form.facts(), "by": me(), "now": now()}
            question_rules.edit(house(), table_id, survey_id, question_id, **given)
            flash(gettext("Saved."), "done")
            return commit(f"{page['url']}#questions")
        except RuleBroken as broken:
            form.refuse(broken, edit_question_form(found, question, formdata=None))
    return form_page("surveys/edit_question.html", form, question=question, **page)


@bp.post(f"{OF_QUESTION}/move")
@coordinators
def move_question(table_id: int, survey_id: int, question_id: int) -> Answer:
    found, page = drafted_survey(table_id, survey_id)
    question_of(found, question_id)
    form = MoveForm()

    def gesture() -> None:
        given: dict[str, Any] = {"up": form.way.data == "up", "by": me(), "now": now()}
        question_rules.move(house(), table_id, survey_id, question_id, **given)

    return settled(form, gesture, f"{page['url']}#questions") or abort(422)


@bp.route(f"{OF_QUESTION}/remove", methods=["GET", "POST"])
@coordinators
def take_question_out(table_id: int, survey_id: int, question_id: int) -> Answer:
    found, page = drafted_survey(table_id, survey_id)
    question = question_of(found, question_id)
    form = Form()

    def gesture() -> str:
        question_rules.take_out(house(), table_id, survey_id, question_id, by=me(), now=now())
        return gettext("The question is taken out.")

    shown = page | {"question": question}
    to = f"{page['url']}#questions"
    return settled(form, gesture, to) or form_page("surveys/take_question_out.html", form, **shown)
