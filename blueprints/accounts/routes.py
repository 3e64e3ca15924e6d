"""Signing in and out, one-time links, passwords."""

from functools import partial

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts import passwords, proofs, queries, rules, sessions, sign_in_rules
from blueprints.accounts.forms import ChangePasswordForm, NewPasswordForm, ResetForm, SignInForm
from models.errors import RuleBroken
from models.same_mailbox import is_asked
from plumbing import clock
from plumbing.access import bearers, me, public, signed_in
from plumbing.database import commit, house, reading
from plumbing.own_paths import own_path
from plumbing.versions import form_page

bp = Blueprint("accounts", __name__, url_prefix="/accounts")
Answer = str | tuple[str, int] | Response


@bp.record_once
def _wire(state: BlueprintSetupState) -> None:
    assert isinstance(state.app, Flask)
    sessions.init_app(state.app)


def browser() -> str:
    return sessions.browser_name(request.user_agent.string)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    onward = own_path(request.args.get("next", ""))
    if request.method == "GET" and sessions.here() is not None:
        return redirect(_way_on(onward))
    form = SignInForm()
    if form.validate_on_submit():
        proof = proofs.prove(form.email.data or "", form.password.data or "")
        if proof is not None:
            device = sessions.device()
            token = sign_in_rules.sign_in(
                house(),
                proof.account_id,
                proof.attempt_id,
                browser=browser(),
                device=device,
                now=clock.now(),
            )
            return sessions.keep_device(_entered(token, onward), device)
        form.refuse(RuleBroken(rules.WRONG))
    return form_page("accounts/sign_in.html", form, onward=onward)


def _way_on(onward: str) -> str:
    """Where the session leads: to the second step first, where that is still to be taken."""
    return url_for("accounts.second_step", next=onward) if sessions.lacks() else onward


def _entered(token: str, onward: str) -> Response:
    """Commit the new session, and give the browser its cookie; the password alone may not be enough."""
    house().flush()
    entered = sessions.signed_in_by(token)
    lacking = entered is not None and entered.lacks
    if (
        onward == url_for("home.overview")
        and entered
        and is_asked(house(), entered.account_id, clock.today())
    ):
        onward = url_for("tables.same_mailbox")
    answer = commit(url_for("accounts.second_step", next=onward) if lacking else onward)
    sessions.begin(token)
    return answer


@bp.post("/sign-out")
@public
def sign_out() -> Response:
    if (here := sessions.here()) is not None:
        sign_in_rules.sign_out(house(), here.session_id, now=clock.now())
    answer = commit(url_for("home.start"))
    sessions.end()
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.route("/reset", methods=["GET", "POST"])
@public
def reset() -> Answer:
    form = ResetForm()
    if form.validate_on_submit():
        address = form.email.data or ""
        proofs.note("reset", address)
        flash(
            gettext("If there is an account with this address, a letter with a link is on its way."), "done"
        )
        answer = commit(url_for("accounts.sign_in"))
        return sessions.after_answer(answer, partial(rules.request_reset, email=address, now=clock.now()))
    return form_page("accounts/reset.html", form)


@bp.route("/links/<string:token>", methods=["GET", "POST"])
@bearers
def accept(token: str) -> Answer:
    if queries.account_of_link(reading(), token, clock.now()) is None:
        return render_template("accounts/link_gone.html"), 404
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            account = rules.use_link(house(), token, form.password.data or "", now=clock.now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            secret = sign_in_rules.open_session(house(), account, browser=browser(), now=clock.now())
            return _entered(secret, url_for("home.overview"))
    return form_page("accounts/accept.html", form)


@bp.route("/password", methods=["GET", "POST"])
@signed_in
def change_password() -> Answer:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        address = queries.address_of(reading(), me().account)
        if proofs.prove(address, form.current.data or "") is None:
            form.refuse(RuleBroken(rules.WRONG_CURRENT, field="current"))
        elif (answer := _with_new_password(form)) is not None:
            return answer
    has_feeds = queries.has_feeds(reading(), me().account)
    return form_page("accounts/change_password.html", form, has_feeds=has_feeds)


def _with_new_password(form: ChangePasswordForm) -> Response | None:
    """Set it, unless it is too weak; all other browsers have to sign in again, this one goes on."""
    typed = form.password.data or ""
    try:
        passwords.judge(typed, *queries.own_words(house(), me().account))
    except RuleBroken as broken:
        form.refuse(broken)
        return None
    password_hash = passwords.hash_of(typed)
    here = sessions.me_here()
    rules.change_password(
        house(),
        password_hash,
        session_id=here.session_id,
        end_feeds=bool(form.end_feeds.data),
        by=me(),
        now=clock.now(),
    )
    token = sign_in_rules.renew(house(), here.session_id)
    flash(gettext("Your password is changed. Your other sessions have ended."), "done")
    answer = commit(url_for("accounts.profile"))
    sessions.begin(token)
    return answer


from blueprints.accounts import address_routes, administration_routes, factor_routes, own_routes  # noqa: E402, F401
