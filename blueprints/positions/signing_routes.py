"""Signatures: asked for, given, confirmed, taken back, and who stands under which text."""

from flask import abort, render_template, url_for
from flask_babel import gettext

from blueprints.accounts.doors import fresh
from blueprints.positions import plan_queries, signature_rules, signing_rules
from blueprints.positions.blueprint import OF_POSITION, OF_SIGNATURE, OF_VERSION, Answer, bp
from blueprints.positions.pages import led_position
from blueprints.positions.sending_pages import asking
from blueprints.positions.signing_forms import AskForm, ExtendForm, ManagementForm
from blueprints.positions.signing_pages import final_of, found_line, remind_form, sign_form, signing_page
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.sent_words import told_sent
from plumbing.versions import form_page


@bp.route(f"{OF_POSITION}/ask-to-sign", methods=["GET", "POST"])
@signed_in
@fresh
def ask_to_sign(table_id: int, position_id: int) -> Answer:
    position, page = led_position(table_id, position_id)
    final = final_of(position, page)
    proposed = plan_queries.proposed(reading(), position, plan_queries.SIGN_OFF, today())
    form = AskForm(due_on=proposed.day)

    def gesture() -> str:
        form.must_reach(each.to for each in asking(position, final, None)["reached"])
        _, letters = signing_rules.ask(house(), position_id, **form.facts(), by=me(), now=now())
        return gettext("The institutions are asked.") + " " + told_sent(letters, table_id)

    if done := settled(form, gesture, url_for(".signatures", **page["ids"], number=final.number)):
        return done
    page |= asking(position, final, form.last_day(today())) | {"proposed": proposed}
    form.show(each.to for each in page["reached"])
    return form_page("positions/ask_to_sign.html", form, **page)


@bp.get(f"{OF_VERSION}/signatures")
@signed_in
def signatures(table_id: int, position_id: int, number: int) -> Answer:
    _, page = signing_page(table_id, position_id, number)
    return render_template("positions/signatures.html", **page)


@bp.route(f"{OF_VERSION}/signatures/sign", methods=["GET", "POST"])
@signed_in
@fresh
def sign(table_id: int, position_id: int, number: int) -> Answer:
    about, page = signing_page(table_id, position_id, number)
    form = sign_form(page, about)

    def gesture() -> str:
        signature_rules.sign(house(), position_id, **form.facts(), by=me(), now=now())
        return gettext("Thank you. What your institution says is noted.")

    return settled(form, gesture, page["signing_url"]) or form_page("positions/sign.html", form, **page)


@bp.route(f"{OF_SIGNATURE}/confirm", methods=["GET", "POST"])
@signed_in
def confirm_signature(table_id: int, position_id: int, number: int, signature_id: int) -> Answer:
    _, page = signing_page(table_id, position_id, number)
    line = found_line(page, "to_confirm", signature_id)
    form = ManagementForm(said_on=today())

    def gesture() -> str:
        signature_rules.confirm(house(), position_id, signature_id, **form.facts(), by=me(), now=now())
        return gettext("The answer of the management is noted.")

    shown = settled(form, gesture, page["signing_url"])
    return shown or form_page("positions/confirm_signature.html", form, line=line, **page)


@bp.route(f"{OF_VERSION}/signatures/extend", methods=["GET", "POST"])
@signed_in
def extend_signing(table_id: int, position_id: int, number: int) -> Answer:
    about, page = signing_page(table_id, position_id, number)
    form = ExtendForm(due_on=about.round.due_on) if page["may_lead"] else abort(404)

    def gesture() -> str:
        signing_rules.extend(house(), position_id, **form.facts(), by=me(), now=now())
        return gettext("The last day for signatures is set.")

    shown = settled(form, gesture, page["signing_url"])
    return shown or form_page("positions/extend_signing.html", form, **page)


@bp.route(f"{OF_VERSION}/signatures/remind", methods=["GET", "POST"])
@signed_in
def remind_signing(table_id: int, position_id: int, number: int) -> Answer:
    form, page = remind_form(table_id, position_id, number)

    def gesture() -> str:
        form.must_reach(each.to for each in page["reached"])
        letters = signing_rules.remind(house(), position_id, by=me(), now=now())
        return told_sent(letters, table_id)

    if done := settled(form, gesture, page["signing_url"]):
        return done
    form.show(each.to for each in page["reached"])
    return form_page("positions/remind_signing.html", form, **page)


@bp.route(f"{OF_VERSION}/signatures/close", methods=["GET", "POST"])
@signed_in
def close_signing(table_id: int, position_id: int, number: int) -> Answer:
    about, page = signing_page(table_id, position_id, number)
    form = Form() if page["may_lead"] and about.round.closed_at is None else abort(404)

    def gesture() -> str:
        signing_rules.close(house(), position_id, by=me(), now=now())
        return gettext("The sign-off is closed, and the text released.")

    shown = settled(form, gesture, page["signing_url"])
    is_early = today() <= about.round.due_on
    return shown or form_page("positions/close_signing.html", form, is_early=is_early, **page)
