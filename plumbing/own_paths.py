"""Where to go on after signing in: pages of our own only."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def own_path(wanted: str) -> str:
    """A page of this site to go on to, built anew from our own map; whatever it doesn't know is the overview.

    What is written is never sent back as it came: only the view it stands for, and its question.
    """
    if not wanted.startswith("/") or not wanted.isprintable() or "\\" in wanted or "//" in wanted:
        return url_for("home.overview")
    try:
        parts = urlsplit(wanted)
        endpoint, values = current_app.url_map.bind("localhost").match(parts.path, method="GET")
    except (HTTPException, RequestRedirect, ValueError):
        return url_for("home.overview")
    if parts.scheme or parts.netloc or endpoint == "static":
        return url_for("home.overview")
    asked = [(key, value) for key, value in parse_qsl(parts.query) if key not in values]
    path = url_for(endpoint, **values)
    return f"{path}?{urlencode(asked)}" if asked else path
