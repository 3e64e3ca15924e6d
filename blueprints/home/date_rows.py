"""Lines of the overview about finding a date."""

from datetime import date
from itertools import groupby

from flask_babel import gettext, ngettext

from blueprints.home.round_queries import Running
from blueprints.home.rows import Row
from models.actors import Actor
from models.rounds import RoundKind
from plumbing.pages import address


def date_rows(running: list[Running], by: Actor, on: date, *, waiting: bool = True) -> list[Row]:
    """What she owes for her institutions, then (`waiting`) what her tables wait for."""
    asked = _of_dates(running)
    owing = [each for each in asked if each.is_silent and on <= each.due_on]
    owed = [_owed(each) for each in owing if each.seat_id in by.seat_ids]
    rounds = [list(each) for _, each in groupby(asked if waiting else [], key=lambda each: each.round_id)]
    return owed + [_waiting(each, on) for each in rounds if each[0].table_id in by.coordinates]


def _of_dates(running: list[Running]) -> list[Running]:
    return [each for each in running if each.kind is RoundKind.DATES]


def owes_date_rows(running: list[Running], by: Actor, on: date) -> list[Row]:
    """What one institution owes, each with the way that its reader has."""
    return [
        _owed(each) if each.seat_id in by.seat_ids else _record(each)
        for each in _of_dates(running)
        if each.is_silent and (on <= each.due_on or each.table_id in by.coordinates)
    ]


def _owed(asked: Running) -> Row:
    return Row(
        due=asked.due_on,
        title=gettext("Which dates fit?"),
        detail=asked.institution,
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=gettext("Answer"),
        url=address(
            "meetings.answer_dates",
            table_id=asked.table_id,
            round_id=asked.round_id,
            asked_id=asked.asked_id,
        ),
        primary=True,
    )


def _record(asked: Running) -> Row:
    return Row(
        due=asked.due_on,
        title=gettext("Which dates fit?"),
        detail=asked.institution,
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=gettext("Record the answer"),
        url=address(
            "meetings.record_dates",
            table_id=asked.table_id,
            round_id=asked.round_id,
            asked_id=asked.asked_id,
        ),
    )


def _waiting(asked: list[Running], on: date) -> Row:
    """Answers that are missing; once there are none, or the last day has passed, the choice."""
    first, silent = asked[0], [each.institution for each in asked if each.is_silent]
    is_over = not silent or on > first.due_on
    title = ngettext(
        "%(num)d answer on possible dates is missing",
        "%(num)d answers on possible dates are missing",
        len(silent),
    )
    return Row(
        due=first.due_on,
        title=gettext("Choose a date, or give more time") if is_over else title,
        detail=gettext("missing: %(names)s", names=", ".join(silent))
        if silent
        else gettext("all have answered"),
        table_name=first.table_name,
        hue=first.hue,
        action_label=gettext("Look"),
        url=address("meetings.date_finding", table_id=first.table_id, round_id=first.round_id),
    )
