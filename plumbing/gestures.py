"""A form that makes one gesture: made, refused beside its field, or only shown."""

from collections.abc import Callable

from flask import flash
from werkzeug.wrappers import Response

from models.errors import RuleBroken
from plumbing.database import commit
from plumbing.forms import Form


def settled(form: Form, gesture: Callable[[], object], to: str) -> Response | None:
    """Make a gesture if the form has its shape, and lead `to` where its outcome stands; None: show the form.

    What a rule refuses goes beside its field. What the gesture answers in words is told there.
    """
    if not form.validate_on_submit():
        return None
    try:
        told = gesture()
    except RuleBroken as broken:
        form.refuse(broken)
        return None
    if isinstance(told, str):
        flash(told, "done")
    answer: Response = commit(to)
    return answer
