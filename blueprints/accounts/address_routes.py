"""The address with which one signs in: asked for, confirmed by the new mailbox, undone by the old one."""

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts import address_queries, address_rules, proofs, queries, sessions
from blueprints.accounts.doors import administrators, fresh
from blueprints.accounts.forms import AddressForm
from blueprints.accounts.routes import Answer, bp
from models.errors import RuleBroken
from plumbing import clock
from plumbing.access import bearers, me, signed_in
from plumbing.database import commit, house, reading
from plumbing.versions import form_page


@bp.route("/address", methods=["GET", "POST"])
@signed_in
@fresh
def change_address() -> Answer:
    form = AddressForm()
    if form.validate_on_submit():
        proofs.note("address", str(sessions.me_here().account_id))
        try:
            address_rules.ask(house(), form.email.data or "", by=me(), now=clock.now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(gettext("A letter with a link is on its way to the new address."), "done")
            return commit(url_for("accounts.profile"))
    address = queries.address_of(reading(), sessions.me_here().account_id)
    return form_page("accounts/change_address.html", form, address=address)


@bp.route("/addresses/<string:token>", methods=["GET", "POST"])
@bearers
def confirm_address(token: str) -> Answer:
    found = address_queries.waiting(reading(), token, clock.now())
    if found is None:
        return render_template("accounts/link_gone.html"), 404
    if request.method == "GET":
        return render_template("accounts/confirm_address.html", change=found[0], token=token)
    address_rules.confirm(house(), token, now=clock.now())
    flash(gettext("From now on you sign in with the new address."), "done")
    return commit(url_for("accounts.sign_in"))


@bp.route("/addresses/<string:token>/undo", methods=["GET", "POST"])
@bearers
def undo_address(token: str) -> Answer:
    found = address_queries.undoable(reading(), token, clock.now())
    if found is None:
        return render_template("accounts/link_gone.html"), 404
    if request.method == "GET":
        return render_template("accounts/undo_address.html", change=found[0], token=token)
    address_rules.undo(house(), token, now=clock.now())
    flash(gettext("The old address is back; a letter with a link for a new password goes there."), "done")
    return commit(url_for("accounts.sign_in"))


@bp.route("/<int:account_id>/address", methods=["GET", "POST"])
@administrators
@fresh
def follow_address(account_id: int) -> Answer:
    found = address_queries.following(house(), account_id, me().person_id) or abort(404)
    if request.method == "GET":
        return render_template("accounts/follow_address.html", found=found)
    address_rules.follow(house(), account_id, by=me(), now=clock.now())
    flash(gettext("A letter with a link is on its way to the new address."), "done")
    return commit(url_for("accounts.index"))
