"""Security headers on every answer, limits on every request."""

from typing import IO, Any, Final
from urllib.parse import parse_qsl, unquote_to_bytes

from flask import Flask, Request, Response, abort, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

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


BY_FORMS: Final = "application/x-www-form-urlencoded"
NO_SIGN: Final = "\ufffd"
"""What stands where bytes are no UTF-8."""


class Fields(FormDataParser):
    """Fields of forms in which bytes that are no UTF-8 are seen: the library writes them out as "%FF", and
    that would be kept as if somebody had typed it. Their limit holds in whatever way they are sent."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        if mimetype != BY_FORMS:
            return super().parse(stream, mimetype, content_length, options)
        most = self.max_form_memory_size
        read = stream.read() if most is None else stream.read(most + 1)
        if most is not None and len(read) > most:
            raise RequestEntityTooLarge
        sent = read.decode("utf-8", "replace")
        return stream, self.cls(parse_qsl(sent, keep_blank_values=True, errors="replace")), self.cls()


class Asked(Request):
    """A request whose fields are read so."""

    form_data_parser_class = Fields


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
    question = unquote_to_bytes(request.query_string).decode("utf-8", "replace")
    parts = [request.path, question]
    if request.method == "POST" and not request.path.startswith("/static/"):
        parts += [*request.form.keys(), *(each for values in request.form.listvalues() for each in values)]
        parts += [file.filename or "" for files in request.files.listvalues() for file in files]
    if any("\0" in part or NO_SIGN in part for part in parts):
        abort(400)


def init_app(app: Flask) -> None:
    app.request_class = Asked
    app.before_request(refuse_broken_text)
    app.after_request(add_headers)
