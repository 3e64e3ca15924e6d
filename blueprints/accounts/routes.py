"""Pages around accounts: signing in and out, one-time links, profile, administration of accounts."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from blueprints.accounts import queries, rules, sessions
from blueprints.accounts.doors import administrators
from blueprints.accounts.forms import (
    ChangePasswordForm,
    InviteAccountForm,
    NewPasswordForm,
    OneButton,
    ProfileForm,
    ResetForm,
    SignInForm,
)
from models.errors import RuleBroken
from models.people import Person
from plumbing import clock
from plumbing.access import actor, bearers, me, public, signed_in
from plumbing.database import commit, house
from plumbing.versions import form_page

bp = Blueprint("accounts", __name__, url_prefix="/accounts")


@bp.record_once
def _wire(state: BlueprintSetupState) -> None:
    assert isinstance(state.app, Flask)
    sessions.init_app(state.app)


def own_path(wanted: str) -> str:
    """A page of this site to go on to: only a path that our own map knows by GET, else the overview."""
    parts = urlsplit(wanted)
    fine = wanted.startswith("/") and not parts.scheme and not parts.netloc
    if fine and not any(sign in wanted for sign in ("\\", "//", "\t", "\r", "\n", "@")):
        try:
            current_app.url_map.bind("localhost").match(parts.path, method="GET")
        except (HTTPException, RequestRedirect):
            return url_for("home.overview")
        return wanted
    return url_for("home.overview")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    onward = own_path(request.args.get("next", ""))
    if request.method == "GET" and actor() is not None:
        return redirect(onward)
    form = SignInForm()
    if form.validate_on_submit():
        if (done := _signed_in(form, onward)) is not None:
            return done
        form.refuse(RuleBroken(rules.WRONG))
    return form_page("accounts/sign_in.html", form)


def _signed_in(form: SignInForm, onward: str) -> Response | None:
    """Try address and password; every try is kept, also the failed one."""
    typed = form.email.data or "", form.password.data or ""
    allowed, client = sessions.demo_allowed(), request.remote_addr or ""
    try:
        account = rules.sign_in(house(), *typed, client=client, demo_allowed=allowed, now=clock.now())
    except rules.TooManyAttempts:
        abort(429)
    if account is None:
        commit()
        return None
    token = rules.open_session(house(), account, browser=request.user_agent.string, now=clock.now())
    answer = commit(onward)
    sessions.begin(token)
    return answer


@bp.post("/sign-out")
@signed_in
def sign_out() -> Response:
    rules.end_session(house(), current_user.session_id, by=me(), now=clock.now())
    answer = commit(url_for("home.start"))
    sessions.end()
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.route("/reset", methods=["GET", "POST"])
@public
def reset() -> Any:
    form = ResetForm()
    if form.validate_on_submit():
        rules.request_reset(house(), form.email.data or "", now=clock.now())
        flash(
            gettext("If there is an account with this address, a letter with a link is on its way."), "done"
        )
        return commit(url_for("accounts.sign_in"))
    return form_page("accounts/reset.html", form)


@bp.route("/links/<token>", methods=["GET", "POST"])
@bearers
def accept(token: str) -> Any:
    if queries.account_of_link(house(), token, clock.now()) is None:
        return render_template("accounts/link_gone.html"), 404
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            account = rules.use_link(house(), token, form.password.data or "", now=clock.now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            session = rules.open_session(house(), account, browser=request.user_agent.string, now=clock.now())
            answer = commit(url_for("home.overview"))
            sessions.begin(session)
            return answer
    return form_page("accounts/accept.html", form)


@bp.route("/profile", methods=["GET", "POST"])
@signed_in
def profile() -> Any:
    person = house().get_one(Person, me().person_id)
    facts = {
        "name": person.name,
        "salutation": person.salutation,
        "language": person.language,
        "contact_released": person.contact_released,
    }
    form = ProfileForm(data=facts)
    if form.validate_on_submit():
        typed = {name: form[name].data for name in facts}
        rules.correct_profile(house(), by=me(), now=clock.now(), **typed)
        flash(gettext("Your profile is saved."), "done")
        return commit(url_for("accounts.profile"))
    return form_page("accounts/profile.html", form, sessions=_own_sessions())


def _own_sessions() -> list[dict[str, Any]]:
    rows = queries.live_sessions(house(), me().account)
    return [
        {
            "id": row.id,
            "browser": row.browser,
            "seen_at": row.seen_at,
            "this": row.id == current_user.session_id,
        }
        for row in rows
    ]


@bp.post("/sessions/<int:session_id>/end")
@signed_in
def end_session(session_id: int) -> Response:
    rules.end_session(house(), session_id, by=me(), now=clock.now())
    flash(gettext("This session has ended."), "done")
    return commit(url_for("accounts.profile"))


@bp.route("/password", methods=["GET", "POST"])
@signed_in
def change_password() -> Any:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            rules.change_password(
                house(),
                me().account,
                form.current.data or "",
                form.password.data or "",
                by=me(),
                now=clock.now(),
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash(gettext("Your password is changed. Please sign in with it."), "done")
            return commit(url_for("accounts.sign_in"))
    return form_page("accounts/change_password.html", form)


@bp.get("/data.json")
@signed_in
def own_data() -> Any:
    answer = current_app.json.response(queries.own_data(house(), me().person_id))
    answer.headers["Content-Disposition"] = "attachment; filename=own-data.json"
    return answer


@bp.get("/")
@administrators
def index() -> str:
    return render_template("accounts/index.html", accounts=queries.accounts(house()), form=OneButton())


@bp.route("/invite", methods=["GET", "POST"])
@administrators
def invite() -> Any:
    form = InviteAccountForm()
    if form.validate_on_submit():
        try:
            token = rules.invite(
                house(),
                email=form.email.data or "",
                name=form.name.data or "",
                is_admin=form.is_admin.data,
                by=me(),
                now=clock.now(),
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            answer = commit(url_for("accounts.index"))
            link = current_app.config["BASE_URL"].rstrip("/") + url_for("accounts.accept", token=token)
            flash(
                gettext("The invitation is on its way. The link, shown only now: %(link)s", link=link), "done"
            )
            return answer
    return form_page("accounts/invite.html", form)


@bp.post("/<int:account_id>/lock")
@administrators
def lock(account_id: int) -> Response:
    rules.lock(house(), account_id, by=me(), now=clock.now())
    flash(gettext("The account is locked; its sessions have ended."), "done")
    return commit(url_for("accounts.index"))


@bp.post("/<int:account_id>/unlock")
@administrators
def unlock(account_id: int) -> Response:
    rules.unlock(house(), account_id, by=me(), now=clock.now())
    flash(gettext("The account is unlocked."), "done")
    return commit(url_for("accounts.index"))
