"""A form that makes one gesture: made, refused beside its field, or only shown."""

from collections.abc import Callable

from flask import flash
from werkzeug.wrappers import Response

from models.errors import RuleBroken
from plumbing.database import commit
from plumbing.forms import Form


class Passed(RuleBroken):
    """What a form or a link was about is over by now, or another one: told in words together with what was
    typed, and with the way `to` where it stands. Only for those who may see that."""

    def __init__(self, message: str, to: str) -> None:
        super().__init__(message)
        self.to = to


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
