"""Lines of the overview about topics: what is called for, what the coordination has to decide on."""

from datetime import date
from itertools import groupby

from blueprints.home.round_queries import Running
from blueprints.home.rows import Row
from blueprints.tables.concerns.queries import NewTopics
from models.actors import Actor
from models.rounds import RoundKind
from plumbing.language import gettext, ngettext
from plumbing.pages import address


def topic_rows(running: list[Running], by: Actor, on: date) -> list[Row]:
    """What her institutions are asked for, then what her tables wait for."""
    asked = _of_topics(running, on)
    owed = [_owed(each) for each in asked if each.is_silent and each.seat_id in by.seat_ids]
    rounds = [list(each) for _, each in groupby(asked, key=lambda each: each.round_id)]
    return owed + [_waiting(each) for each in rounds if each[0].table_id in by.coordinates]


def owes_topic_rows(running: list[Running], by: Actor, on: date) -> list[Row]:
    """What one institution owes, each with the way that its reader has."""
    return [
        _owed(each) if each.seat_id in by.seat_ids else _to_record(each)
        for each in _of_topics(running, on)
        if each.is_silent
    ]


def _of_topics(running: list[Running], on: date) -> list[Running]:
    """After the last day nobody is asked any more, whether or not the call has been ended yet."""
    return [each for each in running if each.kind is RoundKind.TOPICS and on <= each.due_on]


def _owed(asked: Running) -> Row:
    url = address("meetings.submit_topic", table_id=asked.table_id, meeting=asked.meeting_id)
    return _row(
        asked, gettext("Topics are called for"), asked.institution, gettext("Submit"), url, primary=True
    )


def _to_record(asked: Running) -> Row:
    url = address("meetings.call_topics", meeting_id=asked.meeting_id)
    return _row(asked, gettext("Topics are called for"), asked.institution, gettext("Look"), url)


def _waiting(asked: list[Running]) -> Row:
    """A call is nothing that everybody has to answer: how many have not yet, without their names."""
    silent = sum(each.is_silent for each in asked)
    detail = ngettext(
        "%(num)d institution has not answered yet", "%(num)d institutions have not answered yet", silent
    )
    url = address("meetings.call_topics", meeting_id=asked[0].meeting_id)
    told = detail if silent else gettext("all have answered")
    return _row(asked[0], gettext("Topics come in until this day"), told, gettext("Look"), url)


def _row(asked: Running, title: str, detail: str, label: str, url: str, *, primary: bool = False) -> Row:
    return Row(
        due=asked.due_on,
        title=title,
        detail=detail,
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=label,
        url=url,
        primary=primary,
    )


def new_topics_row(new: NewTopics) -> Row:
    """One line for each table, however many there are."""
    return Row(
        due=None,
        title=ngettext("Decide on %(num)d new topic", "Decide on %(num)d new topics", new.number),
        detail="",
        table_name=new.table_name,
        hue=new.hue,
        action_label=gettext("Look"),
        url=address("meetings.topics", table_id=new.table_id, which="new"),
    )
