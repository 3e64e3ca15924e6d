"""Requests to a table: listed, read, registered, assigned, worked on, withdrawn, and what belongs to them."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators, fresh
from blueprints.requests import reminder_rules, tie_rules
from blueprints.requests import request_pages as pages
from blueprints.requests import request_rules as rules
from blueprints.requests.blueprint import OF_REQUEST, REQUESTS_OF_TABLE, Answer, bp
from blueprints.requests.origin_pages import origin_page
from blueprints.requests.request_forms import (
    EditRequestForm,
    RequestForm,
    UntieForm,
    WithdrawRequestForm,
)
from blueprints.requests.sending_pages import reminding
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.looked_at import LookedAtForm
from plumbing.sent_words import stopped_at, told_sent
from plumbing.versions import form_page


@bp.get("/requests")
@signed_in
def index() -> Answer:
    return render_template("requests/index.html", **pages.list_page(request.args))


@bp.get(OF_REQUEST)
@signed_in
def show(table_id: int, request_id: int) -> Answer:
    found = pages.seen(table_id, request_id)
    return render_template("requests/show.html", **pages.request_page(found))


@bp.get(f"{OF_REQUEST}/origin")
@signed_in
def origin(table_id: int, request_id: int) -> Answer:
    """Where it comes from and what it led to."""
    found = pages.seen(table_id, request_id)
    return render_template("requests/origin.html", **origin_page(found))


@bp.route(f"{REQUESTS_OF_TABLE}/new", methods=["GET", "POST"])
@coordinators
def register(table_id: int) -> Answer:
    page = pages.registering(table_id)
    form = pages.new_form(RequestForm, table_id)
    if form.validate_on_submit():
        try:
            made = rules.register(house(), table_id, **form.facts(), by=me(), now=now())
            flash(gettext("The request is registered. Next: who has the lead?"), "done")
            return commit(url_for(".show", table_id=table_id, request_id=made.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("requests/register.html", form, **page)


@bp.route(f"{OF_REQUEST}/edit", methods=["GET", "POST"])
@coordinators
def correct_request(table_id: int, request_id: int) -> Answer:
    found, page = pages.led(table_id, request_id)
    given: dict[str, Any] = {"obj": found, "based_on": found.version}
    form = pages.offered(EditRequestForm(**given), table_id, request_id)
    if form.validate_on_submit():
        try:
            rules.correct(house(), request_id, **form.facts(), by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            fresh_form = pages.offered(EditRequestForm(formdata=None, **given), table_id, request_id)
            form.refuse(broken, fresh_form)
    return form_page("requests/correct_request.html", form, **page)


@bp.route(f"{OF_REQUEST}/lead", methods=["GET", "POST"])
@coordinators
def assign(table_id: int, request_id: int) -> Answer:
    found, page = pages.led(table_id, request_id)
    form = pages.assign_form(found)
    if form.validate_on_submit():
        try:
            told = rules.assign(house(), request_id, **form.facts(), by=me(), now=now())
            words = gettext("The lead is given.")
            flash(f"{words} {told_sent(told, table_id)}" if told else words, "done")
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, pages.assign_form(found, formdata=None))
    return form_page("requests/assign.html", form, **page, stopped=stopped_at(table_id))


@bp.post(f"{OF_REQUEST}/begin")
@signed_in
def begin(table_id: int, request_id: int) -> Answer:
    found, page = pages.worked_on(table_id, request_id)
    form = Form()

    def gesture() -> None:
        rules.begin(house(), request_id, by=me(), now=now())

    return settled(form, gesture, page["url"]) or form_page(
        "requests/show.html", form, **pages.request_page(found)
    )


@bp.route(f"{OF_REQUEST}/remind", methods=["GET", "POST"])
@coordinators
def remind_lead(table_id: int, request_id: int) -> Answer:
    found, page = pages.led(table_id, request_id)
    if not pages.is_to_remind(found) and request.method == "GET":
        abort(404)
    form, told = LookedAtForm(), reminding(request_id)
    addresses = [told["to"].address] if told["to"] else []
    if form.validate_on_submit():
        try:
            form.must_reach(addresses)
            told_lead = reminder_rules.remind_lead(house(), request_id, by=me(), now=now())
            flash(told_sent(told_lead, table_id), "done")
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken)
    form.show(addresses)
    return form_page("requests/remind_lead.html", form, **told, **page, stopped=stopped_at(table_id))


@bp.route(f"{OF_REQUEST}/withdraw", methods=["GET", "POST"])
@coordinators
def withdraw(table_id: int, request_id: int) -> Answer:
    _, page = pages.led(table_id, request_id)
    form = WithdrawRequestForm(withdrawn_on=today())

    def gesture() -> str:
        rules.withdraw(house(), request_id, **form.facts(), by=me(), now=now())
        return gettext("Noted: the request is withdrawn.")

    return settled(form, gesture, page["url"]) or form_page("requests/withdraw.html", form, **page)


@bp.post(f"{OF_REQUEST}/take-up-again")
@coordinators
def take_up_again(table_id: int, request_id: int) -> Answer:
    found, page = pages.led(table_id, request_id)
    form = Form()

    def gesture() -> None:
        rules.take_up_again(house(), request_id, by=me(), now=now())

    return settled(form, gesture, page["url"]) or form_page(
        "requests/show.html", form, **pages.request_page(found)
    )


@bp.route(f"{OF_REQUEST}/remove", methods=["GET", "POST"])
@coordinators
@fresh
def remove(table_id: int, request_id: int) -> Answer:
    _, page = pages.led(table_id, request_id)
    form, back = Form(), url_for(".index", table=table_id)

    def gesture() -> str:
        rules.remove(house(), request_id, by=me(), now=now())
        return gettext("The request is deleted.")

    return settled(form, gesture, back) or form_page("requests/remove.html", form, **page)


@bp.route(f"{OF_REQUEST}/belongings/new", methods=["GET", "POST"])
@coordinators
def tie(table_id: int, request_id: int) -> Answer:
    found, page = pages.led(table_id, request_id)
    form = pages.tie_form(found)

    def gesture() -> str:
        tie_rules.tie(house(), request_id, **form.facts(), by=me(), now=now())
        return gettext("Saved.")

    return settled(form, gesture, page["url"]) or form_page("requests/tie.html", form, **page)


@bp.post(f"{OF_REQUEST}/belongings/end")
@coordinators
def untie(table_id: int, request_id: int) -> Answer:
    found, page = pages.led(table_id, request_id)
    form = UntieForm()

    def gesture() -> None:
        tie_rules.untie(house(), request_id, **form.facts(), by=me(), now=now())

    return settled(form, gesture, page["url"]) or form_page(
        "requests/show.html", form, **pages.request_page(found)
    )
