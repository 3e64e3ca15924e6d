"""Lines of the overview about decisions: the voice that is asked, and what a table waits for."""

from datetime import date
from itertools import groupby

from flask_babel import gettext, ngettext

from blueprints.home.round_queries import Running
from blueprints.home.rows import Row
from models.actors import Actor
from models.rounds import RoundKind
from plumbing.pages import address, german_day


def decision_rows(running: list[Running], by: Actor, on: date, *, waiting: bool = True) -> list[Row]:
    """What she owes for her institutions, then (`waiting`) what her tables wait for."""
    asked = _of_decisions(running)
    owed = [_owed(each) for each in asked if _is_owed(each, on) and each.seat_id in by.seat_ids]
    rounds = [list(each) for _, each in groupby(asked if waiting else [], key=lambda each: each.round_id)]
    return owed + [_waiting(each) for each in rounds if each[0].table_id in by.coordinates]


def owes_decision_rows(running: list[Running], by: Actor, on: date) -> list[Row]:
    """What one institution owes, each with the way that its reader has."""
    return [
        _owed(each) if each.seat_id in by.seat_ids else _to_record(each)
        for each in _of_decisions(running)
        if _is_owed(each, on)
    ]


def _of_decisions(running: list[Running]) -> list[Running]:
    return [each for each in running if each.kind is RoundKind.DECISION]


def _is_owed(asked: Running, on: date) -> bool:
    return asked.is_silent and (not asked.circular or on <= asked.due_on)


def _owed(asked: Running) -> Row:
    return Row(
        due=asked.due_on,
        title=gettext("The voice of your institution is asked: %(title)s", title=asked.title),
        detail=asked.institution,
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=gettext("Answer"),
        url=address("decisions.cast", table_id=asked.table_id, decision_id=asked.decision_id),
        primary=True,
    )


def _to_record(asked: Running) -> Row:
    return Row(
        due=asked.due_on,
        title=gettext("Its voice is asked: %(title)s", title=asked.title),
        detail=asked.institution,
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=gettext("Look"),
        url=address("decisions.show", table_id=asked.table_id, decision_id=asked.decision_id),
    )


def _waiting(asked: list[Running]) -> Row:
    """Who has said nothing yet; a consensus check is closed by the coordination, a circulation by its day."""
    first, silent = asked[0], [each.institution for each in asked if each.is_silent]
    if first.circular:
        title = gettext(
            "Circular decision until %(day)s: %(title)s", day=german_day(first.due_on), title=first.title
        )
    else:
        title = gettext("Consensus check to be closed: %(title)s", title=first.title)
    missing = ngettext("%(num)d answer is missing", "%(num)d answers are missing", len(silent))
    return Row(
        due=first.due_on,
        title=title,
        detail=missing if silent else gettext("all have answered"),
        table_name=first.table_name,
        hue=first.hue,
        action_label=gettext("Look"),
        url=address("decisions.show", table_id=first.table_id, decision_id=first.decision_id),
    )
