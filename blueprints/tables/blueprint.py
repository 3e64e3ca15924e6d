"""The blueprint on which all rooms of the tables hang their views."""

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from plumbing.versions import VersionedForm

bp = Blueprint("tables", __name__, url_prefix="/round-tables")
Answer = str | tuple[str, int] | Response


def form_over(form: type[VersionedForm], row: Any, **given: Any) -> Any:
    """The form as the row fills it, and as it was sent unless `formdata=None` is given."""
    return form(obj=row, based_on=row.version, **given)
