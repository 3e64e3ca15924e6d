"""Lines of the overview about finding a date."""

from datetime import date
from itertools import groupby

from blueprints.home.round_queries import Running
from blueprints.home.rows import Row
from models.actors import Actor
from models.rounds import RoundKind
from plumbing.language import gettext, ngettext
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
        _owed(each) if each.seat_id in by.seat_ids else _to_record(each)
        for each in _of_dates(running)
        if each.is_silent and (on <= each.due_on or each.table_id in by.coordinates)
    ]


def _owed(asked: Running) -> Row:
    return _question(asked, gettext("Answer"), "meetings.answer_dates", primary=True)


def _to_record(asked: Running) -> Row:
    return _question(asked, gettext("Record the answer"), "meetings.record_dates")


def _question(asked: Running, label: str, endpoint: str, *, primary: bool = False) -> Row:
    """What one institution is asked, with the way to answer it."""
    return Row(
        due=asked.due_on,
        title=gettext("Which dates fit?"),
        detail=asked.institution,
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=label,
        url=address(endpoint, table_id=asked.table_id, round_id=asked.round_id, asked_id=asked.asked_id),
        primary=primary,
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
