"""Lines of the overview about the yearly question: are these still your people?"""

from itertools import groupby

from blueprints.home.round_queries import Running
from blueprints.home.rows import Row
from blueprints.tables.concerns.queries import ToAsk
from models.actors import Actor
from models.rounds import RoundKind
from plumbing.language import gettext, ngettext
from plumbing.pages import address


def ask_people_row(to_ask: ToAsk) -> Row:
    return Row(
        due=None,
        title=gettext("Ask the institutions: are these still your people?"),
        detail=gettext("It is time again by the bylaws"),
        table_name=to_ask.table_name,
        hue=to_ask.hue,
        action_label=gettext("Prepare"),
        url=address("tables.ask_people", table_id=to_ask.table_id),
    )


def people_rows(running: list[Running], by: Actor, *, waiting: bool = True) -> list[Row]:
    """What she owes as a representative, then (`waiting`) what her tables wait for."""
    running = [each for each in running if each.kind is RoundKind.PEOPLE]
    mine = by.main_seats
    owed = [_owed(each) for each in running if each.seat_id in mine and each.is_silent]
    rounds = groupby(running if waiting else [], key=lambda each: each.round_id)
    asked = [_waiting(list(each)) for _, each in rounds]
    return owed + [row for row, table_id in asked if row and table_id in by.coordinates]


def _owed(running: Running) -> Row:
    return Row(
        due=running.due_on,
        title=gettext("Are these still your people?"),
        detail=running.institution,
        table_name=running.table_name,
        hue=running.hue,
        action_label=gettext("Answer"),
        url=address("tables.answer_people", table_id=running.table_id, asked_id=running.asked_id),
        primary=True,
    )


def _waiting(asked: list[Running]) -> tuple[Row | None, int]:
    """Silent is who was asked; whoever was not is told apart."""
    first = asked[0]
    silent = [each.institution for each in asked if each.was_asked and each.is_silent]
    unasked = [each.institution for each in asked if not each.was_asked]
    if not silent and not unasked:
        return None, first.table_id
    title = ngettext(
        "%(num)d answer about people is missing", "%(num)d answers about people are missing", len(silent)
    )
    told = gettext("not asked for want of an address: %(names)s", names=", ".join(unasked)) if unasked else ""
    row = Row(
        due=first.due_on,
        title=title if silent else gettext("Ask about people by phone"),
        detail="; ".join(part for part in (", ".join(silent), told) if part),
        table_name=first.table_name,
        hue=first.hue,
        action_label=gettext("Look"),
        url=address("tables.people_check", table_id=first.table_id, round_id=first.round_id),
    )
    return row, first.table_id
