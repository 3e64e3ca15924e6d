"""Answers that are files: always saved, never shown, run or kept on the way."""

import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from flask import Response, stream_with_context

NO_RIGHTS = "sandbox; default-src 'none'"


def attached(name: str, content_type: str, size: int, pieces: Iterator[bytes]) -> Response:
    """A file for saving, sent piece by piece while the request's transaction is still open."""
    response = Response(stream_with_context(pieces))
    response.headers["Content-Type"] = content_type
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Content-Security-Policy"] = NO_RIGHTS
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def disposition(name: str) -> str:
    """To be saved under this name: in plain letters for old programs, whole for all others (RFC 5987)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(sign for sign in plain if sign.isprintable() and sign not in '"\\%;').strip()
    plain = f"file{plain}" if not plain or plain.startswith(".") else plain
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
