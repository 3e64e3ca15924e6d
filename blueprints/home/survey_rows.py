"""Lines of the overview about surveys: the answer that is asked, and what a table waits for."""

from datetime import date
from itertools import groupby

from flask_babel import gettext, ngettext

from blueprints.home.round_queries import Running
from blueprints.home.rows import Row
from models.actors import Actor
from plumbing.pages import address


def survey_rows(running: list[Running], by: Actor, on: date) -> list[Row]:
    """What she owes for her institutions, then what her tables wait for."""
    asked = [each for each in running if each.survey is not None]
    owed = [_owed(each) for each in asked if _waits_for_her(each, on) and each.seat_id in by.seat_ids]
    rounds = [list(each) for _, each in groupby(asked, key=lambda each: each.round_id)]
    return owed + [_waiting(each, on) for each in rounds if each[0].table_id in by.coordinates]


def owes_survey_rows(running: list[Running], by: Actor, on: date) -> list[Row]:
    """What one institution owes; of an anonymous survey only its own people may know that."""
    asked = [each for each in running if each.survey is not None and _waits_for_her(each, on)]
    return [
        _owed(each) if each.seat_id in by.seat_ids else _to_record(each)
        for each in asked
        if each.seat_id in by.seat_ids or (_is_owed(each, on) and not (each.survey and each.survey.anonymous))
    ]


def _is_owed(asked: Running, on: date) -> bool:
    return asked.is_silent and on <= asked.due_on


def _waits_for_her(asked: Running, on: date) -> bool:
    """It owes an answer, or a correction of its answer is drafted."""
    drafted = asked.survey is not None and asked.survey.drafted
    return on <= asked.due_on and (asked.is_silent or drafted)


def _owed(asked: Running) -> Row:
    """What is drafted in the house waits for somebody there who hands it in."""
    assert asked.survey is not None
    title = gettext("Your institution is asked: %(title)s", title=asked.title)
    detail, label = asked.institution, gettext("Answer")
    if asked.survey.drafted:
        ready = gettext("a draft is ready and has not been handed in")
        detail, label = f"{asked.institution} · {ready}", gettext("Check and hand in")
    if not asked.is_silent:
        title = gettext("A corrected answer is drafted: %(title)s", title=asked.title)
    return Row(
        due=asked.due_on,
        title=title,
        detail=detail,
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=label,
        url=address(
            "surveys.answer",
            table_id=asked.survey.table_id,
            survey_id=asked.survey.id,
            respondent_id=asked.survey.respondent_id,
        ),
        primary=True,
    )


def _to_record(asked: Running) -> Row:
    return Row(
        due=asked.due_on,
        title=gettext("It is asked in a survey: %(title)s", title=asked.title),
        detail=asked.institution,
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=gettext("Look"),
        url=_url(asked),
    )


def _waiting(asked: list[Running], on: date) -> Row:
    """Who has not answered; after the last day the coordination closes it."""
    first, silent = asked[0], sum(each.is_silent for each in asked)
    assert first.survey is not None
    missing = ngettext("%(num)d answer is missing", "%(num)d answers are missing", silent)
    if first.survey.anonymous:
        missing = gettext("anonymous: nobody sees who has answered")
    elif not silent:
        missing = gettext("all have answered")
    title = gettext("Survey: %(title)s", title=first.title)
    if on > first.due_on:
        title = gettext("Survey to be closed: %(title)s", title=first.title)
    return Row(
        due=first.due_on,
        title=title,
        detail=missing,
        table_name=first.table_name,
        hue=first.hue,
        action_label=gettext("Look"),
        url=_url(first),
    )


def _url(asked: Running) -> str:
    assert asked.survey is not None
    return address("surveys.show", table_id=asked.survey.table_id, survey_id=asked.survey.id)
