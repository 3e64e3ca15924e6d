"""The cookie's secret, the session's row and the actor of a request."""

from typing import Any

from flask import Flask, current_app, g, has_request_context, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from blueprints.accounts.queries import Found, session_of
from models.accounts import SEEN_AT_MOST_EVERY, SignInSession
from models.actors import Actor
from models.standing import actor_of
from plumbing import clock
from plumbing.database import Work, close_work, engine, house


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps: the secret of a session row, nothing about the person."""

    def __init__(self, token: str, actor: Actor | None = None, session_id: int = 0) -> None:
        self.token, self.actor, self.session_id = token, actor, session_id

    def get_id(self) -> str:
        return self.token


def signed_in_by(token: str) -> SignedIn | None:
    """The live session behind a cookie, with its actor; None for ended, idle, locked or forbidden ones."""
    found, now = session_of(house(), token), clock.now()
    if found is None or found.account.locked_at is not None or not _demo_allowed(found):
        return None
    account = found.account
    actor = actor_of(
        house(),
        found.person,
        clock.today(),
        is_admin=account.is_admin,
        is_privacy_officer=account.is_privacy_officer,
        account=account.id,
    )
    sensitive = account.is_admin or bool(actor.coordinates)
    if not found.session.lives(now, sensitive=sensitive):
        return None
    if now - found.session.seen_at >= SEEN_AT_MOST_EVERY:
        g.seen_session = found.session.id
    return SignedIn(token, actor, found.session.id)


def _demo_allowed(found: Found) -> bool:
    return demo_allowed() or not found.account.is_demo


def demo_allowed() -> bool:
    """Demo accounts work only without a mail server and on a loopback address."""
    return bool(current_app.config["IS_LOOPBACK"]) and not current_app.config["SMTP_URL"]


def load_actor() -> Actor | None:
    user: Any = current_user
    return user.actor if has_request_context() and user.is_authenticated else None


def begin(token: str) -> None:
    """A new cookie: whatever the browser had before is gone, except its language."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    login_user(SignedIn(token))


def end() -> None:
    logout_user()
    session.clear()


def note_seen(_error: BaseException | None = None) -> None:
    """Reading leaves no trace but this: at most once a minute, in a transaction of its own."""
    session_id = g.pop("seen_session", None)
    if session_id is None:
        return
    close_work()
    unit = Work(engine(), writing=True)
    try:
        row = unit.house.get(SignInSession, session_id)
        if row is not None:
            row.seen_at = clock.now()
            unit.house.flush()
            unit.transaction.commit()
    finally:
        unit.close()


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(signed_in_by)
    app.extensions["load_actor"] = load_actor
    app.teardown_request(note_seen)
