"""Who has an account: pages of the system administration, without content of any table."""

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts import duty_rules, factor_rules, queries, rules
from blueprints.accounts.doors import administrators, fresh
from blueprints.accounts.forms import DutiesForm, InviteAccountForm
from blueprints.accounts.routes import Answer, bp
from models.errors import RuleBroken
from plumbing import clock
from plumbing.access import me
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.mail_templates import link
from plumbing.versions import form_page


@bp.get("/")
@administrators
def index() -> str:
    return render_template("accounts/index.html", accounts=queries.accounts(reading()), own=me().account)


@bp.route("/invite", methods=["GET", "POST"])
@administrators
@fresh
def invite() -> Answer:
    form = InviteAccountForm()
    if form.validate_on_submit():
        try:
            token = rules.invite(house(), **form.facts(), by=me(), now=clock.now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            answer = commit(url_for("accounts.index"))
            flash(gettext("The invitation is on its way."), "done")
            if token is not None:
                address = link("accounts.accept", token=token)
                flash(gettext("The link, shown only now: %(link)s", link=address), "hint")
            return answer
    return form_page("accounts/invite.html", form)


@bp.post("/<int:account_id>/link")
@administrators
def renew_link(account_id: int) -> Response:
    rules.renew_link(house(), account_id, by=me(), now=clock.now())
    flash(gettext("A letter with a new link is on its way."), "done")
    return commit(url_for("accounts.index"))


@bp.route("/<int:account_id>/lock", methods=["GET", "POST"])
@administrators
def lock(account_id: int) -> Answer:
    account = queries.listed(reading(), account_id) or abort(404)
    form = Form()
    if form.validate_on_submit():
        try:
            rules.lock(house(), account_id, by=me(), now=clock.now())
            flash(gettext("The account is locked; its sessions have ended."), "done")
            return commit(url_for("accounts.index"))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("accounts/lock.html", form, account=account)


@bp.post("/<int:account_id>/unlock")
@administrators
def unlock(account_id: int) -> Response:
    rules.unlock(house(), account_id, by=me(), now=clock.now())
    flash(gettext("The account is unlocked."), "done")
    return commit(url_for("accounts.index"))


@bp.route("/<int:account_id>/duties", methods=["GET", "POST"])
@administrators
@fresh
def set_duties(account_id: int) -> Answer:
    account = queries.listed(reading(), account_id) or abort(404)
    form = DutiesForm(obj=account, based_on=account.version)
    if form.validate_on_submit():
        try:
            duty_rules.set_duties(house(), account_id, **form.facts(), by=me(), now=clock.now())
            flash(gettext("The duties are saved."), "done")
            return commit(url_for("accounts.index"))
        except RuleBroken as broken:
            form.refuse(broken, DutiesForm(formdata=None, obj=account, based_on=account.version))
    return form_page("accounts/set_duties.html", form, account=account)


@bp.route("/<int:account_id>/factor/reset", methods=["GET", "POST"])
@administrators
@fresh
def reset_factor(account_id: int) -> Answer:
    found = queries.account_with_factor(reading(), account_id) or abort(404)
    if request.method == "GET":
        return render_template("accounts/reset_factor.html", account=found)
    factor_rules.reset(house(), account_id, by=me(), now=clock.now())
    flash(gettext("The second factor is reset. A letter says so to the person."), "done")
    return commit(url_for("accounts.index"))
