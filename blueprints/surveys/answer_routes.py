"""Answers: of one's own institution, by the link of a letter, and those that the coordination records."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.surveys import answer_rules
from blueprints.surveys.answer_pages import (
    given_in,
    linked_form,
    own_form,
    recording_form,
    wants_release,
)
from blueprints.surveys.blueprint import OF_RESPONDENT, Answer, bp
from models.respondent_links import RespondentLink
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import house
from plumbing.gestures import settled
from plumbing.reply_door import replies
from plumbing.sent_words import told_sent
from plumbing.versions import form_page


@bp.route(f"{OF_RESPONDENT}/answer", methods=["GET", "POST"])
@signed_in
def answer(table_id: int, survey_id: int, respondent_id: int) -> Answer:
    form, page = own_form(table_id, survey_id, respondent_id)

    def gesture() -> str:
        given: dict[str, Any] = {"given": given_in(form, page["about"].questions), "by": me(), "now": now()}
        given["based_on"] = form.based_on.data
        if wants_release():
            answer_rules.release(house(), table_id, survey_id, respondent_id, **given)
            return gettext("Thank you. The answer of your institution is noted.")
        answer_rules.save(house(), table_id, survey_id, respondent_id, **given)
        return gettext("Saved. Only your institution sees it until you answer.")

    here = url_for(".answer", **page["ids"], respondent_id=respondent_id)
    to = page["url"] if wants_release() else here
    return settled(form, gesture, to) or form_page("surveys/answer.html", form, **page)


@replies(RespondentLink.token_hash)
def answer_by_link(token: str) -> Answer:
    found = linked_form(token)
    if found is None:
        return render_template("surveys/link_gone.html"), 404
    form, page = found

    def gesture() -> str:
        given: dict[str, Any] = {"given": given_in(form, page["about"].questions), "now": now()}
        given["based_on"] = form.based_on.data
        if wants_release():
            answer_rules.release_by_link(house(), token, **given)
            return gettext("Thank you. Your answer is noted. You may change it until the last day.")
        answer_rules.save_by_link(house(), token, **given)
        return gettext("Saved. It counts only once you answer.")

    done = settled(form, gesture, url_for("home.reply", token=token))
    return done or form_page("surveys/answer_by_link.html", form, **page)


@bp.route(f"{OF_RESPONDENT}/record", methods=["GET", "POST"])
@coordinators
def record_answer(table_id: int, survey_id: int, respondent_id: int) -> Answer:
    form, page = recording_form(table_id, survey_id, respondent_id)

    def gesture() -> str:
        given: dict[str, Any] = {"given": given_in(form, page["about"].questions), "by": me(), "now": now()}
        for name in ("oral", "said_on", "based_on"):
            given[name] = form[name].data
        given["reason"] = form.reason.data or ""
        letters = answer_rules.record_answer(house(), table_id, survey_id, respondent_id, **given)
        words = gettext("The answer is recorded.")
        return f"{words} {told_sent(letters, table_id)}"

    return settled(form, gesture, page["back"]) or form_page("surveys/record_answer.html", form, **page)
