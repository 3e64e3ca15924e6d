"""Door signs with domain words, and the lock that asks again who is there."""

from functools import wraps
from typing import Any

from blueprints.accounts import confirmation
from blueprints.accounts.sessions import demo_allowed as demo_allowed
from plumbing.access import View, door

coordinators = door("coordinators", lambda actor: actor is not None and actor.is_coordinator)
coordinators_to_the_end = door("to_the_end", lambda actor: actor is not None and bool(actor.coordinates))
"""Those of bodies that are dissolved, too: only to take that back."""
administrators = door("administrators", lambda actor: actor is not None and actor.is_admin)
privacy_officers = door("privacy_officers", lambda actor: actor is not None and actor.is_privacy_officer)
at_the_second_step = door("at_the_second_step", lambda actor: True)
"""Whoever has typed the right password. The view itself sends all others to the sign-in: a second click
comes with the cookie from before the first, and must not end at an error."""
choosing_a_factor = door("choosing_a_factor", lambda actor: True)
"""Whoever is signed in, or must set up a second factor before anything else; others as above."""


proof_wanted = confirmation.question
"""For a view of which only some gestures need what `fresh` asks: the question, or None."""


def fresh(view: View) -> View:
    """Below a door sign: only with a proof (second factor, or password where there is none) of the last
    ten minutes.

    A page leads to the question and back to itself; a form is asked on the spot, carries on what was typed,
    and nothing happens before the answer is right. For changing rights, exports, deletions, addresses.
    """

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> Any:
        question = confirmation.question()
        return view(*args, **kwargs) if question is None else question

    asked.is_fresh = True  # type: ignore[attr-defined]
    return asked  # type: ignore[return-value]
