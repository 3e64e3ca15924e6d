"""What the pages of an evaluation show, put together for the person who reads."""

from datetime import date
from typing import Any, Final

from flask import abort, url_for
from flask_babel import gettext

from blueprints.surveys import evaluation_rules, evaluation_words, issue_queries
from blueprints.surveys.evaluation_data import Data, results_data, said_data
from blueprints.surveys.evaluation_queries import Counted, Reads, of_voices, reads, voices
from blueprints.surveys.pages import MARKS, TONES, found_survey, question_of
from blueprints.surveys.queries import own_respondents, shorts_of
from models.editions import Edition
from models.requests import requests_behind
from models.survey_states import SurveyState
from models.surveys import Survey
from models.tallies import Voice
from plumbing import clock, ring
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.pages import german_day

LARGEST_RING: Final = 60
"""More seats than these nobody can tell apart in a picture; the counts say it then."""


def numeric(headings: list[str]) -> list[str | tuple[str, str]]:
    """Headings of which all but the first stand above numbers."""
    return [headings[0], *((each, "number") for each in headings[1:])]


WORDS: Final = {
    "numeric": numeric,
    "bars": evaluation_words.bars,
    "bar_words": evaluation_words.bar_words,
    "cross_rows": evaluation_words.cross_rows,
    "no_share_words": evaluation_words.no_share_words,
    "number_words": evaluation_words.number_words,
    "number_lines": evaluation_words.number_lines,
    "said_words": evaluation_words.said_words,
    "group_words": evaluation_words.group_words,
}
"""What templates need to say results in words."""


def evaluated_survey(table_id: int, survey_id: int) -> tuple[Survey, Reads, dict[str, Any]]:
    """A survey for whoever sees its results; for all others there are none."""
    found, page = found_survey(table_id, survey_id)
    allowed = reads(house(), found, me())
    if allowed is Reads.NOTHING or (found.round_id is None and not found.retold):
        abort(404)
    page |= {"reads_all": allowed is Reads.EVERYTHING, "evaluation_url": _url(page)}
    return found, allowed, page


def _url(page: dict[str, Any]) -> str:
    return url_for("surveys.evaluation", **page["ids"])


def evaluation_page(table_id: int, survey_id: int) -> dict[str, Any]:
    """All results, as far as the reader sees them: everything, or small numbers masked."""
    found, allowed, page = evaluated_survey(table_id, survey_id)
    counted = voices(house(), found, clock.today())
    data = data_of(found, counted, allowed)
    may = evaluation_rules.may_evaluate(me(), found.body_id)
    issue = evaluation_rules.public_issue(house(), found.id)
    return page | {
        **WORDS,
        "data": data,
        "sentences": evaluation_words.sentences(data),
        "taking_part": evaluation_words.taking_part(data),
        "ring": None if as_of(data) else _ring(found, counted),
        "may_publish": may and found.closed_at is not None,
        "may_finish": may and found.state(clock.today()) is SurveyState.CLOSED,
        "quotes_url": _quotes_url(found, page, counted),
        "public_on": issue.published_at if issue else None,
        "as_of": as_of(data),
        "requests": requests_behind(reading(), [found]),
    }


def _quotes_url(found: Survey, page: dict[str, Any], counted: Counted) -> str:
    """Where answers are released; empty for whoever has none there and does not keep the survey."""
    own = own_respondents(reading(), me())
    is_theirs = page["keeps"] or any(each.respondent_id in own and each.said for each in counted.answering)
    return (
        url_for("surveys.quotes", **page["ids"])
        if is_theirs and not (found.anonymous or found.archived_at)
        else ""
    )


def data_of(found: Survey, counted: Counted, allowed: Reads) -> Data:
    """Whoever reads what is masked reads what was frozen last: two looks, between which an answer was
    corrected, would tell whose. Only the coordination of an anonymous survey, in which nothing can change
    any more, reads ahead what would be published."""
    if allowed is Reads.EVERYTHING:
        return results_data(found, of_voices(found, counted))
    frozen = issue_queries.frozen_data(house(), found.id)
    return frozen or issue_queries.published_data(house(), found, clock.today())


def as_of(data: Data) -> str:
    """The day on which results were frozen; empty for those of today."""
    return german_day(date.fromisoformat(data["as_of"])) if "as_of" in data else ""


def _ring(found: Survey, counted: Counted) -> ring.Ring | None:
    institutions = [each for each in counted.asked if each.counts]
    if counted.anonymous or not 0 < len(institutions) <= LARGEST_RING:
        return None
    shorts = shorts_of(house(), found.id)
    seats = [
        ring.seat(
            name=each.name,
            short=shorts.get(each.respondent_id or 0, ""),
            tone=TONES[each.standing],
            mark=MARKS[each.standing],
            label=_standing(each),
        )
        for each in institutions
    ]
    some, meant = counted.participation.answered, counted.participation.asked
    return ring.ring(seats, [gettext("%(some)s of %(all)s", some=some, all=meant), gettext("have answered")])


def _standing(each: Voice) -> str:
    return gettext(each.standing.label) if each.standing else ""


def answers_page(table_id: int, survey_id: int, question_id: int) -> dict[str, Any]:
    """What each has said to one question; of an anonymous survey only the coordination reads what was
    written, without names and in the order of the words, as soon as there are enough."""
    found, allowed, page = evaluated_survey(table_id, survey_id)
    question = question_of(found, question_id)
    if allowed is not Reads.EVERYTHING and not (found.anonymous and page["keeps"]):
        abort(404)
    counted = voices(house(), found, clock.today(), notes=True)
    data = data_of(found, counted, allowed)
    labels = {each.id: each.label for each in question.choices}
    asked = next(each for each in data["questions"] if each["id"] == question.id)
    answered = [each for each in counted.answering if question.id in each.said]
    return page | {
        **WORDS,
        "data": data,
        "question": asked,
        "written": _written(answered, question.id, data) if found.anonymous else None,
        "rows": []
        if found.anonymous
        else [
            (each.name, said_data(each.said[question.id], labels) if question.id in each.said else None, each)
            for each in counted.asked
        ],
        "standing_of": _standing,
        "tones": TONES,
        "marks": MARKS,
    }


def _written(answered: list[Voice], question_id: int, data: Data) -> list[str]:
    """Words alone; none while so few have answered that one could tell whose they are."""
    if len(answered) < data["least"]:
        return []
    return sorted(each.said[question_id].note for each in answered if each.said[question_id].note)


def publishing_page(table_id: int, survey_id: int) -> dict[str, Any]:
    """The results as everybody would read them, before they are published."""
    found, _, page = evaluated_survey(table_id, survey_id)
    if not evaluation_rules.may_evaluate(me(), found.body_id) or found.closed_at is None:
        abort(404)
    coming = issue_queries.ahead(house(), found, clock.today())
    return page | {
        **WORDS,
        "data": coming.data,
        "sentences": evaluation_words.sentences(coming.data),
        "taking_part": evaluation_words.taking_part(coming.data),
        "withheld": coming.withheld,
    }


def withdrawing_page(table_id: int, survey_id: int) -> dict[str, Any]:
    """Published results that are taken back; also while the survey is open again."""
    found, _, page = evaluated_survey(table_id, survey_id)
    if not page["keeps"] or evaluation_rules.public_issue(house(), found.id) is None:
        abort(404)
    return page


def published_page(survey_id: int) -> dict[str, Any]:
    """What everybody reads of a survey's results: the newest issue, or that it was withdrawn."""
    issue = evaluation_rules.last_published(house(), survey_id) or abort(404)
    edition = house().get_one(Edition, issue.edition_id)
    data = edition.data if issue.is_public else None
    return {
        **WORDS,
        "survey_id": survey_id,
        "title": edition.title,
        "data": data,
        "published_at": issue.published_at,
        "withdrawn_at": issue.withdrawn_at,
        "checksum": edition.fingerprint,
        "sentences": evaluation_words.sentences(data) if data else [],
        "taking_part": evaluation_words.taking_part(data) if data else [],
    }
