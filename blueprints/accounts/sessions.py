"""The cookie's secret, the session's row and the actor of a request."""

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from flask import Flask, Response, abort, current_app, g, has_request_context, request, session
from flask_babel import gettext
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from blueprints.accounts import sign_in_rules
from blueprints.accounts.queries import Found, session_of
from models.accounts import FRESH, SEEN_AT_MOST_EVERY
from models.actors import Actor
from plumbing import clock
from plumbing.database import close_work, job, work

BROWSERS: Final = (
    *(("Edge", r"\bEdg"), ("Opera", r"\bOPR/"), ("Firefox", r"\bFirefox/|\bFxiOS/")),
    *(("Chrome", r"\bChrom(e|ium)/|\bCriOS/"), ("Safari", r"\bSafari/")),
)
SYSTEMS: Final = (
    *(("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("macOS", "Mac OS X"), ("Linux", "Linux")),
)
CODE, SET_UP = "code", "set-up"
"""What a session that is half signed in lacks: a code of the second factor, or the factor itself."""
DEVICE_KNOWN: Final = timedelta(days=180)


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps: the secret of a session row, nothing about the person.

    Half signed in (`lacks` says what is missing) there is no actor: no door opens but that of the second
    step, and no session of a reader finds anything.
    """

    def __init__(self, token: str, found: Found | None = None, actor: Actor | None = None) -> None:
        self.token, self.actor = token, actor
        self.session_id = found.id if found else 0
        self.account_id = found.account_id if found else 0
        self.proved_at = found.proved_at if found else None
        self.has_factor = found is not None and found.has_factor
        self.lacks = "" if found is None or actor else CODE if found.has_factor else SET_UP

    def get_id(self) -> str:
        return self.token

    def is_fresh(self, now: datetime) -> bool:
        """Whether the last proof is recent enough for what needs one."""
        return self.proved_at is not None and now - self.proved_at <= FRESH


def signed_in_by(token: str) -> SignedIn | None:
    """The live session behind a cookie, with its actor; None for ended, idle, locked or forbidden ones."""
    found, now = session_of(work().connection, token, clock.today()), clock.now()
    if found is None or found.is_locked or not _demo_allowed(found):
        return None
    if _is_half(found):
        return SignedIn(token, found) if found.waits(now) else None
    if not found.lives(now, sensitive=is_sensitive(found.actor)):
        return None
    if now - found.seen_at >= SEEN_AT_MOST_EVERY:
        g.seen_session = found.id
    if found.is_demo:
        g.is_demo = True
    return SignedIn(token, found, found.actor)


def _is_half(found: Found) -> bool:
    """Whether the second factor is still to be shown, or to be set up first. The demo asks for none."""
    if found.factor_at is not None:
        return False
    return found.has_factor or (found.actor.needs_factor and not found.is_demo)


def here() -> SignedIn | None:
    """The browser's session, half signed in or whole."""
    user: Any = current_user
    return user if has_request_context() and user.is_authenticated else None


def lacks() -> str:
    """What the browser's session lacks; nothing where there is none."""
    found = here()
    return found.lacks if found else ""


def me_here() -> SignedIn:
    """The session behind a door that asks for one."""
    found = here()
    if found is None:
        abort(404)
    return found


def is_sensitive(actor: Actor) -> bool:
    """Whether the shorter time without use holds: for coordination and administration."""
    return actor.is_admin or bool(actor.coordinates)


def _demo_allowed(found: Found) -> bool:
    return demo_allowed() or not found.is_demo


def demo_allowed() -> bool:
    """Demo accounts work only without a mail server and on a loopback address."""
    return bool(current_app.config["IS_LOOPBACK"]) and not current_app.config["SMTP_URL"]


def load_actor() -> Actor | None:
    found = here()
    return found.actor if found else None


def begin(token: str) -> None:
    """A new cookie: whatever the browser had before is gone, except its language and what is to be told."""
    kept = {name: session[name] for name in ("language", "_flashes") if name in session}
    session.clear()
    session.update(kept)
    g.pop("csrf_token", None)  # what Flask-WTF keeps for this request belongs to the old cookie
    login_user(SignedIn(token))
    for name in ("_id", "_fresh"):  # Flask-Login's own marks: the row knows better
        session.pop(name, None)


def device() -> str:
    """The secret by which this browser is known again; a new one where it has none."""
    found = request.cookies.get(_device_cookie(), "")
    return found if re.fullmatch(r"[\w-]{43}", found) else secrets.token_urlsafe(32)


def keep_device(answer: BaseResponse, secret: str) -> BaseResponse:
    """A cookie of its own, which outlives the session: it opens nothing, it only avoids a letter."""
    answer.set_cookie(
        _device_cookie(),
        secret,
        max_age=DEVICE_KNOWN,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _device_cookie() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def end() -> None:
    """The cookie forgets everything but its language."""
    language = session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language


def browser_name(user_agent: str) -> str:
    """What a person recognises her browser by: "Firefox, Windows"."""
    names = (
        next((name for name, sign in known if re.search(sign, user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in names if name)


def note_seen(_error: BaseException | None = None) -> None:
    """Reading leaves no trace but this: at most once a minute, in a transaction of its own."""
    session_id = g.pop("seen_session", None)
    if session_id is None:
        return
    close_work()
    with suppress(OperationalError), job() as unit:  # a busy database is no reason to refuse the page
        sign_in_rules.note_seen(unit, session_id, clock.now())


def after_answer(answer: Response, gesture: Callable[[Session], None]) -> Response:
    """Do something in a transaction of its own once the answer is out: so its time tells nothing."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def later() -> None:
        with app.app_context(), job() as unit:
            gesture(unit)

    answer.call_on_close(later)
    return answer


def banners() -> dict[str, list[str]]:
    """Whoever is here with an account of the demo is told what that means."""
    if not g.get("is_demo"):
        return {}
    found = here()
    if found is not None and found.has_factor:
        return {"banners": [gettext("Demo: what you enter here is for trying out only.")]}
    told = gettext("Demo: no second factor is asked for, and what you enter here is for trying out only.")
    return {"banners": [told]}


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(signed_in_by)
    app.extensions["load_actor"] = load_actor
    app.teardown_request(note_seen)
    app.context_processor(banners)
