"""Replies to a request: drafted, changed, released, handed over, taken note of; and those given already."""

from typing import Any

from flask import abort, flash, request
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.requests import reply_rules as rules
from blueprints.requests import request_pages as pages
from blueprints.requests.blueprint import OF_REPLY, OF_REQUEST, Answer, bp
from blueprints.requests.request_forms import (
    EditReplyForm,
    GivenReplyForm,
    HandOverForm,
    NotedForm,
    ReleaseForm,
    ReplyForm,
)
from blueprints.requests.request_words import asked_by
from models.errors import RuleBroken
from models.requests import ExternalRequest, RequestReply
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route(f"{OF_REQUEST}/replies/new", methods=["GET", "POST"])
@signed_in
def draft_reply(table_id: int, request_id: int) -> Answer:
    found, page = pages.worked_on(table_id, request_id)
    form = pages.with_papers(ReplyForm(addressee=asked_by(found)), found)

    def gesture() -> str:
        rules.draft(house(), request_id, **form.facts(), by=me(), now=now())
        return gettext("The reply is drafted. The coordination has it released.")

    return settled(form, gesture, page["url"]) or form_page("requests/draft_reply.html", form, **page)


@bp.route(f"{OF_REQUEST}/replies/given", methods=["GET", "POST"])
@coordinators
def note_given(table_id: int, request_id: int) -> Answer:
    found, page = pages.led(table_id, request_id)
    form = pages.with_papers(GivenReplyForm(addressee=asked_by(found)), found)

    def gesture() -> str:
        rules.note_given(house(), request_id, **form.facts(), by=me(), now=now())
        return gettext("The reply is noted.")

    return settled(form, gesture, page["url"]) or form_page("requests/note_given.html", form, **page)


@bp.route(f"{OF_REPLY}/edit", methods=["GET", "POST"])
@signed_in
def correct_reply(table_id: int, request_id: int, reply_id: int) -> Answer:
    found, page = pages.worked_on(table_id, request_id)
    reply = _open(found, reply_id)
    given: dict[str, Any] = {"obj": reply, "based_on": reply.version}
    form = pages.with_papers(EditReplyForm(**given), found)
    if form.validate_on_submit():
        try:
            rules.correct(house(), reply_id, **form.facts(), by=me(), now=now())
            flash(gettext("Saved."), "done")
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, pages.with_papers(EditReplyForm(formdata=None, **given), found))
    return form_page("requests/correct_reply.html", form, reply=reply, **page)


@bp.route(f"{OF_REPLY}/remove", methods=["GET", "POST"])
@signed_in
def drop_reply(table_id: int, request_id: int, reply_id: int) -> Answer:
    found, page = pages.worked_on(table_id, request_id)
    reply, form = _open(found, reply_id), Form()

    def gesture() -> str:
        rules.drop(house(), reply_id, by=me(), now=now())
        return gettext("The reply is deleted.")

    shown = page | {"reply": reply}
    return settled(form, gesture, page["url"]) or form_page("requests/drop_reply.html", form, **shown)


@bp.route(f"{OF_REPLY}/release", methods=["GET", "POST"])
@coordinators
def release_reply(table_id: int, request_id: int, reply_id: int) -> Answer:
    found, page = pages.led(table_id, request_id)
    reply = _open(found, reply_id)
    form = ReleaseForm(based_on=reply.version, released_on=today())
    if form.validate_on_submit():
        try:
            rules.release(house(), reply_id, **form.facts(), by=me(), now=now())
            flash(gettext("The release is noted. Next: the reply is handed over."), "done")
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, ReleaseForm(formdata=None, based_on=reply.version))
    return form_page("requests/release_reply.html", form, reply=reply, **page)


@bp.route(f"{OF_REPLY}/hand-over", methods=["GET", "POST"])
@coordinators
def hand_over_reply(table_id: int, request_id: int, reply_id: int) -> Answer:
    found, page = pages.led(table_id, request_id)
    reply = _open(found, reply_id)
    given: dict[str, Any] = {"obj": reply, "based_on": reply.version}
    form = HandOverForm(**given)
    if not form.is_submitted():
        form.sent_on.data = today()
    if form.validate_on_submit():
        try:
            rules.hand_over(house(), reply_id, **form.facts(), by=me(), now=now())
            flash(gettext("Saved."), "done")
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, HandOverForm(formdata=None, **given))
    return form_page("requests/hand_over_reply.html", form, reply=reply, **page)


@bp.route(f"{OF_REPLY}/noted", methods=["GET", "POST"])
@coordinators
def note_taken(table_id: int, request_id: int, reply_id: int) -> Answer:
    found, page = pages.led(table_id, request_id)
    reply = pages.reply_of(found, reply_id)
    if reply.sent_on is None:
        abort(404)
    form = NotedForm(noted_on=reply.noted_on or today(), reference=reply.reference)

    def gesture() -> str:
        rules.note_taken(house(), reply_id, **form.facts(), by=me(), now=now())
        return gettext("Saved.")

    shown = page | {"reply": reply}
    return settled(form, gesture, page["url"]) or form_page("requests/note_taken.html", form, **shown)


def _open(found: ExternalRequest, reply_id: int) -> RequestReply:
    """A reply that can be opened to be changed. What was handed over meanwhile tells it to whoever saves."""
    reply = pages.reply_of(found, reply_id)
    return abort(404) if reply.sent_on and request.method == "GET" else reply
