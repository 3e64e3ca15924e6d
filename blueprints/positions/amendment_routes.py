"""Views of amendments: handed in, supported, withdrawn, answered, agreed to, and taken in."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext

from blueprints.positions import amendment_rules, answer_rules, link_queries, merging_rules
from blueprints.positions.amendment_forms import AgreeForm
from blueprints.positions.amendment_pages import (
    amend_page,
    amendment_page,
    answer_form,
    consent_form,
    found_amendment,
    must_be_live,
    open_page,
    speak_form,
)
from blueprints.positions.blueprint import OF_AMENDMENT, OF_POSITION, OF_VERSION, Answer, bp
from blueprints.positions.merging_pages import by_hand_form, by_hand_page, mergeable
from blueprints.positions.pages import found_position
from models.amendments import Amendment, AmendmentLink
from models.errors import RuleBroken
from models.positions import Position
from models.texts import Collision
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import attempt, commit, house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.markdown import render
from plumbing.reply_door import replies
from plumbing.sent_words import stopped_at, told_sent
from plumbing.versions import form_page


def place(table_id: int, position_id: int, amendment_id: int) -> tuple[Position, Amendment, dict[str, Any]]:
    """The amendment with its position for whoever may see them, and what its pages show."""
    found, page = found_position(table_id, position_id)
    amendment = found_amendment(found, amendment_id)
    to = url_for(".amendment", **page["ids"], amendment_id=amendment_id)
    return found, amendment, page | {"amendment": amendment, "to": to}


@bp.route(f"{OF_VERSION}/sections/<int:section_id>/amend", methods=["GET", "POST"])
@signed_in
def amend(table_id: int, position_id: int, number: int, section_id: int) -> Answer:
    found, page = found_position(table_id, position_id)
    form, shown = amend_page(found, number, section_id)

    def gesture() -> str:
        amendment_rules.propose(house(), position_id, section_id, **form.facts(), by=me(), now=now())
        return gettext("The amendment is handed in.")

    to = url_for(".show", **page["ids"], _anchor="amendments")
    return settled(form, gesture, to) or form_page("positions/amend.html", form, **page, **shown)


@bp.get(OF_AMENDMENT)
@signed_in
def amendment(table_id: int, position_id: int, amendment_id: int) -> Answer:
    found, shown, page = place(table_id, position_id, amendment_id)
    return render_template("positions/amendment.html", **page | amendment_page(found, shown))


@bp.get(f"{OF_POSITION}/amendments/open")
@signed_in
def open_amendments(table_id: int, position_id: int) -> Answer:
    found, page = found_position(table_id, position_id)
    return render_template("positions/open_amendments.html", **page, **open_page(found))


@bp.post(f"{OF_AMENDMENT}/support")
@signed_in
def support(table_id: int, position_id: int, amendment_id: int) -> Answer:
    found, _, page = place(table_id, position_id, amendment_id)
    form = speak_form(found)

    def gesture() -> None:
        amendment_rules.support(house(), amendment_id, **form.facts(), by=me(), now=now())

    return settled(form, gesture, page["to"]) or redirect(page["to"])


@bp.post(f"{OF_AMENDMENT}/end-support")
@signed_in
def end_support(table_id: int, position_id: int, amendment_id: int) -> Answer:
    found, _, page = place(table_id, position_id, amendment_id)
    form = speak_form(found)

    def gesture() -> None:
        amendment_rules.end_support(house(), amendment_id, **form.facts(), by=me(), now=now())

    return settled(form, gesture, page["to"]) or redirect(page["to"])


@bp.route(f"{OF_AMENDMENT}/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(table_id: int, position_id: int, amendment_id: int) -> Answer:
    found, shown, page = place(table_id, position_id, amendment_id)
    if shown.organisation_id not in found.voices(me()):
        abort(404)
    must_be_live(found, shown)
    form = Form()

    def gesture() -> str:
        amendment_rules.withdraw(house(), amendment_id, by=me(), now=now())
        return gettext("The amendment is withdrawn.")

    return settled(form, gesture, page["to"]) or form_page("positions/withdraw.html", form, **page)


@bp.route(f"{OF_AMENDMENT}/answer", methods=["GET", "POST"])
@signed_in
def answer(table_id: int, position_id: int, amendment_id: int) -> Answer:
    found, shown, page = place(table_id, position_id, amendment_id)
    form = answer_form(found, shown)
    if form.validate_on_submit():
        try:
            letters = answer_rules.answer(house(), amendment_id, **form.facts(), by=me(), now=now())
            flash(_noted(letters, table_id), "done")
            return commit(page["to"])
        except RuleBroken as broken:
            form.refuse(broken, answer_form(found, shown, formdata=None))
    page |= amendment_page(found, shown) | {"stopped": stopped_at(table_id)}
    return form_page("positions/answer.html", form, **page)


def _noted(letters: int, table_id: int) -> str:
    words = gettext("The answer is noted.")
    return f"{words} {told_sent(letters, table_id)}" if letters else words


@bp.route(f"{OF_AMENDMENT}/agree", methods=["GET", "POST"])
@signed_in
def agree(table_id: int, position_id: int, amendment_id: int) -> Answer:
    found, shown, page = place(table_id, position_id, amendment_id)
    page |= amendment_page(found, shown)
    form = consent_form(found, shown, page)

    def gesture() -> str:
        given: dict[str, Any] = {"agrees": form.said(), "based_on": form.based_on.data}
        answer_rules.agree(house(), amendment_id, **given, by=me(), now=now())
        return gettext("Noted. Thank you.")

    done = settled(form, gesture, page["to"])
    form.ask_anew(shown.version)
    return done or form_page("positions/amendment.html", form, **page)


@replies(AmendmentLink.token_hash)
def agree_by_link(token: str) -> Answer:
    linked = link_queries.linked_amendment(house(), token, now())
    if linked is None:
        return render_template("positions/link_gone.html"), 404
    said = None if linked.agrees is None else "yes" if linked.agrees else "no"
    form = AgreeForm(agrees=said, based_on=linked.version)

    def gesture() -> str:
        given: dict[str, Any] = {"agrees": form.said(), "based_on": form.based_on.data}
        answer_rules.agree_by_link(house(), token, **given, now=now())
        return gettext("Noted. Thank you.")

    done = settled(form, gesture, url_for("home.reply", token=token))
    form.ask_anew(linked.version)
    return done or form_page("positions/agree_by_link.html", form, linked=linked)


@bp.route(f"{OF_POSITION}/amendments/take-in", methods=["GET", "POST"])
@signed_in
def take_in(table_id: int, position_id: int) -> Answer:
    found, page = found_position(table_id, position_id)
    form, shown = Form(), mergeable(found)

    def gesture() -> str:
        taken, left = merging_rules.take_in(house(), position_id, by=me(), now=now(), render=render)
        if left:
            numbers = ", ".join(str(each.number) for each in left)
            flash(gettext("To be taken in by hand, because others touch the same: %(n)s", n=numbers), "hint")
        return ngettext(
            "%(num)d amendment is in the text.", "%(num)d amendments are in the text.", len(taken)
        )

    to = url_for(".draft", **page["ids"])
    return settled(form, gesture, to) or form_page("positions/take_in.html", form, **page, **shown)


@bp.route(f"{OF_AMENDMENT}/take-in", methods=["GET", "POST"])
@signed_in
def take_in_by_hand(table_id: int, position_id: int, amendment_id: int) -> Answer:
    found, shown, page = place(table_id, position_id, amendment_id)
    page |= by_hand_page(found, shown)
    form = by_hand_form(page["draft"])
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"by": me(), "now": now(), "render": render}
            with attempt(house()):
                merging_rules.take_in_by_hand(house(), amendment_id, **form.facts(), **given)
            return commit(url_for(".draft", **page["ids"]))
        except Collision as collision:
            form.based_on.data, form.based_on.raw_data = collision.latest, None
            form.refuse(collision)
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("positions/take_in_by_hand.html", form, **page)
