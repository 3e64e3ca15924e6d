"""Where a position stands, as a word with its mark, and what comes next."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import Session

from blueprints.positions.outcome_queries import Outcome, outcomes
from models.deadlines import BERLIN
from models.positions import Position, PositionState
from plumbing.pages import german_day

MARKS = {
    PositionState.IDEA: ("○", "neutral"),
    PositionState.DRAFT: ("…", "neutral"),
    PositionState.COMMENTING: ("◐", "open"),
    PositionState.REVISION: ("…", "perhaps"),
    PositionState.FINAL: ("●", "yes"),
    PositionState.ABANDONED: ("×", "void"),
}
Words = tuple[str, str, str, str]
"""Mark, word, what comes next, tone."""


def standings(house: Session, positions: Iterable[Position], today: date) -> dict[int, dict[str, Any]]:
    """Of each position; their versions must be loaded. One statement more where a text is final."""
    found = list(positions)
    final = {each.id: each.final_version.id for each in found if each.final_version}
    known = outcomes(house, final.values()) if final else {}
    return {each.id: _standing(each, known.get(final.get(each.id, 0)), today) for each in found}


def _standing(position: Position, outcome: Outcome | None, today: date) -> dict[str, Any]:
    state = position.state(today)
    if outcome is not None:
        mark, word, then, tone = _out(outcome, today)
    else:
        (mark, tone), word, then = MARKS[state], gettext(state.label), _next(position, state)
    is_open = state is PositionState.COMMENTING
    return {"mark": mark, "tone": tone, "word": word, "next": then, "is_open": is_open}


def _next(position: Position, state: PositionState) -> str:
    if state is PositionState.ABANDONED:
        return gettext("nobody goes on with it; it can be taken up again")
    if state is PositionState.IDEA:
        return gettext("nothing is written yet")
    if state is PositionState.DRAFT:
        return gettext("the editors write; then it is put up for amendments")
    newest = position.newest
    until = newest.amendments_until if newest else None
    if state is PositionState.COMMENTING and until is not None:
        return gettext("amendments until %(day)s", day=german_day(until))
    if state is PositionState.REVISION:
        return gettext("the editors answer the amendments and write the next version")
    return gettext(
        "version %(number)s, nothing of it changes any more", number=newest.number if newest else ""
    )


def _out(outcome: Outcome, today: date) -> Words:
    """Of a text that institutions were asked to sign: how far it has come (domain.md 5.15)."""
    if outcome.published_at is not None and outcome.withdrawn:
        return "×", gettext("publication withdrawn"), gettext("nobody but the members reads it"), "void"
    out = outcome.published_at is not None
    if outcome.sent_on is not None:
        word = gettext("sent, for the first time on %(day)s", day=german_day(outcome.sent_on))
        then = gettext("what the addressees answer stands with the issues")
        return "→", word, then if out else gettext("not published"), "yes"
    if outcome.published_at is not None:
        word = gettext("published on %(day)s", day=german_day(outcome.published_at.astimezone(BERLIN).date()))
        return "✓", word, gettext("then it goes to the addressees"), "yes"
    if outcome.closed_at is not None:
        return "✓", gettext("released"), gettext("the coordination compiles an issue and publishes it"), "yes"
    return asking_words(outcome.due_on, express=outcome.express, today=today)


def asking_words(due_on: date, *, express: bool, today: date) -> Words:
    """Of a sign-off that has not been closed."""
    day = german_day(due_on)
    if express:
        word = gettext("express sign-off until %(day)s", day=day)
        return "→", word, gettext("further signatures follow until it is closed"), "open"
    if today <= due_on:
        return "→", gettext("signatures until %(day)s", day=day), gettext("then it is closed"), "open"
    return "…", gettext("the last day has passed"), gettext("the coordination closes it"), "perhaps"
