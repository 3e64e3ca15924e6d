"""Answers that are files: always saved, never shown, run or kept on the way."""

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from flask import Response, stream_with_context
from sqlalchemy.orm import Session

from plumbing.access import actor
from plumbing.database import Work, engine

NO_RIGHTS = "sandbox; default-src 'none'"


def attached(
    name: str, content_type: str, size: int | None, pieces: Callable[[Session], Iterator[bytes]]
) -> Response:
    """A file for saving; `pieces` reads it from a session of the reader's, one piece in memory at a time. Its
    size is told beforehand where it is known."""
    response = _to_save(name, content_type, stream_with_context(_read(pieces)))
    if size is not None:
        response.headers["Content-Length"] = str(size)
    return response


def saved(name: str, content_type: str, content: bytes) -> Response:
    """A small file for saving that was made for this answer."""
    return _to_save(name, content_type, content)


def _to_save(name: str, content_type: str, content: Any) -> Response:
    response = Response(content)
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Content-Security-Policy"] = NO_RIGHTS
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(pieces: Callable[[Session], Iterator[bytes]]) -> Iterator[bytes]:
    """Sending outlives the request's own unit of work, so it has one of its own."""
    unit = Work(engine(), writing=False, reader=actor())
    try:
        yield from pieces(unit.reading)
    finally:
        unit.close()


def disposition(name: str) -> str:
    """To be saved under this name: in plain letters for old programs, whole for all others (RFC 5987)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(sign for sign in plain if sign.isprintable() and sign not in '"\\%;').strip()
    plain = f"file{plain}" if not plain or plain.startswith(".") else plain
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
