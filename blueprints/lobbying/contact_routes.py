"""Contacts with politics: listed, noted, corrected, deleted."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.lobbying import appearance_queries, contact_queries, contact_rules
from blueprints.lobbying.appearance_pages import table_of
from blueprints.lobbying.blueprint import Answer, bp
from blueprints.lobbying.contact_forms import ContactForm, EditContactForm
from blueprints.lobbying.pages import number_in
from blueprints.lobbying.rules import may_keep
from blueprints.organisations.choice_queries import institutions
from blueprints.tables import queries as table_queries
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page

CONTACTS_OF = "/round-tables/<int:table_id>/political-contacts"
OF_CONTACT = f"{CONTACTS_OF}/<int:political_contact_id>"


@bp.get(CONTACTS_OF)
@signed_in
def contacts(table_id: int) -> Answer:
    body = table_queries.body(reading(), table_id)
    if body is None or table_id not in me().readable:
        abort(404)
    found = contact_queries.contacts(reading(), table_id, number_in(request.args.get("page")))
    page = {"body": body, "hue": body.hue, "found": found, "keeps": may_keep(me(), table_id)}
    return render_template("lobbying/contacts.html", **page)


@bp.route(f"{CONTACTS_OF}/new", methods=["GET", "POST"])
@coordinators
def note_contact(table_id: int) -> Answer:
    page, back = table_of(table_id), url_for(".contacts", table_id=table_id)
    form = _offered(ContactForm(), table_id)

    def gesture() -> str:
        contact_rules.note(house(), table_id, **form.facts(), by=me(), now=now())
        return gettext("The contact is noted.")

    return settled(form, gesture, back) or form_page("lobbying/note_contact.html", form, back=back, **page)


@bp.route(f"{OF_CONTACT}/edit", methods=["GET", "POST"])
@coordinators
def correct_contact(table_id: int, political_contact_id: int) -> Answer:
    page, back = table_of(table_id), url_for(".contacts", table_id=table_id)
    found = contact_queries.contact(reading(), table_id, political_contact_id) or abort(404)
    given: dict[str, Any] = {"obj": found, "based_on": found.version}
    form = _offered(EditContactForm(**given), table_id)
    if form.validate_on_submit():
        try:
            contact_rules.correct(house(), political_contact_id, **form.facts(), by=me(), now=now())
            return commit(back)
        except RuleBroken as broken:
            form.refuse(broken, _offered(EditContactForm(formdata=None, **given), table_id))
    return form_page("lobbying/correct_contact.html", form, back=back, **page)


@bp.route(f"{OF_CONTACT}/remove", methods=["GET", "POST"])
@coordinators
def remove_contact(table_id: int, political_contact_id: int) -> Answer:
    page, back = table_of(table_id), url_for(".contacts", table_id=table_id)
    found = contact_queries.contact(reading(), table_id, political_contact_id) or abort(404)
    form, page = Form(), page | {"found": found, "back": back}

    def gesture() -> str:
        contact_rules.remove(house(), political_contact_id, by=me(), now=now())
        return gettext("The contact is deleted.")

    return settled(form, gesture, back) or form_page("lobbying/remove_contact.html", form, **page)


def _offered(form: Any, table_id: int) -> Any:
    form.offer(institutions(reading()), appearance_queries.projects(reading(), table_id))
    return form
