"""Lines of the overview about decisions: the voice that is asked, and what a table waits for."""

from datetime import date
from itertools import groupby

from flask_babel import gettext, ngettext

from blueprints.home.round_queries import AtTable, Running
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


def confirmation_rows(unconfirmed: list[Running], by: Actor) -> list[Row]:
    """Decisions that wait for the word of a management: hers to ask for, and for each decision of her tables
    who has not brought it. Without a deadline: the word may come late and is noted late."""
    of_decisions = _of_decisions(unconfirmed)
    mine = [to_confirm_row(each) for each in of_decisions if each.seat_id in by.seat_ids]
    rounds = [list(each) for _, each in groupby(of_decisions, key=lambda each: each.round_id)]
    others = [[each for each in asked if each.seat_id not in by.seat_ids] for asked in rounds]
    return mine + [_unconfirmed(each) for each in others if each and each[0].table_id in by.coordinates]


def review_rows(tables: list[AtTable]) -> list[Row]:
    """For each of her tables one line about the decisions whose review has come into sight."""
    return [_to_review(each) for each in tables if each.to_review and each.review_until]


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


def to_confirm_row(asked: Running) -> Row:
    """The word of its management that an institution owes."""
    return Row(
        due=None,
        title=gettext("The word of the management is missing: %(title)s", title=asked.title),
        detail=asked.institution,
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=gettext("Note what it said"),
        url=address(
            "decisions.confirm",
            table_id=asked.table_id,
            decision_id=asked.decision_id,
            stance_id=asked.stance_id,
        ),
    )


def _unconfirmed(asked: list[Running]) -> Row:
    first = asked[0]
    title = ngettext(
        "%(num)d management has not answered yet: %(title)s",
        "%(num)d managements have not answered yet: %(title)s",
        len(asked),
        title=first.title,
    )
    return Row(
        due=None,
        title=title,
        detail=", ".join(each.institution for each in asked),
        table_name=first.table_name,
        hue=first.hue,
        action_label=gettext("Look"),
        url=address("decisions.show", table_id=first.table_id, decision_id=first.decision_id),
    )


def _to_review(at: AtTable) -> Row:
    return Row(
        due=at.review_on,
        title=ngettext(
            "%(num)d decision is to be reviewed", "%(num)d decisions are to be reviewed", at.to_review
        ),
        detail="",
        table_name=at.table_name,
        hue=at.hue,
        action_label=gettext("Look"),
        url=address("decisions.index", table_id=at.table_id, review=at.review_until),
    )
