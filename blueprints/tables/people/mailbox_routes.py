"""The page on which the holder of a mailbox says who is she, and who only shares it with her."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.people import mailbox_queries, mailbox_rules
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house
from plumbing.forms import told


@bp.route("/same-mailbox", methods=["GET", "POST"])
@signed_in
def same_mailbox() -> Answer:
    if request.method == "POST":
        return _answered(request.form.get("person_id", type=int), request.form.get("answer"))
    found = mailbox_queries.entered(house(), me(), today())
    return render_template("tables/people/same_mailbox.html", entered=found)


def _answered(person_id: int | None, answer: str | None) -> Answer:
    if person_id is None or answer not in ("me", "other"):
        flash(gettext("Please choose one of the two answers."), "problem")
        return redirect(url_for(".same_mailbox"), 303)
    known = mailbox_queries.people(house(), me(), today())
    if not any(each.id == person_id for each in known):
        abort(404)
    try:
        if answer == "me":
            mailbox_rules.recognise(house(), person_id, by=me(), now=now())
            flash(gettext("Thank you. What was entered under the other name is yours now."), "done")
        else:
            mailbox_rules.set_apart(house(), person_id, by=me(), now=now())
            flash(gettext("Thank you. The coordination sees it and asks for another address."), "done")
    except RuleBroken as broken:
        flash(told(broken), "problem")
    return commit(url_for("home.overview"))
