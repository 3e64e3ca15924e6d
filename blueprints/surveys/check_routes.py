"""Questions back about answers, and whether they are right."""

from flask import url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.surveys import check_rules
from blueprints.surveys.blueprint import OF_RESPONDENT, Answer, bp
from blueprints.surveys.check_pages import asked_back_answer, checked_answer
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import house
from plumbing.gestures import settled
from plumbing.sent_words import told_sent
from plumbing.versions import form_page


@bp.route(f"{OF_RESPONDENT}/ask-back", methods=["GET", "POST"])
@coordinators
def ask_back(table_id: int, survey_id: int, respondent_id: int) -> Answer:
    form, page = asked_back_answer(table_id, survey_id, respondent_id)

    def gesture() -> str:
        facts = form.facts() | {"by": me(), "now": now()}
        letters = check_rules.ask_back(house(), table_id, survey_id, respondent_id, **facts)
        words = gettext("The question is noted with the answer.")
        return f"{words} {told_sent(letters, table_id)}"

    to = url_for(".respondent", respondent_id=respondent_id, **page["ids"])
    return settled(form, gesture, to) or form_page("surveys/ask_back.html", form, **page)


@bp.route(f"{OF_RESPONDENT}/check", methods=["GET", "POST"])
@signed_in
def check_answer(table_id: int, survey_id: int, respondent_id: int) -> Answer:
    form, page = checked_answer(table_id, survey_id, respondent_id)

    def gesture() -> str:
        facts = form.facts() | {"by": me(), "now": now()}
        check_rules.check_answer(house(), table_id, survey_id, respondent_id, **facts)
        return gettext("Noted.")

    to = url_for(".respondent", respondent_id=respondent_id, **page["ids"])
    return settled(form, gesture, to) or form_page("surveys/check_answer.html", form, **page)
