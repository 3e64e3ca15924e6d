"""Positions: what there is, one of them, who writes it, and its versions."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import fresh
from blueprints.positions import (
    abandoning_routes,  # noqa: F401 - hang themselves on the blueprint
    amendment_routes,  # noqa: F401
    beginning_rules,
    comment_routes,  # noqa: F401
    drafting_routes,  # noqa: F401
    party_routes,  # noqa: F401
    plan_queries,
    public_routes,  # noqa: F401
    publishing_routes,  # noqa: F401
    rules,
    signing_routes,  # noqa: F401
    source_routes,  # noqa: F401
    version_rules,
    withdrawal_routes,  # noqa: F401
)
from blueprints.positions.blueprint import OF_POSITION, OF_TABLE, OF_VERSION, Answer
from blueprints.positions.blueprint import bp as bp
from blueprints.positions.drafting_pages import draft_page
from blueprints.positions.forms import EditorsForm, EditPositionForm, FinalForm, NewPositionForm, UntilForm
from blueprints.positions.pages import (
    edit_form,
    editors_form,
    found_position,
    index_page,
    led_position,
    new_form,
    usual_headings,
)
from blueprints.positions.repeat_queries import repeats
from blueprints.positions.sending_pages import opening
from blueprints.positions.signing_pages import signing_word
from blueprints.positions.version_pages import found_version, version_page
from models.errors import RuleBroken
from models.requests import requests_behind
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.markdown import render
from plumbing.sent_words import told_sent
from plumbing.versions import form_page


@bp.get("/positions")
@signed_in
def index() -> Answer:
    return render_template("positions/index.html", **index_page(request.args))


@bp.route(f"{OF_TABLE}/new", methods=["GET", "POST"])
@signed_in
def begin(table_id: int) -> Answer:
    form, page = new_form(NewPositionForm, table_id)
    if form.validate_on_submit():
        try:
            headings = usual_headings(form)
            made = rules.begin(house(), table_id, headings=headings, **form.facts(), by=me(), now=now())
            if form.like_id.data:
                given: dict[str, Any] = {"by": me(), "now": now(), "render": render}
                beginning_rules.begin_like(house(), made, form.like_id.data, **given)
            flash(gettext("The position has begun."), "done")
            return commit(url_for(".draft", table_id=table_id, position_id=made.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("positions/begin.html", form, **page)


@bp.get(OF_POSITION)
@signed_in
def show(table_id: int, position_id: int) -> Answer:
    found, page = found_position(table_id, position_id)
    page["requests"] = requests_behind(reading(), [found])
    page["planned"] = plan_queries.timetable(reading(), found, today()) if page["may_open"] else None
    if found.newest is not None:
        page |= version_page(found, found.newest) | signing_word(found, found.newest, page)
    return render_template("positions/show.html", **page)


@bp.get(OF_VERSION)
@signed_in
def version(table_id: int, position_id: int, number: int) -> Answer:
    found, page = found_position(table_id, position_id)
    shown = found_version(found, number)
    page |= {"planned": None, "requests": requests_behind(reading(), [found])}
    page |= version_page(found, shown) | signing_word(found, shown, page)
    return render_template("positions/show.html", **page)


@bp.route(f"{OF_POSITION}/edit", methods=["GET", "POST"])
@signed_in
def correct(table_id: int, position_id: int) -> Answer:
    found, page = led_position(table_id, position_id)
    form = edit_form(EditPositionForm, found)
    if form.validate_on_submit():
        try:
            rules.correct(house(), position_id, **form.facts(), by=me(), now=now())
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, edit_form(EditPositionForm, found, formdata=None))
    return form_page("positions/correct.html", form, **page)


@bp.route(f"{OF_POSITION}/editors", methods=["GET", "POST"])
@signed_in
def name_editors(table_id: int, position_id: int) -> Answer:
    found, page = led_position(table_id, position_id)
    form = editors_form(EditorsForm, found)

    def gesture() -> str:
        rules.name_editors(house(), position_id, **form.facts(), by=me(), now=now())
        return gettext("The editors are named.")

    return settled(form, gesture, page["url"]) or form_page("positions/name_editors.html", form, **page)


@bp.route(f"{OF_POSITION}/open", methods=["GET", "POST"])
@signed_in
def open_for_amendments(table_id: int, position_id: int) -> Answer:
    found, page = led_position(table_id, position_id)
    proposed = plan_queries.proposed(reading(), found, plan_queries.AMENDMENTS, today())
    form = UntilForm(until=proposed.day)

    def gesture() -> str:
        form.must_reach(each.to for each in opening(found, None)["reached"])
        given: dict[str, Any] = {**form.facts(), "by": me(), "now": now()}
        _, letters = version_rules.open_for_amendments(house(), position_id, **given)
        return gettext("The version is frozen and open for amendments.") + " " + told_sent(letters, table_id)

    if done := settled(form, gesture, page["url"]):
        return done
    page |= opening(found, form.until.data) | {"repeats": repeats(reading(), found)}
    form.show(each.to for each in page["reached"])
    return form_page("positions/open_for_amendments.html", form, proposed=proposed, **page)


@bp.route(f"{OF_POSITION}/extend", methods=["GET", "POST"])
@signed_in
def extend(table_id: int, position_id: int) -> Answer:
    found, page = led_position(table_id, position_id)
    form = UntilForm(until=found.newest.amendments_until if found.newest else None)

    def gesture() -> str:
        version_rules.extend(house(), position_id, **form.facts(), by=me(), now=now())
        return gettext("The last day for amendments is set.")

    return settled(form, gesture, page["url"]) or form_page("positions/extend.html", form, **page)


@bp.route(f"{OF_POSITION}/final-text", methods=["GET", "POST"])
@signed_in
@fresh
def freeze_final(table_id: int, position_id: int) -> Answer:
    found, page = led_position(table_id, position_id)
    state = version_rules.state_of(house(), found)
    form = FinalForm(shown=state)

    def gesture() -> str:
        version_rules.freeze_final(house(), position_id, **form.facts(), by=me(), now=now())
        return gettext("The text is final and has its checksum.")

    done = settled(form, gesture, page["url"])
    form.show_anew(state)
    if done:
        return done
    page |= {"newest": found.newest, "is_open": found.newest and found.newest.is_open(today())}
    page["waiting"] = [each.number for each in version_rules.unsettled(house(), found)]
    return form_page("positions/freeze_final.html", form, **page, **draft_page(found))


@bp.route(f"{OF_POSITION}/reopen", methods=["GET", "POST"])
@signed_in
@fresh
def reopen(table_id: int, position_id: int) -> Answer:
    _, page = led_position(table_id, position_id)
    form = Form()

    def gesture() -> str:
        version_rules.reopen(house(), position_id, by=me(), now=now())
        return gettext("The text may be changed again. What was final stays readable.")

    return settled(form, gesture, page["url"]) or form_page("positions/reopen.html", form, **page)
