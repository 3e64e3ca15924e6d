"""Security headers on every answer, limits on every request."""

from flask import Flask, Response, abort, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
FIXED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex, nofollow",
}


def add_headers(response: Response) -> Response:
    given = {name.lower() for name, _ in response.headers}
    for name, value in FIXED.items():
        if name.lower() not in given:
            response.headers.add(name, value)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=3600"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.add("Cookie")
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return response


def refuse_broken_text() -> None:
    """Bad UTF-8 and null bytes are a bad request, in the address as in every field."""
    parts = [request.path, *request.args.keys(), *request.args.values()]
    if request.method == "POST" and not request.path.startswith("/static/"):
        parts += [*request.form.keys(), *request.form.values()]
        parts += [file.filename or "" for file in request.files.values()]
    if any("\0" in part or "�" in part for part in parts):
        abort(400)


def init_app(app: Flask) -> None:
    app.before_request(refuse_broken_text)
    app.after_request(add_headers)
