"""A line of the history as a page shows it: words in the reader's language, and where it leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext

from blueprints.office.history_fact_words import FACTS
from blueprints.office.history_queries import Told
from blueprints.office.history_words import SENTENCES
from models.actors import Actor
from models.rounds import Channel, Coming


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """Who, when, what, at which table; `url` leads to the thing where the reader may go there."""

    number: int | None
    happened_at: datetime | None
    who: str
    words: str
    details: str
    table_name: str
    hue: int | None
    url: str | None
    seal: str


VALUES = {
    "coming": {each.value: each.label for each in Coming},
    "channel": {each.value: each.label for each in Channel},
}


def history_lines(found: Iterable[Told], by: Actor) -> list[HistoryLine]:
    return [_line(each, by) for each in found]


def _line(told: Told, by: Actor) -> HistoryLine:
    return HistoryLine(
        number=told.number,
        happened_at=told.happened_at,
        who=_who(told),
        words=_what(told),
        details=", ".join(_facts(told)),
        table_name=told.body.name if told.body else "",
        hue=told.body.hue if told.body else None,
        url=_address(told, by),
        seal=told.seal[:8],
    )


def _who(told: Told) -> str:
    if told.gesture is None:
        return gettext("content deleted")
    if told.address and told.facts.get("channel") == Channel.CALENDAR.value:
        return gettext("by a mail of %(address)s", address=told.address)
    if told.address:
        return gettext("by the link to %(address)s", address=told.address)
    if told.by_link or (not told.who and told.facts.get("channel") == Channel.LINK.value):
        return gettext("by an answer link")
    return told.who or gettext("the site itself")


def _what(told: Told) -> str:
    if told.gesture is None:
        return gettext("only the proof is kept")
    sentence = SENTENCES.get((told.subject or "", told.gesture))
    return gettext(sentence) if sentence else gettext("another step: %(gesture)s", gesture=told.gesture)


def _facts(told: Told) -> Iterable[str]:
    for name, words in FACTS.items():
        value = told.facts.get(name)
        if isinstance(value, str | int):
            known = VALUES.get(name, {}).get(str(value))
            yield gettext(words, value=gettext(known) if known else value)


def _address(told: Told, by: Actor) -> str | None:
    if told.body is None or told.body.id not in by.coordinates or told.subject_id is None:
        return None
    if told.subject == "meeting":
        return url_for("meetings.show", meeting_id=told.subject_id)
    if told.subject == "decision":
        return url_for("decisions.show", table_id=told.body.id, decision_id=told.subject_id)
    if told.subject == "task":
        return url_for("tasks.show", task_id=told.subject_id)
    if told.subject == "external_request":
        return url_for("requests.show", table_id=told.body.id, request_id=told.subject_id)
    if told.subject == "letter":
        return url_for("office.letter", letter_id=told.subject_id)
    return None
