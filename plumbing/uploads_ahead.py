"""What is sent is read for the guard before the transaction begins: on SQLite that holds off all who save."""

from typing import Any, Final

from flask import request, session

from models.errors import RuleBroken
from plumbing.file_texts import text_of
from plumbing.kept import kept
from plumbing.uploads import accepted

READ: Final = "uploads_read"


def read_ahead() -> None:
    """Before anybody asks who it is: only of forms with their token, from a browser that has signed in."""
    if request.method == "POST" and request.files and "_user_id" in session:
        kept()[READ] = {id(file.stream): _words(file) for file in request.files.values()}


def words_of(file: Any) -> str | None:
    """What the guard reads of an upload; None for what is no file that we take."""
    read = kept().get(READ, {})
    return read[id(file.stream)] if id(file.stream) in read else _words(file)


def _words(file: Any) -> str | None:
    try:
        return text_of(file.stream, accepted(file.stream, file.filename or "").content_type)
    except RuleBroken:
        return None
    finally:
        file.stream.seek(0)
