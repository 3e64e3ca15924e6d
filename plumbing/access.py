"""Doors: every view says who may come in; a view that says nothing lets nobody in."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from models.actors import Actor
from plumbing.database import work
from plumbing.kept import kept

View = TypeVar("View", bound=Callable[..., Any])
Check = Callable[[Actor | None], bool]


def door(sign: str, check: Check) -> Callable[[View], View]:
    """Put a sign on a view: `sign` names who may come in, `check` decides it for an actor or None."""

    def hang(view: View) -> View:
        view.access = sign  # type: ignore[attr-defined]
        view.check = check  # type: ignore[attr-defined]
        return view

    return hang


def public(view: View) -> View:
    """Everybody, signed in or not."""
    return door("public", lambda actor: True)(view)


def bearers(view: View) -> View:
    """Whoever holds the secret that the address carries; the view itself judges it."""
    return door("bearers", lambda actor: True)(view)


def signed_in(view: View) -> View:
    """Everybody who has signed in; what they may see is narrowed by their session."""
    return door("signed_in", lambda actor: actor is not None)(view)


def me() -> Actor:
    """The actor of this request; only behind a door that asks for one."""
    found = actor()
    if found is None:
        abort(404)
    return found


def actor() -> Actor | None:
    """The actor of this request, or None; its standing is computed once for each request."""
    known = kept()
    if "actor" not in known:
        load: Callable[[], Actor | None] = current_app.extensions["load_actor"]
        known["actor"] = load()
        work().reading.reader = known["actor"]
    found: Actor | None = known["actor"]
    return found


def act_as(bearer: Actor) -> None:
    """From here on the request reads as the owner of the secret in its address, whoever its cookie names."""
    g.actor = bearer
    work().reading.reader = bearer


def guard_doors() -> Response | None:
    """Before every view: no sign, no entry; whoever is not signed in is asked to."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    check: Check | None = getattr(view, "check", None)
    if check is None:
        abort(404)
    who = actor()
    if check(who):
        return None
    if who is not None or request.method != "GET":
        abort(404 if who else 401)
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))


def init_app(app: Flask) -> None:
    app.before_request(guard_doors)
