"""The second factor: shown when signing in, set up, taken away, and asked for again."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from blueprints.accounts import confirmation, factor_rules, factors, proofs, queries, sessions, sign_in_rules
from blueprints.accounts.doors import at_the_second_step, choosing_a_factor, fresh
from blueprints.accounts.forms import CodeForm, SetUpFactorForm
from blueprints.accounts.routes import Answer, bp
from models.errors import RuleBroken
from plumbing import clock
from plumbing.access import actor, me, signed_in
from plumbing.database import commit, house, reading
from plumbing.own_paths import own_path
from plumbing.versions import form_page


@bp.route("/second-step", methods=["GET", "POST"])
@at_the_second_step
def second_step() -> Answer:
    onward, half = own_path(request.args.get("next", "")), sessions.here()
    if half is None:
        return redirect(url_for("accounts.sign_in", next=onward))
    if not half.lacks:
        return redirect(onward)
    if half.lacks == sessions.SET_UP:
        return redirect(url_for("accounts.set_up_factor", next=onward))
    form = CodeForm()
    if form.validate_on_submit():
        if proofs.prove_factor(half.account_id, form.proof.data or ""):
            token = sign_in_rules.strengthen(house(), half.session_id, now=clock.now())
            answer = commit(onward)
            sessions.begin(token)
            return answer
        form.refuse(RuleBroken(factor_rules.WRONG_CODE, field="proof"))
    return form_page("accounts/second_step.html", form, onward=onward)


@bp.route("/factor/set-up", methods=["GET", "POST"])
@choosing_a_factor
@fresh
def set_up_factor() -> Answer:
    onward, who = own_path(request.args.get("next", "")), sessions.me_here()
    if who.lacks == sessions.CODE:
        return redirect(url_for("accounts.sign_in", next=onward))
    form = SetUpFactorForm()
    if form.validate_on_submit():
        seed = proofs.seed_in(form.seed.data or "", who.account_id) or ""
        step = proofs.step_of(who.account_id, seed, form.proof.data or "")
        if seed and step is not None:
            return _with_factor(who, seed, step, onward)
        form.refuse(RuleBroken(factor_rules.WRONG_CODE, field="proof"))
    return _set_up_page(form, who, onward)


def _with_factor(who: sessions.SignedIn, seed: str, step: int, onward: str) -> str:
    """The factor is set up, this session has shown it; the recovery codes are told now and never again."""
    codes = factor_rules.set_up(
        house(),
        who.account_id,
        seed=seed,
        step=step,
        session_id=who.session_id,
        may_replace=actor() is not None,
        now=clock.now(),
    )
    token = sign_in_rules.strengthen(house(), who.session_id, now=clock.now())
    commit(url_for("accounts.renew_recovery_codes"))  # where a second click leads
    sessions.begin(token)
    return render_template("accounts/recovery_codes.html", codes=codes, onward=onward)


def _set_up_page(form: SetUpFactorForm, who: sessions.SignedIn, onward: str) -> Answer:
    """Picture and secret of the offer that the form carries; an offer that is void is replaced."""
    seed = proofs.seed_in(form.seed.data or "", who.account_id)
    if seed is None:
        form.seed.data = proofs.offered_seed(who.account_id)
        seed = proofs.seed_in(form.seed.data, who.account_id) or ""
    secret = proofs.secret_of(who.account_id, seed)
    address = factors.address_of(secret, queries.address_of(reading(), who.account_id))
    return form_page(
        "accounts/set_up_factor.html",
        form,
        picture=Markup(factors.picture_of(address)),  # noqa: S704 - made by segno from figures only
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        must=bool(who.lacks),
        replaces=who.has_factor,
        onward=onward,
    )


@bp.route("/factor/recovery-codes", methods=["GET", "POST"])
@signed_in
@fresh
def renew_recovery_codes() -> Answer:
    factor = queries.factor_of(reading(), me().account)
    if factor is None:
        return redirect(url_for("accounts.set_up_factor", next=url_for("accounts.profile")))
    if request.method == "GET":
        return render_template("accounts/renew_recovery_codes.html", factor=factor)
    codes = factor_rules.renew_codes(house(), by=me(), now=clock.now())
    commit(url_for("accounts.renew_recovery_codes"))
    return render_template("accounts/recovery_codes.html", codes=codes, onward=url_for("accounts.profile"))


@bp.route("/factor/remove", methods=["GET", "POST"])
@signed_in
@fresh
def remove_factor() -> Answer:
    if queries.factor_of(reading(), me().account) is None:
        return redirect(url_for("accounts.profile"))
    if request.method == "GET":
        return render_template("accounts/remove_factor.html", may=factor_rules.may_remove(me()))
    here = sessions.me_here()
    factor_rules.remove(house(), session_id=here.session_id, by=me(), now=clock.now())
    token = sign_in_rules.renew(house(), here.session_id)
    flash(gettext("The second factor is removed. Your other sessions have ended."), "done")
    answer = commit(url_for("accounts.profile"))
    sessions.begin(token)
    return answer


@bp.route("/confirm", methods=["GET", "POST"])
@signed_in
def confirm() -> Answer:
    onward, here = own_path(request.args.get("next", "")), sessions.me_here()
    form = confirmation.form_for(here)
    if request.method == "POST" and confirmation.proves(form, here):
        return redirect(onward, code=303)
    action = url_for("accounts.confirm", next=onward)
    return form_page("accounts/confirm.html", form, by_code=here.has_factor, action=action, carried=[])
