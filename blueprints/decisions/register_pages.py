"""The register of a table's decisions: what is looked for in the address, and what is found."""

from typing import Any, Final

from flask import request
from flask_babel import gettext

from blueprints.decisions import queries, rules
from blueprints.decisions.forms import day_or_none
from blueprints.decisions.voice_queries import provisional_rounds
from models.bodies import Body
from models.decisions import Decision
from models.words import N_
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.forms import typed_or_empty

STATES: Final = (
    ("", N_("all")),
    ("open", N_("is being decided")),
    ("in-force", N_("came about, to be carried out")),
    ("carried-out", N_("carried out")),
    ("superseded", N_("superseded")),
    ("not", N_("did not come about, adjourned")),
)
PROPOSALS: Final = ("proposal", N_("proposal"))
LAST_PAGE: Final = 10_000


def register_page(body: Body) -> dict[str, Any]:
    """One page of the register with its filters; the address holds all of them."""
    wanted = _wanted()
    found = queries.register(reading(), body.id, wanted)
    coordinates = body.id in me().coordinates
    return {
        "body": body,
        "hue": body.hue,
        "found": found,
        "wanted": wanted,
        "asked": _asked(wanted),
        "states": [*STATES, PROPOSALS] if coordinates else STATES,
        "state_word": state_word,
        "provisional": provisional_rounds(house(), [row.Decision.round_id for row in found.rows]),
        "today": clock.today(),
        "may_decide": rules.may_decide(me(), body.id),
    }


def _wanted() -> queries.Wanted:
    """What the address asks for; what makes no sense asks for nothing."""
    given = request.args
    year = given.get("year", 0, type=int)
    return queries.Wanted(
        text=typed_or_empty(given.get("q", ""), 100),
        year=year if 1900 <= year <= 2999 else None,
        state=given.get("state", "") if given.get("state", "") in queries.IN_STATE else "",
        review_until=day_or_none(given.get("review", "")),
        page=min(max(given.get("page", 1, type=int), 1), LAST_PAGE),
    )


def _asked(wanted: queries.Wanted) -> dict[str, Any]:
    review = wanted.review_until.isoformat() if wanted.review_until else ""
    asked = {"q": wanted.text, "year": wanted.year, "state": wanted.state, "review": review}
    return {name: value for name, value in asked.items() if value}


def state_word(found: Decision) -> str:
    """Its result, or how far it has come."""
    word = gettext(found.result.label) if found.result else gettext(found.state.label)
    if found.result and found.state.value in ("carried-out", "superseded"):
        return f"{word} · {gettext(found.state.label)}"
    return word
