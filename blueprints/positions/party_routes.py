"""Views of who takes part in a position from elsewhere."""

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext

from blueprints.accounts.doors import fresh
from blueprints.positions import party_rules
from blueprints.positions.blueprint import OF_POSITION, Answer, bp
from blueprints.positions.pages import found_position
from blueprints.positions.party_pages import delegate_form, parties_page, table_form
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.get(f"{OF_POSITION}/parties")
@signed_in
def parties(table_id: int, position_id: int) -> Answer:
    found, page = found_position(table_id, position_id)
    return render_template("positions/parties.html", **page, **parties_page(found))


@bp.route(f"{OF_POSITION}/tables/new", methods=["GET", "POST"])
@signed_in
def ask_table(table_id: int, position_id: int) -> Answer:
    found, page = found_position(table_id, position_id)
    form = table_form(found)

    def gesture() -> str:
        party_rules.ask_table(house(), position_id, **form.facts(), by=me(), now=now())
        return gettext("The table is asked; its coordination sees the position now.")

    to = url_for(".parties", **page["ids"])
    return settled(form, gesture, to) or form_page("positions/ask_table.html", form, **page)


@bp.post(f"{OF_POSITION}/tables/<int:body_id>/agree")
@signed_in
def agree_table(table_id: int, position_id: int, body_id: int) -> Answer:
    _, page = found_position(table_id, position_id)
    form, to = Form(), url_for(".parties", **page["ids"])

    def gesture() -> str:
        party_rules.agree_table(house(), position_id, body_id, by=me(), now=now())
        return gettext("Your members see the position now and may take part.")

    return settled(form, gesture, to) or redirect(to)


@bp.post(f"{OF_POSITION}/tables/<int:body_id>/end")
@signed_in
def end_table(table_id: int, position_id: int, body_id: int) -> Answer:
    _, page = found_position(table_id, position_id)
    form, to = Form(), url_for(".parties", **page["ids"])

    def gesture() -> str:
        party_rules.end_table(house(), position_id, body_id, by=me(), now=now())
        return gettext("The table does not take part any more.")

    return settled(form, gesture, url_for(".index")) or redirect(to)


@bp.route(f"{OF_POSITION}/delegates/new", methods=["GET", "POST"])
@signed_in
@fresh
def invite_delegate(table_id: int, position_id: int) -> Answer:
    found, page = found_position(table_id, position_id)
    form = delegate_form(found)

    def gesture() -> str:
        party_rules.invite_delegate(house(), position_id, **form.facts(), by=me(), now=now())
        return gettext("She takes part from now on.")

    to = url_for(".parties", **page["ids"])
    return settled(form, gesture, to) or form_page("positions/invite_delegate.html", form, **page)


@bp.post(f"{OF_POSITION}/delegates/<int:delegate_id>/end")
@signed_in
def end_delegate(table_id: int, position_id: int, delegate_id: int) -> Answer:
    found, page = found_position(table_id, position_id)
    if delegate_id not in [each.id for each in found.delegates]:
        abort(404)
    form, to = Form(), url_for(".parties", **page["ids"])

    def gesture() -> None:
        party_rules.end_delegate(house(), position_id, delegate_id, by=me(), now=now())

    return settled(form, gesture, to) or redirect(to)
