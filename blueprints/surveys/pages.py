"""What the pages of surveys show, put together for the person who reads."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from babel.lists import format_list
from flask import abort, url_for
from flask_babel import get_locale, gettext, ngettext

from blueprints.surveys import check_queries, queries, respondent_queries, rules
from blueprints.surveys.evaluation_queries import Reads, reads
from blueprints.surveys.letters import last_reminded
from blueprints.surveys.queries import Asked
from blueprints.surveys.reminder_rules import reminder_days
from blueprints.surveys.retention_rules import last_day_kept
from blueprints.tables import queries as table_queries
from models.bodies import Body
from models.citations import references
from models.requests import requests_behind
from models.survey_answers import AnswerStanding
from models.survey_questions import SurveyQuestion
from models.survey_states import SurveyState
from models.surveys import Survey
from plumbing import clock, ring
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.pages import berlin_day, german_day

TONES: Final[dict[AnswerStanding | None, ring.Tone]] = {
    AnswerStanding.ANSWERED: "yes",
    AnswerStanding.NO_ANSWER: "open",
    AnswerStanding.NOT_DOCUMENTED: "perhaps",
    AnswerStanding.NOT_ASKED: "void",
    AnswerStanding.VOID: "void",
    None: "neutral",
}
MARKS: Final[dict[AnswerStanding | None, str]] = {
    AnswerStanding.ANSWERED: "✓",
    AnswerStanding.NO_ANSWER: "?",
    AnswerStanding.NOT_DOCUMENTED: "~",
    AnswerStanding.NOT_ASKED: "·",
    AnswerStanding.VOID: "×",
    None: "•",
}


class Status(NamedTuple):
    """In which state a survey is, and what comes then."""

    mark: str
    word: str
    next: str | None
    tone: str


def status_of(about: Survey) -> Status:
    state = about.state(clock.today())
    word = gettext(state.label)
    if state is SurveyState.DRAFT and about.retold:
        return Status("○", gettext("is being recorded"), gettext("then you close it"), "neutral")
    if state is SurveyState.DRAFT:
        return Status("○", word, gettext("only the coordination sees it so far"), "neutral")
    if state is SurveyState.OPEN and about.due_on:
        then = gettext("answers until the end of %(day)s", day=german_day(about.due_on))
        return Status("→", word, then, "open")
    if state is SurveyState.OVERDUE:
        return Status("!", word, gettext("the coordination closes it"), "perhaps")
    if state is SurveyState.CLOSED:
        return Status("✓", word, gettext("the coordination evaluates it"), "yes")
    if state is SurveyState.EVALUATED:
        return Status("✓", word, gettext("a report may follow"), "yes")
    if state is SurveyState.ARCHIVED:
        return Status("✓", word, gettext("its single answers are deleted, what was frozen stays"), "neutral")
    return Status("✓", word, None, "yes")


def index_page(table_id: int, given: Mapping[str, str]) -> dict[str, Any]:
    """The surveys of a table that the reader sees, narrowed by words."""
    body = table_queries.body(reading(), table_id) if table_id in me().readable else None
    body = body or abort(404)
    asked = " ".join(given.get("q", "").split())[:200]
    found = queries.surveys_of(reading(), table_id, asked)
    return {
        "body": body,
        "hue": body.hue,
        "asked": asked,
        "surveys": found,
        "statuses": {each.id: status_of(each) for each in found},
        "may_ask": rules.may_ask(me(), table_id),
    }


def found_survey(table_id: int, survey_id: int) -> tuple[Survey, dict[str, Any]]:
    """The survey and what every page about it shows; for whoever may not see it there is none."""
    found = queries.survey(reading(), table_id, survey_id) or abort(404)
    return found, about_page(found)


def kept_survey(table_id: int, survey_id: int) -> tuple[Survey, dict[str, Any]]:
    """The same for its coordination; for all others there is none to change."""
    found, page = found_survey(table_id, survey_id)
    return (found, page) if page["keeps"] else abort(404)


def about_page(found: Survey) -> dict[str, Any]:
    body = table_queries.body(reading(), found.body_id)
    return {
        "about": found,
        "body": body,
        "table_name": body.name if body else house().get_one(Body, found.body_id).name,
        "hue": body.hue if body else None,
        "ids": {"table_id": found.body_id, "survey_id": found.id},
        "url": url_for("surveys.show", table_id=found.body_id, survey_id=found.id),
        "status": status_of(found),
        "phase": found.state(clock.today()).value,
        "numbers": {each.id: place for place, each in enumerate(found.questions, 1)},
        "keeps": rules.may_ask(me(), found.body_id),
        "takes": found.takes(clock.today()),
    }


def show_page(table_id: int, survey_id: int) -> dict[str, Any]:
    """Everything on the page of one survey: its questions, who is asked, how each stands."""
    found, page = found_survey(table_id, survey_id)
    asked = queries.respondents(reading(), house(), found, clock.today())
    own = queries.own_respondents(reading(), me())
    sees_all = page["keeps"] or _sees_results(found)
    begun = found.round_id is not None or found.retold
    shown = asked if begun and sees_all else []
    return page | {
        "asked": asked,
        "own": [each for each in asked if each.respondent.id in own],
        "own_ids": own,
        "ring": None if found.anonymous or found.archived_at else _ring(shown),
        "counted": counted(found, shown),
        "tones": TONES,
        "marks": MARKS,
        "word_of": word_of,
        "way_of": way_of,
        "checks": check_queries.last_checks(reading(), found.id, asked) if asked else {},
        "kept_until": last_day_kept(found) if page["keeps"] or own else None,
        "has_answers": any(each.came for each in asked),
        "sees_all": sees_all,
        "reads_results": begun and reads(house(), found, me()) is not Reads.NOTHING,
        "level": found.visibility,
        **_for_chasing(found, page, asked),
        "requests": requests_behind(reading(), [found]),
        "refers_to": references(reading(), found),
    }


def _for_chasing(found: Survey, page: dict[str, Any], asked: list[Asked]) -> dict[str, Any]:
    """What the coordination needs to get answers while they are taken: when reminders go, who is left."""
    if not (page["keeps"] and page["takes"]):
        return {"reminders": "", "may_remind": False, "members_left": False}
    waits = any(each.standing in (None, AnswerStanding.NO_ANSWER) for each in asked)
    return {
        "reminders": reminder_words(found),
        "may_remind": waits,
        "members_left": bool(respondent_queries.not_asked(house(), found, clock.today())),
    }


def reminder_words(found: Survey) -> str:
    """When reminders go by themselves, and when the last one went."""
    days = [german_day(each) for each in reminder_days(found)]
    told = [gettext("by themselves on %(days)s", days=format_list(days, locale=get_locale()))] if days else []
    if last := last_reminded(house(), found):
        told.append(gettext("last on %(day)s", day=german_day(berlin_day(last))))
    return "; ".join(told) or gettext("none by themselves: the last day is too near")


def _sees_results(found: Survey) -> bool:
    return queries.sees_results(house(), me(), found.id)


def word_of(each: Asked) -> str:
    """How a respondent stands, in words: a silence is called by its name."""
    return gettext(each.standing.label) if each.standing else gettext("is asked")


def way_of(each: Asked) -> str:
    """The way by which the answer came that counts."""
    if each.came is None or each.came.channel is None:
        return ""
    word = gettext(each.came.channel.label)
    if each.came.oral:
        word = gettext("orally in the meeting, recorded by the coordination")
    if each.came.said_on:
        return gettext("%(way)s, on %(day)s", way=word, day=german_day(each.came.said_on))
    return word


def counted(found: Survey, asked: list[Asked]) -> list[str]:
    """How many stand how, groups apart; of an anonymous survey only how many are asked."""
    if found.anonymous or found.archived_at:
        number = sum(each.respondent.asked_at is not None for each in asked)
        return [ngettext("%(num)d is asked", "%(num)d are asked", number)] if asked else []
    said = []
    singles = _singles(asked)
    for standing in AnswerStanding:
        number = sum(each.standing is standing for each in singles)
        if number:
            said.append(f"{gettext(standing.label)}: {number}")
    if len(asked) > len(singles):
        groups = gettext("groups, not counted in these numbers")
        said.append(f"{groups}: {len(asked) - len(singles)}")
    return said


def _singles(asked: list[Asked]) -> list[Asked]:
    """Without groups that were asked together: how many stand behind them is said beside the numbers."""
    return [each for each in asked if not each.respondent.is_collective]


def _ring(asked: list[Asked]) -> ring.Ring | None:
    singles = _singles(asked)
    if not singles:
        return None
    seats = [
        ring.seat(
            name=each.name,
            short=each.short,
            tone=TONES[each.standing],
            mark=MARKS[each.standing],
            label=word_of(each),
        )
        for each in singles
    ]
    answered = sum(each.standing is AnswerStanding.ANSWERED for each in singles)
    meant = sum(each.standing not in (AnswerStanding.NOT_ASKED, AnswerStanding.VOID) for each in singles)
    words = gettext("%(some)s of %(all)s", some=answered, all=meant)
    return ring.ring(seats, [words, gettext("have answered")])


def question_of(found: Survey, question_id: int) -> SurveyQuestion:
    return next((each for each in found.questions if each.id == question_id), None) or abort(404)


def questions_to_narrow(found: Survey, own_id: int = 0) -> list[tuple[int, str]]:
    """The other questions of a survey, by number and wording."""
    return [
        (each.id, f"{place}. {' '.join(each.wording.split())[:70]}")
        for place, each in enumerate(found.questions, 1)
        if each.id != own_id
    ]


def asked_of(found: Survey, respondent_id: int) -> Asked:
    """A respondent of the survey, as far as the reader sees it."""
    rows = queries.respondents(reading(), house(), found, clock.today())
    return next((each for each in rows if each.respondent.id == respondent_id), None) or abort(404)
