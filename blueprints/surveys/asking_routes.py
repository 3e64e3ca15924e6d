"""A survey goes out, gets another last day, is closed, is opened again."""

from collections.abc import Callable
from typing import Any

from flask import render_template
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.surveys import asking_rules, closing_rules, reminder_rules
from blueprints.surveys.answer_pages import preview_page
from blueprints.surveys.blueprint import OF_SURVEY, Answer, bp
from blueprints.surveys.opening_pages import (
    asking_more,
    extending,
    opening,
    reminding,
    reopening,
    unclosed_survey,
)
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.looked_at import LookedAtForm
from plumbing.sent_words import told_sent
from plumbing.versions import form_page


@bp.get(f"{OF_SURVEY}/preview")
@coordinators
def preview(table_id: int, survey_id: int) -> Answer:
    return render_template("surveys/preview.html", **preview_page(table_id, survey_id))


@bp.route(f"{OF_SURVEY}/open", methods=["GET", "POST"])
@coordinators
def open_survey(table_id: int, survey_id: int) -> Answer:
    form, page = opening(table_id, survey_id)

    def gesture() -> str:
        letters = asking_rules.open_survey(house(), table_id, survey_id, **form.facts(), by=me(), now=now())
        words = gettext("The survey is open.")
        return f"{words} {told_sent(letters, table_id)}"

    return _sending("surveys/open.html", form, page, gesture)


@bp.route(f"{OF_SURVEY}/extend", methods=["GET", "POST"])
@coordinators
def extend(table_id: int, survey_id: int) -> Answer:
    form, page = extending(table_id, survey_id)

    def gesture() -> str:
        letters = asking_rules.extend(house(), table_id, survey_id, **form.facts(), by=me(), now=now())
        words = gettext("The deadline is extended.")
        return f"{words} {told_sent(letters, table_id)}"

    return _sending("surveys/extend.html", form, page, gesture)


@bp.route(f"{OF_SURVEY}/ask-more", methods=["GET", "POST"])
@coordinators
def ask_more(table_id: int, survey_id: int) -> Answer:
    form, page = asking_more(table_id, survey_id)

    def gesture() -> str:
        letters = asking_rules.ask_more(house(), table_id, survey_id, **form.facts(), by=me(), now=now())
        words = gettext("They are asked, too.")
        return f"{words} {told_sent(letters, table_id)}"

    return _sending("surveys/ask_more.html", form, page, gesture)


@bp.route(f"{OF_SURVEY}/remind", methods=["GET", "POST"])
@coordinators
def remind(table_id: int, survey_id: int) -> Answer:
    form, page = reminding(table_id, survey_id)

    def gesture() -> str:
        letters = reminder_rules.remind(house(), table_id, survey_id, by=me(), now=now())
        return told_sent(letters, table_id)

    return _sending("surveys/remind.html", form, page, gesture)


@bp.route(f"{OF_SURVEY}/close", methods=["GET", "POST"])
@coordinators
def close(table_id: int, survey_id: int) -> Answer:
    _, page = unclosed_survey(table_id, survey_id)
    form = Form()

    def gesture() -> str:
        closing_rules.close(house(), table_id, survey_id, by=me(), now=now())
        return gettext("The survey is closed.")

    return settled(form, gesture, page["url"]) or form_page("surveys/close.html", form, **page)


@bp.route(f"{OF_SURVEY}/reopen", methods=["GET", "POST"])
@coordinators
def reopen(table_id: int, survey_id: int) -> Answer:
    form, page = reopening(table_id, survey_id)

    def gesture() -> str:
        given = {"due_on": form.facts().get("due_on")}
        letters = closing_rules.reopen(house(), table_id, survey_id, **given, by=me(), now=now())
        words = gettext("The survey is open again.")
        return f"{words} {told_sent(letters, table_id)}" if letters else words

    return _sending("surveys/reopen.html", form, page, gesture)


def _sending(template: str, form: LookedAtForm, page: dict[str, Any], gesture: Callable[[], str]) -> Answer:
    """A gesture that writes letters: they go to those whom the page has shown, or it shows them anew."""

    def looked_at() -> str:
        form.must_reach(each.address for each in page["reached"])
        return gesture()

    if done := settled(form, looked_at, page["url"]):
        return done
    form.show(each.address for each in page["reached"])
    return form_page(template, form, **page)
