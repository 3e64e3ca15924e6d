"""Answers to what went wrong: words that tell what to do, never a name of what must not be seen."""

from typing import Any

from flask import Flask, current_app, flash, redirect, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from models.errors import NotAllowed, RuleBroken
from plumbing.database import DoubleClick, close_work
from plumbing.forms import told
from plumbing.gestures import Passed
from plumbing.sent_forms import SentForm, sent_form

KEPT = (401, 404, 409)
"""What is sent too late, or to what was taken away meanwhile, comes back with its words."""


def texts(code: int) -> tuple[str, str]:
    """Heading and advice for a status; all that is not listed reads like 400."""
    known = {
        401: (gettext("Please sign in"), gettext("Your session has ended. Sign in and try again.")),
        404: (
            gettext("Not found"),
            gettext(
                "This page does not exist, or it is not meant for you. Check the address, or start anew."
            ),
        ),
        405: (gettext("Not possible this way"), gettext("Please go back and use the button on the page.")),
        409: (
            gettext("Changed in the meantime"),
            gettext("Somebody has changed this. Go back and look again."),
        ),
        413: (gettext("Too large"), gettext("What you sent is too large. A file may have at most 25 MB.")),
        429: (gettext("Too many attempts"), gettext("Please wait a quarter of an hour and try again.")),
        500: (
            gettext("Something went wrong"),
            gettext("The error has been noted. Nothing was changed. Please try again in a few minutes."),
        ),
    }
    return known.get(code, (gettext("Not understood"), gettext("Please go back and try again.")))


def page(code: int) -> tuple[str, int]:
    heading, advice = texts(code)
    sent = sent_form() if code in KEPT else None
    return _shown(heading, advice, sent, again=code == 401), code


def _shown(
    heading: str, advice: str, sent: SentForm | None = None, *, again: bool = False, to: str = ""
) -> str:
    """`again`: what was typed may be sent once more from this page; `to`: where the thing itself stands."""
    return render_template("home/error.html", heading=heading, advice=advice, sent=sent, again=again, to=to)


def _logged(exc_info: Any) -> None:
    """The rule of the address instead of the address: that may hold the secret of a letter."""
    current_app.logger.error("Exception on %s [%s]", request.url_rule, request.method, exc_info=exc_info)


def _rule_broken(error: RuleBroken) -> tuple[str, int]:
    close_work()
    return _shown(gettext("This is not possible"), told(error)), 422


def _passed(error: Passed) -> tuple[str, int]:
    """What it was about is over: its token has proven that the form is ours, so its words come back."""
    close_work()
    sent = sent_form(proven=True)
    return _shown(gettext("Changed in the meantime"), told(error), sent, to=error.to), 422


def init_app(app: Flask) -> None:
    app.log_exception = _logged  # type: ignore[method-assign]

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> tuple[str, int] | HTTPException | Response:
        if isinstance(error, SecurityError):  # an unknown host: no address of ours can be built for it
            return Response("400 Bad Request", status=400, mimetype="text/plain")
        return error if (error.code or 500) < 400 else page(error.code or 500)

    @app.errorhandler(CSRFError)
    def form_expired(_error: CSRFError) -> tuple[str, int]:
        heading = gettext("This form has expired")
        advice = gettext(
            "Go back, reload the page and send it again. What you typed is still in your browser."
        )
        return _shown(heading, advice, sent_form(), again=True), 400

    @app.errorhandler(NotAllowed)
    def not_allowed(_error: NotAllowed) -> tuple[str, int]:
        close_work()
        return page(404)

    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(Passed, _passed)

    @app.errorhandler(DoubleClick)
    def clicked_twice(error: DoubleClick) -> Response:
        close_work()
        flash(gettext("This was already done; you see the result of the first click."), "hint")
        return redirect(error.leads_to or request.path, code=303)

    @app.errorhandler(IntegrityError)
    @app.errorhandler(StaleDataError)
    def came_second(_error: Exception) -> tuple[str, int]:
        """Two gestures at the same instant, and the database let only one pass."""
        close_work()
        return page(409)

    @app.errorhandler(500)
    def broken(_error: Exception) -> tuple[str, int]:
        close_work()
        return page(500)
