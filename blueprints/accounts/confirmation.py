"""Asking again who is there, before something that a stranger at an open screen must not do."""

from typing import Final

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.accounts import factor_rules, proofs, rules, sessions
from blueprints.accounts.forms import CodeForm, PasswordForm
from models.errors import RuleBroken
from plumbing import clock
from plumbing.database import READING_METHODS
from plumbing.own_paths import own_path

NOT_CARRIED: Final = {"csrf_token", "form_key", "proof", "password", "again", "current"}
"""What a form asked on the spot does not repeat: passwords, and the fields that the question has itself."""
Question = tuple[str, int] | Response


def question() -> Question | None:
    """None if the last proof is recent, or if the right answer came with the form; else the question.

    Whoever is just setting up the second factor that she must have cannot be asked for it.
    """
    signed_in = sessions.here()
    if signed_in is None:
        return redirect(url_for("accounts.sign_in", next=own_path(request.path)))
    if signed_in.lacks or signed_in.is_fresh(clock.now()):
        return None
    if request.method in READING_METHODS:
        return redirect(url_for("accounts.confirm", next=request.full_path.rstrip("?")))
    form = form_for(signed_in)
    if "proof" in request.form and proves(form, signed_in):
        return None
    return _page(form, signed_in)


def form_for(signed_in: sessions.SignedIn) -> CodeForm | PasswordForm:
    return CodeForm() if signed_in.has_factor else PasswordForm()


def proves(form: CodeForm | PasswordForm, signed_in: sessions.SignedIn) -> bool:
    """Whether the typed answer is right. What was read before is read anew afterwards, as the same person."""
    if not form.validate_on_submit():
        return False
    fits = proofs.prove_again(signed_in, form.proof.data or "")
    g.pop("actor", None)
    if not fits:
        wrong = factor_rules.WRONG_CODE if signed_in.has_factor else rules.WRONG_CURRENT
        form.refuse(RuleBroken(wrong, field="proof"))
    return fits


def _page(form: CodeForm | PasswordForm, signed_in: sessions.SignedIn) -> Question:
    """The question over a form that was sent: with it goes what was typed."""
    carried = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_CARRIED]
    files_lost = any(file.filename for file in request.files.values())
    page = render_template(
        "accounts/confirm.html",
        form=form,
        by_code=signed_in.has_factor,
        action=request.full_path.rstrip("?"),
        carried=carried,
        files_lost=files_lost,
    )
    return page, 422
